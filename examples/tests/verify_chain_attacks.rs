//! The program `verify-chain` on chains that attack it, and on files that are not what they are said
//! to be: it never prints "accepted".
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

#[path = "../../pki/tests/support/forge.rs"]
mod forge;
mod support;

use std::ffi::OsString;
use std::path::PathBuf;

use forge::{CrlTemplate, Key, NOW, OcspTemplate, Template, cn, constraints, dns, extension, tlv};
use support::{FAILED, PASSED, Ran, UNUSABLE, v2g};
use v2g_pki::pem::Pem;

/// A folder for the files of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("attacks").join(test);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, octets: impl AsRef<[u8]>) -> OsString {
        let path = self.0.join(name);
        std::fs::write(&path, octets).unwrap();
        path.into()
    }
}

/// Runs the program; status, and all that it prints.
fn run(arguments: &[OsString]) -> (i32, String) {
    let command = ["verify-chain".into(), "--time".into(), NOW.to_string().into()];
    let Ran { status, out, err } = v2g(command.iter().chain(arguments), b"");
    let text = out + &err;
    let is_accepted = text.contains("accepted") || text.contains("\"verdict\":\"accept\"");
    assert_eq!(is_accepted, status == PASSED, "{text}");
    (status, text)
}

fn option(name: &str, value: impl Into<OsString>) -> [OsString; 2] {
    [name.into(), value.into()]
}

/// Root, sub-CA and leaf 77, with the keys of root and sub-CA.
struct Chain {
    keys: [Key; 2],
    root: Vec<u8>,
    sub: Vec<u8>,
    leaf: Vec<u8>,
}

impl Chain {
    /// The leaf has a subject and extensions, and the sub-CA others.
    fn new(subject: &[u8], of_leaf: Vec<Vec<u8>>, of_sub: Vec<Vec<u8>>) -> Self {
        let [root_key, sub_key, leaf_key] = [1, 2, 3].map(Key::new);
        let root = Template::ca(1, &cn("Root"), &cn("Root")).issue(&root_key, &root_key);
        let sub = of_sub.into_iter().fold(Template::ca(2, &cn("Root"), &cn("Sub")), Template::with);
        let leaf =
            of_leaf.into_iter().fold(Template::leaf(77, &cn("Sub"), subject), Template::with);
        let leaf = leaf.issue(&leaf_key, &sub_key);
        Self { root, sub: sub.issue(&sub_key, &root_key), leaf, keys: [root_key, sub_key] }
    }

    /// The arguments for the chain with other certificates between leaf and sub-CA.
    fn arguments(&self, folder: &Folder, others: &[Vec<u8>]) -> Vec<OsString> {
        let all = [&self.leaf].into_iter().chain(others).chain([&self.sub]);
        let pem: String = all.map(|der| Pem::certificate(der).to_string()).collect();
        let mut arguments = vec![folder.write("chain.pem", pem)];
        arguments.extend(option("--anchor", folder.write("root.der", &self.root)));
        arguments
    }
}

#[test]
fn decoys_never_use_up_the_check_of_a_revoked_leaf() {
    let folder = Folder::new("decoys");
    let chain = Chain::new(&cn("Leaf"), vec![], vec![]);
    let [root_key, sub_key] = &chain.keys;
    let signer_key = Key::new(20);
    let signer = Template::crl_signer(20, &cn("Sub"), &cn("Sub"));
    let lists = [
        CrlTemplate::new(&cn("Root"), &[]).sign(root_key),
        CrlTemplate::new(&cn("Sub"), &[]).sign(sub_key),
        CrlTemplate::new(&cn("Sub"), &[77]).sign(&signer_key),
    ];
    let mut crls = Vec::new();
    for (name, crl) in ["root.crl", "sub.crl", "signer.crl"].iter().zip(&lists) {
        crls.push(option("--crl", folder.write(name, crl)));
    }
    for template in [signer.clone(), Template::ca(0, &cn("Sub"), &cn("Sub"))] {
        let make = |number: u32| {
            let key = Key::new(1000 + number);
            Template { serial: 1000 + number, ..template.clone() }.issue(&key, &key)
        };
        let decoys: Vec<_> = (0..64).map(make).collect();
        for count in [0, 1, 20, 23, 24, 25, 26, 27, 28, 29, 30, 40, 64] {
            let mut others = decoys[..count].to_vec();
            others.push(signer.issue(&signer_key, sub_key));
            for how in ["hard", "soft"] {
                for order in 0..crls.len() {
                    crls.rotate_left(order);
                    let mut arguments = chain.arguments(&folder, &others);
                    arguments.extend(crls.concat());
                    arguments.extend(option("--revocation", how));
                    let (status, text) = run(&arguments);
                    assert_eq!(status, FAILED, "{count} {how}: {text}");
                }
            }
        }
    }
}

/// Deltas in any order, of another scope, beside a list that is out of date.
#[test]
fn delta_and_indirect_lists_end_the_program() {
    let folder = Folder::new("deltas");
    let chain = Chain::new(&cn("Leaf"), vec![], vec![]);
    let [root_key, sub_key] = &chain.keys;
    let base = extension(27, true, &[2, 1, 10]);
    let indirect = extension(28, true, &tlv(0x30, &[&[0x84, 1, 0xFF]]));
    for (crl, what) in [
        (CrlTemplate::new(&cn("Sub"), &[]).with(base.clone()), "deltaCRLIndicator"),
        (CrlTemplate::new(&cn("Sub"), &[77]).with(base), "deltaCRLIndicator"),
        (CrlTemplate::new(&cn("Sub"), &[]).with(indirect), "indirectCRL"),
    ] {
        let lists = [
            CrlTemplate::new(&cn("Root"), &[]).sign(root_key),
            CrlTemplate::new(&cn("Sub"), &[]).sign(sub_key),
            crl.sign(sub_key),
        ];
        let mut arguments = chain.arguments(&folder, &[]);
        for (index, crl) in lists.iter().enumerate() {
            arguments.extend(option("--crl", folder.write(&format!("{index}.crl"), crl)));
        }
        for how in ["hard", "soft"] {
            let arguments = [&arguments[..], &option("--revocation", how)].concat();
            let (status, text) = run(&arguments);
            assert_eq!(status, UNUSABLE);
            assert!(text.contains(&format!("2.crl, number 1: {what} is not supported")), "{text}");
        }
    }
}

#[test]
fn a_common_name_is_held_to_constraints_and_to_subject_alt_name() {
    let folder = Folder::new("names");
    let permitted = constraints(false, &[tlv(0x82, &[b"a.test"])]);
    let host = cn("csms.victim.test");
    for (of_leaf, of_sub) in [
        (vec![], vec![permitted.clone()]),
        (vec![dns(&["x.a.test"])], vec![permitted]),
        (vec![dns(&["x.a.test"])], vec![]),
    ] {
        let chain = Chain::new(&host, of_leaf, of_sub);
        let mut arguments = chain.arguments(&folder, &[]);
        arguments.extend(option("--profile", "ocpp16 csms"));
        arguments.extend(option("--peer", "csms.victim.test"));
        assert_eq!(run(&arguments).0, FAILED);
    }
    let chain = Chain::new(&cn("*.victim.test"), vec![], vec![]);
    let mut arguments = chain.arguments(&folder, &[]);
    arguments.extend(option("--profile", "ocpp16 csms"));
    arguments.extend(option("--peer", "csms.victim.test"));
    assert_eq!(run(&arguments).0, FAILED);
}

#[test]
fn what_was_asked_for_is_done_or_said() {
    let folder = Folder::new("asked");
    let chain = Chain::new(&cn("csms.test"), vec![], vec![]);
    let [root_key, sub_key] = &chain.keys;
    let plain = chain.arguments(&folder, &[]);
    let with = |more: &[OsString]| run(&[&plain[..], more].concat());

    let (status, text) = with(&[]);
    assert_eq!(status, PASSED);
    assert!(text.contains("not checked: whose certificate the leaf is"), "{text}");
    assert!(text.contains("not checked: revocation"), "{text}");
    let (_, json) = with(&["--json".into()]);
    assert!(json.contains("\"peer_checked\":false") && json.contains("\"revocation\":\"skip\""));

    // The profile of a central system needs a name, and without one the output says so.
    let csms = option("--profile", "ocpp16 csms");
    let (status, text) = with(&csms);
    assert_eq!(status, PASSED);
    assert!(text.contains("not checked: whose certificate the leaf is"), "{text}");
    let named = [&csms[..], &option("--peer", "csms.test")].concat();
    let (status, text) = with(&named);
    assert!(status == PASSED && !text.contains("whose certificate"), "{text}");

    // A peer that is named is compared, although its rule is taken out.
    let other = [option("--peer", "other.test"), option("--relax", "PeerName")].concat();
    assert_eq!(with(&[&csms[..], &other].concat()).0, FAILED);

    // A list implies the check, also one that does not name the leaf.
    let crl = |name: &str, crl: &[u8]| option("--crl", folder.write(name, crl));
    let root_crl = crl("root.crl", &CrlTemplate::new(&cn("Root"), &[]).sign(root_key));
    let revoked = crl("revoked.crl", &CrlTemplate::new(&cn("Sub"), &[77]).sign(sub_key));
    let good = crl("good.crl", &CrlTemplate::new(&cn("Sub"), &[]).sign(sub_key));
    assert_eq!(with(&[root_crl.clone(), revoked].concat()).0, FAILED);
    assert_eq!(with(&root_crl).0, FAILED);
    let (status, text) = with(&[root_crl.clone(), good].concat());
    assert!(status == PASSED && !text.contains("not checked: revocation"), "{text}");
    let (status, text) = with(&[&root_crl[..], &option("--revocation", "skip")].concat());
    assert!(status == UNUSABLE && text.contains("--revocation skip"), "{text}");
    let response = OcspTemplate::new(&cn("Sub"), true).sign(&chain.leaf, &chain.sub, sub_key);
    let response = option("--ocsp", folder.write("revoked.ocsp", response));
    assert_eq!(with(&response).0, FAILED);
}

/// A file that is named and cannot be read is status 2, with its name.
#[test]
fn files_that_cannot_be_read_end_the_program() {
    let folder = Folder::new("files");
    let chain = Chain::new(&cn("Leaf"), vec![], vec![]);
    let plain = chain.arguments(&folder, &[]);
    let bundle: String =
        [&chain.leaf, &chain.sub].map(|der| Pem::certificate(der).to_string()).concat();
    let nothing: &[u8] = b"";
    let key = Pem::new("PRIVATE KEY", &[0x30, 0]).to_string();
    let der_then_pem = [&chain.sub[..], bundle.as_bytes()].concat();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty", nothing.into()),
        ("hostname", b"station-1\n".into()),
        ("base64", b"MIIBAzCBqgIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARSb290\n".into()),
        ("key first", (key.clone() + &bundle).into()),
        ("key last", (bundle.clone() + &key).into()),
        ("line feeds", bundle.replace('\n', "\\n").into()),
        ("one line", bundle.replace('\n', "").into()),
        ("word processor", bundle.replacen("-----BEGIN", "\u{2014}--BEGIN", 1).into()),
        ("text in front", ("leaf: ".to_owned() + &bundle).into()),
        ("no BEGIN", bundle.replacen("-----BEGIN CERTIFICATE-----\n", "", 1).into()),
        ("DER and PEM", der_then_pem),
        ("UTF-16", bundle.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("request", Pem::certificate_request(&[0x30, 0]).to_string().into()),
        ("line feed after DER", [&chain.sub[..], b"\n"].concat()),
    ];
    for (name, octets) in files {
        let file = folder.write(name, octets);
        for before in ["--anchor", "--crl", "--ocsp", "--"] {
            let mut arguments = plain.clone();
            if before != "--" {
                arguments.push(before.into());
            }
            arguments.push(file.clone());
            let (status, text) = run(&arguments);
            assert_eq!(status, UNUSABLE, "{before} {name}: {text}");
            assert!(text.contains(&*file.to_string_lossy()), "{before} {name}: {text}");
        }
        // As the first file, whose first certificate is the leaf.
        let (status, text) = run(&[&[file][..], &plain].concat());
        let is_der = name == "line feed after DER";
        let expected = if is_der { FAILED } else { UNUSABLE };
        assert_eq!(status, expected, "{name}: {text}");
    }
    // A byte-order mark is no reason to begin with the second certificate.
    let marked = folder.write("marked", "\u{FEFF}".to_owned() + &bundle);
    let (status, text) = run(&[&[marked][..], &plain[1..]].concat());
    assert!(status == PASSED && text.contains("leaf: CN=Leaf"), "{text}");
}

//! Trust anchors: what counts of their certificates, and what is asked of a root before it becomes
//! one.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448", feature = "pem"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::time::Duration;

use support::BACKEND;
use support::forge::{
    CRL_SIGN, DIGITAL_SIGNATURE, KEY_CERT_SIGN, Key, NOW, Template, cn, dns, extension, tlv,
};
use v2g_pki::ocpp::{InstallCertificate, Rejection};
use v2g_pki::pem::{Pem, PemChain};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{Anchor, Iso15118Role, Ocpp16Role, Peer, Profile, Rule, Validator};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

/// A leaf right below this root, under the profile of a central system.
fn verify(
    root: &Template,
    adapt: impl Fn(Profile<'static>) -> Profile<'static>,
) -> Result<(), Rule> {
    let [root_key, leaf_key] = [1, 2].map(Key::new);
    let leaf = Template::leaf(77, &root.subject, &cn("CSMS")).with(dns(&["csms.test"]));
    let leaf = leaf.issue(&leaf_key, &root_key);
    let root = CertificateDer::from(root.issue(&root_key, &root_key));
    let anchors = [Anchor::from_certificate(&root).unwrap()];
    let peers = [Peer::Dns("csms.test")];
    let profile = adapt(Profile::ocpp16(Ocpp16Role::Csms));
    let validator = Validator::new(profile, BACKEND).for_peers(&peers);
    validator.verify(&leaf, &[], &anchors, now()).map(drop).map_err(|error| error.rule())
}

fn root() -> Template {
    Template::ca(1, &cn("Root"), &cn("Root"))
}

/// Roots that are trusted, and what `verify` makes of them.
fn roots() -> Vec<(&'static str, Template, Result<(), Rule>)> {
    let not_critical = extension(19, false, &[0x30, 3, 1, 1, 0xFF]);
    vec![
        ("usual", root(), Ok(())),
        // The root of Starfield, which back ends use, has the serial number 0.
        ("serial number 0", Template { serial: 0, ..root() }, Ok(())),
        ("version 1", Template { is_version_1: true, ..root() }, Ok(())),
        ("no key usage", Template { usage: None, ..root() }, Ok(())),
        (
            "basicConstraints not critical",
            Template { ca: None, ..root() }.with(not_critical),
            Ok(()),
        ),
        ("by another issuer", Template { issuer: cn("Other"), ..root() }, Ok(())),
        ("signed with SHA-384", Template { with_sha384: true, ..root() }, Ok(())),
        ("long", root().with(extension(99, false, &[7; 2000])), Ok(())),
        ("a bound", Template { ca: Some(Some(0)), ..root() }, Ok(())),
        (
            "not a CA",
            Template { ca: None, ..root() }.with(extension(19, true, &[0x30, 0])),
            Err(Rule::IssuerIsCa),
        ),
        (
            "signs no certificates",
            Template { usage: Some(CRL_SIGN), ..root() },
            Err(Rule::IssuerKeyUsage),
        ),
        (
            "expired",
            Template { validity: ["200101000000Z", "260101000000Z"], ..root() },
            Err(Rule::Expired),
        ),
        (
            "not yet valid",
            Template { validity: ["270101000000Z", "300101000000Z"], ..root() },
            Err(Rule::NotYetValid),
        ),
        (
            "unknown and critical",
            root().with(extension(99, true, &[5, 0])),
            Err(Rule::UnknownCriticalExtension),
        ),
    ]
}

#[test]
fn anchors_count_by_name_key_validity_and_basic_constraints() {
    for (what, root, expected) in roots() {
        assert_eq!(verify(&root, |profile| profile), expected, "{what}");
        let relaxed = verify(&root, |profile| profile.relaxed(Rule::AnchorCertificate));
        assert_eq!(relaxed, Ok(()), "{what}");
    }
}

/// The rule that a root breaks, or the text of another rejection.
fn install(pem: &str) -> Result<(), String> {
    let check = InstallCertificate::new(Profile::ocpp16(Ocpp16Role::Csms), BACKEND);
    let mut room = [0; 8000];
    let chain = PemChain::decode(pem, &mut room).map_err(|error| error.to_string())?;
    check.check(&chain, now()).map(drop).map_err(|rejection| {
        assert_eq!(rejection.ocpp_status(), "Rejected");
        match rejection {
            Rejection::Chain(error) => format!("{:?}", error.rule()),
            other => other.to_string(),
        }
    })
}

#[test]
fn roots_are_installed_only_if_they_are_roots() {
    let key = Key::new(1);
    let pem = |template: &Template| Pem::certificate(&template.issue(&key, &key)).to_string();
    for (what, root, expected) in roots() {
        // More is asked than of an anchor.
        let expected = match what {
            "version 1" => Err(Rule::IssuerIsCa),
            "by another issuer" => Err(Rule::SelfSigned),
            _ => expected,
        };
        assert_eq!(install(&pem(&root)), expected.map_err(|rule| format!("{rule:?}")), "{what}");
    }
    // A leaf, a sub-CA, a root of the right name that somebody else signed.
    let leaf = Template::leaf(3, &cn("Root"), &cn("Leaf"));
    assert_eq!(install(&pem(&leaf)), Err("SelfSigned".into()));
    let self_signed = Template {
        usage: Some(DIGITAL_SIGNATURE | KEY_CERT_SIGN),
        ..Template::leaf(3, &cn("Leaf"), &cn("Leaf"))
    };
    assert_eq!(install(&pem(&self_signed)), Err("IssuerIsCa".into()));
    let forged = root().issue(&key, &Key::new(2));
    assert_eq!(install(&Pem::certificate(&forged).to_string()), Err("Signature".into()));
    // Under a profile of V2G roots.
    let of_v2g = InstallCertificate::new(Profile::iso15118_2(Iso15118Role::Secc), BACKEND);
    let mut room = [0; 8000];
    let text = pem(&root());
    let chain = PemChain::decode(&text, &mut room).unwrap();
    let Err(Rejection::Chain(error)) = of_v2g.check(&chain, now()) else { panic!("installed") };
    assert_eq!(error.rule(), Rule::RootDomainComponent);
    // Several, in which order ever.
    let error = install(&(pem(&root()) + &pem(&leaf))).unwrap_err();
    assert_eq!(error, "more than one certificate (limit 1); send the root alone");
    assert!(install("").is_err());
    let with_key = Pem::new("PRIVATE KEY", &[0x30, 0]).to_string() + &pem(&root());
    assert!(install(&with_key).is_err());
}

/// Many peers send the root along; that makes it no sub-CA.
#[test]
fn a_root_in_the_chain_is_not_an_intermediate() {
    let [root_key, leaf_key, other_key] = [1, 2, 3].map(Key::new);
    let v2g = name_with_domain("V2G Root", b"V2G");
    let root = Template { ca: Some(Some(0)), ..Template::ca(1, &v2g, &v2g) };
    let root = CertificateDer::from(root.issue(&root_key, &root_key));
    let other = cn("Other Root");
    let other_root = Template::ca(9, &other, &other).issue(&other_key, &other_key);
    let other_root = CertificateDer::from(other_root);
    let cross = Template { ca: Some(Some(0)), ..Template::ca(2, &other, &v2g) };
    let cross = CertificateDer::from(cross.issue(&root_key, &other_key));
    let leaf = Template::leaf(77, &v2g, &name_with_domain("SECC", b"CPO"));
    let leaf = leaf.issue(&leaf_key, &root_key);
    let anchors = [&root, &other_root].map(|root| Anchor::from_certificate(root).unwrap());
    let profile = Profile::iso15118_2(Iso15118Role::Secc);
    // Basic constraints of the leaf are not what this is about.
    let profile = profile.relaxed(Rule::BasicConstraintsCritical);
    for chain in
        [vec![], vec![root.clone()], vec![root.clone(), cross.clone()], vec![cross.clone()]]
    {
        for profile in [profile, profile.relaxed(Rule::RootDomainComponent)] {
            let validator = Validator::new(profile, BACKEND);
            let error = validator.verify(&leaf, &chain, &anchors, now()).unwrap_err();
            let rules = [Rule::RootIssuesNoLeaf, Rule::RootDomainComponent];
            assert!(rules.contains(&error.rule()), "{error}");
        }
    }
}

fn name_with_domain(common_name: &str, domain: &[u8]) -> Vec<u8> {
    // domainComponent has an identifier of its own.
    let kind: &[u8] = &[6, 10, 9, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25];
    let domain = tlv(0x31, &[&tlv(0x30, &[kind, &tlv(0x16, &[domain])])]);
    let set =
        tlv(0x31, &[&tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(0x0C, &[common_name.as_bytes()])])]);
    tlv(0x30, &[&set, &domain])
}

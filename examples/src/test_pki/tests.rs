//! PKIs of `test-pki`: accepted strictly by their profiles, and refused when they are changed.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::process::Command;

use v2g_pki::ocpp::{CertificateSigned, Rejection};
use v2g_pki::pem::{Pem, PemChain, PemErrorKind};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::request::CertificateRequest;
use v2g_pki::{
    Anchor, Backend, Certificate, Crl, OcspResponse, Peer, Profile, Refusal, Revocation, Rule,
    Validator,
};

use super::files;
use super::key::Curve;
use super::pki::{Entry, Recipe, TestPki};
use super::plan::Standard;
use crate::progress::Progress;

const START: i64 = 1_795_305_600;

fn recipe(standard: Standard, curve: Curve) -> Recipe {
    let seed = b"tests".to_vec();
    Recipe { standard, curve, seed, not_before: START, valid_days: 90, revoked: Vec::new() }
}

fn make(standard: Standard, curve: Curve) -> TestPki {
    TestPki::make(&recipe(standard, curve), &Progress::hidden()).unwrap()
}

fn at(seconds: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds.try_into().unwrap()))
}

/// How a leaf is checked.
#[derive(Clone, Copy)]
struct Check<'c> {
    with_crls: bool,
    with_ocsp: bool,
    relaxed: &'c [Rule],
    time: i64,
}

const STRICT: Check<'_> = Check { with_crls: true, with_ocsp: true, relaxed: &[], time: START };

/// Verifies a leaf with a hard fail; the rule that refuses it.
fn verify(pki: &TestPki, leaf: &Entry, check: Check<'_>) -> Result<(), (Rule, Refusal)> {
    let path = pki.path(leaf.name);
    let (root, path) = path.split_last().unwrap();
    let chain: Vec<CertificateDer<'_>> =
        path[1..].iter().map(|entry| entry.certificate.as_slice().into()).collect();
    let root_der = CertificateDer::from(root.certificate.as_slice());
    let anchors = [Anchor::from_certificate(&root_der).unwrap()];
    let crls: Vec<_> = pki
        .entries
        .iter()
        .filter(|entry| check.with_crls || entry.name != leaf.issuer.unwrap())
        .filter_map(|entry| entry.crl.as_deref())
        .map(|crl| Crl::parse(crl).unwrap())
        .collect();
    let ocsp: Vec<_> = pki
        .leaves()
        .filter(|_| check.with_ocsp)
        .map(|entry| OcspResponse::parse(entry.ocsp.as_deref().unwrap()).unwrap())
        .collect();
    let peers: &[Peer<'_>] = match leaf.name {
        "csms" => &[Peer::Dns("csms.test")],
        "charge-point" => &[Peer::SerialNumber("CP-0001-SN4711")],
        _ => &[],
    };
    let mut profile: Profile<'_> = leaf.profile.unwrap();
    for rule in check.relaxed {
        profile = profile.relaxed(*rule);
    }
    let validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL);
    let validator =
        if peers.is_empty() { validator.for_any_peer() } else { validator.for_peers(peers) };
    let validator = validator.with_revocation(Revocation::hard(&crls, &ocsp));
    let result = validator.verify(&leaf.certificate, &chain, &anchors, at(check.time));
    result.map(drop).map_err(|error| (error.rule(), error.refusal()))
}

#[test]
fn every_leaf_is_accepted_strictly_with_its_crl_and_its_ocsp_response() {
    let mut count = 0;
    for standard in Standard::ALL {
        for curve in standard.curves() {
            let pki = make(standard, *curve);
            for leaf in pki.leaves() {
                for (with_crls, with_ocsp) in [(true, true), (true, false), (false, true)] {
                    let check = Check { with_crls, with_ocsp, ..STRICT };
                    assert_eq!(verify(&pki, leaf, check), Ok(()), "{curve} {}", leaf.name);
                }
                // Nobody vouches for the leaf.
                let check = Check { with_crls: false, with_ocsp: false, ..STRICT };
                let result = verify(&pki, leaf, check).map_err(|error| error.0);
                assert_eq!(result, Err(Rule::RevocationKnown), "{}", leaf.name);
                // The last second, and the one behind it.
                let end = START + 90 * 86_400;
                assert_eq!(verify(&pki, leaf, Check { time: end - 1, ..STRICT }), Ok(()));
                let result = verify(&pki, leaf, Check { time: end, ..STRICT });
                assert_eq!(result, Err((Rule::Expired, Refusal::Expired)), "{}", leaf.name);
                let result = verify(&pki, leaf, Check { time: START - 1, ..STRICT });
                assert_eq!(result, Err((Rule::NotYetValid, Refusal::NotYetValid)));
                count += 1;
            }
        }
    }
    // 5 of -2, 6 of -20 twice, 3 of OCPP three times.
    assert_eq!(count, 5 + 2 * 6 + 3 * 3);
}

#[test]
fn other_curves_break_no_other_rule() {
    for standard in Standard::ALL {
        for curve in Curve::ALL {
            let relaxed = standard.broken_by(curve);
            assert_eq!(relaxed.is_empty(), standard.curves().contains(&curve));
            if relaxed.is_empty() {
                continue;
            }
            let pki = make(standard, curve);
            for leaf in pki.leaves() {
                let check = Check { relaxed, ..STRICT };
                assert_eq!(verify(&pki, leaf, check), Ok(()), "{curve} {}", leaf.name);
                let result = verify(&pki, leaf, STRICT).map_err(|error| error.0);
                assert_eq!(result, Err(Rule::KeyAlgorithm), "{curve} {}", leaf.name);
            }
        }
    }
}

#[test]
fn changed_certificates_are_refused() {
    for (standard, curve) in
        [(Standard::Iso15118_2, Curve::P256), (Standard::Iso15118_20, Curve::Ed448)]
    {
        let pki = make(standard, curve);
        for leaf in pki.leaves() {
            for octet in (0..leaf.certificate.len()).step_by(23) {
                let mut changed = leaf.clone();
                changed.certificate[octet] ^= 1 << (octet % 8);
                assert!(verify(&pki, &changed, STRICT).is_err(), "{} {octet}", leaf.name);
            }
            // Under another role.
            for other in pki.leaves().filter(|other| other.name != leaf.name) {
                let changed = Entry { profile: other.profile, ..leaf.clone() };
                let is_accepted = verify(&pki, &changed, STRICT).is_ok();
                // The one in private is an SECC, and -20 has one table for the two of the vehicle.
                let pair = [leaf.name, other.name];
                let is_alike = pair == ["secc", "secc-private"]
                    || pair == ["vehicle", "oem-provisioning"]
                    || pair == ["oem-provisioning", "vehicle"];
                assert_eq!(is_accepted, is_alike, "{pair:?}");
            }
        }
    }
}

#[test]
fn revoked_members_are_on_crls_and_in_ocsp_responses() {
    let revoked = vec!["secc".to_owned(), "mo-sub-ca-2".to_owned()];
    let recipe = Recipe { revoked, ..recipe(Standard::Iso15118_2, Curve::P256) };
    let pki = TestPki::make(&recipe, &Progress::hidden()).unwrap();
    for leaf in pki.leaves() {
        for (with_crls, with_ocsp) in [(true, false), (false, true)] {
            let result = verify(&pki, leaf, Check { with_crls, with_ocsp, ..STRICT });
            let is_revoked = ["secc", "contract"].contains(&leaf.name);
            let expected =
                if is_revoked { Err((Rule::NotRevoked, Refusal::Revoked)) } else { Ok(()) };
            assert_eq!(result, expected, "{}", leaf.name);
        }
    }
    let recipe = Recipe { revoked: vec!["v2g-root".into()], ..recipe };
    assert!(
        TestPki::make(&recipe, &Progress::hidden()).unwrap_err().to_string().contains("v2g-root")
    );
}

#[test]
fn a_signed_certificate_is_installed_only_for_its_key() {
    let pki = make(Standard::Ocpp16, Curve::P256);
    let text = |name: &str| -> String {
        let path = pki.path(name);
        let chain = path.iter().filter(|entry| entry.issuer.is_some());
        chain.map(|entry| Pem::certificate(&entry.certificate).to_string()).collect()
    };
    let entry = pki.entry("charge-point").unwrap();
    let request = CertificateRequest::parse(&entry.request).unwrap();
    let root = CertificateDer::from(pki.entry("csms-root").unwrap().certificate.as_slice());
    let anchors = [Anchor::from_certificate(&root).unwrap()];
    let peers = [Peer::SerialNumber("CP-0001-SN4711")];
    let validator = Validator::new(entry.profile.unwrap(), Backend::RUST_CRYPTO).for_peers(&peers);
    let check = CertificateSigned::new(validator, request.public_key());
    let mut room = vec![0; 7500];

    let bundle = text("charge-point");
    let chain = PemChain::decode(&bundle, &mut room).unwrap();
    let path = check.check(&chain, &anchors, at(START)).unwrap();
    assert_eq!(path.leaf().der(), entry.certificate);
    // Before its time, and with some time to spare.
    let early = at(START - 3600);
    let rule = |rejection: Rejection<'_>| match rejection {
        Rejection::Chain(error) => Some(error.rule()),
        _ => None,
    };
    let result = check.check(&chain, &anchors, early).map(drop).map_err(rule);
    assert_eq!(result, Err(Some(Rule::NotYetValid)));
    let result = check.with_advance(3599).check(&chain, &anchors, early);
    assert_eq!(result.map(drop).map_err(rule), Err(Some(Rule::NotYetValid)));
    assert!(check.with_advance(3600).check(&chain, &anchors, early).is_ok());

    // Another serial number, another key, another role.
    let others = [Peer::SerialNumber("CP-0002")];
    let other = CertificateSigned::new(validator.for_peers(&others), request.public_key());
    let result = other.check(&chain, &anchors, at(START)).map(drop).map_err(rule);
    assert_eq!(result, Err(Some(Rule::PeerSerialNumber)));
    let csms = Certificate::parse(&pki.entry("csms").unwrap().certificate).unwrap();
    let other = CertificateSigned::new(validator, csms.public_key());
    let rejection = other.check(&chain, &anchors, at(START)).unwrap_err();
    assert_eq!(rejection, Rejection::OtherKey);
    assert_eq!(rejection.ocpp_status(), "Rejected");
    assert_eq!(Rejection::SECURITY_EVENT, "InvalidChargePointCertificate");
    let bundle = text("csms");
    let mut room = vec![0; 7500];
    let chain = PemChain::decode(&bundle, &mut room).unwrap();
    let result = other.check(&chain, &anchors, at(START)).map(drop).map_err(rule);
    assert!(result.is_err_and(|rule| rule.is_some()));

    // The leaf without its sub-CA, and a key in the bundle.
    let alone = Pem::certificate(&entry.certificate).to_string();
    let mut room = vec![0; 7500];
    let chain = PemChain::decode(&alone, &mut room).unwrap();
    let result = check.check(&chain, &anchors, at(START)).map(drop).map_err(rule);
    assert_eq!(result, Err(Some(Rule::UnknownIssuer)));
    let key = alone + &Pem::new("PRIVATE KEY", &entry.key).to_string();
    let error = PemChain::decode(&key, &mut [0; 7500]).unwrap_err();
    assert!(matches!(error.kind(), PemErrorKind::NotWanted { .. }), "{error}");
}

/// A folder that is not there.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("test-pki-{}", std::process::id())).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

#[test]
fn a_seed_makes_the_same_files_and_another_one_makes_others() {
    for curve in Curve::ALL {
        let recipe = recipe(Standard::Ocpp16, curve);
        let made =
            |recipe: &Recipe| files(recipe, &TestPki::make(recipe, &Progress::hidden()).unwrap());
        assert_eq!(made(&recipe), made(&recipe));
        let other = Recipe { seed: b"other".to_vec(), ..recipe.clone() };
        for (one, two) in made(&recipe).iter().zip(&made(&other)) {
            let is_text = one.0 == "README.md" || one.0 == "index.json";
            assert_eq!(one.1 == two.1, is_text, "{}", one.0);
        }
    }
}

/// What OpenSSL says of a folder; `None` where there is none.
fn openssl(folder: &Path, arguments: &[&str]) -> Option<String> {
    match Command::new("openssl").current_dir(folder).args(arguments).output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Some(String::from_utf8_lossy(&text).into_owned())
        }
        Err(error) => {
            println!("skipped: openssl does not run: {error}");
            None
        }
    }
}

#[test]
fn openssl_agrees_where_it_is_installed() {
    for curve in Curve::ALL {
        let folder = folder(&format!("openssl-{curve}"));
        let recipe = recipe(Standard::Iso15118_20, curve);
        let pki = TestPki::make(&recipe, &Progress::hidden()).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        for (name, octets) in files(&recipe, &pki) {
            std::fs::write(folder.join(name), octets).unwrap();
        }
        for leaf in pki.leaves() {
            let name = leaf.name;
            let path = pki.path(name);
            let root = format!("{}.pem", path.last().unwrap().name);
            let chain = format!("{name}.chain.pem");
            let time = START.to_string();
            let mut arguments = vec![
                "verify",
                "-x509_strict",
                "-attime",
                &time,
                "-crl_check_all",
                "-CAfile",
                &root,
            ];
            arguments.extend(["-untrusted", &chain]);
            let crls: Vec<_> =
                path.iter().skip(1).map(|entry| format!("{}.crl.pem", entry.name)).collect();
            for crl in &crls {
                arguments.extend(["-CRLfile", crl]);
            }
            let certificate = format!("{name}.pem");
            arguments.push(&certificate);
            let Some(said) = openssl(&folder, &arguments) else { return };
            assert_eq!(said.trim(), format!("{name}.pem: OK"));

            let csr = format!("{name}.csr.pem");
            let said = openssl(&folder, &["req", "-verify", "-noout", "-in", &csr]).unwrap();
            assert!(said.contains("verify OK"), "{said}");
            let key = format!("{name}.key.pem");
            let public = openssl(&folder, &["pkey", "-pubout", "-in", &key]).unwrap();
            let certified =
                openssl(&folder, &["x509", "-pubkey", "-noout", "-in", &certificate]).unwrap();
            assert_eq!(public, certified);

            let issuer = format!("{}.pem", leaf.issuer.unwrap());
            let ocsp = format!("{name}.ocsp.der");
            let above: Vec<_> = path.iter().skip(1).map(|above| &above.certificate).collect();
            let above: String = above.iter().map(|der| Pem::certificate(der).to_string()).collect();
            std::fs::write(folder.join("above.pem"), above).unwrap();
            let arguments = [
                &["ocsp", "-attime", &time, "-issuer", &issuer, "-cert", &certificate][..],
                &["-respin", &ocsp, "-CAfile", &root, "-verify_other", "above.pem", "-no_nonce"],
            ];
            let said = openssl(&folder, &arguments.concat()).unwrap();
            assert!(said.contains("Response verify OK"), "{said}");
            assert!(said.contains(": good"), "{said}");
        }
    }
}

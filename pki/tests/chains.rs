//! Chains under profiles: what is refused for which reason, what relaxing does, what budgets do.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]

mod support;

use std::time::Instant;

use support::{BACKEND, Case, anchors, cases, named};
use v2g_pki::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use v2g_pki::{
    Backend, Budget, Certificate, Ocpp16Role, Peer, Position, Profile, Refusal, Rule, Standard,
    Validator, Value,
};

/// Validates without revocation; the rule and the place of what is wrong.
fn verify(case: &Case, profile: Profile<'_>, peers: &[Peer<'_>]) -> Result<(), (Rule, Position)> {
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    let validator = Validator::new(profile, BACKEND);
    let validator =
        if peers.is_empty() { validator.for_any_peer() } else { validator.for_peers(peers) };
    let result = validator.verify(&case.leaf, &chain, &anchors, case.now());
    result.map(drop).map_err(|error| (error.rule(), error.position()))
}

#[test]
fn every_case_without_revocation_is_as_expected() {
    let mut count = 0;
    for case in cases().iter().filter(|case| case.crls.is_empty() && case.ocsp.is_empty()) {
        // What depends on the peer or on policies is in tests of its own.
        if case.id.contains("/names/") || case.id.starts_with("limbo/rfc5280::nc") {
            continue;
        }
        assert_eq!(verify(case, case.profile(), &[]).is_ok(), case.accept, "{}", case.id);
        count += 1;
    }
    assert!(count >= 20, "only {count} cases");
}

#[test]
fn the_rule_and_the_certificate_are_named() {
    use Position::{Anchor, Intermediate, Leaf};
    for (id, rule, position) in [
        ("iso15118-2.secc.p256/size/over-800", Rule::CertificateSize, Leaf),
        ("iso15118-2.secc.p256/names/dc-mo", Rule::LeafDomainComponent, Leaf),
        ("iso15118-2.secc.p256/time/leaf-expired", Rule::Expired, Leaf),
        ("iso15118-2.secc.p256/time/anchor-expired", Rule::Expired, Anchor(0)),
        ("iso15118-2.secc.p256/sig/leaf-tampered", Rule::Signature, Leaf),
        ("iso15118-2.secc.p256/ca/subca-ca-false", Rule::IssuerIsCa, Intermediate(0)),
        ("iso15118-2.secc.p256/key/coordinate-ge-p", Rule::PublicKeyValue, Leaf),
        ("iso15118-2.secc.p256/serial/zero", Rule::SerialNumber, Leaf),
        ("iso15118-2.secc.p256/critical/unknown-anchor", Rule::UnknownCriticalExtension, Anchor(0)),
        ("iso15118-2.contract.p256/emaid/too-long", Rule::Emaid, Leaf),
        ("iso15118-2.contract.p256/role/wrong-anchor", Rule::UnknownIssuer, Intermediate(1)),
        ("iso15118-2.cps.p256/ku/subca-no-keycertsign", Rule::IssuerKeyUsage, Intermediate(0)),
        ("iso15118-20.secc.p521/cross/two-subcas-too-long", Rule::ChainLength, Intermediate(2)),
        ("iso15118-20.secc.ed448/nest/leaf-outlives-issuer", Rule::NestedValidity, Leaf),
        ("ocpp16-security.csms.p256/ext/eku-client-only", Rule::ExtendedKeyUsage, Leaf),
        ("ocpp16-security.csms.rsa/names/embedded-nul", Rule::DnsNames, Leaf),
        ("limbo/rfc5280::nc::permitted-dns-mismatch", Rule::NameConstraints, Leaf),
    ] {
        let case = named(id);
        assert_eq!(verify(&case, case.profile(), &[]).err(), Some((rule, position)), "{id}");
    }
}

#[test]
fn a_relaxed_rule_lets_pass_and_no_other_does() {
    for (id, rule) in [
        ("iso15118-2.secc.p256/size/over-800", Rule::CertificateSize),
        ("iso15118-2.secc.p256/names/dc-mo", Rule::LeafDomainComponent),
        ("iso15118-2.secc.p256/time/leaf-expired", Rule::Expired),
        ("iso15118-2.secc.p256/serial/zero", Rule::SerialNumber),
        ("iso15118-2.contract.p256/emaid/too-long", Rule::Emaid),
        ("iso15118-20.secc.ed448/nest/leaf-outlives-issuer", Rule::NestedValidity),
        ("iso15118-2.secc.p256/time/anchor-expired", Rule::AnchorCertificate),
    ] {
        let case = named(id);
        let strict = case.profile();
        assert_eq!(verify(&case, strict.relaxed(rule), &[]), Ok(()), "{id}");
        assert!(verify(&case, strict.relaxed(Rule::RsaKeySize), &[]).is_err(), "{id}");
    }
    // What cannot be relaxed stays.
    let case = named("iso15118-2.secc.p256/sig/leaf-tampered");
    let relaxed = case.profile().relaxed(Rule::Signature);
    assert_eq!(verify(&case, relaxed, &[]), Err((Rule::Signature, Position::Leaf)));
}

#[test]
fn intermediates_can_come_in_any_order_and_the_path_names_them() {
    let mut case = named("iso15118-2.secc.p256/path/decoy-wrong-key-first");
    for _ in 0..case.intermediates.len() {
        case.intermediates.rotate_left(1);
        let (chain, roots) = (case.chain(), case.roots());
        let anchors = anchors(&roots);
        let validator = Validator::new(case.profile(), BACKEND).for_any_peer();
        let path = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap();
        assert_eq!(path.leaf().der(), case.leaf);
        // Each is the issuer of the one before, the anchor that of the last one.
        let mut below = *path.leaf();
        for index in path.intermediates() {
            let issuer = Certificate::parse(&case.intermediates[*index]).unwrap();
            assert_eq!(below.issuer(), issuer.subject());
            assert_eq!(
                below.extensions().authority_key_id().key_id,
                issuer.extensions().subject_key_id()
            );
            below = issuer;
        }
        assert_eq!(below.issuer(), anchors[path.anchor()].subject());
    }
    let case = named("iso15118-2.secc.p256/path/twin-root-and-right");
    assert_eq!(verify(&case, case.profile(), &[]), Ok(()));
}

#[test]
fn no_octet_of_a_chain_can_be_changed() {
    let case = named("iso15118-2.secc.p256/valid/base");
    let profile = case.profile();
    assert_eq!(verify(&case, profile, &[]), Ok(()));
    for place in 0..=case.intermediates.len() {
        let count = match place.checked_sub(1) {
            None => case.leaf.len(),
            Some(index) => case.intermediates[index].len(),
        };
        for at in 0..count {
            let mut changed = case.clone();
            let der = match place.checked_sub(1) {
                None => &mut changed.leaf,
                Some(index) => &mut changed.intermediates[index],
            };
            der[at] ^= 1 << (at % 8);
            assert!(verify(&changed, profile, &[]).is_err(), "octet {at} of certificate {place}");
        }
    }
}

#[test]
fn no_prefix_of_a_certificate_is_one() {
    let case = named("iso15118-20.vehicle.p521/valid/base");
    for length in 0..case.leaf.len() {
        let cut = Case { leaf: case.leaf[..length].to_vec(), ..case.clone() };
        let result = verify(&cut, case.profile(), &[]);
        assert_eq!(result, Err((Rule::Encoding, Position::Leaf)), "{length}");
    }
}

#[test]
fn a_bomb_ends_with_its_budget() {
    // 30 certificates with one name, 6 keys that certify each other, no anchor.
    let case = named("iso15118-2.secc.p256/path/bomb-6");
    let start = Instant::now();
    let result = verify(&case, Profile::rfc5280(), &[]);
    println!("{:?}", start.elapsed());
    assert_eq!(result.map_err(|error| error.0), Err(Rule::SignatureBudget));

    let budget = Budget { signatures: u32::MAX, steps: 100, ..Budget::DEFAULT };
    let result = verify(&case, Profile::rfc5280().with_budget(budget), &[]);
    assert_eq!(result.map_err(|error| error.0), Err(Rule::StepBudget));
}

#[test]
fn budgets_accept_what_they_cover_and_no_more() {
    // Two intermediates and three signatures.
    let case = named("iso15118-2.secc.p256/valid/base");
    let with = |budget| verify(&case, case.profile().with_budget(budget), &[]);
    assert_eq!(with(Budget { depth: 2, signatures: 3, ..Budget::DEFAULT }), Ok(()));
    let result = with(Budget { depth: 1, ..Budget::DEFAULT });
    assert_eq!(result, Err((Rule::DepthBudget, Position::Intermediate(1))));
    let result = with(Budget { signatures: 2, ..Budget::DEFAULT });
    assert_eq!(result, Err((Rule::SignatureBudget, Position::Intermediate(1))));
    // The name constraint is compared with the subject and with one alternative name.
    let case = named("limbo/rfc5280::nc::permitted-dns-match");
    let with = |budget| verify(&case, case.profile().with_budget(budget), &[]);
    assert_eq!(with(Budget { names: 2, ..Budget::DEFAULT }), Ok(()));
    let result = with(Budget { names: 1, ..Budget::DEFAULT });
    assert_eq!(result, Err((Rule::NameBudget, Position::Leaf)));
}

#[test]
fn peers_are_compared() {
    let csms = named("ocpp16-security.csms.rsa/valid/base");
    let with = |peers: &[Peer<'_>]| verify(&csms, csms.profile(), peers);
    assert_eq!(with(&[Peer::Dns("csms.test")]), Ok(()));
    assert_eq!(with(&[Peer::Dns("CSMS.test")]), Ok(()));
    let refused = Err((Rule::PeerName, Position::Leaf));
    assert_eq!(with(&[Peer::Dns("other.test")]), refused);
    assert_eq!(with(&[Peer::Dns("csms.test"), Peer::Dns("other.test")]), refused);
    assert_eq!(with(&[Peer::Ip([127, 0, 0, 1].into())]), refused);
    // Relaxing the rule takes away the need for a peer, and no check of one that is named.
    let relaxed = csms.profile().relaxed(Rule::PeerName);
    assert_eq!(verify(&csms, relaxed, &[Peer::Dns("other.test")]), refused);
    assert_eq!(verify(&csms, relaxed, &[]), Ok(()));

    let station = named("ocpp16-security.charge_point.rsa/names/cp-serial-mismatch");
    let with = |serial| verify(&station, station.profile(), &[Peer::SerialNumber(serial)]);
    assert_eq!(with("CP-0001-SN4711"), Ok(()));
    assert_eq!(with("CP-0002"), Err((Rule::PeerSerialNumber, Position::Leaf)));
    let with = |name| verify(&station, station.profile(), &[Peer::Organization(name)]);
    assert_eq!(with("CPO T1"), Ok(()));
    assert_eq!(with("CPO"), Err((Rule::PeerOrganization, Position::Leaf)));

    // Who asks for a peer gets it checked under every profile.
    let any = Profile::rfc5280();
    let result = verify(&station, any, &[Peer::SerialNumber("CP-0002")]);
    assert_eq!(result, Err((Rule::PeerSerialNumber, Position::Leaf)));
}

#[test]
fn firmware_has_no_intermediates() {
    let station = named("ocpp16-security.charge_point.rsa/names/cp-serial-mismatch");
    let firmware = Profile::ocpp16(Ocpp16Role::Firmware).relaxed(Rule::ExtendedKeyUsage);
    let result = verify(&station, firmware, &[]);
    assert_eq!(result, Err((Rule::ChainLength, Position::Intermediate(0))));
    assert_eq!(verify(&station, firmware.relaxed(Rule::ChainLength), &[]), Ok(()));
}

/// Accepts signatures that do not end in [`Self::WRONG`].
#[derive(Debug)]
struct Tolerant;

impl Tolerant {
    const WRONG: [u8; 2] = [0xBA, 0xD0];
}

impl SignatureVerificationAlgorithm for Tolerant {
    fn verify_signature(
        &self,
        _: &[u8],
        _: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        if signature.ends_with(&Self::WRONG) { Err(InvalidSignature) } else { Ok(()) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

#[test]
fn issuers_that_look_less_likely_are_tried_when_the_likely_one_leads_nowhere() {
    let mut case = named("iso15118-2.secc.p256/valid/base");
    // The issuer with a wrong signature, whose name is the octets that are looked for; and the right
    // one with a name that only compares as equal.
    let right = case.intermediates[0].clone();
    let mut wrong = right.clone();
    let end = wrong.len() - Tolerant::WRONG.len();
    wrong[end..].copy_from_slice(&Tolerant::WRONG);
    let subject = Certificate::parse(&right).unwrap().subject().common_name().unwrap();
    let found = right.windows(subject.len()).rposition(|octets| octets == subject);
    let place = found.expect("the subject is in the certificate");
    let mut other = right.clone();
    other[place..place + subject.len()].make_ascii_lowercase();
    assert_ne!(other, right);
    case.intermediates[0] = wrong;
    case.intermediates.push(other);

    let algorithms: [&dyn SignatureVerificationAlgorithm; 1] = [&Tolerant];
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    let validator = Validator::new(case.profile(), Backend::new(&algorithms));
    let path = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap();
    assert_eq!(path.intermediates(), [2, 1]);
    // Without the right one, the wrong signature is what is told.
    let error = validator.verify(&case.leaf, &chain[..2], &anchors, case.now()).unwrap_err();
    assert_eq!((error.rule(), error.position()), (Rule::Signature, Position::Intermediate(0)));
}

#[test]
fn errors_say_what_was_found_and_where_the_rule_is() {
    let case = named("iso15118-2.secc.p256/size/over-800");
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    let validator = Validator::new(case.profile(), BACKEND);
    let error = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap_err();
    assert_eq!(error.value(), Value::AtMost { found: 960, limit: 800 });
    assert_eq!(
        error.to_string(),
        "leaf (CN=DE*ABC*E00001,O=CPO T1,C=DE,DC=CPO): certificate too long: 960 (limit \
         800) ([V2G2-010])"
    );
    assert_eq!(error.refusal().iso15118_2(), "FAILED_CertChainError");
    assert_eq!(Rule::KeyAlgorithm.citation(Standard::Iso15118_2), "[V2G2-007]");

    let expired = named("iso15118-2.secc.p256/time/leaf-expired");
    let (chain, roots) = (expired.chain(), expired.roots());
    let anchors = support::anchors(&roots);
    let error = validator.verify(&expired.leaf, &chain, &anchors, expired.now()).unwrap_err();
    assert_eq!(error.refusal(), Refusal::Expired);
    assert_eq!(error.refusal().iso15118_2(), "FAILED_CertificateExpired");
    assert_eq!(error.refusal().iso15118_20(), "WARNING_CertificateExpired");
    assert_eq!(error.refusal().ocpp_certificate_status(), "CertificateExpired");
    assert_eq!(error.refusal().ocpp_firmware_status(), "InvalidCertificate");
}

#[test]
fn leaves_of_other_roles_are_refused() {
    use v2g_pki::Iso15118Role::{Contract, OemProvisioning, Secc, Vehicle};
    let contract = named("iso15118-2.contract.p256/valid/base");
    let result = verify(&contract, Profile::iso15118_2(OemProvisioning), &[]);
    assert_eq!(result, Err((Rule::LeafDomainComponent, Position::Leaf)));
    let secc = named("iso15118-20.secc.ed448/valid/base");
    for role in [Contract, OemProvisioning, Vehicle] {
        assert!(verify(&secc, Profile::iso15118_20(role), &[]).is_err());
    }
    let vehicle = named("iso15118-20.vehicle.p521/valid/base");
    assert!(verify(&vehicle, Profile::iso15118_20(Secc), &[]).is_err());
    assert_eq!(verify(&vehicle, Profile::iso15118_20(OemProvisioning), &[]), Ok(()));
}

//! Whose certificate the leaf is: names of hosts in the subject, identities of contracts and
//! vehicles, and profiles that need to know the peer.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::time::Duration;

use support::forge::{Key, NOW, Template, cn, constraints, dns, extension, name, tlv};
use support::{BACKEND, anchors, named};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{Anchor, Iso15118Role, Ocpp16Role, Peer, Position, Profile, Rule, Validator, Value};

/// A leaf below a CA with an extension, for a peer.
fn verify(
    profile: Profile<'_>,
    leaf: &Template,
    of_ca: Option<Vec<u8>>,
    peer: Peer<'_>,
) -> Result<(), Rule> {
    verify_peers(profile, leaf, of_ca, &[peer])
}

/// The same for anybody, under RFC 5280.
fn verify_any(leaf: &Template, of_ca: Option<Vec<u8>>) -> Result<(), Rule> {
    verify_peers(Profile::rfc5280(), leaf, of_ca, &[])
}

fn verify_peers(
    profile: Profile<'_>,
    leaf: &Template,
    of_ca: Option<Vec<u8>>,
    peers: &[Peer<'_>],
) -> Result<(), Rule> {
    let [root_key, sub_key, leaf_key] = [1, 2, 3].map(Key::new);
    let root = Template::ca(1, &cn("Root"), &cn("Root")).issue(&root_key, &root_key);
    let sub = Template::ca(2, &cn("Root"), &cn("Sub CA"));
    let sub = of_ca.into_iter().fold(sub, Template::with).issue(&sub_key, &root_key);
    let leaf = Template { issuer: cn("Sub CA"), ..leaf.clone() }.issue(&leaf_key, &sub_key);
    let root = CertificateDer::from(root);
    let (anchors, chain) = ([Anchor::from_certificate(&root).unwrap()], [sub.into()]);
    let validator = Validator::new(profile, BACKEND).for_peers(peers);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    validator.verify(&leaf, &chain, &anchors, now).map(drop).map_err(|error| error.rule())
}

fn csms() -> Profile<'static> {
    Profile::ocpp16(Ocpp16Role::Csms)
}

fn leaf(subject: &[u8]) -> Template {
    Template::leaf(77, &[], subject)
}

fn dns_base(name: &str) -> Vec<u8> {
    tlv(0x82, &[name.as_bytes()])
}

#[test]
fn a_host_name_in_the_subject_is_constrained() {
    let host = cn("csms.victim.test");
    let permitted = |name: &str| Some(constraints(false, &[dns_base(name)]));
    let excluded = |name: &str| Some(constraints(true, &[dns_base(name)]));
    let peer = Peer::Dns("csms.victim.test");
    for (of_ca, expected) in [
        (None, Ok(())),
        (permitted("victim.test"), Ok(())),
        (permitted("a.test"), Err(Rule::NameConstraints)),
        (excluded("victim.test"), Err(Rule::NameConstraints)),
        (excluded("a.test"), Ok(())),
    ] {
        assert_eq!(verify(csms(), &leaf(&host), of_ca.clone(), peer), expected);
        // The same in subjectAltName.
        let with_san = leaf(&cn("CSMS")).with(dns(&["csms.victim.test"]));
        assert_eq!(verify(csms(), &with_san, of_ca, peer), expected);
    }
    // It is a host name under no other profile.
    let permitted = permitted("a.test");
    let profile = Profile::ocpp16(Ocpp16Role::ChargePoint);
    let peer = Peer::SerialNumber("csms.victim.test");
    assert_eq!(verify(profile, &leaf(&host), permitted, peer), Ok(()));
}

#[test]
fn a_common_name_never_overrules_a_subject_alt_name() {
    let host = cn("csms.test");
    let peer = Peer::Dns("csms.test");
    assert_eq!(verify(csms(), &leaf(&host), None, peer), Ok(()));
    // Other names of hosts, an address, a mailbox, a name of another kind.
    let others = [
        dns(&["x.a.test"]),
        extension(17, false, &[0x30, 6, 0x87, 4, 10, 0, 0, 1]),
        extension(17, false, &tlv(0x30, &[&tlv(0x81, &[b"a@b.test"])])),
        extension(17, false, &tlv(0x30, &[&tlv(0x86, &[b"https://x.a.test/"])])),
        extension(17, false, &[0x30, 4, 0x88, 2, 0x2A, 3]),
    ];
    for other in others {
        let leaf = leaf(&host).with(other);
        assert_eq!(verify(csms(), &leaf, None, peer), Err(Rule::PeerName));
    }
}

#[test]
fn names_in_the_subject_are_whole_names() {
    for (subject, host, is_for) in [
        (cn("csms.test"), "CSMS.test", true),
        (cn("*.test.example"), "csms.test.example", false),
        (cn("csms.test."), "csms.test", false),
        (cn("csms.test/x"), "csms.test", false),
        (name(&[(3, 0x0C, b"csms.test"), (3, 0x0C, b"other.test")]), "csms.test", false),
        (name(&[(3, 0x0C, b"csms.test\0")]), "csms.test", false),
        (name(&[(10, 0x0C, b"csms.test")]), "csms.test", false),
        // Other types of strings, in which these octets are other characters; addresses.
        (name(&[(3, 0x1E, b"csms.test")]), "csms.test", false),
        (name(&[(3, 0x14, b"csms.test")]), "csms.test", false),
        (name(&[(3, 4, b"csms.test")]), "csms.test", false),
        (cn("192.0.2.1"), "192.0.2.1", false),
    ] {
        let expected = if is_for { Ok(()) } else { Err(Rule::PeerName) };
        assert_eq!(verify(csms(), &leaf(&subject), None, Peer::Dns(host)), expected);
    }
    // Addresses are in names of their own.
    for name in ["192.0.2.1", "*.0.2.1"] {
        let leaf = leaf(&cn("CSMS")).with(dns(&[name]));
        assert_eq!(verify(csms(), &leaf, None, Peer::Dns("192.0.2.1")), Err(Rule::PeerName));
        let address = Peer::Ip([192, 0, 2, 1].into());
        assert_eq!(verify(csms(), &leaf, None, address), Err(Rule::PeerName));
    }
    // In subjectAltName a wildcard is one.
    let wildcard = leaf(&cn("CSMS")).with(dns(&["*.test.example"]));
    assert_eq!(verify(csms(), &wildcard, None, Peer::Dns("csms.test.example")), Ok(()));
}

#[test]
fn excluded_names_are_excluded_in_every_form() {
    const UTF8: u8 = 0x0C;
    const BMP: u8 = 0x1E;
    let organization = |tag, value: &[u8]| name(&[(10, tag, value)]);
    let base = |tag, value: &[u8]| tlv(0xA4, &[&organization(tag, value)]);
    let cafe = "Caf\u{e9}".as_bytes();
    for (tag, value, is_excluded) in [
        (UTF8, cafe, true),
        (UTF8, "CAF\u{c9}".as_bytes(), true),
        // Unicode normalization, a character that is mapped to nothing, another type of string.
        (UTF8, "Cafe\u{301}".as_bytes(), true),
        (UTF8, "Ca\u{ad}f\u{e9}".as_bytes(), true),
        (BMP, b"\0C\0a\0f\0\xE9", true),
        (UTF8, b"Bar", false),
    ] {
        let subject = organization(tag, value);
        let of_ca = |is_excluded| Some(constraints(is_excluded, &[base(UTF8, cafe)]));
        let result = verify_any(&leaf(&subject), of_ca(true));
        let expected = if is_excluded { Err(Rule::NameConstraints) } else { Ok(()) };
        assert_eq!(result, expected, "{value:02x?}");
        // Permitted is only what is known to be equal.
        let result = verify_any(&leaf(&subject), of_ca(false));
        let is_permitted = value == cafe || value == "CAF\u{c9}".as_bytes();
        let expected = if is_permitted { Ok(()) } else { Err(Rule::NameConstraints) };
        assert_eq!(result, expected, "{value:02x?}");
    }
}

#[test]
fn malformed_uris_are_refused_where_uris_are_constrained() {
    let uri = |text: &[u8]| extension(17, false, &tlv(0x30, &[&tlv(0x86, &[text])]));
    let of_ca = |is_excluded| Some(constraints(is_excluded, &[tlv(0x86, &[b".a.test"])]));
    let peer = Peer::Organization("x");
    let subject = name(&[(10, 0x0C, b"x")]);
    let check = |text: &[u8], is_excluded| {
        verify(Profile::rfc5280(), &leaf(&subject).with(uri(text)), of_ca(is_excluded), peer)
    };
    assert_eq!(check(b"http://x.a.test/", false), Ok(()));
    assert_eq!(check(b"http://x.b.test/", true), Ok(()));
    for text in
        [&b"http://evil.test\\@x.a.test/"[..], b"http://a@b@x.a.test/", b"http://x.a.test:x/"]
    {
        for is_excluded in [false, true] {
            assert_eq!(check(text, is_excluded), Err(Rule::NameConstraints));
        }
    }
}

/// Errors go to logs and terminals.
#[test]
fn texts_from_certificates_are_cut_off_and_escaped() {
    let long = "x".repeat(60_000);
    let subject = name(&[
        (3, 0x0C, long.as_bytes()),
        (10, 0x1E, &[7; 1000]),
        (11, 0x0C, "a\u{202e}b\u{2028}c\u{200b}\u{e9}".as_bytes()),
    ]);
    let key = Key::new(1);
    let der = Template { issuer: cn("Root"), ..leaf(&subject) }.issue(&key, &key);
    let validator = Validator::new(Profile::rfc5280(), BACKEND);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let error = validator.verify(&der, &[], &[], now).unwrap_err();
    let text = error.to_string();
    assert!(text.len() < 600, "{}", text.len());
    assert!(text.contains("OU=a\\u{202e}b\\u{2028}c\\u{200b}\u{e9}"), "{text}");
    let peer = Peer::SerialNumber("x");
    let error = verify_error(Profile::ocpp16(Ocpp16Role::ChargePoint), &leaf(&subject), peer);
    assert!(error.len() < 600, "{error}");
}

/// The text of an error.
fn verify_error(profile: Profile<'_>, leaf: &Template, peer: Peer<'_>) -> String {
    let key = Key::new(1);
    let root = CertificateDer::from(Template::ca(1, &cn("Root"), &cn("Root")).issue(&key, &key));
    let leaf = Template { issuer: cn("Root"), ..leaf.clone() }.issue(&key, &key);
    let (anchors, peers) = ([Anchor::from_certificate(&root).unwrap()], [peer]);
    let validator = Validator::new(profile, BACKEND).for_peers(&peers);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    validator.verify(&leaf, &[], &anchors, now).unwrap_err().to_string()
}

/// Validates a shipped case for a peer.
fn verify_case(id: &str, peer: Peer<'_>) -> Result<(), Rule> {
    let case = named(id);
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    let peers = [peer];
    let validator = Validator::new(case.profile(), BACKEND).for_peers(&peers);
    let path = validator.verify(&case.leaf, &chain, &anchors, case.now());
    path.map(drop).map_err(|error| error.rule())
}

#[test]
fn contracts_and_vehicles_are_bound_to_the_identity_that_was_presented() {
    let contract = "iso15118-2.contract.p256/valid/base";
    let case = named(contract);
    let leaf = v2g_pki::Certificate::parse(&case.leaf).unwrap();
    let emaid = core::str::from_utf8(leaf.subject().common_name().unwrap()).unwrap();
    let refused = Err(Rule::PeerEmaid);
    assert_eq!(verify_case(contract, Peer::Emaid(emaid)), Ok(()));
    assert_eq!(verify_case(contract, Peer::Emaid(&emaid.to_lowercase())), Ok(()));
    let (country, rest) = emaid.split_at(2);
    assert_eq!(verify_case(contract, Peer::Emaid(&format!("{country}-{rest}"))), Ok(()));
    assert_eq!(verify_case(contract, Peer::Emaid(&format!("XX{rest}"))), refused);
    assert_eq!(verify_case(contract, Peer::Emaid("")), refused);

    let vehicle = "iso15118-20.vehicle.p521/valid/base";
    let case = named(vehicle);
    let leaf = v2g_pki::Certificate::parse(&case.leaf).unwrap();
    let evccid = core::str::from_utf8(leaf.subject().common_name().unwrap()).unwrap();
    assert_eq!(verify_case(vehicle, Peer::Evccid(evccid)), Ok(()));
    let other = format!("{evccid}0");
    assert_eq!(verify_case(vehicle, Peer::Evccid(&other)), Err(Rule::PeerEvccid));

    // The identity comes after the handshake.
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    let validator = Validator::new(case.profile(), BACKEND).for_any_peer();
    let path = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap();
    assert_eq!(path.check_peer(&Peer::Evccid(evccid)), Ok(()));
    let error = path.check_peer(&Peer::Evccid(&other)).unwrap_err();
    assert_eq!((error.rule(), error.citation()), (Rule::PeerEvccid, "[V2G20-2598]"));
    assert_eq!(error.value(), Value::Text(evccid.as_bytes()));
}

#[test]
fn profiles_that_need_a_peer_refuse_when_none_was_given() {
    let needed = [
        (Profile::iso15118_2(Iso15118Role::Contract), Rule::PeerEmaid),
        (Profile::iso15118_20(Iso15118Role::Contract), Rule::PeerEmaid),
        (Profile::iso15118_2(Iso15118Role::OemProvisioning), Rule::PeerPcid),
        (Profile::iso15118_20(Iso15118Role::Vehicle), Rule::PeerEvccid),
        (Profile::ocpp16(Ocpp16Role::Csms), Rule::PeerName),
        (Profile::ocpp16(Ocpp16Role::ChargePoint), Rule::PeerSerialNumber),
        (Profile::tls_server(), Rule::PeerName),
    ];
    let case = named("iso15118-2.contract.p256/valid/base");
    let (chain, roots) = (case.chain(), case.roots());
    let anchors = anchors(&roots);
    // A peer of another kind is not an answer to the question.
    let others = [Peer::Organization("x")];
    for (profile, rule) in needed {
        assert!(profile.needs_peer());
        let validator = Validator::new(profile, BACKEND);
        let mut validators = vec![validator, validator.for_peers(&[])];
        if rule != Rule::PeerSerialNumber {
            validators.push(validator.for_peers(&others));
        }
        for validator in validators {
            let error = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap_err();
            assert_eq!((error.rule(), error.position()), (rule, Position::Leaf));
            assert_eq!(error.value(), Value::NoPeer);
            assert!(error.to_string().contains("for_any_peer"), "{error}");
        }
        assert!(!profile.relaxed(rule).needs_peer() || rule == Rule::PeerSerialNumber);
    }
    // A peer is compared although its rule was relaxed.
    let profile = Profile::ocpp16(Ocpp16Role::ChargePoint).relaxed(Rule::PeerSerialNumber);
    let station = leaf(&cn("CP-0002"));
    let peer = Peer::SerialNumber("CP-0001");
    assert_eq!(verify(profile, &station, None, peer), Err(Rule::PeerSerialNumber));
    // Nor is nobody a peer.
    let nobody = leaf(&name(&[(3, 0x0C, b""), (10, 0x0C, b"")]));
    for peer in [Peer::SerialNumber(""), Peer::Organization("")] {
        assert!(verify(Profile::ocpp16(Ocpp16Role::ChargePoint), &nobody, None, peer).is_err());
    }

    let any = Validator::new(case.profile(), BACKEND).for_any_peer();
    assert!(any.verify(&case.leaf, &chain, &anchors, case.now()).is_ok());
    for profile in [
        Profile::iso15118_2(Iso15118Role::Secc),
        Profile::iso15118_20(Iso15118Role::Cps),
        Profile::ocpp16(Ocpp16Role::Firmware),
        Profile::rfc5280(),
        Profile::tls_client(),
    ] {
        assert!(!profile.needs_peer(), "{profile}");
    }
}

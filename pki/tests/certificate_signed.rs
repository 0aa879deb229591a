//! CertificateSigned: chains of charge points as a central system sends them.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448", feature = "pem"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use support::{BACKEND, Case, anchors, named};
use v2g_pki::ocpp::{CertificateSigned, Rejection};
use v2g_pki::pem::{Pem, PemChain, PemError};
use v2g_pki::{Certificate, Peer, Rule, Validator};

fn bundle(case: &Case) -> String {
    let all = [&case.leaf].into_iter().chain(&case.intermediates);
    all.map(|der| Pem::certificate(der).to_string()).collect()
}

/// Checks a text that answers the request for the key of the case; what it is rejected for.
fn check(case: &Case, text: &str, serial: &str) -> Result<(), String> {
    let key = Certificate::parse(&case.leaf).unwrap().public_key();
    let peers = [Peer::SerialNumber(serial)];
    let validator = Validator::new(case.profile(), BACKEND).for_peers(&peers);
    let roots = case.roots();
    let anchors = anchors(&roots);
    let mut room = [0; 7500];
    let chain = PemChain::decode(text, &mut room)
        .map_err(|error: PemError| Rejection::from(error).to_string())?;
    let result = CertificateSigned::new(validator, key).check(&chain, &anchors, case.now());
    result.map(drop).map_err(|rejection| {
        assert_eq!(rejection.ocpp_status(), "Rejected");
        match rejection {
            Rejection::Chain(error) => format!("{:?}", error.rule()),
            other => other.to_string(),
        }
    })
}

#[test]
fn the_chain_is_installed_only_if_all_of_it_is_right() {
    // The only chains of charge points that ship have another serial number than was wanted.
    let case = named("ocpp16-security.charge_point.rsa/names/cp-serial-mismatch");
    let text = bundle(&case);
    assert_eq!(check(&case, &text, "CP-0001-SN4711"), Ok(()));
    assert_eq!(check(&case, &text.replace('\n', "\r\n"), "CP-0001-SN4711"), Ok(()));
    let error = check(&case, &text, "CP-0002");
    assert_eq!(error, Err(format!("{:?}", Rule::PeerSerialNumber)));

    // Somebody else's certificate; the right chain upside down.
    let other = named("ocpp16-security.csms.rsa/valid/base");
    let other_key = "leaf: the key is not that of the request";
    assert_eq!(check(&case, &bundle(&other), "CP-0001-SN4711"), Err(other_key.into()));
    let mut reversed = case.clone();
    reversed.intermediates.push(reversed.leaf.clone());
    reversed.leaf = reversed.intermediates.remove(0);
    assert_eq!(check(&case, &bundle(&reversed), "CP-0001-SN4711"), Err(other_key.into()));

    let key = text.clone() + &Pem::new("PRIVATE KEY", &[0x30, 0]).to_string();
    let line = text.lines().count() + 1;
    let kind = "a private key where a certificate must be; leave it out or convert it";
    assert_eq!(check(&case, &key, "x"), Err(format!("line {line}: {kind}")));
    let empty = "an empty text; there must be a PEM block";
    assert_eq!(check(&case, "", "x"), Err(empty.into()));
}

#[test]
fn no_prefix_of_a_bundle_is_installed_and_none_panics() {
    let case = named("ocpp16-security.charge_point.rsa/names/cp-serial-mismatch");
    let text = bundle(&case);
    let leaf = Pem::certificate(&case.leaf).to_string();
    for end in 0..text.trim_end().len() {
        // Where the leaf ends there is a whole chain that has no sub-CA.
        let result = check(&case, &text[..end], "CP-0001-SN4711");
        assert!(result.is_err(), "{end}");
        if end < leaf.trim_end().len() {
            let is_text = ["PEM block", "without its -----END", "a damaged -----BEGIN"];
            let error = result.unwrap_err();
            assert!(is_text.iter().any(|text| error.contains(text)), "{end}: {error}");
        }
    }
}

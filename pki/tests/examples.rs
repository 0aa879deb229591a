//! The programs in `examples`, run on the chains of the tests.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![cfg(all(feature = "pem", feature = "alloc"))]

#[path = "../examples/certificate_request.rs"]
#[allow(dead_code, reason = "the arguments are given here")]
mod certificate_request;
mod support;
#[path = "../examples/verify_chain.rs"]
#[allow(dead_code, reason = "the arguments are given here")]
mod verify_chain;

use support::named;
use v2g_pki::pem::{Pem, PemChain};
use v2g_pki::request::CertificateRequest;

#[test]
fn a_contract_is_for_the_emaid_that_is_presented() {
    let case = named("iso15118-2.contract.p256/valid/base");
    let pem = |der: &Vec<u8>| Pem::certificate(der).to_string();
    let roots: String = case.anchors.iter().map(pem).collect();
    let chain = pem(&case.leaf) + &case.intermediates.iter().map(pem).collect::<String>();
    let leaf = v2g_pki::Certificate::parse(&case.leaf).unwrap();
    let emaid = str::from_utf8(leaf.subject().common_name().unwrap()).unwrap();
    let verify = |roots: &str, chain: &str, emaid: &str| {
        verify_chain::verify(roots.as_bytes(), chain.as_bytes(), emaid, case.now())
    };
    assert!(verify(&roots, &chain, emaid).unwrap().starts_with("CN="));
    for (roots, chain, emaid, text) in [
        (&roots, &chain, "DE8AA0000000000", "commonName is not the eMAID that was presented"),
        (&pem(&case.leaf), &chain, emaid, "no issuer found"),
        (&chain.replace("CERTIFICATE", "X509 CRL"), &chain, emaid, "where a certificate must be"),
        (&roots, &chain[..200].into(), emaid, "the text is cut off"),
    ] {
        let error = verify(roots, chain, emaid).unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    }
}

#[test]
fn a_request_is_for_the_charge_point() {
    let pem = certificate_request::request(&[7; 32], "CP-0001", "CPO One").unwrap();
    let mut room = [0; 1024];
    let block = v2g_pki::pem::pem_blocks(pem.as_bytes()).next().unwrap().unwrap();
    let request = CertificateRequest::parse(block.decode(&mut room).unwrap()).unwrap();
    assert_eq!(request.subject().to_string(), "O=CPO One,CN=CP-0001");
    assert!(PemChain::decode(&pem, &mut [0; 1024]).is_err());
    assert!(certificate_request::request(&[0; 32], "CP-0001", "CPO One").is_err());
    assert!(certificate_request::request(&[7; 32], &"x".repeat(65), "CPO One").is_err());
}

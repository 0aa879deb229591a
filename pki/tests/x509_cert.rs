//! Conversions from and to the crate `x509-cert`.
#![cfg(all(feature = "x509-cert", feature = "p521", feature = "rsa", feature = "ed448"))]

mod support;

use support::{BACKEND, cases, named};
use v2g_pki::pki_types::CertificateDer;
use v2g_pki::request::CertificateRequest;
use v2g_pki::x509_cert::{certificate_der, crl_der, request_der};
use v2g_pki::{Anchor, Certificate, Crl, TrustStore, Validator};
use x509_cert::der::Decode as _;

#[test]
fn what_is_converted_and_back_is_the_same() {
    let (mut certificates, mut crls) = (0, 0);
    for case in cases() {
        let all = [&case.leaf].into_iter().chain(&case.intermediates).chain(&case.anchors);
        for ours in all.filter_map(|der| Certificate::parse(der).ok()) {
            let theirs = ours.to_x509_cert().unwrap();
            assert_eq!(certificate_der(&theirs).unwrap().as_ref(), ours.der(), "{}", case.id);
            certificates += 1;
        }
        for ours in case.crls.iter().filter_map(|der| Crl::parse(der).ok()) {
            let theirs = ours.to_x509_cert().unwrap();
            assert_eq!(crl_der(&theirs).unwrap().as_ref(), ours.der(), "{}", case.id);
            crls += 1;
        }
    }
    assert!(certificates > 100 && crls > 5, "{certificates} certificates, {crls} CRLs");
    let der = include_bytes!("data/charge-point.csr.der");
    let theirs = CertificateRequest::parse(der).unwrap().to_x509_cert().unwrap();
    assert_eq!(request_der(&theirs).unwrap().as_ref(), der);
}

/// A program that has its chain and its roots as types of `x509-cert`.
#[test]
fn a_chain_of_x509_cert_is_verified() {
    let case = named("iso15118-2.secc.p256/valid/base");
    let read = |der: &Vec<u8>| x509_cert::Certificate::from_der(der).unwrap();
    let der = |theirs: &x509_cert::Certificate| certificate_der(theirs).unwrap();
    let leaf: CertificateDer<'_> = der(&read(&case.leaf));
    let chain: Vec<_> = case.intermediates.iter().map(|octets| der(&read(octets))).collect();
    let roots: Vec<_> = case.anchors.iter().map(|octets| der(&read(octets))).collect();
    let store = TrustStore::new(roots).unwrap();
    let validator = Validator::new(case.profile(), BACKEND);
    let path = validator.verify(&leaf, &chain, store.anchors(), case.now()).unwrap();
    assert_eq!(path.leaf().to_x509_cert().unwrap(), read(&case.leaf));
}

/// Some certificates are read here and not by `x509-cert`. That is an error, not a panic.
#[test]
fn what_x509_cert_does_not_read_is_an_error() {
    let case = named("iso15118-2.secc.p256/valid/base");
    let mut der = case.anchors[0].clone();
    let anchor = CertificateDer::from(der.clone());
    let not_before = Anchor::from_certificate(&anchor).unwrap().certificate().unwrap().validity();
    assert_eq!(not_before.not_before.to_string(), "2020-01-01T00:00:00Z");
    let place = der.windows(13).position(|octets| octets == b"200101000000Z").unwrap();
    // 1960, which RFC 5280 4.1.2.5.1 allows.
    der[place..place + 2].copy_from_slice(b"60");
    let ours = Certificate::parse(&der).unwrap();
    assert_eq!(ours.validity().not_before.to_string(), "1960-01-01T00:00:00Z");
    assert!(ours.to_x509_cert().is_err());
}

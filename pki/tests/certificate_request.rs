//! Requests for certificates: those of OpenSSL read and verified, own ones made and read again.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448", feature = "pem"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use p256::ecdsa::signature::Signer as _;
use p521::ecdsa::signature::Signer as _;
use v2g_pki::der::Oid;
use v2g_pki::pem::{Pem, pem_blocks};
use v2g_pki::request::{
    CertificateRequest, CertificateRequestInfo, RequestError, SignError, SignatureValue,
    SubjectAttribute, SubjectPublicKey,
};
use v2g_pki::x509::{Extension, GeneralName, KeyKind, KeyUsage, PublicKey, SignatureAlgorithm};
use v2g_pki::{Backend, SignatureError};
use x509_cert::der::{Decode as _, Encode as _};

const SUBJECT: [SubjectAttribute<'_>; 2] =
    [SubjectAttribute::Organization("CPO T1"), SubjectAttribute::CommonName("CP-0001")];

/// The requests that OpenSSL made, by the names of their files.
fn vectors() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let mut vectors = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let octets = std::fs::read(entry.path()).unwrap();
        if name.ends_with(".csr.der") {
            vectors.push((name, octets));
        } else if name.ends_with(".csr.pem") {
            let block = pem_blocks(&octets).next().unwrap().unwrap();
            assert_eq!(block.label(), "CERTIFICATE REQUEST");
            let mut room = vec![0; block.max_len()];
            let der = block.decode(&mut room).unwrap();
            // What is written is what OpenSSL wrote.
            assert_eq!(Pem::certificate_request(der).to_string().as_bytes(), octets);
            vectors.push((name, der.to_vec()));
        }
    }
    assert!(vectors.len() >= 7, "only {} requests", vectors.len());
    vectors
}

fn vector(name: &str) -> Vec<u8> {
    vectors().into_iter().find(|(found, _)| found == name).unwrap().1
}

#[test]
fn requests_of_openssl_prove_possession() {
    for (name, der) in vectors() {
        let request = CertificateRequest::parse(&der).unwrap();
        assert_eq!(request.verify(&Backend::RUST_CRYPTO_ALL), Ok(()), "{name}");
        assert_eq!(request.der(), der);
        let none = request.verify(&Backend::new(&[]));
        assert_eq!(none, Err(SignatureError::UnsupportedAlgorithm), "{name}");
    }
}

#[test]
fn fields_are_those_that_another_reader_finds() {
    for (name, der) in vectors() {
        let ours = CertificateRequest::parse(&der).unwrap();
        let theirs = x509_cert::request::CertReq::from_der(&der).unwrap();
        assert_eq!(ours.signed().message(), theirs.info.to_der().unwrap(), "{name}");
        assert_eq!(ours.signed().signature(), theirs.signature.raw_bytes());
        assert_eq!(ours.subject().der(), theirs.info.subject.to_der().unwrap());
        let key = theirs.info.public_key.to_der().unwrap();
        assert_eq!(PublicKey::parse(&key), Ok(ours.public_key()));
        assert_eq!(ours.attributes().count(), theirs.info.attributes.len());
        for (ours, theirs) in ours.attributes().zip(theirs.info.attributes.iter()) {
            assert_eq!(ours.kind().content(), theirs.oid.as_bytes());
            assert_eq!(ours.kind().to_string(), theirs.oid.to_string());
        }
    }
}

#[test]
fn extensions_and_other_attributes_are_read() {
    let der = vector("secc-p521.csr.pem");
    let request = CertificateRequest::parse(&der).unwrap();
    assert_eq!(request.public_key().kind(), KeyKind::P521);
    assert_eq!(request.subject().domain_component(), Some(&b"CPO"[..]));
    let extensions = request.extensions();
    assert!(extensions.is_critical(Extension::KeyUsage));
    let usage = KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT);
    assert_eq!(extensions.key_usage(), Some(usage));
    let purposes: Vec<_> = extensions.extended_key_usage().unwrap().iter().collect();
    assert_eq!(purposes, [Oid::SERVER_AUTH, Oid::CLIENT_AUTH]);
    let names: Vec<_> = extensions.subject_alt_name().unwrap().iter().collect();
    assert_eq!(names, [GeneralName::Dns("secc.test"), GeneralName::Dns("*.secc.test")]);

    let der = vector("charge-point-attributes.csr.pem");
    let request = CertificateRequest::parse(&der).unwrap();
    let kinds: Vec<_> = request.attributes().map(|found| found.kind().to_string()).collect();
    let prefix = "1.2.840.113549.1.9.";
    assert_eq!(kinds, ["7", "14", "2"].map(|last| format!("{prefix}{last}")));
    assert_eq!(request.extensions().key_usage(), Some(KeyUsage::DIGITAL_SIGNATURE));

    let der = vector("charge-point-ed25519.csr.pem");
    let request = CertificateRequest::parse(&der).unwrap();
    assert_eq!(request.subject().to_string(), "O=Stadtwerke Köln,CN=CP-0002");
    assert_eq!(request.attributes().count(), 0);
}

#[test]
fn no_prefix_of_a_request_is_one_and_no_octet_can_be_changed() {
    for (name, der) in vectors() {
        for length in 0..der.len() {
            assert!(CertificateRequest::parse(&der[..length]).is_err(), "{name} {length}");
        }
        assert!(CertificateRequest::parse(&[&der[..], &[0]].concat()).is_err());
        // RSA is slow: some octets are enough.
        let step = if name.contains("rsa") { 37 } else { 1 };
        for at in (0..der.len()).step_by(step) {
            let mut changed = der.clone();
            changed[at] ^= 1 << (at % 8);
            let is_proven = CertificateRequest::parse(&changed)
                .is_ok_and(|request| request.verify(&Backend::RUST_CRYPTO_ALL).is_ok());
            assert!(!is_proven, "{name} {at}");
        }
    }
}

/// Signs as a secure element: r and s side by side.
fn p256_request<'o>(
    info: &CertificateRequestInfo<'_>,
    key: &p256::ecdsa::SigningKey,
    out: &'o mut [u8],
) -> Result<&'o [u8], SignError<RequestError>> {
    let signer = |message: &[u8]| {
        let signature: p256::ecdsa::Signature = key.sign(message);
        SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
    };
    info.sign(SignatureAlgorithm::EcdsaSha256, signer, out)
}

#[test]
fn what_is_made_is_read_and_takes_exactly_its_room() {
    let purposes = [Oid::CLIENT_AUTH, Oid::SERVER_AUTH];
    let names = ["a.test", "*.b.test"];
    for seed in 1..60 {
        let key = p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap();
        let point = key.verifying_key().to_encoded_point(false);
        let mut info =
            CertificateRequestInfo::new(&SUBJECT, SubjectPublicKey::P256(point.as_bytes()));
        let usage = KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT);
        if seed % 2 == 0 {
            info = info.with_key_usage(usage);
        }
        if seed % 3 == 0 {
            info = info.with_purposes(&purposes);
        }
        if seed % 5 == 0 {
            info = info.with_dns_names(&names);
        }
        let mut room = [0; 512];
        let der = p256_request(&info, &key, &mut room).unwrap();
        let request = CertificateRequest::parse(der).unwrap();
        assert_eq!(request.verify(&Backend::RUST_CRYPTO), Ok(()));
        assert_eq!(request.subject().to_string(), "O=CPO T1,CN=CP-0001");
        assert_eq!(request.public_key().key(), point.as_bytes());
        let extensions = request.extensions();
        assert_eq!(extensions.key_usage(), (seed % 2 == 0).then_some(usage));
        let found = extensions.extended_key_usage().map(|found| found.iter().collect::<Vec<_>>());
        assert_eq!(found, (seed % 3 == 0).then(|| purposes.to_vec()));
        let found = extensions.subject_alt_name().map(|found| found.iter().collect::<Vec<_>>());
        assert_eq!(found, (seed % 5 == 0).then(|| names.map(GeneralName::Dns).to_vec()));
        let oracle = x509_cert::request::CertReq::from_der(der).unwrap();
        assert_eq!(oracle.to_der().unwrap(), der);

        let mut exact = vec![0; der.len()];
        assert_eq!(p256_request(&info, &key, &mut exact), Ok(der));
        let mut short = vec![0; der.len() - 1];
        let needed = der.len();
        let error = p256_request(&info, &key, &mut short);
        assert_eq!(error, Err(RequestError::Capacity { needed }.into()));
        assert!(p256_request(&info, &key, &mut [0; 20]).is_err());

        // In two steps.
        let mut room = [0; 512];
        let message = info.encode(&mut room).unwrap();
        assert_eq!(message, request.signed().message());
        let signature = SignatureValue::from_encoded(request.signed().signature()).unwrap();
        let mut again = vec![0; der.len()];
        let algorithm = SignatureAlgorithm::EcdsaSha256;
        let result = CertificateRequestInfo::assemble(message, algorithm, &signature, &mut again);
        assert_eq!(result, Ok(der));
    }
}

#[test]
fn other_keys_sign_too() {
    let mut room = [0; 1024];
    let key = p521::ecdsa::SigningKey::from_slice(&[1; 66]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let info = CertificateRequestInfo::new(&SUBJECT, SubjectPublicKey::P521(point.as_bytes()));
    let signer = |message: &[u8]| {
        let signature: p521::ecdsa::Signature = key.sign(message);
        SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
    };
    let der = info.sign(SignatureAlgorithm::EcdsaSha512, signer, &mut room).unwrap();
    let request = CertificateRequest::parse(der).unwrap();
    assert_eq!(request.verify(&Backend::P521), Ok(()));

    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key();
    let info = CertificateRequestInfo::new(&SUBJECT, SubjectPublicKey::Ed25519(public.as_bytes()));
    let signer = |message: &[u8]| SignatureValue::from_encoded(&key.sign(message).to_bytes());
    let der = info.sign(SignatureAlgorithm::Ed25519, signer, &mut room).unwrap();
    let request = CertificateRequest::parse(der).unwrap();
    assert_eq!(request.verify(&Backend::RUST_CRYPTO), Ok(()));

    // The info of a request with an RSA key and of one with Ed448, octet by octet.
    for (name, algorithm) in [
        ("charge-point-rsa.csr.pem", SignatureAlgorithm::RsaSha256),
        ("charge-point-rsa-pss.csr.pem", SignatureAlgorithm::RsaPssSha256),
        ("charge-point-ed448.csr.pem", SignatureAlgorithm::Ed448),
    ] {
        let der = vector(name);
        let request = CertificateRequest::parse(&der).unwrap();
        let key = request.public_key();
        let public_key = match key.rsa_parts() {
            Some((modulus, exponent)) => SubjectPublicKey::Rsa { modulus, exponent },
            None => SubjectPublicKey::Ed448(key.key()),
        };
        let mut encoded = [0; 512];
        let encoded = public_key.encode(&mut encoded).unwrap();
        assert_eq!(PublicKey::parse(encoded), Ok(key));
        let info = CertificateRequestInfo::new(&SUBJECT, SubjectPublicKey::Der(encoded));
        let signature = SignatureValue::from_encoded(request.signed().signature()).unwrap();
        let made = info.sign(algorithm, |_| Ok::<_, RequestError>(signature), &mut room).unwrap();
        let made = CertificateRequest::parse(made).unwrap();
        assert_eq!(made.signed().algorithm(), request.signed().algorithm());
        assert_eq!(made.public_key(), key);
    }
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let mut room = [0; 512];
    let off_curve = [[4; 1].as_slice(), &[1; 64]].concat();
    let key = p256::ecdsa::SigningKey::from_slice(&[1; 32]).unwrap();
    let point = key.verifying_key().to_encoded_point(false);
    let right = SubjectPublicKey::P256(point.as_bytes());
    for key in [
        SubjectPublicKey::P256(&off_curve),
        SubjectPublicKey::P256(&point.as_bytes()[..64]),
        SubjectPublicKey::P384(point.as_bytes()),
        SubjectPublicKey::Ed25519(&[1; 31]),
        SubjectPublicKey::Ed448(&[1; 32]),
        SubjectPublicKey::Rsa { modulus: &[4; 256], exponent: &[3] },
    ] {
        let info = CertificateRequestInfo::new(&SUBJECT, key);
        assert_eq!(info.encode(&mut room), Err(RequestError::PublicKey), "{key:?}");
    }
    for der in [&[][..], &[0x30, 0], &[0x30, 0x80, 0, 0]] {
        let info = CertificateRequestInfo::new(&SUBJECT, SubjectPublicKey::Der(der));
        assert!(matches!(info.encode(&mut room), Err(RequestError::Encoding(_))), "{der:02x?}");
    }
    let subject = [SubjectAttribute::Country("Germany")];
    let error = CertificateRequestInfo::new(&subject, right).encode(&mut room);
    let field = "countryName";
    assert_eq!(error, Err(RequestError::TooLong { field, found: 7, bound: 2 }));
    let info = CertificateRequestInfo::new(&SUBJECT, right);
    for name in ["", "a b", "http://a.test", "a..b", "*"] {
        let names = [name];
        let error = info.with_dns_names(&names).encode(&mut room);
        assert_eq!(error, Err(RequestError::Characters { field: "dNSName" }), "{name}");
    }
    let purposes = [Oid::from_content(&[0x80])];
    let error = info.with_purposes(&purposes).encode(&mut room);
    assert!(matches!(error, Err(RequestError::Encoding(_))));
    let signer = |_: &[u8]| SignatureValue::from_encoded(&[1; 64]);
    let error = info.sign(SignatureAlgorithm::Ed25519, signer, &mut room);
    assert_eq!(error, Err(RequestError::Algorithm { key: KeyKind::P256 }.into()));
    let error = info.sign(SignatureAlgorithm::EcdsaSha256, |_| Err("no slot"), &mut room);
    assert_eq!(error, Err(SignError::Signer("no slot")));
}

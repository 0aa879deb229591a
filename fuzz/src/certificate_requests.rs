//! Requests for certificates, and the PEM that they and chains come in.

use v2g_pki::pem::{Pem, PemChain, pem_blocks};
use v2g_pki::request::{
    CertificateRequest, CertificateRequestInfo, RequestError, SignatureValue, SubjectPublicKey,
};
use v2g_pki::x509::PublicKey;
use v2g_pki::{Backend, SignatureError};

pub(crate) fn check(data: &[u8]) {
    text(data);
    let Ok(request) = CertificateRequest::parse(data) else { return };
    assert_eq!(request.der(), data);
    assert!(CertificateRequest::parse(&data[..data.len() - 1]).is_err());
    assert!(CertificateRequest::parse(&[data, &[0]].concat()).is_err());
    assert!(request.attributes().count() < data.len());
    assert!(request.subject().to_string().len() <= 13 * (16 + 8 * data.len()));
    let none = request.verify(&Backend::new(&[]));
    assert_eq!(none, Err(SignatureError::UnsupportedAlgorithm));
    again(&request);
    key(&request.public_key());

    let pem = Pem::certificate_request(data).to_string();
    let block = pem_blocks(pem.as_bytes()).next().expect("a block").expect("a whole one");
    assert_eq!(block.decode(&mut vec![0; block.max_len()]), Ok(data));
}

/// Puts a request together from its parts, where the algorithm is one that this crate writes.
fn again(request: &CertificateRequest<'_>) {
    let signed = request.signed();
    let Some(algorithm) = signed.algorithm().signature() else { return };
    let Ok(signature) = SignatureValue::from_encoded(signed.signature()) else { return };
    let mut room = vec![0; request.der().len()];
    let made = CertificateRequestInfo::assemble(signed.message(), algorithm, &signature, &mut room);
    match made {
        Ok(der) => assert_eq!(der, request.der()),
        Err(error) => assert!(matches!(error, RequestError::Algorithm { .. })),
    }
}

/// An RSA key is written as it was read.
fn key(key: &PublicKey<'_>) {
    let Some((modulus, exponent)) = key.rsa_parts() else { return };
    let mut room = vec![0; key.key().len() + 32];
    let written = SubjectPublicKey::Rsa { modulus, exponent }.encode(&mut room);
    let written = PublicKey::parse(written.expect("there is room")).expect("it was written");
    assert_eq!(written.key(), key.key());
}

fn text(data: &[u8]) {
    let mut count = 0;
    for block in pem_blocks(data) {
        count += 1;
        let Ok(block) = block else { continue };
        let mut room = vec![0; block.max_len()];
        if let Ok(der) = block.decode(&mut room) {
            assert!(der.len() <= block.max_len());
        }
    }
    assert!(count <= data.len());
    let Ok(text) = core::str::from_utf8(data) else { return };
    let mut room = vec![0; data.len()];
    if let Ok(chain) = PemChain::decode(text, &mut room) {
        let blocks = chain.intermediates().len() + 1;
        assert_eq!(blocks, count);
        assert!(blocks <= PemChain::MAX_INTERMEDIATES + 1);
    }
}

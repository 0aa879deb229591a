//! The entry points of `v2g-pki`. Verifiers are the caller's, or, named so, the default ones.

use v2g_pki::der::DerError;
use v2g_pki::ocpp::{CertificateSigned, InstallCertificate, Rejection};
use v2g_pki::pem::{ContentKind, Pem, PemBlock, PemChain, PemError};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::request::{
    CertificateRequest, CertificateRequestInfo, RequestError, SignError, SignatureValue,
};
use v2g_pki::x509::{
    CertificateHashData, HashAlgorithm, OcspRequest, PublicKey, SignatureAlgorithm,
};
use v2g_pki::{
    Anchor, Backend, Certificate, Crl, Error, OcspResponse, Path, Peer, Profile, Revocation,
    SignatureError, Validator,
};

/// Reading a certificate.
#[unsafe(no_mangle)]
pub fn probe_pki_certificate(der: &[u8]) -> Result<Certificate<'_>, DerError> {
    Certificate::parse(der)
}

/// Reading an anchor.
#[unsafe(no_mangle)]
pub fn probe_pki_anchor<'a>(der: &'a CertificateDer<'a>) -> Result<Anchor<'a>, DerError> {
    Anchor::from_certificate(der)
}

/// Reading a CRL.
#[unsafe(no_mangle)]
pub fn probe_pki_crl(der: &[u8]) -> Result<Crl<'_>, DerError> {
    Crl::parse(der)
}

/// Reading an OCSP response.
#[unsafe(no_mangle)]
pub fn probe_pki_ocsp(der: &[u8]) -> Result<OcspResponse<'_>, DerError> {
    OcspResponse::parse(der)
}

/// Certificate hash data, and a request for a status.
#[unsafe(no_mangle)]
pub fn probe_pki_ocsp_request<'o>(
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
    algorithm: HashAlgorithm,
    out: &'o mut [u8],
) -> Result<&'o [u8], usize> {
    OcspRequest::new(&CertificateHashData::new(algorithm, certificate, issuer)).encode(out)
}

/// A bundle of PEM.
#[unsafe(no_mangle)]
pub fn probe_pki_pem<'t>(
    text: &'t [u8],
    out: &mut [u8],
) -> Option<Result<(PemBlock<'t>, usize), PemError>> {
    let block = v2g_pki::pem::pem_blocks(text).next()?;
    Some(block.and_then(|block| block.decode(out).map(|der| (block, der.len()))))
}

/// Reading a request for a certificate.
#[unsafe(no_mangle)]
pub fn probe_pki_request(der: &[u8]) -> Result<CertificateRequest<'_>, DerError> {
    CertificateRequest::parse(der)
}

/// Making a request whose signature comes from elsewhere.
#[unsafe(no_mangle)]
pub fn probe_pki_request_info<'o>(
    info: &CertificateRequestInfo<'_>,
    algorithm: SignatureAlgorithm,
    signer: fn(&[u8]) -> Result<[u8; 64], RequestError>,
    out: &'o mut [u8],
) -> Result<&'o [u8], SignError<RequestError>> {
    let signer = |octets: &[u8]| SignatureValue::from_fixed_ecdsa(&signer(octets)?);
    info.sign(algorithm, signer, out)
}

/// DER as PEM.
#[unsafe(no_mangle)]
pub fn probe_pki_pem_encode<'o>(
    request: &CertificateRequest<'_>,
    out: &'o mut [u8],
) -> Result<&'o str, PemError> {
    Pem::certificate_request(request.der()).encode(out)
}

/// A file of PEM or DER.
#[unsafe(no_mangle)]
pub fn probe_pki_encodings<'o>(
    file: &[u8],
    out: &'o mut [u8],
) -> Option<Result<&'o [u8], PemError>> {
    let first = v2g_pki::pem::encodings(file, ContentKind::Certificate).next()?;
    Some(first.and_then(|encoded| encoded.decode(out)))
}

/// A root that a central system sends to be installed.
#[unsafe(no_mangle)]
pub fn probe_pki_install<'a>(
    check: &InstallCertificate<'_>,
    chain: &PemChain<'a>,
    now: UnixTime,
) -> Result<Certificate<'a>, Rejection<'a>> {
    check.check(chain, now)
}

/// What a central system sends to be installed.
#[unsafe(no_mangle)]
pub fn probe_pki_signed<'a>(
    check: &CertificateSigned<'_>,
    chain: &'a PemChain<'a>,
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Rejection<'a>> {
    check.check(chain, anchors, now)
}

/// A chain out of PEM.
#[unsafe(no_mangle)]
pub fn probe_pki_pem_chain<'a>(text: &str, out: &'a mut [u8]) -> Result<PemChain<'a>, PemError> {
    PemChain::decode(text, out)
}

/// Path building, validation and revocation, under any profile.
#[unsafe(no_mangle)]
pub fn probe_pki_validate<'a>(
    profile: Profile<'a>,
    backend: Backend<'a>,
    revocation: Revocation<'a>,
    peers: &'a [Peer<'a>],
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Error<'a>> {
    let validator = Validator::new(profile, backend).with_revocation(revocation).for_peers(peers);
    validator.verify(leaf, intermediates, anchors, now)
}

/// A signature in the form of ISO 15118.
#[unsafe(no_mangle)]
pub fn probe_pki_verify_fixed(
    backend: Backend<'_>,
    key: &PublicKey<'_>,
    message: &[u8],
    r_s: &[u8],
) -> Result<(), SignatureError> {
    backend.verify_fixed(key, message, r_s)
}

/// A chain of a charging station of ISO 15118-2 with the one verifier that it needs.
#[cfg(feature = "pki-rust-crypto")]
#[unsafe(no_mangle)]
pub fn probe_pki_default_p256<'a>(
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Error<'a>> {
    let profile = Profile::iso15118_2(v2g_pki::Iso15118Role::Secc);
    let backend = Backend::new(&[v2g_pki::rust_crypto::ECDSA_P256_SHA256]);
    Validator::new(profile, backend).verify(leaf, intermediates, anchors, now)
}

/// A chain of a vehicle of ISO 15118-20 with the first verifier of that standard.
#[cfg(feature = "pki-rust-crypto")]
#[unsafe(no_mangle)]
pub fn probe_pki_default_p521<'a>(
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Error<'a>> {
    let profile = Profile::iso15118_20(v2g_pki::Iso15118Role::Vehicle);
    let backend = Backend::new(&[v2g_pki::rust_crypto::ECDSA_P521_SHA512]);
    Validator::new(profile, backend).verify(leaf, intermediates, anchors, now)
}

/// Any chain with all of the default verifiers.
#[cfg(feature = "pki-rust-crypto")]
#[unsafe(no_mangle)]
pub fn probe_pki_default_all<'a>(
    profile: Profile<'a>,
    revocation: Revocation<'a>,
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Error<'a>> {
    let validator =
        Validator::new(profile, Backend::RUST_CRYPTO).for_any_peer().with_revocation(revocation);
    validator.verify(leaf, intermediates, anchors, now)
}

/// The same with P-521 among them.
#[cfg(feature = "pki-rust-crypto")]
#[unsafe(no_mangle)]
pub fn probe_pki_default_all_p521<'a>(
    profile: Profile<'a>,
    revocation: Revocation<'a>,
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    now: UnixTime,
) -> Result<Path<'a>, Error<'a>> {
    let validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL).with_revocation(revocation);
    validator.verify(leaf, intermediates, anchors, now)
}

//! OCSP requests (RFC 6960 4.1), for one certificate.

use super::certificate_hash_data::CertificateHashData;
use crate::der::{Writer, oid, tag};

/// What an OCSP responder is asked.
///
/// ```
/// # fn main() -> Result<(), v2g_pki::der::DerError> {
/// use v2g_pki::x509::{CertificateHashData, HashAlgorithm, OcspRequest};
/// use v2g_pki::Certificate;
///
/// let certificate = Certificate::parse(include_bytes!("../../tests/data/secc.der"))?;
/// # let issuer = certificate;
/// // Responders are only obliged to know SHA-1 (RFC 5019 2.1.1).
/// let id = CertificateHashData::new(HashAlgorithm::Sha1, &certificate, &issuer);
/// let mut room = [0; 256];
/// let request = OcspRequest::new(&id).with_nonce(&[7; 16]).encode(&mut room);
/// assert!(request.is_ok());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OcspRequest<'r> {
    id: &'r CertificateHashData<'r>,
    nonce: Option<&'r [u8]>,
}

impl<'r> OcspRequest<'r> {
    /// Asks for the status of this certificate.
    #[must_use]
    pub const fn new(id: &'r CertificateHashData<'r>) -> Self {
        Self { id, nonce: None }
    }

    /// Asks for a response made for this request. RFC 8954 2.1: 1 to 32 octets, from a source of
    /// random numbers.
    #[must_use]
    pub const fn with_nonce(self, nonce: &'r [u8]) -> Self {
        Self { nonce: Some(nonce), ..self }
    }

    /// Writes the DER to the end of `out`.
    ///
    /// # Errors
    ///
    /// Returns the octets that are needed if `out` has fewer.
    pub fn encode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], usize> {
        let mut writer = Writer::new(out);
        if let Some(nonce) = self.nonce {
            writer.value(tag::OCTET_STRING, nonce);
            writer.wrap(tag::OCTET_STRING, 0);
            writer.value(tag::OID, oid::OCSP_NONCE);
            for tag in [tag::SEQUENCE, tag::SEQUENCE, tag::context_constructed(2)] {
                writer.wrap(tag, 0);
            }
        }
        let since = writer.len();
        writer.value(tag::INTEGER, self.id.serial_number.content());
        writer.value(tag::OCTET_STRING, self.id.issuer_key_hash.octets());
        writer.value(tag::OCTET_STRING, self.id.issuer_name_hash.octets());
        let algorithm = writer.len();
        writer.value(tag::NULL, &[]);
        writer.value(tag::OID, self.id.hash_algorithm.oid());
        writer.wrap(tag::SEQUENCE, algorithm);
        // CertID, Request, requestList.
        for _ in 0..3 {
            writer.wrap(tag::SEQUENCE, since);
        }
        // tbsRequest, OCSPRequest.
        for _ in 0..2 {
            writer.wrap(tag::SEQUENCE, 0);
        }
        writer.finish()
    }
}

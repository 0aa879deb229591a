//! Making requests for certificates (RFC 2986): the part that is signed, then the whole.

use super::certificate_request::Info;
use super::error::{RequestError, SignError};
use super::signature_value::SignatureValue;
use super::subject_attribute::{self, SubjectAttribute};
use super::subject_public_key::SubjectPublicKey;
use crate::backend;
use crate::der::{self, DerError, Oid, Writer, oid, tag};
use crate::x509::{KeyUsage, SignatureAlgorithm, is_dns_name};

/// What is asked for: a CertificationRequestInfo (RFC 2986 4.1), for the SignCertificate request of
/// OCPP.
///
/// A key that is in memory signs with [`sign`](Self::sign). A secure element that answers later
/// signs the octets of [`encode`](Self::encode), and [`assemble`](Self::assemble) puts the request
/// together.
///
/// ```
/// use v2g_pki::request::{CertificateRequest, CertificateRequestInfo, RequestError};
/// use v2g_pki::request::{SignatureValue, SubjectAttribute, SubjectPublicKey};
/// use v2g_pki::x509::SignatureAlgorithm;
///
/// # let der = include_bytes!("../../tests/data/secc.der");
/// # let point = v2g_pki::Certificate::parse(der)?.public_key().key();
/// # fn secure_element(message: &[u8]) -> Result<[u8; 64], RequestError> { Ok([7; 64]) }
/// // OCPP 1.6: the serial number of the charge point, and the value of the key CpoName.
/// let subject =
///     [SubjectAttribute::Organization("CPO One"), SubjectAttribute::CommonName("CP-0001")];
/// let info = CertificateRequestInfo::new(&subject, SubjectPublicKey::P256(point));
///
/// let mut room = [0; 512];
/// let signer = |message: &[u8]| {
///     // r and s side by side, as secure elements have them.
///     SignatureValue::from_fixed_ecdsa(&secure_element(message)?)
/// };
/// let der = info.sign(SignatureAlgorithm::EcdsaSha256, signer, &mut room)?;
/// let request = CertificateRequest::parse(der)?;
/// assert_eq!(request.subject().common_name(), Some(&b"CP-0001"[..]));
/// # #[cfg(feature = "pem")] {
/// let csr = v2g_pki::pem::Pem::certificate_request(der).to_string();
/// assert!(csr.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
/// # }
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificateRequestInfo<'r> {
    subject: &'r [SubjectAttribute<'r>],
    public_key: SubjectPublicKey<'r>,
    dns_names: &'r [&'r str],
    key_usage: Option<KeyUsage>,
    purposes: &'r [Oid<'r>],
}

impl<'r> CertificateRequestInfo<'r> {
    /// Asks for a certificate for this subject and key. Attributes are written in their order.
    #[must_use]
    pub const fn new(
        subject: &'r [SubjectAttribute<'r>],
        public_key: SubjectPublicKey<'r>,
    ) -> Self {
        Self { subject, public_key, dns_names: &[], key_usage: None, purposes: &[] }
    }

    /// Asks for names of hosts in subjectAltName. OCPP advises charge points against them
    /// (A00.FR.511).
    #[must_use]
    pub const fn with_dns_names(self, dns_names: &'r [&'r str]) -> Self {
        Self { dns_names, ..self }
    }

    /// Asks for a key usage.
    #[must_use]
    pub const fn with_key_usage(self, usage: KeyUsage) -> Self {
        Self { key_usage: Some(usage), ..self }
    }

    /// Asks for purposes in extKeyUsage, such as [`Oid::CLIENT_AUTH`].
    #[must_use]
    pub const fn with_purposes(self, purposes: &'r [Oid<'r>]) -> Self {
        Self { purposes, ..self }
    }

    /// Writes what is to be signed to the end of `out`.
    ///
    /// Signers that want a digest get it from
    /// [`HashAlgorithm::hash`](crate::x509::HashAlgorithm::hash); Ed25519 and Ed448 sign the octets
    /// themselves.
    ///
    /// # Errors
    ///
    /// Says what cannot be asked for, or how much room is needed.
    pub fn encode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], RequestError> {
        let mut writer = Writer::new(out);
        self.attributes(&mut writer)?;
        self.public_key.write(&mut writer);
        subject_attribute::write(self.subject, &mut writer)?;
        // RFC 2986 4.1: version 1 is the number 0.
        writer.value(tag::INTEGER, &[0]);
        writer.wrap(tag::SEQUENCE, 0);
        let der = writer.finish().map_err(|needed| RequestError::Capacity { needed })?;
        // Of keys only the frame is written here, so read what they are.
        let key = Info::parse(der).map_err(RequestError::Encoding)?.public_key;
        if backend::is_possible(&key) { Ok(der) } else { Err(RequestError::PublicKey) }
    }

    /// Has the request signed and writes it to the end of `out`.
    ///
    /// # Errors
    ///
    /// Says what cannot be asked for, how much room is needed, or why the signer failed.
    pub fn sign<'o, E>(
        &self,
        algorithm: SignatureAlgorithm,
        signer: impl FnOnce(&[u8]) -> Result<SignatureValue, E>,
        out: &'o mut [u8],
    ) -> Result<&'o [u8], SignError<E>> {
        let info = self.encode(out)?;
        check_algorithm(info, algorithm)?;
        let length = info.len();
        let signature = signer(info).map_err(SignError::Signer)?;

        // The info stands at the end, where the signature goes: it moves to the front of it.
        let mut counter = Writer::new(&mut []);
        write_signature(algorithm, &signature, &mut counter);
        let tail = counter.len();
        let start = out.len().saturating_sub(length);
        let Some(place) = start.checked_sub(tail) else {
            counter.keep(length);
            counter.wrap(tag::SEQUENCE, 0);
            return Err(RequestError::Capacity { needed: counter.len() }.into());
        };
        out.copy_within(start.., place);
        let mut writer = Writer::new(out);
        write_signature(algorithm, &signature, &mut writer);
        writer.keep(length);
        writer.wrap(tag::SEQUENCE, 0);
        Ok(writer.finish().map_err(|needed| RequestError::Capacity { needed })?)
    }

    /// Puts a request together from what was signed and the signature, at the end of `out`.
    ///
    /// # Errors
    ///
    /// Refuses an algorithm that is not for the key, and says how much room is needed.
    pub fn assemble<'o>(
        info: &[u8],
        algorithm: SignatureAlgorithm,
        signature: &SignatureValue,
        out: &'o mut [u8],
    ) -> Result<&'o [u8], RequestError> {
        check_algorithm(info, algorithm)?;
        let mut writer = Writer::new(out);
        write_signature(algorithm, signature, &mut writer);
        writer.octets(info);
        writer.wrap(tag::SEQUENCE, 0);
        writer.finish().map_err(|needed| RequestError::Capacity { needed })
    }

    /// `attributes [0]`, which is there even if it is empty (RFC 2986 4.1).
    fn attributes(&self, writer: &mut Writer<'_>) -> Result<(), RequestError> {
        let since = writer.len();
        if self.has_extensions() {
            self.extensions(writer)?;
            // The values of the attribute, which is extensionRequest (RFC 2985 5.4.2).
            writer.wrap(tag::SET, since);
            writer.value(tag::OID, oid::EXTENSION_REQUEST);
            writer.wrap(tag::SEQUENCE, since);
        }
        writer.wrap(tag::context_constructed(0), since);
        Ok(())
    }

    fn has_extensions(&self) -> bool {
        self.key_usage.is_some() || !self.purposes.is_empty() || !self.dns_names.is_empty()
    }

    /// Extensions (RFC 5280 4.1), the last one first.
    fn extensions(&self, writer: &mut Writer<'_>) -> Result<(), RequestError> {
        let list = writer.len();
        if !self.dns_names.is_empty() {
            let since = writer.len();
            for name in self.dns_names.iter().rev() {
                if !is_dns_name(name, true) {
                    return Err(RequestError::Characters { field: "dNSName" });
                }
                writer.value(tag::context(2), name.as_bytes());
            }
            writer.wrap(tag::SEQUENCE, since);
            // RFC 5280 4.2.1.6: critical where there is no subject.
            extension(oid::SUBJECT_ALT_NAME, self.subject.is_empty(), since, writer);
        }
        if !self.purposes.is_empty() {
            let since = writer.len();
            for purpose in self.purposes.iter().rev() {
                let field = "KeyPurposeId";
                der::check_oid(purpose.content())
                    .map_err(|malformed| RequestError::Encoding(DerError::new(field, malformed)))?;
                writer.value(tag::OID, purpose.content());
            }
            writer.wrap(tag::SEQUENCE, since);
            extension(oid::EXTENDED_KEY_USAGE, false, since, writer);
        }
        if let Some(usage) = self.key_usage {
            let since = writer.len();
            named_bits(usage.bits(), writer);
            extension(oid::KEY_USAGE, true, since, writer);
        }
        writer.wrap(tag::SEQUENCE, list);
        Ok(())
    }
}

/// Makes an extension of the value that has been written since the length was `since`.
fn extension(oid: &[u8], is_critical: bool, since: usize, writer: &mut Writer<'_>) {
    writer.wrap(tag::OCTET_STRING, since);
    if is_critical {
        writer.value(tag::BOOLEAN, &[0xFF]);
    }
    writer.value(tag::OID, oid);
    writer.wrap(tag::SEQUENCE, since);
}

/// A BIT STRING without zeros at its end (X.690 11.2.2).
fn named_bits(bits: [u8; 2], writer: &mut Writer<'_>) {
    let since = writer.len();
    let used: &[u8] = match &bits {
        [_, 0] => bits.get(..1).unwrap_or_default(),
        both => both,
    };
    let unused = used.last().map_or(0, |last| last.trailing_zeros().min(7));
    writer.octets(used);
    writer.octets(&[u8::try_from(unused).unwrap_or_default()]);
    writer.wrap(tag::BIT_STRING, since);
}

/// signatureAlgorithm and signature (RFC 2986 4.2).
fn write_signature(
    algorithm: SignatureAlgorithm,
    signature: &SignatureValue,
    writer: &mut Writer<'_>,
) {
    writer.bits(signature.octets());
    writer.value(tag::SEQUENCE, algorithm.id());
}

/// Whether the key of the request makes such signatures.
fn check_algorithm(info: &[u8], algorithm: SignatureAlgorithm) -> Result<(), RequestError> {
    let key = Info::parse(info).map_err(RequestError::Encoding)?.public_key.kind();
    if algorithm.is_by(key) { Ok(()) } else { Err(RequestError::Algorithm { key }) }
}

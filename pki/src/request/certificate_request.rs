//! Requests for certificates (PKCS #10, RFC 2986), borrowed from their DER.

use core::fmt;

use crate::backend::{Backend, SignatureError};
use crate::der::{self, DerError, InField, Malformed, Oid, Reader, oid, tag};
use crate::x509::{Extensions, Name, PublicKey, Signed};

/// More attributes than requests have; a bound for the search for duplicates.
const MAX_ATTRIBUTES: usize = 16;

/// A request that has been read whole: what a charge point sends in SignCertificate (OCPP 1.6
/// security white paper, 5.17), without its PEM.
///
/// Reading checks the encoding; [`verify`](Self::verify) checks that whoever made the request has
/// the key. Whether the subject may have a certificate is for the authority to say.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(feature = "rust-crypto")] {
/// use v2g_pki::request::CertificateRequest;
/// use v2g_pki::Backend;
///
/// let der = include_bytes!("../../tests/data/charge-point.csr.der");
/// let request = CertificateRequest::parse(der)?;
/// assert_eq!(request.subject().to_string(), "O=CPO T1,CN=CP-0001-SN4711");
/// request.verify(&Backend::RUST_CRYPTO)?;
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct CertificateRequest<'a> {
    der: &'a [u8],
    signed: Signed<'a>,
    info: Info<'a>,
}

impl<'a> CertificateRequest<'a> {
    /// Reads a request that is the whole of `der`.
    ///
    /// Attributes are there even if they are empty, as RFC 2986 4.1 has it; some readers also take
    /// requests without.
    ///
    /// # Errors
    ///
    /// Says which field is not DER, or not what its type says.
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        let (signed, info) = Signed::parse(der, "certificationRequest")?;
        let info = Info::read(info)?;
        Ok(Self { der, signed, info })
    }

    /// Verifies the signature of the request by its own key: the proof of possession.
    ///
    /// # Errors
    ///
    /// Says whether the signature is wrong, or whether there is no verifier for it.
    pub fn verify(&self, backend: &Backend<'_>) -> Result<(), SignatureError> {
        Ok(backend.verify(&self.signed, &self.info.public_key)?)
    }

    /// The whole encoding.
    #[must_use]
    pub fn der(&self) -> &'a [u8] {
        self.der
    }

    /// The name that is asked for.
    #[must_use]
    pub fn subject(&self) -> Name<'a> {
        self.info.subject
    }

    /// The key that is to be certified.
    #[must_use]
    pub fn public_key(&self) -> PublicKey<'a> {
        self.info.public_key
    }

    /// The extensions of the attribute extensionRequest (RFC 2985 5.4.2); none where it is absent.
    #[must_use]
    pub fn extensions(&self) -> &Extensions<'a> {
        &self.info.extensions
    }

    /// All attributes in their order, extensionRequest among them.
    pub fn attributes(&self) -> impl Iterator<Item = RequestAttribute<'a>> + Clone {
        let mut reader = Reader::new(self.info.attributes);
        core::iter::from_fn(move || {
            if reader.is_empty() { None } else { RequestAttribute::read(&mut reader).ok() }
        })
    }

    /// What is signed, by which algorithm, and the signature.
    #[must_use]
    pub fn signed(&self) -> Signed<'a> {
        self.signed
    }
}

impl fmt::Debug for CertificateRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateRequest")
            .field("subject", &self.info.subject)
            .field("public_key", &self.info.public_key.kind())
            .finish_non_exhaustive()
    }
}

/// CertificationRequestInfo.
#[derive(Clone, Copy)]
pub(crate) struct Info<'a> {
    subject: Name<'a>,
    pub(crate) public_key: PublicKey<'a>,
    /// The content of `[0]`.
    attributes: &'a [u8],
    extensions: Extensions<'a>,
}

impl<'a> Info<'a> {
    /// Reads an info that is the whole of `der`.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        Self::read(Reader::only(der, tag::SEQUENCE).field("certificationRequestInfo")?)
    }

    fn read(mut inner: Reader<'a>) -> Result<Self, DerError> {
        let version = inner.value(tag::INTEGER).and_then(der::small).field("version")?;
        if version != 0 {
            return Err(DerError::new("version", Malformed::Version));
        }
        let subject = Name::read(&mut inner).field("subject")?;
        let public_key = PublicKey::read(&mut inner)?;
        let attributes = inner.value(tag::context_constructed(0)).field("attributes")?;
        inner.end().field("certificationRequestInfo")?;
        let extensions = read_attributes(attributes)?;
        Ok(Self { subject, public_key, attributes, extensions })
    }
}

/// Checks all attributes, each of which is there once and in the order of DER; the extensions that
/// are requested.
fn read_attributes(attributes: &[u8]) -> Result<Extensions<'_>, DerError> {
    const FIELD: &str = "attributes";
    let mut reader = Reader::new(attributes);
    let mut extensions = Extensions::default();
    let mut kinds = [&[][..]; MAX_ATTRIBUTES];
    let mut free = kinds.iter_mut();
    let mut last: &[u8] = &[];
    while !reader.is_empty() {
        let raw = reader.rest();
        let attribute = RequestAttribute::read(&mut reader).field(FIELD)?;
        let length = raw.len().saturating_sub(reader.rest().len());
        let raw = raw.get(..length).unwrap_or_default();
        // X.690 11.6.
        if raw < last {
            return Err(DerError::new(FIELD, Malformed::SetOrder));
        }
        last = raw;
        *free.next().ok_or(DerError::new(FIELD, Malformed::TooMany))? = attribute.kind;
        if attribute.kind == oid::EXTENSION_REQUEST {
            extensions = Extensions::read(attribute.values)?;
        }
    }
    let left = free.len();
    let count = MAX_ATTRIBUTES.saturating_sub(left);
    let kinds = kinds.get(..count).unwrap_or_default();
    let is_twice = |(index, kind): (usize, &&[u8])| kinds.iter().take(index).any(|k| k == kind);
    if kinds.iter().enumerate().any(is_twice) {
        return Err(DerError::new(FIELD, Malformed::Duplicate));
    }
    Ok(extensions)
}

/// An attribute of a request (RFC 2986 4.1), such as a challengePassword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestAttribute<'a> {
    kind: &'a [u8],
    values: &'a [u8],
}

impl<'a> RequestAttribute<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut inner = reader.nested(tag::SEQUENCE)?;
        let kind = inner.oid()?;
        let values = inner.value(tag::SET)?;
        inner.end()?;
        // SIZE(1..MAX).
        if values.is_empty() {
            return Err(Malformed::Empty);
        }
        let mut last: &[u8] = &[];
        let mut each = Reader::new(values);
        while !each.is_empty() {
            let raw = each.any()?.raw;
            if raw < last {
                return Err(Malformed::SetOrder);
            }
            last = raw;
        }
        Ok(Self { kind, values })
    }

    /// The type, such as 1.2.840.113549.1.9.14 for extensionRequest.
    #[must_use]
    pub fn kind(&self) -> Oid<'a> {
        Oid::from_content(self.kind)
    }

    /// The encodings of the values, one after the other.
    #[must_use]
    pub fn values(&self) -> &'a [u8] {
        self.values
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
        [&[tag, value.len().try_into().unwrap()][..], value].concat()
    }

    fn attribute(last: u8, values: &[u8]) -> Vec<u8> {
        tlv(tag::SEQUENCE, &[tlv(tag::OID, &[0x2A, last]), tlv(tag::SET, values)].concat())
    }

    fn read(attributes: &[&[u8]]) -> Result<(), DerError> {
        read_attributes(&attributes.concat()).map(drop)
    }

    #[test]
    fn attributes_are_a_set() {
        let (a, b) = (attribute(1, &[5, 0]), attribute(2, &[5, 0]));
        assert_eq!(read(&[]), Ok(()));
        assert_eq!(read(&[&a, &b]), Ok(()));
        let error = |malformed| Err(DerError::new("attributes", malformed));
        assert_eq!(read(&[&b, &a]), error(Malformed::SetOrder));
        assert_eq!(read(&[&a, &a]), error(Malformed::Duplicate));
        assert_eq!(read(&[&a, &attribute(1, &[5, 0, 5, 0])]), error(Malformed::Duplicate));
        assert_eq!(read(&[&attribute(1, &[])]), error(Malformed::Empty));
        assert_eq!(read(&[&attribute(1, &[2, 1, 7, 2, 1, 5])]), error(Malformed::SetOrder));
        assert_eq!(read(&[&attribute(1, &[2, 1])]), error(Malformed::Truncated));
        let many: Vec<_> = (0..=MAX_ATTRIBUTES).map(|n| attribute(n as u8, &[5, 0])).collect();
        let many: Vec<_> = many.iter().map(Vec::as_slice).collect();
        assert_eq!(read(&many[1..]), Ok(()));
        assert_eq!(read(&many), error(Malformed::TooMany));
    }

    #[test]
    fn the_extension_request_has_one_value() {
        let request = |values: &[u8]| {
            let oid = tlv(tag::OID, oid::EXTENSION_REQUEST);
            let der = tlv(tag::SEQUENCE, &[oid, tlv(tag::SET, values)].concat());
            read_attributes(&der).map(|extensions| extensions.key_usage().is_some())
        };
        let usage = tlv(tag::OCTET_STRING, &[3, 2, 7, 0x80]);
        let usage = tlv(tag::SEQUENCE, &[tlv(tag::OID, oid::KEY_USAGE), usage].concat());
        let list = tlv(tag::SEQUENCE, &usage);
        assert_eq!(request(&list), Ok(true));
        let error = request(&[list.clone(), list].concat()).unwrap_err();
        assert_eq!(error.malformed(), Malformed::TrailingData);
        assert_eq!(request(&[0x30, 0]).unwrap_err().malformed(), Malformed::Empty);
    }
}

//! Certificates (RFC 5280 4.1), borrowed from their DER.

use core::fmt;

use super::extensions::Extensions;
use super::name::Name;
use super::public_key::{AlgorithmIdentifier, PublicKey};
use super::signed::Signed;
use crate::der::{self, DerError, InField, Malformed, Reader, Time, tag};

/// A certificate that has been read whole; everything is borrowed from its DER.
///
/// Reading checks the encoding, and that every field that this crate knows is what its type says.
/// It does not check what fields say about each other, times or signatures: that is validation.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let der = include_bytes!("../../tests/data/secc.der");
/// let certificate = v2g_pki::Certificate::parse(der)?;
/// assert_eq!(certificate.subject().domain_component(), Some(&b"CPO"[..]));
/// assert_eq!(certificate.serial_number().to_string(), "2152a11743ea");
/// assert_eq!(certificate.validity().not_after.to_string(), "2028-06-01T00:00:00Z");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Certificate<'a> {
    der: &'a [u8],
    signed: Signed<'a>,
    version: Version,
    serial_number: SerialNumber<'a>,
    /// Whether `tbsCertificate.signature` repeats `signatureAlgorithm`.
    repeats_algorithm: bool,
    issuer: Name<'a>,
    validity: Validity,
    has_proper_times: bool,
    subject: Name<'a>,
    public_key: PublicKey<'a>,
    extensions: Extensions<'a>,
}

impl<'a> Certificate<'a> {
    /// Reads a certificate that is the whole of `der`.
    ///
    /// # Errors
    ///
    /// Says which field is not DER, or not what its type says.
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        Self::parse_known(der, None)
    }

    /// Reads a certificate whose subject is likely to be a name that has been read.
    pub(crate) fn parse_known(der: &'a [u8], subject: Option<Name<'_>>) -> Result<Self, DerError> {
        let (signed, mut tbs) = Signed::parse(der, "certificate")?;
        let version = match tbs.optional(tag::context_constructed(0)).field("version")? {
            None => Version::V1,
            Some(explicit) => Version::parse(explicit).field("version")?,
        };
        let serial_number = SerialNumber(tbs.integer().field("serialNumber")?);
        let algorithm = AlgorithmIdentifier::read(&mut tbs).field("signature")?;
        let issuer = Name::read(&mut tbs).field("issuer")?;
        let (validity, has_proper_times) = Validity::read(&mut tbs)?;
        let subject = Name::read_known(&mut tbs, subject).field("subject")?;
        let public_key = PublicKey::read(&mut tbs)?;
        for (number, field) in [(1, "issuerUniqueID"), (2, "subjectUniqueID")] {
            if let Some(bits) = tbs.optional(tag::context(number)).field(field)? {
                unique_id(bits).field(field)?;
                // RFC 5280 4.1.2.8: only in versions 2 and 3.
                if version == Version::V1 {
                    return Err(DerError::new(field, Malformed::Version));
                }
            }
        }
        let explicit = tbs.optional(tag::context_constructed(3)).field("extensions")?;
        // RFC 5280 4.1.2.9: only in version 3.
        if explicit.is_some() && version != Version::V3 {
            return Err(DerError::new("extensions", Malformed::Version));
        }
        let extensions = explicit.map(Extensions::read).transpose()?.unwrap_or_default();
        tbs.end().field("tbsCertificate")?;
        Ok(Self {
            der,
            signed,
            version,
            serial_number,
            repeats_algorithm: algorithm == signed.algorithm(),
            issuer,
            validity,
            has_proper_times,
            subject,
            public_key,
            extensions,
        })
    }

    /// The subject of a certificate, without a look at most of it.
    ///
    /// Path building looks at every intermediate for each issuer that it wants.
    pub(crate) fn peek_subject(der: &'a [u8]) -> Result<Name<'a>, Malformed> {
        let mut tbs = Reader::only(der, tag::SEQUENCE)?.nested(tag::SEQUENCE)?;
        tbs.optional(tag::context_constructed(0))?;
        // serialNumber, signature, issuer, validity.
        for _ in 0..4 {
            tbs.any()?;
        }
        Name::peek(&mut tbs)
    }

    /// The whole encoding.
    #[must_use]
    pub fn der(&self) -> &'a [u8] {
        self.der
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The serial number.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'a> {
        self.serial_number
    }

    /// The issuer's name.
    #[must_use]
    pub fn issuer(&self) -> Name<'a> {
        self.issuer
    }

    /// The period in which the certificate is valid.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Whether both times have the form that RFC 5280 4.1.2.5 asks of issuers.
    pub(crate) fn has_proper_times(&self) -> bool {
        self.has_proper_times
    }

    /// The subject's name.
    #[must_use]
    pub fn subject(&self) -> Name<'a> {
        self.subject
    }

    /// The certified key.
    #[must_use]
    pub fn public_key(&self) -> PublicKey<'a> {
        self.public_key
    }

    /// The extensions; none where there are none.
    #[must_use]
    pub fn extensions(&self) -> &Extensions<'a> {
        &self.extensions
    }

    /// What is signed, by which algorithm, and the signature.
    #[must_use]
    pub fn signed(&self) -> Signed<'a> {
        self.signed
    }

    /// Whether `tbsCertificate.signature` repeats `signatureAlgorithm` (RFC 5280 4.1.1.2).
    pub(crate) fn repeats_algorithm(&self) -> bool {
        self.repeats_algorithm
    }

    /// Whether issuer and subject are the same entity (RFC 5280 3.2); says nothing about keys.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }
}

impl fmt::Debug for Certificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject)
            .field("issuer", &self.issuer)
            .field("serial_number", &self.serial_number)
            .finish_non_exhaustive()
    }
}

/// The version of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Without unique identifiers and extensions.
    V1,
    /// With unique identifiers.
    V2,
    /// With extensions.
    V3,
}

impl Version {
    fn parse(explicit: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(explicit);
        let number = der::small(reader.value(tag::INTEGER)?)?;
        reader.end()?;
        match number {
            0 => Err(Malformed::DefaultEncoded),
            1 => Ok(Self::V2),
            2 => Ok(Self::V3),
            _ => Err(Malformed::Version),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1 => "1",
            Self::V2 => "2",
            Self::V3 => "3",
        })
    }
}

/// The serial number of a certificate, any INTEGER.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SerialNumber<'a>(&'a [u8]);

impl<'a> SerialNumber<'a> {
    /// Takes the content octets of an INTEGER that has been checked.
    pub(crate) fn from_content(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// The content octets: two's complement, most significant octet first.
    #[must_use]
    pub fn content(&self) -> &'a [u8] {
        self.0
    }

    /// Whether it is a positive number of at most 20 octets (RFC 5280 4.1.2.2).
    #[must_use]
    pub fn is_conforming(&self) -> bool {
        self.0.len() <= 20 && self.0.first().is_some_and(|first| *first < 0x80) && self.0 != [0]
    }
}

/// Lower-case hex without leading zeros, as OCPP's `serialNumber`; octets of negative numbers as
/// they are.
impl fmt::Display for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut octets = self.0;
        while let [0, rest @ ..] = octets {
            octets = rest;
        }
        let Some((first, rest)) = octets.split_first() else { return f.write_str("0") };
        write!(f, "{first:x}")?;
        rest.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialNumber({self})")
    }
}

/// The validity of a certificate, both ends included (RFC 5280 4.1.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: Time,
    /// The last second.
    pub not_after: Time,
}

impl Validity {
    /// Reads a Validity, and whether both times have the form that RFC 5280 asks of issuers.
    fn read(reader: &mut Reader<'_>) -> Result<(Self, bool), DerError> {
        let mut inner = reader.nested(tag::SEQUENCE).field("validity")?;
        let (not_before, first) = Time::read(&mut inner).field("notBefore")?;
        let (not_after, second) = Time::read(&mut inner).field("notAfter")?;
        inner.end().field("validity")?;
        Ok((Self { not_before, not_after }, first && second))
    }

    /// Whether this period lies within `outer`.
    #[must_use]
    pub fn is_within(&self, outer: &Self) -> bool {
        outer.not_before <= self.not_before && self.not_after <= outer.not_after
    }
}

/// UniqueIdentifier: a BIT STRING of any length, implicitly tagged.
fn unique_id(content: &[u8]) -> Result<(), Malformed> {
    match content {
        [0] => Ok(()),
        [unused @ 0..=7, .., last] if last.trailing_zeros() >= u32::from(*unused) => Ok(()),
        _ => Err(Malformed::BitString),
    }
}

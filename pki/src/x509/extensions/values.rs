//! The values of extensions that are more than one number or string.

use core::fmt;

use crate::der::{self, Malformed, Oid, Reader, oid, tag};
use crate::x509::general_name::{GeneralName, GeneralNames};

/// authorityKeyIdentifier (RFC 5280 4.2.1.1); empty where the extension is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuthorityKeyIdentifier<'a> {
    /// The subjectKeyIdentifier of the issuer's certificate.
    pub key_id: Option<&'a [u8]>,
    /// Whether the issuer's certificate is also named by its issuer.
    pub has_issuer: bool,
    /// The serial number of the issuer's certificate.
    pub serial: Option<&'a [u8]>,
}

impl<'a> AuthorityKeyIdentifier<'a> {
    pub(crate) fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        let key_id = inner.optional(tag::context(0))?;
        let issuer = inner.optional(tag::context_constructed(1))?;
        issuer.map(GeneralNames::check).transpose()?;
        let serial = inner.optional(tag::context(2))?;
        serial.map(der::check_integer).transpose()?;
        inner.end()?;
        Ok(Self { key_id, has_issuer: issuer.is_some(), serial })
    }
}

/// basicConstraints (RFC 5280 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub ca: bool,
    /// How many certificates that are not self-issued may follow, the last one not counted.
    pub path_len: Option<u32>,
}

impl BasicConstraints {
    pub(super) fn parse(value: &[u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        let ca = inner.default_false()?;
        let path_len = inner.optional(tag::INTEGER)?.map(der::small).transpose()?;
        inner.end()?;
        Ok(Self { ca, path_len })
    }
}

/// keyUsage (RFC 5280 4.2.1.3) as a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsage(pub(super) u16);

impl KeyUsage {
    /// Signatures other than on certificates and CRLs.
    pub const DIGITAL_SIGNATURE: Self = Self(0x8000);
    /// Also called contentCommitment.
    pub const NON_REPUDIATION: Self = Self(0x4000);
    /// Encrypts keys.
    pub const KEY_ENCIPHERMENT: Self = Self(0x2000);
    /// Encrypts data.
    pub const DATA_ENCIPHERMENT: Self = Self(0x1000);
    /// Agrees on keys, as Diffie and Hellman do.
    pub const KEY_AGREEMENT: Self = Self(0x0800);
    /// Signs certificates.
    pub const KEY_CERT_SIGN: Self = Self(0x0400);
    /// Signs CRLs.
    pub const CRL_SIGN: Self = Self(0x0200);

    /// No bit.
    pub(crate) const NONE: Self = Self(0);

    /// All bits of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The bits as they are encoded, bit 0 of the standard first.
    pub(crate) const fn bits(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// Whether all bits of `other` are in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The names of the bits, joined with `+`.
impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 9] = [
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly",
        ];
        let mut mask = 0x8000_u16;
        let mut is_first = true;
        for name in NAMES {
            if self.0 & mask != 0 {
                write!(f, "{}{name}", if is_first { "" } else { "+" })?;
                is_first = false;
            }
            mask >>= 1;
        }
        Ok(())
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyUsage({self})")
    }
}

/// extKeyUsage (RFC 5280 4.2.1.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedKeyUsage<'a>(&'a [u8]);

impl<'a> ExtendedKeyUsage<'a> {
    pub(super) fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        let content = inner.rest();
        if content.is_empty() {
            return Err(Malformed::Empty);
        }
        while !inner.is_empty() {
            inner.oid()?;
        }
        Ok(Self(content))
    }

    /// The purposes.
    pub fn iter(self) -> impl Iterator<Item = Oid<'a>> + Clone {
        let mut reader = Reader::new(self.0);
        core::iter::from_fn(move || reader.oid().ok().map(Oid::from_content))
    }

    /// Whether the purpose, given by the content octets of its identifier, is named.
    #[must_use]
    pub fn contains(self, purpose: &[u8]) -> bool {
        self.iter().any(|found| found.content() == purpose)
    }
}

/// policyConstraints (RFC 5280 4.2.1.11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PolicyConstraints {
    pub(crate) require_explicit: Option<u32>,
    pub(crate) inhibit_mapping: Option<u32>,
}

impl PolicyConstraints {
    pub(super) fn parse(value: &[u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        // RFC 5280 4.2.1.11: never an empty sequence.
        if inner.is_empty() {
            return Err(Malformed::Empty);
        }
        let require_explicit = inner.optional(tag::context(0))?.map(der::small).transpose()?;
        let inhibit_mapping = inner.optional(tag::context(1))?.map(der::small).transpose()?;
        inner.end()?;
        Ok(Self { require_explicit, inhibit_mapping })
    }
}

/// Checks authorityInfoAccess and finds the first URI with the method id-ad-ocsp.
pub(super) fn first_ocsp_uri(value: &[u8]) -> Result<Option<&str>, Malformed> {
    let mut list = Reader::only(value, tag::SEQUENCE)?;
    if list.is_empty() {
        return Err(Malformed::Empty);
    }
    let mut first = None;
    while !list.is_empty() {
        let mut description = list.nested(tag::SEQUENCE)?;
        let method = description.oid()?;
        let location = GeneralName::read(&mut description)?;
        description.end()?;
        if let (None, oid::OCSP, GeneralName::Uri(uri)) = (first, method, location) {
            first = Some(uri);
        }
    }
    Ok(first)
}

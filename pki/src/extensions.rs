//! Certificate extensions (RFC 5280 4.2): each that profiles and path validation look at is read
//! whole when the certificate is read.

use core::fmt;

use crate::der::{self, DerError, InField, Malformed, Reader, tag};
use crate::distribution_points::DistributionPoints;
use crate::general_name::{GeneralName, GeneralNames};
use crate::name_constraints::NameConstraints;
use crate::oid::{self, Oid};

/// More extensions than any certificate of a profile has; a bound for the search for duplicates.
const MAX_EXTENSIONS: usize = 64;

/// The extensions that this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Extension {
    /// RFC 5280 4.2.1.1.
    AuthorityKeyIdentifier,
    /// RFC 5280 4.2.1.2.
    SubjectKeyIdentifier,
    /// RFC 5280 4.2.1.3.
    KeyUsage,
    /// RFC 5280 4.2.1.4.
    CertificatePolicies,
    /// RFC 5280 4.2.1.5.
    PolicyMappings,
    /// RFC 5280 4.2.1.6.
    SubjectAltName,
    /// RFC 5280 4.2.1.9.
    BasicConstraints,
    /// RFC 5280 4.2.1.10.
    NameConstraints,
    /// RFC 5280 4.2.1.11.
    PolicyConstraints,
    /// RFC 5280 4.2.1.12.
    ExtendedKeyUsage,
    /// RFC 5280 4.2.1.13.
    CrlDistributionPoints,
    /// RFC 5280 4.2.1.14.
    InhibitAnyPolicy,
    /// RFC 5280 4.2.1.15.
    FreshestCrl,
    /// RFC 5280 4.2.2.1.
    AuthorityInfoAccess,
    /// RFC 6960 4.2.2.2.1, in certificates of OCSP responders.
    OcspNoCheck,
}

impl Extension {
    const fn bit(self) -> u16 {
        1 << match self {
            Self::AuthorityKeyIdentifier => 0,
            Self::SubjectKeyIdentifier => 1,
            Self::KeyUsage => 2,
            Self::CertificatePolicies => 3,
            Self::PolicyMappings => 4,
            Self::SubjectAltName => 5,
            Self::BasicConstraints => 6,
            Self::NameConstraints => 7,
            Self::PolicyConstraints => 8,
            Self::ExtendedKeyUsage => 9,
            Self::CrlDistributionPoints => 10,
            Self::InhibitAnyPolicy => 11,
            Self::FreshestCrl => 12,
            Self::AuthorityInfoAccess => 13,
            Self::OcspNoCheck => 14,
        }
    }

    fn from_oid(oid: &[u8]) -> Option<Self> {
        Some(match oid {
            [0x55, 0x1D, 14] => Self::SubjectKeyIdentifier,
            [0x55, 0x1D, 15] => Self::KeyUsage,
            [0x55, 0x1D, 17] => Self::SubjectAltName,
            [0x55, 0x1D, 19] => Self::BasicConstraints,
            [0x55, 0x1D, 30] => Self::NameConstraints,
            [0x55, 0x1D, 31] => Self::CrlDistributionPoints,
            [0x55, 0x1D, 32] => Self::CertificatePolicies,
            [0x55, 0x1D, 33] => Self::PolicyMappings,
            [0x55, 0x1D, 35] => Self::AuthorityKeyIdentifier,
            [0x55, 0x1D, 36] => Self::PolicyConstraints,
            [0x55, 0x1D, 37] => Self::ExtendedKeyUsage,
            [0x55, 0x1D, 46] => Self::FreshestCrl,
            [0x55, 0x1D, 54] => Self::InhibitAnyPolicy,
            oid::AUTHORITY_INFO_ACCESS => Self::AuthorityInfoAccess,
            oid::OCSP_NO_CHECK => Self::OcspNoCheck,
            _ => return None,
        })
    }

    /// The name in the ASN.1 of its RFC.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorityKeyIdentifier => "authorityKeyIdentifier",
            Self::SubjectKeyIdentifier => "subjectKeyIdentifier",
            Self::KeyUsage => "keyUsage",
            Self::CertificatePolicies => "certificatePolicies",
            Self::PolicyMappings => "policyMappings",
            Self::SubjectAltName => "subjectAltName",
            Self::BasicConstraints => "basicConstraints",
            Self::NameConstraints => "nameConstraints",
            Self::PolicyConstraints => "policyConstraints",
            Self::ExtendedKeyUsage => "extKeyUsage",
            Self::CrlDistributionPoints => "cRLDistributionPoints",
            Self::InhibitAnyPolicy => "inhibitAnyPolicy",
            Self::FreshestCrl => "freshestCRL",
            Self::AuthorityInfoAccess => "authorityInfoAccess",
            Self::OcspNoCheck => "ocsp-nocheck",
        }
    }
}

/// The extensions of a certificate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extensions<'a> {
    present: u16,
    critical: u16,
    unknown_critical: Option<Oid<'a>>,
    authority_key_id: AuthorityKeyIdentifier<'a>,
    subject_key_id: Option<&'a [u8]>,
    key_usage: Option<KeyUsage>,
    basic_constraints: Option<BasicConstraints>,
    extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    subject_alt_name: Option<GeneralNames<'a>>,
    name_constraints: Option<NameConstraints<'a>>,
    policies: Option<&'a [u8]>,
    policy_mappings: Option<&'a [u8]>,
    policy_constraints: PolicyConstraints,
    inhibit_any_policy: Option<u32>,
    crl_distribution_points: Option<DistributionPoints<'a>>,
    ocsp_responder: Option<&'a str>,
}

impl<'a> Extensions<'a> {
    /// Reads the content of `[3] EXPLICIT Extensions`.
    pub(crate) fn read(explicit: &'a [u8]) -> Result<Self, DerError> {
        const FIELD: &str = "extensions";
        let mut list = Reader::only(explicit, tag::SEQUENCE).field(FIELD)?;
        if list.is_empty() {
            return Err(DerError::new(FIELD, Malformed::Empty));
        }
        let all = list;
        let mut extensions = Self::default();
        let mut count: usize = 0;
        while !list.is_empty() {
            let mut inner = list.nested(tag::SEQUENCE).field(FIELD)?;
            let oid = inner.oid().field("extnID")?;
            let critical = inner.default_false().field("critical")?;
            let value = inner.value(tag::OCTET_STRING).field("extnValue")?;
            inner.end().field(FIELD)?;
            match Extension::from_oid(oid) {
                Some(known) => extensions.known(known, critical, value)?,
                None => {
                    if is_among_first(all, oid, count) {
                        return Err(DerError::new(FIELD, Malformed::Duplicate));
                    }
                    if critical && extensions.unknown_critical.is_none() {
                        extensions.unknown_critical = Some(Oid::from_content(oid));
                    }
                }
            }
            count = count.saturating_add(1);
            if count > MAX_EXTENSIONS {
                return Err(DerError::new(FIELD, Malformed::TooMany));
            }
        }
        Ok(extensions)
    }

    fn known(&mut self, known: Extension, critical: bool, value: &'a [u8]) -> Result<(), DerError> {
        if self.has(known) {
            return Err(DerError::new(known.name(), Malformed::Duplicate));
        }
        self.present |= known.bit();
        if critical {
            self.critical |= known.bit();
        }
        self.read_value(known, value).field(known.name())
    }

    fn read_value(&mut self, known: Extension, value: &'a [u8]) -> Result<(), Malformed> {
        match known {
            Extension::AuthorityKeyIdentifier => {
                self.authority_key_id = AuthorityKeyIdentifier::parse(value)?;
            }
            Extension::SubjectKeyIdentifier => {
                let mut reader = Reader::new(value);
                self.subject_key_id = Some(reader.value(tag::OCTET_STRING)?);
                reader.end()?;
            }
            Extension::KeyUsage => {
                let mut reader = Reader::new(value);
                let bits = der::named_bits(reader.value(tag::BIT_STRING)?)?;
                reader.end()?;
                // RFC 5280 4.2.1.3: at least one of the bits must be set.
                if bits == 0 {
                    return Err(Malformed::Empty);
                }
                self.key_usage = Some(KeyUsage(bits));
            }
            Extension::BasicConstraints => {
                self.basic_constraints = Some(BasicConstraints::parse(value)?);
            }
            Extension::ExtendedKeyUsage => {
                self.extended_key_usage = Some(ExtendedKeyUsage::parse(value)?);
            }
            Extension::SubjectAltName => {
                self.subject_alt_name = Some(crate::general_name::whole(value)?);
            }
            Extension::NameConstraints => {
                self.name_constraints = Some(NameConstraints::parse(value)?);
            }
            Extension::CertificatePolicies => {
                self.policies = Some(crate::certificate_policies::check_policies(value)?);
            }
            Extension::PolicyMappings => {
                self.policy_mappings = Some(crate::certificate_policies::check_mappings(value)?);
            }
            Extension::PolicyConstraints => {
                self.policy_constraints = PolicyConstraints::parse(value)?;
            }
            Extension::InhibitAnyPolicy => {
                let mut reader = Reader::new(value);
                self.inhibit_any_policy = Some(der::small(reader.value(tag::INTEGER)?)?);
                reader.end()?;
            }
            Extension::CrlDistributionPoints => {
                self.crl_distribution_points = Some(DistributionPoints::parse(value)?);
            }
            Extension::FreshestCrl => {
                DistributionPoints::parse(value)?;
            }
            Extension::AuthorityInfoAccess => self.ocsp_responder = first_ocsp_uri(value)?,
            Extension::OcspNoCheck => {
                let mut reader = Reader::new(value);
                if !reader.value(tag::NULL)?.is_empty() {
                    return Err(Malformed::Length);
                }
                reader.end()?;
            }
        }
        Ok(())
    }

    /// Whether the extension is there.
    #[must_use]
    pub fn has(&self, extension: Extension) -> bool {
        self.present & extension.bit() != 0
    }

    /// Whether the extension is there and critical.
    #[must_use]
    pub fn is_critical(&self, extension: Extension) -> bool {
        self.critical & extension.bit() != 0
    }

    /// The first extension that is critical and that this crate does not know.
    #[must_use]
    pub fn unknown_critical(&self) -> Option<Oid<'a>> {
        self.unknown_critical
    }

    /// The identifier of the issuer's key.
    #[must_use]
    pub fn authority_key_id(&self) -> AuthorityKeyIdentifier<'a> {
        self.authority_key_id
    }

    /// The identifier of the certified key.
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&'a [u8]> {
        self.subject_key_id
    }

    /// What the key may be used for.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.key_usage
    }

    /// Whether the subject may issue certificates.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.basic_constraints
    }

    /// The purposes of the key.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<ExtendedKeyUsage<'a>> {
        self.extended_key_usage
    }

    /// Further names of the subject.
    #[must_use]
    pub fn subject_alt_name(&self) -> Option<GeneralNames<'a>> {
        self.subject_alt_name
    }

    /// The names that certificates below may have.
    #[must_use]
    pub fn name_constraints(&self) -> Option<NameConstraints<'a>> {
        self.name_constraints
    }

    /// The first URI of an OCSP responder (RFC 5280 4.2.2.1), the `responderURL` of OCPP.
    #[must_use]
    pub fn ocsp_responder(&self) -> Option<&'a str> {
        self.ocsp_responder
    }

    /// Where CRLs are.
    #[must_use]
    pub fn crl_distribution_points(&self) -> Option<DistributionPoints<'a>> {
        self.crl_distribution_points
    }

    /// The content of certificatePolicies.
    pub(crate) fn policies(&self) -> Option<&'a [u8]> {
        self.policies
    }

    /// The content of policyMappings.
    pub(crate) fn policy_mappings(&self) -> Option<&'a [u8]> {
        self.policy_mappings
    }

    pub(crate) fn policy_constraints(&self) -> PolicyConstraints {
        self.policy_constraints
    }

    pub(crate) fn inhibit_any_policy(&self) -> Option<u32> {
        self.inhibit_any_policy
    }
}

/// Whether one of the first `count` extensions has this identifier.
fn is_among_first(mut list: Reader<'_>, oid: &[u8], count: usize) -> bool {
    (0..count)
        .any(|_| list.nested(tag::SEQUENCE).and_then(|mut extension| extension.oid()) == Ok(oid))
}

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
    fn parse(value: &[u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        let ca = inner.default_false()?;
        let path_len = inner.optional(tag::INTEGER)?.map(der::small).transpose()?;
        inner.end()?;
        Ok(Self { ca, path_len })
    }
}

/// keyUsage (RFC 5280 4.2.1.3) as a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsage(u16);

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
    fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
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
    fn parse(value: &[u8]) -> Result<Self, Malformed> {
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
fn first_ocsp_uri(value: &[u8]) -> Result<Option<&str>, Malformed> {
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
        if let (oid::OCSP, GeneralName::Uri(uri), None) = (method, location, first) {
            first = Some(uri);
        }
    }
    Ok(first)
}

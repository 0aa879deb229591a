//! Certificate extensions (RFC 5280 4.2): each that profiles and path validation look at is read
//! whole when the certificate is read.

mod values;

pub(crate) use self::values::PolicyConstraints;
use self::values::first_ocsp_uri;
pub use self::values::{AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage};
use crate::der::{self, DerError, InField, Malformed, Reader, tag};
use crate::distribution_points::DistributionPoints;
use crate::general_name::GeneralNames;
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
        match oid {
            [0x55, 0x1D, last] => Self::from_arc(*last),
            oid::AUTHORITY_INFO_ACCESS => Some(Self::AuthorityInfoAccess),
            oid::OCSP_NO_CHECK => Some(Self::OcspNoCheck),
            _ => None,
        }
    }

    /// The extension with this arc below id-ce.
    #[inline]
    fn from_arc(arc: u8) -> Option<Self> {
        Some(match arc {
            14 => Self::SubjectKeyIdentifier,
            15 => Self::KeyUsage,
            17 => Self::SubjectAltName,
            19 => Self::BasicConstraints,
            30 => Self::NameConstraints,
            31 => Self::CrlDistributionPoints,
            32 => Self::CertificatePolicies,
            33 => Self::PolicyMappings,
            35 => Self::AuthorityKeyIdentifier,
            36 => Self::PolicyConstraints,
            37 => Self::ExtendedKeyUsage,
            46 => Self::FreshestCrl,
            54 => Self::InhibitAnyPolicy,
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
    /// An IA5String that has been checked.
    ocsp_responder: Option<&'a [u8]>,
}

impl<'a> Extensions<'a> {
    /// Reads the content of `[3] EXPLICIT Extensions`.
    pub(crate) fn read(&mut self, explicit: &'a [u8]) -> Result<(), DerError> {
        const FIELD: &str = "extensions";
        let mut list = Reader::only(explicit, tag::SEQUENCE).field(FIELD)?;
        if list.is_empty() {
            return Err(DerError::new(FIELD, Malformed::Empty));
        }
        let all = list;
        let mut count: usize = 0;
        while !list.is_empty() {
            if let Some((known, critical, value)) = read_short(&mut list) {
                self.known(known, critical, value)?;
            } else {
                let mut inner = list.nested(tag::SEQUENCE).field(FIELD)?;
                let oid = inner.oid().field("extnID")?;
                let critical = inner.default_false().field("critical")?;
                let value = inner.value(tag::OCTET_STRING).field("extnValue")?;
                inner.end().field(FIELD)?;
                match Extension::from_oid(oid) {
                    Some(known) => self.known(known, critical, value)?,
                    None => {
                        if is_among_first(all, oid, count) {
                            return Err(DerError::new(FIELD, Malformed::Duplicate));
                        }
                        if critical && self.unknown_critical.is_none() {
                            self.unknown_critical = Some(Oid::from_content(oid));
                        }
                    }
                }
            }
            count = count.saturating_add(1);
            if count > MAX_EXTENSIONS {
                return Err(DerError::new(FIELD, Malformed::TooMany));
            }
        }
        Ok(())
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
                self.subject_key_id = Some(Reader::only(value, tag::OCTET_STRING)?.rest());
            }
            Extension::KeyUsage => {
                let bits = der::named_bits(Reader::only(value, tag::BIT_STRING)?.rest())?;
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
                let number = Reader::only(value, tag::INTEGER)?;
                self.inhibit_any_policy = Some(der::small(number.rest())?);
            }
            Extension::CrlDistributionPoints => {
                self.crl_distribution_points = Some(DistributionPoints::parse(value)?);
            }
            Extension::FreshestCrl => {
                DistributionPoints::parse(value)?;
            }
            Extension::AuthorityInfoAccess => self.ocsp_responder = first_ocsp_uri(value)?,
            Extension::OcspNoCheck => {
                if !Reader::only(value, tag::NULL)?.is_empty() {
                    return Err(Malformed::Length);
                }
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
        self.ocsp_responder.and_then(|uri| core::str::from_utf8(uri).ok())
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

/// Reads an extension that this crate knows, of id-ce and of less than 128 octets, as nearly all are.
///
/// What has another form is left where it is, to be read by its elements.
#[inline]
fn read_short<'a>(list: &mut Reader<'a>) -> Option<(Extension, bool, &'a [u8])> {
    let [tag::SEQUENCE, length @ 0..=0x7F, tag::OID, 3, 0x55, 0x1D, arc, rest @ ..] = list.rest()
    else {
        return None;
    };
    let known = Extension::from_arc(*arc)?;
    let (rest, after) = rest.split_at_checked(usize::from(length.checked_sub(5)?))?;
    let (critical, rest) = match rest {
        [tag::BOOLEAN, 1, 0xFF, rest @ ..] => (true, rest),
        _ => (false, rest),
    };
    let [tag::OCTET_STRING, length, value @ ..] = rest else { return None };
    if usize::from(*length) != value.len() {
        return None;
    }
    *list = Reader::new(after);
    Some((known, critical, value))
}

/// Whether one of the first `count` extensions has this identifier.
fn is_among_first(mut list: Reader<'_>, oid: &[u8], count: usize) -> bool {
    (0..count)
        .any(|_| list.nested(tag::SEQUENCE).and_then(|mut extension| extension.oid()) == Ok(oid))
}

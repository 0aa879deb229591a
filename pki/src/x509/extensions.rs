//! Certificate extensions (RFC 5280 4.2): each that profiles and path validation look at is read
//! whole when the certificate is read.

mod certificate_policies;
mod distribution_points;
mod entry;
mod extension;
mod name_constraints;
mod values;

use self::certificate_policies::{check_mappings, check_policies};
pub(crate) use self::certificate_policies::{policies, policy_mappings};
pub use self::distribution_points::DistributionPoints;
pub(crate) use self::distribution_points::PointName;
pub(crate) use self::entry::for_each_extension;
use self::entry::{Entry, FIELD, Id};
pub use self::extension::Extension;
pub use self::name_constraints::NameConstraints;
pub(crate) use self::values::PolicyConstraints;
use self::values::first_ocsp_uri;
pub use self::values::{AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage};
use super::general_name::{self, GeneralNames};
use crate::der::{self, DerError, InField, Malformed, Oid, Reader, tag};

/// More extensions that this crate does not know than any certificate of a profile has; a bound for the
/// search for duplicates.
const MAX_UNKNOWN: usize = 64;

/// The extensions of a certificate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extensions<'a> {
    /// All of them, each read and checked: those that few certificates have are looked up here.
    list: &'a [u8],
    present: u16,
    critical: u16,
    has_unknown_critical: bool,
    key_usage: Option<KeyUsage>,
    basic_constraints: Option<BasicConstraints>,
    extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    subject_key_id: Option<&'a [u8]>,
    /// `keyIdentifier` of authorityKeyIdentifier.
    authority_key: Option<&'a [u8]>,
}

impl<'a> Extensions<'a> {
    /// Reads the content of `[3] EXPLICIT Extensions`.
    pub(crate) fn read(explicit: &'a [u8]) -> Result<Self, DerError> {
        let mut list = Reader::only(explicit, tag::SEQUENCE).field(FIELD)?;
        if list.is_empty() {
            return Err(DerError::new(FIELD, Malformed::Empty));
        }
        let mut extensions = Self { list: list.rest(), ..Self::default() };
        let mut unknown: usize = 0;
        while !list.is_empty() {
            let entry = Entry::read(&mut list)?;
            match entry.id {
                Id::Known(known) => extensions.known(known, &entry)?,
                Id::Unknown(oid) => {
                    if extensions.unknown().take(unknown).any(|(other, _)| other == oid) {
                        return Err(DerError::new(FIELD, Malformed::Duplicate));
                    }
                    unknown = unknown.saturating_add(1);
                    if unknown > MAX_UNKNOWN {
                        return Err(DerError::new(FIELD, Malformed::TooMany));
                    }
                    extensions.has_unknown_critical |= entry.is_critical;
                }
            }
        }
        Ok(extensions)
    }

    fn known(&mut self, known: Extension, entry: &Entry<'a>) -> Result<(), DerError> {
        if self.has(known) {
            return Err(DerError::new(known.name(), Malformed::Duplicate));
        }
        self.present |= known.bit();
        if entry.is_critical {
            self.critical |= known.bit();
        }
        self.read_value(known, entry.value).field(known.name())
    }

    fn read_value(&mut self, known: Extension, value: &'a [u8]) -> Result<(), Malformed> {
        match known {
            Extension::AuthorityKeyIdentifier => {
                self.authority_key = AuthorityKeyIdentifier::parse(value)?.key_id;
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
            Extension::AuthorityInfoAccess => {
                first_ocsp_uri(value)?;
            }
            _ => check_seldom(known, value)?,
        }
        Ok(())
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let mut list = Reader::new(self.list);
        core::iter::from_fn(move || Entry::read(&mut list).ok())
    }

    /// The identifiers that this crate does not know, and whether they are critical.
    fn unknown(&self) -> impl Iterator<Item = (&'a [u8], bool)> {
        self.entries().filter_map(|entry| match entry.id {
            Id::Unknown(oid) => Some((oid, entry.is_critical)),
            Id::Known(_) => None,
        })
    }

    /// The value of an extension that is there.
    fn value(&self, known: Extension) -> Option<&'a [u8]> {
        if !self.has(known) {
            return None;
        }
        self.entries().find(|entry| entry.id == Id::Known(known)).map(|entry| entry.value)
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
        if !self.has_unknown_critical {
            return None;
        }
        self.unknown().find(|(_, is_critical)| *is_critical).map(|(oid, _)| Oid::from_content(oid))
    }

    /// The identifier of the issuer's key.
    #[must_use]
    pub fn authority_key_id(&self) -> AuthorityKeyIdentifier<'a> {
        let value = self.value(Extension::AuthorityKeyIdentifier);
        value.and_then(|value| AuthorityKeyIdentifier::parse(value).ok()).unwrap_or_default()
    }

    /// The same without what else names the issuer.
    pub(crate) fn authority_key(&self) -> Option<&'a [u8]> {
        self.authority_key
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
        self.list_of(Extension::SubjectAltName).map(GeneralNames::of_checked)
    }

    /// The names that certificates below may have.
    #[must_use]
    pub fn name_constraints(&self) -> Option<NameConstraints<'a>> {
        let value = self.value(Extension::NameConstraints)?;
        NameConstraints::parse(value).ok()
    }

    /// The first URI of an OCSP responder (RFC 5280 4.2.2.1), the `responderURL` of OCPP.
    #[must_use]
    pub fn ocsp_responder(&self) -> Option<&'a str> {
        let value = self.value(Extension::AuthorityInfoAccess)?;
        first_ocsp_uri(value).ok()?
    }

    /// Where CRLs are.
    #[must_use]
    pub fn crl_distribution_points(&self) -> Option<DistributionPoints<'a>> {
        self.list_of(Extension::CrlDistributionPoints).map(DistributionPoints::of_checked)
    }

    /// The content of certificatePolicies.
    pub(crate) fn policies(&self) -> Option<&'a [u8]> {
        self.list_of(Extension::CertificatePolicies)
    }

    /// The content of policyMappings.
    pub(crate) fn policy_mappings(&self) -> Option<&'a [u8]> {
        self.list_of(Extension::PolicyMappings)
    }

    /// The content of a value that is a SEQUENCE.
    fn list_of(&self, known: Extension) -> Option<&'a [u8]> {
        let value = self.value(known)?;
        Reader::only(value, tag::SEQUENCE).ok().map(|list| list.rest())
    }

    pub(crate) fn policy_constraints(&self) -> PolicyConstraints {
        let value = self.value(Extension::PolicyConstraints);
        value.and_then(|value| PolicyConstraints::parse(value).ok()).unwrap_or_default()
    }

    pub(crate) fn inhibit_any_policy(&self) -> Option<u32> {
        let value = self.value(Extension::InhibitAnyPolicy)?;
        small(value).ok()
    }
}

/// Checks the value of an extension that few certificates have.
#[inline(never)]
fn check_seldom(known: Extension, value: &[u8]) -> Result<(), Malformed> {
    match known {
        Extension::SubjectAltName => general_name::whole(value).map(|_| ()),
        Extension::NameConstraints => NameConstraints::parse(value).map(|_| ()),
        Extension::CertificatePolicies => check_policies(value),
        Extension::PolicyMappings => check_mappings(value),
        Extension::PolicyConstraints => PolicyConstraints::parse(value).map(|_| ()),
        Extension::InhibitAnyPolicy => small(value).map(|_| ()),
        Extension::CrlDistributionPoints | Extension::FreshestCrl => {
            DistributionPoints::parse(value).map(|_| ())
        }
        Extension::OcspNoCheck => {
            let is_empty = Reader::only(value, tag::NULL)?.is_empty();
            if is_empty { Ok(()) } else { Err(Malformed::Length) }
        }
        Extension::AuthorityKeyIdentifier
        | Extension::SubjectKeyIdentifier
        | Extension::KeyUsage
        | Extension::BasicConstraints
        | Extension::ExtendedKeyUsage
        | Extension::AuthorityInfoAccess => Ok(()),
    }
}

fn small(value: &[u8]) -> Result<u32, Malformed> {
    der::small(Reader::only(value, tag::INTEGER)?.rest())
}

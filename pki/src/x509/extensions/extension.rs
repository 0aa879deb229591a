//! The extensions by their names.

use crate::der::oid;

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
    pub(super) const fn bit(self) -> u16 {
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

    pub(super) fn from_oid(oid: &[u8]) -> Option<Self> {
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

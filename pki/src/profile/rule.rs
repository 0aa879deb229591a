//! The rules that a chain can break.

mod citation;
mod set;

use core::fmt;

pub(crate) use self::set::RuleSet;

/// A rule of a standard or of a profile.
///
/// A profile is a set of rules; [`Profile::relaxed`](crate::Profile::relaxed) takes one out. What
/// cannot be taken out has no place in a set: encodings, signatures, names that chain, budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    // Never relaxed.
    /// Fields are DER and what their types say.
    Encoding,
    /// Each certificate is issued by the next one, the last one by an anchor.
    UnknownIssuer,
    /// A verifier for the algorithms of key and signature is there.
    SupportedAlgorithm,
    /// The signature is by the issuer's key.
    Signature,
    /// The two algorithm identifiers of a certificate are the same.
    AlgorithmsAgree,
    /// Critical extensions are known.
    UnknownCriticalExtension,
    /// Issuers are certification authorities.
    IssuerIsCa,
    /// The key usage of issuers, if there is one, includes keyCertSign.
    IssuerKeyUsage,
    /// No more certificates follow than pathLenConstraint allows.
    PathLength,
    /// Names are within the name constraints above.
    NameConstraints,
    /// The path is valid for a policy if one is required.
    CertificatePolicies,
    /// The path has no more certificates than the budget allows.
    DepthBudget,
    /// No more signatures are verified than the budget allows.
    SignatureBudget,
    /// No more steps of path building are made than the budget allows.
    StepBudget,
    /// No more names are compared with constraints than the budget allows.
    NameBudget,
    /// A root that is to be installed is issued by itself.
    SelfSigned,
    /// The certificate is not revoked.
    NotRevoked,
    /// The revocation status is known where it must be.
    RevocationKnown,
    /// A CRL or an OCSP response is what it should be.
    RevocationData,

    // Relaxed by name.
    /// The time is not before the validity.
    NotYetValid,
    /// The time is not after the validity.
    Expired,
    /// The certificate of an anchor obeys the rules for certificates of issuers.
    AnchorCertificate,
    /// Serial numbers are positive and have at most 20 octets.
    SerialNumber,
    /// Times until 2049 are UTCTime, later ones GeneralizedTime.
    TimeForm,
    /// Issuers have a name.
    IssuerName,
    /// A certificate without a subject has a critical subjectAltName; CAs have a subject.
    SubjectName,
    /// Certificates that are not self-signed name the issuer's key, CAs their own.
    KeyIdentifiers,
    /// Extensions are critical, or not, as their definition says.
    Criticality,
    /// Name constraints are critical; the CA/Browser Forum allows that they are not.
    NameConstraintsCritical,
    /// Extensions for CAs are in certificates of CAs alone.
    CaExtensions,
    /// keyCertSign is for CAs alone.
    KeyCertSignIsForCas,
    /// DNS names in subjectAltName are written as names of hosts.
    DnsNames,
    /// The public key is a point of its curve, or an RSA key that can be one.
    PublicKeyValue,
    /// The certificate has version 3.
    Version,
    /// The certificate is not too long.
    CertificateSize,
    /// There are not too many certificates that are not self-signed.
    ChainLength,
    /// The key is of a kind that the profile has.
    KeyAlgorithm,
    /// The signature is by an algorithm that the profile has.
    SignatureAlgorithm,
    /// basicConstraints is there and critical.
    BasicConstraintsCritical,
    /// keyUsage is there and critical.
    KeyUsageCritical,
    /// The leaf is not a CA.
    LeafIsNoCa,
    /// The leaf may be used for what the role does.
    LeafKeyUsage,
    /// The purposes of the leaf, if there are any, include that of the role.
    ExtendedKeyUsage,
    /// The sub-CA above the leaf has pathLenConstraint 0, the one above it 1.
    SubCaPathLength,
    /// The leaf's subject has the domainComponent of the role, or at least none of another role.
    LeafDomainComponent,
    /// The root's subject has the domainComponent `V2G`.
    RootDomainComponent,
    /// A root does not issue leaves.
    RootIssuesNoLeaf,
    /// The subject of a contract certificate has one commonName, an eMAID.
    Emaid,
    /// The certificate is valid only while its issuer's is.
    NestedValidity,
    /// RSA keys have at least 2048 bits.
    RsaKeySize,
    /// The certificate is for the name of the peer.
    PeerName,
    /// The commonName is the serial number of the charge point.
    PeerSerialNumber,
    /// An organizationName is that of the charge point operator.
    PeerOrganization,
    /// The commonName of a contract certificate is the eMAID that was presented.
    PeerEmaid,
    /// The commonName of a provisioning certificate is the PCID that was presented.
    PeerPcid,
    /// The commonName of a vehicle certificate is the EVCCID that was presented.
    PeerEvccid,
}

impl Rule {
    /// The rules that [`Profile::relaxed`](crate::Profile::relaxed) can take out; their `Debug`
    /// forms are their names.
    pub const RELAXABLE: [Self; 37] = [
        Self::NotYetValid,
        Self::Expired,
        Self::AnchorCertificate,
        Self::SerialNumber,
        Self::TimeForm,
        Self::IssuerName,
        Self::SubjectName,
        Self::KeyIdentifiers,
        Self::Criticality,
        Self::CaExtensions,
        Self::KeyCertSignIsForCas,
        Self::DnsNames,
        Self::PublicKeyValue,
        Self::Version,
        Self::CertificateSize,
        Self::ChainLength,
        Self::KeyAlgorithm,
        Self::SignatureAlgorithm,
        Self::BasicConstraintsCritical,
        Self::KeyUsageCritical,
        Self::LeafIsNoCa,
        Self::LeafKeyUsage,
        Self::ExtendedKeyUsage,
        Self::SubCaPathLength,
        Self::LeafDomainComponent,
        Self::RootDomainComponent,
        Self::RootIssuesNoLeaf,
        Self::Emaid,
        Self::NestedValidity,
        Self::RsaKeySize,
        Self::PeerName,
        Self::PeerSerialNumber,
        Self::PeerOrganization,
        Self::NameConstraintsCritical,
        Self::PeerEmaid,
        Self::PeerPcid,
        Self::PeerEvccid,
    ];

    /// The place in a set; `None` for rules that are never relaxed.
    pub(crate) const fn bit(self) -> Option<u64> {
        let number = match self {
            Self::NotYetValid => 0,
            Self::Expired => 1,
            Self::AnchorCertificate => 2,
            Self::SerialNumber => 3,
            Self::TimeForm => 4,
            Self::IssuerName => 5,
            Self::SubjectName => 6,
            Self::KeyIdentifiers => 7,
            Self::Criticality => 8,
            Self::CaExtensions => 9,
            Self::KeyCertSignIsForCas => 10,
            Self::DnsNames => 11,
            Self::PublicKeyValue => 12,
            Self::Version => 13,
            Self::CertificateSize => 14,
            Self::ChainLength => 15,
            Self::KeyAlgorithm => 16,
            Self::SignatureAlgorithm => 17,
            Self::BasicConstraintsCritical => 18,
            Self::KeyUsageCritical => 19,
            Self::LeafIsNoCa => 20,
            Self::LeafKeyUsage => 21,
            Self::ExtendedKeyUsage => 22,
            Self::SubCaPathLength => 23,
            Self::LeafDomainComponent => 24,
            Self::RootDomainComponent => 25,
            Self::RootIssuesNoLeaf => 26,
            Self::Emaid => 27,
            Self::NestedValidity => 28,
            Self::RsaKeySize => 29,
            Self::PeerName => 30,
            Self::PeerSerialNumber => 31,
            Self::NameConstraintsCritical => 32,
            Self::PeerOrganization => 33,
            Self::PeerEmaid => 34,
            Self::PeerPcid => 35,
            Self::PeerEvccid => 36,
            _ => return None,
        };
        Some(1 << number)
    }

    /// How much the rule tells about why no path was found: of two that were broken on different
    /// paths, the one with the higher rank is reported.
    ///
    /// A wrong key under the right name says that it was another certificate; a certificate that
    /// fits and has expired says what to do. Budgets are last words.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::UnknownIssuer => 0,
            Self::Encoding => 1,
            Self::SupportedAlgorithm => 2,
            Self::Signature => 3,
            Self::DepthBudget | Self::ChainLength => 4,
            Self::IssuerIsCa | Self::IssuerKeyUsage | Self::PathLength => 5,
            Self::NotYetValid | Self::Expired => 8,
            Self::RevocationKnown | Self::RevocationData => 9,
            Self::NotRevoked => 10,
            Self::SignatureBudget | Self::StepBudget | Self::NameBudget => 11,
            _ => 6,
        }
    }
}

/// The standard that a profile is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standard {
    /// RFC 5280 alone.
    Rfc5280,
    /// ISO 15118-2.
    Iso15118_2,
    /// ISO 15118-20, with Amendment 1.
    Iso15118_20,
    /// OCPP 1.6 with the security whitepaper.
    Ocpp16,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Encoding => "malformed",
            Self::UnknownIssuer => "no issuer found",
            Self::SupportedAlgorithm => "algorithm not supported",
            Self::Signature => "signature is not by the issuer's key",
            Self::AlgorithmsAgree => "signature algorithms differ",
            Self::UnknownCriticalExtension => "unknown critical extension",
            Self::IssuerIsCa => "issuer is not a CA",
            Self::IssuerKeyUsage => "issuer may not sign certificates",
            Self::PathLength => "pathLenConstraint exceeded",
            Self::NameConstraints => "name constraints violated",
            Self::CertificatePolicies => "no valid policy",
            Self::DepthBudget => "path too long",
            Self::SignatureBudget => "too many signatures to verify",
            Self::StepBudget => "too many steps of path building",
            Self::NameBudget => "too many names to compare",
            Self::NotRevoked => "revoked",
            Self::RevocationKnown => "revocation status unknown",
            Self::RevocationData => "revocation data unusable",
            Self::NotYetValid => "not yet valid",
            Self::Expired => "expired",
            Self::AnchorCertificate => "anchor certificate",
            Self::SerialNumber => "serial number is not positive or too long",
            Self::TimeForm => "time in the wrong form",
            Self::IssuerName => "no issuer name",
            Self::SubjectName => "no subject",
            Self::KeyIdentifiers => "key identifier missing",
            Self::Criticality => "extension with the wrong criticality",
            Self::NameConstraintsCritical => "nameConstraints not critical",
            Self::CaExtensions => "extension for CAs alone",
            Self::KeyCertSignIsForCas => "keyCertSign without being a CA",
            Self::DnsNames => "malformed DNS name",
            Self::PublicKeyValue => "public key cannot be one",
            Self::Version => "version is not 3",
            Self::CertificateSize => "certificate too long",
            Self::ChainLength => "too many certificates",
            Self::KeyAlgorithm => "key algorithm not allowed",
            Self::SignatureAlgorithm => "signature algorithm not allowed",
            Self::BasicConstraintsCritical => "basicConstraints missing or not critical",
            Self::KeyUsageCritical => "keyUsage missing or not critical",
            Self::LeafIsNoCa => "leaf is a CA",
            Self::LeafKeyUsage => "keyUsage does not fit",
            Self::ExtendedKeyUsage => "extKeyUsage does not fit",
            Self::SubCaPathLength => "pathLenConstraint of a sub-CA does not fit",
            Self::LeafDomainComponent => "domainComponent does not fit",
            Self::RootDomainComponent => "domainComponent of the root is not V2G",
            Self::RootIssuesNoLeaf => "leaf is issued by a root",
            Self::Emaid => "commonName is not an eMAID",
            Self::NestedValidity => "valid beyond its issuer",
            Self::RsaKeySize => "RSA key too short",
            Self::PeerName => "not for the name of the peer",
            Self::PeerSerialNumber => "commonName is not the serial number of the charge point",
            Self::PeerOrganization => "organizationName is not the operator's",
            Self::PeerEmaid => "commonName is not the eMAID that was presented",
            Self::PeerPcid => "commonName is not the PCID that was presented",
            Self::PeerEvccid => "commonName is not the EVCCID that was presented",
            Self::SelfSigned => "not issued by itself",
        })
    }
}

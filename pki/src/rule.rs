//! The rules that a chain can break, each with its source.

use core::fmt;

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
    /// The leaf is no CA.
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
    /// A wrong key behind the right name says that it was another certificate; a certificate that
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

    /// Returns the place of the rule in a standard.
    ///
    /// Requirement numbers of ISO 15118 are those that public implementations quote; nobody has
    /// compared them with a bought copy of the standards. UNSURE marks what only test PKIs and
    /// peers show.
    #[must_use]
    pub const fn citation(self, standard: Standard) -> &'static str {
        match standard {
            Standard::Rfc5280 => self.rfc(),
            Standard::Iso15118_2 => match self {
                Self::CertificateSize => "[V2G2-010]",
                Self::ChainLength => "[V2G2-009]",
                Self::KeyAlgorithm => "[V2G2-007]",
                Self::SignatureAlgorithm => "[V2G2-006]",
                Self::Version
                | Self::BasicConstraintsCritical
                | Self::KeyUsageCritical
                | Self::LeafIsNoCa
                | Self::LeafKeyUsage
                | Self::SubCaPathLength => "ISO 15118-2 Annex F, tables of certificates",
                Self::LeafDomainComponent => "[V2G2-925]; CPS: ISO 15118-2 Annex F, tables",
                Self::RootDomainComponent => "ISO 15118-2 Annex F, table of the V2G root",
                Self::RootIssuesNoLeaf => "[V2G2-867]",
                Self::Emaid | Self::PeerEmaid => "[V2G2-108]",
                Self::PeerPcid => "[V2G2-933]",
                Self::UnknownCriticalExtension | Self::Expired | Self::NotYetValid => {
                    "[V2G2-885], [V2G2-910]; RFC 5280 6.1"
                }
                _ => self.rfc(),
            },
            Standard::Iso15118_20 => match self {
                Self::CertificateSize => "ISO 15118-20 schema, maxLength of certificateType",
                Self::ChainLength => "ISO 15118-20 Annex B (UNSURE)",
                Self::KeyAlgorithm
                | Self::SignatureAlgorithm
                | Self::Version
                | Self::BasicConstraintsCritical
                | Self::KeyUsageCritical
                | Self::LeafIsNoCa
                | Self::LeafKeyUsage
                | Self::LeafDomainComponent
                | Self::RootDomainComponent => "ISO 15118-20 Annex B, tables of certificates",
                Self::ExtendedKeyUsage => "ISO 15118-20 Annex B.8 (vehicle); RFC 5280 4.2.1.12",
                Self::SubCaPathLength
                | Self::RootIssuesNoLeaf
                | Self::Emaid
                | Self::PeerEmaid
                | Self::PeerPcid => "as in ISO 15118-2 (UNSURE)",
                Self::PeerEvccid => "[V2G20-2598]",
                Self::NestedValidity => "[V2G20-3000], [V2G20-3001] (Amendment 1)",
                Self::NotRevoked | Self::RevocationKnown => "[V2G20-1240], [V2G20-2409]",
                _ => self.rfc(),
            },
            Standard::Ocpp16 => match self {
                Self::KeyAlgorithm => "A00.FR.504, through the guideline of BSI (UNSURE)",
                Self::SignatureAlgorithm => "A00.FR.504 to A00.FR.506",
                Self::RsaKeySize => "A00.FR.502",
                Self::Version => "A00.FR.512, whose extension is of version 3",
                Self::LeafKeyUsage => "A00.FR.512; RFC 5280 4.2.1.3",
                Self::ChainLength => "OCPP 1.6 security white paper 3.2, L01, remarks",
                Self::PeerName => "A00.FR.308, A00.FR.412; RFC 6125 6.4",
                Self::PeerSerialNumber => "A00.FR.405, A00.FR.511",
                Self::PeerOrganization => "A00.FR.404",
                _ => self.rfc(),
            },
        }
    }

    /// The source in RFCs.
    const fn rfc(self) -> &'static str {
        match self {
            Self::Encoding => "RFC 5280 4.1, X.690",
            Self::UnknownIssuer => "RFC 5280 6.1.3 (a)(4)",
            Self::SupportedAlgorithm => "backend of the caller",
            Self::Signature => "RFC 5280 6.1.3 (a)(1)",
            Self::AlgorithmsAgree => "RFC 5280 4.1.1.2",
            Self::UnknownCriticalExtension => "RFC 5280 4.2, 6.1.4 (o), 6.1.5 (f)",
            Self::IssuerIsCa => "RFC 5280 6.1.4 (k)",
            Self::IssuerKeyUsage => "RFC 5280 6.1.4 (n)",
            Self::PathLength => "RFC 5280 6.1.4 (l), (m)",
            Self::NameConstraints => "RFC 5280 6.1.3 (b), (c)",
            Self::CertificatePolicies => "RFC 5280 6.1.3 (f), 6.1.4 (a), 6.1.5 (g); RFC 9618",
            Self::DepthBudget | Self::SignatureBudget | Self::StepBudget | Self::NameBudget => {
                "budget of the caller"
            }
            Self::NotRevoked | Self::RevocationKnown => "RFC 5280 6.1.3 (a)(3)",
            Self::RevocationData => "RFC 5280 6.3.3, RFC 6960 3.2",
            Self::NotYetValid | Self::Expired => "RFC 5280 6.1.3 (a)(2)",
            Self::SerialNumber => "RFC 5280 4.1.2.2",
            Self::TimeForm => "RFC 5280 4.1.2.5",
            Self::IssuerName => "RFC 5280 4.1.2.4",
            Self::SubjectName => "RFC 5280 4.1.2.6, 4.2.1.6",
            Self::KeyIdentifiers => "RFC 5280 4.2.1.1, 4.2.1.2",
            Self::Criticality => "RFC 5280 4.2.1, 4.2.2",
            Self::NameConstraintsCritical => "RFC 5280 4.2.1.10",
            Self::CaExtensions => "RFC 5280 4.2.1.5, 4.2.1.9, 4.2.1.10, 4.2.1.11, 4.2.1.14",
            Self::KeyCertSignIsForCas => "RFC 5280 4.2.1.3, 4.2.1.9",
            Self::DnsNames => "RFC 5280 4.2.1.6, RFC 1034 3.5, RFC 1123 2.1",
            Self::PublicKeyValue => "RFC 5480 2.2, RFC 8017 3.1, SEC 1 3.2.2",
            Self::Version => "RFC 5280 4.1.2.1",
            Self::LeafKeyUsage => "RFC 5280 4.2.1.3",
            Self::ExtendedKeyUsage => "RFC 5280 4.2.1.12",
            Self::PeerName => "RFC 6125 6.4",
            Self::BasicConstraintsCritical => "RFC 5280 4.2.1.9",
            Self::KeyUsageCritical => "RFC 5280 4.2.1.3",
            // What is in no RFC is a choice of the profile.
            Self::AnchorCertificate
            | Self::CertificateSize
            | Self::ChainLength
            | Self::KeyAlgorithm
            | Self::SignatureAlgorithm
            | Self::LeafIsNoCa
            | Self::SubCaPathLength
            | Self::LeafDomainComponent
            | Self::RootDomainComponent
            | Self::RootIssuesNoLeaf
            | Self::Emaid
            | Self::NestedValidity
            | Self::RsaKeySize
            | Self::PeerSerialNumber
            | Self::PeerOrganization
            | Self::PeerEmaid
            | Self::PeerPcid
            | Self::PeerEvccid => "profile",
            Self::SelfSigned => "RFC 5280 3.2",
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

/// A set of rules that can be relaxed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleSet(u64);

impl RuleSet {
    pub(crate) const fn of(rules: &[Rule]) -> Self {
        let mut set = Self(0);
        let mut rest = rules;
        while let [first, others @ ..] = rest {
            set = set.with(*first);
            rest = others;
        }
        set
    }

    pub(crate) const fn with(self, rule: Rule) -> Self {
        match rule.bit() {
            Some(bit) => Self(self.0 | bit),
            None => self,
        }
    }

    pub(crate) const fn without(self, rule: Rule) -> Self {
        match rule.bit() {
            Some(bit) => Self(self.0 & !bit),
            None => self,
        }
    }

    /// Rules that are never relaxed are in every set.
    pub(crate) const fn has(self, rule: Rule) -> bool {
        match rule.bit() {
            Some(bit) => self.0 & bit != 0,
            None => true,
        }
    }
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleSet({:#x})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_can_be_relaxed_have_places_of_their_own() {
        let mut set = RuleSet::of(&[]);
        for rule in Rule::RELAXABLE {
            assert!(!set.has(rule), "{rule:?}");
            set = set.with(rule);
            assert!(set.has(rule) && !set.without(rule).has(rule), "{rule:?}");
        }
        assert!(RuleSet::of(&[]).without(Rule::Signature).has(Rule::Signature));
    }
}

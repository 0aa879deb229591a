//! The place of each rule in its standard.

use super::{Rule, Standard};

impl Rule {
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

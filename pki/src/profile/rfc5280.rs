//! RFC 5280 alone: path validation, and what it asks of issuers.

use super::{Budget, PolicyInputs, Profile, Rule, RuleSet, Standard};
use crate::der::oid;
use crate::x509::KeyUsage;

/// Section 6, with the rules that it leaves to the caller: what the anchor's own certificate says
/// counts, and keys can be keys. A peer that the caller expects is always checked.
pub(super) const PATH: RuleSet = RuleSet::of(&[
    Rule::NotYetValid,
    Rule::Expired,
    Rule::AnchorCertificate,
    Rule::PublicKeyValue,
    Rule::PeerName,
    Rule::PeerSerialNumber,
    Rule::PeerOrganization,
    Rule::PeerEmaid,
    Rule::PeerPcid,
    Rule::PeerEvccid,
]);

/// Section 4: what conforming issuers do, and lenient readers tolerate.
const ISSUER: [Rule; 9] = [
    Rule::SerialNumber,
    Rule::TimeForm,
    Rule::IssuerName,
    Rule::SubjectName,
    Rule::Criticality,
    Rule::NameConstraintsCritical,
    Rule::CaExtensions,
    Rule::KeyCertSignIsForCas,
    Rule::DnsNames,
];

/// Section 6 and section 4 but for key identifiers.
///
/// The tables of ISO 15118-2 Annex F have both identifiers, but whether they are mandatory is
/// UNSURE, and nothing depends on them.
pub(super) const CONFORMING: RuleSet = {
    let mut set = PATH;
    let mut rest: &[Rule] = &ISSUER;
    while let [first, others @ ..] = rest {
        set = set.with(*first);
        rest = others;
    }
    set
};

impl Profile<'static> {
    /// RFC 5280 section 6 for any purpose: what PKITS tests, and the base of the others.
    #[must_use]
    pub const fn rfc5280() -> Self {
        Self {
            name: "rfc5280",
            standard: Standard::Rfc5280,
            rules: PATH,
            keys: u8::MAX,
            signatures: u16::MAX,
            max_size: usize::MAX,
            max_certificates: u8::MAX,
            leaf_usage: KeyUsage::NONE,
            purpose: None,
            leaf_domain: None,
            name_in_subject: false,
            needs_peer: &[],
            budget: Budget::DEFAULT,
            policies: PolicyInputs::ANY,
        }
    }

    /// RFC 5280 for TLS servers: certificates as section 4 wants them, with host names as RFC 6125
    /// compares them.
    #[must_use]
    pub const fn tls_server() -> Self {
        Self {
            name: "rfc5280 tls_server",
            rules: CONFORMING
                .with(Rule::KeyIdentifiers)
                .with(Rule::ExtendedKeyUsage)
                .with(Rule::KeyAlgorithm)
                .with(Rule::RsaKeySize)
                .with(Rule::LeafKeyUsage),
            purpose: Some(oid::SERVER_AUTH),
            needs_peer: &[Rule::PeerName],
            ..Self::rfc5280()
        }
    }

    /// RFC 5280 for TLS clients.
    #[must_use]
    pub const fn tls_client() -> Self {
        Self {
            name: "rfc5280 tls_client",
            purpose: Some(oid::CLIENT_AUTH),
            needs_peer: &[],
            ..Self::tls_server()
        }
    }
}

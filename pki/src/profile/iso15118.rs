//! ISO 15118-2 (Annex F) and ISO 15118-20 (Annex B).
//!
//! The rules come from public implementations that quote requirement numbers; where only their test
//! PKIs show a rule, [`Rule::citation`] does, or says UNSURE.

use super::rfc5280::CONFORMING;
use super::{Budget, Domain, PolicyInputs, Profile, Rule, Standard};
use crate::der::oid;
use crate::x509::{KeyKind, KeyUsage, SignatureAlgorithm};

/// Whose certificate the leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Iso15118Role {
    /// A charging station (SECC), below a V2G root.
    Secc,
    /// A charging station in a private environment, whose root may issue leaves itself
    /// ([V2G2-868], [V2G2-927]).
    SeccPrivate,
    /// A contract, below the root of a mobility operator or a V2G root.
    Contract,
    /// A vehicle's certificate for contract installation, below the root of its manufacturer or a
    /// V2G root.
    OemProvisioning,
    /// The certificate provisioning service, below a V2G root.
    Cps,
    /// A vehicle as TLS client ([V2G20-2339]); in ISO 15118-20 alone.
    Vehicle,
}

/// Octets of a certificate in ISO 15118-2 ([V2G2-010]; the schema's `maxLength`).
const MAX_SIZE_2: usize = 800;

/// Octets of a certificate in ISO 15118-20 (the schema's `maxLength`).
const MAX_SIZE_20: usize = 1600;

/// Two sub-CAs and the leaf, in the order of [V2G2-009].
const MAX_CERTIFICATES: u8 = 3;

impl Profile<'static> {
    /// ISO 15118-2: secp256r1 with SHA-256 ([V2G2-006], [V2G2-007]), 800 octets ([V2G2-010]), three
    /// certificates below the root ([V2G2-009]).
    ///
    /// There is no vehicle certificate in ISO 15118-2; that role is checked by the rules of -2 that
    /// are for all leaves.
    #[must_use]
    pub const fn iso15118_2(role: Iso15118Role) -> Self {
        Self {
            name: match role {
                Iso15118Role::Secc => "iso15118-2 secc",
                Iso15118Role::SeccPrivate => "iso15118-2 secc_pe",
                Iso15118Role::Contract => "iso15118-2 contract",
                Iso15118Role::OemProvisioning => "iso15118-2 oem_prov",
                Iso15118Role::Cps => "iso15118-2 cps",
                Iso15118Role::Vehicle => "iso15118-2 vehicle",
            },
            ..base(role)
        }
    }

    /// ISO 15118-20: secp521r1 with SHA-512, or Ed448; 1600 octets; validity nested in the issuer's
    /// (Amendment 1, [`Rule::NestedValidity`], relaxed by that name for PKIs of before).
    #[must_use]
    pub const fn iso15118_20(role: Iso15118Role) -> Self {
        let base = base(role);
        Self {
            name: match role {
                Iso15118Role::Secc => "iso15118-20 secc",
                Iso15118Role::SeccPrivate => "iso15118-20 secc_pe",
                Iso15118Role::Contract => "iso15118-20 contract",
                Iso15118Role::OemProvisioning => "iso15118-20 oem_prov",
                Iso15118Role::Cps => "iso15118-20 cps",
                Iso15118Role::Vehicle => "iso15118-20 vehicle",
            },
            standard: Standard::Iso15118_20,
            rules: base.rules.with(Rule::NestedValidity),
            keys: KeyKind::P521.bit() | KeyKind::Ed448.bit(),
            signatures: SignatureAlgorithm::EcdsaSha512.bit() | SignatureAlgorithm::Ed448.bit(),
            max_size: MAX_SIZE_20,
            ..base
        }
    }
}

const fn base(role: Iso15118Role) -> Profile<'static> {
    // Nobody looks a host up in V2G, and identifiers of stations have characters that hosts have not.
    let mut rules = CONFORMING
        .without(Rule::DnsNames)
        .with(Rule::Version)
        .with(Rule::CertificateSize)
        .with(Rule::ChainLength)
        .with(Rule::KeyAlgorithm)
        .with(Rule::SignatureAlgorithm)
        .with(Rule::BasicConstraintsCritical)
        .with(Rule::KeyUsageCritical)
        .with(Rule::LeafIsNoCa)
        .with(Rule::LeafKeyUsage)
        .with(Rule::LeafDomainComponent)
        .with(Rule::ExtendedKeyUsage)
        .with(Rule::SubCaPathLength)
        .with(Rule::RootIssuesNoLeaf);
    let mut leaf_usage = KeyUsage::DIGITAL_SIGNATURE;
    let mut purpose = None;
    let leaf_domain = match role {
        Iso15118Role::Secc | Iso15118Role::SeccPrivate => Domain::Mandatory(b"CPO"),
        Iso15118Role::Cps => Domain::Mandatory(b"CPS"),
        Iso15118Role::Contract => Domain::Optional(b"MO"),
        Iso15118Role::OemProvisioning | Iso15118Role::Vehicle => Domain::Optional(b"OEM"),
    };
    match role {
        Iso15118Role::Secc => {
            // [V2G2-925], and the EV as TLS client.
            rules = rules.with(Rule::RootDomainComponent);
            purpose = Some(oid::SERVER_AUTH);
        }
        Iso15118Role::SeccPrivate => {
            rules = rules.without(Rule::RootIssuesNoLeaf);
            purpose = Some(oid::SERVER_AUTH);
        }
        Iso15118Role::Contract => {
            rules = rules.with(Rule::Emaid);
            leaf_usage = leaf_usage.with(KeyUsage::NON_REPUDIATION);
        }
        Iso15118Role::OemProvisioning => {}
        Iso15118Role::Cps => {
            rules = rules.with(Rule::RootDomainComponent);
        }
        // Annex B.8: id-kp-clientAuth.
        Iso15118Role::Vehicle => purpose = Some(oid::CLIENT_AUTH),
    }
    Profile {
        name: "iso15118-2",
        standard: Standard::Iso15118_2,
        rules,
        keys: KeyKind::P256.bit(),
        signatures: SignatureAlgorithm::EcdsaSha256.bit(),
        max_size: MAX_SIZE_2,
        max_certificates: MAX_CERTIFICATES,
        leaf_usage,
        purpose,
        leaf_domain: Some(leaf_domain),
        name_in_subject: false,
        needs_peer: match role {
            Iso15118Role::Contract => &[Rule::PeerEmaid],
            Iso15118Role::OemProvisioning => &[Rule::PeerPcid],
            Iso15118Role::Vehicle => &[Rule::PeerEvccid],
            // Vehicles do not know beforehand which station they meet.
            Iso15118Role::Secc | Iso15118Role::SeccPrivate | Iso15118Role::Cps => &[],
        },
        budget: Budget::DEFAULT,
        policies: PolicyInputs::ANY,
    }
}

//! OCPP 1.6 with the security white paper, edition 2, section 2.6 on keys and certificates.
//!
//! What the paper asks of issuers and not of those who verify is left out: organizationName in every
//! subject (A00.FR.509), which servers with certificates of public authorities do not have, and the
//! host name in commonName where subjectAltName has it (A00.FR.510). Keys of 224 bits on curves
//! (A00.FR.503) would be allowed; no verifier here has them.

use super::rfc5280::CONFORMING;
use super::{Budget, PolicyInputs, Profile, Rule, Standard};
use crate::der::oid;
use crate::x509::{KeyKind, KeyUsage, SignatureAlgorithm};

/// Whose certificate the leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ocpp16Role {
    /// The central system (CSMS) as TLS server.
    Csms,
    /// A charge point as TLS client.
    ChargePoint,
    /// The manufacturer's certificate for signed firmware.
    Firmware,
}

impl Profile<'static> {
    /// OCPP 1.6 security: RSA from 2048 bits or ECDSA, SHA-256 or better.
    #[must_use]
    pub const fn ocpp16(role: Ocpp16Role) -> Self {
        let rules = CONFORMING
            .with(Rule::Version)
            .with(Rule::KeyAlgorithm)
            .with(Rule::SignatureAlgorithm)
            .with(Rule::RsaKeySize)
            .with(Rule::LeafIsNoCa)
            .with(Rule::LeafKeyUsage)
            .with(Rule::ExtendedKeyUsage);
        let (name, rules, purpose) = match role {
            Ocpp16Role::Csms => ("ocpp16 csms", rules, oid::SERVER_AUTH),
            Ocpp16Role::ChargePoint => ("ocpp16 charge_point", rules, oid::CLIENT_AUTH),
            Ocpp16Role::Firmware => {
                ("ocpp16 firmware", rules.with(Rule::ChainLength), oid::CODE_SIGNING)
            }
        };
        Self {
            name,
            standard: Standard::Ocpp16,
            rules,
            keys: KeyKind::P256.bit()
                | KeyKind::P384.bit()
                | KeyKind::P521.bit()
                | KeyKind::Rsa { bits: 0 }.bit(),
            signatures: SignatureAlgorithm::EcdsaSha256.bit()
                | SignatureAlgorithm::EcdsaSha384.bit()
                | SignatureAlgorithm::EcdsaSha512.bit()
                | SignatureAlgorithm::RsaSha256.bit()
                | SignatureAlgorithm::RsaSha384.bit()
                | SignatureAlgorithm::RsaSha512.bit()
                | SignatureAlgorithm::RsaPssSha256.bit()
                | SignatureAlgorithm::RsaPssSha384.bit()
                | SignatureAlgorithm::RsaPssSha512.bit(),
            max_size: usize::MAX,
            // Only the rule for firmware looks at it: no intermediates.
            max_certificates: 1,
            leaf_usage: KeyUsage::DIGITAL_SIGNATURE,
            purpose: Some(purpose),
            leaf_domain: None,
            // A00.FR.308, A00.FR.412: of the central system alone.
            name_in_subject: matches!(role, Ocpp16Role::Csms),
            needs_peer: match role {
                Ocpp16Role::Csms => &[Rule::PeerName],
                Ocpp16Role::ChargePoint => &[Rule::PeerSerialNumber, Rule::PeerOrganization],
                Ocpp16Role::Firmware => &[],
            },
            budget: Budget::DEFAULT,
            policies: PolicyInputs::ANY,
        }
    }
}

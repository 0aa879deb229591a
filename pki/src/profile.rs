//! Profiles: what a standard asks of a chain beyond RFC 5280 section 6, as named sets of rules.

mod budget;
mod iso15118;
mod ocpp16;
mod policy_inputs;
mod rfc5280;
pub(crate) mod rule;

use core::fmt;

pub use self::budget::Budget;
pub use self::iso15118::Iso15118Role;
pub use self::ocpp16::Ocpp16Role;
pub use self::policy_inputs::PolicyInputs;
pub(crate) use self::rule::RuleSet;
pub use self::rule::{Rule, Standard};
use crate::x509::{AlgorithmIdentifier, KeyUsage};

/// A set of rules with their values: who the leaf belongs to, under which standard.
///
/// Made by one of the constructors named after the standards, strict by default:
///
/// ```
/// use v2g_pki::{Iso15118Role, Profile, Rule};
///
/// let strict = Profile::iso15118_2(Iso15118Role::Secc);
/// // A field trial whose PKI has one sub-CA with pathLenConstraint 1.
/// let trial = strict.relaxed(Rule::SubCaPathLength);
/// assert!(!trial.has(Rule::SubCaPathLength));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    pub(crate) name: &'static str,
    pub(crate) standard: Standard,
    pub(crate) rules: RuleSet,
    /// Kinds of keys, by [`KeyKind::bit`](crate::x509::KeyKind::bit).
    pub(crate) keys: u8,
    /// Signature algorithms, by [`SignatureAlgorithm::bit`](crate::x509::SignatureAlgorithm::bit).
    pub(crate) signatures: u16,
    /// Octets of a certificate.
    pub(crate) max_size: usize,
    /// Certificates in a path that are not self-signed.
    pub(crate) max_certificates: u8,
    /// All of these must be set in the leaf's keyUsage if there is one.
    pub(crate) leaf_usage: KeyUsage,
    /// The purpose of the leaf's key.
    pub(crate) purpose: Option<&'static [u8]>,
    /// domainComponent of the leaf.
    pub(crate) leaf_domain: Option<Domain>,
    /// Whether the host name may be in commonName where there is no subjectAltName.
    pub(crate) name_in_subject: bool,
    /// Rules of peers, of which one must be checked; none for leaves of anybody.
    pub(crate) needs_peer: &'static [Rule],
    pub(crate) budget: Budget,
    pub(crate) policies: PolicyInputs<'a>,
}

impl<'a> Profile<'a> {
    /// What the profile is called, such as `iso15118-2 secc`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The standard that the profile is made of.
    #[must_use]
    pub const fn standard(&self) -> Standard {
        self.standard
    }

    /// Removes one rule. Rules that are never relaxed stay.
    #[must_use]
    pub const fn relaxed(self, rule: Rule) -> Self {
        Self { rules: self.rules.without(rule), ..self }
    }

    /// Adds one rule.
    #[must_use]
    pub const fn with_rule(self, rule: Rule) -> Self {
        Self { rules: self.rules.with(rule), ..self }
    }

    /// Sets the budget.
    #[must_use]
    pub const fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Sets the inputs of policy processing.
    #[must_use]
    pub const fn with_policies<'b>(self, policies: PolicyInputs<'b>) -> Profile<'b>
    where
        'a: 'b,
    {
        Profile { policies, ..self }
    }

    /// Sets the bits that keyUsage of the leaf must have, where there is one
    /// ([`Rule::LeafKeyUsage`]).
    #[must_use]
    pub const fn with_leaf_key_usage(self, usage: KeyUsage) -> Self {
        Self { leaf_usage: usage, ..self }
    }

    /// Whether the rule is checked.
    #[must_use]
    pub const fn has(&self, rule: Rule) -> bool {
        self.rules.has(rule)
    }

    /// Returns what path building may cost.
    #[must_use]
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    /// Whether the profile refuses every chain until the caller names a peer, or takes any.
    ///
    /// | profile | one of these peers |
    /// |---|---|
    /// | contract | [`Peer::Emaid`](crate::Peer::Emaid) |
    /// | OEM provisioning | [`Peer::Pcid`](crate::Peer::Pcid) |
    /// | vehicle | [`Peer::Evccid`](crate::Peer::Evccid) |
    /// | OCPP CSMS, TLS server | [`Peer::Dns`](crate::Peer::Dns), [`Peer::Ip`](crate::Peer::Ip), [`Peer::Mailbox`](crate::Peer::Mailbox) |
    /// | OCPP charge point | [`Peer::SerialNumber`](crate::Peer::SerialNumber), [`Peer::Organization`](crate::Peer::Organization) |
    ///
    /// Relaxing the rule of the peer takes the need away. A peer that is named is always checked.
    #[must_use]
    pub fn needs_peer(&self) -> bool {
        self.needs_peer.iter().any(|rule| self.has(*rule))
    }

    /// Whether the profile has this signature algorithm.
    pub(crate) fn has_signature(&self, algorithm: AlgorithmIdentifier<'_>) -> bool {
        !self.has(Rule::SignatureAlgorithm)
            || algorithm.signature().is_some_and(|found| self.signatures & found.bit() != 0)
    }
}

impl fmt::Display for Profile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A domain component that says what a leaf is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Domain {
    /// It must be there, once and alone.
    Mandatory(&'static [u8]),
    /// It can be missing or be another, but not that of another role.
    Optional(&'static [u8]),
}

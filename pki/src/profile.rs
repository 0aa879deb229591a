//! Profiles: what a standard asks of a chain beyond RFC 5280 section 6, as named sets of rules.

mod iso15118;
mod ocpp16;
mod rfc5280;
pub(crate) mod rule;

use core::fmt;

pub use self::iso15118::Iso15118Role;
pub use self::ocpp16::Ocpp16Role;
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

/// The inputs of RFC 5280 6.1.1 (c), (e), (f) and (g).
#[derive(Clone, Copy, Debug)]
pub struct PolicyInputs<'a> {
    /// user-initial-policy-set: content octets of object identifiers; empty for any-policy.
    pub acceptable: &'a [&'a [u8]],
    /// initial-explicit-policy: the path must be valid for an acceptable policy.
    pub require_explicit: bool,
    /// initial-policy-mapping-inhibit: mappings are not followed.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for nothing.
    pub inhibit_any: bool,
}

impl PolicyInputs<'_> {
    /// Any policy, and none is required.
    pub const ANY: Self = Self {
        acceptable: &[],
        require_explicit: false,
        inhibit_mapping: false,
        inhibit_any: false,
    };
}

/// What path building may cost, so that no peer can keep a charger busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Intermediates in a path, self-issued ones included; at most [`Budget::MAX_DEPTH`].
    pub depth: u8,
    /// Signatures verified, those of CRLs and OCSP responses included.
    pub signatures: u32,
    /// Candidates looked at: each time a certificate or an anchor is taken into consideration.
    pub steps: u32,
    /// Names compared with name constraints.
    pub names: u32,
}

impl Budget {
    /// The most intermediates that any budget allows, since paths are kept on the stack.
    pub const MAX_DEPTH: u8 = 10;

    /// For a charger: 32 signatures are about 8 ms with the P-256 of RustCrypto on a desktop core,
    /// 20 ms with its P-521; the longest path of a profile takes 3, with revocation of all 6 to 9.
    pub const DEFAULT: Self = Self { depth: 8, signatures: 32, steps: 4000, names: 20_000 };
}

impl Default for Budget {
    fn default() -> Self {
        Self::DEFAULT
    }
}

//! A broken rule: which certificate, which rule, which value.

use core::fmt;

use super::status_problem::StatusProblem;
use crate::der::{DerError, Oid, Time};
use crate::profile::Rule;
use crate::x509::{Certificate, Extension, KeyKind, KeyUsage, Name, Version};

/// Which of the certificates that the caller brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// The leaf.
    Leaf,
    /// An intermediate, by its place in the caller's list.
    Intermediate(usize),
    /// An anchor, by its place in the caller's list.
    Anchor(usize),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf => f.write_str("leaf"),
            Self::Intermediate(index) => write!(f, "intermediate {index}"),
            Self::Anchor(index) => write!(f, "anchor {index}"),
        }
    }
}

/// What was found where a rule says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// The rule says it all.
    None,
    /// An encoding.
    Encoding(DerError),
    /// A number above its limit.
    AtMost {
        /// The number that is there.
        found: u64,
        /// The largest number that may be there.
        limit: u64,
    },
    /// A number where another one is asked for.
    Exactly {
        /// The number that is there.
        found: u64,
        /// The only number that may be there.
        wanted: u64,
    },
    /// No peer was given, and the profile asks for one.
    NoPeer,
    /// A time and the time it is compared with.
    Time {
        /// The time in the certificate.
        found: Time,
        /// The time of validation, or that of the issuer's certificate.
        compared: Time,
    },
    /// An object identifier.
    Oid(Oid<'a>),
    /// A name.
    Name(Name<'a>),
    /// Text from the certificate.
    Text(&'a [u8]),
    /// An extension.
    Extension(Extension),
    /// A key usage.
    KeyUsage(KeyUsage),
    /// A kind of key.
    Key(KeyKind),
    /// A version.
    Version(Version),
    /// What is wrong with a CRL or an OCSP response.
    Status(StatusProblem),
}

/// A broken rule, as the search passes it on: small, and borrowed from the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault<'a> {
    pub(crate) rule: Rule,
    pub(crate) position: Position,
    pub(crate) subject: Option<Name<'a>>,
    pub(crate) value: Value<'a>,
}

impl<'a> Fault<'a> {
    pub(crate) fn new(rule: Rule, position: Position, subject: Option<Name<'a>>) -> Self {
        Self { rule, position, subject, value: Value::None }
    }

    pub(crate) fn at(rule: Rule, position: Position, certificate: &Certificate<'a>) -> Self {
        Self::new(rule, position, Some(certificate.subject()))
    }

    pub(crate) fn malformed(position: Position, error: DerError) -> Self {
        Self::new(Rule::Encoding, position, None).with(Value::Encoding(error))
    }

    pub(crate) fn with(self, value: Value<'a>) -> Self {
        Self { value, ..self }
    }

    /// Whether `self` is to be reported rather than `other`, which was found before.
    pub(crate) fn outranks(&self, other: &Self) -> bool {
        let rank = |fault: &Self| {
            let status = if let Value::Status(problem) = fault.value { problem.rank() } else { 0 };
            (fault.rule.rank(), status)
        };
        rank(self) > rank(other)
    }
}

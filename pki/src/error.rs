//! Why a chain is refused: which certificate, which rule, which value.

use core::fmt;

use crate::certificate::{Certificate, Version};
use crate::der::DerError;
use crate::extensions::{Extension, KeyUsage};
use crate::name::Name;
use crate::oid::Oid;
use crate::public_key::KeyKind;
use crate::rule::{Rule, Standard};
use crate::time::Time;

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
    /// A number and the bound it breaks.
    Number {
        /// What is there.
        found: u64,
        /// What may be there.
        bound: u64,
    },
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

/// Why the revocation status of a certificate is not known, or is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusProblem {
    /// There is no CRL and no OCSP response for the certificate.
    NoData,
    /// The data cannot be read.
    Malformed(DerError),
    /// The data are not in force yet.
    NotYetValid,
    /// Newer data should exist.
    Expired,
    /// The data have no time of next update, and the policy wants one.
    NoNextUpdate,
    /// A CRL of certificates of another kind.
    OtherScope,
    /// A critical extension that this crate does not know.
    UnknownCriticalExtension,
    /// The signature is not by the signer.
    Signature,
    /// The signer's key is not supported.
    UnsupportedAlgorithm,
    /// No authorized signer is there.
    UnauthorizedSigner,
    /// The nonce is not the one of the request.
    Nonce,
    /// The responder gave an error instead of a status.
    ResponderError,
    /// The responder does not know the certificate.
    UnknownCertificate,
    /// The certificate is revoked for this reason (RFC 5280 5.3.1), or without one.
    Revoked(Option<u8>),
    /// The budget of signatures is used up.
    Budget,
}

impl StatusProblem {
    /// How much it tells.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::NoData => 0,
            Self::OtherScope => 1,
            Self::Malformed(_) => 2,
            Self::Revoked(_) => 9,
            Self::Budget => 8,
            _ => 4,
        }
    }
}

impl fmt::Display for StatusProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoData => "no CRL or OCSP response",
            Self::Malformed(error) => return fmt::Display::fmt(error, f),
            Self::NotYetValid => "not in force yet",
            Self::Expired => "out of date",
            Self::NoNextUpdate => "without a time of next update",
            Self::OtherScope => "for other certificates",
            Self::UnknownCriticalExtension => "unknown critical extension",
            Self::Signature => "wrong signature",
            Self::UnsupportedAlgorithm => "algorithm not supported",
            Self::UnauthorizedSigner => "signer not authorized",
            Self::Nonce => "another nonce than requested",
            Self::ResponderError => "the responder gave an error",
            Self::UnknownCertificate => "certificate unknown to the responder",
            Self::Revoked(None) => "no reason given",
            Self::Revoked(Some(reason)) => return write!(f, "reason {reason}"),
            Self::Budget => "too many signatures to verify",
        })
    }
}

/// Why a chain is refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Error<'a> {
    rule: Rule,
    standard: Standard,
    position: Position,
    subject: Option<Name<'a>>,
    value: Value<'a>,
}

impl<'a> Error<'a> {
    pub(crate) fn new(rule: Rule, position: Position, subject: Option<Name<'a>>) -> Self {
        Self { rule, standard: Standard::Rfc5280, position, subject, value: Value::None }
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

    /// Names the standard of the profile.
    pub(crate) fn under(self, standard: Standard) -> Self {
        Self { standard, ..self }
    }

    /// Where the rule comes from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.rule.source(self.standard)
    }

    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The certificate that breaks it.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The subject of that certificate, if it could be read.
    #[must_use]
    pub fn subject(&self) -> Option<Name<'a>> {
        self.subject
    }

    /// What was found.
    #[must_use]
    pub fn value(&self) -> Value<'a> {
        self.value
    }

    /// Whether `self` is to be reported rather than `other`, which was found before.
    pub(crate) fn outranks(&self, other: &Self) -> bool {
        let rank = |error: &Self| {
            let status = if let Value::Status(problem) = error.value { problem.rank() } else { 0 };
            (error.rule.rank(), status)
        };
        rank(self) > rank(other)
    }
}

/// `leaf (CN=…): expired: 2026-01-01T00:00:00Z, compared with … (RFC 5280 6.1.3 (a)(2))`
impl fmt::Display for Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.position)?;
        if let Some(subject) = self.subject {
            write!(f, " ({subject})")?;
        }
        write!(f, ": {}", self.rule)?;
        match self.value {
            Value::None => {}
            Value::Encoding(error) => write!(f, ": {error}")?,
            Value::Number { found, bound } => write!(f, ": {found}, where {bound} is right")?,
            Value::Time { found, compared } => write!(f, ": {found}, compared with {compared}")?,
            Value::Oid(oid) => write!(f, ": {oid}")?,
            Value::Name(name) => write!(f, ": {name}")?,
            Value::Text(text) => {
                // From the wire, and on its way to a terminal.
                f.write_str(": ")?;
                text.iter().try_for_each(|octet| write!(f, "{}", octet.escape_ascii()))?;
            }
            Value::Extension(extension) => write!(f, ": {}", extension.name())?,
            Value::KeyUsage(usage) => write!(f, ": {usage}")?,
            Value::Key(kind) => write!(f, ": {kind}")?,
            Value::Version(version) => write!(f, ": {version}")?,
            Value::Status(problem) => write!(f, ": {problem}")?,
        }
        write!(f, " ({})", self.source())
    }
}

impl core::error::Error for Error<'_> {}

//! Why a chain is refused: which certificate, which rule, which value.

#[cfg(feature = "alloc")]
mod owned;

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
    /// No verifier for the algorithms of signer and signature is there.
    UnsupportedAlgorithm,
    /// The profile does not allow the algorithm of the signature.
    AlgorithmNotAllowed,
    /// No authorized signer is there.
    UnauthorizedSigner,
    /// The CRL is signed by a key whose own revocation status is not known.
    SignerUnknown,
    /// A CRL of the issuer lists the certificate, but the CRL cannot be verified or used.
    Listed,
    /// The nonce is not the one of the request.
    Nonce,
    /// The responder gave an error instead of a status.
    ResponderError,
    /// The responder does not know the certificate.
    UnknownCertificate,
    /// The certificate is revoked for this reason (RFC 5280 5.3.1), or without one.
    Revoked(Option<u8>),
}

impl StatusProblem {
    /// How much it tells.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::NoData => 0,
            Self::OtherScope => 1,
            Self::Malformed(_) => 2,
            Self::Revoked(_) => 9,
            Self::Listed => 8,
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
            Self::AlgorithmNotAllowed => "algorithm not allowed by the profile",
            Self::UnauthorizedSigner => "signer not authorized",
            Self::SignerUnknown => "revocation status of the CRL signer unknown",
            Self::Listed => "listed by a CRL that cannot be verified",
            Self::Nonce => "another nonce than requested",
            Self::ResponderError => "the responder gave an error",
            Self::UnknownCertificate => "certificate unknown to the responder",
            Self::Revoked(None) => "no reason given",
            Self::Revoked(Some(reason)) => return write!(f, "reason {reason}"),
        })
    }
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

    /// Makes the public error of a profile's standard.
    pub(crate) fn under(self, standard: Standard) -> Error<'a> {
        Error { standard, stored: Stored::Borrowed(self) }
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

/// Why a chain is refused.
///
/// It borrows names and values from the chain. With the feature `alloc`, `into_owned` makes an
/// `Error<'static>`, which can leave the function, cross threads, and become a
/// `Box<dyn core::error::Error + Send + Sync>`.
#[derive(Clone, Debug)]
pub struct Error<'a> {
    standard: Standard,
    stored: Stored<'a>,
}

#[derive(Clone, Debug)]
enum Stored<'a> {
    Borrowed(Fault<'a>),
    #[cfg(feature = "alloc")]
    Owned(alloc::boxed::Box<owned::OwnedFault>),
}

impl<'a> Error<'a> {
    pub(crate) fn fault(&self) -> Fault<'_> {
        match &self.stored {
            Stored::Borrowed(fault) => *fault,
            #[cfg(feature = "alloc")]
            Stored::Owned(owned) => owned.fault(),
        }
    }

    /// Returns the place of the rule in its standard, such as `RFC 5280 6.1.3 (a)(2)`.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        self.rule().citation(self.standard)
    }

    /// Returns the rule that is broken.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.fault().rule
    }

    /// Returns the certificate that breaks it.
    #[must_use]
    pub fn position(&self) -> Position {
        self.fault().position
    }

    /// Returns the subject of that certificate, if it could be read.
    #[must_use]
    pub fn subject(&self) -> Option<Name<'_>> {
        self.fault().subject
    }

    /// Returns the value that breaks the rule.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        self.fault().value
    }

    /// Copies what is borrowed, so that the error can outlive the chain.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    pub fn into_owned(self) -> Error<'static> {
        let owned = match self.stored {
            Stored::Borrowed(fault) => owned::OwnedFault::new(fault).into(),
            Stored::Owned(owned) => owned,
        };
        Error { standard: self.standard, stored: Stored::Owned(owned) }
    }
}

/// Octets of a text from a certificate that are shown.
const MOST_TEXT: usize = 128;

impl PartialEq for Error<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.standard == other.standard && self.fault() == other.fault()
    }
}

/// `leaf (CN=…): expired: 2026-01-01T00:00:00Z, compared with … (RFC 5280 6.1.3 (a)(2))`
impl fmt::Display for Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { rule, position, subject, value } = self.fault();
        write!(f, "{position}")?;
        if let Some(subject) = subject {
            write!(f, " ({subject})")?;
        }
        write!(f, ": {rule}")?;
        match value {
            Value::None => {}
            Value::Encoding(error) => write!(f, ": {error}")?,
            Value::AtMost { found, limit } => write!(f, ": {found} (limit {limit})")?,
            Value::Exactly { found, wanted } => write!(f, ": {found} instead of {wanted}")?,
            Value::NoPeer => f.write_str(
                ": no peer was given; name it with for_peers, or take any with for_any_peer",
            )?,
            Value::Time { found, compared } => write!(f, ": {found}, compared with {compared}")?,
            Value::Oid(oid) => write!(f, ": {oid}")?,
            Value::Name(name) => write!(f, ": {name}")?,
            Value::Text(text) => {
                // From the wire, and on its way to a terminal.
                f.write_str(": ")?;
                let shown = text.get(..MOST_TEXT).unwrap_or(text);
                shown.iter().try_for_each(|octet| write!(f, "{}", octet.escape_ascii()))?;
                f.write_str(if shown.len() < text.len() { "..." } else { "" })?;
            }
            Value::Extension(extension) => write!(f, ": {}", extension.name())?,
            Value::KeyUsage(usage) => write!(f, ": {usage}")?,
            Value::Key(kind) => write!(f, ": {kind}")?,
            Value::Version(version) => write!(f, ": {version}")?,
            Value::Status(problem) => write!(f, ": {problem}")?,
        }
        write!(f, " ({})", self.citation())
    }
}

impl core::error::Error for Error<'_> {}

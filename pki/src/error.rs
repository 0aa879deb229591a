//! Why a chain is refused: which certificate, which rule, which value.

mod fault;
#[cfg(feature = "alloc")]
mod owned;
mod refusal;
mod status_problem;

use core::fmt;

pub(crate) use self::fault::Fault;
pub use self::fault::{Position, Value};
pub use self::refusal::Refusal;
pub use self::status_problem::StatusProblem;
use crate::profile::{Rule, Standard};
use crate::x509::Name;

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
    pub(crate) fn new(standard: Standard, fault: Fault<'a>) -> Self {
        Self { standard, stored: Stored::Borrowed(fault) }
    }

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

// By hand, since the text is put together of parts that can be missing.
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

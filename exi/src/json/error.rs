//! Why JSON did not become a message.

use alloc::string::String;
use core::fmt;

use crate::error::{EncodeError, Facet, Unsupported};
use crate::grammar::ElementPath;

/// Why JSON could not become a message, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    pub(super) kind: JsonErrorKind,
    pub(super) path: ElementPath,
}

impl JsonError {
    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> &JsonErrorKind {
        &self.kind
    }

    /// The element it is wrong with.
    #[must_use]
    pub fn path(&self) -> &ElementPath {
        &self.path
    }
}

/// Kinds of errors in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// Not JSON, or an object with two members of the same name: the parser's message.
    Syntax(String),
    /// The document is not an object with one member that is a message.
    NoMessage,
    /// A member that the element does not have, or not in this place or number.
    Unexpected(String),
    /// None of the members that must come next is there: the first one that could.
    Missing(String),
    /// A value of the wrong kind: what was expected, what is there.
    WrongKind {
        /// The kind of value that the schema has here.
        expected: &'static str,
        /// The kind of value that the JSON has.
        found: &'static str,
    },
    /// A string that is no value of its type: a literal of an enumeration, hexadecimal, base64 or
    /// a decimal number.
    BadText(String),
    /// A value that violates the schema.
    Facet(Facet),
    /// Something that the codec does not write.
    Unsupported(Unsupported),
    /// The arena is too small for the message.
    Capacity {
        /// Bytes that are needed to get past this point. The rest of the message may need more.
        needed: usize,
    },
}

// By hand: the text has the place after it.
impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            JsonErrorKind::Syntax(text) => return write!(f, "not readable as JSON: {text}"),
            JsonErrorKind::NoMessage => {
                f.write_str("not an object with one member that is a message")?;
            }
            JsonErrorKind::Unexpected(name) => write!(f, "unexpected member {name}")?,
            JsonErrorKind::Missing(name) => write!(f, "member {name} is missing")?,
            JsonErrorKind::WrongKind { expected, found } => {
                write!(f, "expected {expected}, found {found}")?;
            }
            JsonErrorKind::BadText(text) => write!(f, "{text:?} is no value of this type")?,
            JsonErrorKind::Facet(facet) => facet.fmt(f)?,
            JsonErrorKind::Unsupported(unsupported) => unsupported.fmt(f)?,
            JsonErrorKind::Capacity { needed } => {
                write!(f, "the arena is too small: at least {needed} bytes needed")?;
            }
        }
        if self.path.segments().next().is_some() { write!(f, ", in {}", self.path) } else { Ok(()) }
    }
}

impl core::error::Error for JsonError {}

impl From<EncodeError> for JsonErrorKind {
    fn from(error: EncodeError) -> Self {
        match error {
            EncodeError::Facet { facet, .. } => Self::Facet(facet),
            EncodeError::Unsupported(unsupported) => Self::Unsupported(unsupported),
            EncodeError::Capacity { needed } => Self::Capacity { needed },
        }
    }
}

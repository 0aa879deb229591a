//! Why a call failed, in words and in parts.

use core::fmt;

use exi::grammar::{self, Schema};
use exi::json::{JsonError, JsonErrorKind};
use exi::{DecodeError, DecodeErrorKind, EncodeError};

/// What the Python exception carries.
#[derive(Debug)]
pub(crate) struct Problem {
    /// One word for what is wrong.
    pub(crate) kind: &'static str,
    /// First bit of the EXI that could not be read.
    pub(crate) bit: Option<usize>,
    /// The element, `V2G_Message/Body/...`; empty if it is not inside one.
    pub(crate) path: String,
    /// All of it as a sentence.
    text: String,
}

impl Problem {
    /// One that is not inside an element.
    pub(crate) fn new(kind: &'static str, text: String) -> Self {
        Self { kind, bit: None, path: String::new(), text }
    }

    /// What the decoder says, with the element that the bit belongs to.
    pub(crate) fn decoding(error: &DecodeError, schema: &Schema<'_>, exi: &[u8]) -> Self {
        let kind = match error.kind() {
            DecodeErrorKind::Truncated => "truncated",
            DecodeErrorKind::Malformed(_) => "malformed",
            DecodeErrorKind::Facet(_) => "facet",
            DecodeErrorKind::Unsupported(_) => "unsupported",
            DecodeErrorKind::Capacity { .. } => "capacity",
            _ => "other",
        };
        let bit = error.bit_offset();
        let path = grammar::path(schema, exi, bit).to_string();
        let text = if path.is_empty() { error.to_string() } else { format!("{error}, in {path}") };
        Self { bit: Some(bit), path, ..Self::new(kind, text) }
    }

    /// What the reader of JSON says.
    pub(crate) fn reading(error: &JsonError) -> Self {
        let kind = match error.kind() {
            JsonErrorKind::Syntax(_) => "syntax",
            JsonErrorKind::NoMessage => "element",
            JsonErrorKind::Unexpected(_) => "unexpected",
            JsonErrorKind::Missing(_) => "missing",
            JsonErrorKind::WrongKind { .. } | JsonErrorKind::BadText(_) => "value",
            JsonErrorKind::Facet(_) => "facet",
            JsonErrorKind::Unsupported(_) => "unsupported",
            JsonErrorKind::Capacity { .. } => "capacity",
            _ => "other",
        };
        Self { path: error.path().to_string(), ..Self::new(kind, error.to_string()) }
    }

    /// What the encoder says.
    pub(crate) fn encoding(error: &EncodeError) -> Self {
        let kind = match error {
            EncodeError::Facet { .. } => "facet",
            EncodeError::Unsupported(_) => "unsupported",
            EncodeError::Capacity { .. } => "capacity",
            _ => "other",
        };
        Self::new(kind, error.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

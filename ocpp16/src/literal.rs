//! Texts where a literal of an enumeration belongs.

use alloc::boxed::Box;
use core::fmt;

use crate::error::ErrorKind;
use crate::options::Tolerance;
use crate::reader::{Failed, Reader};

/// A text that an enumeration of the standard does not have, as it was received.
///
/// One pointer, so that enumerations stay small.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Literal(Box<Box<str>>);

impl Literal {
    /// Keeps a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Box::new(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is not a value of the enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLiteral;

impl fmt::Display for UnknownLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a value of the enumeration")
    }
}

impl core::error::Error for UnknownLiteral {}

impl<'a> Reader<'a> {
    /// Reads a text with escapes, or keeps one that the enumeration does not have. It begins at
    /// `start`.
    #[cold]
    #[inline(never)]
    pub(crate) fn unusual_literal<T>(
        &mut self,
        start: usize,
        from_literal: fn(&str) -> Option<T>,
        other: fn(Literal) -> T,
    ) -> Result<T, Failed> {
        self.go_back_to(start);
        if self.peek() != b'"' && !(self.is_tolerant() && self.peek() != b'n') {
            return self.fail(ErrorKind::WrongType { expected: "a text" }, start);
        }
        let text = self.text(usize::MAX)?;
        if let Some(value) = from_literal(&text) {
            return Ok(value);
        }
        self.tolerate(Tolerance::UnknownLiteral, ErrorKind::UnknownLiteral, start)?;
        Ok(other(Literal::new(&text)))
    }

    /// Takes `null` or an empty text of an absent member, and notes it.
    #[inline(never)]
    pub(crate) fn take_absent_literal(&mut self) -> bool {
        if self.take_null() {
            return true;
        }
        let offset = self.offset();
        let is_empty = self.take("\"\"");
        if is_empty {
            self.note(Tolerance::UnknownLiteral, offset);
        }
        is_empty
    }
}

//! Texts where a literal of an enumeration belongs.

use alloc::boxed::Box;
use core::fmt;

use crate::error::ErrorKind;
use crate::reader::{Failed, Reader};
use crate::tolerance::Tolerance;

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

/// A text is not a value of its enumeration. Case counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLiteral {
    text: Literal,
    of: &'static str,
}

impl UnknownLiteral {
    /// The longest part of the text that is kept, in characters.
    const MAX: usize = 50;

    #[cold]
    pub(crate) fn new(text: &str, of: &'static str) -> Self {
        let end = text.char_indices().nth(Self::MAX).map_or(text.len(), |(end, _)| end);
        Self { text: Literal::new(text.get(..end).unwrap_or_default()), of }
    }

    /// The text, cut off past 50 characters.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The name of the enumeration, such as `ChargePointStatus`.
    #[must_use]
    pub const fn enumeration(&self) -> &'static str {
        self.of
    }
}

/// The text is printed with escapes, so that it may go to a log.
impl fmt::Display for UnknownLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a value of {}", self.text, self.of)
    }
}

impl core::error::Error for UnknownLiteral {}

/// What a text means where a literal belongs.
pub(crate) enum Found {
    /// The literal at this place of the enumeration.
    Known(usize),
    /// None of them.
    Other(Literal),
}

impl Reader<'_> {
    /// Reads a text with escapes, one that means a literal, or one that the enumeration does not
    /// have. It begins at `start`. Behind each of the `literals` is a comma.
    #[cold]
    #[inline(never)]
    pub(crate) fn unusual_literal(
        &mut self,
        start: usize,
        literals: &'static str,
    ) -> Result<Found, Failed> {
        self.go_back_to(start);
        let text = self.text(usize::MAX)?;
        let place = |is_it: &dyn Fn(&str) -> bool| literals.split_terminator(',').position(is_it);
        if let Some(place) = place(&|literal| literal == text) {
            return Ok(Found::Known(place));
        }
        let means = text.trim();
        if let Some(place) = place(&|literal| literal.eq_ignore_ascii_case(means)) {
            self.tolerate(Tolerance::LiteralForm, ErrorKind::UnknownLiteral, start)?;
            return Ok(Found::Known(place));
        }
        self.tolerate(Tolerance::UnknownLiteral, ErrorKind::UnknownLiteral, start)?;
        Ok(Found::Other(Literal::new(&text)))
    }
}

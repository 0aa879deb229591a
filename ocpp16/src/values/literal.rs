//! Texts where a literal of an enumeration belongs.

use alloc::boxed::Box;
use core::fmt;

/// A text that an enumeration of the standard does not have, as it was received.
///
/// One pointer, so that enumerations stay small.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OtherLiteral(Box<Box<str>>);

impl OtherLiteral {
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

impl fmt::Debug for OtherLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for OtherLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is not a value of its enumeration. Case counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLiteral {
    text: OtherLiteral,
    of: &'static str,
}

impl UnknownLiteral {
    /// The longest part of the text that is kept, in characters.
    const MAX: usize = 50;

    #[cold]
    pub(crate) fn new(text: &str, of: &'static str) -> Self {
        let end = text.char_indices().nth(Self::MAX).map_or(text.len(), |(end, _)| end);
        Self { text: OtherLiteral::new(text.get(..end).unwrap_or_default()), of }
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

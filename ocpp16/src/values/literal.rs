//! Enumerations: values that have a literal on the wire, and texts where a literal belongs.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

/// A value of an enumeration of the standard, which is a literal on the wire.
///
/// All enumerations of the messages have it, and none of a program. They also have `Display` and
/// `FromStr`, which print and read the literal; `FromStr` says which text it refuses.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use ocpp16::Literal;
/// use ocpp16::messages::core::ChargePointStatus;
///
/// assert_eq!(ChargePointStatus::SuspendedEv.as_str(), "SuspendedEV");
/// assert_eq!(ChargePointStatus::from_literal("Charging"), Some(ChargePointStatus::Charging));
/// assert_eq!(ChargePointStatus::from_literal("charging"), None);
/// assert_eq!(ChargePointStatus::ALL.len(), 9);
/// assert!(ChargePointStatus::Charging.is_known());
/// assert_eq!("Charging".parse(), Ok(ChargePointStatus::Charging));
/// # }
/// ```
pub trait Literal: Enumeration + fmt::Display + FromStr<Err = UnknownLiteral> {
    /// All values of the standard, in its order.
    const ALL: &'static [Self];

    /// Returns the literal on the wire.
    #[must_use]
    fn as_str(&self) -> &str;

    /// Finds the value of a literal. Case counts.
    #[must_use]
    fn from_literal(literal: &str) -> Option<Self>;

    /// Whether this is a value of the standard.
    #[must_use]
    fn is_known(&self) -> bool;
}

/// The parts of [`Literal`] that `enumeration!` makes. Not to be named outside of this crate, so that
/// nothing else is a [`Literal`].
pub trait Enumeration: Clone + fmt::Debug + Eq + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// All values of the standard.
    const VALUES: &'static [Self];

    /// The literal on the wire.
    fn literal(&self) -> &str;

    /// The value of a literal.
    fn of_literal(literal: &str) -> Option<Self>;

    /// The text, if it is not a value of the standard.
    fn other(&self) -> Option<&OtherLiteral>;

    /// Reads a literal for `FromStr`.
    fn parse(literal: &str) -> Result<Self, UnknownLiteral> {
        Self::of_literal(literal).ok_or_else(|| UnknownLiteral::new(literal, Self::NAME))
    }
}

impl<T: Enumeration + fmt::Display + FromStr<Err = UnknownLiteral>> Literal for T {
    const ALL: &'static [Self] = Self::VALUES;

    #[inline]
    fn as_str(&self) -> &str {
        self.literal()
    }

    #[inline]
    fn from_literal(literal: &str) -> Option<Self> {
        Self::of_literal(literal)
    }

    #[inline]
    fn is_known(&self) -> bool {
        self.other().is_none()
    }
}

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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a value of {of}")]
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

//! Message ids (OCPP-J 1.6, table 3).

use alloc::borrow::Cow;
use core::fmt;

use crate::values::{TooLong, fits};

/// The text that joins a CALL with its answer, at most 36 code points: "to allow for GUIDs".
///
/// Equality goes by the exact text. An answer to a CALL whose id is too long has to repeat it, so
/// that [`Error::answer`](crate::Error::answer) may hold one of up to 255 code points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId<'a>(Cow<'a, str>);

impl<'a> MessageId<'a> {
    /// The most code points.
    pub const LIMIT: usize = 36;

    /// The most code points of a wrong id that is still repeated in an answer.
    pub(crate) const ECHO_LIMIT: usize = 255;

    /// Takes a text of at most 36 code points.
    ///
    /// # Errors
    ///
    /// Returns [`TooLong`] past 36 code points.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, TooLong> {
        let text = text.into();
        if fits(&text, Self::LIMIT) { Ok(Self(text)) } else { Err(TooLong { limit: Self::LIMIT }) }
    }

    pub(crate) fn unchecked(text: Cow<'a, str>) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, borrowed.
    #[must_use]
    pub fn borrowed(&self) -> MessageId<'_> {
        MessageId(Cow::Borrowed(&self.0))
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> MessageId<'static> {
        MessageId(Cow::Owned(self.0.into_owned()))
    }
}

impl<'a> TryFrom<&'a str> for MessageId<'a> {
    type Error = TooLong;

    fn try_from(text: &'a str) -> Result<Self, TooLong> {
        Self::new(text)
    }
}

impl fmt::Display for MessageId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

//! Character strings with a greatest length.

use alloc::borrow::Cow;
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

/// A text has more code points than its type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {limit} characters")]
pub struct TooLong {
    /// The most code points.
    pub limit: usize,
}

/// Whether a text has at most `limit` code points, which JSON Schema and we count.
#[inline]
pub(crate) fn fits(text: &str, limit: usize) -> bool {
    // As many bytes as code points, or more.
    text.len() <= limit || text.chars().nth(limit).is_none()
}

macro_rules! limited_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name<'a, const N: usize>(Cow<'a, str>);

        impl<'a, const N: usize> $name<'a, N> {
            /// The most code points.
            pub const LIMIT: usize = N;

            /// Takes a text of at most `N` code points.
            ///
            /// # Errors
            ///
            /// Returns [`TooLong`] past `N` code points.
            pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, TooLong> {
                let text = text.into();
                if fits(&text, N) { Ok(Self(text)) } else { Err(TooLong { limit: N }) }
            }

            /// Of a text that the reader has measured, or has reported as too long.
            pub(crate) fn unchecked(text: Cow<'a, str>) -> Self {
                Self(text)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the text keeps to `N` code points. Only the tolerant reader makes one that
            /// does not.
            #[must_use]
            pub fn is_within_limit(&self) -> bool {
                fits(&self.0, N)
            }

            /// The same, borrowed.
            #[must_use]
            pub fn borrowed(&self) -> $name<'_, N> {
                $name(Cow::Borrowed(&self.0))
            }

            /// Copies what is borrowed.
            #[must_use]
            pub fn into_owned(self) -> $name<'static, N> {
                $name(Cow::Owned(self.0.into_owned()))
            }

            /// The text as it is kept.
            #[must_use]
            pub fn into_inner(self) -> Cow<'a, str> {
                self.0
            }
        }

        impl<'a, const N: usize> TryFrom<&'a str> for $name<'a, N> {
            type Error = TooLong;

            fn try_from(text: &'a str) -> Result<Self, TooLong> {
                Self::new(text)
            }
        }

        impl<const N: usize> TryFrom<String> for $name<'_, N> {
            type Error = TooLong;

            fn try_from(text: String) -> Result<Self, TooLong> {
                Self::new(text)
            }
        }

        impl<const N: usize> Deref for $name<'_, N> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const N: usize> AsRef<str> for $name<'_, N> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<const N: usize> fmt::Display for $name<'_, N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl<const N: usize> fmt::Debug for $name<'_, N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl<const N: usize> Eq for $name<'_, N> {}

        impl<const N: usize, const M: usize> PartialOrd<$name<'_, M>> for $name<'_, N> {
            fn partial_cmp(&self, other: &$name<'_, M>) -> Option<Ordering> {
                Some(Self::compare(&self.0, &other.0))
            }
        }

        impl<const N: usize> Ord for $name<'_, N> {
            fn cmp(&self, other: &Self) -> Ordering {
                Self::compare(&self.0, &other.0)
            }
        }
    };
}

limited_text! {
    /// A case-insensitive text of at most `N` code points (7.15 "CiString20Type" to 7.19), borrowed
    /// from the frame where nothing was escaped.
    ///
    /// Equality, order and hash pass over the case of ASCII letters; the text itself is kept as it
    /// was received. The specification allows printable ASCII only, the schemas any text, and any
    /// text is taken here.
    ///
    /// ```
    /// # use ocpp16::CiString;
    /// let tag = CiString::<20>::new("04a2b3c4")?;
    /// assert_eq!(tag, CiString::<20>::new("04A2B3C4")?);
    /// assert_eq!(tag.as_str(), "04a2b3c4");
    /// assert!(CiString::<3>::new("four").is_err());
    /// # Ok::<(), ocpp16::values::TooLong>(())
    /// ```
    CiString
}

limited_text! {
    /// A text of at most `N` code points, borrowed from the frame where nothing was escaped.
    ///
    /// Equality goes by the exact text, as for the type `string` of the security white paper.
    Text
}

impl<const N: usize> CiString<'_, N> {
    fn compare(left: &str, right: &str) -> Ordering {
        let left = left.bytes().map(|byte| byte.to_ascii_lowercase());
        left.cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()))
    }
}

impl<const N: usize, const M: usize> PartialEq<CiString<'_, M>> for CiString<'_, N> {
    fn eq(&self, other: &CiString<'_, M>) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl<const N: usize> PartialEq<str> for CiString<'_, N> {
    fn eq(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl<const N: usize> PartialEq<&str> for CiString<'_, N> {
    fn eq(&self, other: &&str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl<const N: usize> Hash for CiString<'_, N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
        state.write_u8(0xFF);
    }
}

impl<const N: usize> Text<'_, N> {
    fn compare(left: &str, right: &str) -> Ordering {
        left.cmp(right)
    }
}

impl<const N: usize, const M: usize> PartialEq<Text<'_, M>> for Text<'_, N> {
    fn eq(&self, other: &Text<'_, M>) -> bool {
        self.0 == other.0
    }
}

impl<const N: usize> PartialEq<str> for Text<'_, N> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<const N: usize> PartialEq<&str> for Text<'_, N> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<const N: usize> Hash for Text<'_, N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

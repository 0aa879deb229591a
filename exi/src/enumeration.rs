//! Macros for generated code: enumerations of a schema, and the parts that depend on a feature.

/// Declares an enumeration: the values with the literals of the schema, in its order, which is that
/// of their codes. For generated code.
///
/// With the feature `serde` of `exi`, the enumeration implements `serde::Serialize`, which writes the
/// literal.
///
/// ```
/// exi::enumeration! {
///     /// What a charger does.
///     pub enum ChargeProgress {
///         Start = "Start",
///         /// Ends the session.
///         Stop = "Stop",
///         StandBy = "Stand_By",
///     }
/// }
///
/// assert_eq!(ChargeProgress::ALL.len(), 3);
/// assert_eq!(ChargeProgress::StandBy.as_str(), "Stand_By");
/// assert_eq!(ChargeProgress::from_literal("Stop"), Some(ChargeProgress::Stop));
/// assert_eq!(ChargeProgress::Start.to_string(), "Start");
/// assert_eq!("Stop".parse(), Ok(ChargeProgress::Stop));
/// let error = "stop".parse::<ChargeProgress>().unwrap_err();
/// assert_eq!(error.to_string(), "not a literal of ChargeProgress (case counts)");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! enumeration {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$documentation:meta])* $variant:ident = $literal:literal,)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $(
                #[doc = concat!("`", $literal, "`.")]
                $(#[$documentation])*
                $variant,
            )+
        }

        impl $name {
            /// All values in the order of the schema, which is that of their codes.
            pub const ALL: [Self; Self::LITERALS.len()] = [$(Self::$variant),+];
            const LITERALS: [&'static str; [$($literal),+].len()] = [$($literal),+];

            /// The value as the schema spells it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                Self::LITERALS.get(self as usize).copied().unwrap_or_default()
            }

            /// The value that the schema spells like this.
            #[must_use]
            pub fn from_literal(literal: &str) -> Option<Self> {
                let index = Self::LITERALS.iter().position(|other| *other == literal)?;
                Self::ALL.get(index).copied()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownLiteral;

            fn from_str(literal: &str) -> Result<Self, Self::Err> {
                Self::from_literal(literal).ok_or($crate::UnknownLiteral::new(stringify!($name)))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::with_json! {
            impl $crate::codegen::Serialize for $name {
                fn serialize<S: $crate::codegen::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                    s.serialize_str(self.as_str())
                }
            }
        }
    };
}

/// The error of parsing an enumeration: the text is not one of its literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a literal of {enumeration} (case counts)")]
pub struct UnknownLiteral {
    enumeration: &'static str,
}

impl UnknownLiteral {
    /// Says which enumeration it was. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(enumeration: &'static str) -> Self {
        Self { enumeration }
    }
}

/// Keeps code that needs the grammar tables, with the feature `wildcard` of `exi`. For generated code:
/// so it depends on the features of `exi` and not on those of the crate that it is in.
#[cfg(feature = "wildcard")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_tables {
    ($($code:tt)*) => { $($code)* };
}

/// Leaves out code that needs the grammar tables, without the feature `wildcard` of `exi`.
#[cfg(not(feature = "wildcard"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_tables {
    ($($code:tt)*) => {};
}

/// Keeps code for JSON, with the feature `serde` of `exi`. For generated code.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_json {
    ($($code:tt)*) => { $($code)* };
}

/// Leaves out code for JSON, without the feature `serde` of `exi`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_json {
    ($($code:tt)*) => {};
}

/// Keeps code that needs a heap, with the feature `alloc` of `exi`. For generated code.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($code:tt)*) => { $($code)* };
}

/// Leaves out code that needs a heap, without the feature `alloc` of `exi`.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($code:tt)*) => {};
}

//! Enumerations of a schema.

/// Declares an enumeration: the values with the literals of the schema, in its order, which is that
/// of their codes. For generated code.
///
/// With the feature `serde` of the crate that uses it, the enumeration implements
/// `serde::Serialize`, which writes the literal.
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
/// ```
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

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
    };
}

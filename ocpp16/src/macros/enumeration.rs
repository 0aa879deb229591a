//! `enumeration!`: the type of a literal, its reader and its printer.

/// Defines an enumeration with the literals of the standard, and `Other` for what the tolerant
/// reader lets pass. OCPP 1.6 is finished, so that a `match` may name all of them; the white papers have
/// new editions, and theirs are `#[non_exhaustive]`.
macro_rules! enumeration {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $literal:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// Not a value of the standard, as it was received. The strict reader makes none.
            Other($crate::values::OtherLiteral),
        }

        impl $crate::values::Enumeration for $name {
            const NAME: &'static str = stringify!($name);
            const VALUES: &'static [Self] = &[$(Self::$variant),+];

            fn literal(&self) -> &str {
                match self {
                    $(Self::$variant => $literal,)+
                    Self::Other(other) => other.as_str(),
                }
            }

            fn of_literal(literal: &str) -> Option<Self> {
                match literal.as_bytes() {
                    $(literal if literal == $literal.as_bytes() => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn other(&self) -> Option<&$crate::values::OtherLiteral> {
                match self {
                    Self::Other(other) => Some(other),
                    _ => None,
                }
            }
        }

        impl $name {
            /// Reads what is not exactly a literal without escapes. It begins at `start`.
            #[cold]
            #[inline(never)]
            fn read_unusual(
                reader: &mut $crate::json::Reader<'_>,
                start: usize,
            ) -> Result<Self, $crate::json::Failed> {
                const LITERALS: &str = concat!($($literal, ","),+);
                match reader.unusual_literal(start, LITERALS)? {
                    $crate::json::Found::Known(place) => match <Self as $crate::values::Enumeration>::VALUES.get(place) {
                        Some(value) => Ok(value.clone()),
                        None => reader.not_json(),
                    },
                    $crate::json::Found::Other(other) => Ok(Self::Other(other)),
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad($crate::values::Enumeration::literal(self))
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::values::UnknownLiteral;

            fn from_str(literal: &str) -> Result<Self, Self::Err> {
                $crate::values::Enumeration::parse(literal)
            }
        }

        impl $crate::values::IntoOwned for $name {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        }

        impl<'a> $crate::json::Read<'a> for $name {
            const FORM: $crate::json::Form = $crate::json::Form::Literal(&[$($literal),+]);

            fn read(
                reader: &mut $crate::json::Reader<'a>,
            ) -> Result<Self, $crate::json::Failed> {
                reader.skip_blanks();
                let start = reader.offset();
                if let Some(literal) = reader.plain_text() {
                    if let Some(value) = $crate::values::Enumeration::of_literal(literal) {
                        return Ok(value);
                    }
                }
                Self::read_unusual(reader, start)
            }

            fn read_narrowing(
                reader: &mut $crate::json::Reader<'a>,
            ) -> Result<Self, $crate::json::Failed> {
                reader.skip_blanks();
                let start = reader.offset();
                match Self::read(reader)? {
                    Self::Other(_) => reader.fail($crate::error::ErrorKind::UnknownLiteral, start),
                    known => Ok(known),
                }
            }
        }

        impl $crate::json::Write for $name {
            #[inline]
            fn write<S: $crate::json::Sink>(&self, to: &mut S) {
                match self {
                    // Nothing to escape.
                    $(Self::$variant => to.raw(concat!("\"", $literal, "\"").as_bytes()),)+
                    Self::Other(other) => to.text(other.as_str()),
                }
            }
        }

        serde_enumeration! { $name $($literal)+ }
    };
}

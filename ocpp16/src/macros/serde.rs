//! The implementations of serde for messages and enumerations; nothing without that feature.

/// Implements serde for a message, from the table of `message!`.
#[cfg(feature = "serde")]
macro_rules! serde_message {
    (
        $name:ident [$(<$a:lifetime>)?] { $($kind:ident $field:ident: $type:ty = $wire:literal;)* }
    ) => {
        impl $(<$a>)? serde::Serialize for $name $(<$a>)? {
            #[allow(unused_mut, reason = "there are messages without members")]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(message!(@write $kind self.$field, value, {
                    map.serialize_entry($wire, value)?;
                });)*
                map.end()
            }
        }

        // Nothing is borrowed from the input, so that a message without borrowing is `DeserializeOwned`.
        impl<'de $(, $a)?> serde::Deserialize<'de> for $name $(<$a>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor $(<$a>(core::marker::PhantomData<&$a ()>))?;

                impl<'de $(, $a)?> serde::de::Visitor<'de> for Visitor $(<$a>)? {
                    type Value = $name $(<$a>)?;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!("an object ", stringify!($name)))
                    }

                    // Only this: a positional list is no message.
                    #[allow(unused_mut, reason = "there are messages without members")]
                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        use serde::de::Error as _;
                        const NAMES: &[&str] = &[$($wire),*];
                        $(let mut $field: Option<$type> = None;)*
                        while let Some($crate::serde::Key(key)) = map.next_key()? {
                            match &*key {
                                $($wire if $field.is_some() => {
                                    return Err(A::Error::duplicate_field($wire));
                                })*
                                $($wire => {
                                    $field = Some(map.next_value()?);
                                })*
                                other => return Err(A::Error::unknown_field(other, NAMES)),
                            }
                        }
                        Ok($name { $($field: serde_message!(@take $kind $field $wire),)* })
                    }
                }

                deserializer.deserialize_map(serde_message!(@visitor $($a)?))
            }
        }
    };

    (@visitor $a:lifetime) => { Visitor(core::marker::PhantomData) };
    (@visitor) => { Visitor };

    (@take optional $field:ident $wire:literal) => { $field };
    (@take narrowing $field:ident $wire:literal) => { $field };
    (@take $required:ident $field:ident $wire:literal) => {
        $field.ok_or_else(|| A::Error::missing_field($wire))?
    };
}

#[cfg(not(feature = "serde"))]
macro_rules! serde_message {
    ($($table:tt)*) => {};
}

/// Implements serde for an enumeration, from the table of `enumeration!`.
#[cfg(feature = "serde")]
macro_rules! serde_enumeration {
    ($name:ident $($literal:literal)+) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::values::Enumeration::literal(self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error as _;
                let $crate::serde::Key(literal) = serde::Deserialize::deserialize(deserializer)?;
                $crate::values::Enumeration::of_literal(&literal)
                    .ok_or_else(|| D::Error::unknown_variant(&literal, &[$($literal),+]))
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
macro_rules! serde_enumeration {
    ($($table:tt)*) => {};
}

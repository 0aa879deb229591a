//! One table for each message and each enumeration, from which everything about it is made: the
//! type, its constructor, the reader, the printer, and the implementations of serde.

/// Defines a message or a part of one.
///
/// ```text
/// message! {
///     /// Documentation.
///     pub struct Name<'a> {
///         /// Documentation.
///         required rust_name: Type<'a> = "wireName",
///         /// Documentation.
///         optional other_name, with_other_name: Type<'a> = "otherName",
///     }
/// }
/// ```
///
/// Members are printed in this order. When reading, each is first looked for in this order, with
/// one comparison of its quoted name and the colon, and then by name.
macro_rules! message {
    ($(#[$meta:meta])* pub struct $name:ident<'a> { $($body:tt)* }) => {
        message! { @all [$(#[$meta])*] $name [<'a>] [<'static>] { $($body)* } }
    };
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        message! { @all [$(#[$meta])*] $name [] [] { $($body)* } }
    };
    (
        @all [$($meta:tt)*] $name:ident [$($lifetime:tt)*] [$($owned:tt)*] {
            $(
                $(#[$doc:meta])*
                $kind:ident $field:ident $(, $setter:ident)? : $type:ty = $wire:literal
            ),* $(,)?
        }
    ) => {
        $($meta)*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name $($lifetime)* {
            $($(#[$doc])* pub $field: message!(@type $kind $type),)*
        }

        message! { @new $name [$($lifetime)*] [$($kind $field: $type,)*] [] [] }

        impl $($lifetime)* $name $($lifetime)* {
            $($(
                #[doc = concat!("Sets [`Self::", stringify!($field), "`].")]
                #[must_use]
                pub fn $setter(self, value: impl Into<$type>) -> Self {
                    Self { $field: Some(value.into()), ..self }
                }
            )?)*

            /// Copies what is borrowed.
            #[must_use]
            pub fn into_owned(self) -> $name $($owned)* {
                $name { $($field: $crate::values::IntoOwned::into_owned(self.$field),)* }
            }
        }

        impl $($lifetime)* $crate::values::IntoOwned for $name $($lifetime)* {
            type Owned = $name $($owned)*;

            fn into_owned(self) -> Self::Owned {
                self.into_owned()
            }
        }

        impl<'a> $crate::reader::Read<'a> for $name $($lifetime)* {
            #[allow(unused_mut, unused_variables, reason = "there are messages without members")]
            fn read(
                reader: &mut $crate::reader::Reader<'a>,
            ) -> Result<Self, $crate::reader::Failed> {
                $(let mut $field: Option<$type> = None;)*
                reader.skip_blanks();
                let object = reader.offset();
                let mut more = reader.begin_object()?;
                $(
                    if more && reader.take(concat!("\"", $wire, "\":")) {
                        $field = message!(@read $kind reader);
                        more = reader.next_member()?;
                    }
                )*
                while more {
                    let offset = reader.offset();
                    let key = reader.key()?;
                    match key.as_bytes() {
                        $(
                            key if key == $wire.as_bytes() => {
                                if $field.is_some() {
                                    reader.duplicate_member(offset)?;
                                } else {
                                    $field = message!(@read $kind reader);
                                }
                            }
                        )*
                        _ => reader.unknown_member(offset)?,
                    }
                    more = reader.next_member()?;
                }
                Ok(Self { $($field: message!(@take $kind $field reader object $wire),)* })
            }
        }

        impl $($lifetime)* $crate::writer::Write for $name $($lifetime)* {
            #[allow(unused_mut, unused_assignments, reason = "there are messages without members")]
            fn write<S: $crate::writer::Sink>(&self, to: &mut S) {
                // Known while compiling up to the first required member.
                let mut is_first = true;
                $(
                    message!(@write $kind self.$field, value, {
                        to.raw(if is_first {
                            concat!("{\"", $wire, "\":").as_bytes()
                        } else {
                            concat!(",\"", $wire, "\":").as_bytes()
                        });
                        $crate::writer::Write::write(value, to);
                        is_first = false;
                    });
                )*
                to.raw(if is_first { b"{}" } else { b"}" });
            }
        }

        #[cfg(feature = "serde")]
        impl $($lifetime)* serde::Serialize for $name $($lifetime)* {
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

        #[cfg(feature = "serde")]
        impl<'de: 'a, 'a> $crate::serde::Member<'de> for $name $($lifetime)* {
            fn next_value<A: serde::de::MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
                map.next_value()
            }
        }

        #[cfg(feature = "serde")]
        impl<'de: 'a, 'a> serde::Deserialize<'de> for $name $($lifetime)* {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor<'a>(core::marker::PhantomData<&'a ()>);

                impl<'de: 'a, 'a> serde::de::Visitor<'de> for Visitor<'a> {
                    type Value = $name $($lifetime)*;

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
                                    $field = Some($crate::serde::Member::next_value(&mut map)?);
                                })*
                                other => return Err(A::Error::unknown_field(other, NAMES)),
                            }
                        }
                        Ok($name { $($field: message!(@serde $kind $field $wire),)* })
                    }
                }

                deserializer.deserialize_map(Visitor(core::marker::PhantomData))
            }
        }
    };

    (@type required $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };

    (@read required $reader:ident) => { Some($crate::reader::Read::read($reader)?) };
    (@read optional $reader:ident) => { $crate::reader::Read::read_optional($reader)? };

    (@take required $field:ident $reader:ident $object:ident $wire:literal) => {
        match $field {
            Some(value) => value,
            None => return $reader.missing($object, $wire),
        }
    };
    (@take optional $field:ident $reader:ident $object:ident $wire:literal) => { $field };

    (@serde required $field:ident $wire:literal) => {
        $field.ok_or_else(|| A::Error::missing_field($wire))?
    };
    (@serde optional $field:ident $wire:literal) => { $field };

    (@write required $value:expr, $name:ident, $write:block) => {{
        let $name = &$value;
        $write
    }};
    (@write optional $value:expr, $name:ident, $write:block) => {
        if let Some($name) = &$value $write
    };

    // `new` takes what is required.
    (
        @new $name:ident [$($lifetime:tt)*]
        [required $field:ident: $type:ty, $($rest:tt)*] [$($arguments:tt)*] [$($values:tt)*]
    ) => {
        message! {
            @new $name [$($lifetime)*] [$($rest)*]
            [$($arguments)* $field: $type,] [$($values)* $field: $field.into(),]
        }
    };
    (
        @new $name:ident [$($lifetime:tt)*]
        [optional $field:ident: $type:ty, $($rest:tt)*] [$($arguments:tt)*] [$($values:tt)*]
    ) => {
        message! {
            @new $name [$($lifetime)*] [$($rest)*]
            [$($arguments)*] [$($values)* $field: None,]
        }
    };
    (@new $name:ident [$($lifetime:tt)*] [] [] [$($values:tt)*]) => {
        impl $($lifetime)* $name $($lifetime)* {
            /// A message without members; the optional ones have setters.
            #[must_use]
            pub const fn new() -> Self {
                Self { $($values)* }
            }
        }

        impl $($lifetime)* Default for $name $($lifetime)* {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    (
        @new $name:ident [$($lifetime:tt)*] [] [$($field:ident: $type:ty,)+] [$($values:tt)*]
    ) => {
        impl $($lifetime)* $name $($lifetime)* {
            /// Takes what is required; the optional members have setters.
            #[must_use]
            #[allow(clippy::too_many_arguments, reason = "as many as the standard requires")]
            #[allow(clippy::useless_conversion, reason = "for members that convert")]
            pub fn new($($field: impl Into<$type>),+) -> Self {
                Self { $($values)* }
            }
        }
    };
}

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
            Other($crate::literal::Literal),
        }

        impl $name {
            /// All values of the standard, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The literal on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $literal,)+
                    Self::Other(other) => other.as_str(),
                }
            }

            /// Finds the value of a literal. Case counts.
            #[must_use]
            pub fn from_literal(literal: &str) -> Option<Self> {
                match literal.as_bytes() {
                    $(literal if literal == $literal.as_bytes() => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// Whether this is a value of the standard.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::literal::UnknownLiteral;

            fn from_str(literal: &str) -> Result<Self, Self::Err> {
                Self::from_literal(literal).ok_or($crate::literal::UnknownLiteral)
            }
        }

        impl $crate::values::IntoOwned for $name {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        }

        impl<'a> $crate::reader::Read<'a> for $name {
            fn read(
                reader: &mut $crate::reader::Reader<'a>,
            ) -> Result<Self, $crate::reader::Failed> {
                reader.skip_blanks();
                let start = reader.offset();
                if let Some(literal) = reader.plain_text() {
                    if let Some(value) = Self::from_literal(literal) {
                        return Ok(value);
                    }
                }
                reader.unusual_literal(start, Self::from_literal, Self::Other)
            }

            fn read_optional(
                reader: &mut $crate::reader::Reader<'a>,
            ) -> Result<Option<Self>, $crate::reader::Failed> {
                if reader.is_tolerant() && reader.take_absent_literal() {
                    return Ok(None);
                }
                Self::read(reader).map(Some)
            }
        }

        impl $crate::writer::Write for $name {
            #[inline]
            fn write<S: $crate::writer::Sink>(&self, to: &mut S) {
                match self {
                    // Nothing to escape.
                    $(Self::$variant => to.raw(concat!("\"", $literal, "\"").as_bytes()),)+
                    Self::Other(other) => to.text(other.as_str()),
                }
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::serde::Member<'de> for $name {
            fn next_value<A: serde::de::MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
                map.next_value()
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error as _;
                let $crate::serde::Key(literal) = serde::Deserialize::deserialize(deserializer)?;
                Self::from_literal(&literal)
                    .ok_or_else(|| D::Error::unknown_variant(&literal, &[$($literal),+]))
            }
        }
    };
}

/// Defines the marker type of an operation, which joins a request with its response.
macro_rules! operation {
    ($(#[$meta:meta])* $name:ident, $request:ident $([$a:tt])?, $response:ident $([$b:tt])?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;

        impl $crate::operation::Operation for $name {
            const ACTION: $crate::operation::Action = $crate::operation::Action::$name;
            type Request<'a> = operation!(@type $request $($a)?);
            type Response<'a> = operation!(@type $response $($b)?);

            fn response(
                response: $crate::operation::Response<'_>,
            ) -> Result<Self::Response<'_>, $crate::operation::Response<'_>> {
                match response {
                    $crate::operation::Response::$name(response) => Ok(response),
                    other => Err(other),
                }
            }
        }

        impl $crate::operation::OperationRequest for operation!(@any $request $($a)?) {
            type Operation = $name;
        }
    };
    (@type $type:ident a) => { $type<'a> };
    (@type $type:ident) => { $type };
    (@any $type:ident a) => { $type<'_> };
    (@any $type:ident) => { $type };
}

//! `message!`: the type of a message, its constructor, its reader and its printer.

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
/// The word in front of a member says whether it has to be there, and how the tolerant reader takes
/// it:
///
/// | word | |
/// |---|---|
/// | `required` | it has to be there |
/// | `reading` | required, the reading of a meter: a fraction is cut off |
/// | `assumed` | required; `false` where it is left out |
/// | `optional` | `null`, an empty text and a number out of range count as absent |
/// | `narrowing` | optional, and its absence means more than any value: nothing counts as absent. An object with such a member, or with a required one that has such a member, takes no unknown members |
///
/// A second name, as in `= "interval" | "heartbeatInterval"`, is one that only the tolerant reader
/// takes.
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
                $kind:ident $field:ident $(, $setter:ident)? : $type:ty
                    = $wire:literal $(| $other:literal)?
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
            /// The members, in the order in which they are printed.
            pub const MEMBERS: &'static [$crate::json::Member] = &[$(
                $crate::json::Member::new(
                    $wire,
                    message!(@presence $kind),
                    <$type as $crate::json::Read<'_>>::FORM,
                ),
            )*];

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

        impl<'a> $crate::json::Read<'a> for $name $($lifetime)* {
            const FORM: $crate::json::Form = $crate::json::Form::Object(Self::MEMBERS);

            #[allow(unused_mut, unused_variables, reason = "there are messages without members")]
            fn read(
                reader: &mut $crate::json::Reader<'a>,
            ) -> Result<Self, $crate::json::Failed> {
                // For the tolerant reader: other names come as `other=name`.
                const NAMES: &str = concat!($($wire, "," $(, $other, "=", $wire, ",")?),*);
                const HAS_NARROWING: bool = $crate::json::has_narrowing($name::MEMBERS);
                // Of optional members `Some(None)`: there, and counted as absent.
                $(let mut $field: Option<message!(@type $kind $type)> = None;)*
                reader.skip_blanks();
                let object = reader.offset();
                let mut more = reader.begin_object(HAS_NARROWING)?;
                $(
                    if more && reader.take(concat!("\"", $wire, "\":")) {
                        $field = message!(@read $kind reader);
                        more = reader.next_member()?;
                    }
                )*
                while more {
                    let offset = reader.offset();
                    let key = reader.key()?;
                    let mut name = &*key;
                    loop {
                        match name.as_bytes() {
                            $(
                                name if name == $wire.as_bytes() => {
                                    if $field.is_some() {
                                        reader.duplicate_member(offset)?;
                                    } else {
                                        $field = message!(@read $kind reader);
                                    }
                                }
                            )*
                            _ => {
                                let known =
                                    reader.unknown_member(offset, name, NAMES, HAS_NARROWING)?;
                                if let Some(known) = known {
                                    name = known;
                                    continue;
                                }
                            }
                        }
                        break;
                    }
                    more = reader.next_member()?;
                }
                Ok(Self { $($field: message!(@take $kind $field reader object $wire),)* })
            }
        }

        impl $($lifetime)* $crate::json::Write for $name $($lifetime)* {
            #[allow(unused_mut, unused_assignments, reason = "there are messages without members")]
            fn write<S: $crate::json::Sink>(&self, to: &mut S) {
                // Known while compiling up to the first required member.
                let mut is_first = true;
                $(
                    message!(@write $kind self.$field, value, {
                        to.raw(if is_first {
                            concat!("{\"", $wire, "\":").as_bytes()
                        } else {
                            concat!(",\"", $wire, "\":").as_bytes()
                        });
                        $crate::json::Write::write(value, to);
                        is_first = false;
                    });
                )*
                to.raw(if is_first { b"{}" } else { b"}" });
            }
        }

        serde_message! {
            $name [$($lifetime)*] { $($kind $field: $type = $wire;)* }
        }
    };

    (@type optional $type:ty) => { Option<$type> };
    (@type narrowing $type:ty) => { Option<$type> };
    (@type $required:ident $type:ty) => { $type };

    (@presence required) => { $crate::json::Presence::Required };
    (@presence reading) => { $crate::json::Presence::Reading };
    (@presence assumed) => { $crate::json::Presence::Assumed };
    (@presence optional) => { $crate::json::Presence::Optional };
    (@presence narrowing) => { $crate::json::Presence::Narrowing };

    (@read optional $reader:ident) => { Some($crate::json::Read::read_optional($reader)?) };
    (@read narrowing $reader:ident) => {
        Some(Some($crate::json::Read::read_narrowing($reader)?))
    };
    (@read reading $reader:ident) => { Some($crate::json::read_meter($reader)?) };
    (@read $required:ident $reader:ident) => { Some($crate::json::Read::read($reader)?) };

    (@take optional $field:ident $reader:ident $object:ident $wire:literal) => { $field.flatten() };
    (@take narrowing $field:ident $reader:ident $object:ident $wire:literal) => { $field.flatten() };
    (@take assumed $field:ident $reader:ident $object:ident $wire:literal) => {
        match $field {
            Some(value) => value,
            None => $reader.left_out($object, $wire)?,
        }
    };
    (@take $required:ident $field:ident $reader:ident $object:ident $wire:literal) => {
        match $field {
            Some(value) => value,
            None => return $reader.missing($object, $wire),
        }
    };

    (@write optional $value:expr, $name:ident, $write:block) => {
        if let Some($name) = &$value $write
    };
    (@write narrowing $value:expr, $name:ident, $write:block) => {
        if let Some($name) = &$value $write
    };
    (@write $required:ident $value:expr, $name:ident, $write:block) => {{
        let $name = &$value;
        $write
    }};

    // `new` takes what is required.
    (
        @new $name:ident [$($lifetime:tt)*]
        [optional $field:ident: $type:ty, $($rest:tt)*] [$($arguments:tt)*] [$($values:tt)*]
    ) => {
        message! {
            @new $name [$($lifetime)*] [$($rest)*]
            [$($arguments)*] [$($values)* $field: None,]
        }
    };
    (
        @new $name:ident [$($lifetime:tt)*]
        [narrowing $field:ident: $type:ty, $($rest:tt)*] [$($arguments:tt)*] [$($values:tt)*]
    ) => {
        message! {
            @new $name [$($lifetime)*] [$($rest)*]
            [$($arguments)*] [$($values)* $field: None,]
        }
    };
    (
        @new $name:ident [$($lifetime:tt)*]
        [$required:ident $field:ident: $type:ty, $($rest:tt)*] [$($arguments:tt)*] [$($values:tt)*]
    ) => {
        message! {
            @new $name [$($lifetime)*] [$($rest)*]
            [$($arguments)* $field: $type,] [$($values)* $field: $field.into(),]
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

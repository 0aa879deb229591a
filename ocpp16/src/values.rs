//! How single values are read, written and owned.

mod number;

#[cfg(feature = "core")]
pub(crate) use number::read_meter;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::date_time::{DateTime, DateTimeError};
use crate::decimal::Decimal1;
use crate::error::ErrorKind;
use crate::member::Form;
use crate::reader::{Failed, Read, Reader};
use crate::text::{CiString, Text};
use crate::tolerance::Tolerance;
use crate::writer::{Sink, Write};

/// A value that may borrow, and owns itself on demand.
pub trait IntoOwned {
    /// The same type without borrowing.
    type Owned: 'static;

    /// Copies what is borrowed.
    fn into_owned(self) -> Self::Owned;
}

macro_rules! owned_already {
    ($($type:ty),*) => {
        $(impl IntoOwned for $type {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        })*
    };
}

owned_already!(i32, bool, DateTime, Decimal1);

impl IntoOwned for Cow<'_, str> {
    type Owned = Cow<'static, str>;

    fn into_owned(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }
}

impl<T: IntoOwned> IntoOwned for Option<T> {
    type Owned = Option<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned)
    }
}

impl<T: IntoOwned> IntoOwned for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(T::into_owned).collect()
    }
}

// Texts

/// An empty text is a text: only `null` counts as the absence of one.
macro_rules! optional_text {
    () => {
        #[inline]
        fn read_optional(reader: &mut Reader<'a>) -> Result<Option<Self>, Failed> {
            if reader.is_tolerant() && reader.take_null() {
                return Ok(None);
            }
            Self::read(reader).map(Some)
        }
    };
}

impl<'a> Read<'a> for Cow<'a, str> {
    const FORM: Form = Form::Text(usize::MAX);

    #[inline]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.text(usize::MAX)
    }

    optional_text!();
}

impl Write for Cow<'_, str> {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.text(self);
    }
}

macro_rules! limited_text {
    ($name:ident) => {
        impl<'a, const N: usize> Read<'a> for $name<'a, N> {
            const FORM: Form = Form::Text(N);

            #[inline]
            fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
                reader.text(N).map(Self::unchecked)
            }

            optional_text!();
        }

        impl<const N: usize> Write for $name<'_, N> {
            #[inline]
            fn write<S: Sink>(&self, to: &mut S) {
                to.text(self.as_str());
            }
        }

        impl<const N: usize> IntoOwned for $name<'_, N> {
            type Owned = $name<'static, N>;

            fn into_owned(self) -> Self::Owned {
                self.into_owned()
            }
        }
    };
}

limited_text!(CiString);
limited_text!(Text);

// Booleans

impl<'a> Read<'a> for bool {
    const FORM: Form = Form::Boolean;

    #[inline]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        if reader.take("true") {
            return Ok(true);
        }
        if reader.take("false") {
            return Ok(false);
        }
        unusual_boolean(reader)
    }
}

/// A boolean as a text, or as 0 or 1.
#[cold]
#[inline(never)]
fn unusual_boolean(reader: &mut Reader<'_>) -> Result<bool, Failed> {
    const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a boolean" };
    let start = reader.offset();
    if !reader.is_tolerant() {
        return reader.fail(EXPECTED, start);
    }
    let is_text = reader.peek() == b'"';
    let text = match reader.peek() {
        b'"' => reader.quoted()?,
        b'0' | b'1' => reader.number()?.into(),
        _ => return reader.fail(EXPECTED, start),
    };
    let means = text.trim();
    let (value, is_digit) = match means {
        "0" => (false, true),
        "1" => (true, true),
        _ if means.eq_ignore_ascii_case("true") => (true, false),
        _ if means.eq_ignore_ascii_case("false") => (false, false),
        _ => return reader.fail(EXPECTED, start),
    };
    if is_text {
        reader.note(Tolerance::InText, start);
    }
    if is_digit {
        reader.note(Tolerance::ZeroOrOne, start);
    }
    Ok(value)
}

impl Write for bool {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(if *self { b"true" } else { b"false" });
    }
}

// Times

impl<'a> Read<'a> for DateTime {
    const FORM: Form = Form::Time;

    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a time as a text" };
        reader.skip_blanks();
        let start = reader.offset();
        if reader.peek() != b'"' {
            return reader.fail(EXPECTED, start);
        }
        // Escapes are not looked for: no digit has one in practice.
        if let Some(time) = reader.take_quoted(Self::take_from) {
            return Ok(time);
        }
        unusual_time(reader, start)
    }
}

#[cold]
#[inline(never)]
fn unusual_time(reader: &mut Reader<'_>, start: usize) -> Result<DateTime, Failed> {
    let text = reader.quoted()?;
    let time = match DateTime::parse(&text) {
        Ok(time) => return Ok(time),
        Err(DateTimeError::Form) if reader.is_tolerant() => DateTime::parse_tolerant(&text),
        Err(error) => Err(error),
    };
    let Ok(time) = time else { return reader.fail(ErrorKind::NotATime, start) };
    reader.tolerate(Tolerance::TimeForm, ErrorKind::NotATime, start)?;
    Ok(time)
}

impl Write for DateTime {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.time(self);
    }
}

// Lists

impl<'a, T: Read<'a>> Read<'a> for Vec<T> {
    const FORM: Form = Form::List { of: &T::FORM, least: 0, most: usize::MAX };

    #[inline]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.list()
    }
}

impl<T: Write> Write for Vec<T> {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.list(self);
    }
}

//! How single values and lists are read and written.

mod number;

#[cfg(feature = "core")]
pub(crate) use number::read_meter;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::error::ErrorKind;
use crate::json::{Failed, Form, Read, Reader, Sink, Write};
use crate::tolerance::Tolerance;
use crate::values::{CiString, DateTime, DateTimeError, List, Text};

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

impl<'a, T: Read<'a>, const MIN: usize, const MAX: usize> Read<'a> for List<T, MIN, MAX> {
    const FORM: Form = Form::List { of: &T::FORM, least: MIN, most: MAX };

    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        let start = reader.offset();
        let list = Self::unchecked(reader.list()?);
        if let Some(fault) = count_fault::<MIN, MAX>(list.len()) {
            reader.tolerate(Tolerance::ElementCount, fault, start)?;
        }
        Ok(list)
    }

    fn read_narrowing(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        let start = reader.offset();
        let list = Self::unchecked(reader.list()?);
        match count_fault::<MIN, MAX>(list.len()) {
            // An empty list could be taken for an absent one.
            Some(fault) => reader.fail(fault, start),
            None => Ok(list),
        }
    }
}

impl<T: Write, const MIN: usize, const MAX: usize> Write for List<T, MIN, MAX> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.list(self);
    }
}

/// What is wrong with the length of a list.
fn count_fault<const MIN: usize, const MAX: usize>(length: usize) -> Option<ErrorKind> {
    if length < MIN {
        Some(ErrorKind::TooFew { least: MIN })
    } else if length > MAX {
        Some(ErrorKind::TooMany { limit: MAX })
    } else {
        None
    }
}

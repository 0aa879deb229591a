//! How single values are read, written and owned.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::date_time::{DateTime, DateTimeError};
use crate::decimal::{Decimal1, DecimalError};
use crate::error::ErrorKind;
use crate::options::Tolerance;
use crate::reader::{Failed, Read, Reader};
use crate::text::{CiString, Text};
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

impl<'a> Read<'a> for Cow<'a, str> {
    #[inline]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.text(usize::MAX)
    }
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
            #[inline]
            fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
                reader.text(N).map(Self::unchecked)
            }
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

// Whole numbers: 32 bits, the `xs:int` of the WSDL of the same release.

impl<'a> Read<'a> for i32 {
    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        let start = reader.offset();
        let is_negative = reader.peek() == b'-';
        if is_negative {
            reader.advance(1);
        }
        let first = reader.peek();
        let mut value = 0_i32;
        let mut count = 0_u32;
        loop {
            let digit = reader.peek().wrapping_sub(b'0');
            // Nine digits fit.
            if digit > 9 || count == 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(i32::from(digit));
            count = count.wrapping_add(1);
            reader.advance(1);
        }
        let is_plain = !matches!(reader.peek(), b'0'..=b'9' | b'.' | b'e' | b'E');
        if count == 0 || !is_plain || (first == b'0' && count > 1) {
            return unusual_whole_number(reader, start);
        }
        Ok(if is_negative { value.wrapping_neg() } else { value })
    }
}

/// A whole number of ten digits or more, or one that is none.
#[cold]
#[inline(never)]
fn unusual_whole_number(reader: &mut Reader<'_>, start: usize) -> Result<i32, Failed> {
    const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a whole number" };
    let text = numeric_text(reader, start, EXPECTED)?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_plain {
        return text.parse().map_or_else(|_| reader.fail(ErrorKind::OutOfRange, start), Ok);
    }
    // Draft 4 has no whole number with a fraction or an exponent, of whatever value.
    reader.tolerate(Tolerance::WholeAsDecimal, EXPECTED, start)?;
    let whole = match Decimal1::parse(&text).map(Decimal1::tenths) {
        Ok(tenths) if tenths.wrapping_rem(10) == 0 => i32::try_from(tenths.wrapping_div(10)),
        Ok(_) | Err(DecimalError::NotTenths | DecimalError::Form) => {
            return reader.fail(EXPECTED, start);
        }
        Err(DecimalError::Range) => return reader.fail(ErrorKind::OutOfRange, start),
    };
    whole.map_or_else(|_| reader.fail(ErrorKind::OutOfRange, start), Ok)
}

/// The text of a number at `start`, which the tolerant reader takes out of quotes.
fn numeric_text<'a>(
    reader: &mut Reader<'a>,
    start: usize,
    expected: ErrorKind,
) -> Result<Cow<'a, str>, Failed> {
    reader.go_back_to(start);
    match reader.peek() {
        b'-' | b'0'..=b'9' => reader.number().map(Cow::Borrowed),
        b'"' if reader.is_tolerant() => {
            let text = reader.quoted()?;
            reader.tolerate(Tolerance::InText, expected, start)?;
            // Only what `Decimal1` checks to be a number passes.
            match Decimal1::parse_rounding(text.trim()) {
                Ok(_) => Ok(String::from(text.trim()).into()),
                Err(_) => reader.fail(expected, start),
            }
        }
        _ => reader.fail(expected, start),
    }
}

impl Write for i32 {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.integer(i64::from(*self));
    }
}

// Numbers with one decimal

impl<'a> Read<'a> for Decimal1 {
    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        let start = reader.offset();
        let first = reader.peek();
        let mut value = 0_i64;
        let mut count = 0_u32;
        loop {
            let digit = reader.peek().wrapping_sub(b'0');
            if digit > 9 || count == 15 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            count = count.wrapping_add(1);
            reader.advance(1);
        }
        value = value.wrapping_mul(10);
        let is_whole = count > 0 && (first != b'0' || count == 1);
        if is_whole && reader.peek() == b'.' {
            reader.advance(1);
            let tenths = reader.peek().wrapping_sub(b'0');
            if tenths > 9 {
                return unusual_decimal(reader, start);
            }
            value = value.wrapping_add(i64::from(tenths));
            reader.advance(1);
        }
        if !is_whole || matches!(reader.peek(), b'0'..=b'9' | b'.' | b'e' | b'E') {
            return unusual_decimal(reader, start);
        }
        Ok(Self::from_tenths(value))
    }
}

/// A number that is negative, very long, with further decimals or with an exponent, or is none.
#[cold]
#[inline(never)]
fn unusual_decimal(reader: &mut Reader<'_>, start: usize) -> Result<Decimal1, Failed> {
    let text = numeric_text(reader, start, ErrorKind::WrongType { expected: "a number" })?;
    match Decimal1::parse(&text) {
        Ok(value) => Ok(value),
        Err(DecimalError::Range | DecimalError::Form) => reader.fail(ErrorKind::OutOfRange, start),
        Err(DecimalError::NotTenths) => {
            reader.tolerate(Tolerance::NotTenths, ErrorKind::NotTenths, start)?;
            Decimal1::parse_rounding(&text)
                .map_or_else(|_| reader.fail(ErrorKind::OutOfRange, start), Ok)
        }
    }
}

impl Write for Decimal1 {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.tenths(self.tenths());
    }
}

// Booleans

impl<'a> Read<'a> for bool {
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

#[cold]
fn unusual_boolean(reader: &mut Reader<'_>) -> Result<bool, Failed> {
    const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a boolean" };
    let start = reader.offset();
    if reader.peek() != b'"' || !reader.is_tolerant() {
        return reader.fail(EXPECTED, start);
    }
    let text = reader.quoted()?;
    reader.tolerate(Tolerance::InText, EXPECTED, start)?;
    if text.eq_ignore_ascii_case("true") {
        return Ok(true);
    }
    if text.eq_ignore_ascii_case("false") { Ok(false) } else { reader.fail(EXPECTED, start) }
}

impl Write for bool {
    #[inline]
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(if *self { b"true" } else { b"false" });
    }
}

// Times

impl<'a> Read<'a> for DateTime {
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

//! Whole numbers, meter readings and numbers with one decimal.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::error::ErrorKind;
use crate::json::{Failed, Form, Read, Reader, Sink, Write};
use crate::tolerance::Tolerance;
use crate::values::{Decimal1, DecimalError};

// Whole numbers: 32 bits, the `xs:int` of the WSDL of the same release.

impl<'a> Read<'a> for i32 {
    const FORM: Form = Form::Integer;

    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        whole_number(reader, false)
    }

    #[inline]
    fn read_optional(reader: &mut Reader<'a>) -> Result<Option<Self>, Failed> {
        if reader.is_tolerant() {
            return optional_number(reader, Self::read);
        }
        Self::read(reader).map(Some)
    }
}

/// Reads the reading of a meter in watt-hours; the tolerant reader cuts a fraction off.
#[cfg(feature = "core")]
#[inline(never)]
pub(crate) fn read_meter(reader: &mut Reader<'_>) -> Result<i32, Failed> {
    whole_number(reader, true)
}

#[inline(always)]
fn whole_number(reader: &mut Reader<'_>, is_reading: bool) -> Result<i32, Failed> {
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
        return unusual_whole_number(reader, start, is_reading);
    }
    Ok(if is_negative { value.wrapping_neg() } else { value })
}

/// A whole number of ten digits or more, or one that is none.
#[cold]
#[inline(never)]
fn unusual_whole_number(
    reader: &mut Reader<'_>,
    start: usize,
    is_reading: bool,
) -> Result<i32, Failed> {
    const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a whole number" };
    let text = numeric_text(reader, start, EXPECTED)?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_plain {
        return text.parse().map_or_else(|_| reader.fail(ErrorKind::OutOfRange, start), Ok);
    }
    // Draft 4 has no whole number with a fraction or an exponent, of whatever value.
    let is_whole = Decimal1::parse(&text).is_ok_and(|value| value.tenths().wrapping_rem(10) == 0);
    let tenths = match Decimal1::parse_rounding(&text) {
        _ if !reader.is_tolerant() => return reader.fail(EXPECTED, start),
        Ok(value) if is_whole || is_reading => value.tenths(),
        Err(DecimalError::Range) => return reader.fail(ErrorKind::OutOfRange, start),
        _ => return reader.fail(EXPECTED, start),
    };
    reader.note(if is_whole { Tolerance::WholeAsDecimal } else { Tolerance::Fraction }, start);
    let whole = i32::try_from(tenths.wrapping_div(10));
    whole.map_or_else(|_| reader.fail(ErrorKind::OutOfRange, start), Ok)
}

/// A number of an optional member, for the tolerant reader.
#[cold]
#[inline(never)]
fn optional_number<'a, T>(
    reader: &mut Reader<'a>,
    read: fn(&mut Reader<'a>) -> Result<T, Failed>,
) -> Result<Option<T>, Failed> {
    if reader.take_absent() {
        return Ok(None);
    }
    reader.skip_blanks();
    let start = reader.offset();
    match read(reader) {
        Ok(value) => Ok(Some(value)),
        Err(Failed) if reader.forgive_range(start) => Ok(None),
        Err(failed) => Err(failed),
    }
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
            // Only what `Decimal1` finds to be a number passes.
            if let Err(DecimalError::Form) = Decimal1::parse(text.trim()) {
                return reader.fail(expected, start);
            }
            reader.note(Tolerance::InText, start);
            Ok(String::from(text.trim()).into())
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
    const FORM: Form = Form::Decimal;

    #[inline]
    fn read_optional(reader: &mut Reader<'a>) -> Result<Option<Self>, Failed> {
        if reader.is_tolerant() {
            return optional_number(reader, Self::read);
        }
        Self::read(reader).map(Some)
    }

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

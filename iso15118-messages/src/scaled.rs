//! Numbers of 16 bits with a power of ten: physical values and rational numbers.

use core::fmt;

#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
use crate::Decimal;

/// A number that has no form in the type it is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// Too far from zero, or not a number.
    OutOfRange,
    /// More digits than the type has.
    Inexact,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfRange => "a number out of the range of its type",
            Self::Inexact => "a number with more digits than its type has",
        })
    }
}

impl core::error::Error for NumberError {}

/// Exactly this value, with the exponent nearest to 0 among `-most..=most`.
#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
pub(crate) fn from_decimal(value: Decimal, most: i8) -> Result<(i16, i8), NumberError> {
    for magnitude in 0..=most {
        for exponent in [magnitude, -magnitude] {
            let mantissa = value.with_exponent(exponent).map(Decimal::mantissa);
            if let Some(mantissa) = mantissa.and_then(|mantissa| i16::try_from(mantissa).ok()) {
                return Ok((mantissa, exponent));
            }
        }
    }
    let scale = Decimal::new(1, most).to_f64();
    let range = f64::from(i16::MIN) * scale..=f64::from(i16::MAX) * scale;
    Err(if range.contains(&value.to_f64()) {
        NumberError::Inexact
    } else {
        NumberError::OutOfRange
    })
}

/// The nearest value with the smallest exponent from `-most` to `most` with which it fits.
#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
pub(crate) fn from_f64(value: f64, most: i8) -> Result<(i16, i8), NumberError> {
    for exponent in -most..=most {
        let decimal = Decimal::from_f64(value, exponent, i64::from(i16::MAX));
        let mantissa = decimal.and_then(|decimal| i16::try_from(decimal.mantissa()).ok());
        if let Some(mantissa) = mantissa {
            return Ok((mantissa, exponent));
        }
    }
    Err(NumberError::OutOfRange)
}

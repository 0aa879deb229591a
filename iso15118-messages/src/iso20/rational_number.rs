//! Rational numbers: 16 bits and a power of ten. The unit is the one of the element.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::RationalNumber;
use crate::scaled::{self, NumberError};
use crate::{Decimal, Rounding};

/// Greatest magnitude of the power of ten that conversions choose. The type has -128 to 127; nothing
/// that is charged needs more.
const EXPONENT: i8 = 9;

impl RationalNumber {
    /// The value: `Value` times ten to the power of `Exponent`.
    ///
    /// ```
    /// use iso15118_messages::iso20::RationalNumber;
    ///
    /// let power = RationalNumber { exponent: 3, value: 11 };
    /// assert_eq!(power.to_string(), "11000");
    /// assert_eq!(RationalNumber::from_decimal(power.to_decimal()), Ok(RationalNumber { exponent: 0, value: 11000 }));
    /// ```
    #[must_use]
    pub const fn to_decimal(self) -> Decimal {
        Decimal::new(self.value as i64, self.exponent)
    }

    /// The value as the nearest `f64`.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.to_decimal().to_f64()
    }

    /// Exactly this value, with the exponent nearest to 0.
    ///
    /// # Errors
    /// [`NumberError`] if no number with an exponent from -9 to 9 is equal to `value`.
    pub fn from_decimal(value: Decimal) -> Result<Self, NumberError> {
        scaled::from_decimal(value, EXPONENT).map(|(value, exponent)| Self { exponent, value })
    }

    /// Rounds to a rational number: exactly if it can be, otherwise with as many places after the
    /// point as fit, nine at most. This uses integers only, so that a microcontroller needs no
    /// floating point.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` rounds to more than 32767 or less than -32768 times
    /// 10^9.
    pub fn round(value: Decimal, rounding: Rounding) -> Result<Self, NumberError> {
        scaled::round(value, EXPONENT, rounding).map(|(value, exponent)| Self { exponent, value })
    }

    /// The number nearest to `value`, with as many places after the point as fit, nine at most.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` is not finite or rounds to more than 32767 or less
    /// than -32768 times 10^9.
    pub fn from_f64(value: f64) -> Result<Self, NumberError> {
        scaled::from_f64(value, EXPONENT).map(|(value, exponent)| Self { exponent, value })
    }
}

/// Equal if the values are.
impl PartialEq for RationalNumber {
    fn eq(&self, other: &Self) -> bool {
        self.to_decimal() == other.to_decimal()
    }
}

impl Eq for RationalNumber {}

/// The order of the values.
impl Ord for RationalNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_decimal().cmp(&other.to_decimal())
    }
}

impl PartialOrd for RationalNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Numbers that are equal have the same hash.
impl Hash for RationalNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_decimal().hash(state);
    }
}

/// The number in plain notation, with width and alignment as [`Decimal`] has them.
impl fmt::Display for RationalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use crate::iso20::RationalNumber;
    use crate::{Decimal, NumberError};

    #[test]
    fn floats_keep_as_many_digits_as_fit() {
        let number = |x| RationalNumber::from_f64(x).map(|n| (n.value, n.exponent));
        assert_eq!(number(0.1 + 0.2), Ok((30000, -5)));
        assert_eq!(number(0.0), Ok((0, -9)));
        assert_eq!(number(-1e12), Ok((-10000, 8)));
        assert_eq!(number(1e14), Err(NumberError::OutOfRange));
        assert_eq!(number(f64::INFINITY), Err(NumberError::OutOfRange));
    }

    #[test]
    fn numbers_compare_by_value() {
        let number = |value, exponent| RationalNumber { exponent, value };
        assert_eq!(number(11, 3), number(11000, 0));
        assert!(number(11, 3) > number(10999, 0));
        assert!(number(i16::MIN, 127) < number(i16::MAX, -128));
        assert_eq!(alloc::format!("[{:>8}]", number(11, 3)), "[   11000]");
    }

    #[test]
    fn decimals_are_exact_or_refused() {
        let number = |n| RationalNumber::from_decimal(n).map(|n| (n.value, n.exponent));
        assert_eq!(number(Decimal::new(123, -2)), Ok((123, -2)));
        assert_eq!(number(Decimal::new(40000, 0)), Ok((4000, 1)));
        assert_eq!(number(Decimal::new(40001, 0)), Err(NumberError::Inexact));
        assert_eq!(number(Decimal::new(1, -10)), Err(NumberError::Inexact));
        assert_eq!(number(Decimal::new(5, 20)), Err(NumberError::OutOfRange));
    }
}

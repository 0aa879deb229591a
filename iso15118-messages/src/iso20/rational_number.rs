//! Rational numbers: 16 bits and a power of ten. The unit is the one of the element.

use core::fmt;

use super::RationalNumber;
use crate::Decimal;
use crate::scaled::{self, NumberError};

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

    /// The number nearest to `value`, with as many places behind the point as fit, nine at most.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` is not finite or rounds to more than 32767 times 10^9.
    pub fn from_f64(value: f64) -> Result<Self, NumberError> {
        scaled::from_f64(value, EXPONENT).map(|(value, exponent)| Self { exponent, value })
    }
}

/// The number in plain notation.
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
    fn decimals_are_exact_or_refused() {
        let number = |n| RationalNumber::from_decimal(n).map(|n| (n.value, n.exponent));
        assert_eq!(number(Decimal::new(123, -2)), Ok((123, -2)));
        assert_eq!(number(Decimal::new(40000, 0)), Ok((4000, 1)));
        assert_eq!(number(Decimal::new(40001, 0)), Err(NumberError::Inexact));
        assert_eq!(number(Decimal::new(1, -10)), Err(NumberError::Inexact));
        assert_eq!(number(Decimal::new(5, 20)), Err(NumberError::OutOfRange));
    }
}

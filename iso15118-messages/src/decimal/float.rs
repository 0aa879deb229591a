//! From floating point, by the bits of the number: exact, without floating-point arithmetic.

use core::num::NonZeroU128;

use super::{Decimal, Rounding, signed};

/// Powers of ten up to this one, and the number times one, fit 128 bits.
const MOST: u8 = 19;

impl Decimal {
    /// The decimal number with this exponent that is nearest to `value`, ties away from zero.
    ///
    /// `None` if `value` is not finite, if the mantissa does not fit 64 bits, or if `exponent` is not
    /// in `-19..=19`.
    ///
    /// ```
    /// use iso15118_messages::Decimal;
    ///
    /// assert_eq!(Decimal::from_f64(0.1 + 0.2, -3), Some(Decimal::new(300, -3)));
    /// assert_eq!(Decimal::from_f64(f64::NAN, -3), None);
    /// ```
    #[must_use]
    pub fn from_f64(value: f64, exponent: i8) -> Option<Self> {
        Self::rounded_f64(value, exponent, Rounding::Nearest)
    }

    /// Like [`from_f64`](Self::from_f64) with a direction.
    pub(crate) fn rounded_f64(value: f64, exponent: i8, rounding: Rounding) -> Option<Self> {
        if !value.is_finite() || exponent.unsigned_abs() > MOST {
            return None;
        }
        // The magnitude is `significand * 2^binary`, with 53 bits at most.
        let bits = value.to_bits();
        let negative = bits >> 63 != 0;
        let biased = (bits >> 52 & 0x7ff) as i32;
        let fraction = u128::from(bits & ((1 << 52) - 1));
        let (significand, binary) = match biased {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, biased - 1075),
        };
        let power = 10_u128.pow(exponent.unsigned_abs().into());
        // As a fraction of integers.
        let (mut numerator, mut denominator) = match exponent {
            ..0 => (significand * power, 1),
            0.. => (significand, power),
        };
        if binary >= 0 {
            // Without room the quotient would have more than 64 bits: 10^19 has 64.
            if binary.unsigned_abs() >= numerator.leading_zeros() {
                return None;
            }
            numerator <<= binary;
        } else if binary.unsigned_abs() < denominator.leading_zeros() {
            denominator <<= binary.unsigned_abs();
        } else {
            // The denominator has more bits than the numerator has: less than a half.
            numerator = numerator.min(1);
            denominator = 3;
        }
        let denominator = NonZeroU128::new(denominator).unwrap_or(NonZeroU128::MIN);
        let (whole, rest) = (numerator / denominator, numerator % denominator);
        let half = rest.cmp(&(denominator.get() - rest));
        let away = rounding.goes_away(negative, rest != 0, half);
        Some(Self::new(signed(negative, whole + u128::from(away))?, exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_nearest() {
        let from = |value, exponent| Decimal::from_f64(value, exponent).map(Decimal::mantissa);
        assert_eq!(from(0.1 + 0.2, -1), Some(3));
        assert_eq!(from(32767.4, 0), Some(32767));
        assert_eq!(from(-2.5, 0), Some(-3));
        assert_eq!(from(2.5, 0), Some(3));
        // Half a unit less than half.
        assert_eq!(from(0.499_999_999_999_999_94, 0), Some(0));
        assert_eq!(from(0.5, 0), Some(1));
        // Whole numbers that lose their last bit when 0.5 is added.
        assert_eq!(from(4_503_599_627_370_497.0, 0), Some(4_503_599_627_370_497));
        assert_eq!(from(9_007_199_254_740_991.0, 0), Some(9_007_199_254_740_991));
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 1e19, -1e19] {
            assert_eq!(from(value, 0), None);
        }
        // The ends of the range.
        assert_eq!(from(-9_223_372_036_854_775_808.0, 0), Some(i64::MIN));
        assert_eq!(from(9_223_372_036_854_775_807.0, 0), None);
        assert_eq!(from(f64::MIN_POSITIVE, -19), Some(0));
        assert_eq!(from(5e-324, -19), Some(0));
        assert_eq!(from(-5e-324, 19), Some(0));
        assert_eq!(from(1e18, 18), Some(1));
        assert_eq!(from(4e19, 19), Some(4));
        assert_eq!(from(1.0, -20), None);
        assert_eq!(from(1.0, 20), None);
        assert_eq!(from(0.0, 19), Some(0));
        assert_eq!(from(-0.0, -19), Some(0));
    }

    #[test]
    fn the_direction_counts_for_the_least_rest() {
        let round =
            |value, rounding| Decimal::rounded_f64(value, 0, rounding).map(Decimal::mantissa);
        assert_eq!(round(5e-324, Rounding::Ceiling), Some(1));
        assert_eq!(round(5e-324, Rounding::Floor), Some(0));
        assert_eq!(round(-5e-324, Rounding::Floor), Some(-1));
        assert_eq!(round(-5e-324, Rounding::TowardZero), Some(0));
        assert_eq!(round(0.0, Rounding::Ceiling), Some(0));
    }
}

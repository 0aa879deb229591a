//! Physical values: a number of 16 bits, a power of ten and a unit.

use core::fmt;

use super::{PhysicalValue, UnitSymbol};
use crate::Decimal;

/// Powers of ten that a physical value can have (`unitMultiplierType`).
const MULTIPLIERS: core::ops::RangeInclusive<i8> = -3..=3;

/// A number that no physical value can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhysicalValueError {
    /// Further from zero than 32 767 000, or not a number.
    OutOfRange,
    /// More digits than 16 bits and three places behind the point have.
    Inexact,
}

impl PhysicalValue {
    /// The value: `Value` times ten to the power of `Multiplier`.
    ///
    /// ```
    /// use iso15118_messages::Decimal;
    /// use iso15118_messages::iso2::{PhysicalValue, UnitSymbol};
    ///
    /// let voltage = PhysicalValue { multiplier: -1, unit: UnitSymbol::V, value: 4005 };
    /// assert_eq!(voltage.to_decimal(), Decimal::new(4005, -1));
    /// assert_eq!(voltage.to_string(), "400.5 V");
    /// ```
    #[must_use]
    pub const fn to_decimal(self) -> Decimal {
        Decimal::new(self.value as i64, self.multiplier)
    }

    /// The value in its unit, as the nearest `f64`.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.to_decimal().to_f64()
    }

    /// Exactly this value, with the multiplier nearest to 0.
    ///
    /// ```
    /// use iso15118_messages::iso2::{PhysicalValue, UnitSymbol};
    ///
    /// let limit = PhysicalValue::from_decimal("150000".parse()?, UnitSymbol::W)?;
    /// assert_eq!((limit.value, limit.multiplier), (15000, 1));
    /// # Ok::<_, Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PhysicalValueError`] if no physical value is equal to `value`.
    pub fn from_decimal(value: Decimal, unit: UnitSymbol) -> Result<Self, PhysicalValueError> {
        for multiplier in [0, 1, -1, 2, -2, 3, -3] {
            let Some(decimal) = value.with_exponent(multiplier) else { continue };
            if let Ok(value) = i16::try_from(decimal.mantissa()) {
                return Ok(Self { multiplier, unit, value });
            }
        }
        let range = f64::from(i16::MIN) * 1000.0..=f64::from(i16::MAX) * 1000.0;
        Err(if range.contains(&value.to_f64()) {
            PhysicalValueError::Inexact
        } else {
            PhysicalValueError::OutOfRange
        })
    }

    /// The value nearest to `value`, with as many places behind the point as fit: 32.7671 V becomes
    /// 32767 mV, 400 V becomes 4000 times 0.1 V.
    ///
    /// # Errors
    /// [`PhysicalValueError::OutOfRange`] if `value` is not finite or rounds to more than 32767
    /// times 1000.
    pub fn from_f64(value: f64, unit: UnitSymbol) -> Result<Self, PhysicalValueError> {
        for multiplier in MULTIPLIERS {
            let Some(decimal) = Decimal::from_f64(value, multiplier, i64::from(i16::MAX)) else {
                continue;
            };
            if let Ok(value) = i16::try_from(decimal.mantissa()) {
                return Ok(Self { multiplier, unit, value });
            }
        }
        Err(PhysicalValueError::OutOfRange)
    }
}

/// Number and unit: `400.5 V`.
impl fmt::Display for PhysicalValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.unit)
    }
}

impl fmt::Display for PhysicalValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfRange => "a number out of the range of physical values",
            Self::Inexact => "a number with more digits than physical values have",
        })
    }
}

impl core::error::Error for PhysicalValueError {}

#[cfg(test)]
mod tests {
    use super::PhysicalValueError;
    use crate::Decimal;
    use crate::iso2::{PhysicalValue, UnitSymbol};
    use alloc::string::ToString;

    fn decimal(text: &str) -> Result<(i16, i8), PhysicalValueError> {
        let value: Decimal = text.parse().expect(text);
        PhysicalValue::from_decimal(value, UnitSymbol::A).map(|v| (v.value, v.multiplier))
    }

    #[test]
    fn decimals_are_exact_or_refused() {
        assert_eq!(decimal("0"), Ok((0, 0)));
        assert_eq!(decimal("32767"), Ok((32767, 0)));
        assert_eq!(decimal("-32768"), Ok((-32768, 0)));
        assert_eq!(decimal("32768"), Err(PhysicalValueError::Inexact));
        assert_eq!(decimal("32770"), Ok((3277, 1)));
        assert_eq!(decimal("0.001"), Ok((1, -3)));
        assert_eq!(decimal("0.0001"), Err(PhysicalValueError::Inexact));
        assert_eq!(decimal("16.5"), Ok((165, -1)));
        assert_eq!(decimal("32767000"), Ok((32767, 3)));
        assert_eq!(decimal("32768000"), Err(PhysicalValueError::OutOfRange));
        assert_eq!(decimal("-32768000"), Ok((-32768, 3)));
    }

    #[test]
    fn every_value_survives_the_way_through_a_decimal() {
        for multiplier in -3..=3 {
            for value in i16::MIN..=i16::MAX {
                let physical = PhysicalValue { multiplier, unit: UnitSymbol::V, value };
                let again = PhysicalValue::from_decimal(physical.to_decimal(), UnitSymbol::V);
                assert_eq!(again.map(PhysicalValue::to_decimal), Ok(physical.to_decimal()));
            }
        }
    }

    #[test]
    fn floats_are_rounded() {
        let value = |x| PhysicalValue::from_f64(x, UnitSymbol::V).map(|v| (v.value, v.multiplier));
        assert_eq!(value(400.0), Ok((4000, -1)));
        assert_eq!(value(32.7671), Ok((32767, -3)));
        assert_eq!(value(-0.0004), Ok((0, -3)));
        assert_eq!(value(1e9), Err(PhysicalValueError::OutOfRange));
        assert_eq!(value(f64::NAN), Err(PhysicalValueError::OutOfRange));
        assert_eq!(
            PhysicalValue::from_f64(230.05, UnitSymbol::V).map(PhysicalValue::to_f64),
            Ok(230.05)
        );
    }

    #[test]
    fn text_has_number_and_unit() {
        let energy = PhysicalValue { multiplier: 3, unit: UnitSymbol::Wh, value: 60 };
        assert_eq!(energy.to_string(), "60000 Wh");
        let current = PhysicalValue { multiplier: -2, unit: UnitSymbol::A, value: -5 };
        assert_eq!(current.to_string(), "-0.05 A");
    }
}

//! Physical values: a number of 16 bits, a power of ten and a unit.

use core::fmt;

use super::{PhysicalValue, UnitSymbol};
use crate::decimal::text::pad;
use crate::scaled::{self, NumberError};
use crate::{Decimal, Rounding};

/// Greatest magnitude of the power of ten (`unitMultiplierType`).
const MULTIPLIER: i8 = 3;

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
    /// [`NumberError`] if no physical value is equal to `value`.
    pub fn from_decimal(value: Decimal, unit: UnitSymbol) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::from_decimal(value, MULTIPLIER)?;
        Ok(Self { multiplier, unit, value })
    }

    /// Rounds to a physical value: exactly if it can be, otherwise with as many places after the
    /// point as fit. This uses integers only, so that a microcontroller needs no floating point.
    ///
    /// ```
    /// use iso15118_messages::iso2::{PhysicalValue, UnitSymbol};
    /// use iso15118_messages::{Decimal, Rounding};
    ///
    /// // A sensor in milliampere.
    /// let current = Decimal::new(40_001, -3);
    /// let current = PhysicalValue::round(current, UnitSymbol::A, Rounding::Nearest)?;
    /// assert_eq!(current.to_string(), "40 A");
    /// # Ok::<_, Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` rounds to more than 32767 or less than -32768 times
    /// 1000.
    pub fn round(
        value: Decimal,
        unit: UnitSymbol,
        rounding: Rounding,
    ) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::round(value, MULTIPLIER, rounding)?;
        Ok(Self { multiplier, unit, value })
    }

    /// The value nearest to `value`, with as many places after the point as fit: 32.7671 V becomes
    /// 32767 mV, 400 V becomes 4000 times 0.1 V.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` is not finite or rounds to more than 32767 or less
    /// than -32768 times 1000.
    pub fn from_f64(value: f64, unit: UnitSymbol) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::from_f64(value, MULTIPLIER)?;
        Ok(Self { multiplier, unit, value })
    }
}

/// Number and unit: `400.5 V`. Width, fill and alignment are those of the whole.
impl fmt::Display for PhysicalValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pad(f, format_args!("{} {}", self.to_decimal(), self.unit))
    }
}

scaled::compare_by_value!(PhysicalValue);

#[cfg(test)]
mod tests {
    use crate::Decimal;
    use crate::NumberError;
    use crate::iso2::{PhysicalValue, UnitSymbol};
    use alloc::string::ToString;

    fn decimal(text: &str) -> Result<(i16, i8), NumberError> {
        let value: Decimal = text.parse().expect(text);
        PhysicalValue::from_decimal(value, UnitSymbol::A).map(|v| (v.value, v.multiplier))
    }

    #[test]
    fn decimals_are_exact_or_refused() {
        assert_eq!(decimal("0"), Ok((0, 0)));
        assert_eq!(decimal("32767"), Ok((32767, 0)));
        assert_eq!(decimal("-32768"), Ok((-32768, 0)));
        assert_eq!(decimal("32768"), Err(NumberError::Inexact));
        assert_eq!(decimal("32770"), Ok((3277, 1)));
        assert_eq!(decimal("0.001"), Ok((1, -3)));
        assert_eq!(decimal("0.0001"), Err(NumberError::Inexact));
        assert_eq!(decimal("16.5"), Ok((165, -1)));
        assert_eq!(decimal("32767000"), Ok((32767, 3)));
        assert_eq!(decimal("32768000"), Err(NumberError::OutOfRange));
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
        assert_eq!(value(1e9), Err(NumberError::OutOfRange));
        assert_eq!(value(f64::NAN), Err(NumberError::OutOfRange));
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
        assert_eq!(alloc::format!("[{current:10}]"), "[   -0.05 A]");
        assert_eq!(alloc::format!("[{current:<10}]"), "[-0.05 A   ]");
        assert_eq!(alloc::format!("[{current:.^10}]"), "[.-0.05 A..]");
        assert_eq!(alloc::format!("[{current:2}]"), "[-0.05 A]");
        let extreme = PhysicalValue { multiplier: -128, unit: UnitSymbol::Wh, value: i16::MIN };
        assert_eq!(extreme.to_string().len(), "-0.".len() + 128 + " Wh".len());
    }

    #[test]
    fn values_compare_by_value() {
        let volts = |value, multiplier| PhysicalValue { multiplier, unit: UnitSymbol::V, value };
        assert_eq!(volts(400, 0), volts(4000, -1));
        assert_ne!(volts(400, 0), volts(400, 1));
        assert!(volts(399, 0) < volts(4000, -1));
        let amperes = PhysicalValue { unit: UnitSymbol::A, ..volts(400, 0) };
        assert_ne!(volts(400, 0), amperes);
        assert_eq!(volts(400, 0).partial_cmp(&amperes), None);
    }
}

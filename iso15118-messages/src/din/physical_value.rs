//! Physical values: a number of 16 bits, a power of ten and perhaps a unit.

use core::fmt;

use super::{PhysicalValue, UnitSymbol};
use crate::decimal::text::pad;
use crate::scaled::{self, NumberError};
use crate::{Decimal, Rounding};

/// Greatest magnitude of the power of ten (`unitMultiplierType`).
const MULTIPLIER: i8 = 3;

impl PhysicalValue {
    /// The value: `Value` times ten to the power of `Multiplier`. Where the unit is absent, it is
    /// the one that the element's name says.
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
    /// # Errors
    /// [`NumberError`] if no physical value is equal to `value`.
    pub fn from_decimal(value: Decimal, unit: Option<UnitSymbol>) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::from_decimal(value, MULTIPLIER)?;
        Ok(Self { multiplier, unit, value })
    }

    /// Rounds to a physical value: exactly if it can be, otherwise with as many places after the
    /// point as fit. This uses integers only.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` rounds to more than 32767 or less than -32768 times
    /// 1000.
    pub fn round(
        value: Decimal,
        unit: Option<UnitSymbol>,
        rounding: Rounding,
    ) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::round(value, MULTIPLIER, rounding)?;
        Ok(Self { multiplier, unit, value })
    }

    /// The value nearest to `value`, with as many places after the point as fit.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if `value` is not finite or rounds to more than 32767 or less
    /// than -32768 times 1000.
    pub fn from_f64(value: f64, unit: Option<UnitSymbol>) -> Result<Self, NumberError> {
        let (value, multiplier) = scaled::from_f64(value, MULTIPLIER)?;
        Ok(Self { multiplier, unit, value })
    }
}

/// Number and unit: `400.5 V`; the number alone where the unit is absent. Width, fill and alignment
/// are those of the whole.
impl fmt::Display for PhysicalValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Some(unit) => pad(f, format_args!("{} {unit}", self.to_decimal())),
            None => self.to_decimal().fmt(f),
        }
    }
}

scaled::compare_by_value!(PhysicalValue);

#[cfg(test)]
mod tests {
    use crate::din::{PhysicalValue, UnitSymbol};
    use alloc::string::ToString;

    #[test]
    fn the_unit_is_optional() {
        let with = PhysicalValue::from_f64(400.5, Some(UnitSymbol::V)).map(|v| v.to_string());
        assert_eq!(with.as_deref(), Ok("400.5 V"));
        let without = PhysicalValue { multiplier: 1, unit: None, value: -3 };
        assert_eq!(without.to_string(), "-30");
        assert_eq!(
            PhysicalValue::from_decimal(without.to_decimal(), None).map(|v| v.to_f64()),
            Ok(-30.0)
        );
    }
}

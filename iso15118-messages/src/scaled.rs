//! Numbers of 16 bits with a power of ten: physical values and rational numbers.

#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
use crate::{Decimal, Rounding};

/// A number that has no form in the type it is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Too far from zero, or not a number.
    #[error("a number out of the range of its type")]
    OutOfRange,
    /// More digits than the type has.
    #[error("a number with more digits than its type has")]
    Inexact,
}

/// Compares physical values by number and unit. DIN SPEC 70121 and ISO 15118-2 have a type each.
#[cfg(any(feature = "din", feature = "iso2"))]
macro_rules! compare_by_value {
    ($type:ty) => {
        /// Equal if number and unit are: 400 V as 400 and as 4000 tenths.
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.unit == other.unit && self.to_decimal() == other.to_decimal()
            }
        }

        impl Eq for $type {}

        /// Compares values of the same unit; others have no order.
        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                (self.unit == other.unit).then(|| self.to_decimal().cmp(&other.to_decimal()))
            }
        }

        /// Values that are equal have the same hash.
        impl core::hash::Hash for $type {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.unit.hash(state);
                self.to_decimal().hash(state);
            }
        }
    };
}
#[cfg(any(feature = "din", feature = "iso2"))]
pub(crate) use compare_by_value;

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
    let range = Decimal::new(i16::MIN.into(), most)..=Decimal::new(i16::MAX.into(), most);
    Err(if range.contains(&value) { NumberError::Inexact } else { NumberError::OutOfRange })
}

/// Exactly this value if it has a form; otherwise rounded, with as many places after the point as
/// fit.
#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
pub(crate) fn round(
    value: Decimal,
    most: i8,
    rounding: Rounding,
) -> Result<(i16, i8), NumberError> {
    from_decimal(value, most)
        .or_else(|_| finest(most, rounding, |exponent, rounding| value.round(exponent, rounding)))
}

/// The nearest value, with as many places after the point as fit.
#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
pub(crate) fn from_f64(value: f64, most: i8) -> Result<(i16, i8), NumberError> {
    finest(most, Rounding::Nearest, |exponent, rounding| {
        Decimal::rounded_f64(value, exponent, rounding)
    })
}

/// Rounds with the smallest exponent in `-most..=most` with which the mantissa fits 16 bits.
///
/// Between the last number that an exponent has and the first one that only the next exponent has
/// there is a gap, for example between 32767 and 32770. A number in it goes to one of the two.
#[cfg(any(feature = "din", feature = "iso2", feature = "iso20"))]
fn finest(
    most: i8,
    rounding: Rounding,
    round: impl Fn(i8, Rounding) -> Option<Decimal>,
) -> Result<(i16, i8), NumberError> {
    let fitting = |exponent, rounding| {
        let mantissa = round(exponent, rounding)?.mantissa();
        i16::try_from(mantissa).ok()
    };
    let found = (-most..=most).find_map(|exponent| Some((fitting(exponent, rounding)?, exponent)));
    let (mantissa, exponent) = found.ok_or(NumberError::OutOfRange)?;
    let end = if mantissa < 0 { i16::MIN } else { i16::MAX };
    let finer = exponent - 1;
    // In finer steps, cut off.
    let cut = match exponent > -most {
        true => round(finer, Rounding::TowardZero).map_or(0, Decimal::mantissa),
        false => 0,
    };
    let gap = u64::from(end.unsigned_abs())..32_770;
    let is_in_gap = gap.contains(&cut.unsigned_abs());
    let takes_end = is_in_gap
        && match rounding {
            // Between 32767 and 32770 the middle is 32768.5, between -32768 and -32770 it is -32769.
            Rounding::Nearest if end > 0 => {
                round(finer, Rounding::Nearest).is_some_and(|near| near.mantissa() <= 32_768)
            }
            Rounding::Nearest => cut == -32_768,
            Rounding::TowardZero => true,
            Rounding::Floor => end > 0,
            Rounding::Ceiling => end < 0,
        };
    Ok(if takes_end { (end, finer) } else { (mantissa, exponent) })
}

#[cfg(all(test, feature = "iso20"))]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const MOST: i8 = 2;

    /// All numbers with exponents from -2 to 2, sorted, each as hundredths.
    fn all() -> Vec<i64> {
        let mut all: Vec<i64> = (-MOST..=MOST)
            .flat_map(|exponent| {
                let scale = 10_i64.pow((exponent + MOST) as u32);
                (i16::MIN..=i16::MAX).map(move |mantissa| i64::from(mantissa) * scale)
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn hundredths((mantissa, exponent): (i16, i8)) -> i64 {
        i64::from(mantissa) * 10_i64.pow((exponent + MOST) as u32)
    }

    /// Around the ends of each exponent and some other places, in steps of a tenth of the finest
    /// unit: what is found is the best of all numbers there are.
    #[test]
    fn rounding_finds_the_best_number_that_there_is() {
        let all = all();
        let places = [0, 1, 4_095, 32_767, 32_768, 327_670, 327_680, 3_276_700, 3_276_800];
        for place in places.into_iter().flat_map(|place: i64| [place, -place]) {
            for tenths in place * 10 - 300..=place * 10 + 300 {
                let value = Decimal::new(tenths, -3);
                let after = all.partition_point(|number| number * 10 < tenths);
                let ceiling = all[after];
                let before = all.partition_point(|number| number * 10 <= tenths);
                let floor = all[before - 1];
                let to = |number: i64| (number * 10 - tenths).abs();
                let nearest = match to(floor).cmp(&to(ceiling)) {
                    core::cmp::Ordering::Less => floor,
                    core::cmp::Ordering::Greater => ceiling,
                    core::cmp::Ordering::Equal if tenths < 0 => floor,
                    core::cmp::Ordering::Equal => ceiling,
                };
                for (rounding, expected) in [
                    (Rounding::Nearest, nearest),
                    (Rounding::Floor, floor),
                    (Rounding::Ceiling, ceiling),
                    (Rounding::TowardZero, if tenths < 0 { ceiling } else { floor }),
                ] {
                    let found = round(value, MOST, rounding).map(hundredths);
                    assert_eq!(found, Ok(expected), "{value} {rounding:?}");
                }
                // The float of a number in the middle may lie on either side.
                if to(floor) != to(ceiling) || floor == ceiling {
                    let found = from_f64(value.to_f64(), MOST).map(hundredths);
                    assert_eq!(found, Ok(nearest), "{value}");
                }
            }
        }
    }

    #[test]
    fn the_whole_range_is_reached_and_no_more() {
        assert_eq!(from_f64(-32768.0, 3), Ok((-32768, 0)));
        assert_eq!(from_f64(-32_768_000.0, 3), Ok((-32768, 3)));
        assert_eq!(from_f64(32_767_000.0, 3), Ok((32767, 3)));
        assert_eq!(from_f64(32_767_499.0, 3), Ok((32767, 3)));
        for beyond in [32_767_500.0, -32_768_500.0, f64::NAN, f64::INFINITY, f64::MAX] {
            assert_eq!(from_f64(beyond, 3), Err(NumberError::OutOfRange), "{beyond}");
        }
        let round = |value, rounding| round(value, 3, rounding);
        let much = Decimal::new(i64::MAX, 127);
        assert_eq!(round(much, Rounding::Floor), Err(NumberError::OutOfRange));
        assert_eq!(round(Decimal::new(327_679, 2), Rounding::Floor), Ok((32767, 3)));
        assert_eq!(
            round(Decimal::new(327_679, 2), Rounding::Ceiling),
            Err(NumberError::OutOfRange)
        );
        // Exactly if it can be, with the exponent nearest to 0.
        assert_eq!(round(Decimal::new(400, 0), Rounding::Floor), Ok((400, 0)));
        assert_eq!(round(Decimal::new(40_001, -3), Rounding::Nearest), Ok((4000, -2)));
        assert_eq!(round(Decimal::new(-1, -128), Rounding::Floor), Ok((-1, -3)));
    }
}

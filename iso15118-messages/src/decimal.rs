//! Exact decimal numbers, the common ground of the number formats in V2G messages.

mod float;
mod rounding;
pub(crate) mod text;

use core::cmp::Ordering;
use core::fmt::{self, Write};
use core::hash::{Hash, Hasher};
use core::num::NonZeroU64;
use core::str::FromStr;

pub use rounding::Rounding;
use text::Text;

/// A decimal number: `mantissa` times ten to the power of `exponent`.
///
/// Numbers in V2G messages are a small integer and a power of ten; this holds each of them exactly.
/// Two numbers are equal if their values are, however they are written.
///
/// ```
/// use iso15118_messages::Decimal;
///
/// let current: Decimal = "-16.50".parse()?;
/// assert_eq!(current, Decimal::new(-165, -1));
/// assert_eq!(current.to_string(), "-16.5");
/// # Ok::<_, iso15118_messages::ParseDecimalError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    mantissa: i64,
    exponent: i8,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

    /// `mantissa` times ten to the power of `exponent`.
    #[must_use]
    pub const fn new(mantissa: i64, exponent: i8) -> Self {
        Self { mantissa, exponent }
    }

    /// The mantissa.
    #[must_use]
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// The power of ten.
    #[must_use]
    pub const fn exponent(self) -> i8 {
        self.exponent
    }

    /// The same value with another exponent; `None` if it has no such form, because digits would be
    /// lost or the mantissa would not fit.
    ///
    /// ```
    /// use iso15118_messages::Decimal;
    ///
    /// assert_eq!(Decimal::new(230, 0).with_exponent(-1).map(Decimal::mantissa), Some(2300));
    /// assert!(Decimal::new(235, -1).with_exponent(0).is_none());
    /// ```
    #[must_use]
    pub fn with_exponent(self, exponent: i8) -> Option<Self> {
        let mut mantissa = self.mantissa;
        let mut steps = i16::from(self.exponent) - i16::from(exponent);
        // A mantissa of 64 bits is used up after 19 steps either way.
        while steps > 0 && mantissa != 0 {
            mantissa = mantissa.checked_mul(10)?;
            steps -= 1;
        }
        while steps < 0 && mantissa != 0 {
            if mantissa % 10 != 0 {
                return None;
            }
            mantissa /= 10;
            steps += 1;
        }
        Some(Self { mantissa, exponent })
    }

    /// The same value with the mantissa that has no zeros at its end.
    #[must_use]
    pub fn normalized(self) -> Self {
        let Self { mut mantissa, mut exponent } = self;
        if mantissa == 0 {
            return Self::ZERO;
        }
        while mantissa % 10 == 0 && exponent < i8::MAX {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent }
    }

    /// The nearest `f64`, for mantissas up to 53 bits and exponents from -22 to 22 (as in all V2G
    /// messages) correctly rounded.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Exact up to 10^22, so that one operation rounds once.
        let mut power = 1.0_f64;
        for _ in 0..self.exponent.unsigned_abs() {
            power *= 10.0;
        }
        let mantissa = self.mantissa as f64;
        if self.exponent < 0 { mantissa / power } else { mantissa * power }
    }

    /// Rounds to a whole number of `10^exponent`; `None` if the mantissa does not fit 64 bits.
    ///
    /// This uses integers only, so that a microcontroller needs no floating point.
    ///
    /// ```
    /// use iso15118_messages::{Decimal, Rounding};
    ///
    /// // 40.0015 A in steps of 10 mA.
    /// let current = Decimal::new(400_015, -4);
    /// assert_eq!(current.round(-2, Rounding::Nearest), Some(Decimal::new(4000, -2)));
    /// assert_eq!(current.round(-2, Rounding::Ceiling), Some(Decimal::new(4001, -2)));
    /// ```
    #[must_use]
    pub fn round(self, exponent: i8, rounding: Rounding) -> Option<Self> {
        let steps = i16::from(self.exponent) - i16::from(exponent);
        if steps >= 0 {
            return self.with_exponent(exponent);
        }
        let magnitude = self.mantissa.unsigned_abs();
        let negative = self.mantissa < 0;
        // More than 19 digits go: the number is less than a hundredth of a step.
        let power = 10_u64.checked_pow(u32::from(steps.unsigned_abs()));
        let power = power.and_then(NonZeroU64::new).unwrap_or(NonZeroU64::MAX);
        let (whole, rest) = match steps {
            -19..0 => (magnitude / power, magnitude % power),
            _ => (0, u64::from(magnitude != 0)),
        };
        let nearer = rest.cmp(&(power.get() - rest));
        let up = rounding.goes_away(negative, rest != 0, nearer);
        let mantissa = signed(negative, u128::from(whole) + u128::from(up))?;
        Some(Self::new(mantissa, exponent))
    }
}

/// The number with this sign and magnitude.
fn signed(negative: bool, magnitude: u128) -> Option<i64> {
    let magnitude = u64::try_from(magnitude).ok()?;
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Equal if the values are.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.normalized(), other.normalized());
        (a.mantissa, a.exponent) == (b.mantissa, b.exponent)
    }
}

impl Eq for Decimal {}

/// The order of the values.
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.mantissa.signum().cmp(&other.mantissa.signum());
        let magnitudes = || {
            // Which of the two exponents is greater, and by how much.
            let steps = i16::from(self.exponent) - i16::from(other.exponent);
            let (a, b) = (self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs());
            match 10_u64.checked_pow(u32::from(steps.unsigned_abs())) {
                Some(power) if steps >= 0 => (u128::from(a) * u128::from(power)).cmp(&b.into()),
                Some(power) => u128::from(a).cmp(&(u128::from(b) * u128::from(power))),
                // 10^20 is more than any mantissa.
                None => steps.cmp(&0),
            }
        };
        signs.then_with(|| match self.mantissa.signum() {
            0 => Ordering::Equal,
            1 => magnitudes(),
            _ => magnitudes().reverse(),
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Numbers that are equal have the same hash.
impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { mantissa, exponent } = self.normalized();
        mantissa.hash(state);
        exponent.hash(state);
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::new(value, 0)
    }
}

/// Plain notation without exponent: `-16.5`, `32000`. Digits after the point as the exponent has
/// them, but for zeros at the end. Width, fill, alignment, `+` and `0` have the effect that they have
/// for integers.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mantissa, exponent } = self.normalized();
        let digits = mantissa.unsigned_abs();
        let mut text = Text::<160>::new();
        if exponent >= 0 {
            write!(text, "{digits}")?;
            (0..exponent).try_for_each(|_| text.write_str("0"))?;
        } else {
            let places = usize::from(exponent.unsigned_abs());
            match 10_u64.checked_pow(u32::from(exponent.unsigned_abs())) {
                Some(power) => write!(text, "{}.{:0places$}", digits / power, digits % power)?,
                None => write!(text, "0.{digits:0places$}")?,
            }
        }
        f.pad_integral(mantissa >= 0, "", text.as_str())
    }
}

/// A text is not a decimal number, or one that a [`Decimal`] cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a number in plain decimal notation, or one that does not fit: 64 bits, and 128 places after \
     the point"
)]
pub struct ParseDecimalError;

/// Reads plain notation: sign, digits, point, digits. Each number that a [`Decimal`] holds comes back
/// from its text.
impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, behind) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && behind.is_empty() {
            return Err(ParseDecimalError);
        }
        // Zeros count when a digit comes after them.
        let (mut mantissa, mut zeros) = (0_i64, 0_usize);
        for digit in whole.bytes().chain(behind.bytes()) {
            match digit {
                b'0' => zeros += 1,
                b'1'..=b'9' => {
                    mantissa = with_zeros(mantissa, &mut zeros);
                    let digit = i64::from(digit - b'0');
                    let more = mantissa.checked_mul(10).filter(|_| zeros == 0);
                    let more = match negative {
                        true => more.and_then(|more| more.checked_sub(digit)),
                        false => more.and_then(|more| more.checked_add(digit)),
                    };
                    mantissa = more.ok_or(ParseDecimalError)?;
                }
                _ => return Err(ParseDecimalError),
            }
        }
        // Zeros at the end that do not fit the mantissa are left to the exponent.
        let mantissa = with_zeros(mantissa, &mut zeros);
        let (places, zeros) = (i64::try_from(behind.len()), i64::try_from(zeros));
        let (Ok(places), Ok(zeros)) = (places, zeros) else { return Err(ParseDecimalError) };
        let exponent = match zeros - places {
            exponent if mantissa == 0 => exponent.max(i8::MIN.into()),
            exponent => exponent,
        };
        let exponent = i8::try_from(exponent).map_err(|_| ParseDecimalError)?;
        Ok(Self::new(mantissa, exponent))
    }
}

/// Adds as many of the zeros to the end of a number as fit, and leaves the others.
fn with_zeros(mut mantissa: i64, zeros: &mut usize) -> i64 {
    if mantissa == 0 {
        *zeros = 0;
    }
    while *zeros > 0 {
        let Some(more) = mantissa.checked_mul(10) else { break };
        mantissa = more;
        *zeros -= 1;
    }
    mantissa
}

#[cfg(test)]
mod tests;

//! Exact decimal numbers, the common ground of the number formats in V2G messages.

use core::fmt;
use core::str::FromStr;

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

    /// The decimal number nearest to `value` among those with this exponent and a mantissa in
    /// `-max..=max`, ties away from zero.
    ///
    /// `None` if `value` is not finite or too large.
    #[must_use]
    pub fn from_f64(value: f64, exponent: i8, max: i64) -> Option<Self> {
        let scale = Self::new(1, exponent.unsigned_abs().try_into().ok()?).to_f64();
        let scaled = if exponent < 0 { value * scale } else { value / scale };
        let magnitude = if scaled < 0.0 { -scaled } else { scaled };
        // Not so for what is not a number.
        let fits = magnitude < max as f64 + 0.5;
        let mantissa = (magnitude + 0.5) as i64;
        fits.then(|| Self::new(if scaled < 0.0 { -mantissa } else { mantissa }, exponent))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.normalized(), other.normalized());
        (a.mantissa, a.exponent) == (b.mantissa, b.exponent)
    }
}

impl Eq for Decimal {}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::new(value, 0)
    }
}

/// Plain notation without exponent: `-16.5`, `32000`. Digits behind the point as the exponent has
/// them, but for zeros at the end.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mantissa, exponent } = self.normalized();
        if mantissa < 0 {
            f.write_str("-")?;
        }
        let digits = mantissa.unsigned_abs();
        if exponent >= 0 {
            write!(f, "{digits}")?;
            return (0..exponent).try_for_each(|_| f.write_str("0"));
        }
        let behind = usize::from(exponent.unsigned_abs());
        match u32::from(exponent.unsigned_abs()) {
            places @ 0..=19 => {
                let power = 10_u64.pow(places);
                write!(f, "{}.{:0behind$}", digits / power, digits % power)
            }
            _ => write!(f, "0.{digits:0behind$}"),
        }
    }
}

/// A text is not a decimal number, or one that a [`Decimal`] cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDecimalError;

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number of at most 18 digits")
    }
}

impl core::error::Error for ParseDecimalError {}

/// Reads plain notation: sign, digits, point, digits.
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
        let mut mantissa = 0_i64;
        for digit in whole.bytes().chain(behind.bytes()) {
            let digit = match digit {
                b'0'..=b'9' => i64::from(digit - b'0'),
                _ => return Err(ParseDecimalError),
            };
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|mantissa| mantissa.checked_add(digit))
                .ok_or(ParseDecimalError)?;
        }
        let places = i8::try_from(behind.len()).map_err(|_| ParseDecimalError)?;
        Ok(Self::new(if negative { -mantissa } else { mantissa }, -places))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;
    use alloc::string::ToString;

    #[test]
    fn text_round_trips() {
        for text in [
            "0",
            "1",
            "-1",
            "230",
            "0.001",
            "-0.5",
            "32767000",
            "12345.678",
            "-9000000000000000000",
        ] {
            let value: Decimal = text.parse().expect(text);
            assert_eq!(value.to_string(), text);
        }
        for (text, shown) in
            [("007", "7"), ("1.500", "1.5"), ("+2.", "2"), (".25", "0.25"), ("-0", "0")]
        {
            let value: Decimal = text.parse().expect(text);
            assert_eq!(value.to_string(), shown);
        }
        for text in ["", "-", ".", "1e3", "1,5", "10000000000000000000", " 1"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn long_exponents_are_printed() {
        assert_eq!(Decimal::new(5, -21).to_string(), "0.000000000000000000005");
        assert_eq!(Decimal::new(-12, -1).to_string(), "-1.2");
        assert_eq!(Decimal::new(12, 3).to_string(), "12000");
    }

    #[test]
    fn equality_is_that_of_values() {
        assert_eq!(Decimal::new(10, 0), Decimal::new(1, 1));
        assert_eq!(Decimal::new(0, 5), Decimal::ZERO);
        assert_ne!(Decimal::new(1, 0), Decimal::new(-1, 0));
        // Ends although the exponent cannot grow.
        assert_eq!(Decimal::new(100, 127), Decimal::new(100, 127));
    }

    #[test]
    fn floats_are_nearest() {
        assert_eq!(Decimal::new(1, -1).to_f64(), 0.1);
        assert_eq!(Decimal::new(-32767, -3).to_f64(), -32.767);
        assert_eq!(Decimal::from_f64(0.1 + 0.2, -3, 32767), Some(Decimal::new(3, -1)));
        assert_eq!(Decimal::from_f64(32767.4, 0, 32767), Some(Decimal::new(32767, 0)));
        assert_eq!(Decimal::from_f64(32767.5, 0, 32767), None);
        assert_eq!(Decimal::from_f64(f64::NAN, 0, 32767), None);
        assert_eq!(Decimal::from_f64(f64::NEG_INFINITY, 0, 32767), None);
        assert_eq!(Decimal::from_f64(-2.5, 0, 32767), Some(Decimal::new(-3, 0)));
    }

    #[test]
    fn exponents_change_without_loss_only() {
        assert_eq!(Decimal::new(15, 2).with_exponent(0).map(Decimal::mantissa), Some(1500));
        assert!(Decimal::new(i64::MAX, 1).with_exponent(0).is_none());
        assert_eq!(Decimal::new(0, 100).with_exponent(-100).map(Decimal::mantissa), Some(0));
    }
}

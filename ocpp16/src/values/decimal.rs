//! Numbers with one decimal (`multipleOf: 0.1` in the schemas).

use core::fmt;
use core::str::FromStr;

/// An exact number of tenths: the type of charging limits, in amperes or watts.
///
/// Read from the decimal text, never through a binary fraction: `8.1`, `8.10` and `81e-1` are the
/// same value, `8.14` is an error. Printed with one decimal, as in `8.1` and `6.0`.
///
/// ```
/// # use ocpp16::Decimal1;
/// let limit: Decimal1 = "8.10".parse()?;
/// assert_eq!(limit.tenths(), 81);
/// assert_eq!(limit.to_string(), "8.1");
/// assert!("8.14".parse::<Decimal1>().is_err());
/// # Ok::<(), ocpp16::values::DecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal1(i64);

/// Why a text is no number with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// Not a JSON number.
    #[error("not a number")]
    Form,
    /// A number with a second decimal that is not zero.
    #[error("more than one decimal")]
    NotTenths,
    /// Outside of what [`Decimal1`] can hold.
    #[error("too large")]
    Range,
}

impl Decimal1 {
    /// A number of tenths.
    #[must_use]
    pub const fn from_tenths(tenths: i64) -> Self {
        Self(tenths)
    }

    /// The number of tenths.
    #[must_use]
    pub const fn tenths(self) -> i64 {
        self.0
    }

    /// The nearest binary fraction.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        #[expect(clippy::as_conversions, reason = "there is no other conversion; rounding is said")]
        let tenths = self.0 as f64;
        tenths / 10.0
    }

    /// Reads a JSON number, exactly.
    ///
    /// # Errors
    ///
    /// Returns why the text is no such number.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        match Parts::of(text)?.tenths()? {
            (tenths, Rest::Zero) => Ok(Self(tenths)),
            _ => Err(DecimalError::NotTenths),
        }
    }

    /// Reads a JSON number and cuts it off after the first decimal, towards zero: a limit that was
    /// rounded up could overload a line. Values within a millionth of a tenth below the next one,
    /// such as `16.099999999999998`, are noise of binary fractions and count as the next.
    ///
    /// # Errors
    ///
    /// Returns why the text is no number, or that it is too large.
    pub fn parse_rounding(text: &str) -> Result<Self, DecimalError> {
        let parts = Parts::of(text)?;
        let (tenths, rest) = parts.tenths()?;
        let step = if parts.is_negative { -1 } else { 1 };
        match rest {
            Rest::AlmostOne => tenths.checked_add(step).map(Self).ok_or(DecimalError::Range),
            Rest::Zero | Rest::Other => Ok(Self(tenths)),
        }
    }
}

/// What comes after the first decimal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Zero,
    /// Six or more nines.
    AlmostOne,
    Other,
}

/// A number in the notation of JSON (RFC 8259, 6).
struct Parts<'t> {
    is_negative: bool,
    whole: &'t [u8],
    fraction: &'t [u8],
    exponent: i64,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Result<Self, DecimalError> {
        let text = text.as_bytes();
        let (is_negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (whole, text) = digits(text);
        if whole.is_empty() || matches!(whole, [b'0', _, ..]) {
            return Err(DecimalError::Form);
        }
        let (fraction, text) = match text {
            [b'.', rest @ ..] => match digits(rest) {
                ([], _) => return Err(DecimalError::Form),
                fraction => fraction,
            },
            _ => (&[][..], text),
        };
        let (exponent, text) = match text {
            [b'e' | b'E', rest @ ..] => exponent(rest)?,
            _ => (0, text),
        };
        if !text.is_empty() {
            return Err(DecimalError::Form);
        }
        Ok(Self { is_negative, whole, fraction, exponent })
    }

    /// The tenths towards zero, and what is left.
    fn tenths(&self) -> Result<(i64, Rest), DecimalError> {
        // How many digits are in front of the second decimal.
        let whole = i64::try_from(self.whole.len()).unwrap_or(i64::MAX);
        let kept = whole.saturating_add(self.exponent).saturating_add(1);
        let digits = || self.whole.iter().chain(self.fraction).map(|byte| byte & 0xF);
        let mut tenths = 0_i64;
        let mut rest = Rest::Zero;
        let mut nines = 0_u32;
        let mut place = 0_i64;
        for digit in digits() {
            if place < kept {
                let digit = i64::from(digit);
                tenths = tenths
                    .checked_mul(10)
                    .and_then(|tenths| tenths.checked_sub(digit))
                    .ok_or(DecimalError::Range)?;
            } else {
                // Zeros between the point and the first digit.
                let is_first = place == 0 && kept < 0;
                let goes_on = u32::try_from(place.saturating_sub(kept)) == Ok(nines);
                if digit == 9 && goes_on && !is_first {
                    nines = nines.saturating_add(1);
                }
                if digit != 0 {
                    rest = Rest::Other;
                }
            }
            place = place.saturating_add(1);
        }
        if nines >= 6 {
            rest = Rest::AlmostOne;
        }
        // Zeros after the last digit.
        while place < kept && tenths != 0 {
            tenths = tenths.checked_mul(10).ok_or(DecimalError::Range)?;
            place = place.saturating_add(1);
        }
        let tenths = if self.is_negative { Some(tenths) } else { tenths.checked_neg() };
        Ok((tenths.ok_or(DecimalError::Range)?, rest))
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at_checked(count).unwrap_or((text, &[]))
}

/// Reads an exponent; one of more than nine digits is beyond any limit and saturates.
fn exponent(text: &[u8]) -> Result<(i64, &[u8]), DecimalError> {
    let (is_negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (number, rest) = digits(text);
    if number.is_empty() {
        return Err(DecimalError::Form);
    }
    let value = number.iter().fold(0_i64, |value, byte| {
        value.saturating_mul(10).saturating_add(i64::from(byte & 0xF)).min(1_000_000_000)
    });
    Ok((if is_negative { value.wrapping_neg() } else { value }, rest))
}

impl FromStr for Decimal1 {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        Self::parse(text)
    }
}

impl From<i32> for Decimal1 {
    fn from(value: i32) -> Self {
        Self(i64::from(value).wrapping_mul(10))
    }
}

impl fmt::Display for Decimal1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", tenths.wrapping_div(10), tenths.wrapping_rem(10))
    }
}

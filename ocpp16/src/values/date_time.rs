//! Times as RFC 3339 writes them (3.15 "Time notations"; `format: date-time` in the schemas).

mod calendar;
mod parse;

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use calendar::{civil, days_since_epoch};

/// A moment with everything that was written down: the offset and all digits of the second.
///
/// Printing gives back the digits that were read, with `T` and `Z` in upper case. Equality, order
/// and hash go by the moment: `2026-01-01T01:00:00+01:00` equals `2026-01-01T00:00:00.000Z`. A leap
/// second equals the first second of the next minute.
///
/// The calendar is checked, years are 0000 to 9999, offsets -23:59 to +23:59 and fractions have at
/// most [`DateTime::MAX_FRACTION_DIGITS`] digits. A 60th second is taken where there can be one:
/// at the end of June or December, UTC.
///
/// ```
/// # use ocpp16::DateTime;
/// let time: DateTime = "2026-11-22T09:00:00.250+01:00".parse()?;
/// assert_eq!(time.unix_seconds(), 1_795_334_400);
/// assert_eq!(time.nanoseconds(), 250_000_000);
/// assert_eq!(time.to_string(), "2026-11-22T09:00:00.250+01:00");
/// # Ok::<(), ocpp16::values::DateTimeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTime {
    /// The digits after the point as a number.
    fraction: u64,
    year: u16,
    offset: i16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    fraction_digits: u8,
    zone: Zone,
}

/// How the offset is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// `Z`
    Zulu,
    /// `+01:00`, `+00:00`
    Numeric,
    /// `-00:00`: UTC, and the local offset is not known (RFC 3339, 4.3).
    Unknown,
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateTimeError {
    /// Not the form of RFC 3339.
    #[error("not a time of RFC 3339")]
    Form,
    /// Digits of the right form for a day or a time of day that does not exist.
    #[error("no such day or time of day")]
    Calendar,
    /// More digits after the second than [`DateTime::MAX_FRACTION_DIGITS`].
    #[error("more digits of the second than can be kept")]
    Fraction,
}

impl DateTime {
    /// The most digits after the decimal point of the second. A text with more is an error, so
    /// that no digit is lost in silence.
    pub const MAX_FRACTION_DIGITS: usize = 19;

    /// The length of the longest text: `2026-11-22T08:00:00.1234567890123456789+01:00`.
    pub(crate) const MAX_TEXT: usize = 25 + 1 + Self::MAX_FRACTION_DIGITS;

    /// A moment of seconds since 1970-01-01T00:00:00Z, written with `Z`; `None` outside the years
    /// 0 to 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_unix(seconds, 0, 0)
    }

    /// A moment of milliseconds since 1970-01-01T00:00:00Z, written with `Z` and three digits of
    /// the second; `None` outside the years 0 to 9999.
    #[must_use]
    pub fn from_unix_milliseconds(milliseconds: i64) -> Option<Self> {
        let fraction = u64::try_from(milliseconds.rem_euclid(1000)).ok()?;
        Self::from_unix(milliseconds.div_euclid(1000), fraction, 3)
    }

    /// A moment of seconds since 1970-01-01T00:00:00Z and a fraction of `digits` decimal digits.
    pub(crate) fn from_unix(seconds: i64, fraction: u64, digits: u8) -> Option<Self> {
        let (year, month, day, rest) = civil(seconds);
        let year = u16::try_from(year).ok().filter(|year| *year <= 9999)?;
        let byte = |value: i64| u8::try_from(value).ok();
        Some(Self {
            fraction,
            year,
            offset: 0,
            month: byte(month)?,
            day: byte(day)?,
            hour: byte(rest.div_euclid(3600))?,
            minute: byte(rest.div_euclid(60).rem_euclid(60))?,
            second: byte(rest.rem_euclid(60))?,
            fraction_digits: digits,
            zone: Zone::Zulu,
        })
    }

    /// The same moment in local time, `minutes` ahead of UTC; `None` past 23:59 or the years 0 to
    /// 9999.
    #[must_use]
    pub fn with_offset_minutes(self, minutes: i16) -> Option<Self> {
        if !(-1439..=1439).contains(&minutes) {
            return None;
        }
        let local = self.unix_seconds().checked_add(i64::from(minutes).checked_mul(60)?)?;
        let moved = Self::from_unix(local, self.fraction, self.fraction_digits)?;
        Some(Self { offset: minutes, zone: Zone::Numeric, ..moved })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    #[must_use]
    pub fn unix_seconds(&self) -> i64 {
        let days = days_since_epoch(i64::from(self.year), self.month, self.day);
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(i64::from);
        // Far from the limits: years have four digits.
        days.wrapping_mul(86_400)
            .wrapping_add(hour.wrapping_mul(3600))
            .wrapping_add(minute.wrapping_mul(60))
            .wrapping_add(second)
            .wrapping_sub(i64::from(self.offset).wrapping_mul(60))
    }

    /// The fraction of the second in nanoseconds, further digits cut off: 0 to 999 999 999.
    #[must_use]
    pub fn nanoseconds(&self) -> u32 {
        let nanoseconds = self.fraction_at_19_digits().checked_div(10_000_000_000);
        nanoseconds.and_then(|value| u32::try_from(value).ok()).unwrap_or_default()
    }

    /// Minutes the written time is ahead of UTC: -1439 to 1439.
    #[must_use]
    pub fn offset_minutes(&self) -> i16 {
        self.offset
    }

    /// Whether the offset is written `-00:00`: UTC, and where the writer is remains open.
    #[must_use]
    pub fn is_offset_unknown(&self) -> bool {
        self.zone == Zone::Unknown
    }

    /// Whether this is a 60th second.
    #[must_use]
    pub fn is_leap_second(&self) -> bool {
        self.second == 60
    }

    /// How many digits of the second are written after the point: 0 to
    /// [`Self::MAX_FRACTION_DIGITS`].
    #[must_use]
    pub fn fraction_digits(&self) -> usize {
        usize::from(self.fraction_digits)
    }

    /// Fits, because 19 digits do.
    fn fraction_at_19_digits(&self) -> u64 {
        let missing = 19_u32.saturating_sub(u32::from(self.fraction_digits));
        self.fraction.wrapping_mul(10_u64.wrapping_pow(missing))
    }

    fn instant(&self) -> (i64, u64) {
        (self.unix_seconds(), self.fraction_at_19_digits())
    }

    /// Writes the text into `to` and returns its length.
    pub(crate) fn print(&self, to: &mut [u8; Self::MAX_TEXT]) -> usize {
        let [y, m, d] = [self.year, u16::from(self.month), u16::from(self.day)];
        let (century, year) = (tens(y.wrapping_div(100)), tens(y.wrapping_rem(100)));
        let (m, d) = (tens(m), tens(d));
        let [h, n, s] = [self.hour, self.minute, self.second].map(|v| tens(u16::from(v)));
        let whole = [
            century[0], century[1], year[0], year[1], b'-', m[0], m[1], b'-', d[0], d[1], b'T',
            h[0], h[1], b':', n[0], n[1], b':', s[0], s[1],
        ];
        let Some((first, rest)) = to.split_first_chunk_mut::<19>() else { return 0 };
        *first = whole;
        let mut length = 19;
        let mut rest = rest.iter_mut();
        let mut put = |byte: u8| {
            if let Some(to) = rest.next() {
                *to = byte;
                length = usize::wrapping_add(length, 1);
            }
        };
        if self.fraction_digits > 0 {
            put(b'.');
            if self.fraction_digits == 3 {
                // By far the most frequent.
                let value = u16::try_from(self.fraction).unwrap_or_default();
                let [tens, ones] = tens(value.wrapping_rem(100));
                put(digit(value.wrapping_div(100)));
                put(tens);
                put(ones);
            } else {
                let mut divisor =
                    10_u64.wrapping_pow(u32::from(self.fraction_digits).saturating_sub(1));
                while let Some(value) = self.fraction.checked_div(divisor) {
                    put(digit(u16::try_from(value.wrapping_rem(10)).unwrap_or_default()));
                    divisor = divisor.wrapping_div(10);
                }
            }
        }
        if self.zone == Zone::Zulu {
            put(b'Z');
        } else {
            let is_negative = self.offset < 0 || self.zone == Zone::Unknown;
            put(if is_negative { b'-' } else { b'+' });
            let minutes = self.offset.unsigned_abs();
            let [h1, h0] = tens(minutes.wrapping_div(60));
            let [m1, m0] = tens(minutes.wrapping_rem(60));
            for byte in [h1, h0, b':', m1, m0] {
                put(byte);
            }
        }
        length
    }
}

/// A digit of a value below 10.
fn digit(value: u16) -> u8 {
    u8::try_from(value.wrapping_add(u16::from(b'0'))).unwrap_or(b'0')
}

/// Two digits of a value below 100.
#[inline]
fn tens(value: u16) -> [u8; 2] {
    [digit(value.wrapping_div(10)), digit(value.wrapping_rem(10))]
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        Self::parse(text)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; Self::MAX_TEXT];
        let length = self.print(&mut text);
        let text = text.get(..length).and_then(|text| core::str::from_utf8(text).ok());
        f.pad(text.unwrap_or_default())
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

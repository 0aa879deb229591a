//! Times of V2G messages: seconds since 1970-01-01, and the calendar for people who read them.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

/// A point in time: whole seconds since 1970-01-01 00:00:00 UTC, without leap seconds.
///
/// All message sets count time so. ISO 15118-2 (`EVSETimeStamp`, `TMeter`) and DIN 70121
/// (`DateTimeNow`, `TMeter`) have `xs:long`, an `i64`; ISO 15118-20 (`TimeStamp`, `MeterTimestamp`,
/// `TimeAnchor`) has `xs:unsignedLong`, a `u64`. This holds every `i64`, and so every `u64` below
/// 2^63. There is no clock here: take the time from that of the platform, as a [`Duration`] since
/// 1970.
///
/// ```
/// use core::time::Duration;
/// use iso15118_messages::Timestamp;
///
/// // `EVSETimeStamp` of a SessionSetupRes.
/// let evse_time_stamp: Option<i64> = Some(1_795_595_400);
/// let time = evse_time_stamp.map(Timestamp::from_unix).ok_or("the station tells no time")?;
/// assert_eq!(time.to_string(), "2026-11-25T08:30:00Z");
/// assert_eq!("2026-11-25T09:30:00+01:00".parse(), Ok(time));
///
/// // `TimeStamp` in a header of ISO 15118-20, a minute later.
/// let later = time.checked_add(Duration::from_secs(60)).ok_or("the end of time")?;
/// assert_eq!(u64::try_from(later), Ok(1_795_595_460));
/// assert_eq!(later.duration_since(time), Some(Duration::from_secs(60)));
/// # Ok::<_, &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
}

impl Timestamp {
    /// 1970-01-01 00:00:00 UTC.
    pub const EPOCH: Self = Self::from_unix(0);

    /// Creates a time from seconds since 1970-01-01 UTC; negative values are before.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self { seconds }
    }

    /// Returns the seconds since 1970-01-01 UTC; negative values are before.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.seconds
    }

    /// Creates a time from the duration since 1970-01-01 UTC, truncated to whole seconds. Returns
    /// `None` from 2^63 seconds on.
    ///
    /// On a platform with a clock, the duration is
    /// `std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)`.
    #[must_use]
    pub fn from_duration_since_epoch(duration: Duration) -> Option<Self> {
        i64::try_from(duration.as_secs()).ok().map(Self::from_unix)
    }

    /// Adds `duration`, truncated to whole seconds. Returns `None` on overflow.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        self.seconds.checked_add_unsigned(duration.as_secs()).map(Self::from_unix)
    }

    /// Returns the time that has passed since `earlier`, in whole seconds; `None` if that is later.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        (self >= earlier).then(|| Duration::from_secs(self.seconds.abs_diff(earlier.seconds)))
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self::from_unix(seconds)
    }
}

impl From<Timestamp> for i64 {
    fn from(time: Timestamp) -> Self {
        time.unix()
    }
}

/// [`TimestampError::OutOfRange`] from 2^63 on.
impl TryFrom<u64> for Timestamp {
    type Error = TimestampError;

    fn try_from(seconds: u64) -> Result<Self, TimestampError> {
        i64::try_from(seconds).map(Self::from_unix).map_err(|_| TimestampError::OutOfRange)
    }
}

/// [`TimestampError::OutOfRange`] before 1970.
impl TryFrom<Timestamp> for u64 {
    type Error = TimestampError;

    fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
        Self::try_from(time.unix()).map_err(|_| TimestampError::OutOfRange)
    }
}

/// Why there is no [`Timestamp`], or no number for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text does not have the form `2026-11-25T08:30:00Z`.
    #[error("not a time in the form 2026-11-25T08:30:00Z")]
    Format,
    /// The text has the form, but the calendar or the clock has no such time: the 30th of
    /// February, hour 24, or a leap second.
    #[error("no such date or time of day")]
    NoSuchTime,
    /// The number of seconds does not fit into the type: 2^63 or more, or negative where the type
    /// has no sign.
    #[error("a time out of the range of its type")]
    OutOfRange,
}

const DAY: i64 = 86_400;

/// RFC 3339 in UTC: `2026-11-25T08:30:00Z`. Times outside of the years 0000 to 9999, for which
/// there is no such form, are the plain number of seconds since 1970.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.seconds.div_euclid(DAY));
        if !(0..=9999).contains(&year) {
            return write!(f, "{}", self.seconds);
        }
        let second = self.seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Reads RFC 3339: `2026-11-25T08:30:00Z`, with `t` and `z` as well, with an offset from UTC such
/// as `+01:00` in place of the `Z`, and with a fraction of a second, which is dropped.
///
/// [`TimestampError::Format`] for anything else, also for the plain number that `Display` writes
/// outside of the years 0000 to 9999. [`TimestampError::NoSuchTime`] for what the calendar does not
/// have; a second 60 is one of these, as seconds since 1970 do not count leap seconds.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let mut text = Text(text.as_bytes());
        let year = text.number(4)?;
        text.one_of(b"-")?;
        let month = text.number(2)?;
        text.one_of(b"-")?;
        let day = text.number(2)?;
        text.one_of(b"Tt")?;
        let (hour, minute) = text.hour_and_minute()?;
        text.one_of(b":")?;
        let second = text.number(2)?;
        if text.one_of(b".").is_ok() {
            text.number(1)?;
            while text.number(1).is_ok() {}
        }
        let offset = match text.one_of(b"Zz+-")? {
            sign @ (b'+' | b'-') => {
                let (hour, minute) = text.hour_and_minute()?;
                let (hour, minute) = clock(hour, minute)?;
                let offset = hour * 3600 + minute * 60;
                if sign == b'-' { -offset } else { offset }
            }
            _ => 0,
        };
        if !text.0.is_empty() {
            return Err(TimestampError::Format);
        }
        let (hour, minute) = clock(hour, minute)?;
        let days = days_from_civil(year, month, day);
        // A day that its month does not have is one of the next.
        if !(1..=12).contains(&month) || civil_from_days(days) != (year, month, day) || second > 59
        {
            return Err(TimestampError::NoSuchTime);
        }
        Ok(Self::from_unix(days * DAY + hour * 3600 + minute * 60 + second - offset))
    }
}

/// The rest of a text.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    /// A number of so many digits, at most four.
    fn number(&mut self, digits: u32) -> Result<i64, TimestampError> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 10 + i64::from(self.one_of(b"0123456789")? - b'0');
        }
        Ok(number)
    }

    /// One of these characters; if none stands there, nothing is taken.
    fn one_of(&mut self, allowed: &[u8]) -> Result<u8, TimestampError> {
        let (first, rest) = self.0.split_first().ok_or(TimestampError::Format)?;
        if !allowed.contains(first) {
            return Err(TimestampError::Format);
        }
        self.0 = rest;
        Ok(*first)
    }

    fn hour_and_minute(&mut self) -> Result<(i64, i64), TimestampError> {
        let hour = self.number(2)?;
        self.one_of(b":")?;
        Ok((hour, self.number(2)?))
    }
}

/// Hour and minute, if the clock has them.
fn clock(hour: i64, minute: i64) -> Result<(i64, i64), TimestampError> {
    if hour < 24 && minute < 60 { Ok((hour, minute)) } else { Err(TimestampError::NoSuchTime) }
}

// The calendar algorithms of Howard Hinnant (`days_from_civil`, `civil_from_days`). Years begin in
// March, so that the day of a leap year is the last one; an era is 400 years, after which the
// calendar repeats. All days of an `i64` of seconds are 15 digits and far from overflow.

const DAYS_IN_ERA: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_EPOCH: i64 = 719_468;

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = if month <= 2 { month + 9 } else { month - 3 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_IN_ERA + day_of_era - DAYS_BEFORE_EPOCH
}

/// Year, month and day so many days after 1970-01-01.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_BEFORE_EPOCH;
    let (era, day_of_era) = (days.div_euclid(DAYS_IN_ERA), days.rem_euclid(DAYS_IN_ERA));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + later, month, day)
}

#[cfg(test)]
mod tests;

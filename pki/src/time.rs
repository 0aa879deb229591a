//! Times of certificates, CRLs and OCSP responses (RFC 5280 4.1.2.5).

mod written;

use core::fmt;

use pki_types::UnixTime;

pub(crate) use self::written::WrittenTime;

/// Seconds since 1970-01-01T00:00:00Z, negative before; RFC 5280 times have no fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// Makes a time of Unix seconds.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Unix seconds.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The time that is `seconds` later, or the last one there is.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The time of a calendar's date and the second of that day. Nothing overflows: years have four
    /// digits.
    fn from_civil([year, month, day, second]: [i64; 4]) -> Self {
        // Howard Hinnant's `days_from_civil`.
        let (month, carry) =
            if month > 2 { (month.saturating_sub(3), 0) } else { (month.saturating_add(9), 1) };
        let year = year.saturating_sub(carry);
        let before = month.saturating_mul(153).saturating_add(2).div_euclid(5);
        let days = year
            .saturating_mul(365)
            .saturating_add(year.div_euclid(4))
            .saturating_sub(year.div_euclid(100))
            .saturating_add(year.div_euclid(400))
            .saturating_add(before)
            .saturating_add(day)
            .saturating_sub(719_469);
        Self(days.saturating_mul(DAY).saturating_add(second))
    }

    /// Year, month and day, and the second of the day.
    fn civil(self) -> [i64; 4] {
        let days = self.0.div_euclid(DAY).saturating_add(719_468);
        let second = self.0.rem_euclid(DAY);
        // Eras of 400 years that begin in March, as Howard Hinnant's `civil_from_days` has them.
        let era = days.div_euclid(146_097);
        let day_of_era = u32::try_from(days.rem_euclid(146_097)).unwrap_or_default();
        // Within them, nothing wraps: Cassio Neri and Lorenz Schneider, "Euclidean affine functions and
        // their application to calendar algorithms", figure 12.
        let quarters = day_of_era.wrapping_mul(4).wrapping_add(3);
        let century = quarters / 146_097;
        let quarters = (quarters % 146_097) | 3;
        let product = u64::from(quarters).wrapping_mul(2_939_745);
        let [year, rest] = [product >> 32, product & 0xFFFF_FFFF];
        let day_of_year = rest / (2_939_745 * 4);
        let month_and_day = day_of_year.wrapping_mul(2141).wrapping_add(197_913);
        let [month, day] = [month_and_day >> 16, (month_and_day & 0xFFFF) / 2141];
        let (month, carry) = if month > 12 { (month.wrapping_sub(12), 1) } else { (month, 0) };
        let number = |number| i64::try_from(number).unwrap_or_default();
        let year = number(u64::from(century).wrapping_mul(100).wrapping_add(year));
        let year = era.wrapping_mul(400).wrapping_add(year).wrapping_add(carry);
        [year, number(month), number(day.wrapping_add(1)), second]
    }
}

impl From<UnixTime> for Time {
    fn from(time: UnixTime) -> Self {
        Self(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
    }
}

/// As in RFC 3339: `2026-06-01T00:00:00Z`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, second] = self.civil();
        let (hour, minute) = (second.div_euclid(3600), second.div_euclid(60).rem_euclid(60));
        let second = second.rem_euclid(60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

const DAY: i64 = 86_400;

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn times_are_printed_in_utc() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (2_524_608_000, "2050-01-01T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Time::from_unix(seconds).to_string(), text);
        }
    }
}

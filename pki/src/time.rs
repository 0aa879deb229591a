//! Times of certificates, CRLs and OCSP responses (RFC 5280 4.1.2.5).

use core::fmt;

use pki_types::UnixTime;

use crate::der::{Malformed, Reader, tag};

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

    /// Reads a Time, and whether it has the form that RFC 5280 4.1.2.5 asks of issuers: UTCTime
    /// through 2049, GeneralizedTime from 2050.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<(Self, bool), Malformed> {
        let tlv = reader.any()?;
        match tlv.tag {
            tag::UTC_TIME => Ok((Self::parse_utc(tlv.value)?, true)),
            tag::GENERALIZED_TIME => {
                let time = Self::parse_generalized(tlv.value)?;
                Ok((time, time >= YEAR_2050))
            }
            _ => Err(Malformed::Tag),
        }
    }

    /// `YYMMDDHHMMSSZ`; years from 50 are of the 20th century.
    fn parse_utc(text: &[u8]) -> Result<Self, Malformed> {
        let (date, rest) = text.split_first_chunk().ok_or(Malformed::Time)?;
        let [year, month, day, hour] = pairs(*date)?;
        let century = if year >= 50 { 1900 } else { 2000 };
        from_parts(year.wrapping_add(century), month, day, hour, rest)
    }

    /// `YYYYMMDDHHMMSSZ`, without fractions.
    pub(crate) fn parse_generalized(text: &[u8]) -> Result<Self, Malformed> {
        let (date, rest) = text.split_first_chunk().ok_or(Malformed::Time)?;
        let [century, year, month, day] = pairs(*date)?;
        let (hour, rest) = rest.split_first_chunk::<2>().ok_or(Malformed::Time)?;
        let [hour, ..] = pairs(with_zeros(*hour))?;
        from_parts(century.wrapping_mul(100).wrapping_add(year), month, day, hour, rest)
    }

    /// Year, month and day, and the second of the day.
    fn civil(self) -> (i64, i64, i64, i64) {
        let days = self.0.div_euclid(DAY);
        let second = self.0.rem_euclid(DAY);
        // Howard Hinnant's `civil_from_days`: eras of 400 years that begin in March.
        let days = days.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = day_of_era
            .saturating_sub(day_of_era.div_euclid(1460))
            .saturating_add(day_of_era.div_euclid(36_524))
            .saturating_sub(day_of_era.div_euclid(146_096))
            .div_euclid(365);
        let before = year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era.div_euclid(4))
            .saturating_sub(year_of_era.div_euclid(100));
        let day_of_year = day_of_era.saturating_sub(before);
        let month = day_of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
        let start = month.saturating_mul(153).saturating_add(2).div_euclid(5);
        let day = day_of_year.saturating_sub(start).saturating_add(1);
        let (month, carry) =
            if month < 10 { (month.saturating_add(3), 0) } else { (month.saturating_sub(9), 1) };
        let year = era.saturating_mul(400).saturating_add(year_of_era).saturating_add(carry);
        (year, month, day, second)
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
        let (year, month, day, second) = self.civil();
        let (hour, minute) = (second.div_euclid(3600), second.div_euclid(60).rem_euclid(60));
        let second = second.rem_euclid(60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

const DAY: i64 = 86_400;
/// 2050-01-01T00:00:00Z.
const YEAR_2050: Time = Time(2_524_608_000);

/// Fewer digits, filled up.
#[inline]
fn with_zeros<const N: usize>(digits: [u8; N]) -> [u8; 8] {
    let mut all = [b'0'; 8];
    if let Some(first) = all.first_chunk_mut() {
        *first = digits;
    }
    all
}

/// Four numbers of two digits.
#[inline]
fn pairs(text: [u8; 8]) -> Result<[u32; 4], Malformed> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const THREES: u64 = 0x3030_3030_3030_3030;
    let octets = u64::from_be_bytes(text);
    // An octet from 30 to 39 has a high half of 3, and still has it with 6 more.
    let more = octets.wrapping_add(0x0606_0606_0606_0606);
    if octets & HIGH != THREES || more & HIGH != THREES {
        return Err(Malformed::Time);
    }
    // Ten times each first digit, added to the second one.
    let digits = octets & !HIGH;
    let sums = (digits >> 8).wrapping_mul(10).wrapping_add(digits);
    let [_, a, _, b, _, c, _, d] = sums.to_be_bytes();
    Ok([a.into(), b.into(), c.into(), d.into()])
}

/// Days before each month of a year that is no leap year, and before the next year.
const DAYS_BEFORE: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/// Days from 0000-01-01 to 1970-01-01.
const DAYS_BEFORE_1970: i64 = 719_528;

/// A time of its parts; `rest` is `MMSSZ`.
#[inline]
fn from_parts(year: u32, month: u32, day: u32, hour: u32, rest: &[u8]) -> Result<Time, Malformed> {
    let Some((rest, b"Z")) = rest.split_first_chunk::<4>() else { return Err(Malformed::Time) };
    let [minute, second, ..] = pairs(with_zeros(*rest))?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let index = usize::try_from(month).map_err(|_| Malformed::Time)?;
    let before = index.checked_sub(1).and_then(|index| DAYS_BEFORE.get(index));
    let (Some(before), Some(after)) = (before, DAYS_BEFORE.get(index)) else {
        return Err(Malformed::Time);
    };
    let last = after.saturating_sub(*before).saturating_add((is_leap && month == 2).into());
    // No leap seconds: Unix time has none.
    if !(1..=last.into()).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return Err(Malformed::Time);
    }
    // The leap days of the years before this one, from year 0 on, and that of this one if it is past.
    // Nothing wraps: years have four digits.
    let past = year.wrapping_add((month > 2).into());
    let leap_days = (past.wrapping_add(3) / 4)
        .wrapping_sub(past.wrapping_add(99) / 100)
        .wrapping_add(past.wrapping_add(399) / 400);
    let days = year
        .wrapping_mul(365)
        .wrapping_add(leap_days)
        .wrapping_add(u32::from(*before))
        .wrapping_add(day)
        .wrapping_sub(1);
    let second = hour.wrapping_mul(60).wrapping_add(minute).wrapping_mul(60).wrapping_add(second);
    let days = i64::from(days).wrapping_sub(DAYS_BEFORE_1970);
    Ok(Time(days.wrapping_mul(DAY).wrapping_add(second.into())))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn utc_times() {
        let parse = |text: &str| Time::parse_utc(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(parse("491231235959Z"), Ok("2049-12-31T23:59:59Z".into()));
        assert_eq!(parse("500101000000Z"), Ok("1950-01-01T00:00:00Z".into()));
        assert_eq!(parse("000229120000Z"), Ok("2000-02-29T12:00:00Z".into()));
        for text in [
            "",
            "2601010000Z",
            "260101000000",
            "260101000000+0000",
            "260101000000z",
            "260001000000Z",
            "261301000000Z",
            "260100000000Z",
            "260230000000Z",
            "270229000000Z",
            "260101240000Z",
            "260101006000Z",
            "260101000060Z",
            "26010100000 Z",
            "260101000000ZZ",
        ] {
            assert_eq!(parse(text), Err(Malformed::Time), "{text}");
        }
    }

    #[test]
    fn generalized_times() {
        let parse = |text: &str| Time::parse_generalized(text.as_bytes()).map(Time::unix);
        assert_eq!(parse("19700101000000Z"), Ok(0));
        assert_eq!(parse("20500101000000Z"), Ok(YEAR_2050.unix()));
        assert_eq!(parse("21000228235959Z"), Ok(4_107_542_399));
        for text in ["21000229000000Z", "20260101000000.5Z", "20260101000000", "202601010000Z"] {
            assert_eq!(parse(text), Err(Malformed::Time), "{text}");
        }
    }

    #[test]
    fn times_are_printed_as_they_were_read() {
        // One a day, over leap years of all kinds and both sides of 1970.
        for day in -40_000..90_000 {
            let time = Time::from_unix(day * DAY + 86_399);
            let text = time.to_string();
            let digits: alloc::string::String =
                text.chars().filter(char::is_ascii_digit).chain(['Z']).collect();
            assert_eq!(Time::parse_generalized(digits.as_bytes()), Ok(time), "{text}");
        }
    }
}

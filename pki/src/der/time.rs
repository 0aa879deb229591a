//! Times of certificates, CRLs and OCSP responses (RFC 5280 4.1.2.5).
//!
//! The calendar is by hand: `chrono` 0.4 passes the same tests with 47 lines less, but adds two dependencies and
//! 1,150 bytes of constants to each program that reads a certificate (x86-64, opt-level `s`). `jiff` 0.2 does not have
//! 9999-12-31T23:59:59Z, which RFC 5280 wants for "no expiration".

use core::fmt;

use pki_types::UnixTime;

use super::error::Malformed;
use super::reader::Reader;
use super::tag;

/// Seconds since 1970-01-01T00:00:00Z, negative before; RFC 5280 times have no fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// 2050-01-01.
    const YEAR_2050: Self = Self(2_524_608_000);

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
                Ok((time, time >= Self::YEAR_2050))
            }
            _ => Err(Malformed::Tag),
        }
    }

    /// `YYMMDDHHMMSSZ`; years from 50 are of the 20th century.
    fn parse_utc(text: &[u8]) -> Result<Self, Malformed> {
        let [digits @ .., b'Z'] = text else { return Err(Malformed::Time) };
        let [year, rest @ ..] = numbers::<6>(digits).ok_or(Malformed::Time)?;
        let century = if year < 50 { 2000 } else { 1900 };
        Self::of_calendar(year.wrapping_add(century), rest).ok_or(Malformed::Time)
    }

    /// `YYYYMMDDHHMMSSZ`, without fractions.
    pub(crate) fn parse_generalized(text: &[u8]) -> Result<Self, Malformed> {
        let [digits @ .., b'Z'] = text else { return Err(Malformed::Time) };
        let [century, year, rest @ ..] = numbers::<7>(digits).ok_or(Malformed::Time)?;
        let year = century.wrapping_mul(100).wrapping_add(year);
        Self::of_calendar(year, rest).ok_or(Malformed::Time)
    }

    /// The time of a year of four digits, and of month, day, hour, minute and second if they exist.
    fn of_calendar(year: u32, rest: [u32; 5]) -> Option<Self> {
        let [month, day, hour, minute, second] = rest;
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if day == 0 || day > last || hour >= 24 || minute >= 60 || second >= 60 {
            return None;
        }
        // Howard Hinnant's `days_from_civil`, 400 years later so that nothing is negative. Nothing wraps:
        // numbers are below 100, and years below 10,000.
        let (month, carry) =
            if month > 2 { (month.wrapping_sub(3), 0) } else { (month.wrapping_add(9), 1) };
        let year = year.wrapping_add(400).wrapping_sub(carry);
        let before = month.wrapping_mul(153).wrapping_add(2) / 5;
        let days = year
            .wrapping_mul(365)
            .wrapping_add(year / 4)
            .wrapping_sub(year / 100)
            .wrapping_add(year / 400)
            .wrapping_add(before)
            .wrapping_add(day);
        let seconds =
            hour.wrapping_mul(60).wrapping_add(minute).wrapping_mul(60).wrapping_add(second);
        // Day 719,469 is 1970-01-01, and 400 years have 146,097 days.
        let days = i64::from(days).saturating_sub(719_469 + 146_097);
        Some(Self(days.saturating_mul(DAY).saturating_add(seconds.into())))
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

/// Numbers of two digits each.
fn numbers<const COUNT: usize>(digits: &[u8]) -> Option<[u32; COUNT]> {
    if digits.len() != COUNT.wrapping_mul(2) {
        return None;
    }
    let mut numbers = [0; COUNT];
    for (number, pair) in numbers.iter_mut().zip(digits.chunks_exact(2)) {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = pair else { return None };
        let tens = tens.wrapping_sub(b'0').wrapping_mul(10);
        *number = u32::from(tens.wrapping_add(ones.wrapping_sub(b'0')));
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString as _};

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
    fn text(time: Time) -> String {
        time.to_string()
    }

    #[test]
    fn utc_times() {
        let parse = |input: &str| Time::parse_utc(input.as_bytes()).map(text);
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
            "26010100000:Z",
            "2601010000/0Z",
            "260101000000ZZ",
        ] {
            assert_eq!(parse(text), Err(Malformed::Time), "{text}");
        }
    }

    #[test]
    fn generalized_times() {
        let parse = |input: &str| Time::parse_generalized(input.as_bytes()).map(text);
        assert_eq!(parse("00000101000000Z"), Ok("0000-01-01T00:00:00Z".into()));
        assert_eq!(parse("99991231235959Z"), Ok("9999-12-31T23:59:59Z".into()));
        for text in ["21000229000000Z", "20260101000000.5Z", "20260101000000", "202601010000Z"] {
            assert_eq!(parse(text), Err(Malformed::Time), "{text}");
        }
    }

    #[test]
    fn every_date_and_second_is_checked() {
        for year in [1899, 1900, 1999, 2000, 2024, 2026, 2100] {
            for month in 0..=99 {
                for day in 0..=99 {
                    let input = format!("{year:04}{month:02}{day:02}000000Z");
                    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                    let last = match month {
                        2 => 28 + u32::from(is_leap),
                        4 | 6 | 9 | 11 => 30,
                        1..=12 => 31,
                        _ => 0,
                    };
                    let found = Time::parse_generalized(input.as_bytes());
                    assert_eq!(found.is_ok(), (1..=last).contains(&day), "{input}");
                }
            }
        }
        for (at, limit) in [(8, 24), (10, 60), (12, 60)] {
            for number in 0..=99 {
                let mut input = *b"20260601000000Z";
                input[at..at + 2].copy_from_slice(format!("{number:02}").as_bytes());
                assert_eq!(Time::parse_generalized(&input).is_ok(), number < limit);
            }
        }
    }

    #[test]
    fn times_that_are_read_are_those_that_were_printed() {
        // One a day, over leap years of all kinds and both sides of 1970.
        for day in -719_528..2_932_896 {
            if !(-40_000..90_000).contains(&day) && day % 97 != 0 {
                continue;
            }
            let time = Time::from_unix(day * DAY + 86_399);
            let printed = time.to_string();
            let digits: String =
                printed.chars().filter(char::is_ascii_digit).chain(['Z']).collect();
            assert_eq!(Time::parse_generalized(digits.as_bytes()), Ok(time), "{printed}");
        }
    }

    #[test]
    fn the_form_of_times() {
        let read = |tag: u8, text: &str| {
            let content = text.as_bytes();
            let der = [&[tag, content.len().try_into().unwrap()], content].concat();
            Time::read(&mut Reader::new(&der)).map(|(_, is_proper)| is_proper)
        };
        assert_eq!(read(tag::UTC_TIME, "491231235959Z"), Ok(true));
        assert_eq!(read(tag::GENERALIZED_TIME, "20500101000000Z"), Ok(true));
        assert_eq!(read(tag::GENERALIZED_TIME, "20491231235959Z"), Ok(false));
        assert_eq!(read(tag::INTEGER, "491231235959Z"), Err(Malformed::Tag));
    }
}

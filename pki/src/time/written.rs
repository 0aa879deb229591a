//! Times as they are written: digits, which compare as the times do.

use super::Time;
use crate::der::{Malformed, Reader, tag};

/// A UTCTime or GeneralizedTime that has been checked (RFC 5280 4.1.2.5).
///
/// Reading a certificate need not know on which day since 1970 it ends, and neither need validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WrittenTime {
    /// `YYYYMMDD` in ASCII.
    date: u64,
    /// `HHMMSS` in ASCII.
    clock: u64,
}

impl WrittenTime {
    /// 2050-01-01.
    const YEAR_2050: u64 = u64::from_be_bytes(*b"20500101");

    /// Reads a Time, and whether it has the form that RFC 5280 4.1.2.5 asks of issuers: UTCTime
    /// through 2049, GeneralizedTime from 2050.
    #[inline(never)]
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<(Self, bool), Malformed> {
        let tlv = reader.any()?;
        match tlv.tag {
            tag::UTC_TIME => Ok((Self::parse_utc(tlv.value)?, true)),
            tag::GENERALIZED_TIME => {
                let time = Self::parse_generalized(tlv.value)?;
                Ok((time, time.date >= Self::YEAR_2050))
            }
            _ => Err(Malformed::Tag),
        }
    }

    /// Reads the content of a Validity of two UTCTimes, as nearly all are, if they are right.
    #[inline]
    pub(crate) fn read_usual(validity: &[u8]) -> Option<[Self; 2]> {
        let (first, second) = validity.split_at_checked(15)?;
        let read = |time: &[u8]| match time {
            [tag::UTC_TIME, 13, text @ ..] => Self::parse_utc(text).ok(),
            _ => None,
        };
        Some([read(first)?, read(second)?])
    }

    /// `YYMMDDHHMMSSZ`; years from 50 are of the 20th century.
    #[inline]
    fn parse_utc(text: &[u8]) -> Result<Self, Malformed> {
        const CENTURY_19: u64 = u64::from_be_bytes([0, 0, 0, 0, 0, 0, b'1', b'9']);
        const CENTURY_20: u64 = u64::from_be_bytes([0, 0, 0, 0, 0, 0, b'2', b'0']);
        let Some((digits, b"Z")) = text.split_first_chunk::<12>() else {
            return Err(Malformed::Time);
        };
        let (first, last) = ends(digits)?;
        let century = if digits.first() >= Some(&b'5') { CENTURY_19 } else { CENTURY_20 };
        Self::check(century << 48 | first >> 16, last)
    }

    /// `YYYYMMDDHHMMSSZ`, without fractions.
    #[inline]
    pub(crate) fn parse_generalized(text: &[u8]) -> Result<Self, Malformed> {
        let Some((digits, b"Z")) = text.split_first_chunk::<14>() else {
            return Err(Malformed::Time);
        };
        let (first, last) = ends(digits)?;
        Self::check(first, last)
    }

    /// Checks a date, and `DDHHMMSS`.
    #[inline]
    fn check(date: u64, day_and_clock: u64) -> Result<Self, Malformed> {
        // What brings the first numbers beyond those that are right, and the first ones that are right,
        // to 80.
        const HIGH: u64 = four([0x80; 4]);
        const BEYOND_DATE: u64 = HIGH - four([100, 100, 13, 32]);
        const FIRST_DATE: u64 = HIGH - four([0, 0, 1, 1]);
        const BEYOND_CLOCK: u64 = HIGH - four([100, 24, 60, 60]);

        let dates = numbers(date);
        let clocks = numbers(day_and_clock);
        let beyond = dates.wrapping_add(BEYOND_DATE) | clocks.wrapping_add(BEYOND_CLOCK);
        let is_right = are_digits(date)
            && are_digits(day_and_clock)
            && beyond & HIGH == 0
            && dates.wrapping_add(FIRST_DATE) & HIGH == HIGH;
        let time = Self { date, clock: day_and_clock & 0xFFFF_FFFF_FFFF };
        // Days up to the 28th are in every month.
        if is_right && (dates & 0xFF <= 28 || is_day(date)) {
            Ok(time)
        } else {
            Err(Malformed::Time)
        }
    }
}

/// Whether a date with the days 29 to 31 is one of the calendar.
#[cold]
fn is_day(date: u64) -> bool {
    let [century, year, month, day] = pairs(date);
    let is_leap = if year == 0 { century % 4 == 0 } else { year % 4 == 0 };
    let last = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= last
}

impl From<WrittenTime> for Time {
    fn from(time: WrittenTime) -> Self {
        let [century, year, month, day] = pairs(time.date);
        let [_, hour, minute, second] = pairs(time.clock);
        let year = century.saturating_mul(100).saturating_add(year);
        let minutes = hour.saturating_mul(60).saturating_add(minute);
        Self::from_civil([year, month, day, minutes.saturating_mul(60).saturating_add(second)])
    }
}

/// Times beyond the years of four digits become the first or the last one that can be compared.
impl From<Time> for WrittenTime {
    fn from(time: Time) -> Self {
        let [year, month, day, second] = time.civil();
        if year < 0 {
            return Self { date: 0, clock: 0 };
        }
        if year > 9999 {
            return Self { date: u64::MAX, clock: u64::MAX };
        }
        // Nothing wraps: numbers are below 100, and years below 10,000.
        let number = |number| u64::try_from(number).unwrap_or_default();
        let two = |number: u64| (number / 10) << 8 | (number % 10);
        let (year, second) = (number(year), number(second));
        let date = two(year / 100) << 48
            | two(year % 100) << 32
            | two(number(month)) << 16
            | two(number(day));
        let clock = two(second / 3600) << 32 | two(second / 60 % 60) << 16 | two(second % 60);
        Self { date: date | 0x3030_3030_3030_3030, clock: clock | 0x3030_3030_3030 }
    }
}

/// The first and the last eight octets.
#[inline]
fn ends(digits: &[u8]) -> Result<(u64, u64), Malformed> {
    match (digits.first_chunk(), digits.last_chunk()) {
        (Some(first), Some(last)) => Ok((u64::from_be_bytes(*first), u64::from_be_bytes(*last))),
        _ => Err(Malformed::Time),
    }
}

/// Whether all octets are digits.
#[inline]
fn are_digits(text: u64) -> bool {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const THREES: u64 = 0x3030_3030_3030_3030;
    // An octet from 30 to 39 has a high half of 3, and still has it with 6 more.
    text & HIGH == THREES && text.wrapping_add(0x0606_0606_0606_0606) & HIGH == THREES
}

/// Four numbers, each in the octet of its second digit.
const fn four([a, b, c, d]: [u64; 4]) -> u64 {
    a << 48 | b << 32 | c << 16 | d
}

/// The numbers of two digits each, as [`four`] has them.
#[inline]
fn numbers(digits: u64) -> u64 {
    let digits = digits & 0x0F0F_0F0F_0F0F_0F0F;
    (digits >> 8).wrapping_mul(10).wrapping_add(digits) & four([0xFF; 4])
}

fn pairs(digits: u64) -> [i64; 4] {
    let [_, a, _, b, _, c, _, d] = numbers(digits).to_be_bytes();
    [a.into(), b.into(), c.into(), d.into()]
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::{format, string::String};

    use super::*;

    fn text(time: WrittenTime) -> String {
        Time::from(time).to_string()
    }

    #[test]
    fn utc_times() {
        let parse = |input: &str| WrittenTime::parse_utc(input.as_bytes()).map(text);
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
        let parse = |input: &str| WrittenTime::parse_generalized(input.as_bytes()).map(text);
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
                    let found = WrittenTime::parse_generalized(input.as_bytes());
                    assert_eq!(found.is_ok(), (1..=last).contains(&day), "{input}");
                }
            }
        }
        for (at, limit) in [(8, 24), (10, 60), (12, 60)] {
            for number in 0..=99 {
                let mut input = *b"20260601000000Z";
                input[at..at + 2].copy_from_slice(format!("{number:02}").as_bytes());
                assert_eq!(WrittenTime::parse_generalized(&input).is_ok(), number < limit);
            }
        }
    }

    #[test]
    fn written_times_are_those_that_were_written() {
        let mut last = WrittenTime::from(Time::from_unix(i64::MIN));
        // One a day, over leap years of all kinds and both sides of 1970.
        for day in -40_000..90_000 {
            let time = Time::from_unix(day * 86_400 + 86_399);
            let printed = time.to_string();
            let digits: String =
                printed.chars().filter(char::is_ascii_digit).chain(['Z']).collect();
            let found = WrittenTime::parse_generalized(digits.as_bytes());
            assert_eq!(found.map(Time::from), Ok(time), "{printed}");
            assert_eq!(found, Ok(WrittenTime::from(time)), "{printed}");
            assert!(WrittenTime::from(time) > last, "{printed}");
            last = WrittenTime::from(time);
        }
        assert!(WrittenTime::from(Time::from_unix(i64::MAX)) > last);
        let beyond = WrittenTime::from(Time::from_unix(253_402_300_800));
        assert!(WrittenTime::parse_generalized(b"99991231235959Z").unwrap() < beyond);
    }
}

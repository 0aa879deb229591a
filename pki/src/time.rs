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
        let [y1, y2, rest @ ..] = text else { return Err(Malformed::Time) };
        let year = two(*y1, *y2)?;
        let century = if year >= 50 { 1900 } else { 2000 };
        parse_rest(year.saturating_add(century), rest)
    }

    /// `YYYYMMDDHHMMSSZ`, without fractions.
    pub(crate) fn parse_generalized(text: &[u8]) -> Result<Self, Malformed> {
        let [y1, y2, y3, y4, rest @ ..] = text else { return Err(Malformed::Time) };
        let year = two(*y1, *y2)?.saturating_mul(100).saturating_add(two(*y3, *y4)?);
        parse_rest(year, rest)
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

fn two(high: u8, low: u8) -> Result<i64, Malformed> {
    if !high.is_ascii_digit() || !low.is_ascii_digit() {
        return Err(Malformed::Time);
    }
    let digit = |octet: u8| i64::from(octet.wrapping_sub(b'0'));
    Ok(digit(high).saturating_mul(10).saturating_add(digit(low)))
}

/// `MMDDHHMMSSZ` of a year.
fn parse_rest(year: i64, text: &[u8]) -> Result<Time, Malformed> {
    let [m1, m2, d1, d2, h1, h2, i1, i2, s1, s2, b'Z'] = text else { return Err(Malformed::Time) };
    let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
    let (hour, minute, second) = (two(*h1, *h2)?, two(*i1, *i2)?, two(*s1, *s2)?);
    let is_leap = year.rem_euclid(4) == 0 && year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0;
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return Err(Malformed::Time),
    };
    // No leap seconds: Unix time has none.
    if !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return Err(Malformed::Time);
    }
    let seconds = days_from_civil(year, month, day)
        .saturating_mul(DAY)
        .saturating_add(hour.saturating_mul(3600))
        .saturating_add(minute.saturating_mul(60))
        .saturating_add(second);
    Ok(Time(seconds))
}

/// Howard Hinnant's `days_from_civil`; days since 1970-01-01.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month.saturating_sub(3) } else { month.saturating_add(9) };
    let day_of_year = shifted
        .saturating_mul(153)
        .saturating_add(2)
        .div_euclid(5)
        .saturating_add(day)
        .saturating_sub(1);
    let day_of_era = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era.div_euclid(4))
        .saturating_sub(year_of_era.div_euclid(100))
        .saturating_add(day_of_year);
    era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)
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

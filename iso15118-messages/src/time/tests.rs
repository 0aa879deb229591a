//! Times in the calendar and as text.

use super::{DAY, Timestamp, TimestampError, civil_from_days, days_from_civil};
use alloc::string::ToString;
use core::time::Duration;

fn parse(text: &str) -> Result<i64, TimestampError> {
    text.parse().map(Timestamp::unix)
}

#[test]
fn known_times_round_trip() {
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_800, "2000-03-01T00:00:00Z"),
        (1_795_595_400, "2026-11-25T08:30:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] {
        assert_eq!(Timestamp::from_unix(seconds).to_string(), text);
        assert_eq!(parse(text), Ok(seconds));
    }
}

#[test]
fn all_years_round_trip() {
    // Steps of about a week that meet all times of day.
    let mut seconds = -62_167_219_200;
    while seconds <= 253_402_300_799 {
        let text = Timestamp::from_unix(seconds).to_string();
        assert_eq!(text.len(), 20);
        assert_eq!(parse(&text), Ok(seconds), "{text}");
        seconds += 604_800 + 12_347;
    }
}

#[test]
fn days_follow_each_other() {
    let (mut year, mut month, mut day) = (-1, 1, 1);
    for days in days_from_civil(-1, 1, 1)..=days_from_civil(2401, 1, 1) {
        assert_eq!(civil_from_days(days), (year, month, day));
        assert_eq!(days_from_civil(year, month, day), days);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        day += 1;
        if day > length {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
}

#[test]
fn outside_of_the_calendar_are_numbers() {
    for seconds in [-62_167_219_201, 253_402_300_800, i64::MIN, i64::MAX] {
        let time = Timestamp::from_unix(seconds);
        assert_eq!(time.to_string(), seconds.to_string());
        assert_eq!(parse(&time.to_string()), Err(TimestampError::Format));
        let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
        assert_eq!(days_from_civil(year, month, day), seconds.div_euclid(DAY));
    }
}

#[test]
fn other_forms_are_read() {
    for text in [
        "2026-11-25T09:30:00+01:00",
        "2026-11-25T02:45:00-05:45",
        "2026-11-26T08:29:00+23:59",
        "2026-11-25t08:30:00z",
        "2026-11-25T08:30:00-00:00",
        "2026-11-25T08:30:00.9Z",
        "2026-11-25T09:30:00.000000000000000000001+01:00",
    ] {
        assert_eq!(parse(text), Ok(1_795_595_400), "{text}");
    }
    // Dropped means that the time is earlier, also before 1970.
    assert_eq!(parse("1969-12-31T23:59:59.9Z"), Ok(-1));
    // An offset leads out of the years that have a text.
    assert_eq!(parse("0000-01-01T00:00:00+00:01"), Ok(-62_167_219_260));
    assert_eq!(parse("9999-12-31T23:59:59-00:01"), Ok(253_402_300_859));
}

#[test]
fn bad_texts_are_refused() {
    for text in [
        "",
        "1795595400",
        "2026-11-25",
        "2026-11-25T08:30:00",
        "2026-11-25 08:30:00Z",
        "2026-11-25T08:30Z",
        "2026-11-25T08:30:00.Z",
        "2026-11-25T08:30:00,5Z",
        "2026-11-25T08:30:00+01",
        "2026-11-25T08:30:00+0100",
        "2026-11-25T08:30:00Z ",
        " 2026-11-25T08:30:00Z",
        "2026-11-25T08:30:00ZZ",
        "2026-1-25T08:30:00Z",
        "+2026-11-25T08:30:00Z",
        "-026-11-25T08:30:00Z",
        "12026-11-25T08:30:00Z",
        "2026-11-25T08:30:0\u{661}Z",
    ] {
        assert_eq!(parse(text), Err(TimestampError::Format), "{text}");
    }
    for text in [
        "2026-00-25T08:30:00Z",
        "2026-13-25T08:30:00Z",
        "2026-99-99T99:99:99Z",
        "2026-11-00T08:30:00Z",
        "2026-11-31T08:30:00Z",
        "2026-02-29T08:30:00Z",
        "2100-02-29T08:30:00Z",
        "2026-11-25T24:00:00Z",
        "2026-11-25T08:60:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-25T08:30:00+24:00",
        "2026-11-25T08:30:00-00:60",
    ] {
        assert_eq!(parse(text), Err(TimestampError::NoSuchTime), "{text}");
    }
}

#[test]
fn numbers_are_checked() {
    let (first, last) = (Timestamp::from_unix(i64::MIN), Timestamp::from_unix(i64::MAX));
    assert_eq!(Timestamp::try_from(i64::MAX as u64), Ok(last));
    assert_eq!(Timestamp::try_from(1_u64 << 63), Err(TimestampError::OutOfRange));
    assert_eq!(u64::try_from(Timestamp::EPOCH), Ok(0));
    assert_eq!(u64::try_from(Timestamp::from(-1)), Err(TimestampError::OutOfRange));
    assert_eq!(i64::from(first), i64::MIN);

    let second = Duration::from_millis(1999);
    assert_eq!(Timestamp::from_duration_since_epoch(second), Some(Timestamp::from(1)));
    assert_eq!(Timestamp::from_duration_since_epoch(Duration::MAX), None);
    assert_eq!(Timestamp::from(-1).checked_add(second), Some(Timestamp::EPOCH));
    assert_eq!(last.checked_add(second), None);
    assert_eq!(first.checked_add(Duration::from_secs(u64::MAX)), Some(last));
    assert_eq!(last.duration_since(first), Some(Duration::from_secs(u64::MAX)));
    assert_eq!(last.duration_since(last), Some(Duration::ZERO));
    assert_eq!(first.duration_since(last), None);
}

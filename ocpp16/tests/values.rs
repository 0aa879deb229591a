//! Times, decimals and texts on their own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

use ocpp16::values::{DateTimeError, DecimalError};
use ocpp16::{CiString, DateTime, Decimal1, Text};
use proptest::prelude::*;

#[test]
fn times_of_rfc_3339() {
    for (text, seconds, nanoseconds) in [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("2026-11-22T08:00:00.000Z", 1_795_334_400, 0),
        ("2026-11-22T08:00:00.1234567890123-00:00", 1_795_334_400, 123_456_789),
        ("2000-02-29T23:59:59.5+14:00", 951_818_399, 500_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ("9999-12-31T23:59:59.9999999999999999999-23:59", 253_402_387_139, 999_999_999),
        ("2016-12-31T23:59:60Z", 1_483_228_800, 0),
        ("2017-01-01T00:59:60+01:00", 1_483_228_800, 0),
    ] {
        let time: DateTime = text.parse().unwrap();
        assert_eq!(time.unix_seconds(), seconds, "{text}");
        assert_eq!(time.nanoseconds(), nanoseconds, "{text}");
        assert_eq!(time.to_string(), text);
        assert_eq!(DateTime::parse_tolerant(text).unwrap().to_string(), text);
    }
    assert_eq!(
        "2026-01-01t00:00:00z".parse::<DateTime>().unwrap().to_string(),
        "2026-01-01T00:00:00Z"
    );
}

#[test]
fn what_is_no_time() {
    use DateTimeError::{Calendar, Form, Fraction};
    for (text, error) in [
        ("", Form),
        ("2026-01-01", Form),
        ("2026-01-01T00:00:00", Form),
        ("2026-01-01T00:00:00.Z", Form),
        ("2026-01-01T00:00:00+0200", Form),
        ("2026-01-01T00:00:00+02:00x", Form),
        ("2026-01-01 00:00:00Z", Form),
        ("-026-01-01T00:00:00Z", Form),
        ("2026-01-01T00:00:0٠Z", Form),
        ("2023-02-29T00:00:00Z", Calendar),
        ("1900-02-29T00:00:00Z", Calendar),
        ("2026-04-31T00:00:00Z", Calendar),
        ("2026-00-01T00:00:00Z", Calendar),
        ("2026-13-01T00:00:00Z", Calendar),
        ("2026-01-00T00:00:00Z", Calendar),
        ("2026-01-01T24:00:00Z", Calendar),
        ("2026-01-01T00:60:00Z", Calendar),
        ("2026-01-01T00:00:61Z", Calendar),
        ("2026-01-01T00:00:60Z", Calendar),
        ("2026-01-01T00:00:00+24:00", Calendar),
        ("2026-01-01T00:00:00.12345678901234567890Z", Fraction),
    ] {
        assert_eq!(text.parse::<DateTime>(), Err(error), "{text}");
    }
}

#[test]
fn times_of_the_field() {
    for (text, means) in [
        ("2026-01-01T00:00:00", "2026-01-01T00:00:00Z"),
        ("2026-01-01 00:00:00.25", "2026-01-01T00:00:00.25Z"),
        ("2026-01-01T00:00:00+02", "2026-01-01T00:00:00+02:00"),
        ("2026-01-01T00:00:00-0230", "2026-01-01T00:00:00-02:30"),
        ("2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00.5Z"),
        ("2026-01-01T00:00Z", "2026-01-01T00:00:00Z"),
    ] {
        assert_eq!(DateTime::parse_tolerant(text).unwrap().to_string(), means, "{text}");
    }
    for text in
        ["2026-01-01", "2026-02-30 00:00:00", "2026-01-01T00:00:00+2", "now", "2026-01-01T0"]
    {
        assert!(DateTime::parse_tolerant(text).is_err(), "{text}");
    }
}

#[test]
fn times_compare_by_the_moment() {
    let time = |text: &str| text.parse::<DateTime>().unwrap();
    assert_eq!(time("2026-01-01T01:00:00+01:00"), time("2026-01-01T00:00:00.000Z"));
    assert!(time("2026-01-01T00:00:00.1Z") > time("2026-01-01T00:00:00.09Z"));
    assert!(time("2026-01-01T00:00:00+01:00") < time("2026-01-01T00:00:00Z"));
}

#[test]
fn decimals() {
    for (text, tenths) in [
        ("0", 0),
        ("-0.0", 0),
        ("8.1", 81),
        ("8.10", 81),
        ("81e-1", 81),
        ("1.55e1", 155),
        ("1e1", 100),
        ("0.0001e3", 1),
        ("100000e-6", 1),
        ("-922337203685477580.8", i64::MIN),
        ("922337203685477580.7", i64::MAX),
        ("0e999999999999", 0),
    ] {
        assert_eq!(text.parse(), Ok(Decimal1::from_tenths(tenths)), "{text}");
    }
    for (text, error) in [
        ("", DecimalError::Form),
        ("-", DecimalError::Form),
        ("1.", DecimalError::Form),
        (".5", DecimalError::Form),
        ("01", DecimalError::Form),
        ("+1", DecimalError::Form),
        ("1e", DecimalError::Form),
        ("1,5", DecimalError::Form),
        ("8.14", DecimalError::NotTenths),
        ("1e-2", DecimalError::NotTenths),
        ("1e-999999999999", DecimalError::NotTenths),
        ("922337203685477580.8", DecimalError::Range),
        ("1e999999999999", DecimalError::Range),
    ] {
        assert_eq!(text.parse::<Decimal1>(), Err(error), "{text}");
    }
    for (text, tenths) in [
        ("8.14", 81),
        ("8.19", 81),
        ("-8.19", -81),
        ("8.1000000000000005", 81),
        ("16.099999999999998", 161),
        ("-16.099999999999998", -161),
        ("0.0999999999", 1),
        ("0.09", 0),
        ("0.00999999999", 0),
        ("99999999e-8", 10),
        ("7.99", 79),
    ] {
        assert_eq!(Decimal1::parse_rounding(text), Ok(Decimal1::from_tenths(tenths)), "{text}");
    }
}

#[test]
fn limits_count_code_points() {
    assert!(CiString::<20>::new("🚗".repeat(20)).is_ok());
    assert!(CiString::<20>::new("🚗".repeat(21)).is_err());
    assert!(Text::<3>::new("abc").is_ok() && Text::<3>::new("abcd").is_err());
    assert_eq!(CiString::<20>::new("AbC").unwrap(), "aBc");
    assert_ne!(Text::<20>::new("AbC").unwrap(), "aBc");
}

proptest! {
    #[test]
    fn unix_seconds_and_back(seconds in -62_167_219_200_i64..=253_402_300_799) {
        let time = DateTime::from_unix_seconds(seconds).unwrap();
        prop_assert_eq!(time.unix_seconds(), seconds);
        prop_assert_eq!(time.to_string().parse::<DateTime>().unwrap(), time);
    }

    #[test]
    fn milliseconds_and_offsets(ms in -62_000_000_000_000_i64..=253_000_000_000_000, offset in -1439_i16..=1439) {
        let time = DateTime::from_unix_milliseconds(ms).unwrap();
        let moved = time.with_offset_minutes(offset).unwrap();
        prop_assert_eq!(moved, time);
        prop_assert_eq!(moved.offset_minutes(), offset);
        prop_assert_eq!(moved.to_string().parse::<DateTime>().unwrap(), time);
    }

    #[test]
    fn tenths_and_back(tenths in any::<i64>()) {
        let value = Decimal1::from_tenths(tenths);
        prop_assert_eq!(value.to_string().parse(), Ok(value));
        prop_assert_eq!(Decimal1::parse_rounding(&value.to_string()), Ok(value));
    }

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,30}|[-0-9:.TZ+]{0,40}") {
        let _ = DateTime::parse_tolerant(&text);
        if let Ok(time) = text.parse::<DateTime>() {
            prop_assert_eq!(time.to_string(), text.to_ascii_uppercase());
        }
        if let Ok(value) = Decimal1::parse(&text) {
            prop_assert_eq!(Decimal1::parse_rounding(&text), Ok(value));
        }
    }
}

#[cfg(all(feature = "chrono", feature = "time", feature = "jiff"))]
#[test]
fn other_crates_have_the_same_moment() {
    for text in [
        "2026-11-22T09:00:00.250+01:00",
        "1969-12-31T23:59:59.999999Z",
        "2000-02-29T00:00:00-11:30",
    ] {
        let time: DateTime = text.parse().unwrap();
        let chrono: chrono::DateTime<chrono::FixedOffset> = time.try_into().unwrap();
        assert_eq!(chrono, chrono::DateTime::parse_from_rfc3339(text).unwrap());
        assert_eq!(DateTime::try_from(chrono).unwrap().to_string(), text);
        let utc: chrono::DateTime<chrono::Utc> = time.try_into().unwrap();
        assert_eq!(DateTime::try_from(utc).unwrap(), time);

        let other: time::OffsetDateTime = time.try_into().unwrap();
        assert_eq!(other.unix_timestamp(), time.unix_seconds());
        assert_eq!(DateTime::try_from(other).unwrap().to_string(), text);

        let stamp: jiff::Timestamp = time.try_into().unwrap();
        assert_eq!(stamp, text.parse().unwrap());
        assert_eq!(DateTime::try_from(stamp).unwrap(), time);
    }
}

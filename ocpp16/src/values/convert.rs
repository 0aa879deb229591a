//! Conversions of times to and from other crates. All go by the moment and keep the offset; digits
//! of the second below a nanosecond are cut off, since the other crates have no room for them.

/// A time that the other type cannot hold, or that has not four digits of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("time out of range")]
pub struct TimeRange;

/// The fewest digits of 0, 3, 6 and 9 that hold the nanoseconds, and the fraction in them.
fn fraction(nanoseconds: u32) -> (u64, u8) {
    match nanoseconds {
        0 => (0, 0),
        n if n % 1_000_000 == 0 => (u64::from(n.wrapping_div(1_000_000)), 3),
        n if n % 1_000 == 0 => (u64::from(n.wrapping_div(1_000)), 6),
        n => (u64::from(n), 9),
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{FixedOffset, Offset, TimeZone, Timelike as _};

    use super::{TimeRange, fraction};
    use crate::DateTime;

    impl TryFrom<DateTime> for chrono::DateTime<FixedOffset> {
        type Error = TimeRange;

        fn try_from(time: DateTime) -> Result<Self, TimeRange> {
            let offset = i32::from(time.offset_minutes()).wrapping_mul(60);
            let offset = FixedOffset::east_opt(offset).ok_or(TimeRange)?;
            let utc = chrono::DateTime::from_timestamp(time.unix_seconds(), time.nanoseconds());
            Ok(utc.ok_or(TimeRange)?.with_timezone(&offset))
        }
    }

    impl TryFrom<DateTime> for chrono::DateTime<chrono::Utc> {
        type Error = TimeRange;

        fn try_from(time: DateTime) -> Result<Self, TimeRange> {
            Self::from_timestamp(time.unix_seconds(), time.nanoseconds()).ok_or(TimeRange)
        }
    }

    /// With as many digits of the second as are needed, of 0, 3, 6 and 9. Offsets are cut off to
    /// minutes, the moment stays.
    impl<Z: TimeZone> TryFrom<chrono::DateTime<Z>> for DateTime {
        type Error = TimeRange;

        fn try_from(time: chrono::DateTime<Z>) -> Result<Self, TimeRange> {
            // A leap second counts on past 999 999 999 there.
            let nanoseconds = time.nanosecond().min(999_999_999);
            let (value, digits) = fraction(nanoseconds);
            let utc = Self::from_unix(time.timestamp(), value, digits).ok_or(TimeRange)?;
            match time.offset().fix().local_minus_utc().wrapping_div(60) {
                0 => Ok(utc),
                minutes => {
                    let minutes = i16::try_from(minutes).map_err(|_| TimeRange)?;
                    utc.with_offset_minutes(minutes).ok_or(TimeRange)
                }
            }
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use time::{OffsetDateTime, UtcOffset};

    use super::{TimeRange, fraction};
    use crate::DateTime;

    impl TryFrom<DateTime> for OffsetDateTime {
        type Error = TimeRange;

        fn try_from(time: DateTime) -> Result<Self, TimeRange> {
            let offset = i32::from(time.offset_minutes()).wrapping_mul(60);
            let offset = UtcOffset::from_whole_seconds(offset).map_err(|_| TimeRange)?;
            let utc = Self::from_unix_timestamp(time.unix_seconds()).map_err(|_| TimeRange)?;
            let utc = utc.replace_nanosecond(time.nanoseconds()).map_err(|_| TimeRange)?;
            utc.checked_to_offset(offset).ok_or(TimeRange)
        }
    }

    /// With as many digits of the second as are needed, of 0, 3, 6 and 9. Offsets are cut off to
    /// minutes, the moment stays.
    impl TryFrom<OffsetDateTime> for DateTime {
        type Error = TimeRange;

        fn try_from(time: OffsetDateTime) -> Result<Self, TimeRange> {
            let (value, digits) = fraction(time.nanosecond());
            let utc = Self::from_unix(time.unix_timestamp(), value, digits).ok_or(TimeRange)?;
            match time.offset().whole_minutes() {
                0 => Ok(utc),
                minutes => utc.with_offset_minutes(minutes).ok_or(TimeRange),
            }
        }
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use jiff::Timestamp;

    use super::{TimeRange, fraction};
    use crate::DateTime;

    impl TryFrom<DateTime> for Timestamp {
        type Error = TimeRange;

        fn try_from(time: DateTime) -> Result<Self, TimeRange> {
            let nanoseconds = i32::try_from(time.nanoseconds()).map_err(|_| TimeRange)?;
            Self::new(time.unix_seconds(), nanoseconds).map_err(|_| TimeRange)
        }
    }

    /// In UTC, with as many digits of the second as are needed, of 0, 3, 6 and 9.
    impl TryFrom<Timestamp> for DateTime {
        type Error = TimeRange;

        fn try_from(time: Timestamp) -> Result<Self, TimeRange> {
            // Before 1970 both parts are negative there.
            let seconds = time.as_second();
            let nanoseconds = i64::from(time.subsec_nanosecond());
            let seconds = seconds.wrapping_sub(i64::from(nanoseconds < 0));
            let nanoseconds = u32::try_from(nanoseconds.rem_euclid(1_000_000_000));
            let (value, digits) = fraction(nanoseconds.map_err(|_| TimeRange)?);
            Self::from_unix(seconds, value, digits).ok_or(TimeRange)
        }
    }
}

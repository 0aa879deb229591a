//! Points in time as recordings have them: a [`Duration`] since the Unix epoch.

use core::time::Duration;

use jiff::Timestamp;

/// Reads seconds with a fraction, rounded to the microsecond that recordings are written with.
///
/// A binary fraction cannot hold `0.268` exactly; the rounding makes equal times compare equal.
#[must_use]
pub(crate) fn from_seconds(seconds: f64) -> Option<Duration> {
    let micros = (seconds * 1e6).round();
    // The bound is exact in an f64 and far beyond any clock; NaN is not in the range.
    (0.0..1e18).contains(&micros).then(|| Duration::from_micros(micros as u64))
}

/// Writes a point in time as `2026-11-22 07:47:26.268 UTC`; one past the year 9999 in seconds.
pub(crate) fn utc(time: Duration) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match Timestamp::new(seconds, 0) {
        Ok(timestamp) => {
            let shown = timestamp.strftime("%Y-%m-%d %H:%M:%S");
            format!("{shown}.{:03} UTC", time.subsec_millis())
        }
        Err(_) => format!("Unix time {}.{:03}", time.as_secs(), time.subsec_millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_rounded_to_the_microsecond() {
        assert_eq!(
            from_seconds(1_795_336_046.268),
            Some(Duration::new(1_795_336_046, 268_000_000))
        );
        assert_eq!(from_seconds(-1.0), None);
        assert_eq!(from_seconds(f64::NAN), None);
        assert_eq!(from_seconds(1e300), None);
    }

    #[test]
    fn dates_follow_the_gregorian_calendar() {
        assert_eq!(utc(Duration::ZERO), "1970-01-01 00:00:00.000 UTC");
        assert_eq!(utc(Duration::from_millis(951_782_400_500)), "2000-02-29 00:00:00.500 UTC");
        assert_eq!(utc(Duration::from_secs(1_795_336_046)), "2026-11-22 08:27:26.000 UTC");
        // The last second that the calendar has, and the one after it.
        assert_eq!(utc(Duration::from_secs(253_402_207_200)), "9999-12-30 22:00:00.000 UTC");
        let far = Duration::new(253_402_207_201, 1_999_999);
        assert_eq!(utc(far), "Unix time 253402207201.001");
    }
}

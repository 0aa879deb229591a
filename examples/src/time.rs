//! Points in time as recordings have them: a [`Duration`] since the Unix epoch.

use core::time::Duration;

/// Reads seconds with a fraction, rounded to the microsecond that recordings are written with.
///
/// A binary fraction cannot hold `0.268` exactly; the rounding makes equal times compare equal.
#[must_use]
pub fn from_seconds(seconds: f64) -> Option<Duration> {
    let micros = (seconds * 1e6).round();
    // The bound is exact in an f64 and far beyond any clock; NaN is not in the range.
    (0.0..1e18).contains(&micros).then(|| Duration::from_micros(micros as u64))
}

/// Writes a point in time as `2026-11-22 07:47:26.268 UTC`.
#[must_use]
pub fn utc(time: Duration) -> String {
    let seconds = time.as_secs();
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let milli = time.subsec_millis();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{milli:03} UTC")
}

/// Year, month and day of a day count since 1970-01-01.
///
/// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last of a year.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
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
    }
}

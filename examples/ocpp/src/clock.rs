//! The two clocks of a program.

use core::sync::atomic::{AtomicI64, Ordering};
use core::time::Duration;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use ocpp16::DateTime;

/// The clock that endpoints are driven by: milliseconds since the program started.
#[must_use]
pub(crate) fn monotonic() -> ocpp16::Instant {
    ocpp16::Instant::from_millis(milliseconds(started().elapsed()))
}

/// The moment of the timer for a moment of an endpoint.
#[must_use]
pub(crate) fn timer(at: ocpp16::Instant) -> tokio::time::Instant {
    started() + Duration::from_millis(at.as_millis())
}

fn started() -> tokio::time::Instant {
    static STARTED: OnceLock<tokio::time::Instant> = OnceLock::new();
    // Not that of tokio, which a test may have moved.
    *STARTED.get_or_init(|| std::time::Instant::now().into())
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The time on the wall, in messages and logs. It can run faster than it should, so that half an
/// hour of charging takes seconds.
#[derive(Debug)]
pub(crate) struct Clock {
    speed: u32,
    /// Unix time in milliseconds at which the program started.
    base: AtomicI64,
}

impl Clock {
    /// A clock that shows the time of the system now, and runs `speed` times as fast.
    #[must_use]
    pub(crate) fn new(speed: u32) -> Self {
        let clock = Self { speed: speed.max(1), base: AtomicI64::new(0) };
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        clock.show(i64::try_from(since.as_millis()).unwrap_or_default());
        clock
    }

    /// Sets the clock.
    pub(crate) fn set(&self, time: &DateTime) {
        let fraction = i64::from(time.nanoseconds() / 1_000_000);
        self.show(time.unix_seconds().saturating_mul(1000).saturating_add(fraction));
    }

    fn show(&self, milliseconds: i64) {
        self.base.store(milliseconds.saturating_sub(self.elapsed()), Ordering::Relaxed);
    }

    /// Milliseconds of this clock since the program started.
    fn elapsed(&self) -> i64 {
        let elapsed = monotonic().as_millis().saturating_mul(u64::from(self.speed));
        i64::try_from(elapsed).unwrap_or(i64::MAX)
    }

    /// Unix time in milliseconds.
    #[must_use]
    pub(crate) fn milliseconds(&self) -> i64 {
        self.base.load(Ordering::Relaxed).saturating_add(self.elapsed())
    }

    /// The time of a message.
    #[must_use]
    pub(crate) fn now(&self) -> DateTime {
        time_of(self.milliseconds())
    }

    /// Waits as long as `duration` takes on this clock.
    pub(crate) async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(self.shortened(duration)).await;
    }

    /// How long `duration` of this clock is in real time.
    #[must_use]
    pub(crate) fn shortened(&self, duration: Duration) -> Duration {
        duration / self.speed
    }

    /// Shows a wait in real seconds, and says so if this clock does not run in them.
    #[must_use]
    pub(crate) fn real(&self, wait: Duration) -> String {
        let unit = if self.speed == 1 { "s" } else { "s of real time" };
        format!("{} {unit}", wait.as_secs())
    }

    /// How much faster than it should the clock runs.
    #[must_use]
    pub(crate) fn speed(&self) -> u32 {
        self.speed
    }
}

/// The time of Unix milliseconds. Clocks that are set to a year past 9999 stand still.
#[must_use]
pub(crate) fn time_of(milliseconds: i64) -> DateTime {
    const LAST: i64 = 253_402_300_799_999;
    DateTime::from_unix_milliseconds(milliseconds.clamp(0, LAST))
        .unwrap_or_else(|| unreachable!("years 1970 to 9999 can be written"))
}

/// `16:03:12`, the time of day of a time.
#[must_use]
pub(crate) fn time_of_day(time: &DateTime) -> String {
    let seconds = time.unix_seconds().rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_fast_clock_shows_what_it_was_set_to_and_runs_ahead() {
        // The tests of a process share its start, and another one may note it after the clock of this one
        // has stopped. An hour later it is in the past in any case.
        tokio::time::advance(Duration::from_secs(3600)).await;
        let clock = Clock::new(600);
        clock.set(&"2026-11-25T16:00:00Z".parse().unwrap());
        assert_eq!(time_of_day(&clock.now()), "16:00:00");
        clock.sleep(Duration::from_secs(1800)).await;
        assert_eq!(time_of_day(&clock.now()), "16:30:00");
    }
}

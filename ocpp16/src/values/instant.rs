//! Points in time by the caller's clock.

use core::time::Duration;

/// A point in time by a clock of the caller that never goes back, in milliseconds since a moment
/// that the caller chooses, such as the start of the program.
///
/// Nothing in this crate reads a clock. Times of day, which messages carry, are
/// [`DateTime`](crate::DateTime).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// A point in time, in milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the moment that the caller has chosen.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The point in time that is later by `duration`, cut off to milliseconds; the last one that can
    /// be told if that is too far away.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The time since an earlier point; zero if that is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

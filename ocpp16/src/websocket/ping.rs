//! Pings (OCPP-J 5.3 and 7, and its errata 3.9).

use core::time::Duration;

use crate::values::Instant;

/// What the timer has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ping {
    /// Send a WebSocket ping. It counts as sent.
    Send,
    /// Close the connection: the last ping was not answered before the next was due. The connection
    /// is half open, and "a WebSocket ping should detect this and cause a WebSocket to be closed"
    /// (OCPP-J errata 3.9).
    Close,
    /// Nothing before that time; `None`: pings are off.
    Wait(Option<Instant>),
}

/// The pings of one connection, with the key `WebSocketPingInterval`.
///
/// Time is an [`Instant`] of a clock that does not go back. A Heartbeat a day remains useful for the clock of
/// the station (OCPP-J 5.3).
#[derive(Clone, Copy, Debug)]
pub struct PingTimer {
    interval: Option<Duration>,
    due: Instant,
    is_unanswered: bool,
}

impl PingTimer {
    /// Pings of a connection that was opened now. The interval is in seconds; 0: none are sent, and
    /// those of the other side are answered by the WebSocket library (OCPP-J, table 8).
    #[must_use]
    pub fn new(now: Instant, interval_seconds: u32) -> Self {
        let interval = Some(Duration::from_secs(interval_seconds.into()));
        let interval = interval.filter(|interval| !interval.is_zero());
        let due = now.after(interval.unwrap_or_default());
        Self { interval, due, is_unanswered: false }
    }

    /// What is due.
    #[must_use = "what is due counts as sent"]
    pub fn poll(&mut self, now: Instant) -> Ping {
        let Some(interval) = self.interval else { return Ping::Wait(None) };
        if now < self.due {
            return Ping::Wait(Some(self.due));
        }
        if self.is_unanswered {
            return Ping::Close;
        }
        self.is_unanswered = true;
        self.due = now.after(interval);
        Ping::Send
    }

    /// A pong, or anything else, was received: the other side is there.
    pub fn note_received(&mut self) {
        self.is_unanswered = false;
    }

    /// Whether an interval is as OCPP-J errata 3.9 recommends: smaller than
    /// `TransactionMessageAttempts` × `TransactionMessageRetryInterval`. So no message is given up
    /// on a half-open connection.
    #[must_use]
    pub fn is_recommended(interval_seconds: u32, attempts: u32, retry_interval: u32) -> bool {
        let longest = u64::from(attempts).saturating_mul(retry_interval.into());
        interval_seconds > 0 && u64::from(interval_seconds) < longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Instant {
        Instant::from_millis(1_000 * seconds)
    }

    #[test]
    fn pings_are_sent_while_they_are_answered() {
        let mut timer = PingTimer::new(at(100), 30);
        assert_eq!(timer.poll(at(129)), Ping::Wait(Some(at(130))));
        assert_eq!(timer.poll(at(130)), Ping::Send);
        assert_eq!(timer.poll(at(131)), Ping::Wait(Some(at(160))));
        timer.note_received();
        assert_eq!(timer.poll(at(165)), Ping::Send);
        assert_eq!(timer.poll(at(194)), Ping::Wait(Some(at(195))));
        assert_eq!(timer.poll(at(195)), Ping::Close);
    }

    #[test]
    fn an_interval_of_0_sends_none() {
        let mut timer = PingTimer::new(at(0), 0);
        assert_eq!(timer.poll(at(1_000_000)), Ping::Wait(None));
    }

    #[test]
    fn the_interval_is_below_that_of_attempts() {
        assert!(PingTimer::is_recommended(179, 3, 60));
        assert!(!PingTimer::is_recommended(180, 3, 60));
        assert!(!PingTimer::is_recommended(0, 3, 60));
        assert!(PingTimer::is_recommended(u32::MAX, u32::MAX, u32::MAX));
    }
}

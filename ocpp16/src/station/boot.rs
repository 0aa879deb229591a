//! The boot gate: what may be sent while a station is not accepted (4.2), and when the next
//! BootNotification or Heartbeat is due (4.6).
//!
//! [`BootGate`] is the side of the station, [`Registration`] that of the central system. Both
//! decide only; frames are sent elsewhere.
//!
//! # The contract
//!
//! Time is an [`Instant`] of a clock that does not go back. Each change
//! is one call (`handle_*`, `note_sent`); after it, or when the time has come that it named,
//! [`BootGate::poll`] says what is due. A BootNotification that `poll` hands out is concluded by
//! exactly one of the following.
//!
//! | the end of the CALL | to call | the next BootNotification is due |
//! |---|---|---|
//! | a CALLRESULT that can be read | [`handle_response`](BootGate::handle_response) | by the status and interval in it |
//! | a CALLERROR, an answer that cannot be read, or none in time | [`handle_failure`](BootGate::handle_failure) | after the [retry interval](Intervals::with_retry) |
//! | the connection is gone, or it was never sent | [`handle_disconnected`](BootGate::handle_disconnected) | at once, that is when there is a connection again |
//!
//! | state | station sends | station answers CALLs |
//! |---|---|---|
//! | [`Booting`](BootState::Booting) | BootNotification | yes (open in the text) |
//! | [`Pending`](BootState::Pending) | BootNotification, and what TriggerMessage asks for | yes; remote start and stop with `Rejected` |
//! | [`Rejected`](BootState::Rejected) | nothing, then BootNotification | no |
//! | [`Accepted`](BootState::Accepted) | everything | yes |
//!
//! A reconnection changes nothing: after one a station "should not send a BootNotification unless
//! one or more of the elements in the BootNotification have changed" (OCPP-J 5.4). A restart of the
//! station, or such a change, begins with a new gate.
//!
//! # Where the text leaves the answer open
//!
//! - What a station does with a CALL before the first BootNotification is answered: it may not send
//!   *requests*, so here it answers, as if it were pending.
//! - How a station answers a remote start or stop while pending ("not allowed"): here with the
//!   status `Rejected` of these operations, which a central system of any strictness understands.
//! - How long a station waits after a BootNotification that got a CALLERROR or no answer: here as
//!   for the interval 0, the time of its own choice. A CALLERROR is an answer of the central system,
//!   and the flood is to be avoided (4.2); a connection that is lost is none, and the wait before the
//!   next connection ([`websocket`](crate::websocket) has a back-off) keeps the flood off.
//! - A heartbeat interval of 0 in an answer with `Accepted`: here the interval of the station's own
//!   choice.
//!
//! ```
//! use ocpp16::{Action, DateTime, Instant};
//! use ocpp16::messages::core::{BootNotificationResponse, RegistrationStatus};
//! use ocpp16::station::boot::{BootGate, BootState, Due, Intervals};
//!
//! let mut now = Instant::from_millis(0);
//! let mut gate = BootGate::new(Intervals::default());
//! assert_eq!(gate.poll(now), Due::BootNotification);
//! assert!(!gate.may_send(Action::StatusNotification, false));
//!
//! let time: DateTime = "2026-11-25T08:00:00Z".parse()?;
//! let answer = BootNotificationResponse::new(RegistrationStatus::Pending, time, 30);
//! gate.handle_response(now, &answer);
//! assert_eq!(gate.poll(now), Due::Wait(Some(Instant::from_millis(30_000))));
//! now = Instant::from_millis(30_000);
//! assert_eq!(gate.poll(now), Due::BootNotification);
//! let answer = BootNotificationResponse::new(RegistrationStatus::Accepted, time, 300);
//! gate.handle_response(now, &answer);
//! assert_eq!(gate.state(), BootState::Accepted);
//! assert_eq!(gate.poll(now), Due::Wait(Some(Instant::from_millis(330_000))));
//! # Ok::<(), ocpp16::values::DateTimeError>(())
//! ```

#[cfg(test)]
mod tests;

use core::time::Duration;

use crate::frame::ErrorCode;
use crate::messages::Action;
use crate::messages::core::{BootNotificationResponse, RegistrationStatus};
use crate::values::Instant;

/// Where a station is on its way to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BootState {
    /// No BootNotification has been answered since the start.
    Booting,
    /// The central system wants to read or set something first.
    Pending,
    /// The central system does not want the station, for now.
    Rejected,
    /// Accepted.
    Accepted,
}

/// The times of the station's own choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    retry: Duration,
    heartbeat: Duration,
}

impl Default for Intervals {
    /// A minute between BootNotifications, a day between heartbeats: "at least one heartbeat per 24
    /// hour" for the clock (4.6).
    fn default() -> Self {
        Self { retry: Duration::from_secs(60), heartbeat: Duration::from_secs(86_400) }
    }
}

impl Intervals {
    /// Sets the wait between BootNotifications where the central system says 0 or nothing; "in a
    /// way that avoids flooding the Central System with requests" (4.2). Not below one second.
    #[must_use]
    pub fn with_retry(self, retry: Duration) -> Self {
        Self { retry: retry.max(Duration::from_secs(1)), ..self }
    }

    /// Sets the heartbeat interval where the central system says 0. Not below one second.
    #[must_use]
    pub fn with_heartbeat(self, heartbeat: Duration) -> Self {
        Self { heartbeat: heartbeat.max(Duration::from_secs(1)), ..self }
    }
}

/// What a station has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Send a BootNotification. It counts as sent.
    BootNotification,
    /// Send a Heartbeat. It counts as sent.
    Heartbeat,
    /// Nothing before that time; `None`: nothing until something happens.
    Wait(Option<Instant>),
}

/// What a station does with a CALL that it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reaction {
    /// Process and answer it.
    Process,
    /// Answer with the status `Rejected`: remote start and stop while pending.
    Reject,
    /// Do not answer: "While Rejected, the Charge Point SHALL NOT respond to any Central System
    /// initiated message."
    Ignore,
}

/// The gate of a station.
#[derive(Clone, Debug)]
pub struct BootGate {
    state: BootState,
    intervals: Intervals,
    /// A BootNotification is on its way.
    is_asking: bool,
    /// When the next BootNotification or Heartbeat is due; `None`: not by time.
    due: Option<Instant>,
    /// `None`: no heartbeats.
    heartbeat: Option<Duration>,
    last_sent: Instant,
}

impl BootGate {
    /// The gate after a start of the station: a BootNotification is due at once.
    #[must_use]
    pub const fn new(intervals: Intervals) -> Self {
        Self {
            state: BootState::Booting,
            intervals,
            is_asking: false,
            due: Some(Instant::from_millis(0)),
            heartbeat: None,
            last_sent: Instant::from_millis(0),
        }
    }

    /// What is due. Call it after each other `&mut` call, and at the time it returned.
    #[must_use = "what is due counts as sent"]
    pub fn poll(&mut self, now: Instant) -> Due {
        if self.is_asking {
            return Due::Wait(None);
        }
        if self.due.is_none_or(|due| due > now) {
            return Due::Wait(self.due);
        }
        if self.state == BootState::Accepted {
            self.note_sent(now);
            return Due::Heartbeat;
        }
        self.is_asking = true;
        self.due = None;
        Due::BootNotification
    }

    /// The answer to the BootNotification.
    ///
    /// A status that is not of the standard counts as `Rejected`, an interval below 0 as 0.
    pub fn handle_response(&mut self, now: Instant, response: &BootNotificationResponse) {
        let interval = u64::try_from(response.interval).ok().filter(|interval| *interval > 0);
        let interval = interval.map(Duration::from_secs);
        self.is_asking = false;
        self.state = match response.status {
            RegistrationStatus::Accepted => BootState::Accepted,
            RegistrationStatus::Pending => BootState::Pending,
            RegistrationStatus::Rejected | RegistrationStatus::Other(_) => BootState::Rejected,
        };
        if self.state == BootState::Accepted {
            self.heartbeat = Some(interval.unwrap_or(self.intervals.heartbeat));
            self.note_sent(now);
        } else {
            self.due = Some(now.after(interval.unwrap_or(self.intervals.retry)));
        }
    }

    /// The BootNotification was answered with a CALLERROR, with something that cannot be read, or not
    /// in time. The next one is due after the [retry interval](Intervals::with_retry). The state
    /// stays what it was.
    pub fn handle_failure(&mut self, now: Instant) {
        if self.is_asking {
            self.is_asking = false;
            self.due = Some(now.after(self.intervals.retry));
        }
    }

    /// The connection ended before the BootNotification was answered, or it was not sent for want of
    /// one. It is due again at once; poll when there is a connection. The state stays what it was.
    ///
    /// Nothing happens if no BootNotification is on its way: a reconnection alone changes nothing.
    pub fn handle_disconnected(&mut self) {
        if self.is_asking {
            self.is_asking = false;
            self.due = Some(Instant::from_millis(0));
        }
    }

    /// The central system asks for a BootNotification with TriggerMessage. Whether it will be sent,
    /// at once; else the answer to TriggerMessage is `Rejected`.
    ///
    /// It will not be once the station is accepted, as errata 3.35 recommends. While one is on its
    /// way that one complies with the request (5.17).
    pub fn handle_trigger(&mut self, now: Instant) -> bool {
        match self.state {
            BootState::Accepted | BootState::Rejected => false,
            BootState::Booting | BootState::Pending => {
                self.due = Some(now);
                true
            }
        }
    }

    /// Something was sent to the central system: "The Charge Point MAY skip sending a Heartbeat.req
    /// PDU when another PDU has been sent" (4.6).
    pub fn note_sent(&mut self, now: Instant) {
        self.last_sent = now;
        if self.state == BootState::Accepted {
            self.due = self.heartbeat.map(|interval| now.after(interval));
        }
    }

    /// The key `HeartbeatInterval` was set (9.1.10); `None` for 0, which the text leaves open: here
    /// no heartbeats, because "With JSON over WebSocket, sending heartbeats is not mandatory"
    /// (4.6).
    ///
    /// The next answer to a BootNotification sets it again.
    pub fn set_heartbeat_interval(&mut self, interval: Option<Duration>) {
        self.heartbeat = interval.map(|interval| interval.max(Duration::from_secs(1)));
        if self.state == BootState::Accepted {
            self.due = self.heartbeat.map(|interval| self.last_sent.after(interval));
        }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> BootState {
        self.state
    }

    /// Whether the station may send a CALL now; `is_triggered` if it is sent because TriggerMessage
    /// or ExtendedTriggerMessage asked for it.
    ///
    /// BootNotifications are sent when [`Self::poll`] says so, and not otherwise.
    #[must_use]
    pub fn may_send(&self, action: Action, is_triggered: bool) -> bool {
        match self.state {
            BootState::Accepted => true,
            BootState::Pending => is_triggered && action != Action::BootNotification,
            BootState::Booting | BootState::Rejected => false,
        }
    }

    /// What to do with a CALL of the central system.
    #[must_use]
    pub fn reaction_to(&self, action: Action) -> Reaction {
        match self.state {
            BootState::Accepted => Reaction::Process,
            BootState::Rejected => Reaction::Ignore,
            BootState::Booting | BootState::Pending if is_remote(action) => Reaction::Reject,
            BootState::Booting | BootState::Pending => Reaction::Process,
        }
    }
}

/// "While in pending state, the following Central System initiated messages are not allowed" (4.2).
fn is_remote(action: Action) -> bool {
    matches!(action, Action::RemoteStartTransaction | Action::RemoteStopTransaction)
}

/// What a central system has answered a station's last BootNotification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Registration {
    /// There was none on record.
    Unknown,
    /// `Pending`
    Pending,
    /// `Rejected`
    Rejected,
    /// `Accepted`
    Accepted,
}

impl Registration {
    /// The code of the CALLERROR with which to answer a CALL of the station; `None`: process it.
    ///
    /// Before it is accepted, everything but BootNotification is answered with `SecurityError`
    /// (OCPP-J errata 3.8). What a pending station sends because TriggerMessage asked for it
    /// (`is_triggered`) is processed: 4.2 allows it.
    #[must_use]
    pub fn refuses(self, action: Action, is_triggered: bool) -> Option<ErrorCode<'static>> {
        let is_allowed = self == Self::Accepted
            || action == Action::BootNotification
            || (self == Self::Pending && is_triggered);
        (!is_allowed).then_some(ErrorCode::SecurityError)
    }

    /// Whether the central system sends a CALL to the station.
    ///
    /// None while it is rejected ("SHOULD NOT initiate any"), no remote start and stop while it is
    /// pending (4.2). The text leaves open what holds before the first BootNotification: here
    /// nothing is sent.
    #[must_use]
    pub fn may_send(self, action: Action) -> bool {
        match self {
            Self::Accepted => true,
            Self::Pending => !is_remote(action),
            Self::Unknown | Self::Rejected => false,
        }
    }
}

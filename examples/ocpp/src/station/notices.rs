//! Messages that are neither answers nor part of a transaction: states of connectors, and readings
//! without a transaction. They wait for the central system, so that nobody else has to.

use alloc::collections::VecDeque;

use ocpp16::Request;
use ocpp16::endpoint::CallFailure;
use ocpp16::messages::core::ChargePointStatus;

use super::Station;
use crate::link::CallFailed;

/// How many wait at most. With one more the oldest is left out: the last states and readings say
/// most.
const MOST: usize = 500;

/// How often a message is sent that is not answered.
const ATTEMPTS: u32 = 3;

/// The messages that wait, oldest first.
#[derive(Debug, Default)]
pub(super) struct Notices {
    waiting: VecDeque<Request<'static>>,
    /// On its way, and how often it was not answered. It survives a restart.
    in_flight: Option<(Request<'static>, u32)>,
    left_out: u32,
}

impl Notices {
    /// Adds a message. `true` if it is the first one for which another one is left out.
    fn push(&mut self, request: Request<'static>) -> bool {
        let is_full = self.waiting.len() >= MOST;
        if is_full {
            self.waiting.pop_front();
            self.left_out = self.left_out.saturating_add(1);
        }
        self.waiting.push_back(request);
        is_full && self.left_out == 1
    }

    /// Returns the message to send now: the one that was on its way, or the oldest.
    fn next(&mut self) -> Option<Request<'static>> {
        if self.in_flight.is_none() {
            self.in_flight = self.waiting.pop_front().map(|request| (request, 0));
        }
        self.in_flight.as_ref().map(|(request, _)| request.clone())
    }

    /// Whether a message that failed is sent again: always after the connection was lost, and a few
    /// times if there is no answer.
    fn is_sent_again(&mut self, error: &CallFailed) -> bool {
        let Some((_, failures)) = &mut self.in_flight else { return false };
        if error.is_disconnection() {
            return true;
        }
        *failures = failures.saturating_add(1);
        matches!(error, CallFailed::Failed(CallFailure::Timeout)) && *failures < ATTEMPTS
    }
}

impl Station {
    /// Changes the state of a connector; the central system is told when it is there.
    pub(super) fn set_status(&self, connector: i32, status: ChargePointStatus) {
        if let Some(connector) = self.state().connector(connector) {
            connector.status = status;
        }
        self.tell_status(connector);
    }

    /// A connector is not used any more: ChangeAvailability or ReserveNow say what it is then.
    pub(super) fn set_idle(&self, connector: i32) {
        let status = self.state().connector(connector).map(|it| it.idle_status());
        if let Some(status) = status {
            self.set_status(connector, status);
        }
    }

    /// Tells the state of a connector as it is now; 0 is the station.
    pub(super) fn tell_status(&self, connector: i32) {
        if let Some(request) = self.status_of(connector) {
            self.notify(request);
        }
    }

    /// Sends a message when there is a connection, after those before it.
    pub(super) fn notify(&self, request: impl Into<Request<'static>>) {
        if self.state().notices.push(request.into()) {
            self.journal().say("too much waits for the central system; the oldest is left out");
        }
        self.0.notices_changed.notify_waiters();
    }

    /// Sends what waits, until the link is closed.
    pub(super) async fn send_notices(&self) {
        loop {
            // Before the look, or a message in between would be missed.
            let changed = self.0.notices_changed.notified();
            let mut changed = core::pin::pin!(changed);
            changed.as_mut().enable();
            let next = self.state().notices.next();
            let Some(request) = next else {
                self.state().notices.left_out = 0;
                self.0.notices_sent.notify_waiters();
                changed.await;
                continue;
            };
            let action = request.action();
            match self.link().call_any(request).await {
                Ok(_) => {}
                Err(CallFailed::LinkGone) => return,
                Err(error) if self.state().notices.is_sent_again(&error) => continue,
                Err(error) => self.journal().say(format_args!("{action} came to nothing: {error}")),
            }
            self.state().notices.in_flight = None;
        }
    }

    /// Waits until everything is told.
    pub(super) async fn all_told(&self) {
        loop {
            let sent = self.0.notices_sent.notified();
            let mut sent = core::pin::pin!(sent);
            sent.as_mut().enable();
            let is_done = {
                let state = self.state();
                state.notices.waiting.is_empty() && state.notices.in_flight.is_none()
            };
            if is_done {
                return;
            }
            sent.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::messages::core::HeartbeatRequest;

    use super::*;

    #[test]
    fn the_oldest_is_left_out() {
        let mut notices = Notices::default();
        let said = (0..2000).filter(|_| notices.push(HeartbeatRequest::new().into())).count();
        assert_eq!((said, notices.waiting.len(), notices.left_out), (1, MOST, 1500));
    }

    #[test]
    fn what_did_not_arrive_is_sent_again() {
        let mut notices = Notices::default();
        notices.push(HeartbeatRequest::new().into());
        assert!(notices.next().is_some());
        for _ in 0..10 {
            assert!(notices.is_sent_again(&CallFailed::Failed(CallFailure::Disconnected)));
        }
        let timeout = CallFailed::Failed(CallFailure::Timeout);
        let again = [(); 3].map(|()| notices.is_sent_again(&timeout));
        assert_eq!(again, [true, true, false]);
        assert!(!notices.is_sent_again(&CallFailed::NotTaken(
            ocpp16::endpoint::CallNotTaken::QueueFull { limit: 64 }
        )));
    }
}

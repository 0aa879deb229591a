//! State by state.

use super::*;
use RegistrationStatus as Status;

const fn at(seconds: u64) -> Instant {
    Instant::from_millis(1_000 * seconds)
}

fn response(status: Status, interval: i32) -> BootNotificationResponse {
    BootNotificationResponse::new(
        status,
        "2026-11-25T08:00:00Z".parse::<crate::DateTime>().unwrap(),
        interval,
    )
}

fn answered(status: Status, interval: i32) -> BootGate {
    let mut gate = BootGate::new(
        Intervals::default()
            .with_retry(Duration::from_secs(45))
            .with_heartbeat(Duration::from_secs(500)),
    );
    assert_eq!(gate.poll(at(10)), Due::BootNotification);
    gate.handle_response(at(10), &response(status, interval));
    gate
}

#[test]
fn one_boot_notification_is_on_its_way_at_a_time() {
    let mut gate = BootGate::new(Intervals::default());
    assert_eq!(gate.poll(at(5)), Due::BootNotification);
    assert_eq!(gate.poll(at(500)), Due::Wait(None));
    assert!(gate.handle_trigger(at(500)));
    assert_eq!(gate.poll(at(500)), Due::Wait(None));
    gate.handle_failure(at(500));
    assert_eq!(gate.poll(at(500)), Due::Wait(Some(at(560))));
    assert_eq!(gate.poll(at(560)), Due::BootNotification);
    assert_eq!(gate.state(), BootState::Booting);
    // Not on its way: nothing fails.
    gate.handle_response(at(561), &response(Status::Accepted, 10));
    gate.handle_failure(at(562));
    assert_eq!(gate.poll(at(562)), Due::Wait(Some(at(571))));
}

/// A CALLERROR is an answer, a lost connection is none.
#[test]
fn a_lost_connection_is_not_a_failure() {
    for status in [None, Some(Status::Pending), Some(Status::Rejected)] {
        let (mut gate, now) = match status.clone() {
            None => (BootGate::new(Intervals::default()), 0),
            Some(status) => (answered(status, 20), 30),
        };
        let state = gate.state();
        assert_eq!(gate.poll(at(now)), Due::BootNotification);
        gate.handle_disconnected();
        assert_eq!(gate.state(), state);
        // At once, and one at a time.
        assert_eq!(gate.poll(at(now)), Due::BootNotification);
        assert_eq!(gate.poll(at(now)), Due::Wait(None));
        gate.handle_failure(at(now));
        assert!(matches!(gate.poll(at(now)), Due::Wait(Some(_))));
        // The interval is kept over a reconnection that has nothing to do with it.
        let wait = gate.poll(at(now));
        gate.handle_disconnected();
        assert_eq!(gate.poll(at(now)), wait);
    }
    let mut gate = answered(Status::Accepted, 100);
    gate.handle_disconnected();
    assert_eq!(gate.poll(at(50)), Due::Wait(Some(at(110))), "a heartbeat is due as before");
}

#[test]
fn the_interval_is_the_wait_unless_it_is_0() {
    for (interval, wait) in [(20, 20), (0, 45), (-1, 45), (i32::MIN, 45)] {
        for status in [Status::Pending, Status::Rejected] {
            let mut gate = answered(status, interval);
            assert_eq!(gate.poll(at(10)), Due::Wait(Some(at(10 + wait))));
            assert_eq!(gate.poll(at(9 + wait)), Due::Wait(Some(at(10 + wait))));
            assert_eq!(gate.poll(at(10 + wait)), Due::BootNotification);
        }
    }
    let mut gate = answered(Status::Accepted, 0);
    assert_eq!(gate.poll(at(10)), Due::Wait(Some(at(510))));
}

#[test]
fn heartbeats_follow_inactivity() {
    let mut gate = answered(Status::Accepted, 100);
    assert_eq!(gate.poll(at(109)), Due::Wait(Some(at(110))));
    gate.note_sent(at(60));
    assert_eq!(gate.poll(at(110)), Due::Wait(Some(at(160))));
    assert_eq!(gate.poll(at(160)), Due::Heartbeat);
    assert_eq!(gate.poll(at(160)), Due::Wait(Some(at(260))));
    gate.set_heartbeat_interval(Some(Duration::from_secs(30)));
    assert_eq!(gate.poll(at(170)), Due::Wait(Some(at(190))));
    gate.set_heartbeat_interval(None);
    assert_eq!(gate.poll(at(100_000)), Due::Wait(None));
}

#[test]
fn while_pending_only_what_is_asked_for_is_sent() {
    let mut gate = answered(Status::Pending, 20);
    assert!(!gate.may_send(Action::StatusNotification, false));
    assert!(gate.may_send(Action::StatusNotification, true));
    assert!(!gate.may_send(Action::BootNotification, false));
    assert_eq!(gate.reaction_to(Action::ChangeConfiguration), Reaction::Process);
    assert_eq!(gate.reaction_to(Action::RemoteStartTransaction), Reaction::Reject);
    assert_eq!(gate.reaction_to(Action::RemoteStopTransaction), Reaction::Reject);
    assert!(gate.handle_trigger(at(15)));
    assert_eq!(gate.poll(at(15)), Due::BootNotification);
}

#[test]
fn while_rejected_nothing_is_sent_or_answered() {
    let mut gate = answered(Status::Rejected, 20);
    for action in Action::ALL.iter().copied() {
        assert!(!gate.may_send(action, true));
        assert_eq!(gate.reaction_to(action), Reaction::Ignore);
    }
    assert!(!gate.handle_trigger(at(15)));
    assert_eq!(gate.poll(at(29)), Due::Wait(Some(at(30))));
    // Still rejected while the next one is on its way.
    assert_eq!(gate.poll(at(30)), Due::BootNotification);
    assert_eq!(gate.reaction_to(Action::GetConfiguration), Reaction::Ignore);
    gate.handle_response(at(31), &response(Status::Accepted, 60));
    assert!(gate.may_send(Action::Authorize, false));
    assert_eq!(gate.reaction_to(Action::RemoteStartTransaction), Reaction::Process);
    assert!(!gate.handle_trigger(at(32)));
}

#[test]
fn an_unaccepted_station_gets_security_errors() {
    use Registration::{Accepted, Pending, Rejected, Unknown};
    let error = Some(ErrorCode::SecurityError);
    for registration in [Unknown, Pending, Rejected] {
        assert_eq!(registration.refuses(Action::Heartbeat, false), error);
        assert_eq!(registration.refuses(Action::BootNotification, false), None);
    }
    assert_eq!(Pending.refuses(Action::Heartbeat, true), None);
    assert_eq!(Rejected.refuses(Action::Heartbeat, true), error);
    assert_eq!(Accepted.refuses(Action::Heartbeat, false), None);
    assert!(Pending.may_send(Action::GetConfiguration));
    assert!(!Pending.may_send(Action::RemoteStartTransaction));
    assert!(!Rejected.may_send(Action::GetConfiguration));
    assert!(Accepted.may_send(Action::RemoteStopTransaction));
}

//! The boot gate through any sequence of events.
#![cfg(feature = "core")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use core::time::Duration;

use ocpp16::messages::core::{BootNotificationResponse, RegistrationStatus};
use ocpp16::station::boot::{BootGate, BootState, Due, Intervals, Reaction};
use ocpp16::{Action, DateTime, Instant, Literal};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Event {
    Poll,
    Pass(u16),
    Answer(RegistrationStatus, i32),
    Fail,
    Disconnect,
    Trigger,
    Sent,
}

fn events() -> impl Strategy<Value = Event> {
    let intervals = prop_oneof![Just(0), Just(-1), Just(i32::MAX), 1..200_i32];
    prop_oneof![
        6 => Just(Event::Poll),
        4 => (0..200_u16).prop_map(Event::Pass),
        4 => (proptest::sample::select(RegistrationStatus::ALL), intervals)
            .prop_map(|(status, interval)| Event::Answer(status, interval)),
        2 => Just(Event::Fail),
        1 => Just(Event::Disconnect),
        1 => Just(Event::Trigger),
        2 => Just(Event::Sent),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_central_system_is_not_flooded(events in proptest::collection::vec(events(), 0..80)) {
        let (retry, heartbeat) = (Duration::from_secs(45), Duration::from_secs(500));
        let intervals = Intervals::default().with_retry(retry).with_heartbeat(heartbeat);
        let mut gate = BootGate::new(intervals);
        let time: DateTime = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut now = Instant::from_millis(0);
        let mut is_asking = false;
        let mut state = BootState::Booting;
        // The earliest moment of the next BootNotification or Heartbeat.
        let mut earliest = Instant::from_millis(0);
        let mut beat = heartbeat;
        for event in events {
            match event {
                Event::Pass(seconds) => now = now.after(Duration::from_secs(seconds.into())),
                Event::Poll => match gate.poll(now) {
                    Due::BootNotification => {
                        prop_assert!(!is_asking && state != BootState::Accepted && now >= earliest);
                        is_asking = true;
                    }
                    Due::Heartbeat => {
                        prop_assert!(state == BootState::Accepted && now >= earliest);
                        earliest = now.after(beat);
                    }
                    Due::Wait(Some(until)) => {
                        prop_assert!(until > now && !is_asking);
                        prop_assert_eq!(until, earliest);
                    }
                    Due::Wait(None) => prop_assert!(is_asking),
                },
                Event::Answer(status, seconds) if is_asking => {
                    let response = BootNotificationResponse::new(status.clone(), time, seconds);
                    gate.handle_response(now, &response);
                    is_asking = false;
                    let interval = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0);
                    let interval = interval.map(Duration::from_secs);
                    state = match status {
                        RegistrationStatus::Accepted => BootState::Accepted,
                        RegistrationStatus::Pending => BootState::Pending,
                        _ => BootState::Rejected,
                    };
                    let own = if state == BootState::Accepted { heartbeat } else { retry };
                    beat = interval.unwrap_or(own);
                    earliest = now.after(beat);
                }
                Event::Fail if is_asking => {
                    gate.handle_failure(now);
                    is_asking = false;
                    earliest = now.after(retry);
                }
                Event::Disconnect => {
                    gate.handle_disconnected();
                    if is_asking {
                        is_asking = false;
                        earliest = now;
                    }
                }
                Event::Answer(..) | Event::Fail => {}
                Event::Trigger => {
                    let is_taken = matches!(state, BootState::Booting | BootState::Pending);
                    prop_assert_eq!(gate.handle_trigger(now), is_taken);
                    if is_taken {
                        earliest = now;
                    }
                }
                Event::Sent => {
                    gate.note_sent(now);
                    if state == BootState::Accepted {
                        earliest = now.after(beat);
                    }
                }
            }
            prop_assert_eq!(gate.state(), state);
            for action in Action::ALL.iter().copied() {
                let may_send = gate.may_send(action, false);
                prop_assert_eq!(may_send, state == BootState::Accepted);
                let is_ignored = gate.reaction_to(action) == Reaction::Ignore;
                prop_assert_eq!(is_ignored, state == BootState::Rejected);
            }
        }
    }
}

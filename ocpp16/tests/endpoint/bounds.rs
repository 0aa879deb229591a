//! Every queue has its bound, whatever the peer does and whether or not the program polls.

use core::time::Duration;

use ocpp16::endpoint::{
    CallFailure, CallNotTaken, Endpoint, EndpointOptions, Ignored, Incoming, Output, Queued,
    Refusal,
};
use ocpp16::messages::core::{
    ClearCacheResponse, ClearCacheStatus, HeartbeatRequest, MeterValuesRequest, ResetRequest,
    ResetType, StopTransactionRequest,
};
use ocpp16::{Action, Instant, Role};

use crate::ends::{End, action_of, at, back_end, called, fails, station, transmitted, waits};

/// What the output has, up to its `Wait`.
fn outputs(end: &mut End, now: Instant) -> usize {
    let mut count = 0;
    while !matches!(end.poll_output(now), Output::Wait(_)) {
        count += 1;
    }
    count
}

#[test]
fn a_program_that_does_not_poll_keeps_few_answers() {
    let options = EndpointOptions::default();
    let bound = options.max_answers;
    for frame in [r#"[2,"1","Nonsense",{}]"#, r#"[2,"1","Heartbeat",{}]"#] {
        let mut station = End::new(Role::ChargePoint, options);
        for number in 0..100_000 {
            match station.hear(frame) {
                Incoming::Refused(Refusal::TooManyAnswers { message_id, error }) => {
                    assert!(number >= bound);
                    assert_eq!(message_id.as_str(), "1");
                    assert_eq!(error.is_some(), frame.contains("Nonsense"));
                }
                _ => assert!(number < bound),
            }
        }
        // There is no room for the answer to a good one either.
        let good = station.hear(r#"[2,"2","ClearCache",{}]"#);
        assert!(matches!(good, Incoming::Refused(Refusal::TooManyAnswers { error: None, .. })));
        assert_eq!(outputs(&mut station, at(0)), bound);
        called(&mut station, r#"[2,"2","ClearCache",{}]"#);
    }
}

#[test]
fn what_is_open_can_be_answered_when_the_output_is_full() {
    let options = EndpointOptions::default().with_max_open(2).with_max_answers(3);
    let mut station = End::new(Role::ChargePoint, options);
    let open = [1, 2].map(|id| {
        let frame = format!(r#"[2,"{id}","ClearCache",{{}}]"#);
        called(&mut station, &frame).call
    });
    for _ in 0..10 {
        let _: Incoming<'_> = station.hear(r#"[2,"x","Nonsense",{}]"#);
    }
    for call in open {
        station.respond(call, ClearCacheResponse::new(ClearCacheStatus::Accepted)).unwrap();
    }
    // A repetition is answered if there is room.
    let again = station.hear(r#"[2,"2","ClearCache",{}]"#);
    assert!(matches!(again, Incoming::Refused(Refusal::TooManyAnswers { .. })), "{again:?}");
    assert_eq!(outputs(&mut station, at(0)), 5);
    let again = station.hear(r#"[2,"2","ClearCache",{}]"#);
    assert!(matches!(again, Incoming::Ignored(Ignored::Answered { .. })), "{again:?}");
    assert_eq!(outputs(&mut station, at(0)), 1);
}

/// Other CALLs that wait do not keep out the message of a transaction whose turn it is.
#[test]
fn a_full_queue_has_room_for_the_turn_of_a_transaction() {
    let mut station = station();
    let time: ocpp16::DateTime = "2026-11-25T08:00:00Z".parse().unwrap();
    let stop = StopTransactionRequest::new(10, time, 1);
    let full = CallNotTaken::QueueFull { limit: 64 };
    let fill = |station: &mut End| while station.call(&HeartbeatRequest::new()).is_ok() {};
    fill(&mut station);
    assert_eq!(station.queued(), 64);
    assert_eq!(station.call(&stop), Err(full), "it is not its turn");
    let mut now = 0;
    for _ in 0..Endpoint::OVERTAKE_LIMIT {
        assert!(!station.is_turn_of_transaction());
        let _frame = transmitted(&mut station, at(now));
        now += 30;
        let _: (_, CallFailure<'_>) = fails(&mut station, at(now));
        fill(&mut station);
    }
    assert!(station.is_turn_of_transaction());
    station.call(&stop).unwrap();
    assert_eq!(station.queued(), 65);
    assert_eq!(station.call(&stop), Err(full), "one at a time");
    assert_eq!(station.call(&HeartbeatRequest::new()), Err(full));
    assert_eq!(action_of(&transmitted(&mut station, at(now))), Action::StopTransaction);
    assert_eq!(full.to_string(), "64 CALLs wait already; call again when one has been sent");
}

#[test]
fn calls_whose_end_is_not_polled_fill_no_memory() {
    let mut station = End::new(Role::ChargePoint, EndpointOptions::default().with_max_queued(5));
    let mut taken = 0;
    for _ in 0..1000 {
        taken += usize::from(station.call(&HeartbeatRequest::new()).is_ok());
        station.disconnect(Queued::Drop);
        station.connect();
        taken += usize::from(station.call(&MeterValuesRequest::new(1, Vec::new())).is_ok());
        station.disconnect(Queued::Drop);
        station.connect();
    }
    // One more for a transaction whose turn it is.
    assert_eq!(taken, 6);
    assert_eq!(outputs(&mut station, at(0)), 6);
    // What has been told leaves room for others.
    for _ in 0..5 {
        station.call(&HeartbeatRequest::new()).unwrap();
    }
    assert!(station.call(&HeartbeatRequest::new()).is_err());
}

#[test]
fn polling_late_is_enough() {
    let mut back_end = back_end();
    let first = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap().id();
    let second = back_end.call(&ResetRequest::new(ResetType::Hard)).unwrap().id();
    let _frame = transmitted(&mut back_end, at(0));
    assert_eq!(fails(&mut back_end, at(1000)), (first, CallFailure::Timeout));
    let _frame = transmitted(&mut back_end, at(1000));
    assert_eq!(waits(&mut back_end, at(1000)), Some(at(1030)));
    assert_eq!(fails(&mut back_end, at(1030)), (second, CallFailure::Timeout));
    assert_eq!(waits(&mut back_end, at(1030)), None);
}

/// No program spins on a time that has passed.
#[test]
fn a_wait_is_never_over() {
    for timeout in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
        for now in [0, 1, u64::MAX - 1, u64::MAX].map(Instant::from_millis) {
            let options = EndpointOptions::default().with_call_timeout(timeout);
            let mut station = End::new(Role::ChargePoint, options);
            station.call(&HeartbeatRequest::new()).unwrap();
            let _frame = transmitted(&mut station, now);
            loop {
                match station.poll_output(now) {
                    Output::Wait(until) => {
                        assert!(until.is_none_or(|until| until > now));
                        break;
                    }
                    Output::Failed { failure, .. } => assert_eq!(failure, CallFailure::Timeout),
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}

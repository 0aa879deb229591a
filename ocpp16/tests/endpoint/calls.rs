//! CALLs of this side: order, timeouts, keys.

use std::collections::HashMap;

use ocpp16::endpoint::{
    CallFailure, CallId, CallKey, CallNotTaken, Endpoint, EndpointOptions, Ignored, Incoming,
};
use ocpp16::messages::core::{
    AuthorizeRequest, HeartbeatRequest, MeterValuesRequest, ResetRequest, ResetResponse,
    ResetStatus, ResetType, StartTransactionRequest,
};
use ocpp16::messages::types::AuthorizationStatus;
use ocpp16::station::transactions::{self, Attempts, LocalTransaction, Next, TransactionQueue};
use ocpp16::{Action, CiString, DateTime, Instant, Role};

use crate::ends::{
    End, accepted, action_of, at, authorize, back_end, called, current_time, fails, station,
    transmitted, waits,
};

#[test]
fn one_call_at_a_time_in_each_direction() {
    let (mut station, mut back_end) = (station(), back_end());
    let first = station.call(&authorize("A")).unwrap();
    let second = station.call(&HeartbeatRequest::new()).unwrap();
    let frame = transmitted(&mut station, at(0));
    assert_eq!(waits(&mut station, at(1)), Some(at(30)), "the second one waits");
    // The other direction is not concerned: the CALLs cross.
    let reset = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap();
    let crossing = transmitted(&mut back_end, at(0));
    let incoming = called(&mut station, &crossing);
    assert!(!incoming.overlaps);
    station.respond(incoming.call, ResetResponse::new(ResetStatus::Accepted)).unwrap();
    let reset_answer = transmitted(&mut station, at(1));

    let incoming = called(&mut back_end, &frame);
    back_end.respond(incoming.call, accepted()).unwrap();
    let authorize_answer = transmitted(&mut back_end, at(1));

    let Incoming::Answer(answer) = back_end.hear(&reset_answer) else { panic!() };
    assert_eq!(answer.to(reset).unwrap().unwrap().status, ResetStatus::Accepted);
    assert_eq!(waits(&mut back_end, at(1)), None);

    let Incoming::Answer(answer) = station.hear(&authorize_answer) else { panic!() };
    // An answer goes to the call that asked, and to no other.
    let answer = answer.to(second).expect_err("of another call");
    let response = answer.to(first).unwrap().unwrap();
    assert_eq!(response.id_tag_info.status, AuthorizationStatus::Accepted);
    assert_eq!(action_of(&transmitted(&mut station, at(2))), Action::Heartbeat);
    assert_eq!(waits(&mut station, at(2)), Some(at(32)));
}

/// The one queue of transaction messages is asked when it is its turn.
#[test]
fn what_a_user_waits_for_overtakes_transactions() {
    let mut station = station();
    let mut queue = TransactionQueue::new(10, Attempts::new(1, 0));
    let car = LocalTransaction(1);
    let start = StartTransactionRequest::new(
        1,
        CiString::new("A").unwrap(),
        0,
        "2026-11-22T08:00:00Z".parse::<DateTime>().unwrap(),
    );
    for _ in 0..3 {
        queue.push_start(car, start.clone()).unwrap();
    }
    queue.push_meter_values(car, MeterValuesRequest::new(1, Vec::new())).unwrap();
    for _ in 0..12 {
        station.call(&authorize("A")).unwrap();
    }
    let mut order = Vec::new();
    let mut now = 0;
    loop {
        let mut on_its_way = None;
        if station.is_turn_of_transaction() {
            if let Next::Send(entry) = queue.poll(at(now)) {
                let call = station.call_any(&entry.message().clone().into()).unwrap();
                assert!(!station.is_turn_of_transaction(), "one at a time");
                on_its_way = Some((call, entry.sequence()));
            }
        }
        if station.queued() == 0 {
            break;
        }
        order.push(action_of(&transmitted(&mut station, at(now))));
        assert!(!station.is_turn_of_transaction(), "a CALL is on its way");
        // The next one goes after the end of this one.
        now += 30;
        let (call, _) = fails(&mut station, at(now));
        if let Some((of_transaction, sequence)) = on_its_way {
            assert_eq!(call, of_transaction);
            let failed = queue.failed(at(now), sequence);
            assert!(matches!(failed, transactions::AfterFailure::GivenUp(_)), "{failed:?}");
        }
    }
    let limit = Endpoint::OVERTAKE_LIMIT as usize;
    let mut expected = vec![Action::Authorize; limit];
    expected.push(Action::StartTransaction);
    expected.extend(vec![Action::Authorize; 12 - limit]);
    expected.extend([Action::StartTransaction; 2]);
    expected.push(Action::MeterValues);
    assert_eq!(order, expected);
}

#[test]
fn a_call_times_out_and_its_answer_is_late() {
    let (mut station, mut back_end) = (station(), back_end());
    let call = station.call(&HeartbeatRequest::new()).unwrap().id();
    let frame = transmitted(&mut station, at(5));
    assert_eq!(waits(&mut station, at(5)), Some(at(35)));
    let not_yet = Instant::from_millis(34_999);
    assert_eq!(waits(&mut station, not_yet), Some(at(35)), "not yet");
    assert_eq!(fails(&mut station, at(35)), (call, CallFailure::Timeout));
    assert_eq!(waits(&mut station, at(35)), None);
    // The next one may go, although the peer has not answered.
    station.call(&authorize("A")).unwrap();
    let _next = transmitted(&mut station, at(36));
    let incoming = called(&mut back_end, &frame);
    back_end.respond(incoming.call, current_time()).unwrap();
    let late = transmitted(&mut back_end, at(36));
    let Incoming::Late(answer) = station.hear(&late) else { panic!() };
    assert!(answer.call == call && answer.outcome.is_ok(), "{answer:?}");
    assert_eq!(waits(&mut station, at(36)), Some(at(66)), "the CALL on its way still waits");
    // Once more, it is an answer to nothing.
    let Incoming::Ignored(Ignored::Stray { message_id, error: None }) = station.hear(&late) else {
        panic!()
    };
    assert!(late.contains(message_id.as_str()));
}

/// It says that the transaction is there, with this id. Without it, the messages of the transaction
/// have the id -1 if no further attempt is answered in time.
#[test]
fn a_late_answer_to_a_start_has_the_id() {
    for (payload, is_readable) in [
        (&br#"{"idTagInfo":{"status":"Accepted"},"transactionId":17}"#[..], true),
        (br#"{"transactionId":17,"a":1}"#, false),
        (b"{\"transactionId\":17,\"a\":\"\xE9\"}", false),
    ] {
        let mut station = station();
        let time: DateTime = "2026-11-25T08:00:00Z".parse().unwrap();
        let request = StartTransactionRequest::new(1, CiString::new("A").unwrap(), 0, time);
        let key = station.call(&request).unwrap();
        let _frame = transmitted(&mut station, at(0));
        assert_eq!(fails(&mut station, at(30)), (key.id(), CallFailure::Timeout));
        let frame = [br#"[3,"0000000057a71011-0","#, payload, b"]"].concat();
        let connection = station.connection;
        let incoming = station.handle_frame(connection, &frame);
        let Incoming::Late(answer) = incoming else { panic!("{incoming:?}") };
        match answer.to(key).unwrap() {
            Ok(response) => assert!(is_readable && response.transaction_id == 17),
            Err(CallFailure::BadResult { start, .. }) => {
                assert!(!is_readable && start.transaction_id == Some(17));
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn stray_answers_change_nothing() {
    let mut station = station();
    let call = station.call(&HeartbeatRequest::new()).unwrap().id();
    let _frame = transmitted(&mut station, at(0));
    for stray in [
        r#"[3,"never-sent",{}]"#,
        r#"[3,"0000000057a71011-00",{}]"#,
        r#"[3,"0000000057A71011-0",{"currentTime":"2026-11-22T08:00:00Z"}]"#,
        r#"[4,"-1","InternalError","",{}]"#,
    ] {
        let incoming = station.hear(stray);
        assert!(
            matches!(incoming, Incoming::Ignored(Ignored::Stray { .. })),
            "{stray}: {incoming:?}"
        );
        assert_eq!(station.in_flight(), Some(call));
    }
}

#[test]
fn calls_that_are_not_taken() {
    let mut back_end = End::new(Role::CentralSystem, EndpointOptions::default().with_max_queued(2));
    assert_eq!(back_end.call(&HeartbeatRequest::new()), Err(CallNotTaken::WrongDirection));
    let first = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap();
    let second = back_end.call(&ResetRequest::new(ResetType::Hard)).unwrap();
    assert_eq!(
        back_end.call(&ResetRequest::new(ResetType::Hard)),
        Err(CallNotTaken::QueueFull { limit: 2 })
    );
    assert!(back_end.cancel(second.id()));
    assert!(!back_end.cancel(second.id()));
    let frame = transmitted(&mut back_end, at(0));
    assert!(frame.contains("Soft"));
    assert!(!back_end.cancel(first.id()), "it is on its way");
    assert_eq!(back_end.queued(), 0);
}

/// Typed keys are small and go where ids go.
#[test]
fn keys_are_ids_with_a_type() {
    let mut station = station();
    let key: CallKey<HeartbeatRequest> = station.call(&HeartbeatRequest::new()).unwrap();
    let other: CallKey<AuthorizeRequest<'static>> = station.call(&authorize("A")).unwrap();
    let mut meaning = HashMap::new();
    meaning.insert(key.id(), "heartbeat");
    meaning.insert(other.id(), "authorize");
    assert_eq!(meaning[&key.id()], "heartbeat");
    assert_ne!(key.id(), other.id());
    assert_eq!(size_of::<CallKey<ResetRequest>>(), size_of::<CallId>());
}

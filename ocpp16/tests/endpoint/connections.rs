//! What belongs to a connection ends with it.

use ocpp16::endpoint::{AnswerNotTaken, CallFailure, CallId, Ignored, Incoming, Queued};
use ocpp16::messages::core::{
    HeartbeatRequest, MeterValuesRequest, ResetRequest, ResetResponse, ResetStatus, ResetType,
};
use ocpp16::{Action, ErrorCode};

use crate::ends::{action_of, at, authorize, back_end, called, fails, station, transmitted, waits};

#[test]
fn a_new_connection_keeps_what_the_program_says() {
    for (queued, kept) in
        [(Queued::Keep, &[Action::Authorize, Action::MeterValues][..]), (Queued::Drop, &[])]
    {
        let mut station = station();
        let on_its_way = station.call(&HeartbeatRequest::new()).unwrap().id();
        let frame = transmitted(&mut station, at(0));
        let mut waiting = vec![
            station.call(&authorize("A")).unwrap().id(),
            station.call(&MeterValuesRequest::new(1, Vec::new())).unwrap().id(),
        ];
        let incoming = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
        station.disconnect(queued);
        assert_eq!(fails(&mut station, at(1)), (on_its_way, CallFailure::Disconnected));
        waiting.retain(|call| !kept.contains(&call.action()));
        for dropped in waiting {
            assert_eq!(fails(&mut station, at(1)), (dropped, CallFailure::Dropped));
        }
        let answer = station.respond(incoming.call, ResetResponse::new(ResetStatus::Accepted));
        assert_eq!(answer, Err(AnswerNotTaken::OtherConnection));
        assert_eq!(waits(&mut station, at(1)), None, "nothing is sent without a connection");
        station.connect();
        let mut sent = Vec::new();
        let mut now = 2;
        while station.queued() > 0 {
            sent.push(action_of(&transmitted(&mut station, at(now))));
            now += 100;
            let _: (CallId, CallFailure<'_>) = fails(&mut station, at(now));
        }
        assert_eq!(sent, kept);
        // The answer to what was on its way is an answer to nothing now.
        let answer = frame.replace("[2,", "[3,").replace(r#""Heartbeat","#, "");
        let stray = station.hear(&answer);
        assert!(matches!(stray, Incoming::Ignored(Ignored::Stray { .. })), "{stray:?}");
    }
}

const RESET: &str = r#"[2,"1","Reset",{"type":"Soft"}]"#;

fn accepted() -> ResetResponse {
    ResetResponse::new(ResetStatus::Accepted)
}

/// What is still in the buffer when the socket has ended.
#[test]
fn a_frame_of_an_old_connection_is_ignored() {
    let mut station = station();
    let old = station.connection;
    let call = station.call(&HeartbeatRequest::new()).unwrap().id();
    let heartbeat = transmitted(&mut station, at(0));
    let answer = heartbeat.replace("[2,", "[3,").replace(r#""Heartbeat","#, "");
    let bad = [RESET, r#"[2,"2","Nonsense",{}]"#, r#"[2,"3","Reset",{}]"#, "nonsense", &answer];
    station.disconnect(Queued::Keep);
    for round in 0..2 {
        for frame in bad {
            let incoming = station.handle_frame(old, frame.as_bytes());
            assert!(
                matches!(incoming, Incoming::Ignored(Ignored::OtherConnection)),
                "{frame}: {incoming:?}"
            );
        }
        assert_eq!(station.open().count(), 0);
        if round == 0 {
            assert_eq!(fails(&mut station, at(0)), (call, CallFailure::Disconnected));
            station.connect();
        }
        assert_eq!(waits(&mut station, at(0)), None, "nothing is answered");
    }
}

/// A station that comes back before its old socket is found dead.
#[test]
fn a_second_connection_ends_the_first() {
    let mut back_end = back_end();
    let old = back_end.connection;
    let on_its_way = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap().id();
    let _frame = transmitted(&mut back_end, at(0));
    back_end.call(&ResetRequest::new(ResetType::Hard)).unwrap();
    let open = called(&mut back_end, r#"[2,"1","Heartbeat",{}]"#);
    let refused = back_end.hear(r#"[2,"2","Reset",{"type":"Soft"}]"#);
    assert!(matches!(refused, Incoming::Refused(_)));

    back_end.connect();
    assert_ne!(back_end.connection, old);
    assert_eq!(fails(&mut back_end, at(1)), (on_its_way, CallFailure::Disconnected));
    // The refusal of the old connection is gone; what was not sent yet is sent over the new one.
    let frame = transmitted(&mut back_end, at(1));
    assert!(frame.contains("Hard"), "{frame}");
    assert_eq!(waits(&mut back_end, at(1)), Some(at(31)));
    assert_eq!(back_end.open().count(), 0);
    assert_eq!(back_end.ignore(open.call), Err(AnswerNotTaken::OtherConnection));

    // The end of the old socket is told late, and changes nothing.
    back_end.handle_disconnected(old, Queued::Drop);
    assert!(back_end.is_connected() && back_end.in_flight().is_some());
    let connection = back_end.connection;
    back_end.handle_disconnected(connection, Queued::Drop);
    assert!(!back_end.is_connected());
}

#[test]
fn an_answer_goes_out_on_the_connection_of_its_call_or_not_at_all() {
    let mut station = station();
    let old = called(&mut station, RESET);
    station.connect();
    // The same id and the same text, but it is another CALL.
    let new = called(&mut station, RESET);
    assert_ne!(old.call, new.call);
    assert_eq!(station.respond(old.call, accepted()), Err(AnswerNotTaken::OtherConnection));
    let refused = station.refuse(old.call, ErrorCode::InternalError, "");
    assert_eq!(refused, Err(AnswerNotTaken::OtherConnection));
    assert_eq!(waits(&mut station, at(0)), None);
    station.respond(new.call, accepted()).unwrap();
    assert_eq!(transmitted(&mut station, at(0)), r#"[3,"1",{"status":"Accepted"}]"#);
    station.disconnect(Queued::Keep);
    assert_eq!(station.respond(new.call, accepted()), Err(AnswerNotTaken::OtherConnection));
}

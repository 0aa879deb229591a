//! A CALL that comes again after its answer.

use ocpp16::endpoint::{
    AnswerNotTaken, EndpointOptions, Ignored, Incoming, Output, Queued, Refusal,
};
use ocpp16::messages::core::{
    BootNotificationResponse, DataTransferResponse, DataTransferStatus, HeartbeatRequest,
    MeterValuesResponse, RegistrationStatus, StartTransactionRequest, StartTransactionResponse,
};
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::{Action, CiString, ErrorCode, Options, Response, Role};

use crate::ends::{End, accepted, at, back_end, called, current_time, station, transmitted, waits};

fn start(id: &str, meter: u32) -> String {
    format!(
        r#"[2,"{id}","StartTransaction",{{"connectorId":1,"idTag":"A","meterStart":{meter},"timestamp":"2026-11-25T08:00:00Z"}}]"#
    )
}

fn started(id: i32) -> StartTransactionResponse<'static> {
    StartTransactionResponse::new(IdTagInfo::new(AuthorizationStatus::Accepted), id)
}

/// The central system answers a CALL.
fn answer(end: &mut End, frame: &str) -> String {
    let incoming = called(end, frame);
    let done = match incoming.call.action() {
        Action::StartTransaction => end.respond(incoming.call, started(17)),
        Action::MeterValues => end.respond(incoming.call, MeterValuesResponse::new()),
        Action::Authorize => end.respond(incoming.call, accepted()),
        Action::Heartbeat => end.respond(incoming.call, current_time()),
        Action::BootNotification => {
            let time = current_time().current_time;
            let status = RegistrationStatus::Accepted;
            end.respond(incoming.call, BootNotificationResponse::new(status, time, 60))
        }
        other => panic!("{other}"),
    };
    done.unwrap();
    transmitted(end, at(0))
}

#[track_caller]
fn is_answered_again(end: &mut End, frame: &str, answer: &str) {
    let incoming = end.hear(frame);
    assert!(matches!(incoming, Incoming::Ignored(Ignored::Answered { .. })), "{incoming:?}");
    assert_eq!(transmitted(end, at(0)), answer);
    assert_eq!(waits(end, at(0)), None);
    assert_eq!(end.open().count(), 0);
}

#[test]
fn a_repeated_start_gets_the_same_transaction() {
    let mut end = back_end();
    let frame = start("1", 100);
    let first = answer(&mut end, &frame);
    is_answered_again(&mut end, &frame, &first);
    // With other messages between the attempts.
    let authorize = r#"[2,"2","Authorize",{"idTag":"A"}]"#;
    answer(&mut end, authorize);
    answer(&mut end, r#"[2,"3","Heartbeat",{}]"#);
    answer(&mut end, r#"[2,"4","MeterValues",{"connectorId":0,"meterValue":[]}]"#);
    is_answered_again(&mut end, &frame, &first);
    // And over another connection, which a station may open twice.
    end.disconnect(Queued::Keep);
    end.connect();
    is_answered_again(&mut end, &frame, &first);
    end.connect();
    answer(&mut end, r#"[2,"1","Heartbeat",{}]"#);
    is_answered_again(&mut end, &frame, &first);
}

#[test]
fn the_text_makes_the_call_and_not_the_id() {
    let mut end = back_end();
    answer(&mut end, &start("1", 100));
    // A station that begins with "1" again.
    called(&mut end, &start("1", 101));
    let mut end = back_end();
    answer(&mut end, &start("1", 100));
    called(&mut end, &start("2", 100));
    let mut end = back_end();
    answer(&mut end, &start("1", 100));
    called(&mut end, r#"[2,"1","Heartbeat",{}]"#);
    // Only the last one is known.
    let mut end = back_end();
    answer(&mut end, &start("1", 100));
    let meter = r#"[2,"2","MeterValues",{"connectorId":1,"transactionId":17,"meterValue":[]}]"#;
    let meter_answer = answer(&mut end, meter);
    is_answered_again(&mut end, meter, &meter_answer);
    called(&mut end, &start("1", 100));
}

#[test]
fn other_calls_are_known_on_the_same_connection() {
    let mut end = back_end();
    let frame = r#"[2,"1","MeterValues",{"connectorId":1,"meterValue":[]}]"#;
    let first = answer(&mut end, frame);
    is_answered_again(&mut end, frame, &first);
    end.connect();
    called(&mut end, frame);
}

/// A peer that starts again, or one whose ids are all the same, needs the state of now: a card that
/// was blocked and is not any more.
#[test]
fn answers_with_the_state_of_now_are_never_given_again() {
    let mut end = back_end();
    for frame in [
        r#"[2,"1","Heartbeat",{}]"#,
        r#"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#,
        r#"[2,"1","Authorize",{"idTag":"A"}]"#,
    ] {
        for _ in 0..3 {
            answer(&mut end, frame);
        }
    }
    let mut end = End::new(Role::ChargePoint, EndpointOptions::default());
    for (action, request, response) in [
        ("GetConfiguration", "{}", "{}"),
        ("GetLocalListVersion", "{}", r#"{"listVersion":1}"#),
        ("GetCompositeSchedule", r#"{"connectorId":1,"duration":60}"#, r#"{"status":"Rejected"}"#),
        ("TriggerMessage", r#"{"requestedMessage":"MeterValues"}"#, r#"{"status":"Accepted"}"#),
        (
            "ExtendedTriggerMessage",
            r#"{"requestedMessage":"Heartbeat"}"#,
            r#"{"status":"Accepted"}"#,
        ),
        (
            "GetInstalledCertificateIds",
            r#"{"certificateType":"CentralSystemRootCertificate"}"#,
            r#"{"status":"NotFound"}"#,
        ),
    ] {
        let frame = format!(r#"[2,"1","{action}",{request}]"#);
        let action = action.parse().unwrap();
        for _ in 0..3 {
            let incoming = called(&mut end, &frame);
            let response = Response::from_json(action, response, &Options::strict()).unwrap().0;
            end.respond(incoming.call, response).unwrap();
            assert!(transmitted(&mut end, at(0)).starts_with("[3,"));
        }
    }
}

/// After a CALLERROR a station tries again (3.7.1).
#[test]
fn only_a_result_is_given_again() {
    let mut end = back_end();
    let frame = start("1", 100);
    for _ in 0..3 {
        let incoming = called(&mut end, &frame);
        end.refuse(incoming.call, ErrorCode::InternalError, "no database").unwrap();
        assert!(transmitted(&mut end, at(0)).starts_with("[4,"));
    }
    let incoming = called(&mut end, &frame);
    end.ignore(incoming.call).unwrap();
    let first = answer(&mut end, &frame);
    is_answered_again(&mut end, &frame, &first);
}

#[test]
fn an_answer_after_the_connection_is_kept_for_the_repetition() {
    let mut end = back_end();
    let frame = start("1", 100);
    let incoming = called(&mut end, &frame);
    end.connect();
    assert_eq!(end.respond(incoming.call, started(17)), Err(AnswerNotTaken::OtherConnection));
    assert_eq!(waits(&mut end, at(0)), None);
    let answer_17 = r#"[3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":17}]"#;
    is_answered_again(&mut end, &frame, answer_17);
    // An answer that is even later does not take the place of a newer one.
    let second = start("2", 200);
    let answer_second = answer(&mut end, &second);
    assert_eq!(end.respond(incoming.call, started(18)), Err(AnswerNotTaken::OtherConnection));
    is_answered_again(&mut end, &second, &answer_second);
    // Other CALLs are not kept over connections.
    let incoming = called(&mut end, r#"[2,"3","Authorize",{"idTag":"A"}]"#);
    end.connect();
    let late = end.respond(incoming.call, accepted());
    assert_eq!(late, Err(AnswerNotTaken::OtherConnection));
    called(&mut end, r#"[2,"3","Authorize",{"idTag":"A"}]"#);
}

/// 4.2.3: "an existing call with the same unique identifier is being handled already".
#[test]
fn another_text_with_the_id_of_an_open_call_is_refused() {
    let mut end = back_end();
    let frame = start("1", 100);
    let first = called(&mut end, &frame);
    let again = end.hear(r#"[2,"1","Authorize",{"idTag":"A"}]"#);
    let Incoming::Refused(Refusal::IdInUse { action, .. }) = again else { panic!("{again:?}") };
    assert_eq!(action, Action::Authorize);
    assert!(transmitted(&mut end, at(0)).starts_with(r#"[4,"1","GenericError","#));
    let again = end.hear(&frame);
    let Incoming::Ignored(Ignored::Repeated { call }) = again else { panic!("{again:?}") };
    assert_eq!(call, first.call);
    assert_eq!(waits(&mut end, at(0)), None);
}

#[test]
fn long_answers_are_not_kept() {
    for (limit, is_kept) in [(0, false), (20, false), (21, true)] {
        let options = EndpointOptions::default().with_max_kept(limit);
        let mut end = End::new(Role::CentralSystem, options);
        let frame = r#"[2,"1","DataTransfer",{"vendorId":"V"}]"#;
        let incoming = called(&mut end, frame);
        let response = DataTransferResponse::new(DataTransferStatus::Accepted);
        end.respond(incoming.call, response).unwrap();
        assert_eq!(transmitted(&mut end, at(0)), r#"[3,"1",{"status":"Accepted"}]"#);
        let again = matches!(end.hear(frame), Incoming::Ignored(Ignored::Answered { .. }));
        assert_eq!(again, is_kept, "{limit}");
    }
}

/// The message of a transaction as a station of this crate calls it.
fn start_request(meter: i32) -> StartTransactionRequest<'static> {
    let time = "2026-11-25T08:00:00Z".parse::<ocpp16::DateTime>().unwrap();
    StartTransactionRequest::new(1, CiString::new("A").unwrap(), meter, time)
}

/// The answer is lost with the connection, and both ends are of this crate: one transaction starts.
#[test]
fn a_message_that_is_called_again_after_a_lost_connection_is_known() {
    let (mut station, mut back_end) = (station(), back_end());
    let first = station.call(&start_request(100)).unwrap().id();
    let frame = transmitted(&mut station, at(0));
    let lost = answer(&mut back_end, &frame);
    station.disconnect(Queued::Keep);
    station.connect();
    back_end.connect();
    assert!(matches!(station.poll_output(at(1)), Output::Failed { call, .. } if call == first));
    // Something else goes first.
    station.call(&HeartbeatRequest::new()).unwrap();
    let heartbeat = transmitted(&mut station, at(1));
    let time = answer(&mut back_end, &heartbeat);
    assert!(matches!(station.hear(&time), Incoming::Answer(_)));
    let again = station.call(&start_request(100)).unwrap().id();
    assert_eq!(again, first);
    assert_eq!(transmitted(&mut station, at(1)), frame);
    is_answered_again(&mut back_end, &frame, &lost);
    let Incoming::Answer(answer) = station.hear(&lost) else { panic!("an answer") };
    assert_eq!(answer.call, first);
    assert!(answer.outcome.is_ok());
}

#[test]
fn another_message_and_another_attempt_have_new_ids() {
    let mut station = station();
    let fail = |station: &mut End, seconds| {
        assert!(matches!(station.poll_output(at(seconds)), Output::Failed { .. }));
    };
    station.call(&start_request(100)).unwrap();
    let first = transmitted(&mut station, at(0));
    station.disconnect(Queued::Keep);
    station.connect();
    // The program has not been told yet that the first one is lost.
    let early = station.call(&start_request(100)).unwrap().id();
    fail(&mut station, 0);
    assert_ne!(transmitted(&mut station, at(0)), first);
    station.disconnect(Queued::Keep);
    station.connect();
    fail(&mut station, 0);
    // Another payload.
    let other = station.call(&start_request(101)).unwrap().id();
    assert_ne!(other, early);
    let other = transmitted(&mut station, at(0));
    // A timeout on this connection: a new id on it.
    fail(&mut station, 1000);
    station.call(&start_request(101)).unwrap();
    assert_ne!(transmitted(&mut station, at(1000)), other);
    fail(&mut station, 2000);
    // Other CALLs have new ids in any case.
    station.call(&HeartbeatRequest::new()).unwrap();
    let heartbeat = transmitted(&mut station, at(2000));
    station.disconnect(Queued::Keep);
    station.connect();
    fail(&mut station, 2000);
    station.call(&HeartbeatRequest::new()).unwrap();
    assert_ne!(transmitted(&mut station, at(2000)), heartbeat);
}

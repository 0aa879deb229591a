//! How a CALL of this side ends.

use ocpp16::endpoint::{CallFailure, EndpointOptions, Incoming};
use ocpp16::messages::core::HeartbeatRequest;
use ocpp16::messages::types::AuthorizationStatus;
use ocpp16::values::OtherLiteral;
use ocpp16::{ErrorKind, Options, Request, Role, Tolerance};

use crate::ends::{End, at, station, transmitted, waits};

#[test]
fn errors_end_a_call() {
    let answer_to = |frame: &str| {
        let mut station = station();
        let key = station.call(&HeartbeatRequest::new()).unwrap();
        let _frame = transmitted(&mut station, at(0));
        let incoming = station.hear(frame);
        let Incoming::Answer(answer) = incoming else { panic!("{frame}: {incoming:?}") };
        // A bad answer is never answered (evcc 15657).
        assert_eq!(waits(&mut station, at(0)), None, "{frame}");
        match answer.to(key) {
            Ok(Err(CallFailure::CallError(error))) => Err(error.code.as_str().to_owned()),
            Ok(Err(CallFailure::BadResult { error, .. } | CallFailure::BadError(error))) => {
                Ok(error.kind())
            }
            other => panic!("{frame}: {other:?}"),
        }
    };
    let id = "0000000057a71011-0";
    assert_eq!(
        answer_to(&format!(r#"[4,"{id}","NotSupported","no",{{}}]"#)),
        Err("NotSupported".to_owned())
    );
    assert_eq!(answer_to(&format!(r#"[4,"{id}","Odd","",{{}}]"#)), Err("Odd".to_owned()));
    assert_eq!(answer_to(&format!(r#"[4,"{id}","Odd"]"#)), Err("Odd".to_owned()));
    assert_eq!(answer_to(&format!(r#"[3,"{id}",{{}}]"#)), Ok(ErrorKind::MissingMember));
    assert_eq!(answer_to(&format!(r#"[3,"{id}",[]]"#)), Ok(ErrorKind::NotAnObject));
    assert_eq!(answer_to(&format!(r#"[3,"{id}"]"#)), Ok(ErrorKind::Elements));
    assert_eq!(answer_to(&format!(r#"[4,"{id}"]"#)), Ok(ErrorKind::Elements));
}

#[test]
fn failures_can_be_kept() {
    let mut station = station();
    let key = station.call(&HeartbeatRequest::new()).unwrap();
    let _frame = transmitted(&mut station, at(0));
    let frame = r#"[4,"0000000057a71011-0","NotSupported","no",{}]"#.to_owned();
    let Incoming::Answer(answer) = station.hear(&frame) else { panic!() };
    let Ok(Err(failure)) = answer.to(key) else { panic!() };
    let kept = failure.into_owned();
    drop(frame);
    assert_eq!(kept.to_string(), "CALLERROR NotSupported: no");
}

/// A station whose CALL with this payload is on its way, and its message id.
fn calling(options: Options, request: Request<'_>) -> (End, &'static str) {
    let mut station = End::new(Role::ChargePoint, EndpointOptions::default().with_read(options));
    station.call_any(&request).unwrap();
    let _frame = transmitted(&mut station, at(0));
    (station, "0000000057a71011-0")
}

/// The failure that a frame ends a CALL with.
fn failure_of(options: Options, json: (&str, &str), answer: &str) -> CallFailure<'static> {
    let (action, request) = json;
    let action = action.parse().unwrap();
    let (request, _) = Request::from_json(action, request, &Options::strict()).unwrap();
    let (mut station, id) = calling(options, request);
    let frame = answer.replace("ID", id);
    let Incoming::Answer(answer) = station.hear(&frame) else { panic!("{frame} ends nothing") };
    answer.outcome.unwrap_err().into_owned()
}

const METER_VALUES: (&str, &str) = ("MeterValues", r#"{"connectorId":1,"meterValue":[]}"#);
const START: (&str, &str) = (
    "StartTransaction",
    r#"{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-11-25T08:00:00Z"}"#,
);
const STOP: (&str, &str) =
    ("StopTransaction", r#"{"meterStop":0,"timestamp":"2026-11-25T08:00:00Z","transactionId":1}"#);

/// Some back ends answer with members that are not of the answer, or repeat the request. The CALL
/// was processed all the same.
#[test]
fn an_unreadable_result_says_that_the_call_was_processed() {
    for (call, answer, kind) in [
        (METER_VALUES, r#"[3,"ID",{"connectorId":1,"meterValue":[]}]"#, ErrorKind::UnknownMember),
        (METER_VALUES, r#"[3,"ID",[]]"#, ErrorKind::NotAnObject),
        (METER_VALUES, r#"[3,"ID",{"a":"#, ErrorKind::NotJson),
        (METER_VALUES, r#"[3,"ID"]"#, ErrorKind::Elements),
        (STOP, r#"[3,"ID",{"idTagInfo":{}}]"#, ErrorKind::MissingMember),
        (STOP, r#"[3,"ID",{"idTagInfo":{"status":"Odd"}}]"#, ErrorKind::UnknownLiteral),
    ] {
        match failure_of(Options::strict(), call, answer) {
            CallFailure::BadResult { error, .. } => assert_eq!(error.kind(), kind, "{answer}"),
            other => panic!("{answer}: {other}"),
        }
    }
    // A CALLERROR says that it was not, readable or not.
    for answer in [r#"[4,"ID"]"#, r#"[4,"ID","GenericError","",{},1]"#, r#"[4,"ID","a"#] {
        let failure = failure_of(Options::strict(), METER_VALUES, answer);
        assert!(matches!(failure, CallFailure::BadError(_)), "{answer}: {failure}");
    }
}

/// Frames that are not read at all still end the CALL if they begin like its answer.
#[test]
fn an_answer_that_is_too_long_or_not_utf_8_ends_the_call() {
    let options = Options::strict().with_max_frame(100);
    let long = format!(r#"[3,"ID",{{"a":"{}"}}]"#, "x".repeat(200));
    let CallFailure::BadResult { error, .. } = failure_of(options, METER_VALUES, &long) else {
        panic!()
    };
    assert_eq!(error.kind(), ErrorKind::FrameTooLong { limit: 100 });

    let mut station = station();
    let key = station.call(&HeartbeatRequest::new()).unwrap();
    let _frame = transmitted(&mut station, at(0));
    let latin = b"[3,\"0000000057a71011-0\",{\"a\":\"\xE9\"}]";
    let connection = station.connection;
    let Incoming::Answer(answer) = station.handle_frame(connection, latin) else { panic!() };
    let Ok(Err(CallFailure::BadResult { error, .. })) = answer.to(key) else { panic!() };
    assert_eq!((error.kind(), error.offset()), (ErrorKind::NotUtf8, 30));
}

#[test]
fn the_id_of_a_transaction_is_read_whatever_else_is_wrong() {
    let accepted = Some(AuthorizationStatus::Accepted);
    let odd = Some(AuthorizationStatus::Other(OtherLiteral::new("Odd")));
    for (payload, id, status) in [
        // A member too many, as some back ends send it.
        (
            r#"{"idTagInfo":{"status":"Accepted"},"transactionId":7,"status":"Accepted"}"#,
            Some(7),
            &accepted,
        ),
        (
            r#"{"x":[{}],"transactionId":7,"idTagInfo":{"y":null,"status":"Accepted"}}"#,
            Some(7),
            &accepted,
        ),
        // Times and texts that are none.
        (
            r#"{"idTagInfo":{"expiryDate":"","status":"Accepted"},"transactionId":7}"#,
            Some(7),
            &accepted,
        ),
        (
            r#"{"idTagInfo":{"parentIdTag":{},"status":"Accepted"},"transactionId":7}"#,
            Some(7),
            &accepted,
        ),
        // As texts.
        (r#"{"idTagInfo":{"status":"Accepted"},"transactionId":"7"}"#, Some(7), &accepted),
        // One of both.
        (r#"{"transactionId":7}"#, Some(7), &None),
        (r#"{"transactionId":7,"idTagInfo":null}"#, Some(7), &None),
        (r#"{"transactionId":7,"idTagInfo":{"status":"Odd"}}"#, Some(7), &odd),
        (r#"{"idTagInfo":{"status":"Accepted"}}"#, None, &accepted),
        // No id of OCPP 1.6: 32 bits.
        (r#"{"idTagInfo":{"status":"Accepted"},"transactionId":1707206943123}"#, None, &accepted),
        (r#"{"idTagInfo":{"status":"Accepted"},"transactionId":{}}"#, None, &accepted),
        // The first one that can be read.
        (r#"{"transactionId":null,"transactionId":7,"transactionId":8}"#, Some(7), &None),
        // Cut off.
        (r#"{"transactionId":7,"idTagInfo":{"status":"Accepted"},"#, Some(7), &accepted),
        (r#"{"transactionId":7,"idTag"#, Some(7), &None),
        // Names in another case, as the tolerant reader takes them.
        (r#"{"IdTagInfo":{"Status":"Accepted"},"TransactionId":7}"#, Some(7), &accepted),
        // A number whose end is not there, or is not its end.
        (r#"{"transactionId":7"#, None, &None),
        (r#"{"transactionId":7 8}"#, None, &None),
        (r#"{"transactionId":7x}"#, None, &None),
        (r#"[]"#, None, &None),
        ("", None, &None),
    ] {
        let answer = format!(r#"[3,"ID",{payload}]"#);
        match failure_of(Options::strict(), START, &answer) {
            CallFailure::BadResult { start, .. } => {
                assert_eq!((start.transaction_id, &start.status), (id, status), "{payload}");
            }
            other => panic!("{payload}: {other}"),
        }
    }
}

/// Only the part of a frame up to its limit and the first byte that is not UTF-8 is read.
#[test]
fn the_id_of_a_transaction_is_read_from_frames_that_are_too_long_or_not_utf_8() {
    let payload = br#"{"transactionId":70,"idTagInfo":{"status":"Accepted","parentIdTag":""#;
    let whole = [&br#"[3,"0000000057a71011-0","#[..], payload, b"x\xE9y\"}}]"].concat();
    let id_at = whole.windows(3).position(|three| three == b"70,").unwrap();
    for (limit, id, has_status) in [
        (usize::MAX, Some(70), true),
        // Cut off within the number, after it and after the comma.
        (id_at + 1, None, false),
        (id_at + 2, None, false),
        (id_at + 3, Some(70), false),
        (whole.len() - 6, Some(70), true),
    ] {
        let (action, request) = START;
        let (request, _) =
            Request::from_json(action.parse().unwrap(), request, &Options::strict()).unwrap();
        let (mut station, _) = calling(Options::strict().with_max_frame(limit), request);
        let connection = station.connection;
        let incoming = station.handle_frame(connection, &whole);
        let Incoming::Answer(answer) = incoming else { panic!("{limit}: {incoming:?}") };
        let Err(CallFailure::BadResult { start, .. }) = answer.outcome else { panic!("{limit}") };
        assert_eq!((start.transaction_id, start.status.is_some()), (id, has_status), "{limit}");
    }
}

/// PHP prints an object without members as a list without elements.
#[test]
fn an_empty_list_is_an_answer_without_members() {
    let requests = [METER_VALUES, STOP];
    for (action, request) in requests {
        let (request, _) =
            Request::from_json(action.parse().unwrap(), request, &Options::strict()).unwrap();
        let (mut station, id) = calling(Options::tolerant(), request);
        let frame = format!(r#"[3,"{id}",[ ]]"#);
        let Incoming::Answer(answer) = station.hear(&frame) else { panic!("{frame}") };
        let report = answer.outcome.unwrap().report;
        assert_eq!(report.entries()[0].what, Tolerance::EmptyList);
        assert_eq!(report.entries().len(), 1);
    }
    // Where something is required, it is missing.
    let failure = failure_of(Options::tolerant(), START, r#"[3,"ID",[]]"#);
    assert!(
        matches!(&failure, CallFailure::BadResult { error, .. }
        if error.kind() == ErrorKind::MissingMember),
        "{failure}"
    );
    let failure = failure_of(Options::tolerant(), METER_VALUES, r#"[3,"ID",[1]]"#);
    assert!(
        matches!(&failure, CallFailure::BadResult { error, .. }
        if error.kind() == ErrorKind::NotAnObject),
        "{failure}"
    );
}

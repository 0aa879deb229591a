//! CALLs of the other side.

use ocpp16::endpoint::{AnswerNotTaken, EndpointOptions, Ignored, Incoming, Refusal};
use ocpp16::messages::core::{ResetResponse, ResetStatus};
use ocpp16::{ErrorCode, Frame, Options, Role};

use crate::ends::{End, at, called, current_time, station, transmitted, waits};

#[test]
fn wrong_calls_are_answered_with_their_code() {
    for (frame, code) in [
        (r#"[2,"7","Nonsense",{}]"#, "NotImplemented"),
        (r#"[2,"7","Reset",{"type":"Warm"}]"#, "PropertyConstraintViolation"),
        (r#"[2,"7","Reset",{}]"#, "OccurenceConstraintViolation"),
        (r#"[2,"7","Reset",{"type":1}]"#, "TypeConstraintViolation"),
        (r#"[2,"7","Reset",[]]"#, "FormationViolation"),
        // Only a station sends this.
        (r#"[2,"7","Heartbeat",{}]"#, "NotSupported"),
    ] {
        let mut station = station();
        let incoming = station.hear(frame);
        match incoming {
            Incoming::Invalid(_) | Incoming::Refused(Refusal::WrongDirection { .. }) => {}
            other => panic!("{frame}: {other:?}"),
        }
        let answer = transmitted(&mut station, at(0));
        let Ok(Frame::Error(error)) = Frame::parse(answer.as_bytes(), &Options::strict()) else {
            panic!("{answer}")
        };
        assert_eq!((error.message_id.as_str(), error.code.as_str()), ("7", code), "{frame}");
    }
}

#[test]
fn calls_of_an_impatient_peer() {
    let mut station = End::new(Role::ChargePoint, EndpointOptions::default().with_max_open(2));
    let first = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert!(!first.overlaps);
    let second = called(&mut station, r#"[2,"2","ClearCache",{}]"#);
    assert!(second.overlaps);
    // Sent again while it is open: there will be one answer.
    let again = station.hear(r#"[2,"1","Reset",{"type":"Soft"}]"#);
    let Incoming::Ignored(Ignored::Repeated { call }) = again else { panic!("{again:?}") };
    assert_eq!(call, first.call);
    let third = station.hear(r#"[2,"3","ClearCache",{}]"#);
    assert!(matches!(third, Incoming::Refused(Refusal::TooManyOpen { .. })), "{third:?}");
    let refusal = transmitted(&mut station, at(0));
    assert!(refusal.starts_with(r#"[4,"3","GenericError","#), "{refusal}");

    let wrong = station.respond(first.call, current_time());
    assert_eq!(wrong, Err(AnswerNotTaken::OtherOperation));
    station.respond(first.call, ResetResponse::new(ResetStatus::Rejected)).unwrap();
    assert_eq!(transmitted(&mut station, at(0)), r#"[3,"1",{"status":"Rejected"}]"#);
    let twice = station.respond(first.call, ResetResponse::new(ResetStatus::Rejected));
    assert_eq!(twice, Err(AnswerNotTaken::NotOpen));
    station.refuse(second.call, ErrorCode::InternalError, "out of \"order\"").unwrap();
    let refusal = transmitted(&mut station, at(0));
    assert_eq!(refusal, r#"[4,"2","InternalError","out of \"order\"",{}]"#);
    assert_eq!(station.open().count(), 0);
}

#[test]
fn a_rejected_station_does_not_answer() {
    let mut station = station();
    let reset = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert_eq!(station.ignore(reset.call), Ok(()));
    assert_eq!(station.ignore(reset.call), Err(AnswerNotTaken::NotOpen));
    assert_eq!(waits(&mut station, at(0)), None);
    let next = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert!(!next.overlaps, "nothing is open");
}

#[test]
fn a_tolerant_endpoint_reports_what_it_let_pass() {
    let options = EndpointOptions::default().with_read(Options::tolerant());
    let mut station = End::new(Role::ChargePoint, options);
    let incoming = called(&mut station, r#"[2,"1","Reset",{"type":"Soft","vendor":1}]"#);
    assert_eq!(incoming.report.entries().len(), 1);
    assert_eq!(incoming.report.entries()[0].path, "vendor");
}

//! What an error says: kind, path, place, message id and the answer.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

use ocpp16::messages::Payload as _;
use ocpp16::messages::core::{AuthorizeRequest, HeartbeatRequest, StatusNotificationRequest};
use ocpp16::values::RawJson;
use ocpp16::{
    Action, BufferTooSmall, Call, CallError, Error, ErrorCode, ErrorKind, Frame, MessageId,
    Options, Request, Response, ToJson as _, Tolerance,
};
use proptest::prelude::*;

fn error(frame: &str) -> Error {
    Frame::parse(frame.as_bytes(), &Options::strict()).unwrap_err()
}

#[test]
fn an_error_says_what_and_where_and_in_answer_to_what() {
    let meter = |sampled: &str| {
        format!(
            r#"[2,"id","MeterValues",{{"connectorId":1,"meterValue":[{{"timestamp":
            "2026-01-01T00:00:00Z","sampledValue":[]}},{{"sampledValue":[{{"value":"1"}},{sampled}],
            "timestamp":"2026-01-01T00:00:00Z"}}]}}]"#
        )
    };
    for (sampled, kind, path) in [
        (
            r#"{"value":"1","unit":"Hz"}"#,
            ErrorKind::UnknownLiteral,
            "meterValue[1].sampledValue[1].unit",
        ),
        (r#"{"unit":"A"}"#, ErrorKind::MissingMember, "meterValue[1].sampledValue[1].value"),
        (r#"{"value":"1","x":{}}"#, ErrorKind::UnknownMember, "meterValue[1].sampledValue[1].x"),
        (
            r#"{"value":"1","value":"2"}"#,
            ErrorKind::DuplicateMember,
            "meterValue[1].sampledValue[1].value",
        ),
        (
            r#"{"value":1}"#,
            ErrorKind::WrongType { expected: "a text" },
            "meterValue[1].sampledValue[1].value",
        ),
        ("[]", ErrorKind::WrongType { expected: "an object" }, "meterValue[1].sampledValue[1]"),
        (
            r#"{"value":"1","phase":null}"#,
            ErrorKind::WrongType { expected: "a text" },
            "meterValue[1].sampledValue[1].phase",
        ),
    ] {
        let frame = meter(sampled);
        let error = error(&frame);
        assert_eq!((error.kind(), error.path()), (kind, path), "{sampled}");
        assert_eq!(error.message_id().unwrap().as_str(), "id");
        assert!(frame.as_bytes()[..error.offset()].ends_with(b",") || error.offset() > 0);
        let answer = error.answer().unwrap();
        assert_eq!(Some(&answer.code), kind.code().as_ref());
        assert_eq!(answer.description, format!("{path}: {kind}, at byte {}", error.offset()));
    }
}

#[test]
fn what_is_not_json_is_not_answered_whatever_else_is_wrong() {
    for frame in [
        r#"[2,"1","Authorize",{"idTag":7}"#,
        r#"[2,"1","Authorize",{"x":7}] "#.trim_end_matches("] "),
        r#"[2,"1","NoSuchAction",{"a":nul}]"#,
        r#"[2,"1","Authorize",[1,]]"#,
        r#"[2,"1","Authorize",{"idTag":"A"},{},"]"#,
        r#"[2,"1","Authorize",{"idTag":"\ud800"}]"#,
    ] {
        let error = error(frame);
        assert_eq!(error.kind(), ErrorKind::NotJson, "{frame}");
        assert_eq!(error.answer(), None);
        assert_eq!(error.message_id().unwrap().as_str(), "1");
    }
}

#[test]
fn only_a_call_is_answered() {
    let Frame::Result(result) =
        Frame::parse(br#"[3,"1",{"idTagInfo":{}}]"#, &Options::strict()).unwrap()
    else {
        panic!();
    };
    let error = result.clone().parse::<AuthorizeRequest>().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::MissingMember, "idTagInfo.status"));
    assert_eq!(error.message_id().unwrap().as_str(), "1");
    assert_eq!(error.answer(), None);
    assert_eq!(result.parse_as(Action::Authorize).unwrap_err(), error);
}

/// Of the ids in frames that cannot be read, only those of answers are of CALLs of this side.
#[test]
fn an_error_says_whether_the_frame_is_an_answer() {
    for (frame, is_result, is_error) in [
        (r#"[3,"1",{"a":1}]"#, true, false),
        (r#"[3,"1""#, true, false),
        (r#"[4,"1"]"#, false, true),
        (r#"[4,"1",{"#, false, true),
        (r#"[2,"1""#, false, false),
        (r#"[2,"1","Authorize",{}]"#, false, false),
        (r#"[5,"1",{}]"#, false, false),
        ("", false, false),
    ] {
        let error = match Frame::parse(frame.as_bytes(), &Options::strict()) {
            Ok(Frame::Result(result)) => result.parse::<HeartbeatRequest>().unwrap_err(),
            Ok(other) => panic!("{other}"),
            Err(error) => error,
        };
        assert_eq!((error.is_of_result(), error.is_of_error()), (is_result, is_error), "{frame}");
        assert_eq!(error.message_id().is_some(), frame.contains("[2") || is_result || is_error);
    }
}

/// What is not read may still begin as a frame.
#[test]
fn the_head_of_a_frame_that_is_not_read() {
    let long = format!(r#"[3,"1",{{"a":"{}"}}]"#, "x".repeat(10_000));
    let options = Options::tolerant().with_max_frame(100);
    let too_long = Frame::parse(long.as_bytes(), &options).unwrap_err();
    assert_eq!(too_long.kind(), ErrorKind::FrameTooLong { limit: 100 });
    assert_eq!(too_long.message_id().unwrap().as_str(), "1");
    assert!(too_long.is_of_result());
    // Its length is a limit of ours: that is not answered.
    let call = long.replace("[3", "[2");
    let too_long = Frame::parse_text(&call, &options).unwrap_err();
    assert_eq!((too_long.answer(), too_long.is_of_result()), (None, false));
    // An id that is cut off by what is not read is none.
    let id = format!(r#"[3,"{}"#, "x".repeat(10_000));
    assert_eq!(Frame::parse(id.as_bytes(), &options).unwrap_err().message_id(), None);

    let latin = b"[2,\"1\",\"DataTransfer\",{\"vendorId\":\"\xE9\"}]";
    let strict = Frame::parse(latin, &Options::strict()).unwrap_err();
    assert_eq!((strict.kind(), strict.offset()), (ErrorKind::NotUtf8, 35));
    assert_eq!((strict.action(), strict.answer()), (Some("DataTransfer"), None));
    let tolerant = Frame::parse(latin, &Options::tolerant()).unwrap_err();
    assert_eq!(tolerant.answer().unwrap().code, ErrorCode::FormationViolation);
}

#[test]
fn groups_and_actions() {
    assert_eq!(Action::ALL.len(), 39);
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.as_str()), Some(*action));
        assert!(!Action::is_of_disabled_group(action.as_str()));
    }
    let error_of = error(r#"[2,"1","heart\u0062eat",{}]"#);
    assert_eq!((error_of.kind(), error_of.action()), (ErrorKind::UnknownAction, Some("heartbeat")));
    let long = format!(r#"[2,"1","{}",{{}}]"#, "é".repeat(1000));
    assert_eq!(error(&long).action(), Some(&*"é".repeat(50)));
    assert_eq!(error(r#"[2,"1",7,{}]"#).action(), None);
}

#[test]
fn limits_are_kept() {
    let frame = br#"[2,"1","GetConfiguration",{"key":["a","b","c"]}]"#;
    let kind = |options: &Options| Frame::parse(frame, options).map(|_| ()).map_err(|e| e.kind());
    let options = Options::strict();
    assert_eq!(kind(&options.with_max_frame(frame.len())), Ok(()));
    let limit = frame.len() - 1;
    assert_eq!(kind(&options.with_max_frame(limit)), Err(ErrorKind::FrameTooLong { limit }));
    assert_eq!(kind(&options.with_max_list(3)), Ok(()));
    assert_eq!(kind(&options.with_max_list(2)), Err(ErrorKind::ListTooLong { limit: 2 }));

    let details = |depth: usize| format!(r#"[4,"1","GenericError","",{}]"#, nested(depth));
    assert!(Frame::parse(details(64).as_bytes(), &options).is_ok());
    let deep = Frame::parse(details(65).as_bytes(), &options).unwrap_err();
    assert_eq!(deep.kind(), ErrorKind::TooDeep { limit: 64 });
    assert!(Frame::parse(details(100_000).as_bytes(), &options).is_err());
    let two = options.with_max_depth(2);
    assert!(Frame::parse(details(2).as_bytes(), &two).is_ok());
    assert!(Frame::parse(details(3).as_bytes(), &two).is_err());
}

fn nested(depth: usize) -> String {
    format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth))
}

#[test]
fn a_lent_buffer_has_room_or_says_how_much_is_needed() {
    let id = MessageId::new("é\"").unwrap();
    let call = Call::new(id, HeartbeatRequest::new());
    let expected = "[2,\"é\\\"\",\"Heartbeat\",{}]";
    let mut buffer = [0; 64];
    for room in 0..64 {
        match call.write_json(&mut buffer[..room]) {
            Ok(length) => {
                assert!(room >= length);
                assert_eq!(&buffer[..length], expected.as_bytes());
            }
            Err(BufferTooSmall { needed }) => {
                assert!(room < needed);
                assert_eq!(needed, expected.len());
            }
        }
    }
}

#[test]
fn call_errors_are_printed_in_the_spelling_of_1_6() {
    for (received, printed) in [
        ("OccurenceConstraintViolation", "OccurenceConstraintViolation"),
        ("OccurrenceConstraintViolation", "OccurenceConstraintViolation"),
        ("FormatViolation", "FormationViolation"),
        ("VendorError", "VendorError"),
    ] {
        let frame = format!(r#"[4,"1","{received}","\u0001",{{"a" : [1]}}]"#);
        let Frame::Error(error) = Frame::parse(frame.as_bytes(), &Options::strict()).unwrap()
        else {
            panic!();
        };
        assert!(error.report.is_empty());
        let again = format!(r#"[4,"1","{printed}","\u0001",{{"a" : [1]}}]"#);
        assert_eq!(error.clone().into_owned().to_json(), again);
    }
    let error = CallError::new(MessageId::new("1").unwrap(), ErrorCode::NotSupported)
        .with_description("no")
        .with_details(RawJson::new(" {} ").unwrap());
    assert_eq!(error.to_json(), r#"[4,"1","NotSupported","no",{}]"#);
}

#[test]
fn call_errors_are_heard_in_whatever_form() {
    for (rest, code, description, details, deviations) in [
        (r#""GenericError","x",null"#, ErrorCode::GenericError, "x", "{}", 1),
        (r#""GenericError","x""#, ErrorCode::GenericError, "x", "{}", 1),
        (r#""GenericError""#, ErrorCode::GenericError, "", "{}", 1),
        (r#""GenericError",null,"text""#, ErrorCode::GenericError, "", "\"text\"", 2),
        (r#"500,7,[]"#, ErrorCode::Other("500".into()), "7", "[]", 3),
    ] {
        let frame = format!(r#"[4,"1",{rest}]"#);
        let Ok(Frame::Error(error)) = Frame::parse(frame.as_bytes(), &Options::strict()) else {
            panic!("{frame}");
        };
        assert_eq!((&error.code, &*error.description), (&code, description), "{frame}");
        assert_eq!(error.details.as_str(), details, "{frame}");
        assert_eq!(error.report.entries().len(), deviations, "{frame}: {}", error.report);
    }
    for frame in [r#"[4,"1"]"#, r#"[4,"1","GenericError","",{},1]"#] {
        let error = error(frame);
        assert_eq!((error.kind(), error.answer()), (ErrorKind::Elements, None), "{frame}");
        assert_eq!(error.message_id().unwrap().as_str(), "1");
    }
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let frame = "\u{FEFF}[2,\"1\",\"Heartbeat\",{}]";
    assert_eq!(error(frame).kind(), ErrorKind::NotAFrame);
    let Ok(Frame::Call(call)) = Frame::parse_text(frame, &Options::tolerant()) else { panic!() };
    assert_eq!(call.report.entries()[0].what, Tolerance::ByteOrderMark);
}

#[test]
fn of_a_member_twice_the_first_is_taken() {
    let text = r#"{"idTag":"A","idTag":"B"}"#;
    let request = Request::from_json(Action::Authorize, text, &Options::tolerant());
    let (request, report) = request.unwrap();
    assert_eq!(request.to_json(), r#"{"idTag":"A"}"#);
    assert_eq!(report.to_string(), "idTag: member twice, the first one taken, at byte 13");
}

#[test]
fn null_is_an_empty_payload_of_a_frame() {
    let options = Options::strict();
    assert!(matches!(
        Frame::parse(br#"[2,"1","Heartbeat", null ]"#, &options),
        Ok(Frame::Call(Call { request: Request::Heartbeat(_), .. }))
    ));
    // Where something is required, it is missing.
    let error = error(r#"[2,"1","Authorize",null]"#);
    assert_eq!((error.kind(), error.path()), (ErrorKind::MissingMember, "idTag"));
    let Ok(Frame::Result(result)) = Frame::parse(br#"[3,"1",null]"#, &options) else { panic!() };
    assert!(result.clone().parse_as(Action::StatusNotification).is_ok());
    let error = result.parse::<HeartbeatRequest>().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::MissingMember, "currentTime"));
}

#[test]
fn a_message_id_that_is_too_long_is_the_place_of_the_fault() {
    let id = "x".repeat(37);
    for (frame, offset) in [
        (format!(r#"[2,"{id}","Heartbeat",{{}}]"#), 3),
        (format!(r#" [ 3 , "{id}",{{}}]"#), 7),
        (format!(r#"[4,"{id}","GenericError","",{{}}]"#), 3),
    ] {
        let error = error(&frame);
        assert_eq!(
            (error.kind(), error.offset()),
            (ErrorKind::MessageIdTooLong, offset),
            "{frame}"
        );
    }
}

/// A `null` clears no profiles: where members narrow a command, only `{}` says that there are none.
#[test]
fn null_is_no_payload_of_a_command_that_members_narrow() {
    let mut refused = Vec::new();
    for action in Action::ALL {
        let is_refused = [Options::strict(), Options::tolerant()].map(|options| {
            let text = |payload: &str| format!(r#"[2,"1","{action}",{payload}]"#);
            let is_ok = |payload| Frame::parse(text(payload).as_bytes(), &options).is_ok();
            is_ok("{}") && !is_ok("null")
        });
        match is_refused {
            [true, true] => refused.push(*action),
            both => assert_eq!(both, [false, false], "{action}"),
        }
    }
    assert_eq!(refused, [Action::GetConfiguration, Action::ClearChargingProfile]);
    let error = error(r#"[2,"1","ClearChargingProfile",null]"#);
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotAnObject, ""));
    let answer = error.answer().map(|answer| answer.code);
    assert_eq!(answer, Some(ErrorCode::FormationViolation));
}

#[test]
fn texts_are_borrowed_unless_escaped() {
    let text = r#"{"connectorId":1,"errorCode":"NoError","status":"Available","info":"plain","vendorId":"\u00e9"}"#;
    let (request, _) = StatusNotificationRequest::from_json(text, &Options::strict()).unwrap();
    let range = text.as_bytes().as_ptr_range();
    let is_in = |of: &str| range.contains(&of.as_ptr());
    assert!(is_in(request.info.as_ref().unwrap()));
    assert_eq!(request.vendor_id.as_ref().unwrap().as_str(), "é");
}

proptest! {
    /// No input panics, and what the strict reader takes, the tolerant one takes for the same.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Frame::parse(&bytes, &Options::strict());
        let _ = Frame::parse(&bytes, &Options::tolerant());
    }

    #[test]
    fn almost_frames(
        place in any::<prop::sample::Index>(),
        with in "[\\[\\]{}\",:0-9a-z\\\\ -]{0,4}",
        cut in 0..3_usize,
        which in 0..FRAMES.len(),
    ) {
        let mut frame = FRAMES[which].to_owned();
        let at = place.index(frame.len());
        frame.replace_range(at..(at + cut).min(frame.len()), &with);
        let strict = Frame::parse_text(&frame, &Options::strict());
        let tolerant = Frame::parse_text(&frame, &Options::tolerant());
        let is_json = serde_json::from_str::<serde_json::Value>(&frame).is_ok();
        match &strict {
            Ok(Frame::Call(call)) => {
                prop_assert!(is_json, "{}", frame);
                let Ok(Frame::Call(same)) = tolerant else { panic!("{frame}") };
                prop_assert_eq!(&same, call);
                let printed = call.to_json();
                let again = Frame::parse_text(&printed, &Options::strict());
                let Ok(Frame::Call(again)) = again else { panic!("{printed}") };
                prop_assert_eq!(&again, call);
            }
            Ok(Frame::Result(result)) => {
                for action in Action::ALL {
                    if let Ok(result) = result.clone().parse_as(*action) {
                        prop_assert!(is_json, "{}", frame);
                        let printed = result.response.to_json();
                        let again = Response::from_json(*action, &printed, &Options::strict());
                        let (again, _) = again.unwrap();
                        prop_assert_eq!(again, result.response);
                    }
                }
            }
            Ok(_) => prop_assert!(is_json, "{}", frame),
            Err(error) => {
                // There is an answer only to what is JSON.
                prop_assert!(is_json || error.answer().is_none(), "{}: {}", frame, error);
                prop_assert!(error.offset() <= frame.len());
            }
        }
    }
}

const FRAMES: [&str; 5] = [
    r#"[2,"19223201","SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":8.1}]}}}]"#,
    r#"[2,"1","StartTransaction",{"connectorId":1,"idTag":"\u0041\"","meterStart":-1,"timestamp":"2026-01-01T00:00:00.5Z"}]"#,
    r#"[2,"1","GetConfiguration",{"key":["a","b"]}]"#,
    r#"[3,"1",{"status":"Accepted","currentTime":"2026-01-01T00:00:00Z","interval":300}]"#,
    r#"[4,"1","GenericError","\u00e9",{"a":[1,{"b":null}]}]"#,
];

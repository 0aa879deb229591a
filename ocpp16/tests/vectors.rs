//! Every vector: payloads, grey payloads and frames.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use ocpp16::{
    Action, Error, Frame, MessageId, Mode, Options, Report, Request, Response, ToJson as _,
    Tolerance,
};
use support::{Line, lines, payload_files, same_json, vectors};

/// Reads the payload of a line and prints it again.
fn payload(line: &Line, options: &Options) -> Result<(String, Report), Error> {
    let action: Action = line.text("action").parse().unwrap();
    let json = line.text("json");
    match line.text("direction") {
        "request" => {
            let (payload, report) = Request::from_json(action, json, options)?;
            assert_eq!(payload.action(), action);
            assert_eq!(payload.clone().into_owned(), payload, "{}", line.name);
            Ok((payload.to_json(), report))
        }
        "response" => {
            let (payload, report) = Response::from_json(action, json, options)?;
            assert_eq!(payload.action(), action);
            assert_eq!(payload.clone().into_owned(), payload, "{}", line.name);
            Ok((payload.to_json(), report))
        }
        other => panic!("{}: {other}", line.name),
    }
}

#[test]
fn strict_verdicts_are_those_of_the_schemas() {
    let (mut valid, mut invalid) = (0, 0);
    for folder in vectors() {
        for file in payload_files(&folder) {
            for line in lines(&file) {
                let read = payload(&line, &Options::strict());
                let why = line.text("why");
                match (line.is("valid"), read) {
                    (true, Ok((printed, report))) => {
                        assert!(report.is_empty(), "{}", line.name);
                        let text = line.text("json");
                        assert!(same_json(text, &printed), "{}: {text} -> {printed}", line.name);
                        valid += 1;
                    }
                    (false, Err(_)) => invalid += 1,
                    (true, Err(error)) => panic!("{}: {error}, but {why}", line.name),
                    (false, Ok(_)) => panic!("{}: accepted, but {why}", line.name),
                }
            }
        }
    }
    println!("{valid} valid ones accepted, {invalid} invalid ones refused");
    assert!(valid > 0 && invalid > 0);
}

#[test]
fn the_tolerant_reader_accepts_what_is_valid_without_a_report() {
    for folder in vectors() {
        for file in payload_files(&folder) {
            for line in lines(&file) {
                match (line.is("valid"), payload(&line, &Options::tolerant())) {
                    (true, Ok((_, report))) => assert!(report.is_empty(), "{}", line.name),
                    (true, Err(error)) => panic!("{}: {error}", line.name),
                    // Whatever is let pass is said.
                    (false, Ok((_, report))) => assert!(!report.is_empty(), "{}", line.name),
                    (false, Err(_)) => {}
                }
            }
        }
    }
}

#[test]
fn grey_cases_are_as_agreed() {
    for folder in vectors() {
        for line in lines(&folder.join("grey/grey.jsonl")) {
            for (member, mode) in [("strict", Mode::Strict), ("tolerant", Mode::Tolerant)] {
                let read = payload(&line, &Options::strict().with_mode(mode));
                let expected = line.text(member).split([' ', ',']).next().unwrap();
                match (expected, &read) {
                    ("accept", Ok(_)) | ("reject", Err(_)) | ("either", _) => {}
                    _ => panic!("{}: {member} {expected}: {read:?}", line.name),
                }
            }
        }
    }
}

/// The verdict on a frame in the words of the vectors. A CALLRESULT is judged by its shape.
fn verdict(frame: &[u8], options: &Options) -> (String, Option<Error>) {
    let checked = Frame::parse(frame, options).and_then(|frame| {
        // In the vectors, the id of an answer to nothing.
        let stray = frame.message_id().as_str() == "never-sent";
        match frame {
            Frame::Result(result) => result.check()?,
            Frame::Call(call) => {
                let printed = call.to_json();
                let again = Frame::parse_text(&printed, &Options::strict());
                assert!(matches!(again, Ok(Frame::Call(again)) if again.request == call.request));
            }
            Frame::Error(error) => {
                let printed = error.to_json();
                let again = Frame::parse_text(&printed, &Options::strict());
                assert!(matches!(again, Ok(Frame::Error(again)) if again.code == error.code));
            }
            _ => {}
        }
        Ok(stray)
    });
    match checked {
        Ok(stray) => ((if stray { "ignore" } else { "accept" }).to_owned(), None),
        Err(error) => match error.answer() {
            Some(answer) => {
                // It repeats the id, whatever that is.
                let is_id = answer.message_id.as_str().chars().count() <= MessageId::LIMIT;
                let parsed = Frame::parse_text(&answer.to_json(), &Options::strict()).is_ok();
                assert_eq!(parsed, is_id, "{answer:?}");
                (format!("callerror:{}", answer.code), Some(error))
            }
            None => ("ignore".to_owned(), Some(error)),
        },
    }
}

#[test]
fn frames_are_answered_as_expected() {
    for folder in vectors() {
        let mut count = 0;
        for line in lines(&folder.join("frames/frames.jsonl")) {
            let base64 = line.text("frame_b64");
            let bytes = if base64.is_empty() {
                line.text("frame").as_bytes().to_vec()
            } else {
                from_base64(base64)
            };
            let (verdict, error) = verdict(&bytes, &Options::strict());
            let expected = line.text("expect");
            let codes = expected.strip_prefix("callerror:");
            let is_right = expected == "impl"
                || expected == verdict
                || codes.is_some_and(|codes| {
                    let code = verdict.strip_prefix("callerror:");
                    code.is_some_and(|code| codes.split('|').any(|one| one == code))
                });
            assert!(is_right, "{}: {verdict} {error:?}, not {expected}", line.name);
            count += 1;
        }
        println!("{count} frames");
    }
}

/// A CALL that is not JSON is answered in tolerant mode, and nothing else that strict mode ignores.
#[test]
fn in_tolerant_mode_only_calls_are_answered() {
    for folder in vectors() {
        let mut count = 0;
        for line in lines(&folder.join("frames/frames.jsonl")) {
            let frame = line.text("frame");
            if line.text("expect") != "ignore" {
                continue;
            }
            let (verdict, _) = verdict(frame.as_bytes(), &Options::tolerant());
            if let Some(code) = verdict.strip_prefix("callerror:") {
                assert_eq!(code, "FormationViolation", "{}", line.name);
                assert!(frame.starts_with("[2,\""), "{}: {frame}", line.name);
                assert!(serde_json::from_str::<serde_json::Value>(frame).is_err(), "{}", line.name);
                count += 1;
            }
        }
        println!("{count} of the frames without an answer have one in tolerant mode");
        assert!(count > 0);
    }
}

#[test]
fn what_is_tolerated_is_reported_with_its_path() {
    let text = r#"{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":
        []},{"timestamp":"2026-01-01T00:00:00","sampledValue":[{"value":1,"unit":"Hz","x":[{}]}]}]}"#;
    let (request, report) =
        Request::from_json(Action::MeterValues, text, &Options::tolerant()).unwrap();
    let entries: Vec<_> =
        report.entries().iter().map(|entry| (entry.what, entry.path.as_str())).collect();
    assert_eq!(
        entries,
        [
            (Tolerance::TimeForm, "meterValue[1].timestamp"),
            (Tolerance::NotAText, "meterValue[1].sampledValue[0].value"),
            (Tolerance::UnknownLiteral, "meterValue[1].sampledValue[0].unit"),
            (Tolerance::UnknownMember, "meterValue[1].sampledValue[0].x"),
        ]
    );
    assert!(request.to_json().contains(r#"{"value":"1","unit":"Hz"}"#));

    let options = Options::tolerant().with_max_report(1);
    let (_, report) = Request::from_json(Action::MeterValues, text, &options).unwrap();
    assert_eq!((report.entries().len(), report.more()), (1, 3));
    assert_eq!(
        report.to_string(),
        "meterValue[1].timestamp: time not of RFC 3339, at byte 108 and 3 more"
    );
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits = bits << 6 | u32::from(value(byte));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

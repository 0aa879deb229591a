//! The vectors of Plug & Charge: payloads and whole frames, for both roles.
#![cfg(feature = "plug_and_charge")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use ocpp16::messages::core::DataTransferRequest;
use ocpp16::messages::plug_and_charge::{
    Action, InvalidRequest, NoResponse, Request, Response, Wrapped,
};
use ocpp16::{Call, CallResult, Error, Frame, MessageId, Options, Role, ToJson as _};
use support::{Line, lines, same_json, vectors};

fn payload(line: &Line, options: &Options) -> Result<String, Error> {
    let action = Action::from_name(line.text("messageId")).unwrap();
    let json = line.text("json");
    if line.text("direction") == "request" {
        let (request, _) = Request::from_json(action, json, options)?;
        assert_eq!(request.clone().into_owned(), request);
        Ok(request.to_json())
    } else {
        let (response, _) = Response::from_json(action, json, options)?;
        assert_eq!(response.clone().into_owned(), response);
        Ok(response.to_json())
    }
}

#[test]
fn payloads() {
    for folder in vectors() {
        let (mut valid, mut invalid) = (0, 0);
        for line in lines(&folder.join("plug-and-charge.jsonl")) {
            if line.text("kind") != "payload" {
                continue;
            }
            match (line.is("valid"), payload(&line, &Options::strict())) {
                (true, Ok(printed)) => {
                    let text = line.text("json");
                    assert!(same_json(text, &printed), "{}: {text} -> {printed}", line.name);
                    assert!(payload(&line, &Options::tolerant()).is_ok(), "{}", line.name);
                    valid += 1;
                }
                (false, Err(_)) => invalid += 1,
                (expected, read) => panic!("{}: {read:?}, valid: {expected}", line.name),
            }
        }
        println!("{valid} valid, {invalid} invalid");
        assert!(valid > 0 && invalid > 0);
    }
}

/// What becomes of a frame, in the words of the vectors, and whether the inner object was right.
fn verdict(line: &Line) -> (String, Option<bool>) {
    let options = Options::strict();
    let is_response = line.text("direction") == "response";
    let frame = match Frame::parse(line.text("frame").as_bytes(), &options) {
        Ok(frame) => frame,
        Err(error) => {
            assert!(!line.is("valid"), "{}: {error}", line.name);
            return match error.answer() {
                Some(answer) => (format!("callerror:{}", answer.code), None),
                None => ("failure".to_owned(), None),
            };
        }
    };
    match frame {
        Frame::Call(Call {
            request: ocpp16::Request::DataTransfer(request), message_id, ..
        }) => {
            let name = request.message_id.as_ref().map_or("", |name| name.as_str());
            // Who is to receive it; the line of the wrong direction says who does.
            let sender = Action::from_name(name).map_or(Role::ChargePoint, Action::caller);
            let mut receiver = sender.peer();
            if line.text("why").starts_with("wrong direction") {
                receiver = sender;
            }
            match Request::from_data_transfer(&request, receiver, &options) {
                Ok((inner, _)) => {
                    let wrapped = Call::new(message_id, Wrapped(&inner)).to_json();
                    let Ok(Frame::Call(again)) = Frame::parse_text(&wrapped, &options) else {
                        panic!("{wrapped}");
                    };
                    let ocpp16::Request::DataTransfer(again) = again.request else { panic!() };
                    assert_eq!(again, inner.to_data_transfer());
                    let again = Request::from_data_transfer(&again, receiver, &options);
                    assert_eq!(again.unwrap().0, inner);
                    ("accept".to_owned(), Some(true))
                }
                Err(refusal) => {
                    let is_wrong = matches!(refusal, InvalidRequest::Data(_)).then_some(false);
                    (format!("dt:{}", refusal.answer().status), is_wrong)
                }
            }
        }
        Frame::Call(_) => ("accept".to_owned(), None),
        Frame::Result(pending) => {
            assert!(is_response);
            let response = match pending.parse::<DataTransferRequest>() {
                Ok(result) => result.response,
                Err(error) => {
                    assert!(!line.is("valid") && error.answer().is_none(), "{}", line.name);
                    return ("failure".to_owned(), None);
                }
            };
            let action = Action::from_name(line.text("messageId")).unwrap();
            match Response::from_data_transfer(action, &response, &options) {
                Ok((inner, _)) => {
                    let id = MessageId::new("1").unwrap();
                    let wrapped = CallResult::new(id, Wrapped(&inner)).to_json();
                    let Ok(Frame::Result(again)) = Frame::parse_text(&wrapped, &options) else {
                        panic!("{wrapped}");
                    };
                    let again = again.parse::<DataTransferRequest>().unwrap().response;
                    assert_eq!(again, inner.to_data_transfer());
                    let failed = inner.to_json().contains(r#""status":"Failed""#);
                    ((if failed { "inner-Failed" } else { "accept" }).to_owned(), Some(true))
                }
                Err(NoResponse::LacksPlugAndCharge) => ("peer-lacks-pnc".to_owned(), None),
                Err(NoResponse::LacksMessage) => ("peer-lacks-message".to_owned(), None),
                Err(NoResponse::Data(_)) => ("failure".to_owned(), Some(false)),
                Err(_) => ("failure".to_owned(), None),
            }
        }
        other => panic!("{}: {other}", line.name),
    }
}

#[test]
fn frames() {
    for folder in vectors() {
        let mut count = 0;
        for line in lines(&folder.join("plug-and-charge.jsonl")) {
            if line.text("kind") != "frame" {
                continue;
            }
            let (verdict, inner) = verdict(&line);
            let expected = line.text("expect");
            let is_right = match expected.strip_prefix("callerror:") {
                Some(codes) => {
                    let code = verdict.strip_prefix("callerror:");
                    code.is_some_and(|code| codes.split('|').any(|one| one == code))
                }
                None if expected.starts_with("accept-frame-then-") => verdict == "accept",
                None => match expected.strip_prefix("accept-or-") {
                    Some(other) => verdict == "accept" || verdict == other,
                    None => verdict == expected,
                },
            };
            assert!(is_right, "{}: {verdict}, not {expected}", line.name);
            // Where the inner object is looked at, its verdict is that of the vectors.
            if let (Some(inner), Some(expected)) = (inner, line.json["innerValid"].as_bool()) {
                assert_eq!(inner, expected, "{}", line.name);
            }
            count += 1;
        }
        println!("{count} frames");
    }
}

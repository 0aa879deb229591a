//! CALLs of the other side that cannot be read.

use ocpp16::endpoint::{EndpointOptions, Incoming};
use ocpp16::messages::core::HeartbeatRequest;
use ocpp16::{ErrorKind, Options, Role};

use crate::ends::{End, at, called, station, transmitted, waits};

/// The ids of the two directions have nothing to do with each other (4.1.4).
#[test]
fn a_broken_call_ends_no_call_of_this_side() {
    for options in [Options::strict(), Options::tolerant()] {
        let options = EndpointOptions::default().with_read(options.with_max_frame(200));
        let mut station = End::new(Role::ChargePoint, options);
        let key = station.call(&HeartbeatRequest::new()).unwrap();
        let _frame = transmitted(&mut station, at(0));
        let id = "0000000057a71011-0";
        let long = "x".repeat(300);
        for rest in [
            "",
            ",",
            r#","Reset""#,
            r#","Reset",{"type":"Soft"}"#,
            r#","Reset",{"type":,}]"#,
            r#","Reset",{}]"#,
            r#","Nonsense",{}]"#,
            "]",
            &long,
        ] {
            let frame = format!(r#"[2,"{id}"{rest}"#);
            let incoming = station.hear(&frame);
            assert!(matches!(incoming, Incoming::Invalid(_)), "{frame}: {incoming:?}");
            assert_eq!(station.in_flight(), Some(key.id()), "{frame}");
            while let ocpp16::endpoint::Output::Transmit(_) = station.poll_output(at(0)) {}
        }
        // Nor does what may be an answer or not.
        for frame in [
            format!(r#"["3","{id}",{{}}]"#),
            format!(r#"[33,"{id}",{{}}]"#),
            format!(r#"[3,{id},{{}}]"#),
        ] {
            let incoming = station.hear(&frame);
            assert!(matches!(incoming, Incoming::Invalid(_)), "{frame}: {incoming:?}");
        }
        let answer = format!(r#"[3,"{id}",{{"currentTime":"2026-11-22T08:00:00Z"}}]"#);
        let Incoming::Answer(answer) = station.hear(&answer) else { panic!("it was ended") };
        assert!(answer.to(key).unwrap().is_ok());
    }
}

/// A CALL with a good head, as chargers send them, and a payload that is not JSON.
const NOT_JSON: [&str; 5] = [
    r#"[2,"8","GetConfiguration",{"key":[,"a"]}]"#,
    r#"[2,"8","RemoteStopTransaction",{"transactionId":,}]"#,
    "[2,\"8\",\"ClearCache\",{}]\0",
    r#"[2,"8","ClearCache",{}"#,
    r#"[2,"8"#,
];

#[test]
fn a_call_that_is_not_json_is_answered_in_tolerant_mode_alone() {
    for frame in NOT_JSON {
        let mut strict = station();
        let incoming = strict.hear(frame);
        assert!(
            matches!(&incoming, Incoming::Invalid(error) if error.kind() == ErrorKind::NotJson)
        );
        assert_eq!(waits(&mut strict, at(0)), None, "{frame}");

        let options = EndpointOptions::default().with_read(Options::tolerant());
        let mut tolerant = End::new(Role::ChargePoint, options);
        let incoming = tolerant.hear(frame);
        assert!(
            matches!(&incoming, Incoming::Invalid(error) if error.kind() == ErrorKind::NotJson)
        );
        if frame.ends_with('8') {
            assert_eq!(waits(&mut tolerant, at(0)), None, "it has no id");
            continue;
        }
        let answer = transmitted(&mut tolerant, at(0));
        assert!(answer.starts_with(r#"[4,"8","FormationViolation","#), "{answer}");
        assert_eq!(waits(&mut tolerant, at(0)), None, "one answer");
    }
    // Not UTF-8 is not JSON either.
    let options = EndpointOptions::default().with_read(Options::tolerant());
    let mut tolerant = End::new(Role::ChargePoint, options);
    let connection = tolerant.connection;
    let latin = b"[2,\"8\",\"DataTransfer\",{\"vendorId\":\"\xE9\"}]";
    let Incoming::Invalid(error) = tolerant.handle_frame(connection, latin) else { panic!() };
    assert_eq!((error.kind(), error.action()), (ErrorKind::NotUtf8, Some("DataTransfer")));
    assert!(transmitted(&mut tolerant, at(0)).starts_with(r#"[4,"8","FormationViolation","#));
}

#[test]
fn a_broken_answer_is_never_answered() {
    for options in [Options::strict(), Options::tolerant()] {
        let options = EndpointOptions::default().with_read(options);
        let mut station = End::new(Role::ChargePoint, options);
        let connection = station.connection;
        for frame in NOT_JSON {
            for kind in ["[3", "[4"] {
                let _: Incoming<'_> = station.hear(&frame.replace("[2", kind));
                assert_eq!(waits(&mut station, at(0)), None, "{frame}");
            }
        }
        let _: Incoming<'_> = station.handle_frame(connection, b"[3,\"8\",{\"a\":\"\xE9\"}]");
        assert_eq!(waits(&mut station, at(0)), None);
    }
}

/// PHP prints an object without members as a list without elements.
#[test]
fn an_empty_list_is_a_request_without_members_in_tolerant_mode() {
    let frame = r#"[2,"1","ClearCache",[]]"#;
    assert!(matches!(station().hear(frame), Incoming::Invalid(_)));
    let options = EndpointOptions::default().with_read(Options::tolerant());
    let mut tolerant = End::new(Role::ChargePoint, options);
    assert_eq!(called(&mut tolerant, frame).report.entries().len(), 1);
}

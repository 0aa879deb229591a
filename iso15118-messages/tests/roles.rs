//! Codecs of one role, kinds of messages, and responses with nothing but a response code.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use iso15118_messages::{ArenaBuf, DecodeErrorKind, EncodeError, din, iso2, iso20, sap};
use support::{all_records, bytes_of};

const OTHER_ROLE: DecodeErrorKind = DecodeErrorKind::Unsupported(exi::Unsupported::OtherRole);

/// Decodes and encodes all vectors of a set for each role. Returns how many there were of each.
macro_rules! each_role {
    ($set:literal, $($module:ident)::+, $message:ident, $kind_of:expr) => {{
        let (mut requests, mut responses) = (0, 0);
        for record in all_records(concat!($set, ".jsonl")) {
            let exi = bytes_of(&record, "exi");
            let mut memory = [const { ArenaBuf::<65536>::new() }; 3];
            let [both, one, other] = &mut memory;
            let Ok(message) = $($module)::+::$message::decode(&exi, &mut both.arena()) else {
                continue;
            };
            let Some(kind) = $kind_of(&message) else { continue };
            let request = $($module)::+::$message::decode_request(&exi, &mut one.arena());
            let response = $($module)::+::$message::decode_response(&exi, &mut other.arena());
            let (right, wrong) = match kind.is_request() {
                true => (request, response),
                false => (response, request),
            };
            assert_eq!(right.as_ref(), Ok(&message), "{kind}");
            let error = wrong.expect_err("of the other role");
            assert_eq!(error.kind(), OTHER_ROLE, "{kind}");
            assert_eq!($($module)::+::MessageKind::of(&error), Some(kind));

            let mut wire = vec![0; exi.len() + 16];
            let mut output = vec![0; exi.len() + 16];
            let length = message.encode(&mut wire).expect("was decoded");
            let request = message.encode_request(&mut output);
            let (right, wrong) = match kind.is_request() {
                true => (request, message.encode_response(&mut output)),
                false => (message.encode_response(&mut output), request),
            };
            assert_eq!(right, Ok(length), "{kind}");
            let other_role =
                EncodeError::Unsupported(iso15118_messages::exi::Unsupported::OtherRole);
            assert_eq!(wrong, Err(other_role), "{kind}");
            requests += usize::from(kind.is_request());
            responses += usize::from(!kind.is_request());
        }
        assert!(requests > 0 && responses > 0, "{requests} {responses}");
    }};
}

#[test]
fn a_role_reads_and_writes_its_messages_alone() {
    each_role!("sap", sap, Message, |message: &sap::Message<'_>| Some(message.kind()));
    each_role!("din", din, V2gMessage, |message: &din::V2gMessage<'_>| message.body.kind());
    each_role!("iso2", iso2, V2gMessage, |message: &iso2::V2gMessage<'_>| message.body.kind());
    each_role!("iso20-common", iso20::common, Message, |message: &iso20::common::Message<'_>| {
        Some(message.kind())
    });
    each_role!("iso20-ac", iso20::ac, Message, |m: &iso20::ac::Message<'_>| Some(m.kind()));
    each_role!("iso20-dc", iso20::dc, Message, |m: &iso20::dc::Message<'_>| Some(m.kind()));
    each_role!("iso20-wpt", iso20::wpt, Message, |m: &iso20::wpt::Message<'_>| Some(m.kind()));
    each_role!("iso20-acdp", iso20::acdp, Message, |m: &iso20::acdp::Message<'_>| {
        Some(m.kind())
    });
}

/// Cuts a message off everywhere: from the code of the message on, the error knows which it was.
#[test]
fn an_error_names_the_message() {
    let message = iso2::V2gMessage::new(
        &[1, 2, 3, 4, 5, 6, 7, 8],
        iso2::AuthorizationRes::new(iso2::ResponseCode::Ok, iso2::EvseProcessing::Ongoing),
    );
    let mut wire = [0; 32];
    let length = message.encode(&mut wire).expect("valid");
    let mut named = Vec::new();
    for cut in 0..length {
        let mut memory = ArenaBuf::<64>::new();
        let error =
            iso2::V2gMessage::decode(&wire[..cut], &mut memory.arena()).expect_err("it is cut off");
        named.push(iso2::MessageKind::of(&error));
    }
    let first = named.iter().position(Option::is_some).expect("the last ones are");
    assert!(named[first..].iter().all(|kind| *kind == Some(iso2::MessageKind::AuthorizationRes)));
    // The code of the message ends in the thirteenth byte: before it stand the EXI header, the start
    // of the header and the session id.
    assert_eq!(first, 13);
}

/// An arena that is too small is no reason not to know the message.
#[test]
fn a_full_arena_leaves_the_name() {
    let body = iso2::SessionSetupReq::new(&[1, 2, 3, 4, 5, 6]);
    let mut wire = [0; 32];
    let length = iso2::V2gMessage::new(&[0; 8], body).encode(&mut wire).expect("valid");
    let mut memory = ArenaBuf::<8>::new();
    let error = iso2::V2gMessage::decode_request(&wire[..length], &mut memory.arena())
        .expect_err("the arena is too small");
    assert!(matches!(error.kind(), DecodeErrorKind::Capacity { .. }));
    let kind = iso2::MessageKind::of(&error).expect("was read");
    assert_eq!(kind, iso2::MessageKind::SessionSetupReq);
    let body = kind.failed(iso2::ResponseCode::Failed).expect("a request has a response");
    assert_eq!(body.response_code(), Some(iso2::ResponseCode::Failed));
}

/// The responses with nothing but a code, there and back.
macro_rules! all_failed {
    ($($module:ident)::+, $kind:ident => $failed:expr, $code:expr, $code_of:expr) => {{
        let mut count = 0;
        for $kind in $($module)::+::MessageKind::ALL {
            let failed: Option<_> = $failed;
            assert_eq!(failed.is_some(), $kind.is_request(), "{}", $kind);
            let Some(message) = failed else { continue };
            let mut wire = [0; 1024];
            let length = message.encode_response(&mut wire)
                .unwrap_or_else(|error| panic!("{}: {error}", $kind));
            let mut memory = ArenaBuf::<2048>::new();
            let back = $($module)::+::decode(&wire[..length], &mut memory.arena());
            let back = back.unwrap_or_else(|error| panic!("{}: {error}", $kind));
            assert_eq!(back, message, "{}", $kind);
            assert_eq!($code_of(&back), Some($code), "{}", $kind);
            let name = $kind.as_str().replace("Req", "Res");
            assert_eq!(back.name(), name);
            count += 1;
        }
        count
    }};
}

#[test]
fn every_request_has_a_failed_response() {
    /// Adds functions that the macro calls by one name.
    macro_rules! with_decode {
        ($name:ident, $($module:ident)::+) => {
            mod $name {
                pub(super) use iso15118_messages::$($module)::+::MessageKind;
                pub(super) fn decode<'a>(
                    input: &[u8],
                    arena: &mut iso15118_messages::Arena<'a>,
                ) -> Result<iso15118_messages::$($module)::+::Message<'a>, iso15118_messages::DecodeError>
                {
                    iso15118_messages::$($module)::+::Message::decode_response(input, arena)
                }
            }
        };
    }
    with_decode!(handshake, sap);
    with_decode!(common, iso20::common);
    with_decode!(ac, iso20::ac);
    with_decode!(dc, iso20::dc);
    with_decode!(wpt, iso20::wpt);
    with_decode!(acdp, iso20::acdp);

    let code = sap::ResponseCode::FailedNoNegotiation;
    let code_of = |message: &sap::Message<'_>| match message {
        sap::Message::SupportedAppProtocolRes(response) => Some(response.response_code),
        sap::Message::SupportedAppProtocolReq(_) => None,
    };
    assert_eq!(all_failed!(handshake, kind => kind.failed(code), code, code_of), 1);

    let header = iso20::MessageHeader::new(&[7; 8], 1_700_000_000);
    let code = iso20::ResponseCode::FailedSequenceError;
    /// Counts the responses of a set of ISO 15118-20.
    macro_rules! iso20_set {
        ($name:ident) => {
            all_failed!($name, kind => kind.failed(header, code), code, |message: &iso20::$name::Message<'_>| {
                assert_eq!(message.header(), &header);
                message.response_code()
            })
        };
    }
    assert_eq!(iso20_set!(common), 13);
    assert_eq!(iso20_set!(ac), 2);
    assert_eq!(iso20_set!(dc), 5);
    assert_eq!(iso20_set!(wpt), 6);
    assert_eq!(iso20_set!(acdp), 4);
}

/// The bodies of DIN SPEC 70121 and ISO 15118-2.
#[test]
fn every_body_has_a_failed_response() {
    /// Encodes and decodes the response to each request.
    macro_rules! bodies {
        ($set:ident, $expected:literal) => {{
            let code = $set::ResponseCode::FailedSequenceError;
            let mut count = 0;
            for kind in $set::MessageKind::ALL {
                let failed = kind.failed(code);
                assert_eq!(failed.is_some(), kind.is_request(), "{kind}");
                let Some(body) = failed else { continue };
                let message = $set::V2gMessage::new(&[7; 8], body);
                let mut wire = [0; 512];
                let length = message.encode_response(&mut wire).expect("valid");
                let mut memory = ArenaBuf::<1024>::new();
                let back = $set::V2gMessage::decode_response(&wire[..length], &mut memory.arena());
                assert_eq!(back, Ok(message), "{kind}");
                assert_eq!(body.response_code(), Some(code), "{kind}");
                assert_eq!(body.name(), kind.as_str().replace("Req", "Res"));
                count += 1;
            }
            assert_eq!(count, $expected);
        }};
    }
    bodies!(iso2, 17);
    bodies!(din, 17);
}

/// Collects the values of `Id`, and the units of what is a voltage or a current by its name.
fn look(name: &str, value: &serde_json::Value, ids: &mut Vec<String>) {
    if let Some(items) = value.as_array() {
        return items.iter().for_each(|item| look(name, item, ids));
    }
    let Some(members) = value.as_object() else { return };
    if members.contains_key("Multiplier") {
        let unit = if name.contains("Voltage") { "V" } else { "A" };
        assert_eq!(members.get("Unit").and_then(|unit| unit.as_str()), Some(unit), "{name}");
    }
    for (name, value) in members {
        if name == "Id" {
            ids.extend(value.as_str().map(str::to_owned));
        }
        look(name, value, ids);
    }
}

/// Vehicles refuse a voltage in hours, and XML an `xs:ID` that stands twice.
#[test]
fn failed_responses_have_the_units_and_ids_that_a_peer_expects() {
    let bodies = iso2::MessageKind::ALL.into_iter().filter_map(|kind| {
        let body = kind.failed(iso2::ResponseCode::Failed)?;
        Some(serde_json::to_value(iso2::V2gMessage::new(&[7; 8], body)))
    });
    let of_din = din::MessageKind::ALL.into_iter().filter_map(|kind| {
        let body = kind.failed(din::ResponseCode::Failed)?;
        Some(serde_json::to_value(din::V2gMessage::new(&[7; 8], body)))
    });
    let header = iso20::MessageHeader::new(&[7; 8], 0);
    let of_iso20 = iso20::common::MessageKind::ALL.into_iter().filter_map(|kind| {
        Some(serde_json::to_value(kind.failed(header, iso20::ResponseCode::Failed)?))
    });
    let mut all = 0;
    for json in bodies.chain(of_din).chain(of_iso20) {
        let mut ids = Vec::new();
        look("", &json.expect("messages are JSON"), &mut ids);
        all += ids.len();
        ids.sort();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }
    assert!(all > 5, "{all}");
}

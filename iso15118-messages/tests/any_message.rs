//! One entry point for whole sessions, with what every message has.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use core::error::Error;

use iso15118_messages::sap::Message;
use iso15118_messages::{
    AnyMessage, AnyResponseCode, ArenaBuf, PayloadType, Protocol, ResponseClass, SessionError,
};
use support::{bytes_of, example_records, shared_records};

/// Plays a session as a gateway would: the handshake decides what follows.
fn play(records: &[serde_json::Value]) -> usize {
    let mut protocol = Protocol::Handshake;
    let mut offer: Vec<(u8, String)> = Vec::new();
    let mut session: Option<Vec<u8>> = None;
    let mut count = 0;
    for record in records {
        let text = record["payload_type"].as_str().expect("a string");
        let code = u16::from_str_radix(text.trim_start_matches("0x"), 16).expect("a number");
        let payload_type = PayloadType::new(code);
        if !payload_type.is_exi() {
            continue;
        }
        let mut memory = ArenaBuf::<16384>::new();
        let exi = bytes_of(record, "exi");
        let message = AnyMessage::decode(payload_type, protocol, &exi, &mut memory.arena())
            .unwrap_or_else(|error| panic!("{}: {error}", record["message"]));
        let name = record["message"].as_str().expect("a string");
        assert_eq!(message.name(), name);
        assert_eq!(message.is_request(), record["dir"] == "ev->se", "{name}");
        assert_eq!(message.payload_type(), payload_type, "{name}");
        assert_eq!(message.response_code().is_none(), message.is_request(), "{name}");
        let owned = AnyMessage::decode_owned(payload_type, protocol, &exi);
        let owned = owned.expect("decodes");
        assert_eq!(owned.get(), &message, "{name}");
        assert_eq!(owned.encode_to_vec().as_ref(), Ok(&exi), "{name}");
        assert_eq!(message.encode_to_vec().as_ref(), Ok(&exi), "{name}");
        let json = serde_json::to_value(&owned).expect("messages are JSON");
        assert!(json.to_string().contains(name), "{name}: {json}");
        if !message.is_request() {
            assert_eq!(message.response_class(), Some(ResponseClass::Ok), "{name}");
        }
        let mut wire = [0; 8192];
        let len = message.encode(&mut wire).expect("was decoded");
        assert_eq!(&wire[..len], exi, "{name}");
        match message {
            AnyMessage::Sap(Message::SupportedAppProtocolReq(request)) => {
                offer = request
                    .app_protocol
                    .iter()
                    .map(|entry| (entry.schema_id, entry.protocol_namespace.to_owned()))
                    .collect();
            }
            AnyMessage::Sap(Message::SupportedAppProtocolRes(response)) => {
                let chosen = offer.iter().find(|(id, _)| Some(*id) == response.schema_id);
                let (_, namespace) = chosen.expect("an entry of the offer");
                protocol = Protocol::of_namespace(namespace).expect("a standard's namespace");
            }
            _ => {
                let id = message.session_id().expect("all but the handshake have one");
                // The response to the setup has the id for the rest of the session.
                if name == "SessionSetupRes" {
                    session = Some(id.to_vec());
                } else if let Some(session) = &session {
                    assert_eq!(id, session, "{name}");
                }
            }
        }
        count += 1;
    }
    count
}

#[test]
fn a_plug_and_charge_session() {
    assert_eq!(play(&example_records("iso2_ac_pnc.jsonl")), 28);
}

#[test]
fn a_session_of_iso_15118_20() {
    let records = shared_records("sessions/iso20_dc.jsonl");
    let count = play(&records);
    assert!(records.is_empty() || count > 30, "{count}");
}

#[test]
fn payload_types_without_messages_are_told_apart_from_bad_payloads() {
    let mut memory = ArenaBuf::<64>::new();
    let mut decode = |payload_type, protocol| {
        AnyMessage::decode(payload_type, protocol, &[0x80], &mut memory.arena()).map(|_| ())
    };
    for (payload_type, protocol) in [
        (PayloadType::COMMON_MAIN_STREAM, Protocol::Iso2),
        (PayloadType::V2G_EXI, Protocol::Iso20),
        (PayloadType::SCHEDULE_RENEGOTIATION, Protocol::Iso20),
        (PayloadType::SDP_REQUEST, Protocol::Handshake),
    ] {
        let expected = SessionError::PayloadType { payload_type, protocol };
        assert_eq!(decode(payload_type, protocol), Err(expected));
    }
    let error = decode(PayloadType::V2G_EXI, Protocol::Din).expect_err("too short");
    assert!(matches!(error, SessionError::Decode { name: None, .. }));
    assert!(error.source().is_some());
}

#[test]
fn namespaces_of_vendors_have_no_protocol() {
    assert_eq!(Protocol::of_namespace("urn:iso:std:iso:15118:-20:DC"), Some(Protocol::Iso20));
    assert_eq!(Protocol::of_namespace("urn:din:70121:2012:MsgDef"), Some(Protocol::Din));
    assert_eq!(Protocol::of_namespace("urn:vendor:din:2018:MsgDef"), None);
}

#[test]
fn classes_of_response_codes() {
    use iso15118_messages::{din, iso2, iso20, sap};
    let count = |codes: &[AnyResponseCode]| {
        let of = |class| codes.iter().filter(|code| code.class() == class).count();
        (of(ResponseClass::Ok), of(ResponseClass::Warning), of(ResponseClass::Failed))
    };
    assert_eq!(count(&iso2::ResponseCode::ALL.map(AnyResponseCode::from)), (4, 0, 22));
    let iso20 = iso20::ResponseCode::ALL.map(AnyResponseCode::from);
    let (ok, warning, failed) = count(&iso20);
    assert_eq!((ok, warning), (5, 16));
    assert_eq!(ok + warning + failed, iso20.len());
    assert_eq!(count(&din::ResponseCode::ALL.map(AnyResponseCode::from)).1, 0);
    assert_eq!(count(&sap::ResponseCode::ALL.map(AnyResponseCode::from)), (2, 0, 1));
    assert_eq!(iso2::ResponseCode::FailedSequenceError.class(), ResponseClass::Failed);
}

//! Values against the schema, reported instead of refused: what a gateway reads and sends on.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::{
    ArenaBuf, DecodeErrorKind, DecodeOptions, Encode, EncodeError, EncodeOptions, Facet, Report,
};
use iso15118_messages::iso2::{AbstractBodyBase, Body, MessageHeader, SessionSetupReq, V2gMessage};
use support::{Message, all_records, bytes_of, schema, xml};

const READ_ON: DecodeOptions = DecodeOptions::new().report_facets(true);
const WRITE_ON: EncodeOptions = EncodeOptions::new().report_facets(true);

#[test]
fn what_only_violates_the_schema_is_read_and_written_unchanged() {
    let (mut reported, mut refused) = (0, 0);
    for record in all_records("negative.jsonl") {
        if record["kind"] != "document" {
            continue;
        }
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let what = format!("{} {}", record["id"], record["mutation"]);
        let result = Message::decode_reporting(set, &exi);
        let error = match Message::decode(set, &exi) {
            Ok(message) => {
                let (same, report) = result.unwrap_or_else(|error| panic!("{what}: {error}"));
                assert!(same == message && report.violations.is_empty(), "{what}");
                continue;
            }
            Err(error) => error,
        };
        let trace = exi::grammar::trace_with(schema(set), &exi, READ_ON);
        let (message, report) = match (error.kind(), result) {
            (DecodeErrorKind::Facet(_), Ok(read)) => read,
            (DecodeErrorKind::Facet(_), Err(later)) => {
                // What comes later in the document, or a number that no field holds.
                let no_room =
                    later == error && error.kind() == DecodeErrorKind::Facet(Facet::Range);
                let surrogate = DecodeErrorKind::Facet(Facet::Character);
                let no_char = later == error && error.kind() == surrogate;
                assert!(later.bit_offset() > error.bit_offset() || no_room || no_char, "{what}");
                refused += 1;
                continue;
            }
            (_, result) => {
                assert_eq!(result.err(), Some(error), "{what}");
                continue;
            }
        };
        reported += 1;
        // What is reported first is what would have been refused.
        let first = report.violations.first.expect("at least one");
        assert_eq!(DecodeErrorKind::Facet(first.facet), error.kind(), "{what}");
        assert_eq!(first.bit, error.bit_offset(), "{what}");
        // The trace marks each of them.
        let marks = trace.steps.iter().filter(|step| step.violation.is_some()).count();
        assert_eq!((marks, trace.error), (report.violations.count, None), "{what}");
        if let Some(xml) = record["xml"].as_str() {
            xml::compare(&message.json, xml).unwrap_or_else(|e| panic!("{what}: {e}"));
        }
        if record["canonical"] == true {
            assert_eq!(message.encoded, exi[..report.bytes], "{what}");
        }
        // By way of JSON the same.
        let text = message.json.to_string();
        let error = Message::from_json(set, &text).map(drop).expect_err("a violation");
        assert!(matches!(error.kind(), exi::json::JsonErrorKind::Facet(_)), "{what}: {error}");
        let again = Message::from_json_with(set, &text, WRITE_ON)
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(again == message, "{what}");
    }
    assert!(reported > 10, "{reported} reported, {refused} refused");
    if support::shared().is_some() {
        assert!(reported > 200, "{reported} reported, {refused} refused");
    }
}

/// Encodes with violations let pass, and decodes what comes out.
fn send_on(message: &V2gMessage<'_>) -> (Vec<u8>, Report) {
    let exi = message.encode_to_vec_with(WRITE_ON).expect("it can be written");
    let mut memory = ArenaBuf::<1024>::new();
    let (read, report) =
        V2gMessage::decode_with(&exi, &mut memory.arena(), READ_ON).expect("it can be read");
    assert_eq!(read, *message);
    (exi, report)
}

#[test]
fn an_abstract_element_is_a_variant_of_its_own() {
    let header = MessageHeader { session_id: &[1; 8], notification: None, signature: None };
    let body = Body::BodyElement(AbstractBodyBase);
    let message = V2gMessage { header, body };
    let (exi, report) = send_on(&message);
    // Header byte, roots, session id; then the event code of `BodyElement`.
    let first = report.violations.first.map(|first| (first.facet, first.bit));
    assert_eq!((report.violations.count, first), (1, Some((Facet::Abstract, 94))));
    assert_eq!(message.body.name(), "BodyElement");
    // By default both directions refuse it.
    let mut memory = ArenaBuf::<1024>::new();
    let error = V2gMessage::decode(&exi, &mut memory.arena()).expect_err("it is abstract");
    assert_eq!(error.kind(), DecodeErrorKind::Facet(Facet::Abstract));
    let refused = message.encode_to_vec().expect_err("it is abstract");
    assert!(matches!(refused, EncodeError::Facet { facet: Facet::Abstract, .. }));
    let json = serde_json::to_string(&message).expect("messages have a JSON form");
    assert!(json.contains(r#""Body":{"BodyElement":{}}"#), "{json}");
}

#[test]
fn an_evccid_of_the_wrong_length_is_sent_on() {
    let header = MessageHeader { session_id: &[], notification: None, signature: None };
    let body = Body::SessionSetupReq(SessionSetupReq { evcc_id: &[1; 8] });
    let (exi, report) = send_on(&V2gMessage { header, body });
    assert_eq!(report.bytes, exi.len());
    assert_eq!(report.violations.first.map(|first| first.facet), Some(Facet::Length));
}

//! Recorded sessions: what real peers send decodes, encodes to the same bytes, and has the values
//! that were recorded with it.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use serde_json::Value;
use support::{Message, bytes_of, example_records, shared_records, xml};

fn check(record: &Value, set: &str) -> Message {
    let what = format!("{}, {}", record["index"], record["message"]);
    let exi = bytes_of(record, "exi");
    let message = Message::decode(set, &exi).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(message.encoded, exi, "{what}");
    message
}

#[test]
fn plug_and_charge_session_between_two_programs() {
    let mut count = 0;
    for record in &example_records("iso2_ac_pnc.jsonl") {
        let set = match record["namespace"].as_str() {
            Some("urn:iso:15118:2:2010:AppProtocol") => "sap",
            Some("urn:iso:15118:2:2013:MsgDef") => "iso2",
            Some(other) => panic!("namespace {other}"),
            // SECC discovery is not EXI.
            None => continue,
        };
        let message = check(record, set);
        assert_eq!(message.json, record["json"], "{}", record["message"]);
        let again = Message::from_json(set, &record["json"].to_string()).expect("recorded JSON");
        assert!(again == message);
        count += 1;
    }
    assert_eq!(count, 28);
}

#[test]
fn session_of_a_car() {
    let records = shared_records("captures/iso2-dc__audi.jsonl");
    let mut count = 0;
    for record in &records {
        let set = match record["protocol"].as_str() {
            Some("SAP") => "sap",
            Some("ISO15118-2") => "iso2",
            _ => continue,
        };
        if !record["exi"].is_string() {
            continue;
        }
        let message = check(record, set);
        let xml = record["xml"].as_str().expect("decoded records have XML");
        xml::compare(&message.json, xml)
            .unwrap_or_else(|error| panic!("{}: {error}", record["index"]));
        count += 1;
    }
    assert!(records.is_empty() || count > 100, "{count} messages");
}

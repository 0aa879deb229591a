//! Streams of encoders that use the string table although ISO 15118 says not to.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::{DecodeErrorKind, DecodeOptions, Owned, Unsupported};
use iso15118_messages::{iso2, sap};
use serde_json::Value;
use support::{bytes_of, shared_records};

fn decode(set: &str, exi: &[u8], options: DecodeOptions) -> Result<Vec<u8>, exi::DecodeError> {
    Ok(match set {
        "sap" => Owned::<sap::Message<'static>>::decode_with(exi, options)?.0.get().encode_to_vec(),
        _ => Owned::<iso2::V2gMessage<'static>>::decode_with(exi, options)?.0.get().encode_to_vec(),
    }
    .expect("what was decoded encodes"))
}

fn records() -> Vec<Value> {
    let mut records = shared_records("exi/exotic.jsonl");
    records.retain(|record| {
        record["case"] == "string-table-hits"
            && record["options"] == "EXI defaults"
            && (record["set"] == "sap" || record["set"] == "iso2")
            && record["kind"] != "fragment"
    });
    records
}

#[test]
fn hits_are_refused_by_default_and_read_on_request() {
    for record in records() {
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let error = decode(set, &exi, DecodeOptions::new()).expect_err("there are hits");
        let refused = DecodeErrorKind::Unsupported(Unsupported::StringTable);
        assert_eq!(error.kind(), refused, "{}", record["id"]);
        let options = DecodeOptions::new().string_table_hits(true);
        let literal =
            decode(set, &exi, options).unwrap_or_else(|e| panic!("{}: {e}", record["id"]));
        assert_eq!(literal, bytes_of(&record, "exi_literal"), "{}", record["id"]);
    }
}

#[test]
fn a_second_namespace_can_be_a_hit_on_the_first() {
    // Two entries of an offer, encoded with EXI's default options: 43 instead of 70 bytes.
    let offer = support::shipped_records("string_table.jsonl");
    let record = &offer[0];
    let options = DecodeOptions::new().string_table_hits(true);
    let literal = decode("sap", &bytes_of(record, "exi"), options).expect("hits are accepted");
    assert_eq!(literal, bytes_of(record, "exi_literal"));
}

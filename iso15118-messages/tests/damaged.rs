//! Damaged and non-canonical streams, judged by the `expect` of each record.
#![cfg(all(feature = "sap", feature = "iso2", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::DecodeErrorKind;
use serde_json::Value;
use support::{Message, all_records, bytes_of, xml};

fn records() -> Vec<Value> {
    let mut records = all_records("negative.jsonl");
    records.retain(|record| {
        record["kind"] == "document" && (record["set"] == "sap" || record["set"] == "iso2")
    });
    assert!(!records.is_empty());
    records
}

#[test]
fn what_is_damaged_is_refused_and_what_is_not_is_accepted() {
    let records = records();
    for record in &records {
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(record, "exi");
        let what = format!("{} {}", record["id"], record["mutation"]);
        let result = Message::decode(set, &exi);
        match record["expect"].as_str() {
            Some("accept") => {
                let message = result.unwrap_or_else(|error| panic!("{what}: {error}"));
                let xml = record["xml"].as_str().expect("accepted records have XML");
                xml::compare(&message.json(), xml).unwrap_or_else(|e| panic!("{what}: {e}"));
                // Bytes behind the document are not part of it.
                let unread = record["unread"].as_u64().unwrap_or(0) as usize;
                let encoded = message.encode().unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(encoded, exi[..exi.len() - unread], "{what}");
            }
            Some("reject" | "reject-invalid") => {
                let Err(error) = result else { panic!("{what} is accepted") };
                let truncated = record["mutation"].as_str().is_some_and(|m| m.starts_with("trunc"));
                if truncated {
                    assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{what}");
                }
                assert!(error.bit_offset() < 8 * exi.len().max(1), "{what}: {error}");
            }
            Some("either") => {
                if let (Ok(message), Some(xml)) = (result, record["xml"].as_str()) {
                    xml::compare(&message.json(), xml).unwrap_or_else(|e| panic!("{what}: {e}"));
                }
            }
            other => panic!("{what}: expectation {other:?}"),
        }
    }
    if support::shared().is_some() {
        assert_eq!(records.len(), 964);
    }
}

#[test]
fn the_tables_judge_like_the_codec() {
    for record in records() {
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let trace = exi::grammar::trace(support::schema(set), &exi);
        let codec = Message::decode(set, &exi).err();
        let what = format!("{} {}", record["id"], record["mutation"]);
        assert_eq!(
            trace.error.map(|error| (error.kind(), error.bit_offset())),
            codec.map(|error| (error.kind(), error.bit_offset())),
            "{what}"
        );
    }
}

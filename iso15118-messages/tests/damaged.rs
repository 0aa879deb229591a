//! Damaged and non-canonical streams, judged by the `expect` of each record.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::{ArenaBuf, DecodeErrorKind};
use serde_json::Value;
use support::{Message, all_records, bytes_of, decode_canonical, xml};

fn records() -> Vec<Value> {
    let mut records = all_records("negative.jsonl");
    records.retain(|record| record["kind"] == "document");
    assert!(!records.is_empty());
    records
}

/// Four variants of one DIN message whose fault text has exactly 64 characters, as many as the
/// schema allows, but 105 UTF-16 units: the validator that judged them counted those. What is
/// mutated in them (integers with more octets than needed, empty values) is accepted elsewhere.
fn is_misjudged(record: &Value) -> bool {
    record["base"] == "n-din-CertificateUpdateReq-1"
        && record["id"].as_str().is_some_and(|id| MISJUDGED.contains(&id))
}

const MISJUDGED: [&str; 4] = ["n00488", "n00494", "n00500", "n00512"];

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
                xml::compare(&message.json, xml).unwrap_or_else(|e| panic!("{what}: {e}"));
                // Bytes after the document are not part of it.
                let unread = record["unread"].as_u64().unwrap_or(0) as usize;
                assert_eq!(message.encoded, exi[..exi.len() - unread], "{what}");
            }
            Some("reject-invalid") if is_misjudged(record) => {
                assert!(result.is_ok(), "{what}: the exception is needed no more");
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
                    xml::compare(&message.json, xml).unwrap_or_else(|e| panic!("{what}: {e}"));
                }
            }
            other => panic!("{what}: expectation {other:?}"),
        }
    }
    if support::shared().is_some() {
        assert_eq!(records.len(), 3304);
    }
}

#[test]
fn canonical_decoding_refuses_what_only_the_default_accepts() {
    let mut memory = Box::new(ArenaBuf::new());
    let (mut taken, mut refused) = (0, 0);
    for record in records() {
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let what = format!("{} {}", record["id"], record["mutation"]);
        let result = decode_canonical(set, &exi, &mut memory);
        let message = match Message::decode(set, &exi) {
            Ok(message) => message,
            Err(error) => {
                assert_eq!(result, Err(error), "{what}");
                continue;
            }
        };
        let unread = record["unread"].as_u64().unwrap_or(0) as usize;
        match result {
            Ok(()) => {
                assert_eq!(message.encoded, exi, "{what}");
                taken += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), DecodeErrorKind::NonCanonical, "{what}");
                // Up to there the input is what the encoder writes, and not beyond.
                let bit = error.bit_offset();
                let same = |bits: usize| {
                    let bit_of = |data: &[u8], at: usize| data[at / 8] >> (7 - at % 8) & 1;
                    (0..bits).all(|at| bit_of(&exi, at) == bit_of(&message.encoded, at))
                };
                assert!(same(bit), "{what}: bit {bit}");
                assert!(bit == 8 * message.encoded.len() || !same(bit + 1), "{what}: bit {bit}");
                refused += 1;
            }
        }
        // The independent encoder's word for it.
        if record["canonical"] == true {
            assert_eq!(result.is_ok(), unread == 0, "{what}");
        }
    }
    assert!(taken > 0 && refused > 0, "{taken} taken, {refused} refused");
}

#[test]
fn the_tables_judge_like_the_codec() {
    for record in records() {
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let trace = exi::grammar::trace(support::schema(set), &exi);
        let codec = Message::decode(set, &exi).err();
        let what = format!("{} {}", record["id"], record["mutation"]);
        // Where the input ends inside a run of bits that is read at once, the codec does not know
        // in which of them.
        let known = |error: exi::DecodeError| match error.kind() {
            DecodeErrorKind::Truncated => (error.kind(), 0),
            kind => (kind, error.bit_offset()),
        };
        assert_eq!(trace.error.map(known), codec.map(known), "{what}");
    }
}

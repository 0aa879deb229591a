//! Valid documents of an independent encoder: decode, encode to the same bytes, and have the values
//! of the XML in the right fields.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::grammar::{StepKind, path, trace};
use exi::{ArenaBuf, DecodeErrorKind};
use serde_json::Value;
use support::{Message, SETS, all_records, bytes_of, hex, schema, try_decode, xml};

fn documents(set: &str) -> Vec<Value> {
    let mut records = all_records(&format!("{set}.jsonl"));
    records.retain(|record| record["kind"] == "document");
    assert!(!records.is_empty());
    records
}

/// The encodings that count as right, the first one being the oracle's.
fn encodings(record: &Value) -> Vec<Vec<u8>> {
    let mut all = vec![bytes_of(record, "exi")];
    for other in record["exi_alt"].as_array().into_iter().flatten() {
        all.push(hex(other.as_str().expect("hexadecimal")));
    }
    all
}

#[test]
fn every_document_decodes_and_encodes_to_the_same_bytes() {
    let mut count = 0;
    for set in SETS {
        for record in documents(set) {
            let right = encodings(&record);
            let id = &record["id"];
            let first = Message::decode(set, &right[0]).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert!(right.contains(&first.encoded), "{id} is encoded otherwise");
            for other in &right[1..] {
                let message = Message::decode(set, other).unwrap_or_else(|e| panic!("{id}: {e}"));
                assert!(message == first, "{id}: another form decodes otherwise");
            }
            count += 1;
        }
    }
    if support::shared().is_some() {
        assert_eq!(count, 1675);
    }
}

#[test]
fn values_are_in_the_fields_of_their_names() {
    for set in SETS {
        for record in documents(set) {
            let id = &record["id"];
            let message = Message::decode(set, &bytes_of(&record, "exi")).expect("decodes");
            let xml = record["xml"].as_str().expect("a string");
            xml::compare(&message.json, xml).unwrap_or_else(|e| panic!("{id}: {e}"));
        }
    }
}

#[test]
fn xml_is_what_was_encoded() {
    for set in SETS {
        for record in documents(set) {
            let ours =
                exi::grammar::to_xml(schema(set), &bytes_of(&record, "exi")).expect("decodes");
            let theirs = record["xml"].as_str().expect("a string");
            xml::same(&ours, theirs).unwrap_or_else(|e| panic!("{}: {e}", record["id"]));
        }
    }
}

#[test]
fn json_reads_back_as_the_same_message() {
    for set in SETS {
        for record in documents(set) {
            let id = &record["id"];
            let message = Message::decode(set, &bytes_of(&record, "exi")).expect("decodes");
            let text = message.json.to_string();
            let again = Message::from_json(set, &text).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert!(again == message, "{id}: {text}");
        }
    }
}

#[test]
fn every_proper_prefix_is_truncated() {
    let mut memory = Box::new(ArenaBuf::new());
    for set in SETS {
        for record in documents(set) {
            for exi in encodings(&record) {
                for end in 0..exi.len() {
                    let prefix = &exi[..end];
                    let error = try_decode(set, prefix, &mut memory).expect_err("a prefix");
                    let id = &record["id"];
                    assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{id}, {end} bytes");
                    assert!(error.bit_offset() < (8 * end).max(1), "{id}, {end} bytes");
                }
            }
        }
    }
}

#[test]
fn the_path_of_a_truncation_leads_to_where_it_is() {
    let mut memory = Box::new(ArenaBuf::new());
    for set in SETS {
        for record in documents(set) {
            let exi = bytes_of(&record, "exi");
            // Each path costs a decode of the whole message; a few of the long ones will do.
            let step = if exi.len() < 200 { 1 } else { exi.len() / 20 };
            for end in (1..exi.len()).step_by(step) {
                let error = try_decode(set, &exi[..end], &mut memory).expect_err("a prefix");
                let bit = error.bit_offset();
                let found = path(schema(set), &exi[..end], bit);
                let real = path(schema(set), &exi, bit);
                let real: Vec<&str> = real.segments().collect();
                let found: Vec<&str> = found.segments().collect();
                assert!(
                    real.starts_with(&found),
                    "{}, {end} bytes, bit {bit}: {found:?} is not on the way to {real:?}",
                    record["id"],
                );
            }
        }
    }
}

#[test]
fn traces_cover_every_bit() {
    for set in SETS {
        for record in documents(set) {
            let exi = bytes_of(&record, "exi");
            let trace = trace(schema(set), &exi);
            let id = &record["id"];
            assert_eq!(trace.error, None, "{id}");
            // Behind the header, one event begins where the one before ends.
            let mut bit = 8;
            let mut depth = 0;
            for step in &trace.steps {
                assert_eq!(step.bit, bit, "{id}: {}", trace.path(step));
                bit += step.width;
                match step.kind {
                    StepKind::Start => depth += 1,
                    StepKind::End => depth -= 1,
                    StepKind::Attribute | StepKind::Characters => {}
                    StepKind::EndOfFragment => panic!("{id}: a document, not a fragment"),
                }
            }
            assert_eq!(depth, 0, "{id}");
            assert_eq!(bit.div_ceil(8), exi.len(), "{id}");
        }
    }
}

//! Fragments: what XML signatures are made over.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::DecodeErrorKind;
use exi::grammar::{StepKind, path, trace};
use serde_json::Value;
use support::{
    FRAGMENT_SETS, Message, all_records, bytes_of, fragment_schema, hex, shared_records, xml,
};

fn fragments(set: &str) -> Vec<Value> {
    let mut records = all_records(&format!("{set}.jsonl"));
    records.retain(|record| record["kind"] == "fragment");
    assert!(!records.is_empty(), "{set}");
    records
}

#[test]
fn every_fragment_decodes_and_encodes_to_the_same_bytes() {
    let mut count = 0;
    for set in FRAGMENT_SETS {
        for record in fragments(set) {
            let id = &record["id"];
            let exi = bytes_of(&record, "exi");
            let message =
                Message::decode_fragment(set, &exi).unwrap_or_else(|error| panic!("{id}: {error}"));
            let mut right = vec![exi];
            for other in record["exi_alt"].as_array().into_iter().flatten() {
                right.push(hex(other.as_str().expect("hexadecimal")));
            }
            assert!(right.contains(&message.encoded), "{id} is encoded otherwise");
            for other in &right[1..] {
                assert_eq!(Message::decode_fragment(set, other).as_ref(), Ok(&message), "{id}");
            }
            let xml = record["xml"].as_str().expect("a string");
            xml::compare(&message.json, xml).unwrap_or_else(|error| panic!("{id}: {error}"));
            let ours = exi::grammar::to_xml(fragment_schema(set), &right[0]).expect("decodes");
            xml::same(&ours, xml).unwrap_or_else(|error| panic!("{id}: {error}"));
            let again = Message::fragment_from_json(set, &message.json.to_string());
            assert_eq!(again.as_ref(), Ok(&message), "{id}");
            count += 1;
        }
    }
    if support::shared().is_some() {
        assert_eq!(count, 469);
    }
}

#[test]
fn prefixes_are_truncated_and_traces_cover_every_bit() {
    for set in FRAGMENT_SETS {
        let schema = fragment_schema(set);
        for record in fragments(set) {
            let id = &record["id"];
            let exi = bytes_of(&record, "exi");
            let trace = trace(schema, &exi);
            assert_eq!(trace.error, None, "{id}");
            let mut bit = 8;
            for step in &trace.steps {
                assert_eq!(step.bit, bit, "{id}: {}", trace.path(step));
                bit += step.width;
            }
            assert_eq!(trace.steps.last().map(|step| step.kind), Some(StepKind::EndOfFragment));
            assert_eq!(bit.div_ceil(8), exi.len(), "{id}");
            let step = if exi.len() < 400 { 1 } else { exi.len() / 100 };
            for end in (0..exi.len()).step_by(step) {
                let error = Message::decode_fragment(set, &exi[..end]).expect_err("a prefix");
                assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{id}, {end} bytes");
                let bit = error.bit_offset();
                let found = path(schema, &exi[..end], bit);
                let real = path(schema, &exi, bit);
                let real: Vec<&str> = real.segments().collect();
                let found: Vec<&str> = found.segments().collect();
                assert!(real.starts_with(&found), "{id}, {end} bytes: {found:?}, {real:?}");
            }
        }
    }
}

#[test]
fn damaged_fragments_are_judged_right() {
    let mut count = 0;
    for record in all_records("negative.jsonl") {
        if record["kind"] != "fragment" {
            continue;
        }
        let set = record["set"].as_str().expect("a string");
        let exi = bytes_of(&record, "exi");
        let what = format!("{} {}", record["id"], record["mutation"]);
        let result = Message::decode_fragment(set, &exi);
        let equal = |message: &Message| {
            if let Some(xml) = record["xml"].as_str() {
                xml::compare(&message.json, xml).unwrap_or_else(|e| panic!("{what}: {e}"));
            }
        };
        match record["expect"].as_str() {
            Some("accept") => {
                let message = result.unwrap_or_else(|error| panic!("{what}: {error}"));
                equal(&message);
                let unread = record["unread"].as_u64().unwrap_or(0) as usize;
                assert_eq!(message.encoded, exi[..exi.len() - unread], "{what}");
            }
            // A `SignatureProperty` without the element that the schema demands: all valid vectors
            // of this root are like that, and these differ from them in a letter of a URI or one more of it.
            Some("reject-invalid")
                if EMPTY_PROPERTIES.contains(&record["id"].as_str().unwrap_or("")) =>
            {
                assert!(result.is_ok(), "{what}: the exception is needed no more");
            }
            Some("reject" | "reject-invalid") => assert!(result.is_err(), "{what} is accepted"),
            _ => {
                if let Ok(message) = result {
                    equal(&message);
                }
            }
        }
        count += 1;
    }
    assert!(support::shared().is_none() || count == 595, "{count}");
}

const EMPTY_PROPERTIES: [&str; 6] = ["n11561", "n11564", "n11567", "n11570", "n11573", "n11582"];

/// What two programs made their digests and signatures over.
#[test]
fn fragments_of_a_recorded_session() {
    let mut count = 0;
    for side in ["evcc", "secc"] {
        for record in shared_records(&format!("sessions/iso2_ac_pnc.{side}.fragments.jsonl")) {
            let set = match record["namespace"].as_str() {
                Some("http://www.w3.org/2000/09/xmldsig#") => "xmldsig",
                Some("urn:iso:15118:2:2013:MsgDef") => "iso2",
                other => panic!("namespace {other:?}"),
            };
            let exi = bytes_of(&record, "exi");
            let message = Message::decode_fragment(set, &exi).expect("a recorded fragment");
            assert_eq!(message.encoded, exi);
            assert_eq!(message.json, record["json"]);
            count += 1;
        }
    }
    assert!(support::shared().is_none() || count > 3, "{count}");
}

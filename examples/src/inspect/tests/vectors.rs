//! The recordings and test data beside the project, where they are at hand.
//!
//! They are not part of the repository (some may not be copied): without `../shared/vectors` beside
//! the workspace there is nothing to do here.

use std::path::{Path, PathBuf};

use super::{kinds, records};
use crate::inspect::decode::Session;
use crate::inspect::input;
use crate::inspect::record::{Direction, Record};
use crate::progress::Progress;
use crate::shared::problem::DecodeProblem;

/// A file below `../shared/vectors`, or `None` where that is not there.
fn vectors(path: &str) -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors"));
    if folder.is_dir() {
        return Some(folder.join(path));
    }
    let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
    assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors");
    println!("skipped: there is no ../shared/vectors beside the workspace");
    None
}

/// Reads a file; its records, and the kinds of its notes.
fn read(path: &Path) -> (Vec<Record>, Vec<&'static str>) {
    let bytes = std::fs::read(path).unwrap();
    let entries = input::read_bytes("vectors", &bytes, &Progress::hidden()).unwrap();
    (records(&entries).into_iter().cloned().collect(), kinds(&entries))
}

/// Decodes all records, without what the file says about their grammar.
fn decode(records: &[Record]) -> Vec<Result<String, DecodeProblem>> {
    let mut session = Session::default();
    let decode = |record: &Record| {
        let record = Record { protocol: None, ..record.clone() };
        session.decode(&record).map(|decoded| decoded.name)
    };
    records.iter().map(decode).collect()
}

#[test]
fn captures_are_expanded_to_every_frame() {
    // V2GTP and SDP frames; the first number is the one the captures' description gives.
    for (file, frames) in [
        ("captures/din-dc__tesla-model-3.jsonl", 4428),
        ("captures/iso2-dc__audi.jsonl", 1492),
        ("captures/iso20-dc-tls13__dspace-ds5366-josev.jsonl", 112),
        ("captures/iso2-dc-pnc-tls12__dspace-ds5366-risev2g.jsonl", 190),
    ] {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        let is_sdp = |record: &&Record| record.payload_type.is_some_and(|t| t.is_sdp());
        let sdp = records.iter().filter(is_sdp).count();
        assert_eq!(records.len() - sdp, frames, "{file}");
        let times: Vec<_> = records.iter().filter(|r| !is_sdp(r)).map(|r| r.time).collect();
        assert!(times.is_sorted(), "{file}");
    }
}

#[test]
fn captured_sessions_are_decoded_by_handshake_and_payload_type() {
    for file in [
        "captures/iso2-dc__audi.jsonl",
        "captures/iso2-dc-pnc-tls12__dspace-ds5366-risev2g.jsonl",
        "captures/din-dc__tesla-model-3.jsonl",
        "captures/iso20-dc-tls13__dspace-ds5366-josev.jsonl",
        "sessions/iso2_ac_pnc.jsonl",
        "sessions/iso20_dc.jsonl",
    ] {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        let mut named = 0;
        for (record, result) in records.iter().zip(decode(&records)) {
            let name = result.unwrap_or_else(|e| panic!("{file}, {}: {e}", record.origin));
            // The captures leave discovery without a name.
            let label = record.label.as_ref();
            assert!(label.is_none_or(|label| *label == name), "{file}: {}", record.origin);
            named += usize::from(label.is_some());
            let by_name =
                if name.contains("Req") { Direction::FromEv } else { Direction::FromEvse };
            assert!(record.direction.is_none_or(|d| d == by_name), "{}", record.origin);
        }
        assert!(named >= 28, "{file}: {named} messages");
    }
}

#[test]
fn single_documents_are_read_with_the_grammar_they_name() {
    let sets = [
        "sap",
        "din",
        "iso2",
        "iso20-common",
        "iso20-ac",
        "iso20-dc",
        "iso20-wpt",
        "iso20-acdp",
        "xmldsig",
    ];
    let exi = sets.map(|set| format!("exi/{set}.jsonl"));
    for file in exi.iter().map(String::as_str).chain(["bench/messages.jsonl"]) {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        assert!(!records.is_empty(), "{file}");
        let mut session = Session::default();
        for record in &records {
            let decoded = session.decode(record);
            let decoded = decoded.unwrap_or_else(|e| panic!("{file}, {}: {e}", record.origin));
            assert_eq!(decoded.protocol, record.protocol, "{file}, {}", record.origin);
            // Labels go on behind the name where that alone does not tell the documents apart.
            let label = record.label.as_deref().unwrap_or_default();
            assert!(label.starts_with(&decoded.name), "{file}, {}: {label}", record.origin);
        }
    }
}

#[test]
fn damaged_documents_have_a_place() {
    let Some(path) = vectors("exi/negative.jsonl") else { return };
    let (records, _) = read(&path);
    assert!(records.len() > 3000);
    let mut session = Session::default();
    let mut refused = 0;
    for record in &records {
        if let Err(problem) = session.decode(record) {
            let place = problem.place.as_ref().expect("a place");
            let bits = 8 * record.payload.len();
            assert!(place.bit < bits.max(1), "{}: {problem}", record.origin);
            refused += 1;
        }
    }
    assert!(refused > 2000, "{refused}");
}

#[test]
fn fragments_are_told_from_documents() {
    for file in
        ["sessions/iso2_ac_pnc.evcc.fragments.jsonl", "sessions/iso2_ac_pnc.secc.fragments.jsonl"]
    {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        assert!(!records.is_empty() && records.iter().all(|record| record.fragment), "{file}");
        let mut session = Session::default();
        for record in &records {
            let decoded = session.decode(record).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(Some(decoded.name), record.label, "{file}");
        }
    }
}

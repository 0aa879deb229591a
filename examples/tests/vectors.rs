//! The recordings and test data beside the project, where they are at hand.
//!
//! They are not part of the repository (some may not be copied): without `../shared/vectors` beside
//! the workspace there is nothing to do here.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use std::path::{Path, PathBuf};

use examples::decode::{DecodeProblem, Session};
use examples::input;
use examples::record::{Direction, Record};
use support::{kinds, records};

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
    let entries = input::read_bytes("vectors", &bytes).unwrap();
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

/// Whether a problem is nothing but a message set that is not there.
fn is_unsupported(problem: &DecodeProblem) -> bool {
    problem.place.is_none() && problem.text.ends_with("is not decoded by this version")
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
fn captured_sessions_are_decoded_by_their_handshake() {
    for (file, is_here) in [
        ("captures/iso2-dc__audi.jsonl", true),
        ("captures/iso2-dc-pnc-tls12__dspace-ds5366-risev2g.jsonl", true),
        ("captures/din-dc__tesla-model-3.jsonl", false),
        ("captures/iso20-dc-tls13__dspace-ds5366-josev.jsonl", false),
        ("sessions/iso2_ac_pnc.jsonl", true),
        ("sessions/iso20_dc.jsonl", false),
    ] {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        let (mut decoded, mut unnamed) = (0, 0);
        for (record, result) in records.iter().zip(decode(&records)) {
            match result {
                Ok(name) => {
                    decoded += 1;
                    // The captures leave discovery without a name.
                    let label = record.label.as_ref();
                    assert!(label.is_none_or(|label| *label == name), "{file}: {}", record.origin);
                    unnamed += usize::from(label.is_none());
                    let by_name =
                        if name.contains("Req") { Direction::FromEv } else { Direction::FromEvse };
                    assert!(record.direction.is_none_or(|d| d == by_name), "{}", record.origin);
                }
                Err(problem) => {
                    assert!(
                        !is_here && is_unsupported(&problem),
                        "{file}, {}: {problem}",
                        record.origin
                    );
                }
            }
        }
        assert!(decoded - unnamed >= 2, "{file}: at least the handshake");
    }
}

#[test]
fn single_documents_are_read_with_the_grammar_they_name() {
    for file in ["bench/messages.jsonl", "exi/iso2.jsonl", "exi/sap.jsonl", "exi/din.jsonl"] {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        assert!(!records.is_empty(), "{file}");
        let mut session = Session::default();
        for record in &records {
            assert!(record.protocol.is_some(), "{}", record.origin);
            if let Err(problem) = session.decode(record) {
                let is_fragment = record.fragment && problem.text.contains("fragments");
                assert!(is_fragment || is_unsupported(&problem), "{}: {problem}", record.origin);
            }
        }
    }
}

#[test]
fn damaged_documents_have_a_place() {
    let Some(path) = vectors("exi/negative.jsonl") else { return };
    let (records, _) = read(&path);
    assert!(records.len() > 3000);
    let mut session = Session::default();
    for record in &records {
        if let Err(problem) = session.decode(record) {
            if let Some(place) = &problem.place {
                assert!(place.bit <= record.payload.len() * 8, "{}: {problem}", record.origin);
            }
        }
    }
}

#[test]
fn fragments_are_told_from_documents() {
    for file in
        ["sessions/iso2_ac_pnc.evcc.fragments.jsonl", "sessions/iso2_ac_pnc.secc.fragments.jsonl"]
    {
        let Some(path) = vectors(file) else { return };
        let (records, _) = read(&path);
        assert!(!records.is_empty() && records.iter().all(|record| record.fragment), "{file}");
    }
}

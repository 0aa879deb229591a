//! The sizes of arenas for normal sessions: the table in the README.
//!
//! `cargo test -p iso15118-messages --all-features --test arena_sizes -- --nocapture` prints it.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::std_instead_of_alloc,
    reason = "a test, with std and helpers"
)]

mod support;

use std::collections::BTreeMap;

use exi::{DEFAULT_MEMORY_LIMIT, Decode, DecodeError, DecodeOptions, Family, Owned};
use iso15118_messages::iso20::{ac, acdp, common, dc, wpt};
use iso15118_messages::{din, iso2, sap};
use support::{SETS, all_records, bytes_of, shared_records};

/// Recorded sessions of cars and stations, and of programs.
const SESSIONS: [&str; 6] = [
    "captures/din-dc__tesla-model-3.jsonl",
    "captures/iso2-dc__audi.jsonl",
    "captures/iso2-dc-pnc-tls12__dspace-ds5366-risev2g.jsonl",
    "captures/iso20-dc-tls13__dspace-ds5366-josev.jsonl",
    "sessions/iso2_ac_pnc.jsonl",
    "sessions/iso20_dc.jsonl",
];

/// The arena that a message needs, and its set.
struct Size {
    arena: usize,
    exi: usize,
    message: String,
}

fn arena_len(set: &str, exi: &[u8]) -> Result<usize, DecodeError> {
    match set {
        "sap" => of::<sap::Message<'static>>(exi),
        "din" => of::<din::V2gMessage<'static>>(exi),
        "iso2" => of::<iso2::V2gMessage<'static>>(exi),
        "iso20-common" => of::<common::Message<'static>>(exi),
        "iso20-ac" => of::<ac::Message<'static>>(exi),
        "iso20-dc" => of::<dc::Message<'static>>(exi),
        "iso20-wpt" => of::<wpt::Message<'static>>(exi),
        "iso20-acdp" => of::<acdp::Message<'static>>(exi),
        other => panic!("no set {other}"),
    }
}

fn of<F: Family>(exi: &[u8]) -> Result<usize, DecodeError>
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    Owned::<F>::arena_len(exi, DecodeOptions::new())
}

/// The message of each set that needs the largest arena.
fn largest(
    messages: impl Iterator<Item = (&'static str, String, Vec<u8>)>,
) -> BTreeMap<&'static str, Size> {
    let mut sizes: BTreeMap<&'static str, Size> = BTreeMap::new();
    for (set, message, exi) in messages {
        let arena = arena_len(set, &exi).unwrap_or_else(|error| panic!("{message}: {error}"));
        if sizes.get(set).is_none_or(|size| size.arena < arena) {
            sizes.insert(set, Size { arena, exi: exi.len(), message });
        }
    }
    sizes
}

/// The set of a message in a session, by its payload type and the session.
fn set_of(record: &serde_json::Value, session: &str) -> Option<&'static str> {
    let message = record["message"].as_str()?;
    match record["payload_type"].as_str().or(record["protocol"].as_str())? {
        "0x8001" | "SAP" | "DIN70121" | "ISO15118-2" => Some(match message {
            name if name.to_ascii_lowercase().starts_with("supportedappprotocol") => "sap",
            _ if session.contains("din") => "din",
            _ => "iso2",
        }),
        "0x8002" | "ISO15118-20:CommonMessages" => Some("iso20-common"),
        "0x8003" | "ISO15118-20:AC" => Some("iso20-ac"),
        "0x8004" | "ISO15118-20:DC" => Some("iso20-dc"),
        _ => None,
    }
}

#[test]
fn arenas_of_normal_sessions_are_small() {
    let recorded = largest(SESSIONS.into_iter().flat_map(|session| {
        shared_records(session).into_iter().filter_map(move |record| {
            let set = set_of(&record, session)?;
            let message = record["message"].as_str()?.to_owned();
            Some((set, message, bytes_of(&record, "exi")))
        })
    }));
    let vectors = largest(SETS.into_iter().flat_map(|set| {
        let records = all_records(&format!("{set}.jsonl")).into_iter();
        records.filter(|record| record["kind"] == "document").map(move |record| {
            let name = format!("{} ({})", record["root"].as_str().unwrap_or("?"), record["id"]);
            (set, name, bytes_of(&record, "exi"))
        })
    }));
    println!("pointers of {} bits", usize::BITS);
    for (what, sizes) in [("recorded", &recorded), ("vectors", &vectors)] {
        for (set, Size { arena, exi, message }) in sizes {
            println!("| {what} | {set} | {message} | {exi} | {arena} |");
            // The doc comment of the limit says that it is far away.
            assert!(16 * arena <= DEFAULT_MEMORY_LIMIT, "{set} {message}: {arena}");
        }
    }
    assert_eq!(vectors.len(), SETS.len());
}

//! What the tests of this folder share: test vectors, codecs by the name of their set, and the
//! comparison of JSON with XML.
//!
//! Vectors come from `tests/data`, a selection that ships with the repository, and from the full
//! collection beside it (`../shared/vectors`) where that is present. `V2G_SHARED=required` turns
//! its absence into a failure.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of several tests, each of which uses a part"
)]

pub mod xml;

use std::path::{Path, PathBuf};

use exi::grammar::Schema;
use exi::{ArenaBuf, Decode, DecodeError, Encode, EncodeError, Owned};
use iso15118_messages::{iso2, sap};
use serde_json::Value;

/// The folder with the full collection, if it is there.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    if folder.is_dir() {
        return Some(folder);
    }
    let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
    assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors");
    None
}

/// The records of a file of JSON lines in the full collection; none without it.
pub fn shared_records(file: &str) -> Vec<Value> {
    shared().map_or_else(Vec::new, |folder| records(&folder.join(file)))
}

/// The records of a file in `tests/data`.
pub fn shipped_records(file: &str) -> Vec<Value> {
    records(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file))
}

/// The records of a session that the example programs play.
pub fn example_records(file: &str) -> Vec<Value> {
    records(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data").join(file))
}

/// The records of a file: the full one, or the selection that ships.
pub fn all_records(file: &str) -> Vec<Value> {
    let full = shared_records(&format!("exi/{file}"));
    if full.is_empty() { shipped_records(file) } else { full }
}

fn records(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

pub fn hex(text: &str) -> Vec<u8> {
    assert!(text.len() % 2 == 0);
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal"))
        .collect()
}

pub fn bytes_of(record: &Value, field: &str) -> Vec<u8> {
    hex(record[field].as_str().unwrap_or_else(|| panic!("{field} of {}", record["id"])))
}

/// A decoded message of any set.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a few messages at a time")]
pub enum Message {
    Sap(Owned<sap::Message<'static>>),
    Iso2(Owned<iso2::V2gMessage<'static>>),
}

impl Message {
    pub fn decode(set: &str, exi: &[u8]) -> Result<Self, DecodeError> {
        Ok(match set {
            "sap" => Self::Sap(Owned::<sap::Message<'static>>::decode(exi)?),
            "iso2" => Self::Iso2(Owned::<iso2::V2gMessage<'static>>::decode(exi)?),
            other => panic!("no set {other}"),
        })
    }

    pub fn from_json(set: &str, text: &str) -> Result<Self, exi::json::JsonError> {
        Ok(match set {
            "sap" => Self::Sap(Owned::<sap::Message<'static>>::from_json(text)?),
            _ => Self::Iso2(Owned::<iso2::V2gMessage<'static>>::from_json(text)?),
        })
    }

    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        match self {
            Self::Sap(message) => message.get().encode_to_vec(),
            Self::Iso2(message) => message.get().encode_to_vec(),
        }
    }

    pub fn json(&self) -> Value {
        match self {
            Self::Sap(message) => serde_json::to_value(message.get()),
            Self::Iso2(message) => serde_json::to_value(message.get()),
        }
        .expect("messages have a JSON form")
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sap(a), Self::Sap(b)) => a.get() == b.get(),
            (Self::Iso2(a), Self::Iso2(b)) => a.get() == b.get(),
            _ => false,
        }
    }
}

/// Memory for decodes that are to be fast, or that test the limit.
pub type Memory = Box<ArenaBuf<{ 256 * 1024 }>>;

/// Decodes without an allocation and throws the message away.
pub fn try_decode(set: &str, exi: &[u8], memory: &mut Memory) -> Result<(), DecodeError> {
    match set {
        "sap" => sap::Message::decode(exi, &mut memory.arena()).map(drop),
        _ => iso2::V2gMessage::decode(exi, &mut memory.arena()).map(drop),
    }
}

pub fn schema(set: &str) -> &'static Schema<'static> {
    match set {
        "sap" => &sap::SCHEMA,
        _ => &iso2::SCHEMA,
    }
}

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

use exi::grammar::{HasSchema, Schema};
use exi::json::JsonError;
use exi::{
    ArenaBuf, Decode, DecodeError, DecodeOptions, Encode, EncodeOptions, Family, Owned, Report,
};
use iso15118_messages::iso20::{ac, acdp, common, dc, wpt};
use iso15118_messages::{din, iso2, sap, xmldsig};
use serde::Serialize;
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

/// All sets with documents, by the names of their vector files.
pub const SETS: [&str; 8] =
    ["sap", "din", "iso2", "iso20-common", "iso20-ac", "iso20-dc", "iso20-wpt", "iso20-acdp"];

/// Calls a generic function with the documents of a set.
macro_rules! with_documents {
    ($set:expr, $function:ident($($argument:expr),*)) => {
        match $set {
            "sap" => $function::<sap::Message<'static>>($($argument),*),
            "din" => $function::<din::V2gMessage<'static>>($($argument),*),
            "iso2" => $function::<iso2::V2gMessage<'static>>($($argument),*),
            "iso20-common" => $function::<common::Message<'static>>($($argument),*),
            "iso20-ac" => $function::<ac::Message<'static>>($($argument),*),
            "iso20-dc" => $function::<dc::Message<'static>>($($argument),*),
            "iso20-wpt" => $function::<wpt::Message<'static>>($($argument),*),
            "iso20-acdp" => $function::<acdp::Message<'static>>($($argument),*),
            other => panic!("no set {other}"),
        }
    };
}

/// All sets with fragments.
pub const FRAGMENT_SETS: [&str; 8] =
    ["din", "iso2", "iso20-common", "iso20-ac", "iso20-dc", "iso20-wpt", "iso20-acdp", "xmldsig"];

/// Calls a generic function with the fragments of a set.
macro_rules! with_fragments {
    ($set:expr, $function:ident($($argument:expr),*)) => {
        match $set {
            "din" => $function::<din::Fragment<'static>>($($argument),*),
            "iso2" => $function::<iso2::Fragment<'static>>($($argument),*),
            "iso20-common" => $function::<common::Fragment<'static>>($($argument),*),
            "iso20-ac" => $function::<ac::Fragment<'static>>($($argument),*),
            "iso20-dc" => $function::<dc::Fragment<'static>>($($argument),*),
            "iso20-wpt" => $function::<wpt::Fragment<'static>>($($argument),*),
            "iso20-acdp" => $function::<acdp::Fragment<'static>>($($argument),*),
            "xmldsig" => $function::<xmldsig::Fragment<'static>>($($argument),*),
            other => panic!("no fragments of a set {other}"),
        }
    };
}

/// What a message of any set is when it has been decoded.
#[derive(Debug, PartialEq)]
pub struct Message {
    /// Encoded again. Two messages are equal if these are.
    pub encoded: Vec<u8>,
    pub json: Value,
}

impl Message {
    fn new<M: Encode + Serialize>(message: &M, options: EncodeOptions) -> Self {
        Self {
            encoded: message.encode_to_vec_with(options).expect("what was read can be written"),
            json: serde_json::to_value(message).expect("messages have a JSON form"),
        }
    }

    pub fn decode(set: &str, exi: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_with(set, exi, DecodeOptions::new())
    }

    pub fn decode_with(set: &str, exi: &[u8], options: DecodeOptions) -> Result<Self, DecodeError> {
        with_documents!(set, decode_as(exi, options)).map(|(message, _)| message)
    }

    /// Decodes with violations of the schema reported, and encodes with them.
    pub fn decode_reporting(set: &str, exi: &[u8]) -> Result<(Self, Report), DecodeError> {
        with_documents!(set, decode_as(exi, DecodeOptions::new().report_facets(true)))
    }

    pub fn from_json(set: &str, text: &str) -> Result<Self, JsonError> {
        Self::from_json_with(set, text, EncodeOptions::new())
    }

    pub fn from_json_with(
        set: &str,
        text: &str,
        options: EncodeOptions,
    ) -> Result<Self, JsonError> {
        with_documents!(set, from_json_as(text, options))
    }

    pub fn decode_fragment(set: &str, exi: &[u8]) -> Result<Self, DecodeError> {
        with_fragments!(set, decode_as(exi, DecodeOptions::new())).map(|(message, _)| message)
    }

    pub fn fragment_from_json(set: &str, text: &str) -> Result<Self, JsonError> {
        with_fragments!(set, from_json_as(text, EncodeOptions::new()))
    }
}

fn decode_as<F: Family>(
    exi: &[u8],
    options: DecodeOptions,
) -> Result<(Message, Report), DecodeError>
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + Serialize,
{
    let (message, report) = Owned::<F>::decode_with(exi, options)?;
    // Without the option nothing is reported, and the encoder must not need it.
    let odd = !report.violations.is_empty();
    Ok((Message::new(message.get(), EncodeOptions::new().report_facets(odd)), report))
}

fn from_json_as<F: Family>(text: &str, options: EncodeOptions) -> Result<Message, JsonError>
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + Serialize + HasSchema,
{
    Ok(Message::new(Owned::<F>::from_json_with(text, options)?.get(), options))
}

/// Memory for decodes that are to be fast.
pub type Memory = Box<ArenaBuf<{ 512 * 1024 }>>;

/// Decodes without an allocation and throws the message away.
pub fn try_decode(set: &str, exi: &[u8], memory: &mut Memory) -> Result<(), DecodeError> {
    with_documents!(set, try_decode_as(exi, memory))
}

fn try_decode_as<F: Family>(exi: &[u8], memory: &mut Memory) -> Result<(), DecodeError>
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    F::Of::decode(exi, &mut memory.arena()).map(drop)
}

/// Bytes that a message takes of an aligned arena.
pub fn arena_use(set: &str, exi: &[u8], memory: &mut Memory) -> Result<usize, DecodeError> {
    with_documents!(set, arena_use_of(exi, memory))
}

fn arena_use_of<F: Family>(exi: &[u8], memory: &mut Memory) -> Result<usize, DecodeError>
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    let mut arena = memory.arena();
    let size = arena.free();
    F::Of::decode(exi, &mut arena)?;
    Ok(size - arena.free())
}

/// Decodes only what is canonical.
pub fn decode_canonical(set: &str, exi: &[u8], memory: &mut Memory) -> Result<(), DecodeError> {
    with_documents!(set, decode_canonical_as(exi, memory))
}

fn decode_canonical_as<F: Family>(exi: &[u8], memory: &mut Memory) -> Result<(), DecodeError>
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let mut scratch = vec![0; exi.len()];
    F::Of::decode_canonical(exi, &mut memory.arena(), &mut scratch).map(drop)
}

pub fn schema(set: &str) -> &'static Schema<'static> {
    with_documents!(set, schema_of())
}

pub fn fragment_schema(set: &str) -> &'static Schema<'static> {
    with_fragments!(set, schema_of())
}

fn schema_of<F: Family>() -> &'static Schema<'static>
where
    F::Of<'static>: HasSchema,
{
    <F::Of<'static> as HasSchema>::schema()
}

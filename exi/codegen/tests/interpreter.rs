//! The grammars at work: documents of another encoder, read event by event by nothing but the
//! grammar model, and written again.
//!
//! `tests/vectors` has small schemas with documents. Where the schemas of ISO 15118 and DIN 70121
//! are at hand (`../shared` beside the repository), all their documents are read as well;
//! `V2G_SHARED=required` makes it an error that they are not.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};

use exi::grammar::trace;
use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema;
use roxmltree::Document;
use serde_json::Value;
use support::lower::{Names, lower};
use support::xml;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder `../shared` of the repository.
fn shared() -> Option<PathBuf> {
    let folder = here().join("../../../shared");
    let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
    assert!(folder.is_dir() || !required, "V2G_SHARED=required, but there is no ../shared");
    folder.is_dir().then_some(folder)
}

fn load(root: &Path) -> GrammarSet {
    let schema = schema::load(root).unwrap_or_else(|error| panic!("{error}"));
    GrammarSet::build(schema.into()).unwrap_or_else(|error| panic!("{error}"))
}

/// The documents in a file of JSON lines.
fn documents(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut records: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    records.retain(|record| record["kind"] == "document");
    assert!(!records.is_empty(), "no documents in {}", path.display());
    records
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn has_tag(record: &Value, tag: &str) -> bool {
    record["tags"].as_array().is_some_and(|tags| tags.iter().any(|other| other == tag))
}

/// Reads each document with the tables, and compares its events with those of the XML.
fn read_all(set: &GrammarSet, records: &[Value]) {
    let tables = lower(set, Names::Expanded);
    for record in records {
        let id = &record["id"];
        let exi = hex(record["exi"].as_str().unwrap());
        let document = Document::parse(record["xml"].as_str().unwrap()).unwrap();
        let trace = trace(tables, &exi);
        assert_eq!(trace.error, None, "{id}");
        let (events, empty) = xml::traced_events(&trace);
        assert_eq!(events, xml::events(&document), "{id}");
        assert!(empty == 0 || has_tag(record, "empty"), "{id}: {empty} empty values");
        let end = trace.steps.last().map_or(0, |step| step.bit + step.width);
        assert_eq!(end.div_ceil(8), exi.len(), "{id}: bytes left over");
    }
}

/// Writes each document from its JSON form, and compares the bytes. Where a value is empty there
/// are two encodings, of which the other one may be in `exi_alt`.
fn write_all(set: &GrammarSet, records: &[Value]) {
    let tables = lower(set, Names::Local);
    for record in records {
        let id = &record["id"];
        // JSON has local names only, and so takes the first of two elements.
        if has_tag(record, "same-local-name") {
            continue;
        }
        let document = Document::parse(record["xml"].as_str().unwrap()).unwrap();
        let json = xml::json(set, &document).to_string();
        let exi = exi::json::to_exi(tables, &json, exi::EncodeOptions::new())
            .unwrap_or_else(|error| panic!("{id}: {error}"));
        let alternatives = record["exi_alt"].as_array().into_iter().flatten();
        let mut expected = alternatives.chain([&record["exi"]]);
        let found = expected.any(|expected| hex(expected.as_str().unwrap()) == exi);
        assert!(found, "{id}: {json} became {exi:02x?} instead of {}", record["exi"]);
    }
}

/// Root schemas in `tests/vectors`, each with the file of its documents.
fn small_sets() -> Vec<(PathBuf, PathBuf)> {
    let folder = here().join("tests/vectors");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut sets: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .map(|records| (records.with_extension("xsd"), records))
        .collect();
    sets.sort();
    assert!(!sets.is_empty(), "no vectors in {}", folder.display());
    sets
}

/// Root schema of each message set in `../shared/schemas`, with the file of its documents.
const MESSAGE_SETS: [(&str, &str); 8] = [
    ("V2G_CI_AppProtocol.xsd", "sap.jsonl"),
    ("din_spec/V2G_CI_MsgDef.xsd", "din.jsonl"),
    ("iso15118_2/V2G_CI_MsgDef.xsd", "iso2.jsonl"),
    ("iso15118_20/V2G_CI_CommonMessages.xsd", "iso20-common.jsonl"),
    ("iso15118_20/V2G_CI_AC.xsd", "iso20-ac.jsonl"),
    ("iso15118_20/V2G_CI_DC.xsd", "iso20-dc.jsonl"),
    ("iso15118_20/V2G_CI_WPT.xsd", "iso20-wpt.jsonl"),
    ("iso15118_20/V2G_CI_ACDP.xsd", "iso20-acdp.jsonl"),
];

fn message_sets() -> Vec<(PathBuf, PathBuf)> {
    let Some(shared) = shared() else { return Vec::new() };
    let set = |(schema, records)| {
        (shared.join("schemas").join(schema), shared.join("vectors/exi").join(records))
    };
    MESSAGE_SETS.map(set).into()
}

#[test]
fn documents_of_small_schemas_are_read() {
    for (schema, records) in small_sets() {
        read_all(&load(&schema), &documents(&records));
    }
}

#[test]
fn documents_of_small_schemas_are_written() {
    for (schema, records) in small_sets() {
        write_all(&load(&schema), &documents(&records));
    }
}

#[test]
fn documents_of_all_message_sets_are_read() {
    for (schema, records) in message_sets() {
        read_all(&load(&schema), &documents(&records));
    }
}

#[test]
fn documents_of_all_message_sets_are_written() {
    for (schema, records) in message_sets() {
        write_all(&load(&schema), &documents(&records));
    }
}

/// Numbers of global elements and widths of their event codes, as EXIficient's grammars have them.
#[test]
fn document_grammars_of_all_message_sets_have_the_right_size() {
    let sizes = [(2, 2), (81, 7), (80, 7), (54, 6), (42, 6), (48, 6), (38, 6), (34, 6)];
    for ((schema, _), expected) in message_sets().iter().zip(sizes) {
        let set = load(schema);
        assert_eq!((set.roots.len(), set.root_width()), expected, "{}", schema.display());
    }
}

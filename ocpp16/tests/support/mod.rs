//! What the tests share: where vectors are, and when two JSON texts say the same.
//!
//! A representative part of the vectors is in `tests/data`; all of them are beside the workspace, in
//! `../shared/vectors/ocpp16`. `V2G_SHARED=required` makes it an error that they are not.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]
#![allow(clippy::panic, dead_code, reason = "helpers of tests, each of which uses some")]

pub(crate) mod cells;

use std::path::{Path, PathBuf};

use ocpp16::DateTime;
use serde_json::Value;

/// A folder beside the workspace, or `None` where that is not there.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
    assert!(!required, "V2G_SHARED=required, but there is no ../shared/{folder}");
    println!("skipped: there is no ../shared/{folder} beside the workspace");
    None
}

/// The folders with vectors: the part that ships, and all of them where they are.
pub(crate) fn vectors() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")];
    folders.extend(shared("vectors/ocpp16"));
    folders
}

/// The files of a folder that hold payloads, one action each.
pub(crate) fn payload_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let is_payload = |path: &PathBuf| {
        path.extension().is_some_and(|name| name == "jsonl")
            && path.file_stem().unwrap() != "plug-and-charge"
    };
    let mut files: Vec<_> = files.filter(is_payload).collect();
    files.sort();
    files
}

/// A line of a file, with its name.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) json: Value,
}

impl Line {
    /// A text of the line; empty if it is not there.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.json[member].as_str().unwrap_or_default()
    }

    pub(crate) fn is(&self, member: &str) -> bool {
        self.json[member].as_bool().unwrap_or_else(|| panic!("{}: {member}", self.name))
    }
}

/// The lines of a file.
pub(crate) fn lines(file: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let name = file.file_name().unwrap().to_string_lossy();
    let line = |(number, line): (usize, &str)| Line {
        name: format!("{name}:{}", number + 1),
        json: serde_json::from_str(line).unwrap(),
    };
    let lines: Vec<_> = text.lines().enumerate().map(line).collect();
    assert!(!lines.is_empty(), "{name} is empty");
    lines
}

/// Whether two JSON texts say the same: order of members and spelling of numbers aside; times are
/// the same instant with the same number of digits.
pub(crate) fn same_json(left: &str, right: &str) -> bool {
    same(&serde_json::from_str(left).unwrap(), &serde_json::from_str(right).unwrap())
}

fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|r| same(value, r)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
        }
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) if left != right => {
            match (left.parse::<DateTime>(), right.parse::<DateTime>()) {
                (Ok(l), Ok(r)) => l == r && l.fraction_digits() == r.fraction_digits(),
                _ => false,
            }
        }
        _ => left == right,
    }
}

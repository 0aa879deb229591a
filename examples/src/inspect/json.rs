//! The JSON form of the output: one object a line, which `inspect` reads back.

use core::time::Duration;

use serde_json::{Map, Value, json};

use crate::inspect::decode::{self, Outcome, Violation};
use crate::inspect::record::{Note, Record};
use crate::shared::hex::to_hex;
use crate::shared::problem::TraceStep;

/// A message, with the names that recorded sessions use.
#[must_use]
pub(crate) fn message(record: &Record, outcome: &Outcome) -> Map<String, Value> {
    let mut object = Map::new();
    let mut add = |name: &str, value: Value| {
        object.insert(name.to_owned(), value);
    };
    add("index", record.index.into());
    if let Some(time) = record.time {
        add("t", seconds(time));
    }
    if let Some(direction) = decode::direction(record, outcome) {
        add("dir", direction.short().into());
    }
    if let Some(payload_type) = record.payload_type {
        add("payload_type", format!("0x{:04x}", payload_type.code()).into());
    }
    add("connection", record.connection.into());
    add("message", decode::name(record, outcome).into());
    let protocol = match outcome {
        Ok(decoded) => decoded.protocol,
        Err(problem) => problem.protocol,
    };
    if let Some(protocol) = protocol {
        add("protocol", protocol.word().into());
    }
    if record.fragment {
        add("kind", "fragment".into());
    }
    add("exi", to_hex(&record.payload).into());
    match outcome {
        Ok(decoded) => {
            add("json", decoded.json.clone());
            if !decoded.violations.is_empty() {
                add("violations", decoded.violations.iter().map(violation).collect());
            }
        }
        Err(problem) => {
            let mut error = Map::new();
            error.insert("text".to_owned(), problem.text.as_str().into());
            if let Some(place) = &problem.place {
                error.insert("bit".to_owned(), place.bit.into());
                error.insert("path".to_owned(), place.path.as_str().into());
            }
            add("error", error.into());
        }
    }
    object
}

/// A value that is against the schema.
fn violation(violation: &Violation) -> Value {
    let Violation { place, text } = violation;
    json!({ "text": text, "bit": place.bit, "path": place.path })
}

/// A remark.
#[must_use]
pub(crate) fn note(note: &Note) -> Map<String, Value> {
    let mut object = Map::new();
    if let Some(time) = note.time {
        object.insert("t".to_owned(), seconds(time));
    }
    object.insert("note".to_owned(), note.kind.word().into());
    object.insert("text".to_owned(), note.text.as_str().into());
    object
}

/// A point in time with microseconds, which is what a binary fraction holds of today's times.
fn seconds(time: Duration) -> Value {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(micros).as_secs_f64().into()
}

/// The items of a payload.
#[must_use]
pub(crate) fn trace(steps: &[TraceStep]) -> Value {
    let step = |step: &TraceStep| {
        let mut object = json!({
            "bit": step.place.bit,
            "width": step.width,
            "event": step.event,
            "path": step.place.path,
            "value": step.value,
        });
        if let Some(violation) = &step.violation {
            object["violation"] = violation.as_str().into();
        }
        object
    };
    steps.iter().map(step).collect()
}

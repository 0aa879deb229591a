//! Recorded messages, one JSON object a line.
//!
//! Several tools of this project write such lines with slightly different names, and all of them
//! are read: recorded sessions (`t`, `dir`, `namespace`, `frame`), captures with `layer` and
//! `repeats`, single EXI documents with their `set`, and what `inspect --json` prints. Of `frame`
//! (header and payload) and `exi` (payload alone) one must be there.

use alloc::collections::BTreeMap;
use core::time::Duration;

use serde_json::{Map, Value};

use super::{Direction, Entry, InputError, Note, NoteKind, Record, describe_rest, hex};
use crate::decode::Protocol;
use crate::framing::{self, Step};
use crate::time;

/// Entries of one group with their place in it.
type Group = Vec<(u64, Entry)>;

/// Reads all lines and brings the entries into the order they had on the wire.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Entry>, InputError> {
    let mut reader = Reader::default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{name}, line {}", at + 1);
        let value: Value = serde_json::from_str(line)
            .map_err(|error| InputError::new(&*place, format!("is not JSON: {error}")))?;
        let Value::Object(object) = value else {
            return Err(InputError::new(place, "is not a JSON object"));
        };
        reader.line(&object, &place).map_err(|text| InputError::new(place, text))?;
    }
    Ok(reader.finish(name))
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    /// Running numbers are counted per group (connection and layer), so groups are sorted apart.
    groups: Vec<Group>,
    group_of: BTreeMap<(String, String), usize>,
    connection_of: BTreeMap<String, u32>,
    homeplug: usize,
}

impl Reader {
    /// Takes one line; the error says what is wrong with it.
    fn line(&mut self, object: &Map<String, Value>, place: &str) -> Result<(), String> {
        let text = |names: &[&str]| first_text(object, names);
        let layer = text(&["layer"]).unwrap_or_default();
        if layer == "slac" {
            self.homeplug += 1 + repeats(object)?.len();
            return Ok(());
        }
        let session = text(&["session", "scenario"]).unwrap_or_default();
        let group = *self
            .group_of
            .entry((session.to_owned(), layer.to_owned()))
            .or_insert_with(|| self.groups.len());
        if group == self.groups.len() {
            self.groups.push(Group::new());
        }
        let entries = match self.groups.get_mut(group) {
            Some(entries) => entries,
            None => return Err("could not be sorted in".to_owned()),
        };
        let time = match first(object, &["t", "time"]) {
            None => None,
            Some(value) => Some(seconds(value)?),
        };
        // Without a running number the order of the lines counts.
        let index = match first(object, &["index"]) {
            Some(value) => value.as_u64().ok_or("`index` is not a running number")?,
            None => entries.last().map_or(0, |(last, _)| last + 1),
        };
        if let Some(kind) = text(&["note"]).and_then(NoteKind::parse) {
            let text = text(&["text"]).unwrap_or_default().to_owned();
            entries.push((index, Entry::Note(Note { time, kind, text })));
            return Ok(());
        }
        let (payload_type, payload) = match message_bytes(object)? {
            Ok(bytes) => bytes,
            Err(damage) => {
                let text = format!("{place}: {damage}");
                entries.push((index, Entry::Note(Note { time, kind: NoteKind::Damaged, text })));
                return Ok(());
            }
        };
        let mut record = Record::new(payload_type, payload, place.to_owned());
        record.time = time;
        record.direction = text(&["dir"]).and_then(Direction::parse);
        record.protocol = text(&["protocol", "namespace", "set"]).and_then(Protocol::from_hint);
        record.fragment = text(&["kind"]) == Some("fragment") || object.contains_key("element");
        record.label = text(&["message", "name", "root", "element"]).map(str::to_owned);
        let next = u32::try_from(self.connection_of.len()).unwrap_or(u32::MAX);
        record.connection = *self.connection_of.entry(session.to_owned()).or_insert(next);
        for (index, time) in repeats(object)? {
            let repeated = Record { time: Some(time), ..record.clone() };
            entries.push((index, Entry::Record(repeated)));
        }
        entries.push((index, Entry::Record(record)));
        Ok(())
    }

    /// Sorts each group by its running numbers, and merges the groups by time.
    fn finish(self, name: &str) -> Vec<Entry> {
        let mut queues: Vec<_> = self.groups.into_iter().collect();
        for group in &mut queues {
            group.sort_by_key(|(index, _)| *index);
        }
        let mut queues: Vec<_> =
            queues.into_iter().map(|group| group.into_iter().peekable()).collect();
        let mut entries = Vec::new();
        if self.homeplug > 0 {
            let text = format!("{name}: {} HomePlug (SLAC) frames skipped", self.homeplug);
            entries.push(Entry::Note(Note { time: None, kind: NoteKind::Skipped, text }));
        }
        // The order inside a group is never broken, even where its times go backwards.
        loop {
            let next = queues
                .iter_mut()
                .enumerate()
                .filter_map(|(at, queue)| queue.peek().map(|(_, entry)| (time_of(entry), at)))
                .min()
                .and_then(|(_, at)| queues.get_mut(at)?.next());
            match next {
                Some((_, entry)) => entries.push(entry),
                None => return entries,
            }
        }
    }
}

/// Payload type and payload, or what is damaged about a frame.
type MessageBytes = Result<(Option<u16>, Vec<u8>), String>;

/// Reads `frame`, or `payload_type` and `exi`.
fn message_bytes(object: &Map<String, Value>) -> Result<MessageBytes, String> {
    let bytes = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            hex::parse(text).map(Some).ok_or_else(|| format!("`{name}` is not hex"))
        }
        Some(_) => Err(format!("`{name}` is not a text of hex digits")),
    };
    if let Some(frame) = bytes("frame")? {
        return Ok(match framing::next_message(&frame) {
            Step::Message { payload_type, payload, size } if size == frame.len() => {
                Ok((Some(payload_type), payload.to_vec()))
            }
            Step::Message { size, .. } => {
                Err(format!("`frame` goes on behind its message of {size} bytes"))
            }
            step => Err(format!("`frame` is an {}", describe_rest(step, frame.len()))),
        });
    }
    let payload = bytes("exi")?.ok_or(
        "has neither `frame` nor `exi`; lines with one of them, hex, can be read (see --help)",
    )?;
    let payload_type = match object.get("payload_type") {
        None | Some(Value::Null) => None,
        Some(value) => Some(number(value).ok_or("`payload_type` is not like \"0x8001\"")?),
    };
    Ok(Ok((payload_type, payload)))
}

/// Reads `repeats`: running number and time of later messages with the same bytes.
fn repeats(object: &Map<String, Value>) -> Result<Vec<(u64, Duration)>, String> {
    let Some(repeats) = first(object, &["repeats"]) else { return Ok(Vec::new()) };
    let item = |value: &Value| {
        let [index, time] = &value.as_array()?[..] else { return None };
        Some((index.as_u64()?, seconds(time).ok()?))
    };
    repeats
        .as_array()
        .and_then(|list| list.iter().map(item).collect())
        .ok_or_else(|| "`repeats` is not a list of [index, time]".to_owned())
}

/// The first of several names that is there and not null.
fn first<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| object.get(*name).filter(|value| !value.is_null()))
}

/// The first of several names that holds a text.
fn first_text<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| object.get(*name).and_then(Value::as_str))
}

/// Reads a point in time.
fn seconds(value: &Value) -> Result<Duration, String> {
    value
        .as_f64()
        .and_then(time::from_seconds)
        .ok_or_else(|| format!("{value} is not a time in seconds"))
}

/// Reads a payload type, `"0x8001"` or a plain number.
fn number(value: &Value) -> Option<u16> {
    match value {
        Value::String(text) => u16::from_str_radix(text.strip_prefix("0x")?, 16).ok(),
        other => other.as_u64().and_then(|number| u16::try_from(number).ok()),
    }
}

/// When an entry happened; what has no time comes first.
fn time_of(entry: &Entry) -> Option<Duration> {
    match entry {
        Entry::Record(record) => record.time,
        Entry::Note(note) => note.time,
    }
}

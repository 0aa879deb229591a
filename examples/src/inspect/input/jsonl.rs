//! Recorded messages, one JSON object a line.
//!
//! Several tools of this project write such lines with slightly different names, and all of them
//! are read: recorded sessions (`t`, `dir`, `namespace`, `frame`), captures with `layer` and
//! `repeats`, single EXI documents with their `set`, and what `v2g inspect --json` prints. Of `frame`
//! (header and payload) and `exi` (payload alone) one must be there.

use alloc::collections::BTreeMap;
use core::time::Duration;

use serde_json::{Map, Value};
use v2gtp::PayloadType;

use crate::inspect::record::{Direction, Entry, Note, NoteKind, Record};
use crate::inspect::time;
use crate::progress::Progress;
use crate::shared::framing::{self, Step};
use crate::shared::hex::from_hex;
use crate::shared::problem::InputError;
use crate::shared::protocol::Protocol;

/// Entries of one group with their place in it.
type Group = Vec<(u64, Entry)>;

/// Reads all lines and brings the entries into the order they had on the wire.
///
/// A line that cannot be read is an error while nothing has been read, and a note later: a file
/// that is still being written ends inside a line.
pub(super) fn read(name: &str, text: &str, progress: &Progress) -> Result<Vec<Entry>, InputError> {
    let mut reader = Reader::default();
    let mut work = progress.steps("reading lines", text.lines().count());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        work.step();
        let place = format!("{name}, line {}", at + 1);
        let read = object(line).and_then(|object| reader.line(&object, &place));
        match read {
            Ok(()) => {}
            Err(problem) if reader.is_empty() => return Err(InputError::new(place, problem)),
            Err(problem) => reader.damaged(format!("{place}: {problem}")),
        }
    }
    Ok(reader.finish(name))
}

/// Reads one line.
fn object(line: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("is not a JSON object".to_owned()),
        Err(error) => Err(format!("is not JSON: {error}")),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    /// Running numbers are counted per group (connection and layer), so groups are sorted apart.
    groups: Vec<Group>,
    group_of: BTreeMap<(String, String), usize>,
    connection_of: BTreeMap<String, u32>,
    homeplug: usize,
    /// The latest time of any line.
    latest: Option<Duration>,
}

impl Reader {
    /// Takes one line; the error says what is wrong with it.
    fn line(&mut self, object: &Map<String, Value>, place: &str) -> Result<(), String> {
        let text = |names: &[&str]| first_text(object, names);
        let repeats = repeats(object)?;
        let layer = text(&["layer"]).unwrap_or_default();
        if layer == "slac" {
            self.homeplug += 1 + repeats.len();
            return Ok(());
        }
        let time = first(object, &["t", "time"]).map(seconds).transpose()?;
        self.latest = self.latest.max(time);
        // Without a running number the order of the lines counts.
        let index = match first(object, &["index"]) {
            Some(value) => Some(value.as_u64().ok_or("`index` is not a running number")?),
            None => None,
        };
        let session = text(&["session", "scenario"]).unwrap_or_default();
        if let Some(kind) = text(&["note"]).and_then(NoteKind::parse) {
            let text = text(&["text"]).unwrap_or_default().to_owned();
            let note = Entry::Note(Note { time, kind, text });
            push(self.group(session, layer), index, note);
            return Ok(());
        }
        let (payload_type, payload) = match message_bytes(object)? {
            Ok(bytes) => bytes,
            Err(damage) => {
                let text = format!("{place}: {damage}");
                let note = Entry::Note(Note { time, kind: NoteKind::Damaged, text });
                push(self.group(session, layer), index, note);
                return Ok(());
            }
        };
        let mut record = Record::new(payload_type, payload, place.to_owned());
        record.time = time;
        record.direction = text(&["dir"]).and_then(Direction::parse);
        record.protocol = text(&["protocol", "namespace", "set"]).and_then(Protocol::from_hint);
        record.fragment = text(&["kind"]) == Some("fragment") || object.contains_key("element");
        record.label = text(&["message", "name", "root", "element"]).map(str::to_owned);
        record.connection = self.connection(session, object.get("connection"));
        let group = self.group(session, layer);
        push(group, index, Entry::Record(record.clone()));
        for (index, time) in repeats {
            let repeated = Record { time: Some(time), ..record.clone() };
            push(group, Some(index), Entry::Record(repeated));
        }
        Ok(())
    }

    /// Notes a line that cannot be read, behind what was read before.
    fn damaged(&mut self, text: String) {
        let note = Entry::Note(Note { time: self.latest, kind: NoteKind::Damaged, text });
        push(self.group("", "damaged"), None, note);
    }

    fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.homeplug == 0
    }

    /// The group in which a line has its place.
    fn group(&mut self, session: &str, layer: &str) -> &mut Group {
        let next = self.groups.len();
        let key = (session.to_owned(), layer.to_owned());
        let at = *self.group_of.entry(key).or_insert(next);
        if at == next {
            self.groups.push(Group::new());
        }
        // `at` came from the length of this list, so it is in it.
        &mut self.groups[at]
    }

    /// The running number of a connection: a session in recordings, a number from `inspect`.
    fn connection(&mut self, session: &str, number: Option<&Value>) -> u32 {
        let key = match number.and_then(Value::as_u64) {
            Some(number) => format!("{session}#{number}"),
            None => session.to_owned(),
        };
        let next = u32::try_from(self.connection_of.len()).unwrap_or(u32::MAX);
        *self.connection_of.entry(key).or_insert(next)
    }

    /// Sorts each group by its running numbers, and merges the groups by time.
    fn finish(self, name: &str) -> Vec<Entry> {
        let sorted = |mut group: Group| {
            group.sort_by_key(|(index, _)| *index);
            group.into_iter().peekable()
        };
        let mut queues: Vec<_> = self.groups.into_iter().map(sorted).collect();
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

/// Adds an entry to its group.
fn push(group: &mut Group, index: Option<u64>, entry: Entry) {
    let behind = group.last().map_or(0, |(last, _)| last.saturating_add(1));
    group.push((index.unwrap_or(behind), entry));
}

/// Payload type and payload, or what is damaged about a frame.
type MessageBytes = Result<(Option<PayloadType>, Vec<u8>), String>;

/// Reads `frame`, or `payload_type` and `exi`.
fn message_bytes(object: &Map<String, Value>) -> Result<MessageBytes, String> {
    let bytes = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            from_hex(text).map(Some).ok_or_else(|| format!("`{name}` is not hex"))
        }
        Some(_) => Err(format!("`{name}` is not a text of hex digits")),
    };
    if let Some(bytes) = bytes("frame")? {
        return Ok(match framing::next_message(&bytes) {
            Step::Message { frame, size } if size == bytes.len() => {
                Ok((Some(frame.payload_type), frame.payload.to_vec()))
            }
            _ => Err(format!("`frame`: {}", framing::describe_rest(&bytes))),
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
fn number(value: &Value) -> Option<PayloadType> {
    let code = match value {
        Value::String(text) => u16::from_str_radix(text.strip_prefix("0x")?, 16).ok()?,
        other => u16::try_from(other.as_u64()?).ok()?,
    };
    Some(PayloadType::new(code))
}

/// When an entry happened; what has no time comes first.
fn time_of(entry: &Entry) -> Option<Duration> {
    match entry {
        Entry::Record(record) => record.time,
        Entry::Note(note) => note.time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::tests::records;

    fn read_all(text: &str) -> Vec<Entry> {
        read("log", text, &Progress::hidden()).unwrap()
    }

    #[test]
    fn a_line_of_a_recorded_session() {
        let entries = read_all(
            r#"{"scenario":"s","index":3,"t":1795336046.908,"dir":"se->ev","payload_type":"0x8001",
               "namespace":"urn:iso:15118:2:2010:AppProtocol","exi":"80400040",
               "frame":"01fe80010000000480400040"}"#
                .replace('\n', "")
                .as_str(),
        );
        let [record] = records(&entries)[..] else { panic!("{entries:?}") };
        assert_eq!(record.payload, [0x80, 0x40, 0x00, 0x40]);
        assert_eq!(record.payload_type, Some(PayloadType::V2G_EXI));
        assert_eq!(record.direction, Some(Direction::FromEvse));
        assert_eq!(record.protocol, Some(Protocol::Sap));
        assert_eq!(record.time, Some(Duration::new(1_795_336_046, 908_000_000)));
    }

    #[test]
    fn repeats_are_put_where_they_belong() {
        let entries = read_all(concat!(
            r#"{"session":"a","index":0,"time":1.0,"exi":"80aa","repeats":[[2,3.0],[3,4.0]]}"#,
            "\n",
            r#"{"session":"a","index":1,"time":2.0,"exi":"80bb"}"#,
        ));
        let order: Vec<_> =
            records(&entries).iter().map(|r| (r.payload[1], r.time.unwrap().as_secs())).collect();
        assert_eq!(order, [(0xAA, 1), (0xBB, 2), (0xAA, 3), (0xAA, 4)]);
    }

    #[test]
    fn layers_with_their_own_numbers_are_merged_by_time_and_slac_is_counted() {
        let entries = read_all(concat!(
            r#"{"session":"a","layer":"v2gtp","index":0,"time":5.0,"exi":"80aa"}"#,
            "\n",
            r#"{"session":"a","layer":"sdp","index":7,"time":4.0,"frame":"01fe9000000000021000"}"#,
            "\n",
            r#"{"session":"a","layer":"slac","index":1,"time":1.0,"exi":null,"repeats":[[2,1.5]]}"#,
        ));
        let [Entry::Note(note), Entry::Record(sdp), Entry::Record(exi)] = &entries[..] else {
            panic!("{entries:?}")
        };
        assert_eq!(note.text, "log: 2 HomePlug (SLAC) frames skipped");
        assert_eq!((&sdp.payload[..], &exi.payload[..]), (&[0x10, 0][..], &[0x80, 0xAA][..]));
        assert_eq!(sdp.connection, exi.connection);
    }

    #[test]
    fn a_set_or_an_element_names_the_grammar() {
        let entries = read_all(concat!(
            r#"{"name":"SessionSetupReq","set":"din","exi":"809a"}"#,
            "\n",
            r#"{"element":"SignedInfo","namespace":"http://www.w3.org/2000/09/xmldsig#","exi":"80"}"#,
        ));
        let [din, fragment] = records(&entries)[..] else { panic!("{entries:?}") };
        assert_eq!((din.protocol, din.fragment), (Some(Protocol::Din), false));
        assert_eq!((fragment.protocol, fragment.fragment), (Some(Protocol::XmlDsig), true));
        assert_eq!(fragment.label.as_deref(), Some("SignedInfo"));
    }

    #[test]
    fn a_frame_with_a_wrong_length_is_a_note() {
        let entries = read_all(concat!(
            r#"{"frame":"01fe80010000000480400040ff"}"#,
            "\n",
            r#"{"frame":"01fe8001000000048040"}"#,
        ));
        let [Entry::Note(long), Entry::Note(short)] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(long.text, "log, line 1: `frame`: 1 bytes behind the message");
        assert_eq!(short.text, "log, line 2: `frame`: incomplete message, 10 of 12 bytes");
    }

    #[test]
    fn a_bad_line_is_an_error_at_first_and_a_note_later() {
        let good = r#"{"t":7,"exi":"80aa"}"#;
        for bad in ["{\"exi\":\"80", "[]", "{\"exi\":\"8\"}", "{}", "{\"t\":-1,\"exi\":\"80\"}"] {
            assert!(read("log", bad, &Progress::hidden()).is_err(), "{bad}");
            let entries = read_all(&format!("{good}\n{bad}"));
            let [Entry::Record(_), Entry::Note(note)] = &entries[..] else { panic!("{entries:?}") };
            assert!(note.text.starts_with("log, line 2: "), "{}", note.text);
            assert_eq!(note.kind, NoteKind::Damaged);
        }
    }

    #[test]
    fn connections_are_told_apart_by_session_and_number() {
        let entries = read_all(
            &["{\"session\":\"a\"", "{\"session\":\"b\"", "{\"connection\":1", "{\"connection\":2"]
                .map(|start| format!("{start},\"exi\":\"80\"}}"))
                .join("\n"),
        );
        let mut connections: Vec<_> = records(&entries).iter().map(|r| r.connection).collect();
        connections.sort_unstable();
        assert_eq!(connections, [0, 1, 2, 3]);
    }
}

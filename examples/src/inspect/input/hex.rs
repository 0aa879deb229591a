//! Hex, as it stands in logs: `01 fe 80 01 ...`, `01:FE:80:01`, `0x01, 0xFE` or `01fe8001...`.
//!
//! One message a line. A message with a V2GTP header may go on over several lines, because its
//! length is known; text behind `#` is a comment.

use crate::inspect::record::{Entry, Note, NoteKind, Record};
use crate::shared::framing::{self, Step};
use crate::shared::hex::from_hex;
use crate::shared::problem::InputError;
use crate::shared::protocol::is_exi_header;

/// Whether a text is hex with separators and comments and nothing else.
pub(super) fn is_hex(text: &str) -> bool {
    let mut any = false;
    text.lines().all(|line| match from_hex(without_comment(line)) {
        Some(bytes) => {
            any |= !bytes.is_empty();
            true
        }
        None => false,
    }) && any
}

/// Reads messages from hex.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Entry>, InputError> {
    let mut entries = Vec::new();
    // Bytes of messages that are not complete yet.
    let mut open = Vec::new();
    let has_lines = text.lines().nth(1).is_some();
    for (at, line) in text.lines().enumerate() {
        let place = if has_lines { format!("{name}, line {}", at + 1) } else { name.to_owned() };
        let Some(bytes) = from_hex(without_comment(line)) else {
            return Err(InputError::new(place, "is not hex"));
        };
        open.extend(bytes);
        let used = messages(&open, &place, &mut entries)?;
        open.drain(..used);
    }
    if !open.is_empty() {
        let text = format!("{name}: {}", framing::describe_rest(&open));
        entries.push(Entry::Note(Note { time: None, kind: NoteKind::Damaged, text }));
    }
    Ok(entries)
}

/// Adds the messages at the beginning of some bytes, and returns how many bytes they take.
fn messages(bytes: &[u8], place: &str, entries: &mut Vec<Entry>) -> Result<usize, InputError> {
    let mut used = 0;
    while let Some(rest) = bytes.get(used..).filter(|rest| !rest.is_empty()) {
        let record = |payload_type, payload: &[u8]| {
            Entry::Record(Record::new(payload_type, payload.to_vec(), place.to_owned()))
        };
        match framing::next_message(rest) {
            Step::Message { frame, size } => {
                entries.push(record(Some(frame.payload_type), frame.payload));
                used += size;
            }
            Step::Incomplete { .. } => break,
            // A bare EXI document has no length: it ends with its line.
            Step::NoHeader if is_exi_header(rest) => {
                entries.push(record(None, rest));
                used = bytes.len();
            }
            Step::NoHeader => {
                return Err(InputError::new(
                    place,
                    "begins neither with a V2GTP header (01fe) nor with an EXI header (80); \
                     write one message per line",
                ));
            }
        }
    }
    Ok(used)
}

/// The part of a line before a comment.
fn without_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before).trim()
}

#[cfg(test)]
mod tests {
    use v2gtp::PayloadType;

    use crate::shared::hex::to_hex;

    use super::*;

    #[test]
    fn a_framed_message_may_go_on_over_lines() {
        let text = "# from a log\n01fe9000 00000002\n1000 01fe\n9000000000020000\n80aa # bare\n";
        let entries = read("log", text).unwrap();
        let payloads: Vec<_> = entries
            .iter()
            .map(|entry| match entry {
                Entry::Record(record) => (record.payload_type, to_hex(&record.payload)),
                Entry::Note(note) => panic!("{note:?}"),
            })
            .collect();
        assert_eq!(
            payloads,
            [
                (Some(PayloadType::SDP_REQUEST), "1000".to_owned()),
                (Some(PayloadType::SDP_REQUEST), "0000".to_owned()),
                (None, "80aa".to_owned())
            ]
        );
    }

    #[test]
    fn an_incomplete_message_is_a_note() {
        let entries = read("argument", "01fe900000000002ff").unwrap();
        let [Entry::Note(note)] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(note.text, "argument: incomplete message, 9 of 10 bytes");
    }

    #[test]
    fn other_bytes_are_an_error_with_the_line() {
        let error = read("log", "80aa\n7fff").unwrap_err().to_string();
        assert!(error.starts_with("log, line 2: begins neither"), "{error}");
    }
}

//! One stream of records and notes for every kind of input.
//!
//! [`read_argument`] takes what stands on the command line, [`read_bytes`] what stands in a file:
//! a packet capture, JSON lines, hex, or raw bytes. The kind is found by looking at the bytes,
//! never by the name, so a pipe works as well as a file.

mod hex;
mod jsonl;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};

use super::capture;
use crate::inspect::record::{Entry, Note, NoteKind, Record};
use crate::progress::Progress;
use crate::shared::framing::{self, Step};
use crate::shared::problem::InputError;
use crate::shared::protocol::is_exi_header;

/// The session that is played when no input is named: ISO 15118-2, AC, Plug & Charge.
const BUILT_IN: &str = include_str!("../../data/iso2_ac_pnc.jsonl");

/// Everything that was read, numbered through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    entries: Vec<Entry>,
    records: usize,
    connections: u32,
}

impl Input {
    /// Adds the entries of one more source behind the others.
    ///
    /// Records get their numbers here, and connections of different sources stay apart.
    pub(crate) fn append(&mut self, entries: Vec<Entry>) {
        let first = self.connections;
        for mut entry in entries {
            if let Entry::Record(record) = &mut entry {
                record.index = self.records;
                self.records += 1;
                record.connection = record.connection.saturating_add(first);
                self.connections = self.connections.max(record.connection.saturating_add(1));
            }
            self.entries.push(entry);
        }
    }

    /// Everything in order.
    #[must_use]
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The messages in order.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Record(record) => Some(record),
            Entry::Note(_) => None,
        })
    }
}

/// Reads the session that ships with the program.
///
/// # Errors
///
/// Returns an error where the file in `data` is not what it should be; a test reads it.
pub(crate) fn built_in(progress: &Progress) -> Result<Vec<Entry>, InputError> {
    read_bytes("iso2_ac_pnc.jsonl", BUILT_IN.as_bytes(), progress)
}

/// Reads what an argument names: `-` for standard input, a file, or hex.
///
/// A file wins over hex where a name could be both.
///
/// # Errors
///
/// Returns an error where the argument is neither, or the file cannot be read or understood.
pub(crate) fn read_argument(
    argument: &OsStr,
    stdin: &mut dyn Read,
    progress: &Progress,
) -> Result<Vec<Entry>, InputError> {
    let name = argument.to_string_lossy();
    let unreadable = |name: &str, error: io::Error| InputError::new(name, error.to_string());
    if argument == "-" {
        let name = "standard input";
        let bytes = read_all(stdin, progress).map_err(|error| unreadable(name, error))?;
        return read_bytes(name, &bytes, progress);
    }
    match std::fs::metadata(argument) {
        Ok(metadata) if metadata.is_dir() => {
            Err(InputError::new(name, "is a directory; name the files in it"))
        }
        Ok(_) => {
            let bytes = File::open(argument)
                .and_then(|mut file| read_all(&mut file, progress))
                .map_err(|error| unreadable(&name, error))?;
            read_bytes(&name, &bytes, progress)
        }
        Err(_) if hex::is_hex(&name) => hex::read("argument", &name),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(InputError::new(
            name,
            "no such file, and not hex; name a .pcap, .pcapng or .jsonl file, give the bytes of \
             a message as hex, or - for standard input",
        )),
        Err(error) => Err(unreadable(&name, error)),
    }
}

/// Reads all bytes of a file or pipe.
fn read_all(source: &mut dyn Read, progress: &Progress) -> io::Result<Vec<u8>> {
    /// Bytes that are read at a time.
    const PIECE: u64 = 1 << 20;
    let mut work = progress.waiting("reading the input");
    let mut bytes = Vec::new();
    while source.take(PIECE).read_to_end(&mut bytes)? > 0 {
        work.look();
    }
    Ok(bytes)
}

/// Reads the contents of a file or pipe, whatever kind it is.
///
/// # Errors
///
/// Returns an error where the kind is not known, or nothing in it can be read. What is only
/// partly readable becomes records and notes.
pub(crate) fn read_bytes(
    name: &str,
    bytes: &[u8],
    progress: &Progress,
) -> Result<Vec<Entry>, InputError> {
    if capture::is_capture(bytes) {
        return capture::read(name, bytes, progress);
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let advice = "is gzip-compressed; unpack it first, or: gzip -dc FILE | v2g inspect -";
        return Err(InputError::new(name, advice));
    }
    if bytes.starts_with(&[0x01, 0xFE]) {
        return Ok(read_stream(name, bytes));
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        let text = text.trim_start_matches('\u{FEFF}');
        if text.trim().is_empty() {
            return Err(InputError::new(name, "is empty"));
        }
        if text.trim_start().starts_with('{') {
            return jsonl::read(name, text, progress);
        }
        if hex::is_hex(text) {
            return hex::read(name, text);
        }
    } else if is_exi_header(bytes) {
        return Ok(vec![Entry::Record(Record::new(None, bytes.to_vec(), name.to_owned()))]);
    }
    Err(InputError::new(
        name,
        "is not a capture (pcap, pcapng), not JSON lines with `frame` or `exi`, and not hex; \
         other capture formats can be converted with: editcap -F pcapng FILE FILE.pcapng",
    ))
}

/// Reads raw V2GTP messages that follow each other.
fn read_stream(name: &str, bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let origin = format!("{name}, byte {at}");
        let Step::Message { frame, size } = framing::next_message(rest) else {
            let text = format!("{origin}: {}", framing::describe_rest(rest));
            entries.push(Entry::Note(Note { time: None, kind: NoteKind::Damaged, text }));
            break;
        };
        let payload = frame.payload.to_vec();
        entries.push(Entry::Record(Record::new(Some(frame.payload_type), payload, origin)));
        at += size;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::hex::to_hex;

    /// Payloads in hex and the texts of notes.
    fn shown(entries: &[Entry]) -> Vec<String> {
        let show = |entry: &Entry| match entry {
            Entry::Record(record) => to_hex(&record.payload),
            Entry::Note(note) => note.text.clone(),
        };
        entries.iter().map(show).collect()
    }

    #[test]
    fn the_kind_is_found_by_the_bytes() {
        let stream = [0x01, 0xFE, 0x90, 0, 0, 0, 0, 2, 0x10, 0, 0x01, 0xFE, 0x90];
        let read = |bytes: &[u8]| shown(&read_bytes("x", bytes, &Progress::hidden()).unwrap());
        assert_eq!(read(&stream), ["1000", "x, byte 10: incomplete message, 3 of 8 header bytes"]);
        assert_eq!(read(&[0x80, 0x98, 0xFF]), ["8098ff"]);
        assert_eq!(read(b"80 98 ff\n"), ["8098ff"]);
        assert_eq!(read(b"\xEF\xBB\xBF{\"exi\":\"8098ff\"}"), ["8098ff"]);
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        let error =
            |bytes: &[u8]| read_bytes("x", bytes, &Progress::hidden()).unwrap_err().to_string();
        assert_eq!(error(b" \n"), "x: is empty");
        assert!(error(&[0x1F, 0x8B, 8]).contains("gzip -dc"), "{}", error(&[0x1F, 0x8B, 8]));
        assert!(error(b"GET / HTTP/1.1").contains("editcap"));
        assert!(error(&[0xFF, 0x00]).contains("editcap"));
    }

    #[test]
    fn arguments_are_files_hex_or_standard_input() {
        let mut stdin: &[u8] = b"8098";
        assert_eq!(
            shown(&read_argument(OsStr::new("-"), &mut stdin, &Progress::hidden()).unwrap()),
            ["8098"]
        );
        let read = |argument: &str| {
            read_argument(OsStr::new(argument), &mut io::empty(), &Progress::hidden())
        };
        assert_eq!(shown(&read("80:98").unwrap()), ["8098"]);
        assert!(read("no-such-file.pcap").unwrap_err().to_string().contains("no such file"));
        assert!(read(env!("CARGO_MANIFEST_DIR")).unwrap_err().to_string().contains("directory"));
    }

    #[test]
    fn the_built_in_session_is_whole() {
        let entries = built_in(&Progress::hidden()).unwrap();
        assert_eq!(entries.len(), 30);
        assert!(entries.iter().all(|entry| matches!(entry, Entry::Record(_))));
    }

    #[test]
    fn sources_are_numbered_through_and_their_connections_stay_apart() {
        let mut input = Input::default();
        for _ in 0..2 {
            let record = |connection| {
                let mut record = Record::new(None, vec![0x80], String::new());
                record.connection = connection;
                Entry::Record(record)
            };
            input.append(vec![record(0), record(1)]);
        }
        let numbers: Vec<_> = input.records().map(|r| (r.index, r.connection)).collect();
        assert_eq!(numbers, [(0, 0), (1, 1), (2, 2), (3, 3)]);
    }
}

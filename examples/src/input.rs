//! One stream of records and notes for every kind of input.
//!
//! [`read_argument`] takes what stands on the command line, [`read_bytes`] what stands in a file:
//! a packet capture, JSON lines, hex, or raw bytes. The kind is found by looking at the bytes,
//! never by the name, so a pipe works as well as a file.

mod hex;
mod jsonl;

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::io::Read;
use std::path::Path;

use crate::capture;
use crate::decode::{self, Protocol};
use crate::framing::{self, Step};

pub use hex::to_hex;

/// The session that is played when no input is named: ISO 15118-2, AC, Plug & Charge.
const BUILT_IN: &[u8] = include_bytes!("../data/iso2_ac_pnc.jsonl");

/// One line of the output: a message, or something that could not become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A V2GTP message.
    Record(Record),
    /// A remark about the input.
    Note(Note),
}

/// One V2GTP message, wherever it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Running number in the whole input, from 0; what `--message` takes.
    pub index: usize,
    /// When the last byte of the message was there, since the Unix epoch.
    pub time: Option<Duration>,
    /// Who sent it, where the input tells without decoding.
    pub direction: Option<Direction>,
    /// Payload type of the V2GTP header; absent for a bare payload.
    pub payload_type: Option<u16>,
    /// Which grammar the input says the payload has; [`decode::Session`] finds it otherwise.
    pub protocol: Option<Protocol>,
    /// Whether the payload is an EXI fragment (as digests and signatures use), not a document.
    pub fragment: bool,
    /// What the input calls the message.
    pub label: Option<String>,
    /// Messages with the same number belong to one connection; a handshake holds for one.
    pub connection: u32,
    /// The bytes behind the V2GTP header.
    pub payload: Vec<u8>,
    /// Where in the input the message stands.
    pub origin: String,
}

impl Record {
    /// Makes a record of nothing but its bytes.
    #[must_use]
    pub fn new(payload_type: Option<u16>, payload: Vec<u8>, origin: String) -> Self {
        Self {
            index: 0,
            time: None,
            direction: None,
            payload_type,
            protocol: None,
            fragment: false,
            label: None,
            connection: 0,
            payload,
            origin,
        }
    }
}

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The vehicle (EVCC) sent it.
    FromEv,
    /// The station (SECC) sent it.
    FromEvse,
}

impl Direction {
    /// The same link seen from the other end.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::FromEv => Self::FromEvse,
            Self::FromEvse => Self::FromEv,
        }
    }

    /// The form recordings use: `ev->se`.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::FromEv => "ev->se",
            Self::FromEvse => "se->ev",
        }
    }

    /// Reads both spellings that recordings use, `ev->se` and `ev->evse`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "ev->se" | "ev->evse" => Some(Self::FromEv),
            "se->ev" | "evse->ev" => Some(Self::FromEvse),
            _ => None,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FromEv => "EV -> EVSE",
            Self::FromEvse => "EVSE -> EV",
        })
    }
}

/// A remark about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The time it belongs to, since the Unix epoch.
    pub time: Option<Duration>,
    /// What it is about.
    pub kind: NoteKind,
    /// One sentence for a person.
    pub text: String,
}

/// What a [`Note`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// A TLS connection: its messages cannot be read.
    Tls,
    /// A TCP connection that carries something else than V2GTP.
    Foreign,
    /// The recording begins inside a connection.
    LateStart,
    /// Packets that are no V2G messages by nature were passed over.
    Skipped,
    /// A connection was reset.
    Reset,
    /// Bytes are missing from the recording.
    Gap,
    /// A message is not complete, or its bytes cannot be what they should be.
    Damaged,
}

impl NoteKind {
    /// All kinds, for reading them back.
    const ALL: [Self; 7] = [
        Self::Tls,
        Self::Foreign,
        Self::LateStart,
        Self::Skipped,
        Self::Reset,
        Self::Gap,
        Self::Damaged,
    ];

    /// The word in the JSON form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Foreign => "foreign",
            Self::LateStart => "late-start",
            Self::Skipped => "skipped",
            Self::Reset => "reset",
            Self::Gap => "gap",
            Self::Damaged => "damaged",
        }
    }

    /// The kind with this word in the JSON form.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether a message that should be in the output is not.
    #[must_use]
    pub fn is_loss(self) -> bool {
        matches!(self, Self::Gap | Self::Damaged)
    }
}

/// An input that cannot be read at all; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    place: String,
    text: String,
}

impl InputError {
    /// Makes an error about the input `place`.
    #[must_use]
    pub fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

impl Error for InputError {}

/// Everything that was read, numbered through.
#[derive(Clone, Debug, Default)]
pub struct Input {
    entries: Vec<Entry>,
    records: usize,
    connections: u32,
}

impl Input {
    /// Adds the entries of one more source behind the others.
    ///
    /// Records get their numbers here, and connections of different sources stay apart.
    pub fn append(&mut self, entries: Vec<Entry>) {
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
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The messages in order.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Record(record) => Some(record),
            Entry::Note(_) => None,
        })
    }

    /// The remarks in order.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Note(note) => Some(note),
            Entry::Record(_) => None,
        })
    }
}

/// Reads the session that ships with the program.
///
/// # Errors
///
/// None in practice: a test reads the same bytes.
pub fn built_in() -> Result<Vec<Entry>, InputError> {
    read_bytes("iso2_ac_pnc.jsonl", BUILT_IN)
}

/// Reads what an argument names: `-` for standard input, a file, or hex.
///
/// A file wins over hex where a name could be both.
///
/// # Errors
///
/// Returns an error where the argument is neither, or the file cannot be read or understood.
pub fn read_argument(argument: &str, stdin: &mut dyn Read) -> Result<Vec<Entry>, InputError> {
    let path = Path::new(argument);
    if argument == "-" {
        let mut bytes = Vec::new();
        match stdin.read_to_end(&mut bytes) {
            Ok(_) => read_bytes("standard input", &bytes),
            Err(error) => Err(InputError::new("standard input", error.to_string())),
        }
    } else if path.is_dir() {
        Err(InputError::new(argument, "is a directory; name the files in it"))
    } else if path.exists() {
        let bytes =
            std::fs::read(path).map_err(|error| InputError::new(argument, error.to_string()))?;
        read_bytes(argument, &bytes)
    } else if hex::is_hex(argument) {
        hex::read("argument", argument)
    } else {
        Err(InputError::new(
            argument,
            "no such file, and not hex; name a .pcap, .pcapng or .jsonl file, give the bytes of \
             a message as hex, or - for standard input",
        ))
    }
}

/// Reads the contents of a file or pipe, whatever kind it is.
///
/// # Errors
///
/// Returns an error where the kind is not known, or nothing in it can be read. What is only
/// partly readable becomes records and notes.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, InputError> {
    if capture::is_capture(bytes) {
        return capture::read(name, bytes);
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let advice = "is gzip-compressed; unpack it first, or: gzip -dc FILE | inspect -";
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
            return jsonl::read(name, text);
        }
        if hex::is_hex(text) {
            return hex::read(name, text);
        }
    } else if decode::is_exi_header(bytes) {
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
        match framing::next_message(rest) {
            Step::Message { payload_type, payload, size } => {
                let record = Record::new(Some(payload_type), payload.to_vec(), origin);
                entries.push(Entry::Record(record));
                at += size;
            }
            step => {
                let text = format!("{origin}: {}", describe_rest(step, rest.len()));
                entries.push(Entry::Note(Note { time: None, kind: NoteKind::Damaged, text }));
                break;
            }
        }
    }
    entries
}

/// Says why bytes at the end of a stream are no message.
pub(crate) fn describe_rest(step: Step<'_>, have: usize) -> String {
    match step {
        Step::NoHeader => format!("{have} bytes that do not begin with a V2GTP header"),
        Step::Incomplete { size: Some(size) } => {
            format!("incomplete message, {have} of {size} bytes")
        }
        Step::Incomplete { size: None } | Step::Message { .. } => {
            format!("incomplete message, {have} bytes of a header")
        }
    }
}

//! Shared by the integration tests: packets of a session, and capture files that hold them.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

pub(crate) mod files;
pub(crate) mod packets;

use core::time::Duration;
use std::ffi::OsString;

use examples::inspect::{self, Status};
use examples::record::{Direction, Entry, Note, Record};
use examples::{capture, input};

use packets::{Conversation, Packet};

/// What a reader of a session wants to know of a message.
pub(crate) type Message = (Option<Direction>, u16, Vec<u8>);

/// The recorded session that ships with the program.
pub(crate) fn session() -> Vec<Record> {
    records(&input::built_in().unwrap()).into_iter().cloned().collect()
}

pub(crate) fn records(entries: &[Entry]) -> Vec<&Record> {
    let mut records = Vec::new();
    for entry in entries {
        if let Entry::Record(record) = entry {
            records.push(record);
        }
    }
    records
}

pub(crate) fn notes(entries: &[Entry]) -> Vec<&Note> {
    let mut notes = Vec::new();
    for entry in entries {
        if let Entry::Note(note) = entry {
            notes.push(note);
        }
    }
    notes
}

/// The texts of the notes in order.
pub(crate) fn texts(entries: &[Entry]) -> Vec<&str> {
    notes(entries).iter().map(|note| note.text.as_str()).collect()
}

/// The words of the notes in order.
pub(crate) fn kinds(entries: &[Entry]) -> Vec<&'static str> {
    notes(entries).iter().map(|note| note.kind.word()).collect()
}

pub(crate) fn messages<'r>(records: impl IntoIterator<Item = &'r Record>) -> Vec<Message> {
    let message = |record: &Record| {
        let payload_type = record.payload_type.map_or(0, |t| t.code());
        (record.direction, payload_type, record.payload.clone())
    };
    records.into_iter().map(message).collect()
}

/// The messages that one side sent.
pub(crate) fn sent_by(direction: Direction, messages: &[Message]) -> Vec<Message> {
    messages.iter().filter(|message| message.0 == Some(direction)).cloned().collect()
}

/// Reads packets as a capture file would be read.
pub(crate) fn read(packets: &[Packet]) -> Vec<Entry> {
    capture::read("test", &files::Pcapng::default().file(packets)).unwrap()
}

/// Discovery and TCP of the recorded session, one segment a message.
pub(crate) fn plain_session() -> (Conversation, Vec<Message>) {
    let records = session();
    let mut conversation = Conversation::default();
    // Between the discovery answer and the first message.
    conversation.open(records[1].time.unwrap() + Duration::from_millis(1));
    for record in &records {
        conversation.message(record);
    }
    conversation.close();
    (conversation, messages(&records))
}

/// What a run of the program left behind.
pub(crate) struct Ran {
    pub(crate) status: Status,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `inspect` with arguments, separated by white space, and standard input.
pub(crate) fn inspect(arguments: &str, stdin: &[u8]) -> Ran {
    inspect_with(arguments.split_whitespace().map(OsString::from), stdin)
}

pub(crate) fn inspect_with(arguments: impl IntoIterator<Item = OsString>, mut stdin: &[u8]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = inspect::run(arguments, &mut stdin, &mut out, &mut err).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { status, out: text(out), err: text(err) }
}

//! Packets of a session, and capture files that hold them, read back.

mod capture_files;
mod files;
mod other_traffic;
mod packets;
mod reassembly;
mod vectors;

use core::time::Duration;

use serde_json::Value;

use super::record::{Direction, Entry, Note, Record};
use super::{capture, input};
use crate::arguments::Command;
use crate::arguments::tests::command;
use crate::console::Console;
use crate::progress::Progress;
use crate::shared::status::Status;
use packets::{Conversation, Packet};

/// What a reader of a session wants to know of a message.
type Message = (Option<Direction>, u16, Vec<u8>);

/// The recorded session that ships with the program.
fn session() -> Vec<Record> {
    records(&input::built_in(&Progress::hidden()).unwrap()).into_iter().cloned().collect()
}

pub(super) fn records(entries: &[Entry]) -> Vec<&Record> {
    let mut records = Vec::new();
    for entry in entries {
        if let Entry::Record(record) = entry {
            records.push(record);
        }
    }
    records
}

fn notes(entries: &[Entry]) -> Vec<&Note> {
    let mut notes = Vec::new();
    for entry in entries {
        if let Entry::Note(note) = entry {
            notes.push(note);
        }
    }
    notes
}

/// The texts of the notes in order.
fn texts(entries: &[Entry]) -> Vec<&str> {
    notes(entries).iter().map(|note| note.text.as_str()).collect()
}

/// The words of the notes in order.
fn kinds(entries: &[Entry]) -> Vec<&'static str> {
    notes(entries).iter().map(|note| note.kind.word()).collect()
}

fn messages<'r>(records: impl IntoIterator<Item = &'r Record>) -> Vec<Message> {
    let message = |record: &Record| {
        let payload_type = record.payload_type.map_or(0, |t| t.code());
        (record.direction, payload_type, record.payload.clone())
    };
    records.into_iter().map(message).collect()
}

/// The messages that one side sent.
fn sent_by(direction: Direction, messages: &[Message]) -> Vec<Message> {
    messages.iter().filter(|message| message.0 == Some(direction)).cloned().collect()
}

/// Reads packets as a capture file would be read.
fn read(packets: &[Packet]) -> Vec<Entry> {
    read_file(&files::Pcapng::default().file(packets)).unwrap()
}

/// Reads a capture file.
fn read_file(file: &[u8]) -> Result<Vec<Entry>, crate::shared::problem::InputError> {
    capture::read("test", file, &Progress::hidden())
}

/// Discovery and TCP of the recorded session, one segment a message.
fn plain_session() -> (Conversation, Vec<Message>) {
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

/// Runs `inspect` with arguments, separated by white space, and standard input.
fn inspect(arguments: &str, mut stdin: &[u8]) -> (Status, String) {
    let command = command(&format!("inspect {arguments}"));
    let Ok(Command::Inspect(options)) = command else { panic!("{command:?}") };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let progress = Progress::hidden();
    let mut console = Console { out: &mut out, err: &mut err, progress };
    let status = super::run(&options, &mut stdin, &mut console).unwrap();
    (status, String::from_utf8(out).unwrap())
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The recordings in `data`.
const PLAIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_eim.pcapng");
const TLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_eim_tls.pcapng");

#[test]
fn json_lines_can_be_read_again() {
    let gap = {
        let mut conversation = plain_session().0;
        conversation.segments.remove(20);
        files::Pcap::default().file(&conversation.packets())
    };
    for (arguments, stdin) in [("", &b""[..]), (PLAIN, b""), (TLS, b""), ("-", &gap)] {
        let first = inspect(&format!("--json {arguments}"), stdin);
        let second = inspect("--json -", first.1.as_bytes());
        assert_eq!(first.0, second.0);
        assert_eq!(json_lines(&first.1).len(), json_lines(&second.1).len());
        for (mut first, second) in json_lines(&first.1).into_iter().zip(json_lines(&second.1)) {
            // Connections are numbered anew.
            if let Some(connection) = first.get_mut("connection") {
                *connection = second["connection"].clone();
            }
            assert_eq!(first, second);
        }
    }
}

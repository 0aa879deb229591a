//! What the programs of this package share: reading recorded charging sessions, and showing them.
//!
//! The input side turns whatever a person has at hand (a packet capture, recorded messages as
//! JSON lines, hex from a log) into one list of [`Entry`]: V2GTP messages in the order they
//! arrived, and [`Note`]s about everything that could not become a message. [`decode`] says what
//! a message means, [`table`] prints it.
//!
//! It is deliberately not a library for others: nothing here is published, and interfaces change
//! with the programs. The crates to build on are the other members of the workspace.
//!
//! | module | what it holds |
//! |---|---|
//! | [`input`] | one stream of records and notes for every kind of input |
//! | [`capture`] | pcap and pcapng files: link layers, UDP, TCP reassembly |
//! | [`framing`] | V2GTP headers in a byte stream |
//! | [`sdp`] | SECC discovery payloads |
//! | [`decode`] | from a record to a named message; the one place that knows EXI |
//! | [`table`] | rows for a terminal |
//! | [`cli`] | arguments of `inspect` |
//! | [`inspect`] | the program `inspect` without its process |

#![forbid(unsafe_code)]

extern crate alloc;

pub mod capture;
pub mod cli;
pub mod decode;
pub mod framing;
pub mod input;
pub mod inspect;
pub mod sdp;
pub mod table;
pub mod time;

pub use input::{Direction, Entry, InputError, Note, NoteKind, Record};

//! What the programs of this package share: reading recorded charging sessions, and showing them.
//!
//! The input side turns whatever a person has at hand (a packet capture, recorded messages as
//! JSON lines, hex from a log) into one list of [`Entry`](record::Entry): V2GTP messages in the
//! order they arrived, and notes about everything that could not become a message. [`decode`] says
//! what a message means; [`table`], [`full`] and [`json`] print it.
//!
//! It is deliberately not a library for others: nothing here is published, and interfaces change
//! with the programs. The crates to build on are the other members of the workspace.
//!
//! | module | what it holds |
//! |---|---|
//! | [`record`] | messages and notes |
//! | [`input`] | one stream of records and notes for every kind of input |
//! | [`capture`] | pcap and pcapng files: link layers, UDP, TCP reassembly |
//! | [`framing`] | V2GTP messages in bytes that may have holes |
//! | [`protocol`] | the message sets and what tells them apart |
//! | [`decode`] | from a record to a named message |
//! | `codec` | the codec of each message set |
//! | [`sdp`] | SECC discovery payloads |
//! | [`summary`] | the values that matter |
//! | [`table`], [`full`], [`json`] | the three forms of the output |
//! | [`cli`] | arguments of `inspect` |
//! | [`inspect`] | the program `inspect` without its process |
//! | [`conformance`] | the program `conformance` without its process |
//! | [`verify_chain`] | the program `verify-chain` without its process |
//! | [`discovery`] | the program `sdp` without its process |
//! | [`test_pki`] | the program `test-pki` without its process |

#![forbid(unsafe_code)]

extern crate alloc;

/// The code in the README of the repository.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

pub mod capture;
pub mod cli;
mod codec;
pub mod conformance;
pub mod decode;
pub mod discovery;
pub mod framing;
pub mod full;
pub mod input;
pub mod inspect;
pub mod json;
pub mod protocol;
pub mod record;
pub mod sdp;
pub mod summary;
pub mod table;
pub mod test_pki;
pub mod text;
pub mod time;
pub mod verify_chain;

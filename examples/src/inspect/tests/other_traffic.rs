//! What else a capture may hold: TLS, other programs, fragments, and connections that end badly.

use core::time::Duration;

use super::packets::{Conversation, Flags, frame};
use super::{kinds, plain_session, read, records, texts};
use crate::inspect::record::Direction::{FromEv, FromEvse};
use v2gtp::PayloadType;

#[test]
fn a_refused_connection_is_noted_where_discovery_offered_it() {
    let mut conversation = plain_session().0;
    conversation.segments.truncate(2);
    let refusal = &mut conversation.segments[1];
    refusal.flags = Flags { rst: true, ..Flags::default() };
    let entries = read(&conversation.packets());
    assert_eq!(records(&entries).len(), 2);
    assert_eq!(kinds(&entries), ["reset"]);
}

#[test]
fn a_reset_is_noted_and_its_numbers_mean_nothing() {
    let mut conversation = plain_session().0;
    let time = conversation.segments.last().unwrap().time;
    let rst = Flags { rst: true, ..Flags::default() };
    conversation.push(time, FromEvse, rst, &[]);
    conversation.segments.last_mut().unwrap().sequence = 0;
    let entries = read(&conversation.packets());
    assert_eq!(records(&entries).len(), 30);
    assert_eq!(kinds(&entries), ["reset"]);
    assert!(texts(&entries)[0].ends_with("reset by [fe80::3c6b:5bff:feb1:efd0]:55884"));
}

/// The beginning of a TLS connection: a ClientHello without contents.
fn tls() -> Conversation {
    let mut conversation = Conversation::ipv4();
    conversation.open(Duration::ZERO);
    let hello = [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0, 0, 1, 0];
    conversation.push(Duration::ZERO, FromEv, Flags::default(), &hello);
    conversation
}

#[test]
fn tls_is_named_unless_discovery_points_elsewhere() {
    let mut entries = read(&tls().packets());
    assert_eq!(kinds(&entries), ["tls"]);
    assert!(texts(&entries)[0].contains("a TLS connection (version not recorded)"));

    // In the middle of the connection there are records too, where segments begin.
    let mut late = tls();
    late.segments.drain(..2);
    assert_eq!(kinds(&read(&late.packets())), ["tls"]);

    // A session beside it: somebody's web traffic is not worth more than a number.
    entries = read(&[plain_session().0.packets(), tls().packets()].concat());
    assert_eq!(records(&entries).len(), 30);
    assert_eq!(kinds(&entries), ["skipped"]);
    assert!(texts(&entries)[0].contains("1 TCP connections skipped"), "{:?}", texts(&entries));
}

#[test]
fn something_else_where_discovery_points_is_named() {
    let mut conversation = plain_session().0;
    conversation.segments.truncate(2);
    let time = conversation.segments[1].time;
    conversation.push(time, FromEv, Flags::default(), b"GET / HTTP/1.1\r\n\r\n");
    let entries = read(&conversation.packets());
    assert_eq!(kinds(&entries), ["foreign"]);
}

#[test]
fn ip_fragments_are_counted_and_what_they_carried_is_missing() {
    let mut conversation = Conversation::ipv4();
    conversation.open(Duration::ZERO);
    for _ in 0..3 {
        let message = frame(PayloadType::V2G_EXI, &[0x80, 0x98]);
        conversation.push(Duration::ZERO, FromEv, Flags::default(), &message);
    }
    let mut packets = conversation.packets();
    // More fragments follow.
    packets[3].bytes[14 + 6] |= 0x20;
    let entries = read(&packets);
    assert_eq!(records(&entries).len(), 2);
    assert_eq!(kinds(&entries), ["skipped", "gap"]);
    assert!(texts(&entries)[0].contains("1 IP fragments skipped"), "{:?}", texts(&entries));
}

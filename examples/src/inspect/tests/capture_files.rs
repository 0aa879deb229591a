//! Capture files: every variant of the two formats and of the link layers gives the same messages,
//! and a damaged file gives what is in front of the damage.

use core::time::Duration;

use super::files::{Pcap, Pcapng};
use super::packets::{Conversation, Link, Packet};
use super::{kinds, messages, notes, plain_session, read, read_file, records, session};
use crate::inspect::record::Entry;

/// Reads a file and compares it with the recorded session; `true` if the times are right too.
fn is_session(file: &[u8]) -> bool {
    let entries = read_file(file).unwrap();
    assert!(notes(&entries).is_empty(), "{:?}", notes(&entries));
    let (read, session) = (records(&entries), session());
    assert_eq!(messages(read.iter().copied()), messages(&session));
    read.iter().zip(&session).all(|(read, recorded)| {
        // Up to the coarsest unit of time that is tested.
        read.time.is_some_and(|time| time.abs_diff(recorded.time.unwrap()).as_micros() <= 1)
    })
}

#[test]
fn every_kind_of_pcap() {
    let packets = plain_session().0.packets();
    for big_endian in [false, true] {
        for nanoseconds in [false, true] {
            let pcap = Pcap { big_endian, nanoseconds, ..Pcap::default() };
            assert!(is_session(&pcap.file(&packets)), "{pcap:?}");
        }
    }
}

#[test]
fn every_kind_of_pcapng() {
    let packets = plain_session().0.packets();
    for big_endian in [false, true] {
        // Microseconds by default and by name, nanoseconds, and a power of two.
        for resolution in [None, Some(6), Some(9), Some(0x80 | 24)] {
            for offset in [None, Some(1_000_000), Some(-1_000_000)] {
                let pcapng = Pcapng { big_endian, resolution, offset, ..Pcapng::default() };
                assert!(is_session(&pcapng.file(&packets)), "{pcapng:?}");
            }
        }
        let pcapng = Pcapng { big_endian, other_blocks: true, ..Pcapng::default() };
        assert!(is_session(&pcapng.file(&packets)), "{pcapng:?}");
        let pcapng = Pcapng { big_endian, simple: true, ..Pcapng::default() };
        assert!(!is_session(&pcapng.file(&packets)), "simple packets have no time");
    }
}

#[test]
fn sections_may_follow_each_other_in_either_byte_order() {
    let packets = plain_session().0.packets();
    let (first, second) = packets.split_at(packets.len() / 2);
    let little = Pcapng::default().file(first);
    let big = Pcapng { big_endian: true, ..Pcapng::default() }.file(second);
    assert!(is_session(&[little, big].concat()));
}

/// Takes the Ethernet header off and puts another in front.
fn relinked(packets: &[Packet], header: &[u8]) -> Vec<Packet> {
    let relink = |packet: &Packet| {
        let bytes = [header, &packet.bytes[14..]].concat();
        Packet { bytes, ..packet.clone() }
    };
    packets.iter().map(relink).collect()
}

#[test]
fn every_link_layer() {
    let packets = plain_session().0.packets();
    let mut cooked = [0; 16];
    cooked[14..].copy_from_slice(&[0x86, 0xDD]);
    let mut cooked2 = [0; 20];
    cooked2[..2].copy_from_slice(&[0x86, 0xDD]);
    for (link, header) in [
        (101, &[][..]),
        (229, &[]),
        (12, &[]),
        (113, &cooked),
        (276, &cooked2),
        (0, &[30, 0, 0, 0]),
        (108, &[0, 0, 0, 30]),
    ] {
        let relinked = relinked(&packets, header);
        assert!(is_session(&Pcap { link, ..Pcap::default() }.file(&relinked)), "{link}");
        assert!(is_session(&Pcapng { link, ..Pcapng::default() }.file(&relinked)), "{link}");
    }
    assert!(is_session(&Pcap::default().file(&plain_session().0.packets_on(Link::Vlan))));

    let file = Pcap { link: 105, ..Pcap::default() }.file(&packets);
    let entries = read_file(&file).unwrap();
    assert!(notes(&entries)[0].text.contains("link type 105"), "{entries:?}");
}

#[test]
fn ipv4_without_discovery() {
    let mut conversation = Conversation::ipv4();
    conversation.open(Duration::ZERO);
    let records: Vec<_> =
        session().into_iter().filter(|r| !r.payload_type.unwrap().is_sdp()).collect();
    for record in &records {
        conversation.message(record);
    }
    let entries = read(&conversation.packets());
    assert_eq!(messages(super::records(&entries)), messages(&records));
}

#[test]
fn packets_are_put_in_the_order_of_their_times() {
    let mut packets = plain_session().0.packets();
    packets.reverse();
    assert!(is_session(&Pcapng::default().file(&packets)));
}

#[test]
fn a_file_that_ends_early_gives_what_is_in_front() {
    let packets = plain_session().0.packets();
    for file in [Pcap::default().file(&packets), Pcapng::default().file(&packets)] {
        let whole = messages(&session());
        let mut longest = 0;
        for end in 0..file.len() {
            let Ok(entries) = read_file(&file[..end]) else { continue };
            let read = messages(records(&entries));
            assert_eq!(read[..], whole[..read.len()], "cut at {end}");
            longest = longest.max(read.len());
            let is_at_packet = !kinds(&entries).contains(&"damaged");
            let packet_ends = read_file(&file[..end + 1])
                .is_ok_and(|entries| !kinds(&entries).contains(&"damaged"));
            assert!(!(is_at_packet && packet_ends), "no packet is one byte long");
        }
        assert_eq!(longest, whole.len());
        let note = read_file(&file[..file.len() - 1]).unwrap().pop();
        let Some(Entry::Note(note)) = note else { panic!("{note:?}") };
        assert!(note.text.contains("ends inside the packet or block at byte"), "{}", note.text);
    }
}

#[test]
fn packets_that_were_cut_short_leave_gaps() {
    let packets = plain_session().0.packets();
    // Long enough for all headers and most messages, too short for those with certificates.
    let file = Pcap { snap_length: 300, ..Pcap::default() }.file(&packets);
    let entries = read_file(&file).unwrap();
    let read = messages(records(&entries));
    let short: Vec<_> = messages(&session()).into_iter().filter(|m| m.2.len() < 210).collect();
    assert!(short.len() < session().len(), "some message is long");
    assert_eq!(read, short);
    assert!(kinds(&entries).contains(&"gap"), "{:?}", kinds(&entries));
    assert!(notes(&entries).iter().any(|note| note.text.contains("incomplete message")));
}

#[test]
fn a_file_without_a_session_says_so() {
    let error = read_file(&Pcap::default().file(&[])).unwrap_err().to_string();
    assert!(error.starts_with("test: has no V2G traffic in its 0 packets; record"), "{error}");

    // HomePlug frames and somebody's web page.
    let mut slac = vec![0; 12];
    slac.extend([0x88, 0xE1, 1, 2, 3, 4]);
    let slac = Packet { time: Duration::ZERO, bytes: slac };
    let mut web = Conversation::ipv4();
    web.open(Duration::ZERO);
    let from = crate::inspect::record::Direction::FromEv;
    web.push(Duration::ZERO, from, Default::default(), b"GET / HTTP/1.1\r\n\r\n");
    let packets = [vec![slac], web.packets()].concat();
    let error = read_file(&Pcap::default().file(&packets)).unwrap_err().to_string();
    assert!(error.contains("1 HomePlug (SLAC) frames skipped"), "{error}");
    assert!(error.contains("1 TCP connections skipped"), "{error}");
}

#[test]
fn no_byte_of_a_file_can_do_harm() {
    let packets = plain_session().0.split(200).packets();
    for file in [Pcap::default().file(&packets[..12]), Pcapng::default().file(&packets[..12])] {
        for at in 0..file.len() {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
                let mut bad = file.clone();
                bad[at] = value;
                // An error or entries: only a panic is wrong here.
                let _ = read_file(&bad);
            }
        }
    }
}

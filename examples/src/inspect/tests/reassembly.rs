//! TCP connections: however the segments of a session lie in a capture, its messages come out; and
//! what is missing is said.

use core::time::Duration;

use super::packets::{Conversation, Flags, Packet, Segment, frame};
use super::{
    Message, kinds, messages, notes, plain_session, read, records, sent_by, session, texts,
};
use crate::inspect::record::Direction::{FromEv, FromEvse};
use crate::inspect::record::Entry;
use proptest::prelude::*;
use v2gtp::PayloadType;

fn read_messages(packets: &[Packet]) -> (Vec<Message>, Vec<Entry>) {
    let entries = read(packets);
    (messages(records(&entries)), entries)
}

/// Asserts that the packets hold the whole session and nothing worth a remark.
fn assert_whole(packets: &[Packet]) {
    let (read, entries) = read_messages(packets);
    assert_eq!(read, messages(&session()));
    assert!(notes(&entries).is_empty(), "{:?}", texts(&entries));
}

#[test]
fn a_segment_a_message() {
    assert_whole(&plain_session().0.packets());
}

#[test]
fn messages_may_be_split_anywhere() {
    for size in [1, 3, 7, 8, 9, 100, 536, 1440] {
        assert_whole(&plain_session().0.split(size).packets());
    }
}

#[test]
fn messages_may_share_a_segment() {
    let (conversation, expected) = plain_session();
    for conversation in [conversation.clone().coalesced(), conversation.coalesced().split(100)] {
        let (read, entries) = read_messages(&conversation.packets());
        assert!(notes(&entries).is_empty(), "{:?}", texts(&entries));
        for direction in [FromEv, FromEvse] {
            assert_eq!(sent_by(direction, &read), sent_by(direction, &expected));
        }
    }
}

#[test]
fn segments_may_be_reordered_repeated_and_overlap() {
    let mut conversation = plain_session().0.split(50);
    let is_long = |segment: &Segment| segment.data.len() > 1;
    // Neighbours of one message in the wrong order, ...
    for at in (3..conversation.segments.len()).step_by(2) {
        let [a, b] = &mut conversation.segments[at - 1..=at] else { unreachable!() };
        if a.from == b.from && a.time == b.time && is_long(a) && is_long(b) {
            core::mem::swap(a, b);
        }
    }
    // ... each sent again, half of it later once more together with what came before it.
    let mut segments = Vec::new();
    for segment in &conversation.segments {
        segments.extend([segment.clone(), segment.clone()]);
        if is_long(segment) {
            let half = segment.data.len() / 2;
            let skipped = u32::try_from(half).unwrap();
            segments.push(Segment {
                sequence: segment.sequence.wrapping_add(skipped),
                data: segment.data[half..].to_vec(),
                ..segment.clone()
            });
        }
    }
    conversation.segments = segments;
    assert_whole(&conversation.packets());
}

#[test]
fn sequence_numbers_may_wrap() {
    let plain = plain_session().0;
    let mut conversation = Conversation::starting_at(u32::MAX - 200, u32::MAX - 2);
    conversation.open(plain.segments[0].time);
    for record in session() {
        conversation.message(&record);
    }
    assert_whole(&conversation.split(64).packets());
}

#[test]
fn each_message_has_the_time_of_its_last_byte() {
    let mut conversation = plain_session().0.split(50);
    let start = conversation.segments[0].time;
    let mut late = Duration::ZERO;
    for segment in &mut conversation.segments {
        late += Duration::from_millis(10);
        segment.time = start + late;
    }
    let last_of_first = conversation
        .segments
        .iter()
        .rfind(|segment| segment.from == FromEv && segment.sequence < 1001 + 44)
        .unwrap();
    let entries = read(&conversation.packets());
    let first = records(&entries)[2];
    assert_eq!(first.payload.len(), 36, "the handshake request");
    assert_eq!(first.time, Some(last_of_first.time));
}

/// Leaves the segment with message `index` of the recorded session out.
fn without_message(index: usize) -> Vec<Packet> {
    let mut conversation = plain_session().0;
    // Two of discovery are no segments, two are the TCP handshake.
    conversation.segments.remove(index);
    conversation.packets()
}

#[test]
fn a_missing_message_is_a_gap_and_costs_no_other() {
    for index in 2..29 {
        let (read, entries) = read_messages(&without_message(index));
        let mut expected = messages(&session());
        let lost = expected.remove(index);
        assert_eq!(read, expected, "without message {index}");
        assert_eq!(kinds(&entries), ["gap"], "without message {index}");
        let text = format!("{} bytes are missing from", lost.2.len() + 8);
        assert!(texts(&entries)[0].contains(&text), "{:?}", texts(&entries));
    }
}

#[test]
fn a_gap_inside_a_message_costs_that_message_only() {
    // Message 10 carries certificates: three pieces of 300 bytes, of which the second is missing.
    let mut conversation = plain_session().0;
    let long = conversation.segments[10].clone();
    assert!(long.data.len() > 700);
    let pieces = [0..300, 600..long.data.len()].map(|range| Segment {
        sequence: long.sequence + u32::try_from(range.start).unwrap(),
        data: long.data[range].to_vec(),
        ..long.clone()
    });
    conversation.segments.splice(10..=10, pieces);
    let (read, entries) = read_messages(&conversation.packets());
    let mut expected = messages(&session());
    expected.remove(10);
    assert_eq!(read, expected);
    assert_eq!(kinds(&entries), ["damaged", "gap"]);
    assert!(texts(&entries)[0].contains("incomplete message, 300 of"), "{:?}", texts(&entries));
    assert!(texts(&entries)[1].contains("300 bytes are missing"), "{:?}", texts(&entries));
}

#[test]
fn a_header_inside_the_rest_of_a_cut_message_is_not_believed() {
    // A segment begins with what looks like a message, but the length of the message before the
    // gap says that it is the end of that one.
    let trap = frame(PayloadType::V2G_EXI, &[0x80, 0x40, 0x00, 0x40]);
    let whole = frame(PayloadType::V2G_EXI, &[&[0x55; 32][..], &trap].concat());
    let next = frame(PayloadType::V2G_EXI, &[0x80, 0x98]);
    let mut conversation = Conversation::ipv4();
    conversation.open(Duration::ZERO);
    let start = conversation.segments.len();
    conversation.push(Duration::ZERO, FromEv, Flags::default(), &whole);
    conversation.push(Duration::ZERO, FromEv, Flags::default(), &next);
    let mut conversation = conversation.split(20);
    conversation.segments.remove(start + 1);
    let (read, _) = read_messages(&conversation.packets());
    assert_eq!(read, [(Some(FromEv), 0x8001, vec![0x80, 0x98])]);
}

#[test]
fn a_length_that_cannot_be_right_does_not_cost_what_follows_a_gap() {
    // The first message claims 100 bytes more than it has, so the place behind it is no header.
    let mut wrong = frame(PayloadType::V2G_EXI, &[0x55; 40]);
    wrong[7] += 100;
    let next = frame(PayloadType::V2G_EXI, &[0x80, 0x98]);
    let mut conversation = Conversation::ipv4();
    conversation.open(Duration::ZERO);
    for data in [&wrong, &next, &next] {
        conversation.push(Duration::ZERO, FromEv, Flags::default(), data);
        conversation.push(Duration::ZERO, FromEv, Flags::default(), &[0x55; 60]);
    }
    let lost = conversation.segments.remove(3);
    assert_eq!(lost.data.len(), 60);
    let (read, _) = read_messages(&conversation.packets());
    assert_eq!(read.last(), Some(&(Some(FromEv), 0x8001, vec![0x80, 0x98])));
}

#[test]
fn missing_bytes_at_the_end_are_noticed_by_the_acknowledgement() {
    let mut conversation = plain_session().0;
    let fin = conversation.segments.len() - 2;
    let last_answer = fin - 1;
    conversation.segments.truncate(fin + 1);
    conversation.segments.remove(last_answer);
    let (read, entries) = read_messages(&conversation.packets());
    assert_eq!(read.len(), 29);
    assert!(texts(&entries)[0].contains("bytes are missing from the end"), "{:?}", texts(&entries));
}

#[test]
fn a_capture_may_begin_inside_the_connection() {
    // Without the two packets of the TCP handshake, and then without the first messages as well.
    for skipped in [2, 5, 8] {
        let mut conversation = plain_session().0;
        conversation.segments.drain(..skipped);
        let (read, entries) = read_messages(&conversation.packets());
        let mut expected = messages(&session());
        expected.drain(2..skipped);
        assert_eq!(read, expected);
        assert_eq!(kinds(&entries), ["late-start"]);
    }
    // Inside a message: what is left of it is not taken for one.
    let mut conversation = plain_session().0.split(30);
    conversation.segments.drain(..3);
    let (read, entries) = read_messages(&conversation.packets());
    let mut expected = messages(&session());
    expected.remove(2);
    assert_eq!(read, expected);
    assert_eq!(kinds(&entries), ["late-start"]);
}

#[test]
fn without_discovery_and_handshake_nobody_knows_who_is_who() {
    let mut conversation = plain_session().0;
    conversation.datagrams.clear();
    conversation.segments.drain(..2);
    let entries = read(&conversation.packets());
    assert_eq!(records(&entries).len(), 28);
    assert!(records(&entries).iter().all(|record| record.direction.is_none()));
}

#[test]
fn one_side_alone_can_be_read() {
    for side in [FromEv, FromEvse] {
        let mut conversation = plain_session().0;
        conversation.segments.retain(|segment| segment.from == side);
        let (read, entries) = read_messages(&conversation.packets());
        let expected = sent_by(side, &plain_session().1[2..]);
        assert_eq!(sent_by(side, &read[2..]), expected);
        assert_eq!(kinds(&entries).last(), Some(&"gap"), "{:?}", texts(&entries));
    }
}

#[test]
fn ports_may_be_used_again_for_another_session() {
    let first = plain_session().0;
    let mut second = Conversation::starting_at(77_000, 5);
    let end = first.segments.last().unwrap().time + Duration::from_secs(1);
    let records = session();
    let shift = end - records[0].time.unwrap();
    second.open(records[1].time.unwrap() + shift + Duration::from_millis(1));
    for mut record in records {
        record.time = Some(record.time.unwrap() + shift);
        second.message(&record);
    }
    let entries = read(&[first.packets(), second.packets()].concat());
    assert!(notes(&entries).is_empty(), "{:?}", texts(&entries));
    let read = super::records(&entries);
    assert_eq!(
        messages(read.iter().copied()),
        [messages(&session()), messages(&session())].concat()
    );
    let connections: Vec<_> = read.iter().map(|record| record.connection).collect();
    assert_eq!(connections, [vec![0; 2], vec![1; 28], vec![0; 2], vec![2; 28]].concat());
}

#[test]
fn other_contents_under_the_same_numbers_are_noted() {
    let mut conversation = plain_session().0;
    let mut again = conversation.segments[10].clone();
    again.data[20] ^= 0xFF;
    conversation.segments.insert(11, again);
    let (read, entries) = read_messages(&conversation.packets());
    assert_eq!(read, messages(&session()), "the first contents count");
    assert_eq!(kinds(&entries), ["damaged"]);
    assert!(texts(&entries)[0].contains("1 bytes from"), "{:?}", texts(&entries));
}

#[test]
fn garbage_between_messages_is_passed_over() {
    let records = session();
    let mut conversation = Conversation::default();
    conversation.open(records[1].time.unwrap());
    for (at, record) in records.iter().enumerate() {
        if at == 10 {
            conversation.push(record.time.unwrap(), FromEv, Flags::default(), b"garbage");
        }
        conversation.message(record);
    }
    let (read, entries) = read_messages(&conversation.packets());
    assert_eq!(read, messages(&records));
    assert_eq!(kinds(&entries), ["damaged"]);
    assert!(texts(&entries)[0].contains("7 bytes without a V2GTP header"), "{:?}", texts(&entries));
}

#[test]
fn unknown_payload_types_are_messages_like_others() {
    let mut conversation = Conversation::default();
    conversation.open(Duration::ZERO);
    let vendor = frame(PayloadType::new(0xA001), b"vendor");
    let first = frame(PayloadType::V2G_EXI, &[0x80, 0x98]);
    conversation.push(
        Duration::ZERO,
        FromEv,
        Flags::default(),
        &[&first[..], &vendor, &first].concat(),
    );
    let (read, entries) = read_messages(&conversation.packets());
    let types: Vec<_> = read.iter().map(|message| message.1).collect();
    assert_eq!(types, [0x8001, 0xA001, 0x8001]);
    assert!(notes(&entries).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any pieces of the session's bytes that cover all of them, in any order and any number.
    #[test]
    fn any_segments_that_hold_everything_give_everything(
        size in 1_usize..300,
        extra in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..50, 1_usize..400), 0..40),
        order in any::<u64>(),
    ) {
        let (whole, expected) = plain_session();
        let streams = whole.clone().coalesced().segments;
        let mut conversation = whole.split(size);
        for (index, offset, len) in extra {
            // A piece of a stream that ends where it likes.
            let segment = index.get(&conversation.segments).clone();
            let stream = streams.iter().find(|s| s.from == segment.from && !s.data.is_empty()).unwrap();
            let begin = segment.sequence.saturating_sub(stream.sequence).saturating_sub(offset);
            let begin = usize::try_from(begin).unwrap().min(stream.data.len());
            let end = (begin + len).min(stream.data.len());
            let sequence = stream.sequence + u32::try_from(begin).unwrap();
            let data = stream.data[begin..end].to_vec();
            conversation.segments.push(Segment { sequence, data, flags: Flags::default(), ..segment });
        }
        // All at once, so that the order in the file counts: shuffled by a linear congruence.
        let mut state = order | 1;
        for at in (1..conversation.segments.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(state >> 33).unwrap() % (at + 1);
            conversation.segments.swap(at, other);
        }
        for segment in &mut conversation.segments {
            segment.time = Duration::from_secs(1);
        }
        for packet in &mut conversation.datagrams {
            packet.time = Duration::ZERO;
        }
        let (read, entries) = read_messages(&conversation.packets());
        prop_assert!(notes(&entries).is_empty(), "{:?}", texts(&entries));
        for direction in [FromEv, FromEvse] {
            prop_assert_eq!(sent_by(direction, &read), sent_by(direction, &expected));
        }
    }
}

use super::*;

/// A data segment.
fn data(sequence: u32, bytes: &[u8]) -> Segment<'_> {
    Segment { sequence, acknowledges: None, syn: false, fin: false, rst: false, data: bytes }
}

fn syn(sequence: u32) -> Segment<'static> {
    Segment { syn: true, ..data(sequence, &[]) }
}

/// Feeds segments as packets 0, 1, 2 ...
fn stream<'a>(segments: &[Segment<'a>]) -> Stream<'a> {
    let mut stream = Stream::default();
    for (packet, segment) in segments.iter().enumerate() {
        stream.push(packet, segment);
    }
    stream
}

/// Runs as (lost bytes before, text), and the bytes missing at the end.
fn shown(stream: &Stream<'_>) -> (Vec<(u64, String)>, u64) {
    let whole = stream.reassemble();
    let text = |run: &Run| (run.lost, String::from_utf8(run.bytes.clone()).unwrap());
    (whole.runs.iter().map(text).collect(), whole.lost_at_end)
}

fn one(text: &str) -> (Vec<(u64, String)>, u64) {
    (vec![(0, text.to_owned())], 0)
}

#[test]
fn order_and_repetition_do_not_matter() {
    let segments =
        [syn(99), data(104, b"efgh"), data(100, b"ab"), data(102, b"cd"), data(100, b"abcd")];
    assert_eq!(shown(&stream(&segments)), one("abcdefgh"));
    let mut reversed = segments;
    reversed.reverse();
    assert_eq!(shown(&stream(&reversed)), one("abcdefgh"));
}

#[test]
fn overlaps_keep_what_came_first_and_are_counted_where_they_differ() {
    // In the middle, at both ends, and around everything.
    let segments = [data(2, b"cd"), data(6, b"gh"), data(3, b"defg"), data(0, b"abXdefghij")];
    let stream = stream(&segments);
    assert_eq!(shown(&stream), one("abcdefghij"));
    assert_eq!(stream.reassemble().differing, 1);
}

#[test]
fn a_keep_alive_probe_may_hold_anything() {
    let stream = stream(&[syn(9), data(10, b"abc"), data(12, b"\0"), data(13, b"d")]);
    assert_eq!(shown(&stream), one("abcd"));
    assert_eq!(stream.reassemble().differing, 0);
}

#[test]
fn sequence_numbers_wrap() {
    let start = u32::MAX - 1;
    let segments = [syn(start), data(1, b"cd"), data(u32::MAX, b"ab"), data(3, b"ef")];
    assert_eq!(shown(&stream(&segments)), one("abcdef"));
}

#[test]
fn gaps_are_counted_at_every_place() {
    let fin = Segment { fin: true, ..data(20, &[]) };
    let stream = stream(&[syn(9), data(12, b"cd"), data(17, b"h"), fin]);
    assert_eq!(shown(&stream), (vec![(2, "cd".to_owned()), (3, "h".to_owned())], 2));
}

#[test]
fn what_the_receiver_has_and_the_capture_not_is_missing() {
    let mut stream = stream(&[syn(9), data(10, b"ab")]);
    stream.acknowledge(12);
    assert_eq!(stream.reassemble().lost_at_end, 0);
    // A FIN counts as one byte.
    stream.acknowledge(13);
    assert_eq!(stream.reassemble().lost_at_end, 0);
    stream.acknowledge(30);
    assert_eq!(stream.reassemble().lost_at_end, 18);
}

#[test]
fn a_stream_that_only_its_receiver_shows_is_missing() {
    let mut stream = Stream::default();
    stream.acknowledge(1000);
    assert!(stream.reassemble().is_empty());
    stream.acknowledge(1500);
    assert_eq!(shown(&stream), (vec![], 500));
}

#[test]
fn without_a_syn_the_first_byte_seen_is_the_first() {
    let stream = stream(&[data(500, b"cd"), data(498, b"ab")]);
    assert_eq!(shown(&stream), one("abcd"));
    assert!(!stream.reassemble().has_start);
}

#[test]
fn data_before_the_syn_belongs_to_nobody() {
    assert_eq!(shown(&stream(&[syn(9), data(10, b"ab"), data(5, b"zz")])), one("ab"));
}

#[test]
fn a_byte_is_there_when_all_before_it_are() {
    let stream = stream(&[data(0, b"ab"), data(4, b"ef"), data(2, b"cd"), data(6, b"g")]);
    let whole = stream.reassemble();
    let packets: Vec<_> = (0..7).map(|at| whole.runs[0].packet_at(at)).collect();
    assert_eq!(packets, [0, 0, 2, 2, 2, 2, 3]);
    let starts: Vec<_> = whole.runs[0].segment_starts().collect();
    assert_eq!(starts, [0, 2, 4, 6]);
}

#[test]
fn another_syn_opens_another_stream() {
    let old = stream(&[syn(99), data(100, b"ab")]);
    assert!(!old.contradicts_syn(99), "the same SYN, sent again");
    assert!(old.contradicts_syn(5000));
    assert!(!Stream::default().contradicts_syn(5000));

    // A capture that begins inside a connection: a SYN in front of its data may be late.
    let late = stream(&[data(100, b"ab")]);
    assert!(!late.contradicts_syn(99));
    assert!(late.contradicts_syn(101));
}

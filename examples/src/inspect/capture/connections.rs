//! TCP connections: which segments belong together.

use alloc::collections::BTreeMap;
use core::net::SocketAddr;

use super::stream::{Segment, Stream};

/// A TCP connection with what each end sent.
#[derive(Debug)]
pub(super) struct Connection<'a> {
    /// The two ends. The first is the one that opened the connection, or, where no packet shows
    /// that, the one that was seen sending first.
    pub(super) ends: [SocketAddr; 2],
    /// What the end with the same index sent.
    pub(super) streams: [Stream<'a>; 2],
    /// The first packet.
    pub(super) packet: usize,
    /// Whether the capture shows who opened the connection.
    pub(super) has_opener: bool,
    /// The packet with which one end reset the connection, and that end.
    pub(super) reset: Option<(usize, usize)>,
}

/// Both ends in an order that does not depend on who sends.
type Key = (SocketAddr, SocketAddr);

/// All connections of a capture.
#[derive(Debug, Default)]
pub(super) struct Connections<'a> {
    list: Vec<Connection<'a>>,
    /// The latest connection between two ends.
    latest: BTreeMap<Key, usize>,
}

impl<'a> Connections<'a> {
    /// Takes a segment.
    pub(super) fn segment(
        &mut self,
        packet: usize,
        from: SocketAddr,
        to: SocketAddr,
        segment: &Segment<'a>,
    ) {
        let at = self.find(packet, from, to, segment);
        let Some(connection) = self.list.get_mut(at) else { return };
        let answers_syn = segment.syn && segment.acknowledges.is_some();
        if segment.syn && !connection.has_opener {
            // The sender of a SYN opened the connection, its answer shows that the other end did.
            connection.has_opener = true;
            if (connection.ends[0] == from) == answers_syn {
                connection.ends.swap(0, 1);
                connection.streams.swap(0, 1);
                if let Some((_, end)) = &mut connection.reset {
                    *end = 1 - *end;
                }
            }
        }
        let sender = usize::from(connection.ends[0] != from);
        if segment.rst {
            // Its numbers may be anything, and what follows it says nothing of the session.
            connection.reset.get_or_insert((packet, sender));
            return;
        }
        let [first, second] = &mut connection.streams;
        let (sent, received) = if sender == 0 { (first, second) } else { (second, first) };
        sent.push(packet, segment);
        if let Some(number) = segment.acknowledges {
            received.acknowledge(number);
        }
    }

    /// Hands out the connections in the order in which they began.
    pub(super) fn into_list(self) -> Vec<Connection<'a>> {
        self.list
    }

    /// The place of the connection a segment belongs to; makes one where there is none.
    fn find(
        &mut self,
        packet: usize,
        from: SocketAddr,
        to: SocketAddr,
        segment: &Segment<'a>,
    ) -> usize {
        let key = if from < to { (from, to) } else { (to, from) };
        let known = self.latest.get(&key).copied();
        if let Some((at, connection)) = known.and_then(|at| Some((at, self.list.get(at)?))) {
            let sender = usize::from(connection.ends[0] != from);
            let sent = &connection.streams[sender];
            if !(segment.syn && sent.contradicts_syn(segment.sequence)) {
                return at;
            }
        }
        let at = self.list.len();
        self.latest.insert(key, at);
        self.list.push(Connection {
            ends: [from, to],
            streams: [Stream::default(), Stream::default()],
            packet,
            has_opener: false,
            reset: None,
        });
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends() -> [SocketAddr; 2] {
        ["[fe80::1]:50000".parse().unwrap(), "[fe80::2]:61341".parse().unwrap()]
    }

    fn segment(sequence: u32, syn: bool, acknowledges: Option<u32>) -> Segment<'static> {
        let data: &[u8] = if syn { b"" } else { b"x" };
        Segment { sequence, acknowledges, syn, fin: false, rst: false, data }
    }

    /// Feeds (sender, segment) pairs.
    fn connections(segments: &[(usize, Segment<'static>)]) -> Vec<Connection<'static>> {
        let mut connections = Connections::default();
        for (packet, (sender, segment)) in segments.iter().enumerate() {
            connections.segment(packet, ends()[*sender], ends()[1 - sender], segment);
        }
        connections.into_list()
    }

    #[test]
    fn the_opener_is_the_first_end_however_the_capture_begins() {
        let syn = (0, segment(9, true, None));
        let answer = (1, segment(99, true, Some(10)));
        let data = (1, segment(100, false, Some(11)));
        for order in [vec![syn, answer, data], vec![answer, data], vec![data, answer, syn]] {
            let list = connections(&order);
            assert_eq!(list.len(), 1);
            assert_eq!(list[0].ends, ends());
            assert!(list[0].has_opener);
            assert_eq!(list[0].streams[1].reassemble().runs[0].bytes, b"x", "{order:?}");
        }
        assert!(!connections(&[data])[0].has_opener);
    }

    #[test]
    fn ports_may_be_used_again() {
        let first = [(0, segment(9, true, None)), (1, segment(99, true, Some(10)))];
        let second = [(0, segment(5009, true, None)), (1, segment(7099, true, Some(5010)))];
        assert_eq!(connections(&[first, second].concat()).len(), 2);
        assert_eq!(connections(&[first, first].concat()).len(), 1, "sent again");
        // Only the answer of the second is in the capture.
        assert_eq!(connections(&[&first[..], &second[1..]].concat()).len(), 2);
    }

    #[test]
    fn a_reset_does_not_touch_the_streams() {
        let reset = Segment { rst: true, ..segment(0, false, Some(0)) };
        let list = connections(&[(0, segment(9, true, None)), (1, reset), (0, reset)]);
        assert_eq!(list[0].reset, Some((1, 1)));
        assert!(list[0].streams[1].reassemble().is_empty());
    }
}

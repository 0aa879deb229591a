//! One direction of a TCP connection: segments in, contiguous bytes out.
//!
//! Sequence numbers are turned into 64-bit offsets relative to the newest byte seen, so they may
//! wrap. Each byte is taken from the first segment that brought it; retransmissions, overlaps and
//! reordering then need no case of their own.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry as Slot;

/// The parts of a TCP segment that reassembly needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    pub(super) sequence: u32,
    pub(super) acknowledges: Option<u32>,
    pub(super) syn: bool,
    pub(super) fin: bool,
    pub(super) rst: bool,
    pub(super) data: &'a [u8],
}

/// One direction of a connection.
#[derive(Debug, Default)]
pub(super) struct Stream<'a> {
    /// A sequence number and its offset, from which the next ones are counted.
    newest: Option<(u32, i64)>,
    /// Offset of the first byte, which only a SYN tells.
    start: Option<i64>,
    /// Offset behind the last byte, which only a FIN tells.
    end: Option<i64>,
    /// Offset up to which the receiver has said to have everything.
    acknowledged: i64,
    /// Disjoint pieces by offset.
    pieces: BTreeMap<i64, Piece<'a>>,
    /// Bytes that were sent again with other contents.
    differing: usize,
}

/// Bytes that one packet brought first.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    packet: usize,
    data: &'a [u8],
}

/// Bytes without a gap.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// How many bytes are missing before it.
    pub(super) lost: u64,
    pub(super) bytes: Vec<u8>,
    /// Up to where which packet had made the bytes available, in order of both.
    marks: Vec<(usize, usize)>,
}

impl Run {
    /// The packet with which the byte at `at` was there and all before it.
    pub(super) fn packet_at(&self, at: usize) -> usize {
        let index = self.marks.partition_point(|(end, _)| *end <= at);
        self.marks.get(index).or(self.marks.last()).map_or(0, |(_, packet)| *packet)
    }

    /// Where segments begin inside the run.
    pub(super) fn segment_starts(&self) -> impl Iterator<Item = usize> {
        let ends = self.marks.iter().map(|(end, _)| *end);
        core::iter::once(0).chain(ends).filter(|start| *start < self.bytes.len())
    }
}

/// A stream put together.
#[derive(Debug, Default)]
pub(super) struct Reassembled {
    pub(super) runs: Vec<Run>,
    /// How many bytes are missing behind the last run.
    pub(super) lost_at_end: u64,
    /// Whether the first byte of the first run is the first of the stream.
    pub(super) has_start: bool,
    /// Whether the sender closed the stream.
    pub(super) is_closed: bool,
    /// How many bytes were sent again with other contents.
    pub(super) differing: usize,
}

impl Reassembled {
    /// Bytes that were captured.
    pub(super) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.bytes.len()).sum()
    }
}

impl<'a> Stream<'a> {
    /// Whether a SYN with this number opens another stream than this one.
    pub(super) fn contradicts_syn(&mut self, sequence: u32) -> bool {
        let Some((newest, offset)) = self.newest else { return false };
        let first = offset_from(newest, offset, sequence) + 1;
        match (self.start, self.pieces.first_key_value()) {
            (Some(start), _) => start != first,
            // The SYN may stand behind the data in the capture, but not behind its place.
            (None, Some((earliest, _))) => first > *earliest,
            (None, None) => false,
        }
    }

    /// Takes a segment of the sender.
    pub(super) fn push(&mut self, packet: usize, segment: &Segment<'a>) {
        let mut offset = self.offset(segment.sequence);
        if segment.syn {
            // The SYN itself counts as one byte.
            offset += 1;
            self.start = Some(offset);
        }
        self.insert(packet, offset, segment.data);
        if segment.fin {
            self.end = Some(offset + length(segment.data));
        }
    }

    /// Takes an acknowledgement of the receiver.
    pub(super) fn acknowledge(&mut self, number: u32) {
        let offset = match self.newest {
            Some((newest, offset)) => offset_from(newest, offset, number),
            None => self.offset(number),
        };
        self.acknowledged = self.acknowledged.max(offset);
    }

    /// Puts the stream together.
    pub(super) fn reassemble(&self) -> Reassembled {
        let start = self.start.unwrap_or(i64::MIN);
        let mut pieces = self.pieces.iter().filter(|(offset, _)| **offset >= start).peekable();
        let mut at = match (self.start, pieces.peek()) {
            (Some(start), _) => start,
            (None, Some((first, _))) => **first,
            (None, None) => 0,
        };
        let mut runs: Vec<Run> = Vec::new();
        let mut latest = 0;
        for (offset, piece) in pieces {
            let lost = u64::try_from(offset - at).unwrap_or(0);
            if lost > 0 || runs.is_empty() {
                runs.push(Run { lost, ..Run::default() });
            }
            // A reader of the stream gets a byte no earlier than those before it.
            latest = piece.packet.max(latest);
            if let Some(run) = runs.last_mut() {
                run.bytes.extend_from_slice(piece.data);
                run.marks.push((run.bytes.len(), latest));
            }
            at = offset + length(piece.data);
        }
        let lost_at_end = match self.end {
            Some(end) => end - at,
            // An acknowledged FIN that was not captured counts as one byte.
            None if self.acknowledged > at + 1 => self.acknowledged - at,
            None => 0,
        };
        Reassembled {
            runs,
            lost_at_end: u64::try_from(lost_at_end).unwrap_or(0),
            has_start: self.start.is_some(),
            is_closed: self.end.is_some(),
            differing: self.differing,
        }
    }

    /// Adds what is new of some bytes.
    fn insert(&mut self, packet: usize, offset: i64, data: &'a [u8]) {
        // A keep-alive probe repeats one byte, and may put anything into it.
        let is_probe = data.len() <= 1;
        let end = offset + length(data);
        let mut at = offset;
        // Pieces are disjoint: of those before `offset` only the last can reach into the data.
        let before = self.pieces.range(..offset).next_back().map(|(start, _)| *start);
        let overlapping: Vec<_> = self
            .pieces
            .range(before.unwrap_or(offset)..end)
            .map(|(start, piece)| (*start, *piece))
            .collect();
        for (start, piece) in overlapping {
            let piece_end = start + length(piece.data);
            if piece_end <= at {
                continue;
            }
            self.add(packet, at, between(data, offset, at, start));
            let (from, to) = (start.max(at), piece_end.min(end));
            let known = between(piece.data, start, from, to);
            let again = between(data, offset, from, to);
            if known != again && !is_probe {
                self.differing += known.iter().zip(again).filter(|(a, b)| a != b).count();
            }
            at = at.max(piece_end);
        }
        self.add(packet, at, between(data, offset, at, end));
    }

    /// Adds a piece that overlaps no other.
    fn add(&mut self, packet: usize, offset: i64, data: &'a [u8]) {
        if !data.is_empty() && let_vacant(self.pieces.entry(offset), Piece { packet, data }) {
            let newest = offset + length(data);
            if let Some((number, at)) = self.newest {
                if newest > at {
                    self.newest = Some((number.wrapping_add((newest - at) as u32), newest));
                }
            }
        }
    }

    /// The offset of a sequence number.
    fn offset(&mut self, sequence: u32) -> i64 {
        let (newest, at) = *self.newest.get_or_insert((sequence, 0));
        let offset = offset_from(newest, at, sequence);
        if offset > at {
            self.newest = Some((sequence, offset));
        }
        offset
    }
}

//! One direction of a TCP connection: segments in, contiguous bytes out.
//!
//! Sequence numbers are turned into 64-bit offsets relative to the newest byte seen, so they may
//! wrap. Each byte is taken from the first segment that brought it; retransmissions, overlaps and
//! reordering then need no case of their own.

use alloc::collections::BTreeMap;

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
    /// The newest byte seen, from which sequence numbers are counted.
    newest: Option<Mark>,
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

/// A sequence number with its offset.
#[derive(Clone, Copy, Debug)]
struct Mark {
    sequence: u32,
    offset: i64,
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
    fn extend(&mut self, piece: &Piece<'_>, packet: usize) {
        self.bytes.extend_from_slice(piece.data);
        self.marks.push((self.bytes.len(), packet));
    }

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
    /// How many bytes were sent again with other contents.
    pub(super) differing: usize,
}

impl Reassembled {
    /// Whether no byte was captured and none is known to be missing.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.lost_at_end == 0
    }
}

impl<'a> Stream<'a> {
    /// Whether a SYN with this number opens another stream than this one: ports are used again.
    pub(super) fn contradicts_syn(&self, sequence: u32) -> bool {
        let Some(newest) = self.newest else { return false };
        let first = newest.offset_of(sequence) + 1;
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
            // It does not move `newest`: a stray number must not decide how others are read.
            Some(newest) => newest.offset_of(number),
            None => self.offset(number),
        };
        self.acknowledged = self.acknowledged.max(offset);
    }

    /// Puts the stream together.
    pub(super) fn reassemble(&self) -> Reassembled {
        let start = self.start.unwrap_or(i64::MIN);
        let mut pieces = self.pieces.range(start..).peekable();
        let first = pieces.peek().map(|(offset, _)| **offset);
        let mut at = self.start.or(first).unwrap_or(0);
        let mut runs: Vec<Run> = Vec::new();
        let mut latest = 0;
        for (offset, piece) in pieces {
            let lost = distance(at, *offset);
            // A reader of the stream gets a byte no earlier than those before it.
            latest = piece.packet.max(latest);
            match runs.last_mut() {
                Some(run) if lost == 0 => run.extend(piece, latest),
                _ => {
                    let mut run = Run { lost, ..Run::default() };
                    run.extend(piece, latest);
                    runs.push(run);
                }
            }
            at = offset + length(piece.data);
        }
        let lost_at_end = match self.end {
            Some(end) => distance(at, end),
            // An acknowledged FIN that was not captured counts as one byte.
            None if self.acknowledged > at + 1 => distance(at, self.acknowledged),
            None => 0,
        };
        Reassembled {
            runs,
            lost_at_end,
            has_start: self.start.is_some(),
            differing: self.differing,
        }
    }

    /// Adds what is new of some bytes.
    fn insert(&mut self, packet: usize, offset: i64, data: &'a [u8]) {
        // A keep-alive probe repeats one byte, and may put anything into it.
        let is_probe = data.len() <= 1;
        let end = offset + length(data);
        // Pieces are disjoint: of those before `offset` only the last can reach into the data.
        let before = self.pieces.range(..offset).next_back().map(|(start, _)| *start);
        let overlapping: Vec<_> = self
            .pieces
            .range(before.unwrap_or(offset)..end)
            .map(|(start, piece)| (*start, *piece))
            .collect();
        let mut at = offset;
        for (start, piece) in overlapping {
            let piece_end = start + length(piece.data);
            if piece_end <= at {
                continue;
            }
            self.add(packet, at, between(data, offset, at, start));
            let (from, to) = (start.max(at), piece_end.min(end));
            let known = between(piece.data, start, from, to);
            let again = between(data, offset, from, to);
            if !is_probe {
                self.differing += known.iter().zip(again).filter(|(a, b)| a != b).count();
            }
            at = at.max(piece_end);
        }
        self.add(packet, at, between(data, offset, at, end));
    }

    /// Adds a piece that overlaps no other.
    fn add(&mut self, packet: usize, offset: i64, data: &'a [u8]) {
        if data.is_empty() {
            return;
        }
        self.pieces.insert(offset, Piece { packet, data });
        let end = offset + length(data);
        if let Some(newest) = self.newest.filter(|newest| newest.offset < end) {
            self.newest = Some(newest.moved_to(end));
        }
    }

    /// The offset of a sequence number.
    fn offset(&mut self, sequence: u32) -> i64 {
        let newest = *self.newest.get_or_insert(Mark { sequence, offset: 0 });
        let offset = newest.offset_of(sequence);
        if offset > newest.offset {
            self.newest = Some(Mark { sequence, offset });
        }
        offset
    }
}

impl Mark {
    /// The offset of a sequence number, which is at most 2 GiB away.
    fn offset_of(self, sequence: u32) -> i64 {
        // Two's complement: more than 2 GiB ahead means behind.
        let difference = sequence.wrapping_sub(self.sequence).to_ne_bytes();
        self.offset + i64::from(i32::from_ne_bytes(difference))
    }

    /// The mark at an offset not far ahead.
    fn moved_to(self, offset: i64) -> Self {
        let step = u32::try_from(offset - self.offset).unwrap_or(0);
        Self { sequence: self.sequence.wrapping_add(step), offset }
    }
}

/// A length as a difference of offsets.
fn length(data: &[u8]) -> i64 {
    i64::try_from(data.len()).unwrap_or(i64::MAX)
}

/// How far `to` is behind `from`; 0 if it is not.
fn distance(from: i64, to: i64) -> u64 {
    u64::try_from(to - from).unwrap_or(0)
}

/// The part of `data`, which begins at `offset`, from one offset to another.
fn between(data: &[u8], offset: i64, from: i64, to: i64) -> &[u8] {
    let index = |at: i64| usize::try_from(at - offset).unwrap_or(0).min(data.len());
    data.get(index(from)..index(to)).unwrap_or_default()
}

#[cfg(test)]
mod tests;

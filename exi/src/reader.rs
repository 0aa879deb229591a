//! The bit reader: windows of the stream, runs of event codes and values, and errors that stick.
//!
//! A read never fails by return value. What cannot be read is noted once, with kind and bit, and
//! reading goes on with zeros after the end of the input, so that the code between two reads has
//! no branches for errors. The rules that make this safe:
//!
//! - the failure with the lowest bit wins, and an item that ends past the input is *truncated*
//!   whatever else is wrong with it;
//! - after a failure the position is past the end, every bit reads as zero, and loops stop
//!   ([`Reader::exhausted`]), so that the work left is bounded by the schema;
//! - nothing decoded leaves the entry point ([`crate::Decode`]) after a failure.
//!
//! In the grammars of ISO 15118 most event codes are zeros of known width, with values of known
//! width between them. A *run* reads such a stretch in one load: `n` bits, of which a mask says
//! which ones must be zero. `lead` is the number of zero bits that the code before left unread,
//! such as the `EE` of the element before.

mod integer;
pub(crate) mod string;

use core::mem::MaybeUninit;

use crate::arena::{Arena, Full, HasArena, Step, grow_list};
use crate::error::{ByteCount, DecodeError, DecodeErrorKind, Facet, Malformed, Unsupported};
#[cfg(feature = "wildcard")]
use crate::grammar::{Names, Schema};
use crate::options::{DecodeOptions, Report, Violations};
use crate::string_table::Table;

/// The first `n` bits of a window. For 0 and for more than 64 the answer is of no use, but is one:
/// this is what the instruction does, without a check.
#[inline(always)]
pub(crate) fn first_bits(window: u64, n: u32) -> u64 {
    window.wrapping_shr(64_u32.wrapping_sub(n))
}

/// Reads a bit-packed EXI body and takes memory from an arena. Generated code drives it.
///
/// No method panics. Numbers outside of the documented ranges, such as 58 bits at once, give values
/// of no use.
#[derive(Debug)]
pub struct Reader<'a, 'b> {
    data: &'b [u8],
    /// Next bit.
    pos: usize,
    /// Length of the input in bits.
    end: usize,
    /// The last eight bytes of the input as a big-endian number, so that a read near the end is a
    /// shift instead of a copy.
    tail: u64,
    failure: Option<DecodeError>,
    /// Event code of the message plus one; 0 as long as it is not known.
    message: u32,
    /// Violations of the schema are noted in `violations` instead of failing.
    report_facets: bool,
    violations: Violations,
    pub(crate) arena: Arena<'a>,
    /// Bytes that were free in the arena at the start.
    room: usize,
    pub(crate) table: Option<Table<'a>>,
    #[cfg(feature = "wildcard")]
    pub(crate) schema: Option<&'a Schema<'a>>,
    /// Names of the stream, from the first wildcard on.
    #[cfg(feature = "wildcard")]
    pub(crate) names: Option<Names<'a>>,
    #[cfg(feature = "wildcard")]
    pub(crate) learning: bool,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(crate) fn new(data: &'b [u8], arena: Arena<'a>, options: DecodeOptions) -> Self {
        let tail = match data.last_chunk() {
            Some(bytes) => u64::from_be_bytes(*bytes),
            None => data.iter().fold(0, |n, &b| (n << 8) | u64::from(b)),
        };
        #[cfg_attr(
            not(feature = "string-table"),
            allow(unused_mut, reason = "for the table alone")
        )]
        let mut reader = Self {
            data,
            pos: 0,
            end: data.len() * 8,
            tail,
            failure: None,
            message: 0,
            report_facets: options.report_facets,
            violations: Violations::NONE,
            room: arena.free(),
            arena,
            table: None,
            #[cfg(feature = "wildcard")]
            schema: None,
            #[cfg(feature = "wildcard")]
            names: None,
            #[cfg(feature = "wildcard")]
            learning: options.learning_grammars,
        };
        #[cfg(feature = "string-table")]
        if options.string_table_hits {
            reader.add_table();
        }
        reader
    }

    #[cfg(feature = "string-table")]
    #[cold]
    #[inline(never)]
    fn add_table(&mut self) {
        match self.arena.one(crate::string_table::StringTable::default()) {
            Ok(table) => self.table = Some(table),
            Err(Full) => self.full(),
        }
    }

    /// Position of the next bit; past the end after a failure.
    #[inline(always)]
    #[must_use]
    pub fn position(&self) -> usize {
        self.pos
    }

    /// The input.
    #[inline]
    pub(crate) fn data(&self) -> &'b [u8] {
        self.data
    }

    /// Bits that are left.
    #[inline]
    pub(crate) fn left(&self) -> usize {
        self.end.saturating_sub(self.pos)
    }

    /// True when reading has passed the end of the input or failed: loops stop.
    #[inline]
    #[must_use]
    pub fn exhausted(&self) -> bool {
        self.pos > self.end
    }

    /// The next 57 bits and some more, left-aligned; zeros after the end.
    #[inline(always)]
    pub(crate) fn window(&self) -> u64 {
        self.word_at(self.pos >> 3) << (self.pos & 7)
    }

    /// Eight bytes from `byte` as a big-endian number; zeros after the end.
    #[inline(always)]
    pub(crate) fn word_at(&self, byte: usize) -> u64 {
        // One range check, one load, one byte swap.
        match self.data.get(byte..byte + 8).and_then(|bytes| bytes.first_chunk()) {
            Some(bytes) => u64::from_be_bytes(*bytes),
            None => self.tail_word(byte),
        }
    }

    #[inline(always)]
    fn tail_word(&self, byte: usize) -> u64 {
        let left = self.data.len().saturating_sub(byte).min(8);
        (self.tail << (4 * (8 - left))) << (4 * (8 - left))
    }

    /// Moves on by `n` bits.
    #[inline(always)]
    pub(crate) fn advance(&mut self, n: usize) {
        self.pos = self.pos.wrapping_add(n);
    }

    /// Goes back to a position where reading was before, for a second pass.
    pub(crate) fn rewind(&mut self, bit: usize) {
        self.pos = bit;
    }

    /// Reads `n` bits, 1 to 57, of which those in `zero` must be 0.
    ///
    /// Bits of `zero` above the lowest `n` have no effect, so a mask can have all bits above the
    /// known part set and serve any `lead`.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn run(&mut self, n: u32, zero: u64) -> u64 {
        let bits = first_bits(self.window(), n);
        self.advance(n as usize);
        if bits & zero != 0 {
            self.bad_run(n, bits & zero);
        }
        bits
    }

    /// Reads `n` bits, 1 to 57.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn bits(&mut self, n: u32) -> u64 {
        let bits = first_bits(self.window(), n);
        self.advance(n as usize);
        bits
    }

    #[cold]
    #[inline(never)]
    fn bad_run(&mut self, n: u32, wrong: u64) {
        self.bad_run_at(self.pos.saturating_sub(n as usize), n, wrong);
    }

    /// The highest bit of `wrong`, in a run of `n` bits from `start`, is no event code.
    #[cold]
    #[inline(never)]
    pub(crate) fn bad_run_at(&mut self, start: usize, n: u32, wrong: u64) {
        let before = wrong.leading_zeros().saturating_add(n).saturating_sub(64);
        let first = start.saturating_add(before as usize);
        self.fail(DecodeErrorKind::Malformed(Malformed::Event), first, first.saturating_add(1));
    }

    /// Reads `n` zero bits, also none.
    #[inline(always)]
    pub fn zeros(&mut self, n: u32) {
        if n > 0 {
            self.run(n, u64::MAX);
        }
    }

    /// Reads an event code of `width` bits that must be `code`.
    pub fn expect(&mut self, width: u32, code: u64) {
        let at = self.pos;
        if self.bits(width) != code {
            self.bad_item(DecodeErrorKind::Malformed(Malformed::Event), at, width);
        }
    }

    /// Checks an event code among `count` productions that was cut out of a run, `width` bits at
    /// bit `at`. One that is not a production (the escape to the second level) is a failure.
    #[inline(always)]
    pub fn code(&mut self, code: u64, count: u64, at: usize, width: u32) -> u64 {
        if code < count {
            return code;
        }
        self.bad_item(DecodeErrorKind::Malformed(Malformed::Event), at, width);
        // Any production will do: nothing decoded survives the failure.
        0
    }

    /// A bounded number without its offset, cut out of a run, `width` bits at bit `at`. The Rust
    /// type holds whatever fits the field.
    #[inline(always)]
    pub fn bounded(&mut self, value: u64, max: u64, at: usize, width: u32) -> u64 {
        if value <= max {
            return value;
        }
        if self.violates(Facet::Range, at, at.saturating_add(width as usize)) { value } else { 0 }
    }

    /// Like [`bounded`](Self::bounded) for a field that has room for more than the Rust type:
    /// what is beyond `max` is refused whatever the options say.
    #[inline(always)]
    pub fn limited(&mut self, value: u64, max: u64, at: usize, width: u32) -> u64 {
        if value <= max {
            return value;
        }
        self.bad_item(DecodeErrorKind::Facet(Facet::Range), at, width);
        0
    }

    /// A value of an enumeration cut out of a run, `width` bits at bit `at`.
    #[inline(always)]
    pub fn enumeration<T: Copy, const N: usize>(
        &mut self,
        values: &[T; N],
        index: u64,
        at: usize,
        width: u32,
    ) -> T {
        const { assert!(N > 0) };
        match values.get(index as usize) {
            Some(value) => *value,
            None => {
                self.bad_item(DecodeErrorKind::Malformed(Malformed::Enumeration), at, width);
                values[0]
            }
        }
    }

    /// Notes that an element stands here which a wildcard admits, after the event code of the
    /// wildcard: it is not read without the feature `wildcard`.
    #[cfg(not(feature = "wildcard"))]
    #[cold]
    #[inline(never)]
    pub fn any(&mut self, _: Option<&str>) -> crate::AnyElement<'a> {
        let at = self.pos;
        self.bad_item(DecodeErrorKind::Unsupported(Unsupported::Wildcard), at, 0);
        crate::AnyElement::NONE
    }

    /// Like [`any`](Self::any) in a namespace that the event code says.
    #[cfg(not(feature = "wildcard"))]
    pub fn any_in(&mut self, _: &str) -> crate::AnyElement<'a> {
        self.any(None)
    }

    /// Notes that the event code of `width` bits at bit `at` is that of an abstract element.
    #[cold]
    #[inline(never)]
    pub fn abstract_element(&mut self, at: usize, width: u32) {
        self.violates(Facet::Abstract, at, at.saturating_add(width as usize));
    }

    /// Notes that the root, whose event code of `width` bits has just been read, is none of the
    /// messages.
    #[cold]
    #[inline(never)]
    pub fn unknown_root(&mut self, width: u32) {
        let at = self.pos.saturating_sub(width as usize);
        self.bad_item(DecodeErrorKind::Unsupported(Unsupported::Root), at, width);
    }

    /// Notes that the message whose event code of `width` bits has just been read is one of the
    /// other role.
    #[cold]
    #[inline(never)]
    pub fn other_role(&mut self, width: u32) {
        let at = self.pos.saturating_sub(width as usize);
        self.bad_item(DecodeErrorKind::Unsupported(Unsupported::OtherRole), at, width);
    }

    /// Notes which message it is, by its event code, so that an error can name it.
    #[inline(always)]
    pub fn message(&mut self, code: u64) {
        if !self.exhausted() {
            self.message = (code as u32).saturating_add(1);
        }
    }

    /// Notes that the index of `width` bits at bit `at` is beyond its enumeration.
    #[cfg(feature = "wildcard")]
    pub(crate) fn bad_enumeration(&mut self, at: usize, width: u32) {
        self.bad_item(DecodeErrorKind::Malformed(Malformed::Enumeration), at, width);
    }

    /// A failure of the item of `width` bits at bit `at`.
    #[cold]
    #[inline(never)]
    fn bad_item(&mut self, kind: DecodeErrorKind, at: usize, width: u32) {
        self.fail(kind, at, at.saturating_add(width as usize));
    }

    /// Notes that the item at `start..end` (bits) violates the schema: true if that is to be
    /// reported only, so that reading goes on with its value.
    #[cold]
    #[inline(never)]
    pub(crate) fn violates(&mut self, facet: Facet, start: usize, end: usize) -> bool {
        if self.report_facets && end <= self.end {
            self.violations.note(facet, start);
            return true;
        }
        self.fail(DecodeErrorKind::Facet(facet), start, end);
        false
    }

    /// The violation of the schema since the last call, for those who look at each event.
    #[cfg(feature = "grammar")]
    pub(crate) fn take_violation(&mut self) -> Option<crate::Violation> {
        core::mem::replace(&mut self.violations, Violations::NONE).first
    }

    /// Notes a failure of the item at `start..end` (bits) and goes past the end of the input.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, kind: DecodeErrorKind, start: usize, end: usize) {
        let truncated = end > self.end;
        let kind = if truncated { DecodeErrorKind::Truncated } else { kind };
        let last = self.end.saturating_sub(1);
        let bit = if truncated { start.min(last) } else { start };
        // After a failure the position is past the end, so whatever fails later is "truncated"
        // there and does not win. Within one run the lower bit wins.
        if self.failure.is_none_or(|old| bit < old.bit) {
            self.failure = Some(DecodeError { kind, bit, message: self.message });
        }
        self.pos = self.end + 1;
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn full(&mut self) {
        // A list can be full right after the last bit, when its item is still to come.
        let at = self.pos.min(self.end.saturating_sub(1));
        let needed = ByteCount::new(self.room.saturating_add(self.arena.missing()));
        self.fail(DecodeErrorKind::Capacity { needed }, at, self.pos);
    }

    /// Reads the header and the event code of the root, `width` bits among `count` elements.
    #[inline]
    pub fn document(&mut self, width: u32, count: u64) -> u64 {
        let bits = self.bits(width.wrapping_add(8));
        if bits.wrapping_shr(width) != 0x80 {
            self.bad_header();
        }
        self.code(bits & !u64::MAX.wrapping_shl(width), count, 8, width)
    }

    #[cold]
    #[inline(never)]
    fn bad_header(&mut self) {
        let kind = match self.data {
            [b'$', b'E', b'X', b'I', ..] => DecodeErrorKind::Unsupported(Unsupported::Header),
            // Distinguishing bits 10, but options present or a version other than 1.
            [first, ..] if first >> 6 == 0b10 => DecodeErrorKind::Unsupported(Unsupported::Header),
            _ => DecodeErrorKind::Malformed(Malformed::Header),
        };
        self.fail(kind, 0, 8);
    }

    /// Reads a list: `item` writes one item to the place it is given and says whether another one
    /// follows.
    ///
    /// Large items are made where they stay, instead of being moved from one function to the next.
    #[inline]
    pub fn list<T: Copy + 'a>(
        &mut self,
        mut item: impl for<'p> FnMut(&mut Self, &'p mut MaybeUninit<T>) -> (&'p mut T, bool),
    ) -> &'a [T] {
        let list = grow_list(self, |r, place| {
            let (item, more) = item(r, place);
            if more && !r.exhausted() { Step::Item(item) } else { Step::Last(item) }
        });
        self.list_or_full(list)
    }

    /// Reads the items of a content model: `item` makes one or finds the end.
    #[inline]
    pub fn items<T: Copy + 'a>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> &'a [T] {
        let list = grow_list(self, |r, place| match item(r) {
            Some(item) if !r.exhausted() => Step::Item(place.write(item)),
            _ => Step::End,
        });
        self.list_or_full(list)
    }

    #[inline]
    fn list_or_full<T>(&mut self, list: Result<&'a [T], Full>) -> &'a [T] {
        match list {
            Ok(list) => list,
            Err(Full) => {
                self.full();
                &[]
            }
        }
    }

    /// Ends the decode: what is to be said of the document, or the failure.
    #[inline]
    pub(crate) fn finish(&self) -> Result<Report, DecodeError> {
        match self.end() {
            Ok(bytes) => Ok(Report { bytes, violations: self.violations }),
            Err(error) => Err(error),
        }
    }

    /// Ends the decode: the number of bytes the document takes, or the failure.
    pub(crate) fn end(&self) -> Result<usize, DecodeError> {
        match self.failure {
            Some(failure) => Err(failure),
            None if self.pos > self.end => Err(DecodeError {
                kind: DecodeErrorKind::Truncated,
                bit: self.end.saturating_sub(1),
                message: self.message,
            }),
            None => Ok(self.pos.div_ceil(8)),
        }
    }
}

impl<'a> HasArena<'a> for Reader<'a, '_> {
    #[inline]
    fn arena(&mut self) -> &mut Arena<'a> {
        &mut self.arena
    }
}

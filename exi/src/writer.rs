//! The bit writer: a word of pending bits in front of the output, and errors that stick.
//!
//! The mirror of [`crate::Reader`]: a run of event codes and values of known width is composed into
//! one number and written with one [`Writer::put`]. A write never fails by return value. Beyond the
//! end of the output the writer goes on counting, so that the error says how much room the message
//! needs; a value that violates the schema is noted with the bit at which it stands.

mod integer;
mod string;

use crate::error::{EncodeError, Facet, Unsupported};
#[cfg(feature = "wildcard")]
use crate::grammar::{Names, Schema};
use crate::options::{EncodeOptions, Report, Violations};

/// Writes a bit-packed EXI body. Generated code drives it.
///
/// No method panics. Numbers outside of the documented ranges, such as 58 bits at once, give a
/// document of no use.
#[derive(Debug)]
pub struct Writer<'o> {
    pub(crate) out: &'o mut [u8],
    /// Bytes written, or that would have been if there were room.
    pub(crate) pos: usize,
    /// The lowest `used` bits are pending; those above them are of no interest.
    pub(crate) word: u64,
    /// Less than 64.
    pub(crate) used: u32,
    failure: Option<EncodeError>,
    /// Violations of the schema are noted in `violations` instead of failing.
    report_facets: bool,
    violations: Violations,
    #[cfg(feature = "wildcard")]
    pub(crate) schema: Option<&'o Schema<'o>>,
    /// Names of the stream, from the first wildcard on.
    #[cfg(feature = "wildcard")]
    pub(crate) names: Option<Names<'o>>,
    #[cfg(feature = "wildcard")]
    pub(crate) learning: bool,
}

impl<'o> Writer<'o> {
    pub(crate) fn new(out: &'o mut [u8], options: EncodeOptions) -> Self {
        Self {
            out,
            pos: 0,
            word: 0,
            used: 0,
            failure: None,
            report_facets: options.report_facets,
            violations: Violations::NONE,
            #[cfg(feature = "wildcard")]
            schema: None,
            #[cfg(feature = "wildcard")]
            names: None,
            #[cfg(feature = "wildcard")]
            learning: options.learning_grammars,
        }
    }

    /// Writes the lowest `n` bits of `value`, 1 to 57; the bits above them must be 0.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn put(&mut self, n: u32, value: u64) {
        let used = self.used.wrapping_add(n);
        if used < 64 {
            self.word = self.word.wrapping_shl(n) | value;
            self.used = used;
        } else {
            self.spill(n, value);
        }
    }

    /// Writes `n` zero bits, also none.
    #[inline(always)]
    pub fn zeros(&mut self, n: u32) {
        if n > 0 {
            self.put(n, 0);
        }
    }

    /// Writes `n` bits that complete the pending word.
    #[inline(never)]
    fn spill(&mut self, n: u32, value: u64) {
        let fits = 64 - self.used;
        // Less than 64 also if `n` is more than it may be.
        let behind = n.wrapping_sub(fits) % 64;
        // `used` is at least 7, because `n` is at most 57.
        let word = self.word.wrapping_shl(fits) | (value >> behind);
        self.word = value;
        self.used = behind;
        let pos = self.pos;
        self.pos = pos + 8;
        match self.out.get_mut(pos..pos + 8).and_then(|place| place.first_chunk_mut()) {
            Some(place) => *place = word.to_be_bytes(),
            // The last thing to do, so that the way around it saves no registers.
            None => self.store_what_fits(pos, word),
        }
    }

    /// Writes as much of a word as there is room for.
    #[cold]
    #[inline(never)]
    fn store_what_fits(&mut self, pos: usize, word: u64) {
        let rest = self.out.get_mut(pos..).unwrap_or_default();
        for (place, byte) in rest.iter_mut().zip(word.to_be_bytes()) {
            *place = byte;
        }
    }

    /// Writes the first `n` of eight bytes, as many as there is room for; four or more in two steps
    /// that overlap, since every message needs this once.
    #[inline(always)]
    fn store_last(&mut self, bytes: [u8; 8], n: usize) {
        let rest = self.out.get_mut(self.pos..).unwrap_or_default();
        let count = n.min(rest.len());
        let (Some(place), Some(bytes)) = (rest.get_mut(..count), bytes.get(..count)) else {
            return;
        };
        if let (Some(to), Some(from)) = (place.first_chunk_mut::<4>(), bytes.first_chunk()) {
            *to = *from;
            if let (Some(to), Some(from)) = (place.last_chunk_mut::<4>(), bytes.last_chunk()) {
                *to = *from;
            }
            return;
        }
        for (to, from) in place.iter_mut().zip(bytes) {
            *to = *from;
        }
    }

    /// Writes the whole bytes of the pending word, so that fewer than eight bits stay pending.
    pub(crate) fn flush_bytes(&mut self) {
        let bytes = self.used / 8;
        if bytes > 0 {
            let keep = self.used % 8;
            let word = (self.word >> keep) << (64 - 8 * bytes);
            self.store_last(word.to_be_bytes(), bytes as usize);
            self.pos += bytes as usize;
            self.used = keep;
        }
    }

    /// Position of the next bit.
    pub(crate) fn position(&self) -> usize {
        self.pos * 8 + self.used as usize
    }

    /// A bounded number as it is written, without its offset: `value` must be at most `max`.
    #[inline(always)]
    pub fn bounded(&mut self, value: u64, max: u64) -> u64 {
        if value <= max {
            return value;
        }
        self.unbounded(value, max)
    }

    /// A number beyond `max`, which may be reported if the field has room for it.
    #[cold]
    #[inline(never)]
    fn unbounded(&mut self, value: u64, max: u64) -> u64 {
        if value.leading_zeros() >= max.leading_zeros() {
            self.violates(Facet::Range);
            return value;
        }
        self.fail(Facet::Range);
        0
    }

    /// Checks the number of items of a list.
    #[inline(always)]
    pub fn occurs(&mut self, len: usize, min: usize, max: usize) {
        if len < min || len > max {
            self.fail(Facet::Occurs);
        }
    }

    /// Notes a value that has no place here by the content model.
    #[cold]
    #[inline(never)]
    pub fn bad_content(&mut self) {
        self.fail(Facet::Content);
    }

    /// Notes an abstract element, which is what comes next.
    #[cold]
    #[inline(never)]
    pub fn abstract_element(&mut self) {
        self.violates(Facet::Abstract);
    }

    /// Notes a value that violates the schema and has been or will be written all the same.
    #[cold]
    #[inline(never)]
    pub(crate) fn violates(&mut self, facet: Facet) {
        if self.report_facets {
            self.violations.note(facet, self.position());
        } else {
            self.fail(facet);
        }
    }

    /// Notes a value that cannot be written; the first one is what the caller learns of.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, facet: Facet) {
        let bit = self.position();
        self.failure.get_or_insert(EncodeError::Facet { facet, bit });
    }

    /// Notes that the message is one of the other role.
    #[cold]
    #[inline(never)]
    pub fn other_role(&mut self) {
        self.unsupported(Unsupported::OtherRole);
    }

    /// Notes something that is not written.
    #[cold]
    #[inline(never)]
    pub(crate) fn unsupported(&mut self, unsupported: Unsupported) {
        self.failure.get_or_insert(EncodeError::Unsupported(unsupported));
    }

    /// An element that a wildcard admits is not written without the feature `wildcard`.
    #[cfg(not(feature = "wildcard"))]
    pub fn any(&mut self, _: Option<&str>, _: &'o crate::AnyElement<'o>) {
        self.unsupported(Unsupported::Wildcard);
    }

    /// Like [`any`](Self::any) in a namespace that the event code says.
    #[cfg(not(feature = "wildcard"))]
    pub fn any_in(&mut self, element: &'o crate::AnyElement<'o>) {
        self.any(None, element);
    }

    /// Returns the first failure.
    #[cfg(feature = "serde")]
    pub(crate) fn failure(&self) -> Option<EncodeError> {
        self.failure
    }

    /// Writes the header and the event code of the root, `width` bits.
    #[inline]
    pub fn document(&mut self, width: u32, code: u64) {
        self.put(width.wrapping_add(8), 0x80_u64.wrapping_shl(width) | code);
    }

    /// Ends the encoding: what is to be said of the document.
    #[inline]
    pub(crate) fn finish(mut self) -> Result<Report, EncodeError> {
        match self.end() {
            Ok(bytes) => Ok(Report { bytes, violations: self.violations }),
            Err(error) => Err(error),
        }
    }

    /// Pads the last byte with zero bits and ends the encoding: the length of the document.
    pub(crate) fn end(&mut self) -> Result<usize, EncodeError> {
        let padding = self.used.wrapping_neg() % 8;
        if padding > 0 {
            self.put(padding, 0);
        }
        self.flush_bytes();
        match self.failure {
            Some(failure) => Err(failure),
            None if self.pos > self.out.len() => Err(EncodeError::Capacity { needed: self.pos }),
            None => Ok(self.pos),
        }
    }
}

//! Copies octets out of a bit-shifted stream, a word in a step.
//!
//! The invariant: `shifted` reads inside of `source` and writes inside of what [`Arena::take`] gave
//! it, and at most a word beyond, into memory of the arena that is free.
#![allow(unsafe_code)]

use core::mem::size_of;

use super::{Arena, Full};

impl<'a> Arena<'a> {
    /// Takes `n` bytes out of a bit-shifted stream: those that begin `shift` bits (0 to 7) into
    /// `source`. The caller has checked that `source` has all those bits.
    #[inline(never)]
    pub(crate) fn bytes_at(
        &mut self,
        source: &[u8],
        shift: u32,
        n: usize,
    ) -> Result<&'a [u8], Full> {
        let (bytes, _) = self.shifted(source, shift, n)?;
        Ok(bytes)
    }

    /// Like [`Arena::bytes_at`] for text: `None`, with nothing taken, if a byte is not ASCII or is
    /// a control character (of which XML has tab, line feed and carriage return: these are left to
    /// the slow path as well).
    #[inline(never)]
    pub(crate) fn ascii_at(
        &mut self,
        source: &[u8],
        shift: u32,
        n: usize,
    ) -> Result<Option<&'a str>, Full> {
        let before = self.front;
        let (bytes, plain) = self.shifted(source, shift, n)?;
        if !plain {
            self.front = before;
            return Ok(None);
        }
        // SAFETY: `shifted` says that every byte is below 0x80.
        Ok(Some(unsafe { core::str::from_utf8_unchecked(bytes) }))
    }

    /// Copies `n` bytes from a bit-shifted stream, a word in a step; also says whether all of them
    /// are between 0x20 and 0x7f.
    #[inline(always)]
    fn shifted(&mut self, source: &[u8], shift: u32, n: usize) -> Result<(&'a [u8], bool), Full> {
        let target = self.take(n, 1)?.as_ptr();
        // The last word may go beyond the `n` bytes: what it writes there is free.
        let room = if self.free() < WORD { n / WORD } else { n.div_ceil(WORD) };
        let words = room.min(source.len().saturating_sub(1) / WORD);
        // Each byte has its high bits from one byte of the source and its `shift` low ones from the
        // next. Words do that for all of their bytes at once, in whatever order these are; vectors,
        // into which the compiler makes the loop, for several words.
        let high = repeated((0xff_u32 << shift) as u8);
        let word_at = |at: usize| {
            // SAFETY: called with `at + WORD <= words * WORD + 1 <= source.len()`.
            unsafe { source.as_ptr().add(at).cast::<usize>().read_unaligned() }
        };
        let (mut seen, mut last) = (0, repeated(0x20));
        for index in 0..words {
            let at = index * WORD;
            let word = ((word_at(at) << shift) & high) | ((word_at(at + 1) >> (8 - shift)) & !high);
            seen |= controls(last);
            last = word;
            // SAFETY: `at + WORD` is at most `n`, or for the last word less than `n + WORD`; after
            // the `n` bytes that `take` returned are `WORD` free ones then.
            unsafe { target.add(at).cast::<usize>().write_unaligned(word) };
        }
        let done = n.min(words * WORD);
        // Blanks in place of the bytes of the last word that do not count.
        let beyond = 8 * (words * WORD - done) as u32;
        if beyond > 0 {
            let used = usize::MAX.to_le() >> beyond;
            last = usize::from_le((last.to_le() & used) | (repeated(0x20) & !used));
        }
        seen |= controls(last);
        // What is left at the end of the input or of the arena: less than a word or two.
        let mut rest = source.get(done..).unwrap_or(&[]).iter();
        let mut byte = rest.next().copied().unwrap_or(0);
        for at in done..n {
            let next = rest.next().copied().unwrap_or(0);
            let value = ((((u32::from(byte) << 8) | u32::from(next)) << shift) >> 8) as u8;
            seen |= controls(repeated(value));
            // SAFETY: `at < n`.
            unsafe { target.add(at).write(value) };
            byte = next;
        }
        // SAFETY: all `n` bytes were written just now, and nobody writes to them for `'a`.
        let bytes = unsafe { core::slice::from_raw_parts(target, n) };
        Ok((bytes, seen & repeated(0x80) == 0))
    }
}

/// Bytes of a word of the machine.
pub(crate) const WORD: usize = size_of::<usize>();

/// A word with this value in each byte.
#[inline(always)]
pub(crate) const fn repeated(byte: u8) -> usize {
    usize::MAX / 0xff * byte as usize
}

/// The high bit of each byte is set if the byte is not ASCII or below 0x20.
///
/// The subtraction borrows into the high bit of each byte below 0x20, and after such a byte
/// perhaps of others; a byte from 0x20 to 0x7f alone never sets it.
#[inline(always)]
pub(crate) fn controls(word: usize) -> usize {
    word | word.wrapping_sub(repeated(0x20))
}

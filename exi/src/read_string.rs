//! Strings and binaries (EXI 1.0, 7.1.10 and 7.1.1).

use crate::arena::Full;
use crate::error::{DecodeErrorKind, Facet, Malformed, Unsupported};
use crate::reader::Reader;

/// Longest string or binary; anything longer is behind the end of any accepted input.
const MAX_INPUT: u64 = 1 << 28;

impl<'a> Reader<'a, '_> {
    /// Reads the `CH` bit and a string value of an element: `min..=max` characters.
    ///
    /// `name` is the element's number in its schema; string table hits need it.
    pub fn string(&mut self, min: u32, max: u32, name: u16) -> &'a str {
        if self.empty_element() {
            if min > 0 {
                self.bad_item(DecodeErrorKind::Facet(Facet::Length), 0, 4);
            }
            return "";
        }
        self.string_value(min, max, name)
    }

    /// Reads the `CH` bit and a binary value of an element: `min..=max` bytes.
    pub fn binary(&mut self, min: u32, max: u32) -> &'a [u8] {
        if self.empty_element() {
            if min > 0 {
                self.bad_item(DecodeErrorKind::Facet(Facet::Length), 0, 4);
            }
            return &[];
        }
        self.binary_value(min, max)
    }

    /// Reads the first event of an element with a value: `CH` (0), or the escape and `EE` that
    /// EXIficient writes for an empty value.
    ///
    /// The second-level code of `EE` is three zero bits. Only two are taken: the third one is what
    /// the caller expects as the `EE` behind the value, so the deviation stays in here.
    #[inline]
    fn empty_element(&mut self) -> bool {
        if self.bits(1) == 0 {
            return false;
        }
        self.escape_to_end()
    }

    /// Behind an escape in the state before a value: true if it leads to `EE`.
    #[cold]
    #[inline(never)]
    pub fn escape_to_end(&mut self) -> bool {
        let code = self.bits(2);
        if code != 0 {
            self.bad_item(DecodeErrorKind::Malformed(Malformed::Event), 0, 3);
        }
        true
    }

    /// Reads a string value: of an attribute, or behind an event code that has been read.
    pub fn string_value(&mut self, min: u32, max: u32, name: u16) -> &'a str {
        let start = self.position();
        let prefix = self.uint();
        // 0 and 1 are hits in the string table, a literal has its length plus 2 (7.3.3).
        let Some(length) = prefix.checked_sub(2) else {
            return self.hit(prefix, min, max, name, start);
        };
        if length > u64::from(max) || length < u64::from(min) {
            self.fail(DecodeErrorKind::Facet(Facet::Length), start, self.position());
            return "";
        }
        let text = self.characters(length);
        if self.table.is_some() {
            self.remember(text, name);
        }
        text
    }

    /// Reads `length` characters.
    fn characters(&mut self, length: u64) -> &'a str {
        let start = self.position();
        let data = self.data();
        // Each character takes at least one byte; this also bounds what is taken from the arena.
        let left = (data.len() as u64 * 8).saturating_sub(start as u64);
        if length > left / 8 {
            self.fail(DecodeErrorKind::Truncated, start, usize::MAX);
            return "";
        }
        // Less than 2^29 by the line above.
        let n = length as usize;
        let shift = start & 7;
        let byte = start >> 3;
        let Self { arena, .. } = self;
        let ascii = match data.get(byte..byte + n + usize::from(shift != 0)) {
            Some(source) => arena.ascii(n, |i| shifted_word(source, i, shift)),
            None => Ok(None),
        };
        match ascii {
            Ok(Some(text)) => {
                self.advance(8 * n);
                text
            }
            Ok(None) => self.code_points(n),
            Err(Full) => {
                self.full();
                ""
            }
        }
    }

    /// Reads `n` characters of any kind, in two passes: measure and check, then convert.
    #[cold]
    #[inline(never)]
    fn code_points(&mut self, n: usize) -> &'a str {
        let start = self.position();
        let mut size = 0;
        for _ in 0..n {
            let at = self.position();
            let code = self.uint();
            let Some(c) = u32::try_from(code).ok().and_then(char::from_u32) else {
                let kind = if code <= 0x10_ffff {
                    // A surrogate: Unicode has the number, XML does not have the character.
                    DecodeErrorKind::Facet(Facet::Character)
                } else {
                    DecodeErrorKind::Malformed(Malformed::CodePoint)
                };
                self.fail(kind, at, self.position());
                return "";
            };
            if !is_xml_char(c) {
                self.fail(DecodeErrorKind::Facet(Facet::Character), at, self.position());
                return "";
            }
            if self.exhausted() {
                self.fail(DecodeErrorKind::Truncated, at, usize::MAX);
                return "";
            }
            size += c.len_utf8();
        }
        let behind = self.position();
        self.rewind(start);
        let mut bytes = [0; 4];
        let mut queue: &[u8] = &[];
        let mut source = self.lookahead();
        let text = self.arena.words(size, |i| {
            // `words` asks in order and may repeat up to seven bytes in its last word only, which
            // `source` remembers.
            source.word(i, &mut bytes, &mut queue)
        });
        let _ = (&bytes, queue);
        self.rewind(behind);
        match text.map(core::str::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => "",
            Err(Full) => {
                self.full();
                ""
            }
        }
    }

    /// Reads a binary value: of an attribute, or behind an event code that has been read.
    pub fn binary_value(&mut self, min: u32, max: u32) -> &'a [u8] {
        let start = self.position();
        let length = self.uint();
        if length > u64::from(max) || length < u64::from(min) {
            self.fail(DecodeErrorKind::Facet(Facet::Length), start, self.position());
            return &[];
        }
        let data = self.data();
        let at = self.position();
        let left = (data.len() as u64 * 8).saturating_sub(at as u64);
        if length > left / 8 || length > MAX_INPUT {
            self.fail(DecodeErrorKind::Truncated, at, usize::MAX);
            return &[];
        }
        let n = length as usize;
        let shift = at & 7;
        let byte = at >> 3;
        let Some(source) = data.get(byte..byte + n + usize::from(shift != 0)) else {
            self.fail(DecodeErrorKind::Truncated, at, usize::MAX);
            return &[];
        };
        self.advance(8 * n);
        match self.arena.words(n, |i| shifted_word(source, i, shift)) {
            Ok(bytes) => bytes,
            Err(Full) => {
                self.full();
                &[]
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn hit(&mut self, prefix: u64, min: u32, max: u32, name: u16, start: usize) -> &'a str {
        let Some(table) = &self.table else {
            self.fail(
                DecodeErrorKind::Unsupported(Unsupported::StringTable),
                start,
                self.position(),
            );
            return "";
        };
        let size = if prefix == 0 { table.local_len(name) } else { table.global_len() };
        let width = size.saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1);
        let index = if width == 0 { 0 } else { self.bits(width) };
        let found = self.table.as_ref().and_then(|table| {
            if prefix == 0 { table.local(name, index) } else { table.global(index) }
        });
        let Some(text) = found else {
            self.fail(
                DecodeErrorKind::Malformed(Malformed::StringTable),
                start,
                self.position(),
            );
            return "";
        };
        let length = text.chars().count();
        if length < min as usize || length > max as usize {
            self.fail(DecodeErrorKind::Facet(Facet::Length), start, self.position());
            return "";
        }
        text
    }

    #[cold]
    #[inline(never)]
    fn remember(&mut self, text: &'a str, name: u16) {
        if text.is_empty() || self.exhausted() {
            return;
        }
        if let Some(table) = &mut self.table {
            if table.add(&mut self.arena, text, name).is_err() {
                self.full();
            }
        }
    }
}

/// Eight bytes of a bit-shifted stream: those from byte `i` of `source`, `shift` bits on.
///
/// Bytes behind the end read as zero.
#[inline(always)]
fn shifted_word(source: &[u8], i: usize, shift: usize) -> [u8; 8] {
    if let Some(bytes) = source.get(i..i + 8).and_then(|b| b.first_chunk::<8>()) {
        let high = u64::from_be_bytes(*bytes);
        let low = source.get(i + 8).copied().unwrap_or(0);
        // The next byte supplies the `shift` low bits.
        ((high << shift) | (u64::from(low) >> (8 - shift))).to_be_bytes()
    } else {
        short_word(source, i, shift)
    }
}

#[inline(never)]
fn short_word(source: &[u8], i: usize, shift: usize) -> [u8; 8] {
    let mut word = 0_u128;
    for offset in 0..9 {
        let byte = source.get(i + offset).copied().unwrap_or(0);
        word = (word << 8) | u128::from(byte);
    }
    // 72 bits: drop the first `shift` and keep 64.
    ((word >> (8 - shift)) as u64).to_be_bytes()
}

/// `Char` of XML 1.0, section 2.2.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

//! Strings and binaries (EXI 1.0, 7.1.10 and 7.1.1), the mirror of `reader::string`.

use crate::arena::{WORD, controls, repeated};
use crate::error::Facet;
use crate::lexical::{code_points, is_nc_name, is_uri_reference};
use crate::reader::string::is_xml_char;
use crate::writer::Writer;

impl Writer<'_> {
    /// Writes the string value of an element: `lead` zero bits, `CH`, and `min..=max` characters.
    ///
    /// An empty value is an empty `CH`, which every deployed codec reads.
    pub fn string(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.put(lead.wrapping_add(1), 0);
        self.string_value(text, min, max);
    }

    /// Writes a string value without a `CH` of its own, such as that of an attribute: `lead` zero
    /// bits and `min..=max` characters.
    pub fn attribute(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.zeros(lead);
        self.string_value(text, min, max);
    }

    /// Like [`string`](Self::string) for `xs:anyURI`.
    pub fn string_uri(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.check_uri(text);
        self.string(lead, text, min, max);
    }

    /// Like [`attribute`](Self::attribute) for `xs:anyURI`.
    pub fn attribute_uri(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.check_uri(text);
        self.attribute(lead, text, min, max);
    }

    /// Like [`string`](Self::string) for `xs:ID` and its kin.
    pub fn string_nc_name(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.check_nc_name(text);
        self.string(lead, text, min, max);
    }

    /// Like [`attribute`](Self::attribute) for `xs:ID` and its kin.
    pub fn attribute_nc_name(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.check_nc_name(text);
        self.attribute(lead, text, min, max);
    }

    fn check_nc_name(&mut self, text: &str) {
        if !is_nc_name(text) {
            self.violates(Facet::Lexical);
        }
    }

    fn check_uri(&mut self, text: &str) {
        if !is_uri_reference(text) {
            self.violates(Facet::Lexical);
        }
    }

    /// Writes the binary value of an element: `lead` zero bits, `CH`, and `min..=max` bytes.
    pub fn binary(&mut self, lead: u32, bytes: &[u8], min: u32, max: u32) {
        self.put(lead.wrapping_add(1), 0);
        self.binary_value(bytes, min, max);
    }

    /// Writes a binary value after an event code that has been written: `min..=max` bytes.
    #[inline]
    pub fn binary_value(&mut self, bytes: &[u8], min: u32, max: u32) {
        self.binary_length(bytes.len() as u64, min, max);
        self.bytes(bytes);
    }

    /// Writes the length of a binary value of `min..=max` bytes, which follow.
    #[inline(always)]
    pub(crate) fn binary_length(&mut self, len: u64, min: u32, max: u32) {
        if len < u64::from(min) || len > u64::from(max) {
            self.violates(Facet::Length);
        }
        self.uint(len);
    }

    /// Writes the characters of a name after their number plus `more`.
    #[cfg(feature = "wildcard")]
    pub(crate) fn literal(&mut self, text: &str, more: u64) {
        self.uint(code_points(text) as u64 + more);
        for c in text.chars() {
            self.uint(u64::from(c));
        }
    }

    fn string_value(&mut self, text: &str, min: u32, max: u32) {
        if !is_plain(text.as_bytes()) {
            self.characters(text, min, max);
            return;
        }
        let len = text.len() as u64;
        if len < u64::from(min) || len > u64::from(max) {
            self.violates(Facet::Length);
        }
        // A literal has its length plus 2 (EXI 1.0, 7.3.3).
        self.uint(len + 2);
        self.bytes(text.as_bytes());
    }

    /// Writes a string with characters outside ASCII or with control characters.
    #[cold]
    #[inline(never)]
    fn characters(&mut self, text: &str, min: u32, max: u32) {
        // Characters: code points, not bytes.
        let len = code_points(text) as u64;
        if len < u64::from(min) || len > u64::from(max) {
            self.violates(Facet::Length);
        }
        self.uint(len + 2);
        for c in text.chars() {
            if !is_xml_char(c) {
                self.violates(Facet::Character);
            }
            self.uint(u64::from(c));
        }
    }

    /// Writes whole bytes after the pending bits, eight in a step.
    fn bytes(&mut self, bytes: &[u8]) {
        if bytes.len() >= LONG {
            self.long_bytes(bytes);
            return;
        }
        // The number of pending bits does not change by adding 64.
        let used = self.used;
        let (whole, rest) = bytes.split_at_checked(bytes.len() & !7).unwrap_or((bytes, &[]));
        let room = self.out.get_mut(self.pos..).and_then(|out| out.get_mut(..whole.len()));
        let mut word = self.word;
        let mut join = |from: &[u8; 8]| {
            let next = u64::from_be_bytes(*from);
            // One double shift on machines that have it.
            let joined = ((u128::from(word) << 64) | u128::from(next)) >> used;
            word = next;
            (joined as u64).to_be_bytes()
        };
        if let Some(room) = room {
            let mut to = room.chunks_exact_mut(16);
            let mut from = whole.chunks_exact(16);
            // Two steps at once: half of the work for the loop itself.
            for (to, from) in to.by_ref().zip(from.by_ref()) {
                if let (Some((to, to2)), Some((from, from2))) =
                    (to.split_first_chunk_mut(), from.split_first_chunk())
                {
                    *to = join(from);
                    if let (Some(to), Some(from)) = (to2.first_chunk_mut(), from2.first_chunk()) {
                        *to = join(from);
                    }
                }
            }
            if let (Some(to), Some(from)) =
                (to.into_remainder().first_chunk_mut(), from.remainder().first_chunk())
            {
                *to = join(from);
            }
        } else {
            for from in whole.chunks_exact(8) {
                let mut bytes = [0; 8];
                if let Some(from) = from.first_chunk() {
                    bytes = join(from);
                }
                let out = self.out.get_mut(self.pos..).unwrap_or_default();
                for (to, from) in out.iter_mut().zip(bytes) {
                    *to = from;
                }
                self.pos += 8;
            }
            self.pos -= whole.len();
        }
        self.pos += whole.len();
        self.word = word;
        if !rest.is_empty() {
            // Less than eight bytes as one number.
            let value = rest.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte));
            self.put(8 * rest.len() as u32, value);
        }
    }

    /// Writes [`LONG`] bytes or more, a word in a step.
    #[inline(never)]
    fn long_bytes(&mut self, bytes: &[u8]) {
        self.flush_bytes();
        let used = self.used;
        let n = bytes.len();
        let rest = self.out.get_mut(self.pos..).unwrap_or_default();
        let count = n.min(rest.len());
        let Some((first, behind)) = rest.get_mut(..count).and_then(<[u8]>::split_first_mut) else {
            self.leave(bytes);
            return;
        };
        // Each byte has its `used` high bits from one byte of the source and the others from the
        // next. Words do that for all of their bytes at once, in whatever order these are; vectors,
        // into which the compiler makes the loop, for several words.
        let low = repeated(0xff >> used);
        let join =
            |before: u8, byte: u8| (((u32::from(before) << 8) | u32::from(byte)) >> used) as u8;
        let next = bytes.get(1..).unwrap_or(&[]);
        *first = join(self.word as u8, bytes.first().copied().unwrap_or(0));
        let words = bytes.chunks_exact(WORD).zip(next.chunks_exact(WORD));
        let mut done = 0;
        for (to, (before, word)) in behind.chunks_exact_mut(WORD).zip(words) {
            if let (Some(to), Some(before), Some(word)) =
                (to.first_chunk_mut(), before.first_chunk(), word.first_chunk())
            {
                let before = usize::from_ne_bytes(*before) << (8 - used);
                let word = usize::from_ne_bytes(*word) >> used;
                *to = ((before & !low) | (word & low)).to_ne_bytes();
            }
            done += WORD;
        }
        let pairs = bytes.iter().zip(next).skip(done);
        for (to, (before, byte)) in behind.iter_mut().skip(done).zip(pairs) {
            *to = join(*before, *byte);
        }
        self.leave(bytes);
    }

    /// Counts bytes that have been written, or for which there was no room; of the last one the
    /// lowest bits are pending.
    fn leave(&mut self, bytes: &[u8]) {
        self.pos += bytes.len();
        self.word = bytes.last().copied().unwrap_or(0).into();
    }
}

/// Bytes from which on it pays to make the pending bits less than a byte first.
const LONG: usize = 128;

/// True if all bytes are between 0x20 and 0x7f: characters that are written as their own byte.
fn is_plain(bytes: &[u8]) -> bool {
    let mut words = bytes.chunks_exact(WORD);
    let mut seen = 0;
    for word in words.by_ref() {
        seen |= controls(word.first_chunk().map_or(0, |bytes| usize::from_ne_bytes(*bytes)));
    }
    for byte in words.remainder() {
        seen |= controls(repeated(*byte));
    }
    seen & repeated(0x80) == 0
}

//! Strings and binaries (EXI 1.0, 7.1.10 and 7.1.1), the mirror of `read_string`.

use crate::error::Facet;
use crate::read_string::is_xml_char;
use crate::uri::is_uri_reference;
use crate::writer::Writer;

impl Writer<'_> {
    /// Writes the string value of an element: `lead` zero bits, `CH`, and `min..=max` characters.
    ///
    /// An empty value is an empty `CH`, which every deployed codec reads.
    pub fn string(&mut self, lead: u32, text: &str, min: u32, max: u32) {
        self.put(lead + 1, 0);
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

    fn check_uri(&mut self, text: &str) {
        if !is_uri_reference(text) {
            self.fail(Facet::Lexical);
        }
    }

    /// Writes the binary value of an element: `lead` zero bits, `CH`, and `min..=max` bytes.
    pub fn binary(&mut self, lead: u32, bytes: &[u8], min: u32, max: u32) {
        self.put(lead + 1, 0);
        self.binary_value(bytes, min, max);
    }

    /// Writes a binary value behind an event code that has been written: `min..=max` bytes.
    #[inline]
    pub fn binary_value(&mut self, bytes: &[u8], min: u32, max: u32) {
        let len = bytes.len() as u64;
        if len < u64::from(min) || len > u64::from(max) {
            self.fail(Facet::Length);
        }
        self.uint(len);
        self.bytes(bytes);
    }

    fn string_value(&mut self, text: &str, min: u32, max: u32) {
        // Characters: code points, not bytes. In ASCII text both are the same.
        let len = if text.is_ascii() { text.len() } else { text.chars().count() } as u64;
        if len < u64::from(min) || len > u64::from(max) {
            self.fail(Facet::Length);
        }
        // A literal has its length plus 2 (EXI 1.0, 7.3.3).
        self.uint(len + 2);
        if len == text.len() as u64 {
            if text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
                self.fail(Facet::Character);
            }
            self.bytes(text.as_bytes());
        } else {
            self.characters(text);
        }
    }

    #[cold]
    #[inline(never)]
    fn characters(&mut self, text: &str) {
        for c in text.chars() {
            if !is_xml_char(c) {
                self.fail(Facet::Character);
            }
            self.uint(u64::from(c));
        }
    }

    /// Writes whole bytes behind the pending bits, eight in a step.
    fn bytes(&mut self, bytes: &[u8]) {
        let mut rest = bytes.chunks_exact(8);
        // The number of pending bits does not change by adding 64.
        let used = self.used;
        for chunk in &mut rest {
            let Some(chunk) = chunk.first_chunk() else { continue };
            let next = u64::from_be_bytes(*chunk);
            // One double shift on machines that have it.
            let joined = (u128::from(self.word) << 64) | u128::from(next);
            self.store(((joined >> used) as u64).to_be_bytes());
            self.word = next;
        }
        for byte in rest.remainder() {
            self.put(8, u64::from(*byte));
        }
    }
}

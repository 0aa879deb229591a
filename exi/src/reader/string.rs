//! Strings and binaries (EXI 1.0, 7.1.10 and 7.1.1).

use crate::arena::Full;
use crate::error::{DecodeErrorKind, Facet, Malformed, Unsupported};
use crate::reader::Reader;
use crate::string_table::{Check, Hit, NotAdded};

impl<'a> Reader<'a, '_> {
    /// Reads the string value of an element: `lead` zero bits, `CH`, and `min..=max` characters.
    ///
    /// `name` is the number of the element's name, which string table hits need: FNV-1a of
    /// `{namespace}name` with 32 bits. The generator checks that no two names of a set collide.
    pub fn string(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position();
        let wrong = self.bits(lead.wrapping_add(1));
        if wrong != 0 {
            self.empty_element(start, lead, wrong, min);
            return "";
        }
        self.string_value(min, max, name)
    }

    /// Reads a string value without a `CH` of its own, such as that of an attribute: `lead` zero
    /// bits and `min..=max` characters.
    pub fn attribute(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        self.zeros(lead);
        self.string_value(min, max, name)
    }

    /// Like [`string`](Self::string) for `xs:anyURI`.
    pub fn string_uri(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position().wrapping_add(lead as usize).wrapping_add(1);
        let text = self.string(lead, min, max, name);
        self.check_uri(text, start)
    }

    /// Like [`attribute`](Self::attribute) for `xs:anyURI`.
    pub fn attribute_uri(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position().wrapping_add(lead as usize);
        let text = self.attribute(lead, min, max, name);
        self.check_uri(text, start)
    }

    /// Like [`string`](Self::string) for `xs:ID` and its kin.
    pub fn string_nc_name(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position().wrapping_add(lead as usize).wrapping_add(1);
        let text = self.string(lead, min, max, name);
        self.check_nc_name(text, start)
    }

    /// Like [`attribute`](Self::attribute) for `xs:ID` and its kin.
    pub fn attribute_nc_name(&mut self, lead: u32, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position().wrapping_add(lead as usize);
        let text = self.attribute(lead, min, max, name);
        self.check_nc_name(text, start)
    }

    fn check_nc_name(&mut self, text: &'a str, start: usize) -> &'a str {
        self.check(text, start, Check::NcName)
    }

    fn check_uri(&mut self, text: &'a str, start: usize) -> &'a str {
        self.check(text, start, Check::Uri)
    }

    #[inline(always)]
    fn check(&mut self, text: &'a str, start: usize, rule: Check) -> &'a str {
        let passes = match &self.table {
            None => rule.accepts(text),
            Some(table) => table.has_passed(rule) || self.passes(text, rule),
        };
        // After a failure the text is empty and says nothing.
        if !passes && !self.exhausted() {
            self.violates(Facet::Lexical, start, self.position());
        }
        text
    }

    /// Checks a text with a string table, which knows whether it has passed before.
    #[cold]
    #[inline(never)]
    fn passes(&mut self, text: &str, rule: Check) -> bool {
        match &mut self.table {
            Some(table) => table.passes(text, rule),
            None => rule.accepts(text),
        }
    }

    /// Reads the binary value of an element: `lead` zero bits, `CH`, and `min..=max` bytes.
    pub fn binary(&mut self, lead: u32, min: u32, max: u32) -> &'a [u8] {
        let start = self.position();
        let wrong = self.bits(lead.wrapping_add(1));
        if wrong != 0 {
            self.empty_element(start, lead, wrong, min);
            return &[];
        }
        self.binary_value(min, max)
    }

    /// Reads a binary value after an event code that has been read: `min..=max` bytes.
    #[inline]
    pub fn binary_value(&mut self, min: u32, max: u32) -> &'a [u8] {
        let start = self.position();
        let length = self.uint();
        if (length > u64::from(max) || length < u64::from(min))
            && !self.violates(Facet::Length, start, self.position())
        {
            return &[];
        }
        let left = self.left();
        if length > left as u64 / 8 {
            self.fail(DecodeErrorKind::Truncated, self.position(), usize::MAX);
            return &[];
        }
        // Less than the input is long, by the line above.
        let n = length as usize;
        let at = self.position();
        let source = self.data().get(at >> 3..).unwrap_or(&[]);
        match self.arena.bytes_at(source, (at & 7) as u32, n) {
            Ok(bytes) => {
                self.advance(8 * n);
                bytes
            }
            Err(Full) => {
                self.full();
                &[]
            }
        }
    }

    /// The bits before a value are not all zero, as those of `lead` events and `CH` are. EXIficient
    /// writes an empty value as `EE` in the second level; anything else is a failure.
    ///
    /// The second-level code of `EE` is three zero bits. Only two are taken: the third one is what
    /// the caller expects as the `EE` after the value, so the deviation stays in here.
    #[cold]
    #[inline(never)]
    fn empty_element(&mut self, start: usize, lead: u32, wrong: u64, min: u32) {
        // The empty value is not in the string table.
        if let Some(table) = &mut self.table {
            table.not_an_entry();
        }
        if wrong == 1 {
            self.escape_to_end(min);
        } else {
            self.bad_run_at(start, lead.saturating_add(1), wrong);
        }
    }

    /// Behind the escape in the state before a value that may be empty if `min` is 0: reads the
    /// second-level `EE`, but for the last of its bits.
    #[cold]
    #[inline(never)]
    pub fn escape_to_end(&mut self, min: u32) {
        let escape = self.position();
        // The escape itself is as wrong as what follows it.
        let start = escape.saturating_sub(1);
        if self.bits(2) != 0 {
            let end = escape.saturating_add(2);
            self.fail(DecodeErrorKind::Malformed(Malformed::Event), start, end);
        } else if min > 0 {
            self.violates(Facet::Length, start, escape.saturating_add(2));
        }
    }

    /// Reads a string value after an event code that has been read.
    fn string_value(&mut self, min: u32, max: u32, name: u32) -> &'a str {
        let start = self.position();
        let prefix = self.uint();
        // 0 and 1 are hits in the string table, a literal has its length plus 2 (7.3.3).
        let Some(length) = prefix.checked_sub(2) else {
            return self.hit(prefix, min, max, name, start);
        };
        if (length > u64::from(max) || length < u64::from(min))
            && !self.violates(Facet::Length, start, self.position())
        {
            return "";
        }
        let text = self.characters(length);
        if self.table.is_some() {
            self.remember(text, length, name);
        }
        text
    }

    /// Reads `length` characters.
    #[inline(always)]
    pub(crate) fn characters(&mut self, length: u64) -> &'a str {
        // Each character takes at least one byte; this also bounds what is taken from the arena.
        if length > self.left() as u64 / 8 {
            self.fail(DecodeErrorKind::Truncated, self.position(), usize::MAX);
            return "";
        }
        let n = length as usize;
        let at = self.position();
        let source = self.data().get(at >> 3..).unwrap_or(&[]);
        match self.arena.ascii_at(source, (at & 7) as u32, n) {
            Ok(Some(text)) => {
                self.advance(8 * n);
                text
            }
            Ok(None) => self.code_points(n),
            Err(Full) => {
                // A string that only looks too long because it is damaged is reported as such.
                let text = self.code_points(n);
                if !text.is_empty() {
                    self.full();
                }
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
            match self.character() {
                Some(c) => size += c.len_utf8(),
                None => return "",
            }
        }
        let behind = self.position();
        let Ok(mut buffer) = self.arena.take_utf8(size) else {
            self.full();
            return "";
        };
        self.rewind(start);
        for _ in 0..n {
            // Checked in the first pass.
            if let Some(c) = u32::try_from(self.uint()).ok().and_then(char::from_u32) {
                buffer.push(c);
            }
        }
        self.rewind(behind);
        buffer.finish()
    }

    /// Reads one character that XML 1.0 allows.
    fn character(&mut self) -> Option<char> {
        let at = self.position();
        let code = self.uint();
        let c = u32::try_from(code).ok().and_then(char::from_u32);
        match c {
            Some(c) if is_xml_char(c) && !self.exhausted() => Some(c),
            Some(c) => self.violates(Facet::Character, at, self.position()).then_some(c),
            // A surrogate: Unicode has the number, but it is no character that a string could hold.
            None if code <= 0x10_ffff => {
                self.fail(DecodeErrorKind::Facet(Facet::Character), at, self.position());
                None
            }
            None => {
                self.fail(DecodeErrorKind::Malformed(Malformed::CodePoint), at, self.position());
                None
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn hit(&mut self, prefix: u64, min: u32, max: u32, name: u32, start: usize) -> &'a str {
        let Some(table) = &mut self.table else {
            let kind = DecodeErrorKind::Unsupported(Unsupported::StringTable);
            self.fail(kind, start, self.position());
            return "";
        };
        let partition = if prefix == 0 { table.partition(name) } else { None };
        let size = match prefix {
            0 => partition.map_or(0, |partition| partition.len()),
            _ => table.global_len(),
        };
        let width = size.saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1);
        let index = if width == 0 { 0 } else { self.bits(width) };
        let Some(table) = &mut self.table else { return "" };
        let hit = if prefix == 0 { table.local(partition, index) } else { table.global(index) };
        let too_much = table.repeats_too_much();
        let Some(Hit { text, characters }) = hit else {
            let kind = DecodeErrorKind::Malformed(Malformed::StringTable);
            self.fail(kind, start, self.position());
            return "";
        };
        if too_much {
            self.table_full(start);
            return "";
        }
        if (characters < min || characters > max)
            && !self.violates(Facet::Length, start, self.position())
        {
            return "";
        }
        text
    }

    /// Adds a literal of `length` characters to the string table.
    #[cold]
    #[inline(never)]
    fn remember(&mut self, text: &'a str, length: u64, name: u32) {
        let at = self.position();
        let failed = self.exhausted();
        let Some(table) = &mut self.table else { return };
        table.not_an_entry();
        if text.is_empty() || failed {
            return;
        }
        // A text is not longer than the input.
        match table.add(&mut self.arena, text, length as u32, name) {
            Ok(()) => {}
            Err(NotAdded::ArenaFull) => self.full(),
            Err(NotAdded::TableFull) => self.table_full(at),
        }
    }

    #[cold]
    #[inline(never)]
    fn table_full(&mut self, start: usize) {
        let kind = DecodeErrorKind::Unsupported(Unsupported::StringTableFull);
        self.fail(kind, start, self.position());
    }
}

/// `Char` of XML 1.0, section 2.2.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

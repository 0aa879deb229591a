//! Texts: plain ones, and those with escapes (RFC 8259, 7).

use alloc::borrow::Cow;
use alloc::string::String;

use super::{Failed, Reader};
use crate::error::ErrorKind;
use crate::json::scan::plain_end;
use crate::tolerance::Tolerance;

impl<'a> Reader<'a> {
    /// Reads a text of at most `limit` code points.
    #[inline(never)]
    pub(crate) fn text(&mut self, limit: usize) -> Result<Cow<'a, str>, Failed> {
        self.skip_blanks();
        let start = self.at;
        let text = if self.peek() == b'"' { self.quoted()? } else { self.not_a_text()? };
        // As many bytes as code points, or more.
        if text.len() > limit && !crate::values::fits(&text, limit) {
            self.tolerate(Tolerance::TooLong, ErrorKind::TooLong { limit }, start)?;
        }
        Ok(text)
    }

    /// The JSON text of a value where a text belongs.
    #[cold]
    #[inline(never)]
    fn not_a_text(&mut self) -> Result<Cow<'a, str>, Failed> {
        let start = self.at;
        let expected = ErrorKind::WrongType { expected: "a text" };
        if self.peek() == b'n' {
            return self.fail(expected, start);
        }
        self.tolerate(Tolerance::NotAText, expected, start)?;
        self.raw().map(Cow::Borrowed)
    }

    /// Takes a text without escapes; `None`, and nothing taken, if there is none here.
    #[inline(always)]
    pub(crate) fn plain_text(&mut self) -> Option<&'a str> {
        if self.peek() != b'"' {
            return None;
        }
        let start = self.at.wrapping_add(1);
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end.wrapping_add(1);
        self.text.get(start..end)
    }

    /// Takes a text by a function that returns what is after its value, which has to be the closing
    /// quote. `None`, and nothing taken, if it is not.
    #[inline(always)]
    pub(crate) fn take_quoted<T, E>(
        &mut self,
        take: impl FnOnce(&'a [u8]) -> Result<(T, &'a [u8]), E>,
    ) -> Option<T> {
        let bytes = self.text.as_bytes();
        let (value, rest) = take(bytes.get(self.at.wrapping_add(1)..)?).ok()?;
        let [b'"', rest @ ..] = rest else { return None };
        self.at = bytes.len().wrapping_sub(rest.len());
        Some(value)
    }

    /// Reads a text from its opening quote on.
    #[inline(always)]
    pub(crate) fn quoted(&mut self) -> Result<Cow<'a, str>, Failed> {
        let start = self.at.wrapping_add(1);
        let end = plain_end(self.text.as_bytes(), start);
        if let Some(plain) = self.text.get(start..end) {
            if self.text.as_bytes().get(end) == Some(&b'"') {
                self.at = end.wrapping_add(1);
                return Ok(Cow::Borrowed(plain));
            }
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// Reads a text that begins at `start` and has its first special character at `end`.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, start: usize, end: usize) -> Result<String, Failed> {
        let mut text = String::new();
        let mut plain = start;
        self.at = end;
        loop {
            let piece = self.text.get(plain..self.at);
            text.push_str(piece.unwrap_or_default());
            match self.peek() {
                b'"' => {
                    self.advance(1);
                    return Ok(text);
                }
                b'\\' => {
                    let character = self.escape()?;
                    text.push(character);
                }
                // A control character or the end.
                _ => return self.not_json(),
            }
            plain = self.at;
            self.at = plain_end(self.text.as_bytes(), plain);
        }
    }

    /// Reads an escape sequence from its backslash on.
    fn escape(&mut self) -> Result<char, Failed> {
        self.advance(1);
        let byte = self.peek();
        let character = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.advance(1);
                return self.code_unit_escape();
            }
            _ => return self.not_json(),
        };
        self.advance(1);
        Ok(character)
    }

    /// Reads what follows `\u`: a code point, or the two halves of one.
    fn code_unit_escape(&mut self) -> Result<char, Failed> {
        let first = self.four_digits()?;
        let code = if (0xD800..0xDC00).contains(&first) && self.take("\\u") {
            let second = self.four_digits()?;
            if !(0xDC00..0xE000).contains(&second) {
                return self.not_json();
            }
            let (high, low) = (first & 0x3FF, second & 0x3FF);
            (high << 10 | low).wrapping_add(0x1_0000)
        } else {
            first
        };
        // A lone surrogate is no character (RFC 8259, 8.2).
        char::from_u32(code).map_or_else(|| self.not_json(), Ok)
    }

    fn four_digits(&mut self) -> Result<u32, Failed> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = char::from(self.peek()).to_digit(16) else {
                return self.not_json();
            };
            code = code << 4 | digit;
            self.advance(1);
        }
        Ok(code)
    }
}

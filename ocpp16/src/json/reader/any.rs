//! Values of any kind, which are skipped or kept as they are, and numbers.

use super::{Failed, Reader};
use crate::error::ErrorKind;

impl<'a> Reader<'a> {
    /// The same place, read tolerantly.
    #[cfg(feature = "core")]
    pub(crate) fn tolerant(self) -> Self {
        Self { is_tolerant: true, ..self }
    }

    /// Takes a value and returns its JSON text.
    pub(crate) fn raw(&mut self) -> Result<&'a str, Failed> {
        self.skip_blanks();
        let start = self.at;
        self.skip_value()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Goes past a value of any kind, without recursion: a bit for each open level says whether it
    /// is an object.
    #[inline(never)]
    pub(crate) fn skip_value(&mut self) -> Result<(), Failed> {
        let limit = u32::from(self.max_depth);
        let mut levels = 0_u64;
        let mut depth = 0_u32;
        loop {
            self.skip_blanks();
            let is_empty = match self.peek() {
                open @ (b'{' | b'[') => {
                    if depth == limit {
                        return self.fail(ErrorKind::TooDeep { limit }, self.at);
                    }
                    depth = depth.wrapping_add(1);
                    levels = levels << 1 | u64::from(open == b'{');
                    self.advance(1);
                    let close = if open == b'{' { b'}' } else { b']' };
                    self.skip_blanks();
                    self.peek() == close
                }
                _ => {
                    self.skip_scalar()?;
                    true
                }
            };
            if is_empty {
                // Behind a value: close levels up to one that goes on.
                loop {
                    if depth == 0 {
                        return Ok(());
                    }
                    self.skip_blanks();
                    let is_object = levels & 1 == 1;
                    match (self.peek(), is_object) {
                        (b',', _) => {
                            self.advance(1);
                            break;
                        }
                        (b'}', true) | (b']', false) => {
                            self.advance(1);
                            levels >>= 1;
                            depth = depth.wrapping_sub(1);
                        }
                        _ => return self.not_json(),
                    }
                }
            }
            if levels & 1 == 1 {
                self.skip_blanks();
                self.key()?;
            }
        }
    }

    fn skip_scalar(&mut self) -> Result<(), Failed> {
        match self.peek() {
            b'"' => self.quoted().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number().map(|_| ()),
            _ if self.take("true") || self.take("false") || self.take("null") => Ok(()),
            _ => self.not_json(),
        }
    }

    /// Takes a number and returns its text, in the notation of RFC 8259, 6.
    #[inline(never)]
    pub(crate) fn number(&mut self) -> Result<&'a str, Failed> {
        let start = self.at;
        if self.peek() == b'-' {
            self.advance(1);
        }
        if self.peek() == b'0' {
            self.advance(1);
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.advance(1);
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.advance(1);
            if matches!(self.peek(), b'+' | b'-') {
                self.advance(1);
            }
            self.digits()?;
        }
        // A digit here follows a leading zero; whatever else does not belong is found by who goes on.
        if self.peek().is_ascii_digit() {
            return self.not_json();
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Takes one digit or more.
    fn digits(&mut self) -> Result<(), Failed> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.advance(1);
        }
        if self.at == start { self.not_json() } else { Ok(()) }
    }
}

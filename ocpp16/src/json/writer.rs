//! The printer: compact JSON into a growing or a lent buffer, or into a text inside of JSON.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::scan::plain_end;
use crate::values::DateTime;

/// A value that can be printed.
pub trait Write {
    /// Prints this value.
    fn write<S: Sink>(&self, to: &mut S);
}

/// Where JSON goes. There is no error: a lent buffer that is too small counts on.
pub trait Sink {
    /// Puts bytes of JSON, as they are.
    fn raw(&mut self, bytes: &[u8]);

    /// Puts a text in quotes, escaped.
    #[inline]
    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let plain = plain_end(bytes, 0);
        if plain == bytes.len() {
            self.raw(b"\"");
            self.raw(bytes);
            self.raw(b"\"");
        } else {
            self.escaped(bytes, plain);
        }
    }

    /// Puts a text whose first character that needs an escape is at `plain`.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, mut bytes: &[u8], mut plain: usize) {
        self.raw(b"\"");
        while let Some((piece, [special, rest @ ..])) = bytes.split_at_checked(plain) {
            self.raw(piece);
            let short: &[u8] = match special {
                b'"' => b"\\\"",
                b'\\' => b"\\\\",
                0x08 => b"\\b",
                0x09 => b"\\t",
                0x0A => b"\\n",
                0x0C => b"\\f",
                0x0D => b"\\r",
                _ => {
                    let digit = |value: u8| {
                        if value < 10 { b'0' | value } else { b'W'.wrapping_add(value) }
                    };
                    let (high, low) = (digit(special >> 4), digit(special & 0xF));
                    self.raw(&[b'\\', b'u', b'0', b'0', high, low]);
                    b""
                }
            };
            self.raw(short);
            bytes = rest;
            plain = plain_end(bytes, 0);
        }
        self.raw(bytes);
        self.raw(b"\"");
    }

    /// Puts a number.
    #[inline]
    fn integer(&mut self, value: i64) {
        let mut digits = Digits::new();
        digits.prepend(value.unsigned_abs());
        if value < 0 {
            digits.prepend_byte(b'-');
        }
        self.raw(digits.text());
    }

    /// Puts a number of tenths with one decimal.
    #[inline]
    fn tenths(&mut self, tenths: i64) {
        let mut digits = Digits::new();
        let value = tenths.unsigned_abs();
        digits.prepend_byte(digit(value.wrapping_rem(10)));
        digits.prepend_byte(b'.');
        digits.prepend(value.wrapping_div(10));
        if tenths < 0 {
            digits.prepend_byte(b'-');
        }
        self.raw(digits.text());
    }

    /// Puts a time in quotes.
    #[inline]
    fn time(&mut self, time: &DateTime) {
        let mut text = [b'"'; DateTime::MAX_TEXT + 2];
        let length = match text.split_first_chunk_mut::<1>() {
            Some((_, rest)) => match rest.first_chunk_mut::<{ DateTime::MAX_TEXT }>() {
                Some(rest) => time.print(rest),
                None => 0,
            },
            None => 0,
        };
        if let Some(end) = text.get_mut(length.wrapping_add(1)) {
            *end = b'"';
        }
        self.raw(text.get(..length.wrapping_add(2)).unwrap_or_default());
    }

    /// Puts a list.
    #[inline]
    fn list<T: Write>(&mut self, list: &[T])
    where
        Self: Sized,
    {
        let mut separator: &[u8] = b"[";
        for element in list {
            self.raw(separator);
            element.write(self);
            separator = b",";
        }
        self.raw(if list.is_empty() { b"[]" } else { b"]" });
    }
}

fn digit(value: u64) -> u8 {
    b'0' | u8::try_from(value).unwrap_or_default()
}

/// Decimal digits, from the last one on.
struct Digits {
    bytes: [u8; 24],
    first: usize,
}

impl Digits {
    #[inline(always)]
    fn new() -> Self {
        Self { bytes: [0; 24], first: 24 }
    }

    #[inline(always)]
    fn prepend_byte(&mut self, byte: u8) {
        // At most 19 digits, a point and a sign: room is left.
        self.first = self.first.wrapping_sub(1);
        if let Some(to) = self.bytes.get_mut(self.first) {
            *to = byte;
        }
    }

    #[inline(always)]
    fn prepend(&mut self, mut value: u64) {
        loop {
            self.prepend_byte(digit(value.wrapping_rem(10)));
            value = value.wrapping_div(10);
            if value == 0 {
                break;
            }
        }
    }

    #[inline(always)]
    fn text(&self) -> &[u8] {
        self.bytes.get(self.first..).unwrap_or_default()
    }
}

impl Sink for Vec<u8> {
    #[inline(always)]
    fn raw(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// A lent buffer.
pub(crate) struct Lent<'b> {
    buffer: &'b mut [u8],
    /// How many bytes have come, also those without room.
    length: usize,
}

impl Sink for Lent<'_> {
    #[inline]
    fn raw(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if let Some(room) = self.buffer.get_mut(self.length..end) {
            room.copy_from_slice(bytes);
        }
        self.length = end;
    }
}

/// Inside of a text: everything is escaped once more.
#[cfg(feature = "plug_and_charge")]
pub(crate) struct Quoted<'s, S>(pub(crate) &'s mut S);

#[cfg(feature = "plug_and_charge")]
impl<S: Sink> Sink for Quoted<'_, S> {
    fn raw(&mut self, mut bytes: &[u8]) {
        // JSON has quotes and backslashes to escape, and no control characters.
        loop {
            let plain = plain_end(bytes, 0);
            let Some((piece, [special, rest @ ..])) = bytes.split_at_checked(plain) else { break };
            self.0.raw(piece);
            self.0.raw(&[b'\\', *special]);
            bytes = rest;
        }
        self.0.raw(bytes);
    }
}

/// A lent buffer is too small. What is in it is not to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{needed} bytes are needed")]
pub struct BufferTooSmall {
    /// The bytes that are needed.
    pub needed: usize,
}

/// Printing: every message, every payload and the frames. Not to be implemented elsewhere.
pub trait ToJson: Write {
    /// Appends compact JSON. Allocates only to grow.
    fn append_json(&self, to: &mut Vec<u8>)
    where
        Self: Sized,
    {
        self.write(to);
    }

    /// Puts compact JSON at the beginning of a buffer and returns its length in bytes.
    ///
    /// # Errors
    ///
    /// Returns [`BufferTooSmall`] with the length that is needed.
    fn write_json(&self, to: &mut [u8]) -> Result<usize, BufferTooSmall>
    where
        Self: Sized,
    {
        let room = to.len();
        let mut lent = Lent { buffer: to, length: 0 };
        self.write(&mut lent);
        if lent.length > room {
            return Err(BufferTooSmall { needed: lent.length });
        }
        Ok(lent.length)
    }

    /// Prints compact JSON.
    fn to_json(&self) -> String
    where
        Self: Sized,
    {
        let mut bytes = Vec::new();
        self.append_json(&mut bytes);
        // All texts are UTF-8, and so is what is between them.
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl<T: Write> ToJson for T {}

//! Base64 of a block (RFC 4648 4), decoded into the caller's buffer.

use base64ct::{Base64, Encoding as _};

use super::error::{PemError, PemErrorKind};
use super::line::Lines;
use crate::der;

/// A decoder and how far it has got.
pub(super) struct Decoder<'o> {
    out: &'o mut [u8],
    length: usize,
    /// Characters that have not been decoded, at most as many as a line has (RFC 7468 2).
    characters: [u8; 64],
    count: usize,
    /// Whether there was padding, after which nothing may follow.
    is_padded: bool,
}

impl<'o> Decoder<'o> {
    pub(super) fn new(out: &'o mut [u8]) -> Self {
        Self { out, length: 0, characters: [0; 64], count: 0, is_padded: false }
    }

    /// Decodes the lines of a block, of which `begin` is the line of its beginning.
    pub(super) fn decode(mut self, body: &[u8], begin: usize) -> Result<&'o [u8], PemError> {
        let mut at = begin;
        for line in Lines::new(body) {
            at = begin.saturating_add(line.number);
            for character in line.text.iter().filter(|octet| !octet.is_ascii_whitespace()) {
                self.push(*character, body).map_err(|kind| error(kind, begin, at))?;
            }
        }
        let is_whole = self.count % 4 == 0;
        let end = if is_whole { self.flush(body) } else { Err(PemErrorKind::Base64) };
        end.map_err(|kind| error(kind, begin, at))?;
        self.out.get(..self.length).ok_or(error(PemErrorKind::Base64, begin, at))
    }

    fn push(&mut self, character: u8, body: &[u8]) -> Result<(), PemErrorKind> {
        match character {
            b'\\' => return Err(PemErrorKind::EscapedLineEnd),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' if !self.is_padded => {}
            _ => return Err(PemErrorKind::Base64),
        }
        *self.characters.get_mut(self.count).ok_or(PemErrorKind::Base64)? = character;
        self.count = self.count.saturating_add(1);
        let is_end = character == b'=' && self.count % 4 == 0;
        if self.count < self.characters.len() && !is_end { Ok(()) } else { self.flush(body) }
    }

    /// Decodes the characters that are there.
    fn flush(&mut self, body: &[u8]) -> Result<(), PemErrorKind> {
        let mut room = [0; 48];
        let characters = self.characters.get(..self.count).unwrap_or_default();
        let octets = Base64::decode(characters, &mut room).map_err(|_| PemErrorKind::Base64)?;
        self.is_padded = characters.ends_with(b"=");
        self.count = 0;
        let end = self.length.saturating_add(octets.len());
        let slot = self.out.get_mut(self.length..end);
        der::copy(octets, slot.ok_or(PemErrorKind::Capacity { needed: max_len(body) })?);
        self.length = end;
        Ok(())
    }
}

/// The buffer is too small for the block, and not for one of its lines.
fn error(kind: PemErrorKind, begin: usize, at: usize) -> PemError {
    let is_capacity = matches!(kind, PemErrorKind::Capacity { .. });
    PemError::at(if is_capacity { begin } else { at }, kind)
}

/// Returns the most octets that decoding gives.
pub(super) fn max_len(body: &[u8]) -> usize {
    body.len().div_ceil(4).saturating_mul(3)
}

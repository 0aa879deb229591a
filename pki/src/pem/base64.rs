//! Base64 of a block (RFC 4648 4), decoded into the caller's buffer.

use super::error::{PemError, PemErrorKind};
use super::line::Lines;
use crate::der;

/// A decoder and how far it has got.
pub(super) struct Decoder<'o> {
    out: &'o mut [u8],
    length: usize,
    bits: u32,
    count: u8,
    padding: u8,
}

impl<'o> Decoder<'o> {
    pub(super) fn new(out: &'o mut [u8]) -> Self {
        Self { out, length: 0, bits: 0, count: 0, padding: 0 }
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
        self.finish(body).map_err(|kind| error(kind, begin, at))
    }

    fn push(&mut self, character: u8, body: &[u8]) -> Result<(), PemErrorKind> {
        if character == b'=' {
            self.padding = self.padding.saturating_add(1);
            return Ok(());
        }
        if character == b'\\' {
            return Err(PemErrorKind::EscapedLineEnd);
        }
        if self.padding > 0 {
            return Err(PemErrorKind::Base64);
        }
        self.bits = self.bits << 6 | u32::from(value(character).ok_or(PemErrorKind::Base64)?);
        self.count = self.count.saturating_add(1);
        if self.count == 4 {
            let [_, octets @ ..] = self.bits.to_be_bytes();
            self.write(&octets, body)?;
            (self.bits, self.count) = (0, 0);
        }
        Ok(())
    }

    fn finish(mut self, body: &[u8]) -> Result<&'o [u8], PemErrorKind> {
        let bits = self.bits;
        // Bits that belong to no octet are zero, or there would be several texts for one value.
        let [a, b, ..] = match (self.count, self.padding) {
            (0, 0) => [0; 4],
            (2, 2) if bits & 0xF == 0 => (bits << 20).to_be_bytes(),
            (3, 1) if bits & 0x3 == 0 => (bits << 14).to_be_bytes(),
            _ => return Err(PemErrorKind::Base64),
        };
        match self.count {
            2 => self.write(&[a], body)?,
            3 => self.write(&[a, b], body)?,
            _ => {}
        }
        self.out.get(..self.length).ok_or(PemErrorKind::Base64)
    }

    fn write(&mut self, octets: &[u8], body: &[u8]) -> Result<(), PemErrorKind> {
        let end = self.length.saturating_add(octets.len());
        let slot = self.out.get_mut(self.length..end);
        let slot = slot.ok_or(PemErrorKind::Capacity { needed: max_len(body) })?;
        der::copy(octets, slot);
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

fn value(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(character.wrapping_sub(b'a').wrapping_add(26)),
        b'0'..=b'9' => Some(character.wrapping_sub(b'0').wrapping_add(52)),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

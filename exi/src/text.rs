//! Text forms of binaries.

use core::fmt;

use base64::Engine;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

/// `xs:hexBinary`: upper-case hexadecimal.
#[cfg_attr(not(feature = "serde"), allow(unreachable_pub, reason = "public with that feature"))]
#[derive(Debug, Clone, Copy)]
pub struct Hex<'a>(pub &'a [u8]);

/// `xs:base64Binary`: base64 with padding, without line ends.
#[cfg_attr(not(feature = "serde"), allow(unreachable_pub, reason = "public with that feature"))]
#[derive(Debug, Clone, Copy)]
pub struct Base64<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Display for Base64<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Base64Display::new(self.0, &STANDARD))
    }
}

/// Decodes hexadecimal text; yields `None` for an invalid pair of digits.
pub(crate) fn bytes_of_hex(text: &str) -> impl Iterator<Item = Option<u8>> + Clone + '_ {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.as_bytes().chunks(2).map(move |pair| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    })
}

/// Decodes base64 text; yields `None` where it is invalid. White space inside is left out, as XML
/// has it.
pub(crate) fn bytes_of_base64(text: &str) -> impl Iterator<Item = Option<u8>> + Clone + '_ {
    let mut digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    core::iter::from_fn(move || {
        let first = digits.next()?;
        let mut four = [first, b'=', b'=', b'='];
        let mut missing = false;
        for place in four.iter_mut().skip(1) {
            match digits.next() {
                Some(digit) => *place = digit,
                None => missing = true,
            }
        }
        let is_last = digits.clone().next().is_none();
        Some(if missing { Group::BAD } else { Group::new(four, is_last) })
    })
    .flatten()
}

/// Three bytes or fewer, from four digits.
#[derive(Clone)]
struct Group {
    bytes: [Option<u8>; 3],
    next: usize,
}

impl Group {
    /// No digits: one byte that is none.
    const BAD: Self = Self { bytes: [None; 3], next: 2 };

    /// Padding may stand in the last group only.
    fn new(four: [u8; 4], is_last: bool) -> Self {
        let mut three = [0; 3];
        let is_padded = four.contains(&b'=');
        match STANDARD.decode_slice(four, &mut three) {
            Ok(count @ 1..=3) if is_last || !is_padded => {
                // From the end, so that the first byte is where the count says.
                let mut bytes = [None; 3];
                for (place, byte) in bytes.iter_mut().rev().zip(three.iter().take(count).rev()) {
                    *place = Some(*byte);
                }
                Self { bytes, next: 3 - count }
            }
            _ => Self::BAD,
        }
    }
}

impl Iterator for Group {
    type Item = Option<u8>;

    fn next(&mut self) -> Option<Self::Item> {
        let byte = self.bytes.get(self.next)?;
        self.next += 1;
        Some(*byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    #[test]
    fn binaries_come_back_from_their_text() {
        for length in 0..70 {
            let bytes: Vec<u8> = (0..length).map(|n: u8| n.wrapping_mul(37) ^ 11).collect();
            let hex = Hex(&bytes).to_string();
            assert_eq!(bytes_of_hex(&hex).collect::<Option<Vec<u8>>>().as_ref(), Some(&bytes));
            let text = Base64(&bytes).to_string();
            assert_eq!(bytes_of_base64(&text).collect::<Option<Vec<u8>>>().as_ref(), Some(&bytes));
            let spaced: alloc::string::String = text.chars().flat_map(|c| [c, '\n']).collect();
            assert_eq!(bytes_of_base64(&spaced).collect::<Option<Vec<u8>>>(), Some(bytes));
        }
    }

    #[test]
    fn what_is_no_binary_is_found() {
        for text in ["0", "0g", "é0", "0A1"] {
            assert_eq!(bytes_of_hex(text).collect::<Option<Vec<u8>>>(), None, "{text}");
        }
        for text in ["A", "AA", "AAA", "AA=", "AA==AAAA", "A===", "====", "AA=A", "AAA!", "AB=="] {
            assert_eq!(bytes_of_base64(text).collect::<Option<Vec<u8>>>(), None, "{text}");
        }
    }
}

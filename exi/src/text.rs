//! Text forms of binaries.

use core::fmt::{self, Write};

#[cfg(feature = "serde")]
use base64::Engine;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

/// Writes `xs:hexBinary`: upper case.
pub(crate) fn hex(out: &mut impl Write, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(out, "{byte:02X}"))
}

/// Writes `xs:base64Binary`: with padding, without line ends.
pub(crate) fn base64(out: &mut impl Write, bytes: &[u8]) -> fmt::Result {
    write!(out, "{}", Base64Display::new(bytes, &STANDARD))
}

/// Reads `xs:hexBinary`.
#[cfg(feature = "serde")]
pub(crate) fn from_hex(text: &str) -> Option<alloc::vec::Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    if text.len() % 2 != 0 {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
            _ => None,
        })
        .collect()
}

/// Reads `xs:base64Binary`; white space inside is left out, as XML has it.
#[cfg(feature = "serde")]
pub(crate) fn from_base64(text: &str) -> Option<alloc::vec::Vec<u8>> {
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let dense: alloc::string::String = text.split_ascii_whitespace().collect();
        return STANDARD.decode(dense).ok();
    }
    STANDARD.decode(text).ok()
}

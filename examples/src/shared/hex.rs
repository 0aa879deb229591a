//! Bytes as hex digits.

use core::fmt::Write as _;

/// Writes bytes as lower-case hex without separators.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads hex digits in pairs, between separators; `None` where there is anything else.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for word in text.split(|c: char| c.is_whitespace() || ",:-".contains(c)) {
        let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word);
        for pair in digits.as_bytes().chunks(2) {
            let [high, low] = *pair else { return None };
            let value = char::from(high).to_digit(16)? << 4 | char::from(low).to_digit(16)?;
            bytes.push(u8::try_from(value).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_prefixes_do_not_matter() {
        for text in ["01fe80", "01 FE 80", "01:fe:80", "0x01, 0xFE, 0x80", "0x01fe80", "01-fe 80"] {
            assert_eq!(from_hex(text), Some(vec![0x01, 0xFE, 0x80]), "{text}");
        }
        for text in ["1", "01f", "0g", "01;fe", "é1"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}

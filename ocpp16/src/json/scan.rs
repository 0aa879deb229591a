//! Looking through text eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The bit 7 of each byte that ends plain text in a JSON string: quote, backslash, control
/// character. Bytes above the first such byte may be marked by mistake, the first one never.
#[inline(always)]
fn marks(word: u64) -> u64 {
    // A byte is zero if it borrows when one is taken away, and had no bit 7. A byte below 0x20
    // likewise borrows when 0x20 is taken away.
    let quote = word ^ 0x2222_2222_2222_2222;
    let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C;
    let below = word.wrapping_sub(0x2020_2020_2020_2020);
    (quote.wrapping_sub(ONES) | backslash.wrapping_sub(ONES) | below) & !word & HIGHS
}

/// Whether a byte ends plain text in a JSON string.
#[inline(always)]
fn ends(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The place of the first quote, backslash or control character from `at` on, or the end.
#[inline(always)]
pub(crate) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let marks = marks(u64::from_le_bytes(*chunk));
        if marks != 0 {
            // Below 64, over 8: below 8.
            #[expect(clippy::as_conversions, reason = "const conversion of a value below 8")]
            return at.wrapping_add((marks.trailing_zeros() >> 3) as usize);
        }
        at = at.wrapping_add(8);
    }
    while let Some(byte) = bytes.get(at) {
        if ends(*byte) {
            break;
        }
        at = at.wrapping_add(1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut text = alloc::vec![b'a'; length];
                    text[place] = byte;
                    let expected = if ends(byte) { place } else { length };
                    assert_eq!(plain_end(&text, 0), expected, "{byte} at {place} of {length}");
                    if place > 0 {
                        assert_eq!(plain_end(&text, 1), expected);
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_one_counts() {
        assert_eq!(plain_end(b"abc\"!!!!!!", 0), 3);
        assert_eq!(plain_end("ab\u{e9}\"\\\n#".as_bytes(), 0), 4);
        assert_eq!(plain_end(b"\x80\x21\x5d\xa2\xdc\x9f\x7f\x23\"", 0), 8);
    }
}

//! PEM (RFC 7468): splitting bundles, decoding into the caller's buffer.

use core::fmt;

/// A block between `-----BEGIN …-----` and `-----END …-----`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PemBlock<'a> {
    label: &'a str,
    body: &'a [u8],
}

/// What is wrong with PEM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PemError {
    /// A block that has no end, or another end than its beginning.
    Unterminated,
    /// A character that base64 does not have, or padding in the wrong place.
    Base64,
    /// The buffer has fewer octets than needed.
    Capacity {
        /// Octets that are needed at most.
        needed: usize,
    },
    /// No block at all where there must be one.
    Empty,
    /// A block of another kind, such as a private key in a chain.
    Label,
    /// More blocks than are looked at.
    TooMany {
        /// Blocks that may be there.
        bound: usize,
    },
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unterminated => f.write_str("a PEM block without its end"),
            Self::Base64 => f.write_str("a PEM block that is not base64"),
            Self::Capacity { needed } => write!(f, "no room for {needed} octets"),
            Self::Empty => f.write_str("no PEM block"),
            Self::Label => f.write_str("a PEM block of another kind"),
            Self::TooMany { bound } => write!(f, "more than {bound} PEM blocks"),
        }
    }
}

impl core::error::Error for PemError {}

/// The blocks of a text in their order; what is between them is passed over.
///
/// OCPP and charging stations exchange chains as bundles, leaf first:
///
/// ```
/// let bundle = "subject=CN = a\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n\
///               -----BEGIN CERTIFICATE-----\nMAMCAQc=\n-----END CERTIFICATE-----\n";
/// let mut room = [0; 16];
/// let mut lengths = Vec::new();
/// for block in v2g_pki::pem_blocks(bundle.as_bytes()) {
///     let block = block?;
///     assert_eq!(block.label(), "CERTIFICATE");
///     lengths.push(block.decode(&mut room)?.len());
/// }
/// assert_eq!(lengths, [2, 5]);
/// # Ok::<_, v2g_pki::PemError>(())
/// ```
pub fn pem_blocks(text: &[u8]) -> impl Iterator<Item = Result<PemBlock<'_>, PemError>> + Clone {
    let mut rest = text;
    core::iter::from_fn(move || {
        let (label, after) = next_line_with(rest, b"-----BEGIN ")?;
        let mut at = after;
        loop {
            let Some((line, next)) = split_line(at) else {
                rest = &[];
                return Some(Err(PemError::Unterminated));
            };
            if let Some(end) = boundary(line, b"-----END ") {
                rest = next;
                let length = after.len().saturating_sub(at.len());
                let body = after.get(..length).unwrap_or_default();
                let is_same = end == label;
                return Some(if is_same {
                    Ok(PemBlock { label, body })
                } else {
                    Err(PemError::Unterminated)
                });
            }
            if boundary(line, b"-----BEGIN ").is_some() {
                rest = at;
                return Some(Err(PemError::Unterminated));
            }
            at = next;
        }
    })
}

impl<'a> PemBlock<'a> {
    /// The label, such as `CERTIFICATE`.
    #[must_use]
    pub fn label(&self) -> &'a str {
        self.label
    }

    /// The most octets that decoding gives.
    #[must_use]
    pub fn max_len(&self) -> usize {
        self.body.len().div_ceil(4).saturating_mul(3)
    }

    /// Decodes the block to the beginning of `out`.
    ///
    /// # Errors
    ///
    /// Says whether the block is not base64 or the buffer too small.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], PemError> {
        let (mut length, mut bits, mut count, mut padding) = (0_usize, 0_u32, 0_u8, 0_u8);
        for character in self.body.iter().filter(|character| !character.is_ascii_whitespace()) {
            if *character == b'=' {
                padding = padding.saturating_add(1);
                continue;
            }
            if padding > 0 {
                return Err(PemError::Base64);
            }
            bits = bits << 6 | u32::from(value(*character).ok_or(PemError::Base64)?);
            count = count.saturating_add(1);
            if count == 4 {
                let [_, octets @ ..] = bits.to_be_bytes();
                length = self.push(out, length, &octets)?;
                (bits, count) = (0, 0);
            }
        }
        // Bits that belong to no octet are zero, or there would be several texts for one value.
        let [a, b, ..] = match (count, padding) {
            (0, 0) => [0; 4],
            (2, 2) if bits & 0xF == 0 => (bits << 20).to_be_bytes(),
            (3, 1) if bits & 0x3 == 0 => (bits << 14).to_be_bytes(),
            _ => return Err(PemError::Base64),
        };
        length = match count {
            2 => self.push(out, length, &[a])?,
            3 => self.push(out, length, &[a, b])?,
            _ => length,
        };
        out.get(..length).ok_or(PemError::Base64)
    }

    fn push(&self, out: &mut [u8], at: usize, octets: &[u8]) -> Result<usize, PemError> {
        let end = at.saturating_add(octets.len());
        let slot = out.get_mut(at..end).ok_or(PemError::Capacity { needed: self.max_len() })?;
        crate::encode::copy(octets, slot);
        Ok(end)
    }
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

/// The first line and what follows it; `None` at the end.
///
/// RFC 7468 3: a line ends with CR, LF, or both; with both there is an empty line in between here,
/// which changes nothing.
fn split_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|character| matches!(character, b'\n' | b'\r'));
    match end.and_then(|end| text.split_at_checked(end)) {
        Some((line, rest)) => Some((line, rest.get(1..).unwrap_or_default())),
        None => Some((text, &[])),
    }
}

/// The label of the next boundary, and what follows its line.
fn next_line_with<'a>(mut text: &'a [u8], prefix: &[u8]) -> Option<(&'a str, &'a [u8])> {
    while let Some((line, rest)) = split_line(text) {
        if let Some(label) = boundary(line, prefix) {
            return Some((label, rest));
        }
        text = rest;
    }
    None
}

/// The label of a line that is a boundary.
fn boundary<'a>(line: &'a [u8], prefix: &[u8]) -> Option<&'a str> {
    let label = line.trim_ascii().strip_prefix(prefix)?.strip_suffix(b"-----")?;
    core::str::from_utf8(label).ok()
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned as _;
    use alloc::vec::Vec;

    use super::*;

    fn decode(text: &str) -> Vec<Result<Vec<u8>, PemError>> {
        let mut room = [0; 64];
        let decode = |block: Result<PemBlock<'_>, _>| {
            block.and_then(|block| block.decode(&mut room).map(<[u8]>::to_vec))
        };
        pem_blocks(text.as_bytes()).map(decode).collect()
    }

    fn block(body: &str) -> alloc::string::String {
        alloc::format!("-----BEGIN X-----\r\n{body}\r\n-----END X-----\r\n")
    }

    #[test]
    fn bundles_are_split_and_decoded() {
        let text =
            [block("AAEC\r\nAwQF"), "text\n".into(), block("/+8="), block("/w=="), block("")];
        let expected: [&[u8]; 4] = [&[0, 1, 2, 3, 4, 5], &[0xFF, 0xEF], &[0xFF], &[]];
        let expected: Vec<_> = expected.map(|octets| Ok(octets.to_vec())).into();
        assert_eq!(decode(&text.concat()), expected);
        assert_eq!(decode("no block"), []);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for body in ["A", "AA", "AA=", "AAA", "AAAA=", "AA==AA==", "AB==", "AAB=", "A-AA", "=AAA"] {
            assert_eq!(decode(&block(body)), [Err(PemError::Base64)], "{body}");
        }
        for text in ["-----BEGIN X-----\nAAAA\n", "-----BEGIN X-----\nAAAA\n-----END Y-----\n"] {
            assert_eq!(decode(text), [Err(PemError::Unterminated)], "{text}");
        }
        // The block that follows is found all the same.
        let text = alloc::format!("-----BEGIN X-----\n{}", block("AAAA"));
        assert_eq!(decode(&text), [Err(PemError::Unterminated), Ok(alloc::vec![0; 3])]);
    }

    #[test]
    fn lines_end_with_cr_lf_or_both() {
        let text = "text\n-----BEGIN X-----\nAAEC\nAwQF\n-----END X-----\ntext\n\
                    -----BEGIN Y-----\n/w==\n-----END Y-----";
        let expected = decode(text);
        assert_eq!(expected, [Ok([0, 1, 2, 3, 4, 5].into()), Ok([0xFF].into())]);
        for end in ["\r\n", "\r", " \t\n", "\n\n"] {
            assert_eq!(decode(&text.replace('\n', end)), expected, "{end:?}");
        }
        // But there must be lines.
        for end in ["", " "] {
            assert_eq!(decode(&text.replace('\n', end)), [], "{end:?}");
        }
    }

    #[test]
    fn keys_and_damage_between_blocks_are_seen() {
        let text =
            [&block("AAAA"), "-----BEGIN KEY-----\n////\n-----END KEY-----\n", &block("/w==")];
        let text = text.concat();
        let labels: Vec<_> =
            pem_blocks(text.as_bytes()).map(|block| block.map(|block| block.label)).collect();
        assert_eq!(labels, [Ok("X"), Ok("KEY"), Ok("X")]);
        // Headers of RFC 1421 mean encryption.
        let encrypted = block("Proc-Type: 4,ENCRYPTED\r\n\r\nAAAA");
        assert_eq!(decode(&encrypted), [Err(PemError::Base64)]);
        // Files put together without the end of a line.
        let joined = block("AAAA").trim_end().to_owned() + &block("AAAA");
        assert_eq!(decode(&joined), [Err(PemError::Unterminated)]);
        // A label that is no text is no boundary.
        let blocks = pem_blocks(b"-----BEGIN \xFF-----\nAAAA\n-----END \xFF-----\n");
        assert_eq!(blocks.count(), 0);
    }

    #[test]
    fn every_prefix_has_its_whole_blocks_and_one_that_is_cut_off() {
        let text = [block("AAEC"), block("AwQF")].concat();
        for end in 0..text.len() {
            let results = decode(&text[..end]);
            let (whole, cut): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
            assert!(whole.len() <= 2 && cut.len() <= 1, "{end}");
        }
    }

    #[test]
    fn buffers_hold_what_they_hold() {
        let text = block("AAECAwQF");
        let block = pem_blocks(text.as_bytes()).next().unwrap().unwrap();
        let needed = block.max_len();
        assert_eq!(block.decode(&mut [0; 6]).map(<[u8]>::len), Ok(6));
        assert_eq!(block.decode(&mut [0; 5]), Err(PemError::Capacity { needed }));
        assert!(needed >= 6);
    }
}

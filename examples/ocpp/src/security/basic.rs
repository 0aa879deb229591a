//! HTTP Basic authentication: `Basic BASE64(IDENTITY:AuthorizationKey)` (white paper 2.3, remark).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The shortest AuthorizationKey: 16 bytes, here as characters (A00.FR.205).
pub const MIN_KEY: usize = 16;

/// The value of the header `Authorization`.
#[must_use]
pub fn basic_header(identity: &str, key: &[u8]) -> String {
    let mut text = format!("{identity}:").into_bytes();
    text.extend_from_slice(key);
    format!("Basic {}", STANDARD.encode(text))
}

/// The identity and the key in the value of a header `Authorization`.
///
/// The key is bytes, "randomly generated binary"; an identity may contain colons, and then it is
/// known where it ends from the URL (`expected`).
#[must_use]
pub fn read_basic_header(value: &str, expected: &str) -> Option<(String, Vec<u8>)> {
    let (scheme, encoded) = value.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = STANDARD.decode(encoded.trim()).ok()?;
    let at_expected = text.starts_with(expected.as_bytes()).then_some(expected.len());
    let at = at_expected
        .filter(|at| text.get(*at) == Some(&b':'))
        .or_else(|| text.iter().position(|byte| *byte == b':'))?;
    let (identity, key) = text.split_at_checked(at)?;
    Some((String::from_utf8(identity.to_vec()).ok()?, key.get(1..)?.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_and_key_come_back() {
        for (identity, key) in [
            ("AL1000", &b"0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF"[..]),
            ("a:b", b"c:d"),
            ("é", b"\x00\xff:"),
            ("", b""),
        ] {
            let header = basic_header(identity, key);
            let read = read_basic_header(&header, identity);
            assert_eq!(read, Some((identity.to_owned(), key.to_vec())), "{header}");
        }
    }

    #[test]
    fn other_schemes_and_damage_are_nothing() {
        for header in ["", "Basic", "Bearer QTpC", "Basic Q", "Basic QUI="] {
            assert_eq!(read_basic_header(header, "A"), None, "{header}");
        }
    }
}

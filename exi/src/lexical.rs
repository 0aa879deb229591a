//! Lexical forms of strings that have more rules than the characters of XML.
//!
//! `xs:anyURI` (XML Schema part 2, 3.2.17): after the characters that URIs do not have are escaped,
//! the text must be a URI reference of RFC 2396. Almost every text is one. What is left to
//! check: a colon in the first segment ends a scheme, and a scheme begins with a letter and has
//! letters, digits, `+`, `-` and `.` only; a `%` begins an escape of two hexadecimal digits; there
//! is one `#` at most.
//!
//! `xs:ID` and `xs:IDREF` (3.3.8): an `NCName` of Namespaces in XML, with the characters of
//! XML 1.0, fifth edition.

/// The form that the text of a value must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lexical {
    /// Anything.
    Any,
    /// A URI reference (`xs:anyURI`).
    Uri,
    /// A name without colon (`xs:ID`, `xs:IDREF`, `xs:NCName`).
    NcName,
}

/// True if the value `text` is a name without colon.
pub(crate) fn is_nc_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let rest = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    // White space around the value is not part of it (`whiteSpace` is `collapse`).
    first && bytes.all(rest) || is_unicode_nc_name(trimmed(text))
}

/// True if `name` can be the local name of an element or attribute. Unlike a value it has no white
/// space around it.
#[cfg(feature = "wildcard")]
pub(crate) fn is_local_name(name: &str) -> bool {
    trimmed(name) == name && is_nc_name(name)
}

#[cold]
#[inline(never)]
fn is_unicode_nc_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| is_among(c, &NAME_START))
        && chars.all(|c| is_among(c, &NAME_START) || is_among(c, &NAME_INSIDE))
}

/// `NameStartChar` of XML 1.0 without the colon, first and last of each range.
const NAME_START: [(char, char); 15] = [
    ('A', 'Z'),
    ('_', '_'),
    ('a', 'z'),
    ('\u{C0}', '\u{D6}'),
    ('\u{D8}', '\u{F6}'),
    ('\u{F8}', '\u{2FF}'),
    ('\u{370}', '\u{37D}'),
    ('\u{37F}', '\u{1FFF}'),
    ('\u{200C}', '\u{200D}'),
    ('\u{2070}', '\u{218F}'),
    ('\u{2C00}', '\u{2FEF}'),
    ('\u{3001}', '\u{D7FF}'),
    ('\u{F900}', '\u{FDCF}'),
    ('\u{FDF0}', '\u{FFFD}'),
    ('\u{10000}', '\u{EFFFF}'),
];

/// The characters that `NameChar` has in addition.
const NAME_INSIDE: [(char, char); 6] = [
    ('-', '-'),
    ('.', '.'),
    ('0', '9'),
    ('\u{B7}', '\u{B7}'),
    ('\u{300}', '\u{36F}'),
    ('\u{203F}', '\u{2040}'),
];

fn is_among(c: char, ranges: &[(char, char)]) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// A text without the white space of XML around it.
fn trimmed(text: &str) -> &str {
    let is_white = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let is_other = |byte: &u8| !is_white(byte);
    let start = text.as_bytes().iter().position(is_other).unwrap_or(text.len());
    let end = text.as_bytes().iter().rposition(is_other).map_or(start, |last| last + 1);
    text.get(start..end).unwrap_or_default()
}

/// The number of code points. `chars().count()` does the same faster, with ten times the code, for
/// texts that are rare and short.
pub(crate) fn code_points(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// True if `text` is a URI reference, or becomes one by escaping.
pub(crate) fn is_uri_reference(text: &str) -> bool {
    // The algorithm identifiers of XML signatures and the namespaces of V2G protocols.
    let known_scheme = text.starts_with("http:") || text.starts_with("urn:");
    (known_scheme || has_valid_scheme(trimmed(text).as_bytes())) && marks_are_valid(text.as_bytes())
}

fn has_valid_scheme(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    let scheme = match bytes.position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#')) {
        Some(end) if text.get(end) == Some(&b':') => text.get(..end).unwrap_or_default(),
        _ => return true,
    };
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Whether all `%` and `#` are where they may be. Eight bytes in a step: every signed message has
/// half a dozen URIs, and most of them have one `#` and no `%`.
fn marks_are_valid(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // A byte of the sum is the number of `#` in one of eight places, and two for each `%`; bytes
    // above a hit may count too much, which costs time only.
    let mut marks = 0_u64;
    let mut words = text.chunks_exact(8);
    for word in words.by_ref() {
        let word = word.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        marks += equal(word, b'#') + 2 * equal(word, b'%');
    }
    let rest = words.remainder().iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    marks += equal(rest, b'#') + 2 * equal(rest, b'%');
    // The sum of the bytes. A long text can make them overflow.
    let sum = marks.wrapping_mul(ONES) >> 56;
    (sum < 2 && text.len() < 640) || rare_marks_are_valid(text)
}

/// 1 in each byte of `word` that is `byte`.
#[inline(always)]
fn equal(word: u64, byte: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zeroed = word ^ (ONES * u64::from(byte));
    (zeroed.wrapping_sub(ONES) & !zeroed & (ONES << 7)) >> 7
}

#[cold]
#[inline(never)]
fn rare_marks_are_valid(text: &[u8]) -> bool {
    let mut parts = text.split(|byte| *byte == b'%');
    parts.next();
    parts.all(|part| {
        part.first_chunk::<2>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    }) && text.iter().filter(|byte| **byte == b'#').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::{is_nc_name, is_uri_reference};

    #[test]
    fn references() {
        for text in [
            "",
            "#id1",
            "urn:iso:15118:2:2013:MsgDef",
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "no/colon/before:a/slash",
            "a b c",
            "100%25",
            "?a:b",
            "\u{e4}\u{1f697}",
        ] {
            assert!(is_uri_reference(text), "{text}");
        }
    }

    #[test]
    fn not_references() {
        for text in [
            "(ttp://www.w3.org/2001/04/xmlenc#sha256",
            ":",
            "1a:b",
            "a b:c",
            "50%",
            "50%4",
            "50%zz",
            "12345678%zz12345678",
            "http://a#b#c",
        ] {
            assert!(!is_uri_reference(text), "{text}");
        }
    }
    #[test]
    fn names() {
        for text in ["a", "ID1", "_", "a-11.b_c", "Sigä4", "\u{10000}", "a\u{B7}", "\tD2 "] {
            assert!(is_nc_name(text), "{text}");
        }
        for text in ["", "1a", "-a", "a:b", "a b", " ", "Si'ä1", "`-1.b_c", "a\u{D7}", "\u{B7}"] {
            assert!(!is_nc_name(text), "{text}");
        }
        #[cfg(feature = "wildcard")]
        for name in ["", " a", "a ", "\ta", "a\n", "\r", "a b", "a:b", "1a", "Sigä "] {
            assert!(!super::is_local_name(name), "{name:?}");
        }
        #[cfg(feature = "wildcard")]
        assert!(super::is_local_name("Sigä4"));
    }
}

//! Lines of a text, and the boundaries among them (RFC 7468 3).

use super::error::PemErrorKind;

/// The byte-order mark of UTF-8, which editors put in front of a file and `cat` in front of a line.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Characters from which on base64 is not taken for a word.
const LONGEST_WORD: usize = 24;

/// Dashes on each side of a boundary.
const DASHES: usize = 5;

/// The ends of what a file has several of; a text that is cut off at its beginning starts in one.
const ENDS: [&[u8]; 2] = [b"-----END CERTIFICATE-----", b"-----END X509 CRL-----"];

/// Words of boundaries, and of labels, that are looked for in lines with dashes.
const BOUNDARY_WORDS: [&[u8]; 2] = [b"BEGIN", b"END"];
const LABEL_WORDS: [&[u8]; 3] = [b"CERTIFICATE", b"CRL", b"X509"];

/// The lines of a text, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    count: usize,
}

/// A line without its end and without a byte-order mark in front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) text: &'a [u8],
    /// The line and all that follows it.
    pub(super) onward: &'a [u8],
    /// Whether the text ends without ending this line.
    pub(super) is_open: bool,
}

/// A line that begins or ends a block, and its label.
#[derive(Clone, Copy, Debug)]
pub(super) enum Boundary<'a> {
    Begin(&'a str),
    End(&'a str),
}

impl<'a> Lines<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Self {
        Self { rest: text, count: 0 }
    }

    /// Returns the text from here to where `later` is.
    pub(super) fn until(self, later: Self) -> &'a [u8] {
        let length = self.rest.len().saturating_sub(later.rest.len());
        self.rest.get(..length).unwrap_or_default()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    /// RFC 7468 3: a line ends with CR, LF, or both.
    fn next(&mut self) -> Option<Line<'a>> {
        let onward = self.rest;
        if onward.is_empty() {
            return None;
        }
        let end = onward.iter().position(|octet| matches!(octet, b'\n' | b'\r'));
        let (mut text, ending) = onward.split_at_checked(end.unwrap_or(onward.len()))?;
        self.rest = match ending {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => ending,
        };
        self.count = self.count.saturating_add(1);
        while let Some(after) = text.strip_prefix(BYTE_ORDER_MARK) {
            text = after;
        }
        Some(Line { number: self.count, text, onward, is_open: end.is_none() })
    }
}

impl<'a> Line<'a> {
    pub(super) fn trimmed(&self) -> &'a [u8] {
        self.text.trim_ascii()
    }

    /// Returns a boundary, or why a line that is meant as one is refused.
    pub(super) fn boundary(&self) -> Option<Result<Boundary<'a>, PemErrorKind>> {
        let line = self.trimmed();
        if let Some(label) = label(line, b"-----BEGIN ") {
            return Some(Ok(Boundary::Begin(label)));
        }
        if let Some(label) = label(line, b"-----END ") {
            return Some(Ok(Boundary::End(label)));
        }
        self.is_meant_as_boundary().then(|| Err(damage(line)))
    }

    /// Says whether the line could be a damaged boundary: dashes, and one of the two words.
    fn is_meant_as_boundary(&self) -> bool {
        let line = self.trimmed();
        // The text is cut off in a boundary. Dashes alone are a line between paragraphs.
        let is_long = line.len() > DASHES;
        let is_begin = b"-----BEGIN".starts_with(line) && !line.is_empty();
        let is_end = ENDS.iter().any(|end| end.ends_with(line));
        if is_begin && (is_long || self.is_open) || is_end && is_long {
            return true;
        }
        let has_dashes = line.windows(2).any(|pair| pair == b"--")
            || line.windows(3).any(is_dash)
            // The same in Windows-1252.
            || line.iter().any(|octet| matches!(octet, 0x96 | 0x97))
            || line.starts_with(b"-BEGIN")
            || line.starts_with(b"-END");
        let has_word = |wanted: fn(&[u8]) -> bool| {
            line.split(|octet| !octet.is_ascii_alphanumeric()).any(wanted)
        };
        // In lower case, these are words of comments as well.
        has_dashes
            && (has_word(|word| word == b"BEGIN" || word == b"END")
                || has_word(|word| BOUNDARY_WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)))
                    && has_word(|word| LABEL_WORDS.iter().any(|w| word.eq_ignore_ascii_case(w))))
    }

    /// Says whether there are octets that text does not have.
    pub(super) fn is_binary(&self) -> bool {
        matches!(self.text, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
            || self.text.iter().any(|octet| is_control(*octet))
    }

    /// Says whether a part of the line is like the beginning of DER, or of PEM, in base64, or of DER in
    /// hexadecimal digits.
    pub(super) fn is_bare_base64(&self) -> bool {
        let is_base64 = |octet: &u8| octet.is_ascii_alphanumeric() || b"+/=".contains(octet);
        self.text.split(|octet| !is_base64(octet)).any(|part| {
            let is_hex = || part.iter().all(u8::is_ascii_hexdigit);
            // `-----BEGIN`, encoded once more.
            part.starts_with(b"LS0tLS1CRUdJTi")
                || part.len() >= LONGEST_WORD && part.starts_with(b"MI")
                || part.len() >= LONGEST_WORD && part.starts_with(b"308") && is_hex()
        })
    }
}

/// Says whether an octet is a control character that text does not have.
pub(super) fn is_control(octet: u8) -> bool {
    octet.is_ascii_control() && !matches!(octet, b'\t' | b'\n' | b'\r')
}

/// U+2010 to U+2015 and U+2212: dashes that word processors put in place of hyphens.
fn is_dash(character: &[u8]) -> bool {
    matches!(character, [0xE2, 0x80, 0x90..=0x95] | [0xE2, 0x88, 0x92])
}

/// Returns the label of a boundary.
fn label<'a>(line: &'a [u8], prefix: &[u8]) -> Option<&'a str> {
    let label = line.strip_prefix(prefix)?.strip_suffix(b"-----")?;
    // RFC 7468 3: printable characters; hyphens and spaces one at a time, and in between.
    let mut words = label.split(|octet| matches!(octet, b'-' | b' '));
    let is_label = words.all(|word| !word.is_empty() && word.iter().all(u8::is_ascii_graphic));
    if is_label { core::str::from_utf8(label).ok() } else { None }
}

/// Says why a line is not a boundary.
fn damage(line: &[u8]) -> PemErrorKind {
    if line.windows(2).any(|pair| pair == b"\\n" || pair == b"\\r") {
        return PemErrorKind::EscapedLineEnd;
    }
    let begin = split(line, b"-----BEGIN ");
    let end = split(line, b"-----END ");
    // The one that comes first.
    let first = match (begin, end) {
        (Some(begin), Some(end)) => Some(if begin.0.len() < end.0.len() { begin } else { end }),
        (begin, end) => begin.or(end),
    };
    let is_text = |part: &[u8]| part.iter().any(|octet| *octet != b'-');
    match first {
        Some((before, _)) if is_text(before) => PemErrorKind::TextBefore,
        Some(([], after)) => match split(after, b"-----") {
            Some((_, after)) if is_text(after) => PemErrorKind::TextAfter,
            _ => PemErrorKind::Boundary,
        },
        _ => PemErrorKind::Boundary,
    }
}

/// Splits a line at the first `mark`, which is left out.
fn split<'a>(line: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = line.windows(mark.len()).position(|window| window == mark)?;
    let (before, rest) = line.split_at_checked(at)?;
    Some((before, rest.strip_prefix(mark)?))
}

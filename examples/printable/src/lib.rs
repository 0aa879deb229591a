//! Text of somebody else on its way to a terminal or a log.
//!
//! A peer, a file or a capture supplies it, so it may steer the terminal (`ESC [ 2 J` clears it),
//! forge a line of the log (a line feed in an identifier), or reverse the direction of writing. All
//! programs of the examples print such text through [`Printable`], and JSON through [`Json`].

#![no_std]
#![forbid(unsafe_code)]

use core::fmt::{self, Write};

/// Shows a value with its unsafe characters escaped: `\u{1b}` for ESC.
///
/// These characters are escaped:
///
/// - control characters: C0 with line feed, tab and NUL, DEL, and C1;
/// - marks and overrides of the direction of writing, and separators of lines and paragraphs;
/// - characters that nobody sees, such as a zero-width space or a byte-order mark.
///
/// Nothing else is changed, also not a backslash: what is printed is for people. The length is not
/// limited, unless [`cut`](Self::cut) is called.
#[derive(Clone, Copy, Debug)]
pub struct Printable<T> {
    value: T,
    most: usize,
}

impl<T: fmt::Display> Printable<T> {
    /// Shows all of a value.
    pub const fn new(value: T) -> Self {
        Self { value, most: usize::MAX }
    }

    /// Shows the first `most` characters, and then how many there are: `abc... (2000 characters)`.
    ///
    /// Characters are counted before they are escaped; an escape has 10 characters or fewer.
    #[must_use]
    pub fn cut(self, most: usize) -> Self {
        Self { most, ..self }
    }
}

impl<T: fmt::Display> fmt::Display for Printable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut escape = Escape { out: f, most: self.most, count: 0 };
        write!(escape, "{}", self.value)?;
        let count = escape.count;
        if count > self.most { write!(f, "... ({count} characters)") } else { Ok(()) }
    }
}

/// Passes on what is safe, up to a number of characters, and counts all.
struct Escape<'e, 'f> {
    out: &'e mut fmt::Formatter<'f>,
    most: usize,
    count: usize,
}

impl Write for Escape<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            self.count = self.count.saturating_add(1);
            if self.count > self.most {
                continue;
            }
            if is_unsafe(c) {
                write!(self.out, "{}", c.escape_unicode())?;
            } else {
                self.out.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Whether a character is not to reach a terminal or a log as it is.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
            '\u{AD}' | '\u{61C}' | '\u{180E}'
            // Zero width, marks of direction; separators, embeddings and overrides.
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            // Invisible operators and isolates.
            | '\u{2060}'..='\u{206F}'
            // Byte-order mark, interlinear annotations, tags.
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// Shows JSON with the same characters escaped as JSON does: `\u009b`.
///
/// Printers of JSON escape the characters below U+0020 alone. The others can only be inside of
/// strings, so the value stays the same. Line feeds stay: printers escape those in strings.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<T: fmt::Display> fmt::Display for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(EscapeJson(f), "{}", self.0)
    }
}

struct EscapeJson<'e, 'f>(&'e mut fmt::Formatter<'f>);

impl Write for EscapeJson<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if is_unsafe(c) && c != '\n' {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(self.0, "\\u{unit:04x}")?;
                }
            } else {
                self.0.write_char(c)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::string::{String, ToString as _};

    use super::*;

    /// Everything that must not come out.
    const HOSTILE: &str = "a\u{0}b\u{1b}[2Jc\r\n\td\u{7f}e\u{9b}2Jf\u{85}g\u{202e}h\u{2066}i\u{200f}j\u{2028}k\u{feff}l\u{e0041}m\u{61c}";

    #[test]
    fn nothing_unsafe_comes_out() {
        let shown = Printable::new(HOSTILE).to_string();
        assert!(!shown.chars().any(is_unsafe), "{shown:?}");
        assert!(shown.starts_with("a\\u{0}b\\u{1b}[2Jc\\u{d}\\u{a}\\u{9}d\\u{7f}e\\u{9b}2Jf"));
        let all: String = (0..=0x0010_FFFF).filter_map(char::from_u32).collect();
        assert!(!Printable::new(&all).to_string().chars().any(is_unsafe));
        // Everything else stays.
        assert_eq!(
            Printable::new("Ladesäule ⚡ \\ \"1\" 充電").to_string(),
            "Ladesäule ⚡ \\ \"1\" 充電"
        );
    }

    #[test]
    fn long_text_is_cut_with_its_length() {
        assert_eq!(Printable::new("äöü").cut(3).to_string(), "äöü");
        assert_eq!(Printable::new("äöüß").cut(3).to_string(), "äöü... (4 characters)");
        // Text in pieces is one text.
        assert_eq!(
            Printable::new(format_args!("{}{}", "ab", "cd")).cut(3).to_string(),
            "abc... (4 characters)"
        );
        let long = "\u{1b}".repeat(1 << 20);
        assert!(Printable::new(&long).cut(72).to_string().len() < 72 * 10 + 30);
    }

    #[test]
    fn json_stays_the_same_value() {
        assert_eq!(Json("{\n  \"a\": 1\n}").to_string(), "{\n  \"a\": 1\n}");
        let shown = Json("{\"a\":\"\u{9b}\u{202e}\u{e0041}ä\"}").to_string();
        assert_eq!(shown, "{\"a\":\"\\u009b\\u202e\\udb40\\udc41ä\"}");
    }
}

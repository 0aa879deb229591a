//! Text for a terminal: nothing a peer sent may reach it raw, and lines have a width.

use core::fmt::Write as _;

/// Longest value in a table; longer ones are certificates, signatures and names beyond reason.
const VALUE_WIDTH: usize = 48;

/// Writes control characters as escapes, so that a text from the wire cannot steer a terminal.
///
/// Marks that change the direction of writing are escaped too: they can make a line read as
/// something else.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        let is_bidi = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || is_bidi {
            // Writing to a string cannot fail.
            let _ = write!(printable, "{}", c.escape_unicode());
        } else {
            printable.push(c);
        }
    }
    printable
}

/// Shortens a long value to its beginning, with its full length in brackets.
#[must_use]
pub fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= VALUE_WIDTH {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(VALUE_WIDTH / 2).collect();
    format!("{beginning}... ({length} characters)")
}

/// Puts words into lines of at most `width` characters. A word that is longer is cut into pieces,
/// behind a sign that separates its parts where there is one.
#[must_use]
pub fn wrapped<'w>(words: impl IntoIterator<Item = &'w str>, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut used = width;
    for word in words {
        let mut rest = word;
        while !rest.is_empty() {
            let piece = first_piece(rest, width);
            let length = piece.chars().count();
            match lines.last_mut() {
                // Pieces of one word do not belong on one line with each other.
                Some(line) if rest.len() == word.len() && used + 1 + length <= width => {
                    line.push(' ');
                    line.push_str(piece.trim_end());
                    used += 1 + length;
                }
                _ => {
                    lines.push(piece.trim_end().to_owned());
                    used = length;
                }
            }
            rest = rest.get(piece.len()..).unwrap_or_default();
        }
    }
    lines
}

/// As much of a word as fits into a line.
fn first_piece(word: &str, width: usize) -> &str {
    let Some((end, _)) = word.char_indices().nth(width) else { return word };
    let fitting = word.get(..end).unwrap_or(word);
    match fitting.rfind(['=', ',', ' ', '/']) {
        Some(at) => fitting.get(..=at).unwrap_or(fitting),
        None => fitting,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_terminal_are_shown_not_sent() {
        assert_eq!(printable("a\u{1b}[2Jb\u{9b}c\n"), "a\\u{1b}[2Jb\\u{9b}c\\u{a}");
        assert_eq!(printable("a\u{202E}b"), "a\\u{202e}b");
        assert_eq!(printable("Ladesäule ⚡"), "Ladesäule ⚡");
    }

    #[test]
    fn only_long_values_are_shortened() {
        let text = "x".repeat(VALUE_WIDTH);
        assert_eq!(shortened(&text), text);
        let long = "⚡".repeat(VALUE_WIDTH + 1);
        assert_eq!(shortened(&long), format!("{}... (49 characters)", "⚡".repeat(24)));
    }

    #[test]
    fn lines_keep_their_width() {
        let words = ["aa", "bb", "ccc", "ddddddddd", "e"];
        assert_eq!(wrapped(words, 5), ["aa bb", "ccc", "ddddd", "dddd", "e"]);
        assert_eq!(wrapped(["äöü", "ä"], 5), ["äöü ä"]);
        assert_eq!(wrapped(["b", "abc=def", "c"], 5), ["b", "abc=", "def c"]);
        assert_eq!(wrapped(["ab cd ef"], 5), ["ab", "cd ef"]);
        assert_eq!(wrapped([], 5), [""; 0]);
        assert_eq!(wrapped(["ab"], 0), ["a", "b"]);
    }
}

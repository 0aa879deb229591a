//! Text for a terminal: nothing a peer sent may reach it raw, and lines have a width.

use core::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use examples_printable::{Json, Printable};

/// How errors are written, where there is colour.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// How remarks are written, where there is colour.
pub(crate) const REMARK: Style = AnsiColor::Yellow.on_default();

/// How a good verdict is written, where there is colour.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();

/// The longest message on the standard error, in characters.
const MOST: usize = 2000;

/// Longest value in a table; longer ones are certificates, signatures and names beyond reason.
const VALUE_WIDTH: usize = 48;

/// Says on `err` why a program cannot go on. File names and text of files may be in it.
///
/// # Errors
///
/// Returns the error of the writer.
pub(crate) fn complain(
    err: &mut dyn Write,
    program: &str,
    problem: impl fmt::Display,
) -> io::Result<()> {
    writeln!(err, "{ERROR}{program}{ERROR:#}: {}", Printable::new(problem).cut(MOST))
}

/// Prints JSON as a line.
///
/// # Errors
///
/// Returns the error of the writer.
pub(crate) fn print_json(out: &mut dyn Write, json: &serde_json::Value) -> io::Result<()> {
    // As a string first, as one piece for the writer, whose errors `Display` of a value does not
    // expect.
    let line = format!("{}\n", Json(json));
    out.write_all(line.as_bytes())
}

/// All of a text, printable.
#[must_use]
pub(crate) fn printable(text: impl fmt::Display) -> String {
    Printable::new(text).to_string()
}

/// A printable value; a long one is cut to its beginning, with its full length in brackets.
#[must_use]
pub(crate) fn shortened(text: &str) -> String {
    let is_long = text.chars().count() > VALUE_WIDTH;
    let most = if is_long { VALUE_WIDTH / 2 } else { VALUE_WIDTH };
    Printable::new(text).cut(most).to_string()
}

/// Puts words into lines of at most `width` characters. A word that is longer is cut into pieces,
/// behind a sign that separates its parts where there is one.
#[must_use]
pub(crate) fn wrapped<'w>(words: impl IntoIterator<Item = &'w str>, width: usize) -> Vec<String> {
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
    fn only_long_values_are_shortened() {
        let text = "x".repeat(VALUE_WIDTH);
        assert_eq!(shortened(&text), text);
        let long = "⚡".repeat(VALUE_WIDTH + 1);
        assert_eq!(shortened("a\u{1b}[2J"), "a\\u{1b}[2J");
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

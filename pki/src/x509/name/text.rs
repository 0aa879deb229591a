//! Strings of names: what each type allows (RFC 5280 4.1.2.4), and when two are equal (7.1).

use super::Comparison;
use crate::der::{Malformed, tag};

/// Strings are what their type allows, as far as a wrong one could be read in two ways.
pub(crate) fn check_string(tag: u8, value: &[u8]) -> Result<(), Malformed> {
    let is_right = match tag {
        tag::UTF8_STRING => value.is_ascii() || core::str::from_utf8(value).is_ok(),
        // PrintableString has fewer characters, but issuers of the field put others in (`*`, `@`).
        tag::PRINTABLE_STRING | tag::IA5_STRING | tag::VISIBLE_STRING | tag::NUMERIC_STRING => {
            value.is_ascii()
        }
        _ => true,
    };
    if is_right { Ok(()) } else { Err(Malformed::Characters) }
}

/// Whether it is read as UTF-8.
pub(super) fn is_text(tag: u8) -> bool {
    matches!(tag, tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING)
}

/// Compares strings of text types without regard to case and to how much white space there is.
///
/// The answer is unknown where only Unicode normalization, or the mapping of characters to nothing,
/// could make two strings equal (RFC 4518 2.2, 2.3).
pub(super) fn compare(one: &[u8], two: &[u8]) -> Comparison {
    // Nearly always the last characters of names that differ in a number do so in every form.
    if let (Some(one @ 0x21..=0x7E), Some(two @ 0x21..=0x7E)) = (one.last(), two.last()) {
        if !one.eq_ignore_ascii_case(two) {
            return Comparison::Different;
        }
    }
    // So do the first characters that differ.
    let mut pairs = one.iter().zip(two);
    if let Some((one @ 0x21..=0x7E, two @ 0x21..=0x7E)) = pairs.find(|(one, two)| one != two) {
        if !one.eq_ignore_ascii_case(two) {
            return Comparison::Different;
        }
    }
    if is_plain(one) && is_plain(two) {
        return if is_same_ascii(one, two) { Comparison::Same } else { Comparison::Different };
    }
    match (core::str::from_utf8(one), core::str::from_utf8(two)) {
        (Ok(one), Ok(two)) if prepared(one).eq(prepared(two)) => Comparison::Same,
        _ => Comparison::Unknown,
    }
}

/// Whether there are printable characters of ASCII alone, and spaces.
fn is_plain(text: &[u8]) -> bool {
    text.iter().all(|octet| matches!(octet, 0x20..=0x7E))
}

/// A string with folded case, without white space at its ends, and with one space for several.
fn prepared(text: &str) -> impl Iterator<Item = char> {
    let words = text.split_whitespace();
    words
        .enumerate()
        .flat_map(|(index, word)| (index > 0).then_some(' ').into_iter().chain(word.chars()))
        .flat_map(char::to_lowercase)
}

/// Whether plain strings are equal in their prepared form.
fn is_same_ascii(one: &[u8], two: &[u8]) -> bool {
    let (mut one, mut two) = (trimmed(one), trimmed(two));
    loop {
        match (one.split_first(), two.split_first()) {
            (None, None) => return true,
            (Some((a, one_rest)), Some((b, two_rest))) => {
                if (a, b) == (&b' ', &b' ') {
                    (one, two) = (after_spaces(one_rest), after_spaces(two_rest));
                } else if a.eq_ignore_ascii_case(b) {
                    (one, two) = (one_rest, two_rest);
                } else {
                    return false;
                }
            }
            // Neither ends with white space.
            _ => return false,
        }
    }
}

fn after_spaces(mut text: &[u8]) -> &[u8] {
    while let [b' ', rest @ ..] = text {
        text = rest;
    }
    text
}

fn trimmed(text: &[u8]) -> &[u8] {
    let mut text = after_spaces(text);
    while let [rest @ .., b' '] = text {
        text = rest;
    }
    text
}

//! Where a byte is, in terms of members and elements.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::json::scan::plain_end;

/// Past this many bytes a path is cut off.
const MAX_PATH: usize = 200;
/// Past this many bytes the name of a member is cut off.
const MAX_NAME: usize = 50;

/// An open object with the name of the member at hand, or an open list with its index.
enum Level<'t> {
    Object(Option<&'t str>),
    List(usize),
}

/// The path from the value at `start` to the byte at `offset`, as in
/// `meterValue[2].sampledValue[0].unit`. The text in front of `offset` is JSON. A name that begins
/// at `offset` belongs to the path.
pub(crate) fn path_at(text: &str, start: usize, offset: usize) -> String {
    let bytes = text.as_bytes();
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut at = start;
    while at <= offset {
        let Some(byte) = bytes.get(at) else { break };
        match (byte, levels.last_mut()) {
            (b'"', Some(Level::Object(name @ None))) => {
                let first = at.wrapping_add(1);
                let last = end_of_text(bytes, first);
                *name = text.get(first..last);
                if at == offset {
                    break;
                }
                at = last;
            }
            _ if at == offset => break,
            (b'"', _) => at = end_of_text(bytes, at.wrapping_add(1)),
            (b'{', _) => levels.push(Level::Object(None)),
            (b'[', _) => levels.push(Level::List(0)),
            (b'}' | b']', _) => drop(levels.pop()),
            (b',', Some(Level::Object(name))) => *name = None,
            (b',', Some(Level::List(index))) => *index = index.wrapping_add(1),
            _ => {}
        }
        at = at.wrapping_add(1);
    }
    let mut path = String::new();
    for level in &levels {
        if path.len() > MAX_PATH {
            path.push('…');
            break;
        }
        match level {
            Level::Object(None) => {}
            Level::Object(Some(name)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                let shown = name.char_indices().take_while(|(place, _)| *place < MAX_NAME);
                path.extend(shown.map(|(_, character)| character));
                if name.len() > MAX_NAME {
                    path.push('…');
                }
            }
            // Writing to a string does not fail.
            Level::List(index) => drop(write!(path, "[{index}]")),
        }
    }
    path
}

/// The place of the closing quote, or the end.
fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = plain_end(bytes, at);
        match bytes.get(at) {
            Some(b'"') | None => return at,
            Some(b'\\') => at = at.wrapping_add(2),
            Some(_) => at = at.wrapping_add(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_elements() {
        let text = r#"{"a":1,"b\"":[{"c":"x,]","d":2},{"e":[[],[3]]}],"f":null}"#;
        for (needle, path) in [
            ("1", "a"),
            ("\"a\"", "a"),
            ("\"x", "b\\\"[0].c"),
            ("2", "b\\\"[0].d"),
            ("{\"e", "b\\\"[1]"),
            ("3", "b\\\"[1].e[1][0]"),
            ("\"f\"", "f"),
            ("null", "f"),
            ("{\"a", ""),
        ] {
            assert_eq!(path_at(text, 0, text.find(needle).unwrap()), path, "{needle}");
        }
        assert_eq!(path_at(text, 0, 1000), "");
    }

    #[test]
    fn long_paths_are_cut_off() {
        let name = "é".repeat(10_000);
        let text = alloc::format!("{{\"{name}\":{}1", "[".repeat(10_000));
        let path = path_at(&text, 0, text.len() - 1);
        assert!(path.len() < MAX_PATH + MAX_NAME, "{}", path.len());
        assert!(path.starts_with("ééé") && path.ends_with('…'));
    }
}

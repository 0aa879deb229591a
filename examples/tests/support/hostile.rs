//! Text that steers a terminal or forges a line, and the check that nothing of it comes out. Included
//! by the tests of `conformance`, too.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::PathBuf;

use examples_printable::is_unsafe;

/// Clears the screen, in two ways; forges a line; turns the direction; is binary.
pub(crate) const HOSTILE: &str =
    "\u{1b}[2J\u{9b}2J\n99 forged\r\u{202e}\u{2066}\0\u{7f}\u{85}\u{2028}\u{feff}\u{e0041}";

/// Nothing in a text steers a terminal, and no line is forged.
pub(crate) fn check(text: &str, why: &str) {
    for line in text.lines() {
        assert!(!line.chars().any(is_unsafe), "{why}: {line:?}");
        assert!(!line.starts_with("99 forged"), "{why}: {line:?}");
    }
    assert!(!text.contains('\r'), "{why}");
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file of a test; its name.
pub(crate) fn file(name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder().join(name);
    fs::write(&path, text).unwrap();
    path.into_os_string().into_string().unwrap()
}

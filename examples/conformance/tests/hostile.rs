//! Text that steers a terminal or forges a line, in messages, vectors, file names
//! and options: nothing of it is in the output of the program.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

#[path = "../../tests/support/hostile.rs"]
mod support;

use std::process::{Command, Stdio};

use serde_json::json;
use support::{HOSTILE, check, file};

/// Runs the program, and returns its output and its standard error.
fn output(arguments: &[&str]) -> (String, String) {
    // A NUL cannot be an argument.
    let arguments = arguments.iter().map(|it| it.replace('\0', ""));
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_output_is_safe() {
    let case = json!({"id": HOSTILE, "action": HOSTILE, "direction": "request", "valid": true, "why": HOSTILE, "json": HOSTILE});
    let name = format!("cases{}.jsonl", HOSTILE.replace('\0', ""));
    let odd = file(&name, case.to_string());
    let case = json!({"id": HOSTILE, "set": "iso2", "kind": "document", "root": "SessionSetupReq", "xml": "<a/>", "exi": "80", "tags": [HOSTILE], "name": HOSTILE});
    let vectors = file("vectors.jsonl", case.to_string());
    for arguments in [
        &["ocpp16", &*odd][..],
        &["exi", &*odd],
        &["pki", &*odd],
        &["captures", &*odd],
        &["exi", &*vectors],
        &["exi", "--full", &*vectors],
        &[HOSTILE],
        &["exi", "/nonexistent/\u{1b}[2J\n99 forged"],
    ] {
        let (out, err) = output(arguments);
        check(&out, &format!("{arguments:?}"));
        check(&err, &format!("{arguments:?}"));
        assert!(out.len() + err.len() > 20, "{arguments:?}");
    }
    let (out, _) = output(&["exi", &vectors]);
    assert!(out.contains("\\u001b[2J\\u009b2J"), "{out}");
}

//! What only a process shows: exit codes, and an output that nobody reads any more.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(arguments).stdin(Stdio::null());
    command
}

#[test]
fn exit_codes() {
    let session = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/iso2_ac_pnc.jsonl");
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/README.md");
    for (arguments, code) in [
        (&["--help"][..], 0),
        (&["captures", session], 0),
        // A session is no list of documents, and a text is neither.
        (&["exi", session], 2),
        (&["captures", text], 2),
        (&[], 2),
    ] {
        let output = command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
    let output = command(&["captures", session]).output().unwrap();
    let lines: Vec<_> = output.stdout.split(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), 30 + 1, "one line a message");
}

#[test]
fn a_closed_output_is_no_verdict() {
    let mut child = command(&["exi", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Closed before there is input, so before anything can have been written.
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let record = r#"{"set":"sap","kind":"document","exi":"80","expect":"reject"}"#;
    stdin.write_all(record.as_bytes()).unwrap();
    drop(stdin);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(2), ""));
}

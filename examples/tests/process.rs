//! What only a process shows: exit codes, and an output that nobody reads any more.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

const INSPECT: &str = env!("CARGO_BIN_EXE_inspect");
const CONFORMANCE: &str = env!("CARGO_BIN_EXE_conformance");

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Closes the output of a program, then gives it input; its exit code, and what it says.
fn with_closed_output(program: &str, arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = command(program, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Closed before there is input, so before anything can have been written.
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap().code(), err)
}

#[test]
fn exit_codes_of_inspect() {
    for (arguments, code) in [
        (&[][..], 0),
        (&["--help"], 0),
        // Cut off inside.
        (&["809a004011d01800"], 1),
        (&["--nonsense"], 2),
        (&["no-such-file"], 2),
    ] {
        let output = command(INSPECT, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), code != 2, "{arguments:?}");
    }
}

#[test]
fn exit_codes_of_conformance() {
    let session = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_pnc.jsonl");
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/data/README.md");
    for (arguments, code) in [
        (&["--help"][..], 0),
        (&["captures", session], 0),
        // A session is no list of documents, and a text is neither.
        (&["exi", session], 2),
        (&["captures", text], 2),
        (&[], 2),
    ] {
        let output = command(CONFORMANCE, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
    let output = command(CONFORMANCE, &["captures", session]).output().unwrap();
    let lines: Vec<_> = output.stdout.split(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), 30 + 1, "one line a message");
}

#[test]
fn a_closed_output_ends_it_quietly() {
    let message = "01fe80010000000e8098004011d0197b9a226bebb800";
    for arguments in [&["-"][..], &["--json", "-"], &["-m", "0", "-"]] {
        let ended = with_closed_output(INSPECT, arguments, message);
        assert_eq!(ended, (Some(0), String::new()));
    }
    // Without its output there is no verdict.
    let record = r#"{"set":"sap","kind":"document","exi":"80","expect":"reject"}"#;
    let ended = with_closed_output(CONFORMANCE, &["exi", "-"], record);
    assert_eq!(ended, (Some(2), String::new()));
}

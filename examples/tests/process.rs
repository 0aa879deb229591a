//! What only a process shows: exit codes, and an output that nobody reads any more.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inspect"));
    command.args(arguments).stdin(Stdio::null());
    command
}

#[test]
fn exit_codes() {
    for (arguments, code) in [
        (&[][..], 0),
        (&["--help"], 0),
        // DIN SPEC 70121.
        (&["809a004011d018000408282c3000"], 1),
        (&["--nonsense"], 2),
        (&["no-such-file"], 2),
    ] {
        let output = command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), code != 2, "{arguments:?}");
    }
}

#[test]
fn a_closed_output_ends_it_quietly() {
    for arguments in [&["-"][..], &["--json", "-"], &["-m", "0", "-"]] {
        let mut child = command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before there is input, so before anything can have been written.
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b"01fe80010000000e8098004011d0197b9a226bebb800").unwrap();
        drop(stdin);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
        assert_eq!(err, "");
    }
}

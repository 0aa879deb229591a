//! What only a process shows: exit codes, an output that nobody reads any more, colour.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::net::Ipv6Addr;
use std::io::{self, Read as _, Write as _};
use std::net::UdpSocket;
use std::process::{Command, Stdio};

use support::{FAILED, PASSED, UNUSABLE, command, v2g};

/// Closes the output of the program, then gives it input; its exit code, and what it says.
fn with_closed_output(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    // Closed before there is input, so before anything can have been written.
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // It may end without reading.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap().code(), err)
}

#[test]
fn exit_codes() {
    for (arguments, code) in [
        (&[][..], PASSED),
        (&["--help"], PASSED),
        (&["inspect"], PASSED),
        (&["inspect", "--help"], PASSED),
        (&["completions", "bash"], PASSED),
        // Cut off inside.
        (&["inspect", "809a004011d01800"], FAILED),
        (&["inspect", "--nonsense"], UNUSABLE),
        (&["inspect", "no-such-file"], UNUSABLE),
        (&["no-such-subcommand"], UNUSABLE),
        (&["--color", "sometimes"], UNUSABLE),
    ] {
        let ran = v2g(arguments, b"");
        assert_eq!(ran.status, code, "{arguments:?}");
        assert_eq!(ran.err.is_empty(), code != UNUSABLE, "{arguments:?}");
    }
}

#[test]
fn a_closed_output_ends_it_quietly() {
    let message = "01fe80010000000e8098004011d0197b9a226bebb800";
    for arguments in
        [&["inspect", "-"][..], &["inspect", "--json", "-"], &["inspect", "-m", "0", "-"]]
    {
        let ended = with_closed_output(arguments, message);
        assert_eq!(ended, (Some(PASSED), String::new()));
    }
    // Without its output there is no verdict.
    let certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/../pki/tests/data/secc.der");
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut command = command(["verify-chain", "--anchor", certificate, certificate]);
    let ended = command.stdout(writer).output().unwrap();
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(UNUSABLE), &b""[..]));
}

const TLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_eim_tls.pcapng");

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    // What is not a terminal gets none, neither text nor errors nor help.
    for arguments in
        [&["inspect", TLS][..], &["inspect", "no-such-file"], &["--nonsense"], &["sdp", "--help"]]
    {
        for (variable, choice) in [
            ("X", "auto"),
            ("NO_COLOR", "auto"),
            ("NO_COLOR", "never"),
            ("CLICOLOR_FORCE", "never"),
        ] {
            let first = ["--color", choice];
            let all = first.iter().chain(arguments);
            let output = command(all).env(variable, "1").output().unwrap();
            let text = [output.stdout, output.stderr].concat();
            assert!(!text.contains(&0x1b), "{variable} {choice} {arguments:?}");
        }
        for choice in [&["--color", "always"][..], &["--color=always"]] {
            let output = command(choice.iter().chain(arguments)).env("NO_COLOR", "1").output();
            let output = output.unwrap();
            let text = [output.stdout, output.stderr].concat();
            assert!(text.contains(&0x1b), "{choice:?} {arguments:?}");
        }
    }
    // Colour is all that differs, and what programs read has none.
    let [always, never] =
        ["always", "never"].map(|choice| v2g(["--color", choice, "inspect", TLS], b"").out);
    assert_eq!(anstream::adapter::strip_str(&always).to_string(), never);
    let json = v2g(["--color", "always", "inspect", "--json", TLS], b"").out;
    assert!(!json.contains('\u{1b}'));
}

/// Something that takes longer than a second, to a pipe and to a terminal, which `script` makes.
#[test]
fn progress_is_for_terminals() {
    const LINE: &str = "sdp client --loopback --udp-port 1 --tries 6";
    if UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        println!("skipped: there is no ::1 here");
        return;
    }
    let ran = v2g(["--color", "always"].into_iter().chain(LINE.split(' ')), b"");
    assert_eq!((ran.status, ran.err.as_str()), (FAILED, ""), "{ran:?}");

    let line = format!("timeout 20 {} --color never {LINE}", env!("CARGO_BIN_EXE_v2g"));
    let mut script = Command::new("script");
    // A terminal that cannot move its cursor does not get that line.
    script.env("TERM", "xterm");
    match script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(FAILED), "{text}");
            assert!(text.contains(" waiting for a station, 1s"), "{text}");
            assert!(text.contains("no station: 6 requests"), "{text}");
        }
        Err(error) => println!("skipped: script does not run: {error}"),
    }
}

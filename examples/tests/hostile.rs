//! Text that steers a terminal or forges a line, in messages, recordings, certificates, file names
//! and options: nothing of it is in the output of any program.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use base64::Engine as _;
use exi::{Encode, EncodeOptions};
use iso15118_messages::sap::{AppProtocol, Message, SupportedAppProtocolReq};
use serde_json::{Value, json};
use support::hostile::{HOSTILE, check, file};
use support::v2g;

/// The beginning of it, as it is shown.
const SHOWN: &str = "\\u{1b}[2J\\u{9b}2J";

/// Runs a subcommand, and returns its output and its standard error.
fn output(subcommand: &str, arguments: &[&str]) -> (String, String) {
    // A NUL cannot be an argument.
    let arguments = arguments.iter().map(|it| it.replace('\0', ""));
    let ran = v2g([subcommand.to_owned()].into_iter().chain(arguments), b"");
    (ran.out, ran.err)
}

/// A message with hostile text in it.
fn message() -> Vec<u8> {
    let offer = [AppProtocol {
        protocol_namespace: HOSTILE,
        version_number_major: 2,
        version_number_minor: 0,
        schema_id: 1,
        priority: 1,
    }];
    let request = Message::from(SupportedAppProtocolReq { app_protocol: &offer });
    // XML has no NUL, ESC and so on; EXI carries them.
    request.encode_to_vec_with(EncodeOptions::new().report_facets(true)).unwrap()
}

#[test]
fn the_output_of_inspect_is_safe() {
    let hex: String = message().iter().map(|byte| format!("{byte:02x}")).collect();
    let lines = [
        json!({"t": 1, "exi": hex, "payload_type": "0x8001", "message": HOSTILE, "session": HOSTILE}),
        json!({"t": 2, "exi": "8098", "payload_type": "0x8001", "message": HOSTILE}),
        json!({"t": 3, "note": "damaged", "text": HOSTILE}),
        json!({"t": 4, "exi": HOSTILE}),
        json!({"t": 5, "exi": "80", "payload_type": HOSTILE}),
        json!({"t": 6, "exi": "80", "element": HOSTILE, "namespace": HOSTILE, "protocol": HOSTILE}),
        json!({"t": 7, "exi": "x".repeat(100_000)}),
    ];
    let lines: Vec<_> = lines.iter().map(Value::to_string).collect();
    // The name of the file is shown, too.
    let name = format!("session{}.jsonl", HOSTILE.replace('\0', ""));
    let whole = file(&name, lines.join("\n") + "\n" + HOSTILE + "\n");
    let program = "inspect";
    for arguments in [
        &[&*whole][..],
        &["--json", &whole],
        &["--message", "0", &whole],
        &["--message", "0", "--json", &whole],
        &["--message", "1", &whole],
        &["--message", "1", "--json", &whole],
        &["--message", "99", &whole],
        &[HOSTILE],
        &["--protocol", HOSTILE, "80"],
        &["/nonexistent/\u{1b}[2J\n99 forged"],
        &[&hex],
    ] {
        let (out, err) = output(program, arguments);
        check(&out, &format!("{arguments:?}"));
        check(&err, &format!("{arguments:?}"));
        assert!((out + &err).len() > 20, "{arguments:?}");
    }
    // It was there, and the JSON is that of the text.
    let (out, _) = output(program, &["--message", "0", &whole]);
    assert!(out.contains(SHOWN), "{out}");
    assert!(out.contains("[2J\\u009b2J"), "{out}");
    let (out, _) = output(program, &["--message", "0", "--json", &whole]);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert!(value.to_string().contains("\u{9b}2J"), "{out}");
    assert!(
        out.contains("\\u202e\\u2066\\u0000\\u007f\\u0085\\u2028\\ufeff\\udb40\\udc41"),
        "{out}"
    );
}

#[test]
fn the_output_of_verify_chain_is_safe() {
    let program = "verify-chain";
    let chains = include_str!("../../pki/tests/data/chains.jsonl");
    let case: Value = serde_json::from_str(chains.lines().next().unwrap()).unwrap();
    let standard = base64::engine::general_purpose::STANDARD;
    let der = |value: &Value| standard.decode(value.as_str().unwrap()).unwrap();
    let anchor = file("anchor.der", der(&case["anchors"][0]));
    // The texts of a subject and of its issuer, with the length that they have.
    let mut leaf = der(&case["leaf"]);
    let texts: Vec<_> = (0..leaf.len().saturating_sub(12))
        .filter(|at| matches!(leaf[*at], 0x0c | 0x13) && usize::from(leaf[at + 1]) >= 6)
        .filter(|at| leaf[at + 2..at + 8].iter().all(u8::is_ascii_graphic))
        .collect();
    assert!(!texts.is_empty());
    for at in texts {
        leaf[at] = 0x0c;
        leaf[at + 2..at + 8].copy_from_slice("\u{1b}[\n\u{9b}\r".as_bytes());
    }
    let name = format!("leaf{}.der", HOSTILE.replace('\0', ""));
    let leaf = file(&name, leaf);
    let garbage = file("garbage.pem", format!("-----BEGIN {HOSTILE}-----\n{HOSTILE}\n"));
    for arguments in [
        &["--profile", "iso15118-2 secc", "--anchor", &*anchor, &*leaf][..],
        &["--profile", "iso15118-2 secc", "--json", "--anchor", &anchor, &leaf],
        &["--profile", "iso15118-2 secc", "--anchor", &anchor, &garbage],
        &["--profile", "iso15118-2 secc", "--anchor", &anchor, "/nonexistent/\u{1b}[2J\n99 forged"],
        &["--profile", HOSTILE, "--anchor", &anchor, &leaf],
        &["--relax", HOSTILE],
    ] {
        let (out, err) = output(program, arguments);
        check(&out, &format!("{arguments:?}"));
        check(&err, &format!("{arguments:?}"));
        assert!(out.len() + err.len() > 20, "{arguments:?}");
    }
    let (out, _) = output(program, &["--profile", "iso15118-2 secc", "--anchor", &anchor, &leaf]);
    assert!(out.contains("\\u{1b}[\\n\\u{9b}\\r"), "{out}");
}

#[test]
fn the_output_of_the_other_subcommands_is_safe() {
    for (subcommand, arguments) in [
        (HOSTILE, &[][..]),
        ("sdp", &[HOSTILE]),
        ("sdp", &["client", "--interface", HOSTILE]),
        ("test-pki", &[HOSTILE, "/nonexistent/x"]),
        ("test-pki", &["iso15118-2", "/proc/\u{1b}[2J\n99 forged"]),
        ("completions", &[HOSTILE]),
    ] {
        let (out, err) = output(&subcommand.replace('\0', ""), arguments);
        check(&out, &format!("{subcommand} {arguments:?}"));
        check(&err, &format!("{subcommand} {arguments:?}"));
        assert!(out.len() + err.len() > 20, "{subcommand} {arguments:?}");
    }
}

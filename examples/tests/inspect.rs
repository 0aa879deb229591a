//! The program from its arguments to its output and exit status.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use exi::{Encode, EncodeOptions};
use iso15118_messages::iso2;
use serde_json::Value;
use support::{FAILED, PASSED, Ran, UNUSABLE, v2g};

/// Runs `inspect` with arguments, separated by white space, and standard input.
fn inspect(arguments: &str, stdin: &[u8]) -> Ran {
    v2g(["inspect"].into_iter().chain(arguments.split_whitespace()), stdin)
}

/// The recordings in `data`.
const PLAIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_eim.pcapng");
const TLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/iso2_ac_eim_tls.pcapng");

/// SessionSetupReq of ISO 15118-2, with a V2GTP header.
const SETUP: &str = "01fe80010000000e8098004011d0197b9a226bebb800";

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn without_arguments_a_recorded_session_is_played() {
    let ran = v2g([""; 0], b"");
    assert_eq!(ran.out, inspect("", b"").out);
    assert_eq!((ran.status, ran.err.as_str()), (PASSED, ""));
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(
        lines[..6],
        [
            "A recorded session: ISO 15118-2, AC, Plug & Charge. To see another: v2g inspect FILE; \
             more: --help",
            "",
            "times in seconds from 2026-11-22 08:27:26.268 UTC",
            " #    time  dir     type    message                      values",
            " 0   0.000  ev->se  0x9000  SDPRequest                   Security=TLS, \
             TransportProtocol=TCP",
            " 1   0.096  se->ev  0x9001  SDPResponse                  \
             Address=[fe80::3c6b:5bff:feb1:efd0]:55884,",
        ]
    );
    for row in [
        "10   3.131  ev->se  0x8001  PaymentDetailsReq            eMAID=UKSWI123456791A,",
        "13   5.993  se->ev  0x8001  AuthorizationRes             ResponseCode=OK, \
         EVSEProcessing=Finished",
        "29  11.124  se->ev  0x8001  SessionStopRes               ResponseCode=OK",
        "30 messages, 0 not decoded, 0 remarks",
    ] {
        assert!(lines.contains(&row), "{row}\n{}", ran.out);
    }
    assert!(ran.out.contains("ContractSignatureCertChain=3 certificates"), "{}", ran.out);
    assert!(ran.out.contains("EVMaxCurrent=32 A"), "{}", ran.out);
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{}", ran.out);
}

#[test]
fn a_recording_of_a_live_link_is_what_the_vehicle_saw() {
    let ran = inspect(PLAIN, b"");
    assert_eq!((ran.status, ran.err.as_str()), (PASSED, ""), "{}", ran.out);
    assert!(ran.out.ends_with("\n28 messages, 0 not decoded, 0 remarks\n"), "{}", ran.out);

    let captured = json_lines(&inspect(&format!("--json {PLAIN}"), b"").out);
    let seen = json_lines(include_str!("../data/iso2_ac_eim.jsonl"));
    assert_eq!(captured.len(), seen.len());
    for (captured, seen) in captured.iter().zip(&seen) {
        for field in ["index", "dir", "payload_type", "message", "exi", "json"] {
            assert_eq!(captured[field], seen[field], "{field} of {seen}");
        }
        // One program, two clocks: the packet, and the program when it was scheduled.
        let apart = captured["t"].as_f64().unwrap() - seen["t"].as_f64().unwrap();
        assert!(apart.abs() < 1.0, "{apart} s apart: {seen}");
    }
}

#[test]
fn a_tls_connection_is_named_as_such() {
    let ran = inspect(TLS, b"");
    assert_eq!(ran.status, FAILED, "its messages were not decoded");
    let text = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(
        "a TLS connection (TLS 1.2, cipher suite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256)"
    ));
    assert!(text.ends_with("2 messages, 0 not decoded, 1 remarks"), "{text}");
    let notes: Vec<_> = json_lines(&inspect(&format!("--json {TLS}"), b"").out);
    assert_eq!(notes[2]["note"], "tls");
}

#[test]
fn one_message_in_full() {
    let ran = inspect("--message 5", b"");
    assert_eq!(ran.status, PASSED);
    for part in [
        "message 5: SessionSetupRes\n",
        "  from      iso2_ac_pnc.jsonl, line 6\n",
        "  time      2026-11-22 08:27:27.464 UTC\n",
        "  direction EVSE -> EV\n",
        "  type      0x8001 (V2G EXI message)\n",
        "  grammar   ISO 15118-2\n",
        "  payload   31 bytes\n",
        "\"EVSEID\": \"UK123E1234\"",
        "\n       0  80 98 02 2b db 50 e3 44 6b 32 27 11 e0 20 31 55\n",
        "\n     bit  bits  event  element\n",
        "     109    89  CH     V2G_Message/Body/SessionSetupRes/EVSEID = UK123E1234\n",
    ] {
        assert!(ran.out.contains(part), "{part:?} is not in\n{}", ran.out);
    }
    let json = json_lines(&inspect("-m 5 --json", b"").out);
    assert_eq!(json.len(), 1);
    assert_eq!(json[0]["json"]["V2G_Message"]["Body"]["SessionSetupRes"]["EVSEID"], "UK123E1234");
    let first = serde_json::json!(
        {"bit": 8, "width": 7, "event": "SE", "path": "V2G_Message", "value": null}
    );
    assert_eq!(json[0]["trace"][0], first);

    // Discovery has no EXI, and is shown all the same.
    assert!(inspect("-m 0", b"").out.contains("\"Security\": \"TLS\""));
}

#[test]
fn a_number_that_is_not_there() {
    let ran = inspect("-m 30", b"");
    assert_eq!((ran.status, ran.out.as_str()), (UNUSABLE, ""));
    assert_eq!(ran.err, "v2g inspect: there is no message 30: they are numbered 0 to 29\n");
}

#[test]
fn hex_from_the_command_line_and_from_standard_input() {
    for (arguments, stdin) in [(SETUP, ""), ("-", SETUP), (&SETUP[16..], ""), ("-", &SETUP[16..])] {
        let ran = inspect(arguments, stdin.as_bytes());
        assert_eq!(ran.status, PASSED, "{}", ran.out);
        assert!(
            ran.out.contains("SessionSetupReq  EVCCID=5EE6889AFAEE, SessionID=00"),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("ev->se"), "the name tells the direction: {}", ran.out);
    }
}

#[test]
fn a_damaged_message_names_bit_and_field() {
    let damaged = SETUP.replace("0000000e", "0000000a");
    let ran = inspect(&damaged[..damaged.len() - 8], b"");
    assert_eq!(ran.status, FAILED);
    let text = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "0 ev->se 0x8001 SessionSetupReq NOT DECODED: bit 54, \
                    V2G_Message/Body/SessionSetupReq/EVCCID: ";
    assert!(text.contains(expected), "{text}");
    assert!(text.ends_with("1 messages, 1 not decoded, 0 remarks"), "{text}");

    let json = json_lines(&inspect(&format!("-j {}", &damaged[..damaged.len() - 8]), b"").out);
    assert_eq!(json[0]["error"]["bit"], 54);
    assert_eq!(json[0]["error"]["path"], "V2G_Message/Body/SessionSetupReq/EVCCID");

    let full = inspect(&format!("-m 0 {}", &damaged[..damaged.len() - 8]), b"").out;
    assert!(full.contains("NOT DECODED: bit 54, ") && full.contains("^^ bit 54\n"), "{full}");
}

#[test]
fn other_generations_are_told_apart() {
    // SessionSetupReq of DIN SPEC 70121 by its first bytes, DC_CableCheckReq of ISO 15118-20 by its
    // payload type.
    let inputs = "809a004011d018000408282c3000 01fe80040000000d802c043ae34708b87c08b70002";
    let json = json_lines(&inspect(&format!("--json {inputs}"), b"").out);
    let named = |at: usize| (json[at]["protocol"].as_str(), json[at]["message"].as_str());
    assert_eq!(named(0), (Some("din"), Some("SessionSetupReq")));
    assert_eq!(named(1), (Some("iso20-dc"), Some("DC_CableCheckReq")));
    // What nothing tells has to be named.
    let fragment = inspect("--json -p xmldsig 807540dd60dc", b"");
    assert_eq!(fragment.status, PASSED);
    assert_eq!(json_lines(&fragment.out)[0]["message"], "SignatureProperties");
}

#[test]
fn several_inputs_are_shown_behind_each_other() {
    let json = json_lines(&inspect(&format!("--json {PLAIN} {SETUP} -"), SETUP.as_bytes()).out);
    assert_eq!(json.len(), 30);
    assert_eq!(json[29]["index"], 29);
    assert_ne!(json[28]["connection"], json[29]["connection"]);
}

#[test]
fn what_cannot_be_used_ends_with_a_sentence_and_status_2() {
    for (arguments, expected) in [
        ("no-such-file.pcap", "no-such-file.pcap: no such file, and not hex; name a .pcap,"),
        ("7fff", "argument: begins neither with a V2GTP header"),
        ("-", "standard input: is empty"),
    ] {
        let ran = inspect(arguments, b"");
        assert_eq!((ran.status, ran.out.as_str()), (UNUSABLE, ""), "{arguments}");
        assert!(ran.err.starts_with("v2g inspect: ") && ran.err.contains(expected), "{}", ran.err);
    }
    // The way in for who forgets the subcommand, and for who misspells it.
    for (word, tip) in [("capture.pcap", "v2g inspect INPUT"), ("inspekt", "'inspect'")] {
        let ran = v2g([word], b"");
        assert_eq!((ran.status, ran.err.contains(tip)), (UNUSABLE, true), "{}", ran.err);
    }
    let ran = inspect("--nonsense", b"");
    assert_eq!((ran.status, ran.out.as_str()), (UNUSABLE, ""));
    assert!(ran.err.contains("'--nonsense'") && ran.err.contains("--help"), "{}", ran.err);
}

#[test]
fn help_and_version() {
    let help = inspect("--help", b"");
    assert_eq!(help.status, PASSED);
    for part in ["Usage: v2g inspect", "--json", "--message <N>", ".pcapng", "Exit status"] {
        assert!(help.out.contains(part), "{part}");
    }
    let short = inspect("-h", b"");
    assert!(short.out.len() < help.out.len() / 2, "{}", short.out);
    assert_eq!(v2g(["-V"], b"").out, concat!("v2g ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[cfg(unix)]
#[test]
fn a_file_name_need_not_be_text() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;

    let folder = std::env::temp_dir().join(format!("inspect-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(OsString::from_vec(b"\xFF.hex".to_vec()));
    std::fs::write(&path, SETUP).unwrap();
    let ran = v2g([OsString::from("inspect"), path.into_os_string()], b"");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(ran.status, PASSED, "{}", ran.err);
}

/// A vehicle with an EVCCID of eight bytes, where the schema has at most six.
#[test]
fn values_against_the_schema_are_shown_and_said_so() {
    let request = iso2::SessionSetupReq { evcc_id: &[0xAB; 8] };
    let message = iso2::V2gMessage::new(&[0; 8], request);
    let exi = message.encode_to_vec_with(EncodeOptions::new().report_facets(true)).unwrap();
    let hex: String = exi.iter().map(|byte| format!("{byte:02x}")).collect();
    let ran = inspect(&format!("--protocol iso2 {hex}"), b"");
    assert_eq!((ran.status, ran.err.as_str()), (PASSED, ""), "{}", ran.out);
    assert!(ran.out.contains("EVCCID=ABABABABABABABAB"), "{}", ran.out);
    let words: Vec<_> = ran.out.split_whitespace().collect();
    let said = "AGAINST THE SCHEMA: bit 101, V2G_Message/Body/SessionSetupReq/EVCCID: a length";
    assert!(words.join(" ").contains(said), "{}", ran.out);
    assert!(ran.out.ends_with(", 1 with values against the schema\n"), "{}", ran.out);
    let full = inspect(&format!("--protocol iso2 --message 0 {hex}"), b"");
    assert_eq!(full.out.matches("AGAINST THE SCHEMA").count(), 2, "{}", full.out);
    let json = json_lines(&inspect(&format!("--protocol iso2 --json {hex}"), b"").out);
    assert_eq!(json[0]["violations"][0]["bit"], 101);
}

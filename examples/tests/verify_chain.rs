//! The program `verify-chain`, on a chain that ships.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use std::ffi::OsString;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use support::{FAILED, PASSED, UNUSABLE, v2g};

/// Writes the chain and the anchor of the first case that ships: a PEM bundle and a DER file.
fn files(test: &str) -> (PathBuf, PathBuf) {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../pki/tests/data/chains.jsonl");
    let text = std::fs::read_to_string(data).unwrap();
    let case: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let (chain, anchor) = (folder.join("chain.pem"), folder.join("anchor.der"));
    let certificates = [&case["leaf"], &case["intermediates"][0], &case["intermediates"][1]];
    let pem = certificates.map(|base64| {
        let base64 = base64.as_str().unwrap();
        format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n")
    });
    std::fs::write(&chain, pem.concat()).unwrap();
    let der = STANDARD.decode(case["anchors"][0].as_str().unwrap()).unwrap();
    std::fs::write(&anchor, der).unwrap();
    (chain, anchor)
}

fn run(test: &str, arguments: &[&str]) -> (i32, String, String) {
    let (chain, anchor) = files(test);
    let mut all = vec!["verify-chain".into(), chain.into(), "--anchor".into(), anchor.into()];
    all.extend(arguments.iter().map(OsString::from));
    let ran = v2g(all, b"");
    (ran.status, ran.out, ran.err)
}

#[test]
fn an_accepted_chain_is_explained() {
    let arguments = ["--profile", "iso15118-2 secc", "--time", "1795327200"];
    let (status, out, _) = run("accepted", &arguments);
    assert_eq!(status, PASSED, "{out}");
    assert!(out.starts_with("profile iso15118-2 secc\nleaf: CN=DE*ABC*E00001,"), "{out}");
    assert_eq!(out.matches("  used\n").count(), 4, "{out}");
    assert!(out.ends_with("accepted\n"));
}

#[test]
fn a_refused_chain_is_explained() {
    let arguments = ["--profile", "iso15118-2 secc", "--time", "1895327200"];
    let (status, out, _) = run("refused", &arguments);
    assert_eq!(status, FAILED);
    assert!(out.contains("refused: leaf (CN=DE*ABC*E00001,"), "{out}");
    assert!(out.contains("FAILED_CertificateExpired"), "{out}");

    let (status, out, _) = run("refused", &[&arguments[..], &["--json"]].concat());
    assert_eq!(status, FAILED);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["verdict"], "reject");
    assert_eq!(report["error"]["rule"], "Expired");
    assert_eq!(report["certificates"][0]["mark"], "refused");
    assert_eq!(report["certificates"].as_array().unwrap().len(), 4);

    let (status, out, _) = run("refused", &[&arguments[..], &["--relax", "Expired"]].concat());
    assert_eq!(status, PASSED);
    assert!(out.contains("not checked: Expired (--relax)"), "{out}");
}

#[test]
fn revocation_and_peers_are_checked() {
    let time = ["--time", "1795327200"];
    let with = |more: &[&str]| run("checked", &[&time[..], more].concat()).0;
    assert_eq!(with(&["--revocation", "soft"]), UNUSABLE);
    assert_eq!(with(&["--revocation", "hard"]), FAILED);
    assert_eq!(with(&["--profile", "ocpp16 csms", "--peer", "csms.test"]), FAILED);
}

#[test]
fn what_is_wrong_with_the_arguments_is_said() {
    for (arguments, part) in [
        (&["--profile", "x"][..], "no profile \"x\", there are iso15118-2 secc, "),
        (&["--relax", "Signature"], "no rule to relax \"Signature\", there are NotYetValid, "),
        (&["--revocation", "x"], "[possible values: skip, soft, hard]"),
        (
            &["--revocation", "hard", "--revocation", "soft"],
            "'--revocation <HOW>' cannot be used multiple times",
        ),
        (
            &["-p", "rfc5280", "-p", "ocpp16 csms"],
            "'--profile <NAME>' cannot be used multiple times",
        ),
        (&["--time", "1", "--time", "2"], "'--time <SECONDS>' cannot be used multiple times"),
        (&["missing.pem"], "missing.pem: "),
    ] {
        let (status, _, err) = run("arguments", arguments);
        assert_eq!(status, UNUSABLE);
        assert!(err.contains(part), "{err}");
    }
}

//! The suite `pki` of `conformance`: its verdicts by small changes of a case, then all vectors.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// Exit status: no case failed, one did, unusable.
const PASSED: u8 = 0;
const UNUSABLE: u8 = 2;

fn run(arguments: &[&str], mut stdin: &[u8]) -> (u8, Vec<Value>) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["conformance"].iter().chain(arguments).map(Into::into);
    let status = examples_conformance::run(arguments, &mut stdin, &mut out, &mut err);
    let out = String::from_utf8(out).unwrap();
    (status, out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn data(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../pki/tests/data")).join(name)
}

/// A file below `../shared/vectors`, or `None` where that is not there.
fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors"));
    if folder.is_dir() {
        return Some(folder.join(path));
    }
    let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
    assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors");
    println!("skipped: there is no ../shared/vectors beside the workspace");
    None
}

/// Judges a whole file; how many lines have each result.
fn judge_file(path: &Path) -> [usize; 4] {
    let (status, lines) = run(&["pki", path.to_str().unwrap()], &[]);
    let with = |result: &str| lines.iter().filter(|line| line["result"] == result).count();
    let failed: Vec<_> = lines.iter().filter(|line| line["result"] == "fail").collect();
    assert_eq!(status, PASSED, "{failed:#?}");
    ["pass", "fail", "info", "skip"].map(with)
}

/// Judges the first case that ships, with some fields changed: result, verdict, detail.
fn judge(fields: Value) -> [String; 3] {
    let text = std::fs::read_to_string(data("chains.jsonl")).unwrap();
    let mut case: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    for (name, value) in fields.as_object().unwrap() {
        case[name] = value.clone();
    }
    let (_, lines) = run(&["pki", "-"], case.to_string().as_bytes());
    ["result", "verdict", "detail"].map(|name| lines[0][name].as_str().unwrap_or("-").to_owned())
}

#[test]
fn answers_are_compared_with_what_is_expected() {
    for (fields, result, verdict, detail) in [
        (json!({}), "pass", "accept", "path over intermediates [0, 1] to anchor 0"),
        (json!({"expect": "reject"}), "fail", "accept", "accept instead of reject: "),
        (json!({"expect": "reject", "tier": "info"}), "info", "accept", "accept instead of reject"),
        (json!({"time": 0}), "fail", "reject", "reject instead of accept: leaf ("),
        (json!({"time": 0, "expect": "reject"}), "pass", "reject", "leaf ("),
        (json!({"role": "contract"}), "fail", "reject", "reject instead of accept: leaf ("),
        (json!({"profile": "x"}), "fail", "-", "no profile \"x\" with this role"),
        (json!({"revocation": "leaf"}), "fail", "reject", "reject instead of accept: leaf ("),
        (json!({"anchors": []}), "fail", "reject", "reject instead of accept: intermediate 1 ("),
        (json!({"anchors": ["AAAA"]}), "fail", "reject", "reject instead of accept: "),
        (
            json!({"id": "limbo/webpki::eku::ee-without-eku", "expect": "reject"}),
            "info",
            "accept",
            "accept instead of reject, known: CA/Browser Forum rule",
        ),
        (
            json!({"id": "limbo/webpki::eku::ee-without-eku"}),
            "fail",
            "accept",
            "accept, and exceptions.json says otherwise: ",
        ),
    ] {
        let ours = judge(fields.clone());
        assert_eq!([&ours[0], &ours[1]], [result, verdict], "{fields}: {}", ours[2]);
        assert!(ours[2].starts_with(detail), "{fields}: {}", ours[2]);
    }
}

#[test]
fn lines_that_are_no_cases() {
    let (status, _) = run(&["pki", "-"], b"{}");
    assert_eq!(status, UNUSABLE);
    let (status, lines) = run(&["pki", "-"], br#"{"kind":"payload"}"#);
    assert_eq!((status, lines[0]["result"].as_str()), (PASSED, Some("skip")));
}

#[test]
fn vectors_that_ship() {
    // The exception is an indirect CRL, which is refused.
    assert_eq!(judge_file(&data("chains.jsonl")), [41, 0, 1, 0]);
    assert_eq!(judge_file(&data("hash-data.jsonl")), [18, 0, 0, 0]);
}

#[test]
fn chains_of_v2g_and_ocpp() {
    let Some(path) = shared("pki/v2g.jsonl") else { return };
    let [pass, _, info, _] = judge_file(&path);
    assert!(pass >= 120 && info == 0, "{pass} passed, {info} information");
}

#[test]
fn chains_of_x509_limbo_and_pkits() {
    let Some(path) = shared("pki/limbo.jsonl") else { return };
    let [pass, _, info, _] = judge_file(&path);
    // Each exception is there: six rules of the CA/Browser Forum, and two about the form of a root, which
    // an anchor need not have.
    assert!(pass >= 61 && info == 8, "{pass} passed, {info} information");
    let Some(path) = shared("pki/pkits.jsonl") else { return };
    let [pass, _, info, _] = judge_file(&path);
    // An indirect CRL.
    assert!(pass >= 82 && info == 1, "{pass} passed, {info} information");
}

#[test]
fn chains_of_captures_and_hash_data() {
    let Some(path) = shared("captures/cert-chains.jsonl") else { return };
    assert_eq!(judge_file(&path), [3, 0, 0, 0]);
    let Some(path) = shared("ocpp16/plug-and-charge.jsonl") else { return };
    assert_eq!(judge_file(&path)[..2], [18, 0]);
}

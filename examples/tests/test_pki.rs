//! The subcommand `test-pki`: its folders, and the commands that they name.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{PASSED, Ran, UNUSABLE, v2g};

const START: i64 = 1_795_305_600;

fn run(arguments: &[&str]) -> Ran {
    v2g(["test-pki"].iter().chain(arguments), b"")
}

/// A folder that is not there.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("test-pki").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Makes a PKI in a folder; its index.
fn make_folder(folder: &Path, standard: &str, curve: &str) -> Value {
    let folder = folder.to_str().unwrap();
    let time = START.to_string();
    let arguments =
        ["--curve", curve, "--seed", "x", "--not-before", &time, "--json", standard, folder];
    let ran = run(&arguments);
    assert_eq!(ran.status, PASSED, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn the_commands_of_the_index_accept_each_leaf() {
    for (standard, curve) in [("iso15118-2", "p256"), ("iso15118-20", "p521"), ("ocpp16", "p384")] {
        let folder = folder(standard);
        let index = make_folder(&folder, standard, curve);
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let mut count = 0;
        for entry in index["certificates"].as_array().unwrap() {
            for file in ["certificate", "key", "crl", "chain", "csr", "ocsp"] {
                let Some(file) = entry[file].as_str() else { continue };
                assert!(folder.join(file).is_file(), "{file}");
            }
            let Some(arguments) = entry["verify_chain"].as_array() else { continue };
            let arguments = arguments.iter().map(|word| {
                let word = word.as_str().unwrap();
                let is_file = word.ends_with(".pem") || word.ends_with(".der");
                if is_file { folder.join(word).into() } else { word.into() }
            });
            let ran = v2g([OsString::from("verify-chain")].into_iter().chain(arguments), b"");
            assert_eq!(ran.status, PASSED, "{ran:?}");
            let profile = entry["profile"].as_str().unwrap();
            assert!(readme.contains(&format!("\nv2g verify-chain --profile '{profile}' ")));
            count += 1;
        }
        assert!(count >= 3);
    }
}

#[test]
fn what_is_wrong_with_the_arguments_is_said() {
    let folder = folder("arguments");
    let folder = folder.to_str().unwrap();
    for (arguments, part) in [
        (&[][..], "<STANDARD> <FOLDER>"),
        (&["din", folder], "no standard \"din\", there are iso15118-2, "),
        (&["iso15118-2", folder, "-c", "p512"], "no curve \"p512\", there are p256, "),
        (&["iso15118-2", folder, "-c", "p521"], "iso15118-2 has p256, not p521; --relaxed"),
        (&["ocpp16", folder, "--valid-days", "0"], "0 is not in 1..=36500"),
        (&["ocpp16", folder, "--not-before", "-1"], "-1 is not in 0.."),
        (&["ocpp16", folder, "--revoke", "x"], "nothing to revoke named \"x\", there are csms-sub"),
        (&["ocpp16", env!("CARGO_MANIFEST_DIR")], "the folder is not empty"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, UNUSABLE);
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

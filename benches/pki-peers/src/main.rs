//! What v2g-pki, rustls-webpki, OpenSSL and the crate `iso15118` make of the same chains.
//!
//! ```sh
//! cargo run --release -p pki-peers -- v2g.jsonl
//! ```
//!
//! The file is that of the full vectors, which are not part of the repository.
//!
//! The verdicts of OpenSSL 3.0.19 stand in the file. Each validator is asked only what it can
//! express; general validators do not claim the profiles of V2G, so where they accept what a profile
//! refuses, that is no fault of theirs. Only verdicts are compared, not reasons.

mod case;
mod peers;

use std::collections::BTreeMap;
use std::fmt;
use std::process::ExitCode;

use crate::case::Case;

/// How many verdicts were as expected, and of how many.
#[derive(Clone, Copy, Default)]
struct Score {
    right: usize,
    all: usize,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.all {
            0 => f.pad("-"),
            _ => f.pad(&format!("{}/{}", self.right, self.all)),
        }
    }
}

/// Says whether a chain is accepted, or that the question cannot be put.
type Validator = fn(&Case) -> Option<bool>;

const VALIDATORS: [(&str, Validator); 4] = [
    ("v2g-pki", peers::v2g_pki),
    ("webpki", peers::webpki),
    ("OpenSSL", peers::openssl),
    ("iso15118", peers::iso15118),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: pki-peers FILE, a v2g.jsonl of the vectors");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let mut rows: BTreeMap<String, [Score; 4]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case = Case::read(line);
        let row = rows.entry(format!("{} {}", case.tier, case.expectation())).or_default();
        for ((who, ask), score) in VALIDATORS.iter().zip(row) {
            let Some(verdict) = ask(&case) else { continue };
            score.all += 1;
            if verdict == case.accept {
                score.right += 1;
            } else {
                wrong.push(format!("{who:9} {:15} {}", case.tier, case.id));
            }
        }
    }
    println!(
        "as expected / asked\n\n{:16} {}",
        "",
        VALIDATORS.map(|(who, _)| format!("{who:>9}")).join(" ")
    );
    for (name, scores) in &rows {
        println!("{name:16} {}", scores.map(|score| format!("{score:>9}")).join(" "));
    }
    println!("\nnot as expected:");
    wrong.sort();
    for line in wrong {
        println!("  {line}");
    }
    ExitCode::SUCCESS
}

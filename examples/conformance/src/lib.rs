//! The program `conformance` without its process: arguments, streams and an exit status.
//!
//! A suite (`vectors`, `captures`, `ocpp` or `pki`) makes a case of each line of a file and judges it.
//! The modules around it read the files, compare values, and count. Names of message sets, errors and
//! text for a terminal are those of `v2g`, whose folder `shared` is included.

#![forbid(unsafe_code)]

extern crate alloc;

/// The code in the README of the repository, and in its other pages.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../../README.md")]
    mod readme {}

    #[doc = include_str!("../../../docs/charger.md")]
    mod charger {}
}

mod arguments;
mod captures;
mod lines;
mod ocpp;
mod pki;
mod report;
#[allow(dead_code, reason = "v2g uses the rest")]
#[path = "../../src/shared/mod.rs"]
mod shared;
mod tally;
mod trial;
mod values;
mod vectors;

use core::any::Any;
use core::panic::AssertUnwindSafe;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::panic;

use clap::Parser as _;
use serde_json::{Map, Value};

use arguments::{Arguments, Suite};
use lines::Lines;
use report::{Failure, Report, Verdict};
use shared::arguments::printable;
use shared::hex::to_hex;
use shared::problem::InputError;
use shared::status::Status;
use shared::text::{complain, print_json};
use tally::Tally;

/// One line of a file, read and ready to be judged.
trait Case {
    /// The name that the line gives itself.
    fn id(&self) -> Option<&str>;

    /// What the case is counted under.
    fn tags(&self) -> Vec<String>;

    /// Puts the codec to the test.
    fn judge(&self) -> Report;
}

impl Suite {
    /// Reads a line; the error says what is wrong with it.
    fn case(self, line: &str) -> Result<Box<dyn Case>, String> {
        Ok(match self {
            Self::Exi => Box::new(vectors::Record::parse(line)?),
            Self::Captures => Box::new(captures::Record::parse(line)?),
            Self::Ocpp16 => Box::new(ocpp::Record::parse(line)?),
            Self::Pki => Box::new(pki::Record::parse(line)?),
        })
    }
}

/// Runs the program; returns its exit status.
///
/// The first argument is its name. The status is 0 if no case failed, 1 if one did, and 2 if the
/// arguments or a file cannot be used, or the output cannot be written.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let result = judge(arguments, stdin, out, err);
    Status::end("conformance", result, err)
}

fn judge(
    arguments: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Status> {
    let options = match Arguments::try_parse_from(arguments).map_err(printable) {
        Ok(options) => options,
        Err(error) if error.use_stderr() => {
            write!(err, "{}", error.render().ansi())?;
            return Ok(Status::Unusable);
        }
        Err(help) => {
            write!(out, "{}", help.render().ansi())?;
            return Ok(Status::Passed);
        }
    };
    let mut tally = Tally::default();
    let mut is_usable = true;
    for file in &options.files {
        let count = tally.file(&file.to_string_lossy());
        // What is wrong with one file says nothing about the others.
        if let Err(error) = judge_file(&options, file, stdin, out, count)? {
            complain(err, "conformance", error)?;
            is_usable = false;
        }
    }
    if !tally.is_empty() {
        tally.print(err)?;
    }
    Ok(match tally.total().of(Verdict::Fail) {
        _ if !is_usable => Status::Unusable,
        0 => Status::Passed,
        _ => Status::Failed,
    })
}

/// Judges the cases of a file, up to a line that is none.
fn judge_file(
    options: &Arguments,
    file: &OsStr,
    stdin: &mut dyn Read,
    out: &mut dyn Write,
    mut count: tally::File<'_>,
) -> io::Result<Result<(), InputError>> {
    let name = file.to_string_lossy();
    let mut lines = match Lines::open(file, stdin) {
        Ok(lines) => lines,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        let (number, line) = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        let case = match options.suite.case(line) {
            Ok(case) => case,
            Err(text) => return Ok(Err(InputError::new(format!("{name}, line {number}"), text))),
        };
        let report = guarded(case.as_ref());
        let id = case.id().map_or_else(|| format!("{name}:{number}"), str::to_owned);
        count.add(&case.tags(), report.verdict);
        print(id, report, options.full, out)?;
    }
}

/// Judges a case. A panic of the codec is a failure of this case and ends no other, unless the
/// program was built to abort on panics.
fn guarded(case: &dyn Case) -> Report {
    // The case is only borrowed and is not used again.
    let judged = panic::catch_unwind(AssertUnwindSafe(|| case.judge()));
    judged.unwrap_or_else(|panic| Report::from(Failure::Panic(panic_text(panic.as_ref()))))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("without a text").to_owned()
}

/// Prints the line of a case.
fn print(id: String, report: Report, full: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut object = Map::new();
    object.insert("id".to_owned(), id.into());
    object.insert("result".to_owned(), report.verdict.word().into());
    if let Some(answer) = report.answer {
        object.insert("verdict".to_owned(), answer.into());
    }
    object.insert("detail".to_owned(), report.detail.into());
    if full {
        object.insert("json".to_owned(), report.json.unwrap_or(Value::Null));
        object.insert("exi".to_owned(), report.exi.map(|exi| to_hex(&exi)).into());
    }
    print_json(out, &object.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Panics(fn());

    impl Case for Panics {
        fn id(&self) -> Option<&str> {
            None
        }

        fn tags(&self) -> Vec<String> {
            Vec::new()
        }

        fn judge(&self) -> Report {
            (self.0)();
            Report::pass("")
        }
    }

    #[test]
    fn a_panic_is_a_failure() {
        for (panic, text) in [
            ((|| panic!("at bit {}", 7)) as fn(), "panicked: at bit 7"),
            (|| panic!("plain"), "panicked: plain"),
            (|| panic::panic_any(7), "panicked: without a text"),
        ] {
            let report = guarded(&Panics(panic));
            assert_eq!((report.verdict, report.detail.as_str()), (Verdict::Fail, text));
        }
        assert_eq!(guarded(&Panics(|| ())).verdict, Verdict::Pass);
    }
}

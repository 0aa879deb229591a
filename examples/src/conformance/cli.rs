//! Arguments of `conformance`.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::cli::UsageError;

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Print the help.
    Help,
    /// Print the version.
    Version,
    /// Judge cases.
    Judge(Options),
}

/// Which cases to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Options {
    /// How lines are read and judged.
    pub(super) suite: Suite,
    /// Files, or `-`.
    pub(super) files: Vec<OsString>,
    /// Print what was decoded, and its encoding.
    pub(super) full: bool,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suite {
    /// Single documents and fragments: valid, damaged, exotic.
    Exi,
    /// Captured and recorded sessions.
    Captures,
    /// OCPP 1.6-J: payloads and frames.
    Ocpp16,
    /// Certificate chains.
    Pki,
}

impl Suite {
    const ALL: [(&'static str, Self); 4] = [
        ("exi", Self::Exi),
        ("captures", Self::Captures),
        ("ocpp16", Self::Ocpp16),
        ("pki", Self::Pki),
    ];

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, suite)| suite)
    }
}

/// Reads arguments, without the name of the program.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let mut full = false;
    let mut suite = None;
    let mut files = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Short('f') | Arg::Long("full") => full = true,
            Arg::Value(word) if suite.is_none() => {
                let word = word.string()?;
                let found = Suite::from_word(&word);
                suite = Some(found.ok_or_else(|| {
                    UsageError::new(format!("no kind of cases {word:?}, there are {}", words()))
                })?);
            }
            Arg::Value(file) => files.push(file),
            other => return Err(other.unexpected().into()),
        }
    }
    match suite {
        None => Err(UsageError::new(format!("which kind of cases? There are {}", words()))),
        Some(_) if files.is_empty() => {
            Err(UsageError::new("no files; name at least one, or - for standard input"))
        }
        Some(suite) => Ok(Command::Judge(Options { suite, files, full })),
    }
}

fn words() -> String {
    let [others @ .., (last, _)] = Suite::ALL;
    format!("{} and {last}", others.map(|(word, _)| word).join(", "))
}

/// The text of `--help`.
pub(super) const HELP: &str = "\
Judges the EXI codecs, the OCPP library and the certificate validation of this workspace by test
vectors and recorded sessions.

usage: conformance [OPTIONS] exi FILE...
       conformance [OPTIONS] captures FILE...
       conformance [OPTIONS] ocpp16 FILE...
       conformance [OPTIONS] pki FILE...

A FILE holds JSON lines, plain or gzip-compressed; - is standard input. Bytes are hex.

exi        one EXI document or fragment a line, with the fields `set` (sap, din, iso2,
           iso20-common, iso20-ac, iso20-dc, iso20-wpt, iso20-acdp, xmldsig), `kind` (document,
           fragment) and `exi`, and
             valid    `xml`: decodes to these values, and encodes to `exi` or to one of `exi_alt`,
                      which all decode to the same
             damaged  `expect`: accept (like valid), reject or reject-invalid (must be refused; if
                      `mutation` begins with truncate, as truncated and at a bit of the input),
                      either (refused, or the values of `xml`)
             exotic   `case` and `options`: for information; wildcard and mixed content coded with
                      valuePartitionCapacity=0 must encode to the same bytes again
captures   one V2GTP message a line, with `exi`, `frame` (header included), `protocol` or
           `namespace`, and its values as `xml` or `json`: decodes to these values, and encodes
           to the same bytes unless `reencode_identical_vp0` is false. Other lines (SLAC,
           discovery, fragments, certificates) are skipped.
ocpp16     one OCPP 1.6-J message a line:
             payload  `action`, `direction` (request, response) and `json`: the strict verdict is
                      `valid`, and what is valid survives reading and printing; or `strict` and
                      `tolerant`, whose first word is accept, reject or either
             frame    `frame` or `frame_b64`: `expect` is accept, ignore, callerror:CODE (several
                      codes separated by |) or impl (no panic). An answer is judged by its shape;
                      one to the id never-sent is ignored.
             kind     payload, frame or hash: Plug & Charge in DataTransfer, by `valid`,
                      `innerValid` and `expect`; hashes are skipped
           `verdict` is accept, reject, ignore, callerror:CODE, or what else `expect` may say
pki        one certificate chain a line, in base64, with `anchors`, `intermediates`, `leaf`, `role`
           and `time`: accepted or refused as `expect` says, under RFC 5280 or the profile of
           `profile`; differences that are known, with reasons, are info. Also chains of captures
           (`certs`: accepted in any order, the topmost one as anchor) and certificate hash data
           (`kind` hash: equal to `expect`). `verdict` is what the validation said: accept, reject.

Prints one JSON object a line: `id` (or FILE:LINE where there is none), `result` (pass, fail, info,
skip), `verdict` for OCPP and certificates, and `detail`; and at the end, on standard error, counts
per file and per tag.

options:
  -f, --full       also print `json` and `exi`: what was decoded, and its encoding
  -h, --help       print this
  -V, --version    print the version

exit status: 0 no case failed; 1 a case failed; 2 the arguments or a file cannot be used.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command, UsageError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_kind_of_cases_comes_before_the_files() {
        let options =
            Options { suite: Suite::Exi, files: vec!["captures".into(), "-".into()], full: true };
        assert_eq!(parse_words("exi captures -f -"), Ok(Command::Judge(options.clone())));
        let options = Options { suite: Suite::Captures, full: false, ..options };
        assert_eq!(parse_words("captures captures -"), Ok(Command::Judge(options)));
        assert_eq!(parse_words("exi --help"), Ok(Command::Help));
        assert_eq!(parse_words("-V"), Ok(Command::Version));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, part) in [
            ("", "There are exi, captures, ocpp16 and pki; see --help"),
            ("ocpp file", "no kind of cases \"ocpp\""),
            ("exi", "no files"),
            ("exi file --nonsense", "nonsense"),
        ] {
            let error = parse_words(line).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn help_keeps_its_width_and_names_what_there_is() {
        assert!(HELP.lines().all(|line| line.chars().count() <= 100));
        for (word, _) in Suite::ALL {
            assert!(HELP.contains(&format!("[OPTIONS] {word} FILE...")), "{word}");
        }
        for protocol in crate::protocol::Protocol::words() {
            assert!(HELP.contains(protocol), "{protocol}");
        }
    }
}

//! Arguments of `conformance`.

use std::ffi::OsString;

use clap::Parser;

use crate::shared::arguments::OneOf;

/// Judge the EXI codecs, the OCPP library and the certificate validation of this workspace by test
/// vectors and recorded sessions
///
/// Prints one JSON object a line: `id` (or FILE:LINE where there is none), `result` (pass, fail, info,
/// skip), `verdict` for OCPP and certificates, and `detail`; and at the end, on standard error, counts
/// per file and per tag.
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(name = "conformance", version, max_term_width = 100, after_long_help = SUITES)]
pub(crate) struct Arguments {
    /// Also print `json` and `exi`: what was decoded, and its encoding
    #[arg(short, long)]
    pub(crate) full: bool,
    /// The kind of cases
    #[arg(value_parser = KINDS)]
    pub(crate) suite: Suite,
    /// Files of JSON lines, plain or gzip-compressed, or - for standard input; bytes are hex
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<OsString>,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
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
}

const KINDS: OneOf<Suite> = OneOf::new(
    "kind of cases",
    || Suite::ALL.map(|(word, _)| word.to_owned()).into(),
    |word| Suite::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, suite)| suite),
);

const SUITES: &str = "\
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

Exit status:
  0  no case failed
  1  a case failed
  2  the arguments or a file cannot be used";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse_words(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(format!("conformance {line}").split_whitespace())
    }

    #[test]
    fn the_kind_of_cases_comes_before_the_files() {
        let files = || vec!["captures".into(), "-".into()];
        let options = Arguments { suite: Suite::Exi, files: files(), full: true };
        assert_eq!(parse_words("exi captures -f -").unwrap(), options);
        let options = Arguments { suite: Suite::Captures, full: false, ..options };
        assert_eq!(parse_words("captures captures -").unwrap(), options);
        assert!(!parse_words("exi --help").unwrap_err().use_stderr());
        assert!(!parse_words("-V").unwrap_err().use_stderr());
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, part) in [
            ("", "<SUITE>"),
            ("ocpp file", "no kind of cases \"ocpp\", there are exi, captures, ocpp16, pki"),
            ("exi", "<FILE>..."),
            ("exi file --nonsense", "nonsense"),
        ] {
            let error = parse_words(line).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains(part), "{error}");
        }
    }

    #[test]
    fn help_keeps_its_width_and_names_what_there_is() {
        let help = Arguments::command().render_long_help().to_string();
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        for (word, _) in Suite::ALL {
            assert!(help.contains(&format!("\n{word:<11}")), "{word}");
        }
        for protocol in crate::shared::protocol::Protocol::words() {
            assert!(help.contains(protocol), "{protocol}");
        }
    }
}

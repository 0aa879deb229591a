//! Arguments of `inspect`.

use core::error::Error;
use core::fmt;
use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::protocol::Protocol;
use crate::table;

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the help.
    Help,
    /// Print the version.
    Version,
    /// Show messages.
    Show(Options),
}

/// How to show which messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Files, hex, or `-`; empty for the built-in session.
    pub inputs: Vec<OsString>,
    /// One JSON object a line instead of the table.
    pub json: bool,
    /// The one message to show in full.
    pub message: Option<usize>,
    /// The grammar for messages whose grammar the input does not tell.
    pub protocol: Option<Protocol>,
    /// Width of the table.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            json: false,
            message: None,
            protocol: None,
            width: table::DEFAULT_WIDTH,
        }
    }
}

/// Arguments that make no sense; the text says what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError(String);

impl UsageError {
    /// Makes an error; the text is to say what is wrong.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; see --help", self.0)
    }
}

impl Error for UsageError {}

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Reads arguments, without the name of the program.
///
/// # Errors
///
/// Returns an error for an unknown option, or a value that an option does not take.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Short('j') | Arg::Long("json") => options.json = true,
            Arg::Short('m') | Arg::Long("message") => {
                options.message = Some(parser.value()?.parse()?);
            }
            Arg::Short('w') | Arg::Long("width") => options.width = parser.value()?.parse()?,
            Arg::Short('p') | Arg::Long("protocol") => {
                let word = parser.value()?.string()?;
                let protocol = Protocol::from_hint(&word).ok_or_else(|| {
                    let words: Vec<_> = Protocol::words().collect();
                    UsageError::new(format!("no protocol {word:?}, there are {}", words.join(", ")))
                })?;
                options.protocol = Some(protocol);
            }
            Arg::Value(input) => options.inputs.push(input),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Show(options))
}

/// The text of `--help`.
pub const HELP: &str = "\
Shows the messages of a charging session (ISO 15118, V2GTP, EXI).

usage: inspect [OPTIONS] [INPUT]...

An INPUT is a file, - for standard input, or hex. Files may be
  .pcap, .pcapng  packet captures: discovery and TCP connections, whose messages are put
                  together again from their segments
  .jsonl          recorded messages, one JSON object a line with the bytes as hex in `frame`
                  (V2GTP header and payload) or `exi` (payload alone); --json prints such lines
  hex, or bytes   V2GTP messages one after the other, or one EXI document a line
The kind of a file is found by what is in it. Without INPUT a recorded session is played that
is built into the program: ISO 15118-2, AC, Plug & Charge.

options:
  -m, --message N    show message number N alone and in full: its values, its bytes, and each
                     item of the EXI document with its bit offset
  -j, --json         print one JSON object a message (with -m: with the items of the document)
  -p, --protocol P   the message set of messages for which the input does not tell it; it is
                     known from the supportedAppProtocol handshake, the payload type, or a field
                     of the JSON lines. P is sap, din, iso2, iso20-common, iso20-ac, iso20-dc,
                     iso20-wpt, iso20-acdp or xmldsig (parts of a signature)
  -w, --width N      width of the table in characters [100]
  -h, --help         print this
  -V, --version      print the version

Rows that begin with * are remarks about the input, such as missing bytes or TLS connections.
Long values are shortened in the table; -m and -j show them whole.

exit status: 0 everything was decoded; 1 something was not (damage, a gap, or TLS); 2 the arguments
or an input cannot be used.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command, UsageError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_and_inputs_may_be_mixed() {
        let expected = Options {
            inputs: vec!["a.pcap".into(), "-".into()],
            json: true,
            message: Some(7),
            protocol: Some(Protocol::Iso2),
            width: 80,
        };
        let parsed = parse_words("a.pcap --json -m 7 - --protocol=iso2 -w80");
        assert_eq!(parsed, Ok(Command::Show(expected)));
        assert_eq!(parse_words(""), Ok(Command::Show(Options::default())));
        assert_eq!(parse_words("x -h"), Ok(Command::Help));
        assert_eq!(parse_words("--version"), Ok(Command::Version));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for line in ["--nonsense", "-m", "-m x", "-m -1", "--protocol iso3", "--json=yes", "-w"] {
            let error = parse_words(line).unwrap_err().to_string();
            assert!(error.ends_with("; see --help"), "{error}");
        }
    }

    #[test]
    fn help_names_each_protocol_and_keeps_its_width() {
        for word in Protocol::words() {
            assert!(HELP.contains(word), "{word}");
        }
        assert!(HELP.lines().all(|line| line.chars().count() <= table::DEFAULT_WIDTH));
    }
}

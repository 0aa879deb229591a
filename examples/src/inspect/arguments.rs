//! Arguments of `v2g inspect`.

use std::ffi::OsString;

use clap::Args;

use super::table;
use crate::shared::arguments::OneOf;
use crate::shared::protocol::Protocol;

/// Show the messages of a charging session (ISO 15118, V2GTP, EXI)
#[derive(Clone, Debug, PartialEq, Eq, Args)]
#[command(long_about = ABOUT, after_long_help = MORE)]
pub(crate) struct Options {
    /// Files, hex, or - for standard input
    ///
    /// The kind of a file is found by what is in it. A file wins over hex where a name could be both.
    /// Without INPUT a recorded session is played that is built into the program: ISO 15118-2, AC, Plug &
    /// Charge.
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<OsString>,
    /// Show message number N alone and in full
    ///
    /// Shows its values, its bytes, and each item of the EXI document with its bit offset.
    #[arg(short, long, value_name = "N")]
    pub(super) message: Option<usize>,
    /// Print one JSON object a message
    ///
    /// With --message: with the items of the document. v2g inspect reads such lines, too.
    #[arg(short, long)]
    pub(super) json: bool,
    /// The message set of messages for which the input does not tell it
    ///
    /// It is known from the supportedAppProtocol handshake, the payload type, or a field of the JSON
    /// lines. xmldsig is parts of a signature.
    #[arg(short, long, value_name = "P", value_parser = PROTOCOLS)]
    pub(super) protocol: Option<Protocol>,
    /// Width of the table in characters
    #[arg(short, long, value_name = "N", default_value_t = table::DEFAULT_WIDTH)]
    pub(super) width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            message: None,
            json: false,
            protocol: None,
            width: table::DEFAULT_WIDTH,
        }
    }
}

const PROTOCOLS: OneOf<Protocol> =
    OneOf::new("protocol", || Protocol::words().map(str::to_owned).collect(), Protocol::from_hint);

const ABOUT: &str = "\
Show the messages of a charging session (ISO 15118, V2GTP, EXI).

An INPUT is a file, - for standard input, or hex. Files may be
  .pcap, .pcapng  packet captures: discovery and TCP connections, whose messages are put
                  together again from their segments
  .jsonl          recorded messages, one JSON object a line with the bytes as hex in `frame`
                  (V2GTP header and payload) or `exi` (payload alone); --json prints such lines
  hex, or bytes   V2GTP messages one after the other, or one EXI document a line";

const MORE: &str = "\
Rows that begin with * are remarks about the input, such as missing bytes or TLS connections.
Long values are shortened in the table; -m and -j show them whole.

Exit status:
  0  everything was decoded
  1  something was not: damage, a gap, or TLS
  2  the arguments or an input cannot be used";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Command;
    use crate::arguments::tests::command;

    fn parse_words(line: &str) -> Result<Options, clap::Error> {
        match command(&format!("inspect {line}"))? {
            Command::Inspect(options) => Ok(options),
            other => panic!("{other:?}"),
        }
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
        assert_eq!(parsed.unwrap(), expected);
        assert_eq!(parse_words("").unwrap(), Options::default());
        assert!(!parse_words("x -h").unwrap_err().use_stderr());
    }

    #[test]
    fn what_is_wrong_is_said() {
        for line in ["--nonsense", "-m", "-m x", "-m -1", "--protocol iso3", "--json=yes", "-w"] {
            let error = parse_words(line).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains("try '--help'"), "{error}");
        }
        let error = parse_words("--protocol iso3").unwrap_err().to_string();
        let expected = "error: --protocol <P>: no protocol \"iso3\", there are sap, din, iso2, ";
        assert!(error.starts_with(expected), "{error}");
    }

    /// Also by the names that recordings have for them.
    #[test]
    fn each_protocol_is_known() {
        for word in Protocol::words().chain(["urn:iso:15118:2:2013:MsgDef", "ISO15118-20:DC"]) {
            let protocol = parse_words(&format!("-p {word}")).unwrap().protocol;
            assert_eq!(protocol, Protocol::from_hint(word), "{word}");
        }
    }
}

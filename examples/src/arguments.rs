//! Arguments of `v2g`: its subcommands, and what holds for all of them.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::console::Colour;
use crate::shared::arguments::printable;
use crate::{inspect, sdp, test_pki, verify_chain};

/// Tools for EV charging: read a capture, check certificates, find a station, make a test PKI.
///
/// Without a subcommand, v2g plays a recorded session that is built in: ISO 15118-2, AC, Plug & Charge.
#[derive(Debug, Parser)]
#[command(
    name = "v2g",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_long_help = EXIT_STATUS
)]
pub(crate) struct Arguments {
    /// Use colour; auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// One subcommand with its options.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Inspect(inspect::Options),
    VerifyChain(Box<verify_chain::Options>),
    Sdp(sdp::Options),
    TestPki(test_pki::Options),
    /// Print a script that completes the arguments of v2g in a shell
    ///
    /// For bash: v2g completions bash >~/.local/share/bash-completion/completions/v2g
    Completions {
        /// The shell
        shell: Shell,
    },
}

impl Default for Command {
    /// What is done without a subcommand: the built-in session is played.
    fn default() -> Self {
        Self::Inspect(inspect::Options::default())
    }
}

const EXIT_STATUS: &str = "\
Exit status, of all subcommands:
  0  as it should be: everything decoded, chain accepted, one station found, PKI made
  1  not so: something not decoded, chain refused, no station or two of them
  2  the arguments, a file or an interface cannot be used, or the output cannot be written

v2g SUBCOMMAND --help says what these mean for each.";

impl Arguments {
    /// Reads arguments; the first one is the name of the program.
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        Self::try_parse_from(arguments).map_err(|mut error| {
            let is_named = error.get(ContextKind::SuggestedSubcommand).is_some();
            if error.kind() == ErrorKind::InvalidSubcommand && !is_named {
                let advice = "to show a capture or a message: v2g inspect INPUT".into();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![advice]));
            }
            printable(error)
        })
    }
}

/// Ends the program with an error about its arguments, or with the help that they ask for.
pub(crate) fn end(error: &clap::Error, colour: Colour) -> ExitCode {
    let text = error.render();
    // If this cannot be written, nobody is there to be told.
    let _ = if error.use_stderr() {
        write!(colour.stderr(), "{}", text.ansi())
    } else {
        write!(colour.stdout(), "{}", text.ansi())
    };
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Prints the completions of a shell.
pub(crate) fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "v2g", &mut script);
    out.write_all(&script)
}

#[cfg(test)]
pub(crate) mod tests;

//! What a subcommand writes to, and whether there is colour.
//!
//! All text that has colour is written with escapes. The streams of this file take them out again
//! where nobody is to see them.

use std::ffi::OsString;
use std::io::{self, Stderr, StdoutLock, Write};

use anstream::AutoStream;
use clap::ColorChoice;

use crate::progress::Progress;

/// The output of a subcommand.
pub(crate) struct Console<'c> {
    /// Standard output.
    pub(crate) out: &'c mut dyn Write,
    /// Standard error.
    pub(crate) err: &'c mut dyn Write,
    /// How far it is.
    pub(crate) progress: Progress,
}

impl<'c> Console<'c> {
    /// The console of a program: progress is shown if standard error is a terminal.
    pub(crate) fn new(out: &'c mut dyn Write, err: &'c mut dyn Write) -> Self {
        Self { out, err, progress: Progress::on_terminal() }
    }
}

/// Whether there is colour, as the option `--color` says.
///
/// `auto` is colour on a terminal, unless `NO_COLOR` is set to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) ColorChoice);

impl Colour {
    /// Looks for the option in arguments that are not understood as a whole.
    pub(crate) fn of_arguments(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut choice = ColorChoice::Auto;
        let mut is_next = false;
        for argument in arguments {
            let argument = argument.to_string_lossy();
            let word = if is_next { Some(&*argument) } else { argument.strip_prefix("--color=") };
            choice = match word {
                Some("always") => ColorChoice::Always,
                Some("never") => ColorChoice::Never,
                _ => choice,
            };
            is_next = argument == "--color";
        }
        Self(choice)
    }

    /// Standard output.
    pub(crate) fn stdout(self) -> AutoStream<StdoutLock<'static>> {
        AutoStream::new(io::stdout().lock(), self.choice())
    }

    /// Standard error. It is not locked: the line that shows progress is written by another thread.
    pub(crate) fn stderr(self) -> AutoStream<Stderr> {
        AutoStream::new(io::stderr(), self.choice())
    }

    const fn choice(self) -> anstream::ColorChoice {
        match self.0 {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_of_an_error_is_the_one_that_was_asked_for() {
        let of = |line: &str| Colour::of_arguments(line.split(' ').map(OsString::from)).0;
        assert_eq!(of("v2g --color never --nonsense"), ColorChoice::Never);
        assert_eq!(of("v2g sdp --color=always"), ColorChoice::Always);
        assert_eq!(of("v2g --color never --color always"), ColorChoice::Always);
        assert_eq!(of("v2g never --color"), ColorChoice::Auto);
        assert_eq!(of("v2g --color sometimes"), ColorChoice::Auto);
    }
}

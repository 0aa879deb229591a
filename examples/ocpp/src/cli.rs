//! What the command lines of both programs share.

use core::error::Error;
use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use examples_printable::Printable;
use lexopt::{Parser, ValueExt as _};

/// Arguments that make no sense; the text says what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; see --help")]
pub(crate) struct UsageError(String);

impl UsageError {
    /// Makes an error; the text is to say what is wrong.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Says on the standard error what went wrong. File names, options and text of the other side may be
/// in it.
pub(crate) fn complain(program: &str, what: impl fmt::Display) {
    eprintln!("{program}: {}", Printable::new(what).cut(800));
}

/// What a command line asks for.
#[derive(Clone, Debug)]
pub(crate) enum Command<O> {
    /// Print the help.
    Help,
    /// Print the version.
    Version,
    /// Write throw-away certificates and passwords into a folder.
    MakeCertificates(std::path::PathBuf),
    /// Run.
    Run(Box<O>),
}

/// The value of an option.
pub(crate) fn value<T: FromStr>(parser: &mut Parser) -> Result<T, UsageError>
where
    T::Err: Into<Box<dyn Error + Send + Sync>>,
{
    Ok(parser.value()?.parse()?)
}

/// A number of seconds, also `0.5`.
pub(crate) fn seconds(parser: &mut Parser) -> Result<Duration, UsageError> {
    let seconds: f64 = value(parser)?;
    Duration::try_from_secs_f64(seconds)
        .map_err(|error| UsageError::new(format!("{seconds} seconds: {error}")))
}

//! Arguments that are one of some names, and errors about arguments.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use examples_printable::Printable;
use std::ffi::OsStr;

/// Arguments that make no sense together; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; see --help")]
pub(crate) struct UsageError(pub(crate) String);

impl UsageError {
    /// Makes an error; the text is to say what is wrong.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Reads an argument that is one of some names. The names are known to shell completions, and an error
/// lists them.
#[derive(Clone, Copy)]
pub(crate) struct OneOf<T> {
    /// What the names are names of, for errors.
    what: &'static str,
    /// All names.
    names: fn() -> Vec<String>,
    /// Finds what has a name.
    find: fn(&str) -> Option<T>,
}

impl<T> OneOf<T> {
    pub(crate) const fn new(
        what: &'static str,
        names: fn() -> Vec<String>,
        find: fn(&str) -> Option<T>,
    ) -> Self {
        Self { what, names, find }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        value.to_str().and_then(self.find).ok_or_else(|| {
            let argument = argument.map_or_else(String::new, |argument| format!("{argument}: "));
            let value = Printable::new(format!("{:?}", value.to_string_lossy())).cut(200);
            let names = (self.names)().join(", ");
            let text = format!("{argument}no {} {value}, there are {names}", self.what);
            command.clone().error(ErrorKind::InvalidValue, text)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter().map(PossibleValue::new)))
    }
}

/// Replaces what a person or another program wrote into the arguments, so that an error about them
/// can be shown on a terminal.
pub(crate) fn printable(mut error: clap::Error) -> clap::Error {
    let texts: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| Some((kind, printable_value(kind, value)?)))
        .collect();
    for (kind, value) in texts {
        error.insert(kind, value);
    }
    error
}

/// Longest argument in an error, in characters.
const MOST: usize = 200;

fn printable_value(kind: ContextKind, value: &ContextValue) -> Option<ContextValue> {
    let shown = |text: &String| Printable::new(text).cut(MOST).to_string();
    match value {
        // Of these the program is the author.
        _ if matches!(kind, ContextKind::Usage | ContextKind::ValidValue) => None,
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(shown).collect()))
        }
        _ => None,
    }
}

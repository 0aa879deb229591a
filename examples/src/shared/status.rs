//! How a program ends.

use std::io::{self, Write};

use super::text::ERROR;

/// The end of a program, for the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything is as it should be.
    Passed,
    /// Something is not: not decoded, refused, not found.
    Failed,
    /// The arguments, or what they name, cannot be used.
    Unusable,
}

impl Status {
    /// The number that the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Unusable => 2,
        }
    }

    /// Returns what a program ends with that gives a verdict; says on `err` if that could not be written.
    ///
    /// Whoever reads may have gone. Then there is nothing to say, but no verdict either.
    pub(crate) fn end(program: &str, result: io::Result<Self>, err: &mut dyn Write) -> u8 {
        match result {
            Ok(status) => status.code(),
            Err(error) => {
                if error.kind() != io::ErrorKind::BrokenPipe {
                    // If this cannot be written either, nobody is there to be told.
                    let _ = writeln!(err, "{ERROR}{program}{ERROR:#}: cannot write: {error}");
                }
                Self::Unusable.code()
            }
        }
    }
}

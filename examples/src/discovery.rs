//! The program `sdp` without its process: SECC discovery over UDP sockets.
//!
//! [`v2gtp::sdp`] decides everything; this carries datagrams and time, and says what happens.

mod cli;
mod client;
mod connection;
mod link;
mod report;
mod server;

use core::fmt;
use std::ffi::OsString;
use std::io::{self, Write};

use crate::conformance::Status;
use crate::text::complain;
use cli::Command;
use link::Link;
use report::Report;

/// Runs the program.
///
/// # Errors
///
/// Returns the error of a writer.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Status> {
    let done = match cli::parse(arguments) {
        Ok(Command::Help) => {
            write!(out, "{}", cli::HELP)?;
            return Ok(Status::Passed);
        }
        Ok(Command::Client(options, common)) => Link::open(&common)
            .map_err(Failure::Unusable)
            .and_then(|link| client::run(&options, &link, &mut Report::new(out, common.json))),
        Ok(Command::Server(options, common)) => Link::open(&common)
            .map_err(Failure::Unusable)
            .and_then(|link| server::run(&options, &link, &mut Report::new(out, common.json))),
        Err(error) => Err(Failure::unusable(error)),
    };
    match done {
        Ok(status) => Ok(status),
        Err(Failure::Output(error)) => Err(error),
        Err(Failure::Unusable(problem)) => {
            complain(err, "sdp", problem)?;
            Ok(Status::Unusable)
        }
    }
}

/// Why the program cannot go on.
enum Failure {
    /// What it says cannot be written.
    Output(io::Error),
    /// The arguments, or what they name, cannot be used.
    Unusable(String),
}

impl Failure {
    fn unusable(problem: impl fmt::Display) -> Self {
        Self::Unusable(problem.to_string())
    }
}

/// Of a writer. Problems with sockets come as text.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<String> for Failure {
    fn from(problem: String) -> Self {
        Self::Unusable(problem)
    }
}

//! The subcommand `sdp`: SECC discovery over UDP sockets.
//!
//! [`v2gtp::sdp`] decides everything; this carries datagrams and time, and says what happens.

mod arguments;
mod client;
mod connection;
mod link;
mod report;
mod server;

use std::io;

use v2gtp::sdp::OfferError;

pub(crate) use arguments::Options;
use arguments::{Common, Role};
use link::{Link, LinkError};
use report::Report;

use crate::console::Console;
use crate::shared::arguments::UsageError;
use crate::shared::status::Status;
use crate::shared::text::complain;

/// Runs the subcommand.
///
/// # Errors
///
/// Returns the error of a writer.
pub(crate) fn run(options: &Options, console: &mut Console<'_>) -> io::Result<Status> {
    let done = match &options.role {
        Role::Client(options) => Link::open(&options.common)
            .map_err(Failure::Link)
            .and_then(|link| client::run(options, &link, &mut report(&options.common, console))),
        Role::Server(options) => Link::open(&options.common)
            .map_err(Failure::Link)
            .and_then(|link| server::run(options, &link, &mut report(&options.common, console))),
    };
    match done {
        Ok(status) => Ok(status),
        Err(Failure::Output(error)) => Err(error),
        Err(problem) => {
            complain(console.err, "v2g sdp", problem)?;
            Ok(Status::Unusable)
        }
    }
}

fn report<'c>(options: &Common, console: &'c mut Console<'_>) -> Report<'c> {
    Report::new(&mut *console.out, options.json, console.progress.clone())
}

/// Why the subcommand cannot go on.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What it says cannot be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// The arguments make no sense.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The ports cannot be answered with.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The link cannot be used.
    #[error(transparent)]
    Link(#[from] LinkError),
}

//! The program `charge-point`.

use alloc::sync::Arc;
use core::future::pending;
use std::process::ExitCode;

use super::{Ended, RunError, StationOptions, cli};
use crate::cli::{Command, complain};
use crate::clock::Clock;
use crate::journal::Journal;

/// Runs the program with the arguments of the process, and returns its exit status.
pub(crate) fn main() -> ExitCode {
    match cli::parse(std::env::args_os().skip(1)) {
        Ok(Command::Run(options)) => run(*options),
        Ok(Command::Version) => {
            println!("charge-point {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Ok(_) => {
            print!("{}", cli::HELP);
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain("charge-point", error);
            ExitCode::from(2)
        }
    }
}

// One thread is plenty for one station.
#[tokio::main(flavor = "current_thread")]
async fn run(options: StationOptions) -> ExitCode {
    let clock = Arc::new(Clock::new(options.speed()));
    let journal = Journal::new(Arc::clone(&clock), &options.id).quiet(options.is_quiet);
    let stopped = async {
        // Where signals cannot be waited for, they end the program.
        if tokio::signal::ctrl_c().await.is_err() {
            pending().await
        }
    };
    match super::run(Arc::new(options), clock, journal, stopped).await {
        Ok(Ended::TurnedAway) => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            complain("charge-point", &error);
            ExitCode::from(match error {
                RunError::Options(_) => 2,
                RunError::Connect(_) => 3,
            })
        }
    }
}

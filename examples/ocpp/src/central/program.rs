//! The program `csms`.

use alloc::sync::Arc;
use std::path::Path;
use std::process::ExitCode;

use super::{CentralOptions, Server, cli};
use crate::authority::Authority;
use crate::cli::{Command, complain};
use crate::clock::Clock;
use crate::journal::Journal;
use examples_printable::Printable;

/// Runs the program with the arguments of the process, and returns its exit status.
pub(crate) fn main() -> ExitCode {
    match cli::parse(std::env::args_os().skip(1)) {
        Ok(Command::Run(options)) => run(*options),
        Ok(Command::Help) => {
            print!("{}", cli::HELP);
            ExitCode::SUCCESS
        }
        Ok(Command::Version) => {
            println!("csms {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Ok(Command::MakeCertificates(folder)) => make_certificates(&folder),
        Err(error) => {
            complain("csms", error);
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn run(options: CentralOptions) -> ExitCode {
    let clock = Arc::new(Clock::new(1));
    let journal = Journal::new(Arc::clone(&clock), "csms").quiet(options.is_quiet);
    let server = match Server::bind(options, clock, journal).await {
        Ok(server) => server,
        Err(error) => {
            complain("csms", error);
            return ExitCode::from(2);
        }
    };
    server.run().await.code().into()
}

fn make_certificates(folder: &Path) -> ExitCode {
    let written = Authority::new("Example CPO")
        .map_err(std::io::Error::other)
        .and_then(|authority| authority.write_files(folder, "CP_1"));
    match written {
        Ok(()) => {
            println!(
                "written to {}: ca.pem; csms.pem, csms.key, csms.passwords; station.pem, station.key, station.password",
                Printable::new(folder.display())
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain("csms", format_args!("cannot write to {}: {error}", folder.display()));
            ExitCode::from(2)
        }
    }
}

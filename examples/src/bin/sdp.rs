//! Finds a station on a link, or is one that is found; `sdp --help` says how.

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut err = io::stderr().lock();
    let arguments = std::env::args_os().skip(1);
    match examples::discovery::run(arguments, &mut out, &mut err) {
        Ok(status) => status.code().into(),
        Err(error) => {
            // Nothing to say if whoever reads has gone, but no success either.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = writeln!(err, "sdp: cannot write: {error}");
            }
            ExitCode::from(2)
        }
    }
}

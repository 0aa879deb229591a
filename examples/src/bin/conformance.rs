//! Judges the codecs by test vectors and recorded sessions; `conformance --help` says how.

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Written line by line, not in blocks: what was judged before a crash has been said.
    let mut out = io::stdout().lock();
    let arguments = std::env::args_os().skip(1);
    let mut err = io::stderr().lock();
    match examples::conformance::run(arguments, &mut io::stdin().lock(), &mut out, &mut err) {
        Ok(status) => status.code().into(),
        Err(error) => {
            // Nothing to say if whoever reads has gone, but not a verdict either.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = writeln!(err, "conformance: cannot write: {error}");
            }
            ExitCode::from(2)
        }
    }
}

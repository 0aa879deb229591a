//! Shows the messages of a charging session; `inspect --help` says how.

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let arguments = std::env::args_os().skip(1);
    let mut err = io::stderr().lock();
    let result = examples::inspect::run(arguments, &mut io::stdin().lock(), &mut out, &mut err)
        .and_then(|status| out.flush().map(|()| status));
    match result {
        Ok(status) => status.code().into(),
        // `inspect | head`: whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // If this cannot be written either, nobody is there to be told.
            let _ = writeln!(err, "inspect: cannot write: {error}");
            ExitCode::from(2)
        }
    }
}

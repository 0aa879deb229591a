//! Makes a whole PKI for tests; `test-pki --help` says how.

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut err = io::stderr().lock();
    let arguments = std::env::args_os().skip(1);
    match examples::test_pki::run(arguments, &mut out, &mut err) {
        Ok(status) => status.code().into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "test-pki: cannot write: {error}");
            ExitCode::from(2)
        }
    }
}

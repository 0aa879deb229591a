//! Makes a whole PKI for tests; `test-pki --help` says how.

use std::io;
use std::process::ExitCode;

use examples::conformance::Status;

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut err = io::stderr().lock();
    let arguments = std::env::args_os().skip(1);
    let result = examples::test_pki::run(arguments, &mut out, &mut err);
    Status::end("test-pki", result, &mut err)
}

//! Verifies a certificate chain and explains the result; `verify-chain --help` says how.

use std::io;
use std::process::ExitCode;

use examples::conformance::Status;

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut err = io::stderr().lock();
    let arguments = std::env::args_os().skip(1);
    let result = examples::verify_chain::run(arguments, &mut out, &mut err);
    Status::end("verify-chain", result, &mut err)
}

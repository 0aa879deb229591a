//! Judges the codecs by test vectors and recorded sessions; `conformance --help` says how.

use std::io;
use std::process::ExitCode;

use examples::conformance::Status;

fn main() -> ExitCode {
    // Written line by line, not in blocks: what was judged before a crash has been said.
    let mut out = io::stdout().lock();
    let mut err = io::stderr().lock();
    let arguments = std::env::args_os().skip(1);
    let result = examples::conformance::run(arguments, &mut io::stdin().lock(), &mut out, &mut err);
    Status::end("conformance", result, &mut err)
}

//! Judges the codecs by test vectors and recorded sessions; `conformance --help` says how.

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Written line by line, not in blocks: what was judged before a crash has been said.
    let mut out = anstream::stdout().lock();
    let mut err = anstream::stderr().lock();
    let mut stdin = io::stdin().lock();
    examples_conformance::run(std::env::args_os(), &mut stdin, &mut out, &mut err).into()
}

//! The program `v2g`: reads captures, checks certificate chains, finds stations, and makes test PKIs.
//! `v2g --help` says how.

#![forbid(unsafe_code)]

extern crate alloc;

mod arguments;
mod console;
mod discovery_payload;
mod inspect;
mod progress;
mod sdp;
#[allow(dead_code, reason = "conformance uses the rest")]
mod shared;
mod test_pki;
mod verify_chain;

use std::io;
use std::process::ExitCode;

use arguments::{Arguments, Command};
use console::{Colour, Console};
use shared::status::Status;

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => return arguments::end(&error, Colour::of_arguments(std::env::args_os())),
    };
    let colour = Colour(arguments.color);
    let mut out = colour.stdout();
    let mut err = colour.stderr();
    let mut console = Console::new(&mut out, &mut err);
    let (name, result) = match arguments.command.unwrap_or_default() {
        Command::Inspect(options) => {
            ("v2g inspect", inspect::run(&options, &mut io::stdin().lock(), &mut console))
        }
        Command::VerifyChain(options) => {
            ("v2g verify-chain", verify_chain::run(*options, &mut console))
        }
        Command::Sdp(options) => ("v2g sdp", sdp::run(&options, &mut console)),
        Command::TestPki(options) => ("v2g test-pki", test_pki::run(&options, &mut console)),
        Command::Completions { shell } => {
            let result = arguments::completions(shell, console.out);
            ("v2g completions", result.map(|()| Status::Passed))
        }
    };
    Status::end(name, result, &mut err).into()
}

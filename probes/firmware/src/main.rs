//! Decodes and encodes every benchmark message with a fixed arena, checks that the bytes are the
//! same, and reports the memory that it took.
//!
//! On a Cortex-M4 without an operating system it also measures the stack: see [`stack`]. For the
//! machine that it is built on it is an ordinary program, which reports the rest with 64-bit
//! pointers.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod board;
mod job;
mod report;
mod stack;
mod types;

use core::fmt;

use job::{Memory, Output};

/// A benchmark message, in flash.
struct Message {
    set: &'static str,
    name: &'static str,
    exi: &'static [u8],
}

const MESSAGES: &[Message] = &include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// Measures first, then prints; says whether everything is as it should be.
fn run(
    memory: &mut Memory,
    output: &mut Output,
    out: &mut dyn fmt::Write,
) -> Result<bool, fmt::Error> {
    let mut results = [job::Measured::default(); MESSAGES.len()];
    for (message, result) in MESSAGES.iter().zip(&mut results) {
        *result = job::measure(message, memory, output);
    }
    types::print(out)?;
    report::print(&results, out)
}

#[cfg(not(target_os = "none"))]
fn main() -> std::process::ExitCode {
    let mut text = String::new();
    let good = run(&mut Memory::new(), &mut [0; job::OUTPUT_SIZE], &mut text);
    print!("{text}");
    if good == Ok(true) { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}

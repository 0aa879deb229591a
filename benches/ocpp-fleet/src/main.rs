//! A hundred thousand OCPP 1.6-J connections in one process, with simulated time.
//!
//! Both ends of each are endpoints of `ocpp16`, and all of it runs in one thread: a station boots,
//! sends heartbeats and meter values, the central system answers. A frame counts once: printed by
//! one end, read by the other one.

mod memory;
mod pair;

use std::process::ExitCode;
use std::time::{Duration, Instant as Clock};

use ocpp16::Instant;

use crate::pair::{Message, Pair};

const HELP: &str = "\
A hundred thousand OCPP 1.6-J connections in one process, with simulated time

Usage: ocpp-fleet [OPTIONS]

  --points N   charge points, default 100000
  --smoke      1000 charge points
  --help       this text

Exit status 1 if an endpoint takes more memory than the goal, 1000 bytes.";

/// Bytes of an idle endpoint, that of a station and that of a central system in the mean.
const GOAL: usize = 1000;

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("ocpp-fleet: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    let idle = run(options.points);
    println!(
        "goal {GOAL} bytes an idle endpoint: {}",
        if idle <= GOAL { "reached" } else { "MISSED" }
    );
    if idle <= GOAL { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Options {
    points: usize,
}

fn options() -> Result<Option<Options>, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { points: 100_000 };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("points") => options.points = arguments.value()?.parse()?,
            Long("smoke") => options.points = 1000,
            Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(options))
}

/// Runs all phases; returns the bytes of an idle endpoint after them.
fn run(points: usize) -> usize {
    println!("{points} charge points, one thread");
    let before = memory::in_use();
    let mut pairs: Vec<Pair> = (0..points as u64).map(Pair::new).collect();
    let bytes = |label: &str| {
        let each = (memory::in_use() - before) / (2 * points).max(1);
        println!("{label:<44} {each:>5} bytes an endpoint, heap included");
        each
    };
    bytes("connected, nothing sent yet");
    println!(
        "{:<28} {:>9} {:>9} {:>14} {:>12}",
        "", "frames", "seconds", "frames/s", "bytes/frame"
    );

    let mut now = Instant::from_millis(0);
    let mut phase = |label: &str, message: Message, rounds: u32, interval: Duration| {
        let (mut frames, mut bytes) = (0_u64, 0_u64);
        let start = Clock::now();
        for _ in 0..rounds {
            now = now.after(interval);
            for pair in &mut pairs {
                let sent = pair.exchange(message, now);
                frames += sent.frames;
                bytes += sent.bytes;
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{label:<28} {frames:>9} {seconds:>9.2} {:>14.0} {:>12.0}",
            frames as f64 / seconds,
            bytes as f64 / frames as f64,
        );
    };
    phase("boot", Message::Boot, 1, Duration::from_secs(1));
    phase("heartbeat, 5 rounds", Message::Heartbeat, 5, Duration::from_secs(300));
    phase("meter values, 3 x 10, 5 rounds", Message::MeterValues, 5, Duration::from_secs(60));
    let idle = bytes("idle again");
    let unanswered = pairs.iter().filter(|pair| !pair.is_idle()).count();
    assert_eq!(unanswered, 0, "every CALL has its answer");
    idle
}

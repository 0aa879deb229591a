//! Times of our codecs: beside the crate `iso15118`, beside postcard on the same values, and of
//! what is around the codecs (owned messages, JSON, V2GTP).
//!
//! ```sh
//! cargo run --release -p wallclock             # exit status 1 if a goal is missed
//! cargo run --release -p wallclock -- --smoke  # runs everything shortly and judges nothing
//! ```

mod around;
mod floor;
mod ours;
mod peer;
mod timing;

use std::process::ExitCode;

use timing::Effort;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let smoke = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--smoke"] => true,
        _ => {
            eprintln!("usage: wallclock [--smoke]");
            return ExitCode::from(2);
        }
    };
    let effort = if smoke {
        Effort { rounds: 3, passes: 1, smoke }
    } else {
        Effort { rounds: 100, passes: 6, smoke }
    };
    let messages = benches::messages();

    println!(
        "The crate iso15118 0.7.0, in turns; the best of {} batches of each",
        effort.passes * effort.rounds
    );
    let reached = peer::compare(effort, &messages);
    println!("\nThe floor: postcard, on structs with the same values");
    floor::compare(effort, &messages);
    println!("\nMessages that own their memory, and JSON");
    around::owned_and_json(effort, &messages);
    println!("\nV2GTP, all messages in a stream");
    around::framing(effort, &messages);

    if smoke {
        println!("\nsmoke run: the figures mean nothing");
        return ExitCode::SUCCESS;
    }
    if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

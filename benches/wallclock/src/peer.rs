//! Our codec against the crate `iso15118`, on the same bytes.
//!
//! Both decode from a slice of exactly the message's length and encode into the caller's slice.
//! The peer's messages own their memory, so that its decode includes taking it and giving it back.

use std::hint::black_box;

use benches::Message;
use exi::{Decode, Encode, Family};
use iso15118::app_protocol::{SupportedAppProtocolReq, SupportedAppProtocolRes};
use iso15118::exi::ExiDocument;
use iso15118::{iso2 as peer_iso2, iso20 as peer_iso20};
use iso15118_messages::iso20::{ac, acdp, common, dc, wpt};
use iso15118_messages::{iso2, sap};

use crate::ours::{self, Buffers, Output, with_set};
use crate::timing::{Effort, Times, alternate, geometric_mean};

/// How many times as fast as the peer we want to be, in the geometric mean.
const GOAL: f64 = 10.0;

/// The two directions; the first contender is ours, the second the peer.
struct Pair {
    decode: Times<2>,
    encode: Times<2>,
}

/// Prints the comparison. Returns whether the goal is reached.
///
/// All messages are measured in several passes, so that no message has all its batches in a bad
/// moment of the machine.
pub(crate) fn compare(effort: Effort, messages: &[Message]) -> bool {
    let mut results: Vec<Result<Pair, _>> =
        messages.iter().map(|_| Err("not measured".to_owned())).collect();
    for pass in 1..=effort.passes {
        println!("pass {pass} of {}", effort.passes);
        for (message, result) in messages.iter().zip(&mut results) {
            match (&mut *result, measure(effort, message)) {
                (Ok(pair), Ok(more)) => {
                    pair.decode.merge(more.decode);
                    pair.encode.merge(more.encode);
                }
                (result, more) => *result = more,
            }
        }
    }
    print(effort, messages, &results);
    let pairs: Vec<_> = results.iter().flatten().collect();
    println!("{} of {} messages by both", pairs.len(), messages.len());
    let decode = judge(effort, "decode", pairs.iter().map(|pair| &pair.decode));
    let encode = judge(effort, "encode", pairs.iter().map(|pair| &pair.encode));
    decode && encode
}

fn print(effort: Effort, messages: &[Message], results: &[Result<Pair, String>]) {
    println!(
        "{:12} {:33} {:>5} | {:>6} {:>8} {:>6} {:>8} | {:>6} {:>8} {:>6} {:>8}",
        "nanoseconds",
        "",
        "bytes",
        "decode",
        "iso15118",
        "ratio",
        "(median)",
        "encode",
        "iso15118",
        "ratio",
        "(median)"
    );
    for (message, result) in messages.iter().zip(results) {
        let Message { set, name, exi } = message;
        print!("{set:12} {name:33} {:5} |", exi.len());
        match result {
            Ok(pair) => println!(" {} | {}", columns(&pair.decode), columns(&pair.encode)),
            Err(why) => {
                let [decode, encode] = with_set!(set.as_str(), alone(effort, message));
                println!(" {decode:6.0} {why:>24} | {encode:6.0}");
            }
        }
    }
}

fn columns(times: &Times<2>) -> String {
    format!(
        "{:6.0} {:8.0} {:6.1} {:>8}",
        times.best(0),
        times.best(1),
        times.ratio(1),
        format!("({:.1})", times.median_ratio(1))
    )
}

fn judge<'a>(effort: Effort, op: &str, times: impl Iterator<Item = &'a Times<2>>) -> bool {
    let (best, median): (Vec<_>, Vec<_>) =
        times.map(|times| (times.ratio(1), times.median_ratio(1))).unzip();
    let mean = geometric_mean(&best);
    // Not a number, if the peer has decoded nothing, is no success.
    let reached = mean >= GOAL;
    println!(
        "{op}: {mean:.2} times as fast as iso15118 0.7.0 in the geometric mean of the best batches \
         ({:.2} of the medians); goal {GOAL}: {}",
        geometric_mean(&median),
        match reached {
            _ if effort.smoke => "not judged",
            true => "reached",
            false => "MISSED",
        }
    );
    reached
}

fn measure(effort: Effort, message: &Message) -> Result<Pair, String> {
    let against = match (message.set.as_str(), message.name.as_str()) {
        ("sap", "supportedAppProtocolReq") => against::<sap::Message<'_>, SupportedAppProtocolReq>,
        ("sap", "supportedAppProtocolRes") => against::<sap::Message<'_>, SupportedAppProtocolRes>,
        ("iso2", _) => against::<iso2::V2gMessage<'_>, peer_iso2::Document>,
        ("iso20-common", _) => against::<common::Message<'_>, peer_iso20::messages::Document>,
        ("iso20-ac", _) => against::<ac::Message<'_>, peer_iso20::ac::Document>,
        ("iso20-dc", _) => against::<dc::Message<'_>, peer_iso20::dc::Document>,
        ("iso20-wpt", _) => against::<wpt::Message<'_>, peer_iso20::wpt::Document>,
        ("iso20-acdp", _) => against::<acdp::Message<'_>, peer_iso20::acdp::Document>,
        // DIN SPEC 70121: the peer has no codec.
        _ => return Err("not decoded (no codec)".to_owned()),
    };
    against(effort, message)
}

fn against<F: Family, P: ExiDocument>(effort: Effort, message: &Message) -> Result<Pair, String>
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let exi = &*message.exi;
    let Buffers { memory, memory_of_the_message, output } = &mut Buffers::new();
    let mut output_of_theirs: Box<Output> = Box::new([0; _]);

    let theirs = P::from_bytes(exi).map_err(|error| format!("not decoded ({error})"))?;
    let length = theirs
        .to_slice(&mut *output_of_theirs)
        .map_err(|error| format!("not encoded ({error})"))?;
    if output_of_theirs[..length] != *exi {
        return Err("encoded otherwise".to_owned());
    }
    let ours = ours::decoded::<F>(message, memory_of_the_message);

    let decode = alternate(
        effort,
        [&mut |calls| ours::decode::<F>(calls, exi, memory), &mut |calls| {
            peer_decode::<P>(calls, exi)
        }],
    );
    let encode = alternate(
        effort,
        [&mut |calls| ours::encode(calls, &ours, output), &mut |calls| {
            peer_encode(calls, &theirs, &mut output_of_theirs)
        }],
    );
    Ok(Pair { decode, encode })
}

/// Our times for a message that the peer does not have.
fn alone<F: Family>(effort: Effort, message: &Message) -> [f64; 2]
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let Buffers { memory, memory_of_the_message, output } = &mut Buffers::new();
    let ours = ours::decoded::<F>(message, memory_of_the_message);
    let times = alternate(
        effort,
        [&mut |calls| ours::decode::<F>(calls, &message.exi, memory), &mut |calls| {
            ours::encode(calls, &ours, output)
        }],
    );
    [times.best(0), times.best(1)]
}

#[inline(never)]
fn peer_decode<P: ExiDocument>(calls: u32, exi: &[u8]) {
    for _ in 0..calls {
        let decoded = P::from_bytes(black_box(exi));
        black_box(&decoded);
    }
}

#[inline(never)]
fn peer_encode<P: ExiDocument>(calls: u32, message: &P, output: &mut Output) {
    for _ in 0..calls {
        let length = black_box(message).to_slice(black_box(&mut *output));
        black_box(&length);
    }
    black_box(&output);
}

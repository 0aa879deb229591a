//! The program that `icount` runs under callgrind.
//!
//! It decodes and encodes every message: a warm call, then [`CALLS`] calls inside a function named
//! `measured_decode` or `measured_encode`, which `icount` counts alone and whose every return makes
//! callgrind write a profile. For each it prints a line with set, name, length and operation, so
//! that line N belongs to profile N.

use std::hint::black_box;
use std::mem::MaybeUninit;

use benches::Message;
use benches::hits::{self, Values};
use exi::{Arena, ArenaBuf, Decode, DecodeOptions, Encode, Family};
use iso15118_messages::{din, iso2, iso20, sap};

/// Calls in one measurement.
const CALLS: usize = 10;

/// The caller's memory for one message, more than the largest one takes.
type Memory = ArenaBuf<{ 64 * 1024 }>;

/// The caller's buffer for one document, longer than the longest one.
type Output = [u8; 8 * 1024];

fn main() {
    for message in benches::messages() {
        match message.set.as_str() {
            "sap" => measure::<sap::Message<'static>>(&message),
            "din" => measure::<din::V2gMessage<'static>>(&message),
            "iso2" => measure::<iso2::V2gMessage<'static>>(&message),
            "iso20-common" => measure::<iso20::common::Message<'static>>(&message),
            "iso20-ac" => measure::<iso20::ac::Message<'static>>(&message),
            "iso20-dc" => measure::<iso20::dc::Message<'static>>(&message),
            // None among the messages today, and in the binary all the same: what is inlined where
            // depends on what there is.
            "iso20-wpt" => measure::<iso20::wpt::Message<'static>>(&message),
            "iso20-acdp" => measure::<iso20::acdp::Message<'static>>(&message),
            other => panic!("no codec for {other}"),
        }
    }
    for (name, exi) in hits::streams() {
        let mut memory = vec![MaybeUninit::uninit(); 2 << 20];
        let values = decode_hits(&exi, &mut memory);
        assert!(!values.0.is_empty(), "{name} has values");
        measured_decode_hits(&exi, &mut memory);
        println!("hits\t{name}\t{}\tdecode", exi.len());
    }
}

fn decode_hits<'a>(exi: &[u8], memory: &'a mut [MaybeUninit<u8>]) -> Values<'a> {
    let options = DecodeOptions::new().string_table_hits(true);
    let decoded = Values::decode_with(exi, &mut Arena::new(memory), options);
    decoded.unwrap_or_else(|error| panic!("hits do not decode: {error}")).0
}

#[inline(never)]
fn measured_decode_hits(exi: &[u8], memory: &mut [MaybeUninit<u8>]) {
    for _ in 0..CALLS {
        black_box(&decode_hits(black_box(exi), memory));
    }
}

fn measure<F: Family>(Message { set, name, exi }: &Message)
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let mut memory = Box::new(Memory::new());
    let mut memory_of_the_warm_call = Box::new(Memory::new());
    let mut output: Box<Output> = Box::new([0; _]);

    // The warm call, and the proof that the work below is the right work.
    let mut arena = memory_of_the_warm_call.arena();
    let decoded = F::Of::decode(exi, &mut arena)
        .unwrap_or_else(|error| panic!("{set} {name} does not decode: {error}"));
    let length = decoded
        .encode(&mut *output)
        .unwrap_or_else(|error| panic!("{set} {name} does not encode: {error}"));
    assert_eq!(output[..length], **exi, "{set} {name} is encoded otherwise");

    measured_decode::<F>(exi, &mut memory);
    println!("{set}\t{name}\t{}\tdecode", exi.len());
    measured_encode(&decoded, &mut output);
    println!("{set}\t{name}\t{}\tencode", exi.len());
}

#[inline(never)]
fn measured_decode<F: Family>(exi: &[u8], memory: &mut Memory)
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    for _ in 0..CALLS {
        let decoded = F::Of::decode(black_box(exi), &mut memory.arena());
        black_box(&decoded);
    }
}

#[inline(never)]
fn measured_encode<M: Encode>(message: &M, output: &mut Output) {
    for _ in 0..CALLS {
        let length = black_box(message).encode(black_box(&mut *output));
        black_box(&length);
    }
    black_box(&output);
}

//! The floor: postcard, a compact binary format without a schema to obey.
//!
//! Structs with the members of some messages, filled from the decoded message and so with the same
//! values. Strings and binaries borrow from the input, which EXI cannot do, as they do not lie on
//! byte boundaries there; enumerations are bytes. No bounds are checked. This is not what an EXI
//! codec can reach, but what it can be held against.

mod mirror;

use std::hint::black_box;

use benches::Message;
use exi::{Decode, Encode, Family};
use serde::{Deserialize, Serialize};

use crate::ours::{self, Buffers, Output};
use crate::timing::{Effort, Times, alternate, geometric_mean};

/// A message with a twin in postcard.
trait Twin {
    /// The message.
    type Family: Family;
    /// The twin.
    type Of<'a>: Serialize + Deserialize<'a>;
    /// Set and name of the message.
    const MESSAGE: (&'static str, &'static str);

    /// The values of the message; `None` if it is another message.
    fn of<'a>(message: &<Self::Family as Family>::Of<'a>) -> Option<Self::Of<'a>>;
}

/// Prints the comparison.
pub(crate) fn compare(effort: Effort, messages: &[Message]) {
    println!(
        "{:12} {:33} {:>5} {:>8} | {:>8} {:>8} {:>6} | {:>8} {:>8} {:>6}",
        "nanoseconds",
        "",
        "EXI",
        "postcard",
        "decode",
        "postcard",
        "ratio",
        "encode",
        "postcard",
        "ratio"
    );
    let ratios = [
        row::<mirror::CurrentDemandReq<'_>>(effort, messages),
        row::<mirror::CurrentDemandRes<'_>>(effort, messages),
        row::<mirror::PaymentDetailsReq<'_>>(effort, messages),
        row::<mirror::DcChargeLoopReq<'_>>(effort, messages),
    ];
    for (at, op) in ["decode", "encode"].into_iter().enumerate() {
        let mean = geometric_mean(&ratios.map(|ratios| ratios[at]));
        println!("{op}: postcard takes {mean:.3} of our time in the geometric mean");
    }
}

fn row<T: Twin>(effort: Effort, messages: &[Message]) -> [f64; 2]
where
    for<'a> <T::Family as Family>::Of<'a>: Decode<'a> + Encode,
{
    let (set, name) = T::MESSAGE;
    let message = messages
        .iter()
        .find(|message| message.set == set && message.name == name)
        .expect("the message is there");
    let exi = &*message.exi;
    let Buffers { memory, memory_of_the_message, output } = &mut Buffers::new();
    let ours = ours::decoded::<T::Family>(message, memory_of_the_message);
    let twin = T::of(&ours).expect("it is this message");
    let mut buffer: Box<Output> = Box::new([0; _]);
    let bytes =
        postcard::to_slice(&twin, &mut *buffer).expect("the buffer is large enough").to_vec();

    let decode = alternate(
        effort,
        [&mut |calls| ours::decode::<T::Family>(calls, exi, memory), &mut |calls| {
            postcard_decode::<T>(calls, &bytes)
        }],
    );
    let encode = alternate(
        effort,
        [&mut |calls| ours::encode(calls, &ours, output), &mut |calls| {
            postcard_encode(calls, &twin, &mut buffer)
        }],
    );
    println!(
        "{set:12} {name:33} {:5} {:8} | {} | {}",
        exi.len(),
        bytes.len(),
        columns(&decode),
        columns(&encode)
    );
    [decode.ratio(1), encode.ratio(1)]
}

fn columns(times: &Times<2>) -> String {
    format!("{:8.0} {:8.0} {:6.2}", times.best(0), times.best(1), times.ratio(1))
}

#[inline(never)]
fn postcard_decode<T: Twin>(calls: u32, bytes: &[u8]) {
    for _ in 0..calls {
        let decoded = postcard::from_bytes::<T::Of<'_>>(black_box(bytes));
        black_box(&decoded);
    }
}

#[inline(never)]
fn postcard_encode<S: Serialize>(calls: u32, twin: &S, output: &mut Output) {
    for _ in 0..calls {
        let written = postcard::to_slice(black_box(twin), black_box(&mut *output));
        black_box(&written);
    }
}

//! Our codec as a contender.

use std::hint::black_box;

use benches::Message;
use exi::{ArenaBuf, Decode, Encode, Family};

/// The caller's memory for one message, more than the largest one takes.
pub(crate) type Memory = ArenaBuf<{ 64 * 1024 }>;

/// The caller's buffer for one document, longer than the longest one.
pub(crate) type Output = [u8; 8 * 1024];

/// Buffers for one message at a time, used again and again as a program would.
pub(crate) struct Buffers {
    pub(crate) memory: Box<Memory>,
    /// For the message that is encoded.
    pub(crate) memory_of_the_message: Box<Memory>,
    pub(crate) output: Box<Output>,
}

impl Buffers {
    pub(crate) fn new() -> Self {
        Self {
            memory: Box::new(Memory::new()),
            memory_of_the_message: Box::new(Memory::new()),
            output: Box::new([0; _]),
        }
    }
}

/// Decodes a message for good, and proves that encoding it gives the same bytes.
pub(crate) fn decoded<'a, F: Family>(message: &Message, memory: &'a mut Memory) -> F::Of<'a>
where
    F::Of<'a>: Decode<'a> + Encode,
{
    let Message { set, name, exi } = message;
    let decoded = F::Of::decode(exi, &mut memory.arena())
        .unwrap_or_else(|error| panic!("{set} {name} does not decode: {error}"));
    let mut output: Output = [0; _];
    let length = decoded
        .encode(&mut output)
        .unwrap_or_else(|error| panic!("{set} {name} does not encode: {error}"));
    assert_eq!(output[..length], **exi, "{set} {name} is encoded otherwise");
    decoded
}

#[inline(never)]
pub(crate) fn decode<F: Family>(calls: u32, exi: &[u8], memory: &mut Memory)
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    for _ in 0..calls {
        let decoded = F::Of::decode(black_box(exi), &mut memory.arena());
        black_box(&decoded);
    }
}

#[inline(never)]
pub(crate) fn encode<M: Encode>(calls: u32, message: &M, output: &mut Output) {
    for _ in 0..calls {
        let length = black_box(message).encode(black_box(&mut *output));
        black_box(&length);
    }
    black_box(&output);
}

/// Calls a function, generic over the documents of a set, with those of the set named.
macro_rules! with_set {
    ($set:expr, $function:ident($($argument:expr),*)) => {
        match $set {
            "sap" => $function::<iso15118_messages::sap::Message<'static>>($($argument),*),
            "din" => $function::<iso15118_messages::din::V2gMessage<'static>>($($argument),*),
            "iso2" => $function::<iso15118_messages::iso2::V2gMessage<'static>>($($argument),*),
            "iso20-common" => {
                $function::<iso15118_messages::iso20::common::Message<'static>>($($argument),*)
            }
            "iso20-ac" => {
                $function::<iso15118_messages::iso20::ac::Message<'static>>($($argument),*)
            }
            "iso20-dc" => {
                $function::<iso15118_messages::iso20::dc::Message<'static>>($($argument),*)
            }
            "iso20-wpt" => {
                $function::<iso15118_messages::iso20::wpt::Message<'static>>($($argument),*)
            }
            "iso20-acdp" => {
                $function::<iso15118_messages::iso20::acdp::Message<'static>>($($argument),*)
            }
            other => panic!("no codec for {other}"),
        }
    };
}

pub(crate) use with_set;

//! What is around the codecs: messages that own their memory, JSON, V2GTP framing.

use std::convert::Infallible;
use std::hint::black_box;

use benches::Message;
use exi::grammar::HasSchema;
use exi::{Decode, Encode, Family, Owned, json};
use serde::Serialize;
use v2gtp::{Event, Frame, FrameDecoder, PayloadType, write_frame};

use crate::ours::{self, Buffers, Memory, with_set};
use crate::timing::{Effort, alternate, geometric_mean};

/// Payload of a TCP segment in an Ethernet frame, with IPv6 and time stamps.
const SEGMENT: usize = 1428;

/// Prints what decoding into owned memory and JSON cost, beside decoding into an arena.
pub(crate) fn owned_and_json(effort: Effort, messages: &[Message]) {
    println!(
        "{:12} {:33} {:>5} | {:>8} {:>8} {:>6} | {:>6} {:>8} {:>8}",
        "nanoseconds", "", "", "decode", "Owned", "ratio", "JSON", "to JSON", "from"
    );
    let ratios: Vec<_> = messages
        .iter()
        .map(|message| with_set!(message.set.as_str(), owned_and_json_of(effort, message)))
        .collect();
    for (at, what) in ["Owned", "to JSON", "from JSON"].into_iter().enumerate() {
        let ratios: Vec<_> = ratios.iter().map(|ratios| ratios[at]).collect();
        let mean = geometric_mean(&ratios);
        println!("{what}: {mean:.2} times as long as a decode, in the geometric mean");
    }
}

/// Prints a row; returns its figures in decodes into an arena.
fn owned_and_json_of<F: Family>(effort: Effort, message: &Message) -> [f64; 3]
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + HasSchema + Serialize,
{
    let exi = &*message.exi;
    let Buffers { memory, memory_of_the_message, .. } = &mut Buffers::new();
    let decoded = ours::decoded::<F>(message, memory_of_the_message);
    let text = serde_json::to_string(&decoded).expect("messages have a JSON form");
    let mut memory_of_json = Box::new(Memory::new());
    let again = json::from_str::<F::Of<'_>>(&text, &mut memory_of_json.arena())
        .unwrap_or_else(|error| panic!("{} does not come back from JSON: {error}", message.name));
    assert_eq!(again.encode_to_vec().as_deref(), Ok(exi), "JSON has changed {}", message.name);

    let mut buffer = Vec::with_capacity(text.len());
    let mut memory_of_json = Box::new(Memory::new());
    let times = alternate(
        effort,
        [
            &mut |calls| ours::decode::<F>(calls, exi, memory),
            &mut |calls| owned_decode::<F>(calls, exi),
            &mut |calls| to_json(calls, &decoded, &mut buffer),
            &mut |calls| from_json::<F>(calls, &text, &mut memory_of_json),
        ],
    );
    println!(
        "{:12} {:33} {:5} | {:8.0} {:8.0} {:6.2} | {:6} {:8.0} {:8.0}",
        message.set,
        message.name,
        exi.len(),
        times.best(0),
        times.best(1),
        times.ratio(1),
        text.len(),
        times.best(2),
        times.best(3),
    );
    [times.ratio(1), times.ratio(2), times.ratio(3)]
}

#[inline(never)]
fn owned_decode<F: Family>(calls: u32, exi: &[u8])
where
    for<'a> F::Of<'a>: Decode<'a>,
{
    for _ in 0..calls {
        let decoded = Owned::<F>::decode(black_box(exi));
        black_box(decoded.as_ref().map(Owned::get)).ok();
    }
}

#[inline(never)]
fn to_json<M: Serialize>(calls: u32, message: &M, buffer: &mut Vec<u8>) {
    for _ in 0..calls {
        buffer.clear();
        let done = serde_json::to_writer(&mut *buffer, black_box(message));
        black_box((&done, &buffer));
    }
}

#[inline(never)]
fn from_json<F: Family>(calls: u32, text: &str, memory: &mut Memory)
where
    for<'a> F::Of<'a>: Decode<'a> + HasSchema,
{
    for _ in 0..calls {
        let message = json::from_str::<F::Of<'_>>(black_box(text), &mut memory.arena());
        black_box(&message);
    }
}

/// Prints how fast V2GTP frames are written and cut out of a stream.
pub(crate) fn framing(effort: Effort, messages: &[Message]) {
    let stream = stream_of(messages);
    let mut buffer = vec![0; stream.len()];
    let mut decoders = [(); 2].map(|()| FrameDecoder::new(vec![0; 8 * 1024]));
    for (decoder, chunk) in decoders.iter_mut().zip([stream.len(), SEGMENT]) {
        assert_eq!(cut(decoder, &stream, chunk), messages.len(), "all frames are found");
    }
    let [whole, segments] = &mut decoders;
    let times = alternate(
        effort,
        [
            &mut |calls| repeat(calls, || cut(whole, black_box(&stream), stream.len())),
            &mut |calls| repeat(calls, || cut(segments, black_box(&stream), SEGMENT)),
            &mut |calls| repeat(calls, || write(messages, black_box(&mut buffer))),
        ],
    );
    let names = [
        "read, in one piece (bodies are borrowed)",
        "read, cut into TCP segments (those cut are copied)",
        "write (bodies are copied)",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let frame = times.best(at) / messages.len() as f64;
        let gigabytes = stream.len() as f64 / times.best(at);
        println!("{name:50} {frame:6.1} ns a frame, {gigabytes:5.1} GB/s");
    }
}

fn repeat<T>(calls: u32, mut call: impl FnMut() -> T) {
    for _ in 0..calls {
        black_box(call());
    }
}

fn stream_of(messages: &[Message]) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut buffer = [0; 8 * 1024];
    for message in messages {
        let frame = Frame { payload_type: PayloadType::V2G_EXI, payload: &*message.exi };
        stream.extend_from_slice(frame.encode(&mut buffer).expect("the buffer is large enough"));
    }
    stream
}

/// Takes all frames out of a stream that comes in chunks; returns how many there are.
#[inline(never)]
fn cut(decoder: &mut FrameDecoder<Vec<u8>>, stream: &[u8], chunk: usize) -> usize {
    let mut frames = 0;
    for mut input in stream.chunks(chunk) {
        while let Ok(Some(event)) = decoder.decode(&mut input, PayloadType::is_exi) {
            if let Event::Frame(frame) = event {
                black_box(frame.payload);
                frames += 1;
            }
        }
    }
    frames
}

#[inline(never)]
fn write(messages: &[Message], buffer: &mut [u8]) -> usize {
    let mut at = 0;
    for message in messages {
        let frame = write_frame(&mut buffer[at..], PayloadType::V2G_EXI, |room| {
            let length = message.exi.len();
            room[..length].copy_from_slice(&message.exi);
            Ok::<_, Infallible>(length)
        });
        at += frame.map_or(0, <[u8]>::len);
    }
    at
}

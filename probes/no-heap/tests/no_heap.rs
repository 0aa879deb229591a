//! No heap: not one allocation while the benchmark messages are decoded and encoded.

use std::hint::black_box;

use exi::{ArenaBuf, Decode, Encode, Family};
use iso15118_messages::{din, iso2, iso20, sap};
use probe_no_heap::{Counting, allocations};
use v2gtp::{Event, FrameDecoder, PayloadType};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Memory for one message, more than the largest one takes.
type Memory = ArenaBuf<{ 64 * 1024 }>;

#[test]
fn an_allocation_is_counted() {
    let (count, _) = allocations(|| black_box(Box::new(1)));
    assert_eq!(count, 1);
    let (count, _) = allocations(|| black_box(vec![0_u8; 10]).reserve_exact(20));
    assert_eq!(count, 2);
}

#[test]
fn sap_needs_no_heap() {
    round_trip::<sap::Message<'static>>("sap", 2);
}

#[test]
fn din_needs_no_heap() {
    round_trip::<din::V2gMessage<'static>>("din", 4);
}

#[test]
fn iso2_needs_no_heap() {
    round_trip::<iso2::V2gMessage<'static>>("iso2", 10);
}

#[test]
fn iso20_needs_no_heap() {
    round_trip::<iso20::common::Message<'static>>("iso20-common", 3);
    round_trip::<iso20::ac::Message<'static>>("iso20-ac", 4);
    round_trip::<iso20::dc::Message<'static>>("iso20-dc", 7);
}

fn round_trip<F: Family>(set: &str, expected: usize)
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let messages: Vec<_> = benches::messages().into_iter().filter(|m| m.set == set).collect();
    assert_eq!(messages.len(), expected, "messages of the set {set}");
    let mut memory = Memory::new();
    let mut output = [0; 8 * 1024];
    for message in &messages {
        let (count, length) = allocations(|| {
            let decoded = F::Of::decode(&message.exi, &mut memory.arena());
            decoded.ok().and_then(|decoded| decoded.encode(&mut output).ok())
        });
        let length = length.unwrap_or_else(|| panic!("{set} {} fails", message.name));
        assert_eq!(output[..length], *message.exi, "{set} {}", message.name);
        assert_eq!(count, 0, "allocations for {set} {}", message.name);
    }
}

#[test]
fn v2gtp_needs_no_heap() {
    let messages = benches::messages();
    let (count, ()) = allocations(|| {
        let mut decoder = FrameDecoder::new([0; 8 * 1024]);
        let mut stream = [0; 8 * 1024];
        for message in &messages {
            let frame = v2gtp::write_frame(&mut stream, PayloadType::V2G_EXI, |room| {
                room[..message.exi.len()].copy_from_slice(&message.exi);
                Ok::<_, std::convert::Infallible>(message.exi.len())
            });
            let frame = frame.expect("the buffer is large enough");
            // Cut in the header, so that the frame has to be buffered.
            let mut found = 0;
            for mut chunk in [&frame[..3], &frame[3..9], &frame[9..]] {
                while let Some(event) =
                    decoder.decode(&mut chunk, PayloadType::is_exi).expect("the header is right")
                {
                    assert!(matches!(event, Event::Frame(f) if f.payload == &*message.exi));
                    found += 1;
                }
            }
            assert_eq!(found, 1, "frames for {}", message.name);
        }
    });
    assert_eq!(count, 0);
}

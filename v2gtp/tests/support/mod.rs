//! Shared by the integration tests.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use v2gtp::{Event, Frame, FrameDecoder, Header, HeaderError, PayloadType};

/// An event that owns its payload, so that runs can be compared.
pub(crate) type OwnedEvent = Event<Vec<u8>>;

/// Header and payload as they are on the wire.
pub(crate) fn frame_bytes(payload_type: PayloadType, payload: &[u8]) -> Vec<u8> {
    let header = Header { payload_type, payload_length: payload.len().try_into().unwrap() };
    [&header.encode(), payload].concat()
}

pub(crate) fn own<P: AsRef<[u8]>>(event: Event<P>) -> OwnedEvent {
    match event {
        Event::Frame(Frame { payload_type, payload }) => {
            Event::Frame(Frame { payload_type, payload: payload.as_ref().to_vec() })
        }
        Event::Skipped(header) => Event::Skipped(header),
        Event::TooLong { header, cap } => Event::TooLong { header, cap },
    }
}

/// What came out of a stream, up to its end or its first error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) events: Vec<OwnedEvent>,
    /// On success, whether the stream ended between two frames.
    pub(crate) end: Result<bool, HeaderError>,
}

/// Feeds the chunks one after the other and drains the decoder after each.
pub(crate) fn run<'c, S: AsRef<[u8]> + AsMut<[u8]>>(
    decoder: &mut FrameDecoder<S>,
    chunks: impl IntoIterator<Item = &'c [u8]>,
    wanted: impl Fn(PayloadType) -> bool,
) -> Outcome {
    let mut events = Vec::new();
    for chunk in chunks {
        let mut input = chunk;
        loop {
            match decoder.decode(&mut input, &wanted) {
                Ok(Some(event)) => events.push(own(event)),
                Ok(None) => break,
                Err(error) => return Outcome { events, end: Err(error) },
            }
        }
        assert!(input.is_empty(), "`None` means that the input is used up");
    }
    Outcome { events, end: Ok(decoder.is_between_frames()) }
}

/// Cuts `stream` at the given positions; positions past its end and empty pieces are fine.
pub(crate) fn cut<'s>(stream: &'s [u8], positions: &[usize]) -> Vec<&'s [u8]> {
    let mut positions: Vec<usize> = positions.iter().map(|p| (*p).min(stream.len())).collect();
    positions.push(stream.len());
    positions.sort_unstable();
    let mut start = 0;
    let mut chunks = Vec::new();
    for end in positions {
        chunks.push(&stream[start..end]);
        start = end;
    }
    chunks
}

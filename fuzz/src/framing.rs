//! V2GTP streams: the same events, however they arrive.

use bytes::BytesMut;
use v2gtp::{BytesDecoder, Event, Frame, FrameDecoder, Header, HeaderError, PayloadType};

/// Events up to the end or the first error; then, whether the stream ends between two frames.
type Outcome = (Vec<Event<Vec<u8>>>, Result<bool, HeaderError>);

pub(crate) fn check(data: &[u8]) {
    let [cap, cuts, rest @ ..] = data else { return };
    let cap = usize::from(*cap);
    let (distances, stream) = rest.split_at(rest.len().min(usize::from(*cuts)));
    let chunks = cut(stream, distances);

    let expected = naive(stream, cap);
    assert_eq!(borrowed(&[stream], cap), expected, "whole");
    assert_eq!(borrowed(&chunks, cap), expected, "cut");
    assert_eq!(owned(&chunks, cap), expected, "bytes");
    round_trip(&expected.0, cap);
}

/// Cuts the stream at distances of so many bytes; what is left is the last chunk.
fn cut<'s>(mut stream: &'s [u8], distances: &[u8]) -> Vec<&'s [u8]> {
    let mut chunks = Vec::new();
    for distance in distances {
        let (chunk, rest) = stream.split_at(stream.len().min(usize::from(*distance)));
        chunks.push(chunk);
        stream = rest;
    }
    chunks.push(stream);
    chunks
}

/// The stream by the definition, with all of it at hand.
fn naive(mut stream: &[u8], cap: usize) -> Outcome {
    let mut events = Vec::new();
    let end = loop {
        let Some((head, rest)) = stream.split_first_chunk() else {
            // Version bytes are judged as soon as they are there.
            let mut head = [Header::VERSION, Header::INVERSE_VERSION, 0, 0, 0, 0, 0, 0];
            head[..stream.len()].copy_from_slice(stream);
            break Header::parse(&head).map(|_| stream.is_empty());
        };
        let header = match Header::parse(head) {
            Ok(header) => header,
            Err(error) => break Err(error),
        };
        let length = header.payload_length as usize;
        let body = rest.get(..length);
        if !PayloadType::is_exi(header.payload_type) {
            events.push(Event::Skipped(header));
        } else if length > cap {
            events.push(Event::TooLong { header, cap });
        } else if let Some(body) = body {
            let payload_type = header.payload_type;
            events.push(Event::Frame(Frame { payload_type, payload: body.to_vec() }));
        }
        match rest.get(length..) {
            Some(rest) => stream = rest,
            None => break Ok(false),
        }
    };
    (events, end)
}

fn borrowed(chunks: &[&[u8]], cap: usize) -> Outcome {
    let mut decoder = FrameDecoder::new(vec![0; cap]);
    let mut events = Vec::new();
    for mut chunk in chunks.iter().copied() {
        loop {
            match decoder.decode(&mut chunk, PayloadType::is_exi) {
                Ok(Some(event)) => events.push(own(event)),
                Ok(None) => break,
                Err(error) => return (events, Err(error)),
            }
        }
        assert!(chunk.is_empty(), "`None` means that the input is used up");
    }
    (events, Ok(decoder.is_between_frames()))
}

fn owned(chunks: &[&[u8]], cap: usize) -> Outcome {
    let mut decoder = BytesDecoder::new(cap);
    let mut input = BytesMut::new();
    let mut events = Vec::new();
    for chunk in chunks {
        input.extend_from_slice(chunk);
        loop {
            match decoder.decode(&mut input, PayloadType::is_exi) {
                Ok(Some(event)) => events.push(own(event)),
                Ok(None) => break,
                Err(error) => return (events, Err(error)),
            }
        }
        assert!(input.len() < cap.max(1), "{} bytes kept with a cap of {cap}", input.len());
    }
    (events, Ok(decoder.is_between_frames()))
}

fn own<P: AsRef<[u8]>>(event: Event<P>) -> Event<Vec<u8>> {
    match event {
        Event::Frame(Frame { payload_type, payload }) => {
            Event::Frame(Frame { payload_type, payload: payload.as_ref().to_vec() })
        }
        Event::Skipped(header) => Event::Skipped(header),
        Event::TooLong { header, cap } => Event::TooLong { header, cap },
    }
}

/// Frames that were decoded are encoded, and decoded once more.
fn round_trip(events: &[Event<Vec<u8>>], cap: usize) {
    let frames: Vec<_> = events.iter().filter(|e| matches!(e, Event::Frame(_))).cloned().collect();
    let mut stream = Vec::new();
    for event in &frames {
        let Event::Frame(frame) = event else { unreachable!("filtered above") };
        let mut buffer = vec![0; Header::LEN + frame.payload.len()];
        stream.extend_from_slice(frame.encode(&mut buffer).expect("the room is what it takes"));
        assert_eq!(Frame::parse_datagram(&buffer).map(|f| f.payload), Ok(&*frame.payload));
    }
    assert_eq!(borrowed(&[&stream], cap), (frames, Ok(true)));
}

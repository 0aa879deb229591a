//! Properties of header, decoder and encoder over generated input.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use proptest::prelude::*;
use support::{Outcome, OwnedEvent, cut, frame_bytes, run};
use v2gtp::{
    EncodeError, Event, Frame, FrameDecoder, FrameError, Header, HeaderError, PayloadType,
    write_frame,
};

fn payload_type() -> impl Strategy<Value = PayloadType> {
    prop_oneof![
        prop::sample::select(vec![
            PayloadType::V2G_EXI,
            PayloadType::COMMON_MAIN_STREAM,
            PayloadType::DC_MAIN_STREAM,
            PayloadType::METERING_CONFIRMATION,
            PayloadType::SDP_REQUEST,
            PayloadType::MANUFACTURER_SPECIFIC_FIRST,
        ]),
        any::<u16>().prop_map(PayloadType::new),
    ]
}

/// A few frames, as type and payload.
fn frames() -> impl Strategy<Value = Vec<(PayloadType, Vec<u8>)>> {
    prop::collection::vec((payload_type(), prop::collection::vec(any::<u8>(), 0..40)), 0..8)
}

/// Bytes that are often V2GTP: whole frames, cut frames, headers with big lengths, noise.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => (payload_type(), prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(t, payload)| frame_bytes(t, &payload)),
        1 => (payload_type(), any::<u32>())
            .prop_map(|(payload_type, payload_length)| {
                Header { payload_type, payload_length }.encode().to_vec()
            }),
        1 => prop::collection::vec(any::<u8>(), 0..12),
        1 => (payload_type(), 0..60_u32, 0..12_usize).prop_map(|(payload_type, payload_length, len)| {
            Header { payload_type, payload_length }.encode()[..len.min(8)].to_vec()
        }),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..400_usize, 0..12)
}

/// What any decoder has to find in whole frames.
fn expected_event(payload_type: PayloadType, payload: Vec<u8>, cap: usize) -> OwnedEvent {
    let header = Header { payload_type, payload_length: payload.len().try_into().unwrap() };
    if !payload_type.is_exi() {
        Event::Skipped(header)
    } else if payload.len() > cap {
        Event::TooLong { header, cap }
    } else {
        Event::Frame(Frame { payload_type, payload })
    }
}

/// The slice parser in a loop over the whole stream, as the reference for the incremental decoder.
fn by_slices(mut input: &[u8], cap: usize) -> Outcome {
    let mut events = Vec::new();
    loop {
        match Frame::parse_first(input) {
            Ok((frame, rest)) => {
                events.push(expected_event(frame.payload_type, frame.payload.to_vec(), cap));
                input = rest;
            }
            Err(FrameError::Header(error)) => return Outcome { events, end: Err(error) },
            Err(_) => {
                // A cut frame that is not handed out is reported at its header.
                if let Some(head) = input.first_chunk() {
                    let header = Header::parse(head).unwrap();
                    if !header.payload_type.is_exi() {
                        events.push(Event::Skipped(header));
                    } else if usize::try_from(header.payload_length).unwrap() > cap {
                        events.push(Event::TooLong { header, cap });
                    }
                }
                return Outcome { events, end: Ok(input.is_empty()) };
            }
        }
    }
}

proptest! {
    #[test]
    fn header_round_trip(payload_type in payload_type(), payload_length: u32) {
        let header = Header { payload_type, payload_length };
        prop_assert_eq!(Header::parse(&header.encode()), Ok(header));
    }

    #[test]
    fn header_bytes_round_trip(bytes: [u8; 8], good_version: bool) {
        let mut bytes = bytes;
        if good_version {
            bytes[..2].copy_from_slice(&[0x01, 0xFE]);
        }
        match Header::parse(&bytes) {
            Ok(header) => prop_assert_eq!(header.encode(), bytes),
            Err(HeaderError::Version { found }) => {
                prop_assert_eq!(found, bytes[0]);
                prop_assert_ne!(found, 0x01);
            }
            Err(HeaderError::InverseVersion { found }) => {
                prop_assert_eq!((bytes[0], found), (0x01, bytes[1]));
                prop_assert_ne!(found, 0xFE);
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn any_cut_of_any_frames_gives_the_same_events(
        frames in frames(),
        cuts in cuts(),
        cap in 0..48_usize,
    ) {
        let stream: Vec<u8> = frames.iter().flat_map(|(t, p)| frame_bytes(*t, p)).collect();
        let events = frames.into_iter().map(|(t, p)| expected_event(t, p, cap)).collect();
        let outcome = run(
            &mut FrameDecoder::new(vec![0; cap]),
            cut(&stream, &cuts),
            PayloadType::is_exi,
        );
        prop_assert_eq!(outcome, Outcome { events, end: Ok(true) });
    }

    #[test]
    fn incremental_decoder_equals_slice_parser(
        stream in stream(),
        cuts in cuts(),
        cap in 0..48_usize,
    ) {
        let expected = by_slices(&stream, cap);
        let at_once = run(&mut FrameDecoder::new(vec![0; cap]), [&*stream], PayloadType::is_exi);
        prop_assert_eq!(&at_once, &expected);
        let cut = run(
            &mut FrameDecoder::new(vec![0; cap]),
            cut(&stream, &cuts),
            PayloadType::is_exi,
        );
        prop_assert_eq!(&cut, &expected);
        let bytewise =
            run(&mut FrameDecoder::new(vec![0; cap]), stream.chunks(1), PayloadType::is_exi);
        prop_assert_eq!(&bytewise, &expected);
    }

    #[test]
    fn every_prefix_of_a_frame_is_incomplete(
        payload_type in payload_type(),
        payload in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let bytes = frame_bytes(payload_type, &payload);
        for len in 0..bytes.len() {
            let result = Frame::parse_datagram(&bytes[..len]);
            let Err(FrameError::Incomplete { needed }) = result else {
                return Err(TestCaseError::fail(format!("{result:?}")));
            };
            let upto = len + usize::try_from(needed).unwrap();
            prop_assert_eq!(upto, if len < 8 { 8 } else { bytes.len() });
        }
        let frame = Frame::parse_datagram(&bytes).unwrap();
        prop_assert_eq!(frame, Frame { payload_type, payload: &payload[..] });
    }

    #[test]
    fn encoder_accepts_the_exact_size_and_refuses_one_less(
        payload_type in payload_type(),
        payload in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let expected = frame_bytes(payload_type, &payload);
        let needed = expected.len();
        let mut buf = vec![0; needed];
        let write = |room: &mut [u8]| {
            if let Some(body) = room.get_mut(..payload.len()) {
                body.copy_from_slice(&payload);
            }
            Ok::<_, FrameError>(payload.len())
        };
        prop_assert_eq!(write_frame(&mut buf, payload_type, write), Ok(&*expected));
        prop_assert_eq!(
            write_frame(&mut buf[..needed - 1], payload_type, write),
            Err(EncodeError::BufferTooSmall { needed })
        );
    }
}

#[cfg(feature = "bytes")]
mod bytes_decoder {
    use bytes::BytesMut;
    use v2gtp::BytesDecoder;

    use super::*;

    /// Like [`run`]: appends each chunk to what is left, and drains.
    fn run_bytes(cap: usize, chunks: Vec<&[u8]>) -> Outcome {
        let mut decoder = BytesDecoder::new(cap);
        let mut input = BytesMut::new();
        let mut events = Vec::new();
        for chunk in chunks {
            input.extend_from_slice(chunk);
            loop {
                match decoder.decode(&mut input, PayloadType::is_exi) {
                    Ok(Some(event)) => events.push(support::own(event)),
                    Ok(None) => break,
                    Err(error) => return Outcome { events, end: Err(error) },
                }
            }
            assert!(input.len() < cap.max(1), "{} bytes kept with a cap of {cap}", input.len());
        }
        Outcome { events, end: Ok(decoder.is_between_frames()) }
    }

    proptest! {
        #[test]
        fn bytes_decoder_equals_slice_parser(
            stream in stream(),
            cuts in cuts(),
            cap in 0..48_usize,
        ) {
            let expected = by_slices(&stream, cap);
            prop_assert_eq!(&run_bytes(cap, vec![&stream]), &expected);
            prop_assert_eq!(&run_bytes(cap, cut(&stream, &cuts)), &expected);
            prop_assert_eq!(&run_bytes(cap, stream.chunks(1).collect()), &expected);
        }
    }
}

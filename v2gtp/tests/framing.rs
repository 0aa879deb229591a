//! Behaviour of the incremental decoder at the edges of frames and chunks.

mod support;

use support::{Outcome, OwnedEvent, cut, frame_bytes, run};
use v2gtp::{
    Event, Frame, FrameDecoder, FrameError, Header, HeaderError, PayloadType, write_frame,
};

const VENDOR: PayloadType = PayloadType::new(0xBEEF);

/// Four frames of recorded sessions between two open implementations (Josev as station and as
/// vehicle).
mod recorded {
    /// ISO 15118-20 session: supportedAppProtocolRes.
    pub(super) const SAP_RES: &[u8] =
        &[0x01, 0xFE, 0x80, 0x01, 0x00, 0x00, 0x00, 0x04, 0x80, 0x40, 0x00, 0x40];
    /// ISO 15118-2 session: SessionSetupReq.
    pub(super) const SESSION_SETUP_REQ: &[u8] = &[
        0x01, 0xFE, 0x80, 0x01, 0x00, 0x00, 0x00, 0x0E, 0x80, 0x98, 0x00, 0x40, 0x11, 0xD0, 0x19,
        0x7B, 0x9A, 0x22, 0x6B, 0xEB, 0xB8, 0x00,
    ];
    /// ISO 15118-20 session: AuthorizationReq on the common main stream.
    pub(super) const AUTHORIZATION_REQ: &[u8] = &[
        0x01, 0xFE, 0x80, 0x02, 0x00, 0x00, 0x00, 0x12, 0x80, 0x00, 0x04, 0x39, 0x99, 0x64, 0xDC,
        0xDF, 0x8C, 0x4C, 0xD9, 0x8F, 0xFD, 0x08, 0xAD, 0x80, 0x62, 0x00,
    ];
    /// ISO 15118-20 session: DC_CableCheckReq on the DC main stream.
    pub(super) const CABLE_CHECK_REQ: &[u8] = &[
        0x01, 0xFE, 0x80, 0x04, 0x00, 0x00, 0x00, 0x11, 0x80, 0x2C, 0x04, 0x39, 0x99, 0x64, 0xDC,
        0xDF, 0x8C, 0x4C, 0xD9, 0x88, 0x2D, 0x18, 0xAD, 0x80, 0x62,
    ];
}

fn frame(payload_type: PayloadType, payload: &[u8]) -> OwnedEvent {
    Event::Frame(Frame { payload_type, payload: payload.to_vec() })
}

fn recorded_stream() -> (Vec<u8>, Vec<OwnedEvent>) {
    let stream = [
        recorded::SAP_RES,
        recorded::SESSION_SETUP_REQ,
        recorded::AUTHORIZATION_REQ,
        recorded::CABLE_CHECK_REQ,
    ]
    .concat();
    let events = vec![
        frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..]),
        frame(PayloadType::V2G_EXI, &recorded::SESSION_SETUP_REQ[8..]),
        frame(PayloadType::COMMON_MAIN_STREAM, &recorded::AUTHORIZATION_REQ[8..]),
        frame(PayloadType::DC_MAIN_STREAM, &recorded::CABLE_CHECK_REQ[8..]),
    ];
    (stream, events)
}

#[test]
fn coalesced_frames_come_out_one_by_one() {
    let (stream, events) = recorded_stream();
    let outcome = run(&mut FrameDecoder::new([0; 32]), [&*stream], PayloadType::is_exi);
    assert_eq!(outcome, Outcome { events, end: Ok(true) });
}

#[test]
fn a_cut_at_any_two_positions_changes_nothing() {
    let (stream, events) = recorded_stream();
    let expected = Outcome { events, end: Ok(true) };
    for first in 0..=stream.len() {
        for second in first..=stream.len() {
            let chunks = cut(&stream, &[first, second]);
            let outcome = run(&mut FrameDecoder::new([0; 32]), chunks, PayloadType::is_exi);
            assert_eq!(outcome, expected, "cut at {first} and {second}");
        }
    }
}

#[test]
fn byte_by_byte() {
    let (stream, events) = recorded_stream();
    let outcome = run(&mut FrameDecoder::new([0; 32]), stream.chunks(1), PayloadType::is_exi);
    assert_eq!(outcome, Outcome { events, end: Ok(true) });
}

#[test]
fn unwanted_types_are_reported_and_the_stream_stays_in_step() {
    let stream = [
        recorded::SAP_RES,
        &frame_bytes(VENDOR, &[0x01; 300]),
        &frame_bytes(PayloadType::new(0x0000), &[]),
        // A body that looks like a frame must not be taken for one.
        &frame_bytes(PayloadType::SDP_REQUEST, recorded::SAP_RES),
        recorded::SAP_RES,
    ]
    .concat();
    let message = frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..]);
    let skipped =
        |payload_type, payload_length| Event::Skipped(Header { payload_type, payload_length });
    let expected = Outcome {
        events: vec![
            message.clone(),
            skipped(VENDOR, 300),
            skipped(PayloadType::new(0x0000), 0),
            skipped(PayloadType::SDP_REQUEST, 12),
            message,
        ],
        end: Ok(true),
    };
    for size in 1..=stream.len() {
        // The storage is far smaller than the frames that are passed over.
        let outcome = run(&mut FrameDecoder::new([0; 4]), stream.chunks(size), PayloadType::is_exi);
        assert_eq!(outcome, expected, "chunks of {size}");
    }
}

#[test]
fn what_is_wanted_may_change_from_frame_to_frame() {
    let (stream, events) = recorded_stream();
    let mut decoder = FrameDecoder::new([0; 32]);
    let mut input = &*stream;
    let mut main_streams = false;
    let mut got = Vec::new();
    while let Some(event) = decoder
        .decode(&mut input, |t| if main_streams { t.is_main_stream() } else { t.is_exi() })
        .unwrap()
    {
        main_streams = true;
        got.push(support::own(event));
    }
    let header = Header { payload_type: PayloadType::V2G_EXI, payload_length: 14 };
    assert_eq!(got[0], events[0]);
    assert_eq!(got[1], Event::Skipped(header));
    assert_eq!(got[2..], events[2..]);
}

#[test]
fn wanted_is_asked_once_per_frame() {
    let (stream, _) = recorded_stream();
    let asked = core::cell::Cell::new(0);
    let wanted = |_| {
        asked.set(asked.get() + 1);
        true
    };
    run(&mut FrameDecoder::new([0; 32]), stream.chunks(1), wanted);
    assert_eq!(asked.get(), 4);
}

#[test]
fn cap_accepts_its_length_and_refuses_one_byte_more() {
    let stream = [
        frame_bytes(PayloadType::V2G_EXI, &[7; 10]),
        frame_bytes(PayloadType::V2G_EXI, &[8; 11]),
        frame_bytes(PayloadType::V2G_EXI, &[9; 10]),
    ]
    .concat();
    let expected = Outcome {
        events: vec![
            frame(PayloadType::V2G_EXI, &[7; 10]),
            Event::TooLong {
                header: Header { payload_type: PayloadType::V2G_EXI, payload_length: 11 },
                cap: 10,
            },
            frame(PayloadType::V2G_EXI, &[9; 10]),
        ],
        end: Ok(true),
    };
    for size in 1..=stream.len() {
        let outcome = run(&mut FrameDecoder::new([0; 10]), stream.chunks(size), |_| true);
        assert_eq!(outcome, expected, "chunks of {size}");
    }
}

#[test]
fn too_long_is_known_before_the_first_byte_of_the_body() {
    let mut decoder = FrameDecoder::new([0; 10]);
    let stream = frame_bytes(PayloadType::V2G_EXI, &[8; 11]);
    let mut input = &stream[..8];
    let event = decoder.decode(&mut input, |_| true).unwrap();
    assert!(matches!(event, Some(Event::TooLong { cap: 10, .. })));
    assert_eq!(decoder.into_storage(), [0; 10]);
}

#[test]
fn bodies_that_are_thrown_away_are_never_stored() {
    let stream =
        [frame_bytes(VENDOR, &[0xAA; 64]), frame_bytes(PayloadType::V2G_EXI, &[0xBB; 64])].concat();
    let mut decoder = FrameDecoder::new([0; 16]);
    let outcome = run(&mut decoder, stream.chunks(3), PayloadType::is_exi);
    assert_eq!(outcome.events.len(), 2);
    assert_eq!(decoder.into_storage(), [0; 16]);
}

#[test]
fn without_storage_only_empty_frames_are_accepted() {
    let stream =
        [frame_bytes(PayloadType::V2G_EXI, &[]), frame_bytes(PayloadType::V2G_EXI, &[1])].concat();
    let outcome = run(&mut FrameDecoder::new([]), [&*stream], |_| true);
    assert_eq!(outcome.events[0], frame(PayloadType::V2G_EXI, &[]));
    assert!(matches!(outcome.events[1], Event::TooLong { cap: 0, .. }));
    assert_eq!(outcome.end, Ok(true));
}

#[test]
fn zero_length_frames() {
    let one = frame_bytes(PayloadType::V2G_EXI, &[]);
    let stream = [&*one, &one, recorded::SAP_RES, &one].concat();
    let empty = frame(PayloadType::V2G_EXI, &[]);
    let message = frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..]);
    let expected =
        Outcome { events: vec![empty.clone(), empty.clone(), message, empty], end: Ok(true) };
    for size in 1..=stream.len() {
        let outcome = run(&mut FrameDecoder::new([0; 4]), stream.chunks(size), |_| true);
        assert_eq!(outcome, expected, "chunks of {size}");
    }
}

#[test]
fn a_length_of_four_gibibytes_is_counted_down() {
    let header = Header { payload_type: VENDOR, payload_length: u32::MAX };
    let mut decoder = FrameDecoder::new([0; 4]);
    let mut input = &header.encode()[..];
    assert_eq!(decoder.decode(&mut input, PayloadType::is_exi), Ok(Some(Event::Skipped(header))));

    // The whole of it, in chunks of 64 MiB: one subtraction each.
    let zeros = vec![0; 64 << 20];
    let mut left = u64::from(u32::MAX);
    while left > 0 {
        let len = usize::try_from(left).unwrap().min(zeros.len());
        let mut input = &zeros[..len];
        assert!(!decoder.is_between_frames());
        assert_eq!(decoder.decode(&mut input, PayloadType::is_exi), Ok(None));
        assert!(input.is_empty());
        left -= u64::try_from(len).unwrap();
    }
    assert!(decoder.is_between_frames());
    let outcome = run(&mut decoder, [recorded::SAP_RES], PayloadType::is_exi);
    assert_eq!(outcome.events, [frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..])]);
}

#[test]
fn a_wanted_length_of_four_gibibytes_is_too_long() {
    let header = Header { payload_type: PayloadType::V2G_EXI, payload_length: u32::MAX };
    let outcome = run(&mut FrameDecoder::new([0; 4]), [&header.encode()[..]], |_| true);
    assert_eq!(outcome.events, [Event::TooLong { header, cap: 4 }]);
    assert_eq!(outcome.end, Ok(false));
}

#[test]
fn a_bad_version_is_seen_at_its_byte_and_is_final() {
    let mut decoder = FrameDecoder::new([0; 32]);
    // A TLS record where V2GTP was expected.
    let error = Err(HeaderError::Version { found: 0x16 });
    assert_eq!(decoder.decode(&mut &[0x16][..], |_| true), error);
    assert_eq!(decoder.decode(&mut &*recorded::SAP_RES, |_| true), error);
    assert_eq!(decoder.decode(&mut &[][..], |_| true), error);
    assert!(!decoder.is_between_frames());

    decoder.reset();
    let outcome = run(&mut decoder, [recorded::SAP_RES], |_| true);
    assert_eq!(outcome.events, [frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..])]);
}

#[test]
fn a_bad_version_behind_good_frames_comes_after_them() {
    let stream = [recorded::SAP_RES, &[0x01, 0x01, 0x80, 0x01, 0, 0, 0, 0]].concat();
    let expected = Outcome {
        events: vec![frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..])],
        end: Err(HeaderError::InverseVersion { found: 0x01 }),
    };
    for size in 1..=stream.len() {
        let outcome = run(&mut FrameDecoder::new([0; 32]), stream.chunks(size), |_| true);
        assert_eq!(outcome, expected, "chunks of {size}");
    }
}

#[test]
fn reset_in_a_body_forgets_it() {
    let mut decoder = FrameDecoder::new([0; 32]);
    run(&mut decoder, [&recorded::SESSION_SETUP_REQ[..12]], |_| true);
    assert!(!decoder.is_between_frames());
    decoder.reset();
    assert!(decoder.is_between_frames());
    let outcome = run(&mut decoder, recorded::SAP_RES.chunks(5), |_| true);
    assert_eq!(outcome.events, [frame(PayloadType::V2G_EXI, &recorded::SAP_RES[8..])]);
}

#[test]
fn a_whole_frame_is_borrowed_from_the_chunk() {
    let (stream, _) = recorded_stream();
    let mut decoder = FrameDecoder::new([0; 32]);
    let mut input = &*stream;
    while let Some(event) = decoder.decode(&mut input, |_| true).unwrap() {
        let Event::Frame(frame) = event else { panic!("{event:?}") };
        assert!(stream.as_ptr_range().contains(&frame.payload.as_ptr()));
    }
    assert_eq!(decoder.into_storage(), [0; 32], "nothing was copied");
}

#[test]
fn a_body_that_comes_whole_after_its_header_is_borrowed_too() {
    let mut decoder = FrameDecoder::new([0; 32]);
    assert_eq!(decoder.decode(&mut &recorded::SAP_RES[..8], |_| true), Ok(None));
    let chunk = &recorded::SAP_RES[8..];
    let Ok(Some(Event::Frame(frame))) = decoder.decode(&mut &*chunk, |_| true) else {
        panic!("no frame")
    };
    assert_eq!(frame.payload.as_ptr(), chunk.as_ptr());
}

#[test]
fn a_cut_frame_comes_from_the_lent_buffer() {
    let mut buffer = [0; 32];
    let lent = buffer.as_ptr_range();
    let mut decoder = FrameDecoder::new(&mut buffer[..]);
    assert_eq!(decoder.decode(&mut &recorded::SAP_RES[..9], |_| true), Ok(None));
    let mut input = &recorded::SAP_RES[9..];
    let Ok(Some(Event::Frame(frame))) = decoder.decode(&mut input, |_| true) else {
        panic!("no frame")
    };
    assert_eq!(frame.payload, &recorded::SAP_RES[8..]);
    assert_eq!(frame.payload.as_ptr(), lent.start);
}

#[test]
fn the_caller_may_stop_behind_a_frame() {
    let (stream, _) = recorded_stream();
    let mut decoder = FrameDecoder::new([0; 32]);
    let mut input = &*stream;
    assert!(decoder.decode(&mut input, |_| true).unwrap().is_some());
    assert_eq!(input, &stream[recorded::SAP_RES.len()..]);
}

#[test]
fn storage_of_any_kind() {
    let (stream, events) = recorded_stream();
    let vec = run(&mut FrameDecoder::new(vec![0; 32]), stream.chunks(5), |_| true);
    let boxed: Box<[u8]> = Box::new([0; 32]);
    let boxed = run(&mut FrameDecoder::new(boxed), stream.chunks(5), |_| true);
    let lent = run(&mut FrameDecoder::new(&mut [0; 32]), stream.chunks(5), |_| true);
    assert_eq!(vec.events, events);
    assert_eq!(boxed.events, events);
    assert_eq!(lent.events, events);
}

#[test]
fn recorded_frames_are_what_the_encoder_writes() {
    for recorded in [
        recorded::SAP_RES,
        recorded::SESSION_SETUP_REQ,
        recorded::AUTHORIZATION_REQ,
        recorded::CABLE_CHECK_REQ,
    ] {
        let frame = Frame::parse_datagram(recorded).unwrap();
        let mut buf = [0; 64];
        let written = write_frame(&mut buf, frame.payload_type, |room| {
            room[..frame.payload.len()].copy_from_slice(frame.payload);
            Ok::<_, FrameError>(frame.payload.len())
        });
        assert_eq!(written, Ok(recorded));
        assert_eq!(frame.encode(&mut buf), Ok(recorded));
    }
}

//! Frames of recorded sessions, where the recordings are at hand.
//!
//! They are not part of the repository. Each `*.jsonl` file below `../shared/vectors` (seen from
//! the workspace) in the folders `sessions` and `captures` has one JSON object per line; those with
//! a V2GTP frame carry `frame` (header and payload, hex), `exi` (payload, hex) and `payload_type`.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

extern crate alloc;

mod support;

use alloc::collections::BTreeMap;
use core::time::Duration;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{OwnedEvent, run};
use v2gtp::sdp::{self, Client, ClientOptions, Output, Request, Response};
use v2gtp::{Event, Frame, FrameDecoder, PayloadType};

/// Larger than every recorded payload.
const CAP: usize = 16 * 1024;

struct Record {
    /// File and direction: what went through one connection one way.
    way: (PathBuf, String),
    payload_type: PayloadType,
    frame: Vec<u8>,
    payload: Vec<u8>,
}

fn hex(text: &str) -> Vec<u8> {
    assert!(text.len() % 2 == 0, "odd number of digits");
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

/// The V2GTP records of a line; `None` for SLAC frames, EXI fragments and certificates.
fn record(path: &Path, line: &str) -> Option<Record> {
    let value: Value = serde_json::from_str(line).unwrap();
    let field = |name| value.get(name).and_then(Value::as_str);
    let (frame, payload_type) = (field("frame")?, field("payload_type")?);
    let code = u16::from_str_radix(payload_type.trim_start_matches("0x"), 16).unwrap();
    let frame = hex(frame);
    // Captures leave `exi` out of SDP records.
    let payload = field("exi").map_or_else(|| frame[8..].to_vec(), hex);
    Some(Record {
        way: (path.to_path_buf(), field("dir").unwrap_or_default().to_owned()),
        payload_type: PayloadType::new(code),
        frame,
        payload,
    })
}

fn records() -> Vec<Record> {
    let vectors = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors"));
    let mut records = Vec::new();
    for folder in ["sessions", "captures"] {
        let Ok(entries) = vectors.join(folder).read_dir() else {
            let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
            assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors/{folder}");
            println!("skipped: no ../shared/vectors/{folder} beside the workspace");
            continue;
        };
        let before = records.len();
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|e| e == "jsonl") {
                let text = std::fs::read_to_string(&path).unwrap();
                records.extend(text.lines().filter_map(|line| record(&path, line)));
            }
        }
        // Recordings that are there but give nothing would let the tests pass for no reason.
        assert!(records.len() > before, "no frame in {folder}: has the form changed?");
    }
    println!("{} recorded frames", records.len());
    records
}

#[test]
fn each_frame_parses_and_encodes_to_the_same_bytes() {
    for record in records() {
        let frame = Frame::parse_datagram(&record.frame).unwrap();
        assert_eq!(frame.payload_type, record.payload_type);
        assert_eq!(frame.payload, record.payload);
        assert!(frame.payload_type.is_exi() || frame.payload_type.is_sdp());
        let mut buf = vec![0; record.frame.len()];
        assert_eq!(frame.encode(&mut buf), Ok(&*record.frame));
    }
}

#[test]
fn discovery_comes_back() {
    let mut count = 0;
    for record in records().into_iter().filter(|record| record.payload_type.is_sdp()) {
        let frame = &record.frame;
        match record.payload_type {
            PayloadType::SDP_REQUEST => {
                assert_eq!(Request::parse(frame).unwrap().encode(), **frame);
            }
            PayloadType::SDP_RESPONSE => {
                let response = Response::parse(frame).unwrap();
                assert_eq!(response.encode(), **frame);
                let mut client = Client::new(ClientOptions::default());
                assert!(matches!(client.poll_output(Duration::ZERO), Output::Transmit(_)));
                let event = client.handle_datagram(frame);
                let is_used = matches!(event, sdp::Event::Found(_) | sdp::Event::OtherSecurity(_));
                assert!(is_used && response.has_dynamic_port(), "{response:?}");
            }
            other => panic!("{other}"),
        }
        count += 1;
    }
    println!("{count} recorded datagrams of discovery");
}

#[test]
fn each_direction_of_each_session_is_a_stream() {
    let mut ways: BTreeMap<_, Vec<Record>> = BTreeMap::new();
    for record in records() {
        if record.payload_type.is_exi() {
            ways.entry(record.way.clone()).or_default().push(record);
        }
    }
    for (way, records) in ways {
        let stream: Vec<u8> = records.iter().flat_map(|r| r.frame.iter().copied()).collect();
        let events: Vec<OwnedEvent> = records
            .into_iter()
            .map(|r| Event::Frame(Frame { payload_type: r.payload_type, payload: r.payload }))
            .collect();
        // A byte at a time, odd pieces, one Ethernet segment, everything at once.
        for size in [1, 7, 1440, stream.len()] {
            let mut decoder = FrameDecoder::new(vec![0; CAP]);
            let outcome = run(&mut decoder, stream.chunks(size), PayloadType::is_exi);
            assert_eq!(outcome.end, Ok(true), "{way:?} in chunks of {size}");
            assert!(outcome.events == events, "{way:?} in chunks of {size}");
        }
    }
}

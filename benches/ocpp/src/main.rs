//! The program that `icount-ocpp` runs under callgrind: ocpp16 with all checks, and borrowed structs
//! with serde whose type is known beforehand, which keep times as text, limits as binary fractions
//! and check no length.

mod floor;

use std::hint::black_box;

use ocpp_icount::{Counting, FRAMES, measure};
use ocpp16::messages::core::HeartbeatRequest;
use ocpp16::{Frame, Options, ToJson as _};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    for (name, text) in FRAMES {
        ours(name, text);
    }
    floor::measure_all();
}

fn ours(name: &str, text: &str) {
    let options = Options::strict();
    let mut out = Vec::with_capacity(2 * text.len());
    let parse = || Frame::parse(black_box(text.as_bytes()), &options).expect("the frame is right");
    match parse() {
        Frame::Call(call) => {
            measure(name, "ocpp16", "parse", || {
                black_box(parse());
            });
            measure(name, "ocpp16", "print", || {
                out.clear();
                black_box(&call).append_json(black_box(&mut out));
            });
        }
        Frame::Result(result) => {
            measure(name, "ocpp16", "parse", || {
                let Frame::Result(result) = parse() else { return };
                black_box(result.parse::<HeartbeatRequest>().expect("the payload is right"));
            });
            let result = result.parse::<HeartbeatRequest>().expect("the payload is right");
            measure(name, "ocpp16", "print", || {
                out.clear();
                black_box(&result).append_json(black_box(&mut out));
            });
        }
        _ => panic!("no such frame"),
    }
    // The order of members is not that of the frame everywhere.
    assert_eq!(out.len(), text.len(), "{name} is printed otherwise");
}

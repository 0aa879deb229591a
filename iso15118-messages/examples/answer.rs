//! Answers V2GTP frames of ISO 15118-2, without a heap: the loop of a station's firmware.
//!
//! ```text
//! cargo run --example answer --features iso2 -- 01fe80010000000e8098004011d0197b9a226bebb800
//! ```
//!
//! The argument is a stream of frames as hexadecimal digits; without one, it is a SessionSetupReq.
//! SessionSetupReq is answered, and every other request with FAILED_SequenceError.

use core::error::Error;

use iso15118_messages::iso2::{Body, MessageKind, ResponseCode, SessionSetupRes, V2gMessage};
use iso15118_messages::{ArenaBuf, PayloadType};
use v2gtp::{Event, FrameDecoder, write_frame};

const SESSION_SETUP: &str = "01fe80010000000e8098004011d0197b9a226bebb800";

fn main() -> Result<(), Box<dyn Error>> {
    let text = std::env::args().nth(1).unwrap_or_else(|| SESSION_SETUP.to_owned());
    let stream = octets(&text).ok_or("the argument is not hexadecimal")?;

    // The memory of the loop: one for frames that arrive in parts, one for messages, one for answers.
    let mut frames = FrameDecoder::new([0; 4096]);
    let mut memory = ArenaBuf::<4096>::new();
    let mut output = [0; 512];
    let mut input = stream.as_slice();
    while let Some(event) = frames.decode(&mut input, |kind| kind == PayloadType::V2G_EXI)? {
        let Event::Frame(frame) = event else { continue };
        let answer = answer(frame.payload, &mut memory);
        let Some(answer) = answer else { return Err("not a message of ISO 15118-2".into()) };
        let written =
            write_frame(&mut output, PayloadType::V2G_EXI, |room| answer.encode_response(room))?;
        println!("{}", written.iter().map(|octet| format!("{octet:02x}")).collect::<String>());
    }
    Ok(())
}

/// Returns the response to a request; `None` if not even the name of the message is readable.
fn answer<'m>(payload: &[u8], memory: &'m mut ArenaBuf<4096>) -> Option<V2gMessage<'m>> {
    const SESSION: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8];
    let request = V2gMessage::decode_request(payload, &mut memory.arena());
    let kind = match &request {
        Ok(V2gMessage { body: Body::SessionSetupReq(_), .. }) => {
            let code = ResponseCode::OkNewSessionEstablished;
            return Some(V2gMessage::new(SESSION, SessionSetupRes::new(code, "ZZ00000")));
        }
        Ok(other) => other.body.kind()?,
        Err(error) => {
            eprintln!("{error}");
            MessageKind::of(error)?
        }
    };
    let body = kind.failed(ResponseCode::FailedSequenceError)?;
    Some(V2gMessage::new(SESSION, body))
}

fn octets(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let pair = |pair: &[u32]| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok();
    digits?.chunks(2).map(pair).collect()
}

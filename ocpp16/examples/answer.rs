//! Answers a frame without a network: a CALL that is right, one with a fault, and one that is unknown.
//!
//! `cargo run --example answer`, or with a frame: `cargo run --example answer -- '[2,"1","Heartbeat",{}]'`

use ocpp16::messages::core::{BootNotificationResponse, HeartbeatResponse, RegistrationStatus};
use ocpp16::{CallError, CallResult, DateTime, ErrorCode, Frame, Options, Request, ToJson as _};

/// Returns the answer of a central system to a frame; `None` if there is none.
pub(crate) fn answer(frame: &[u8], now: DateTime) -> Option<String> {
    let call = match Frame::parse(frame, &Options::strict()) {
        Ok(Frame::Call(call)) => call,
        // An answer to a CALL of this side.
        Ok(_) => return None,
        // The CALLERROR with the right code, the path and the reason.
        Err(error) => return error.answer().map(|answer| answer.to_json()),
    };
    Some(match call.request {
        Request::BootNotification(_) => {
            let response = BootNotificationResponse::new(RegistrationStatus::Accepted, now, 300);
            CallResult::new(call.message_id, response).to_json()
        }
        Request::Heartbeat(_) => {
            CallResult::new(call.message_id, HeartbeatResponse::new(now)).to_json()
        }
        _ => CallError::new(call.message_id, ErrorCode::NotSupported).to_json(),
    })
}

#[allow(dead_code, reason = "a test calls `answer`")]
fn main() -> Result<(), Box<dyn core::error::Error>> {
    let now = "2026-11-22T08:00:00Z".parse()?;
    let given: Vec<String> = std::env::args().skip(1).collect();
    let examples = [
        r#"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#,
        r#"[2,"2","MeterValues",{"connectorId":"one","meterValue":[]}]"#,
        r#"[2,"3","Nonsense",{}]"#,
    ];
    let frames = if given.is_empty() { examples.map(str::to_owned).to_vec() } else { given };
    for frame in frames {
        println!("<- {frame:?}");
        println!("-> {}", answer(frame.as_bytes(), now).unwrap_or_else(|| "nothing".to_owned()));
    }
    Ok(())
}

//! Plug & Charge: the objects inside of DataTransfer, and the frames around them.

use ocpp16::messages::core::DataTransferRequest;
use ocpp16::messages::plug_and_charge::{Action, InvalidRequest, NoResponse, Request, Response};
use ocpp16::{Call, Error, Frame, Options, PendingResult, Role, ToJson as _};

use super::frame::answer;
use super::record::{Wrapped, WrappedFrame};
use super::{judge_payload, judge_verdict};
use crate::report::Report;

impl Wrapped {
    pub(super) fn judge(&self) -> Report {
        judge_payload(self.valid, &self.json, self.read())
    }

    fn read(&self) -> Result<String, Error> {
        let options = Options::strict();
        Ok(if self.is_response {
            Response::from_json(self.action, &self.json, &options)?.0.to_json()
        } else {
            Request::from_json(self.action, &self.json, &options)?.0.to_json()
        })
    }
}

/// What became of a frame.
struct Outcome {
    /// Whether the DataTransfer is right.
    is_frame: bool,
    /// Whether the object in it is; `None` where nothing looked at it.
    is_inner: Option<bool>,
    /// In the words of `expect`.
    verdict: String,
    detail: String,
}

impl Outcome {
    fn new(is_inner: Option<bool>, verdict: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { is_frame: true, is_inner, verdict: verdict.into(), detail: detail.into() }
    }
}

impl WrappedFrame {
    pub(super) fn judge(&self) -> Report {
        let outcome = self.read();
        if outcome.is_frame != self.valid {
            let detail = format!("the frame is {}: {}", word(outcome.is_frame), outcome.detail);
            return Report::fail(detail).with_answer(outcome.verdict);
        }
        if let (Some(is_inner), Some(expected)) = (outcome.is_inner, self.inner_valid) {
            if is_inner != expected {
                let detail = format!("the object in it is {}: {}", word(is_inner), outcome.detail);
                return Report::fail(detail).with_answer(outcome.verdict);
            }
        }
        judge_verdict(&self.expect, &outcome.verdict, outcome.detail)
    }

    fn read(&self) -> Outcome {
        match Frame::parse(self.text.as_bytes(), &Options::strict()) {
            Ok(Frame::Call(call)) => self.received(&call),
            Ok(Frame::Result(pending)) => self.answered(pending),
            Ok(frame) => Outcome::new(None, "accept", frame.to_string()),
            Err(error) => {
                Outcome { is_frame: false, ..Outcome::new(None, answer(&error), error.to_string()) }
            }
        }
    }

    /// By the receiver of a request.
    fn received(&self, call: &Call<'_>) -> Outcome {
        let ocpp16::Request::DataTransfer(request) = &call.request else {
            return Outcome::new(None, "accept", "no DataTransfer");
        };
        // Unknown messages are as unknown to either side.
        let sender = Action::from_name(&self.message).map_or(Role::ChargePoint, Action::caller);
        let receiver = if self.is_wrong_way { sender } else { sender.peer() };
        match Request::from_data_transfer(request, receiver, &Options::strict()) {
            Ok(_) => Outcome::new(Some(true), "accept", ""),
            Err(refusal) => {
                let is_inner = matches!(refusal, InvalidRequest::Data(_)).then_some(false);
                let verdict = format!("dt:{}", refusal.answer().status);
                Outcome::new(is_inner, verdict, refusal.to_string())
            }
        }
    }

    /// By the caller, who gets a response.
    fn answered(&self, pending: PendingResult<'_>) -> Outcome {
        let response = match pending.parse::<DataTransferRequest>() {
            Ok(result) => result.response,
            Err(error) => {
                let outcome = Outcome::new(None, "failure", error.to_string());
                return Outcome { is_frame: false, ..outcome };
            }
        };
        let Some(action) = Action::from_name(&self.message) else {
            return Outcome::new(None, "accept", "no message of Plug & Charge");
        };
        match Response::from_data_transfer(action, &response, &Options::strict()) {
            Ok((response, _)) => {
                let failed = response.to_json().contains("\"status\":\"Failed\"");
                Outcome::new(Some(true), if failed { "inner-Failed" } else { "accept" }, "")
            }
            Err(failure) => {
                let verdict = match failure {
                    NoResponse::LacksPlugAndCharge => "peer-lacks-pnc",
                    NoResponse::LacksMessage => "peer-lacks-message",
                    _ => "failure",
                };
                let is_inner = matches!(failure, NoResponse::Data(_)).then_some(false);
                Outcome::new(is_inner, verdict, failure.to_string())
            }
        }
    }
}

fn word(is_right: bool) -> &'static str {
    if is_right { "accepted" } else { "refused" }
}

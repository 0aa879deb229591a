//! The suite `ocpp16`: payloads, frames, and Plug & Charge inside of DataTransfer.

mod frame;
mod payload;
mod plug_and_charge;
mod record;
mod same;

use serde_json::Value;

use super::Case;
use super::report::Report;
use record::Question;

pub(super) use record::Record;

impl Case for Record {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn tags(&self) -> Vec<String> {
        match &self.question {
            Question::Payload(payload) => vec![format!("action {}", payload.action)],
            Question::Grey(_) => vec!["grey".to_owned()],
            Question::Frame(frame) => vec![format!("class {}", frame.class)],
            Question::Wrapped(_) => vec!["plug and charge, payload".to_owned()],
            Question::WrappedFrame(_) => vec!["plug and charge, frame".to_owned()],
            Question::Hash => vec!["plug and charge, hash".to_owned()],
        }
    }

    fn judge(&self) -> Report {
        match &self.question {
            Question::Payload(payload) => payload.judge(),
            Question::Grey(grey) => grey.judge(),
            Question::Frame(frame) => frame.judge(),
            Question::Wrapped(wrapped) => wrapped.judge(),
            Question::WrappedFrame(frame) => frame.judge(),
            Question::Hash => {
                Report::skip("certificate hashes belong to the suite of certificates")
            }
        }
    }
}

/// Judges a payload: `printed` is what reading and printing it gives.
fn judge_payload(valid: bool, json: &str, printed: Result<String, ocpp16::Error>) -> Report {
    match printed {
        Err(error) if valid => Report::fail(format!("refused: {error}")).with_answer("reject"),
        Err(error) => Report::pass(error.to_string()).with_answer("reject"),
        Ok(_) if !valid => Report::fail("accepted").with_answer("accept"),
        Ok(printed) => {
            let report = match same::difference(json, &printed) {
                None => Report::pass(""),
                Some(difference) => Report::fail(format!("printed otherwise: {difference}")),
            };
            let json = serde_json::from_str::<Value>(&printed).ok();
            Report { json, ..report.with_answer("accept") }
        }
    }
}

/// Judges a verdict by the words of `expect`.
fn judge_verdict(expect: &str, verdict: &str, detail: String) -> Report {
    let one_of = |codes: &str, verdict: &str, prefix: &str| {
        verdict.strip_prefix(prefix).is_some_and(|code| codes.split('|').any(|one| one == code))
    };
    let is_right = if expect == "impl" {
        true
    } else if let Some(codes) = expect.strip_prefix("callerror:") {
        one_of(codes, verdict, "callerror:")
    } else if let Some(other) = expect.strip_prefix("accept-or-") {
        verdict == "accept" || verdict == other
    } else if expect.starts_with("accept-frame-then-") {
        verdict == "accept"
    } else {
        verdict == expect
    };
    let report = match is_right {
        true => Report::pass(detail),
        false if detail.is_empty() => Report::fail(format!("not {expect}")),
        false => Report::fail(format!("not {expect}: {detail}")),
    };
    report.with_answer(verdict)
}

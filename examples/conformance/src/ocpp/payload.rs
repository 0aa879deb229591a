//! Payloads alone.

use ocpp16::{Error, Mode, Options, Report as Tolerated, Request, Response, ToJson as _};

use super::judge_payload;
use super::record::{Grey, Payload};
use crate::report::Report;

impl Payload {
    /// Reads the payload and prints it.
    fn read(&self, mode: Mode) -> Result<(String, Tolerated), Error> {
        let options = Options::strict().with_mode(mode);
        if self.is_response {
            let (payload, report) = Response::from_json(self.action, &self.json, &options)?;
            Ok((payload.to_json(), report))
        } else {
            let (payload, report) = Request::from_json(self.action, &self.json, &options)?;
            Ok((payload.to_json(), report))
        }
    }

    pub(super) fn judge(&self) -> Report {
        let printed = self.read(Mode::Strict).map(|(printed, _)| printed);
        judge_payload(self.valid, &self.json, printed)
    }
}

impl Grey {
    /// The verdict is the strict one.
    pub(super) fn judge(&self) -> Report {
        let strict = self.payload.read(Mode::Strict);
        let tolerant = self.payload.read(Mode::Tolerant);
        let is_right =
            is_as(&self.strict, strict.is_ok()) && is_as(&self.tolerant, tolerant.is_ok());
        let detail = match &tolerant {
            Ok((_, report)) if report.is_empty() => "tolerant: accept".to_owned(),
            Ok((_, report)) => format!("tolerant: accept, {report}"),
            Err(error) => format!("tolerant: reject, {error}"),
        };
        let report = if is_right {
            Report::pass(detail)
        } else {
            Report::fail(format!("not {} / {}; {detail}", self.strict, self.tolerant))
        };
        report.with_answer(if strict.is_ok() { "accept" } else { "reject" })
    }
}

/// Whether a reader that accepts or refuses does as the first word says.
fn is_as(expected: &str, accepts: bool) -> bool {
    match expected.split([' ', ',']).next() {
        Some("accept") => accepts,
        Some("reject") => !accepts,
        word => word == Some("either"),
    }
}

//! Whole frames.

use ocpp16::{Error, Options};

use super::judge_verdict;
use super::record::Frame;
use crate::report::Report;

impl Frame {
    pub(super) fn judge(&self) -> Report {
        let (verdict, detail) = match self.read() {
            // The id of the vectors for an answer to nothing.
            Ok(id) if id == "never-sent" => ("ignore".to_owned(), "a stray answer".to_owned()),
            Ok(_) => ("accept".to_owned(), String::new()),
            Err(error) => (answer(&error), error.to_string()),
        };
        judge_verdict(&self.expect, &verdict, detail)
    }

    /// Reads the frame; its message id. No CALL is pending, so a CALLRESULT is only checked.
    fn read(&self) -> Result<String, Error> {
        let frame = ocpp16::Frame::parse(&self.bytes, &Options::strict())?;
        let id = frame.message_id().to_string();
        if let ocpp16::Frame::Result(result) = frame {
            result.check()?;
        }
        Ok(id)
    }
}

/// What a station or central system would do about an error.
pub(super) fn answer(error: &Error) -> String {
    error
        .answer()
        .map_or_else(|| "ignore".to_owned(), |answer| format!("callerror:{}", answer.code))
}

//! Answers of the program to CALLs of the other side.

use super::kept::Payload;
use super::queue::push_back;
use super::{Endpoint, OpenCall};
use crate::frame::{CallError, CallResult, ErrorCode};
use crate::json::ToJson as _;
use crate::messages::Response;
use crate::values::MessageId;

impl Endpoint {
    /// Answers a CALL of the other side.
    ///
    /// # Errors
    ///
    /// [`AnswerNotTaken::NotOpen`] if it was answered before;
    /// [`AnswerNotTaken::OtherConnection`] if it came over a connection that has ended, so that the
    /// other side does not get the answer;
    /// [`AnswerNotTaken::OtherOperation`] if the response is that of another operation, and the CALL is
    /// still to be answered.
    pub fn respond<'r>(
        &mut self,
        call: OpenCall,
        response: impl Into<Response<'r>>,
    ) -> Result<(), AnswerNotTaken> {
        let response = response.into();
        if response.action() != call.action {
            return Err(AnswerNotTaken::OtherOperation);
        }
        let payload = response.to_json();
        match self.close(call) {
            Ok(message_id) => {
                let frame = CallResult::new(message_id, Payload(&payload)).to_json();
                push_back(&mut self.answers, frame);
                self.kept.keep(call, payload, self.options.max_kept);
                Ok(())
            }
            Err(error) => {
                // The CALL may come again, over the connection that is open now.
                if error == AnswerNotTaken::OtherConnection {
                    self.kept.keep_late(call, payload, self.options.max_kept);
                }
                Err(error)
            }
        }
    }

    /// Answers a CALL of the other side with a CALLERROR.
    ///
    /// # Errors
    ///
    /// [`AnswerNotTaken::NotOpen`] and [`AnswerNotTaken::OtherConnection`], as for
    /// [`respond`](Self::respond).
    pub fn refuse(
        &mut self,
        call: OpenCall,
        code: ErrorCode<'_>,
        description: &str,
    ) -> Result<(), AnswerNotTaken> {
        let message_id = self.close(call)?;
        let error = CallError::new(message_id, code).with_description(description);
        push_back(&mut self.answers, error.to_json());
        Ok(())
    }

    /// Leaves a CALL of the other side without an answer, as a station does while it is rejected
    /// (4.2). The other side will see a timeout.
    ///
    /// # Errors
    ///
    /// [`AnswerNotTaken::NotOpen`] and [`AnswerNotTaken::OtherConnection`], as for
    /// [`respond`](Self::respond).
    pub fn ignore(&mut self, call: OpenCall) -> Result<(), AnswerNotTaken> {
        self.close(call).map(|_| ())
    }

    fn close(&mut self, call: OpenCall) -> Result<MessageId<'static>, AnswerNotTaken> {
        if !self.is_open(call.connection) {
            return Err(AnswerNotTaken::OtherConnection);
        }
        let at = self.open.iter().position(|open| open.call == call);
        at.map(|at| self.open.remove(at).message_id).ok_or(AnswerNotTaken::NotOpen)
    }

    /// Whether one more CALL may be answered without asking the program.
    pub(super) fn has_room_for_answer(&self) -> bool {
        self.answers.len() < self.options.max_answers
    }
}

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerNotTaken {
    /// Answered before.
    #[error("the CALL was answered before")]
    NotOpen,
    /// The connection over which the CALL came has ended. The answer is not sent over another one.
    ///
    /// A response to a message of a transaction is kept, and sent if the CALL comes again. What the
    /// program did for another one stands without the other side knowing it.
    #[error("the connection of the CALL has ended")]
    OtherConnection,
    /// The response of another operation.
    #[error("the response is that of another operation")]
    OtherOperation,
}

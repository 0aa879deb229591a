//! Frames that come in.

use super::kept::{Fingerprint, Keep};
use super::queue::push_back;
use super::{
    Answer, CallFailure, CallId, Connection, Endpoint, Ignored, InFlight, Incoming, IncomingCall,
    Open, OpenCall, Refusal,
};
use crate::error::Error;
#[cfg(feature = "core")]
use crate::frame::unread_start;
use crate::frame::{Call, CallError, CallResult, ErrorCode, Frame, PendingResult};
use crate::json::ToJson as _;
use crate::messages::Action;
use crate::values::MessageId;

/// Whether an answer came in time or late.
type End<'a> = fn(Answer<'a>) -> Incoming<'a>;

impl Endpoint {
    /// Takes a frame that was received over a connection.
    ///
    /// It is looked at if that is the connection that is open, else it is
    /// [`Ignored::OtherConnection`]. An answer that came in time and was handed in late counts.
    pub fn handle_frame<'a>(&mut self, connection: Connection, frame: &'a [u8]) -> Incoming<'a> {
        if !self.is_open(connection) {
            return Incoming::Ignored(Ignored::OtherConnection);
        }
        match Frame::parse(frame, &self.options.read) {
            Ok(Frame::Call(call)) => self.handle_call(call, Fingerprint::of(frame)),
            Ok(Frame::Result(pending)) => self.handle_result(pending),
            Ok(Frame::Error(error)) => self.handle_error(error),
            Err(error) => self.handle_invalid(error, frame),
        }
    }

    fn handle_call<'a>(&mut self, call: Call<'a>, text: Fingerprint) -> Incoming<'a> {
        let Call { message_id, request, report } = call;
        let action = request.action();
        let open = self.open.iter().find(|open| open.message_id == message_id);
        if let Some(Open { call, .. }) = open {
            if call.text == text {
                return Incoming::Ignored(Ignored::Repeated { call: *call });
            }
            let error = CallError::new(message_id.borrowed(), ErrorCode::GenericError)
                .with_description("a CALL with this id has no answer yet");
            let refused = Refusal::IdInUse { message_id: message_id.clone(), action };
            return self.refuse_at_once(&error, refused);
        }
        if let Some(payload) = self.kept.find(text) {
            if !self.has_room_for_answer() {
                return Incoming::Refused(Refusal::TooManyAnswers { message_id, error: None });
            }
            let frame = CallResult::new(message_id.borrowed(), payload).to_json();
            push_back(&mut self.answers, frame);
            return Incoming::Ignored(Ignored::Answered { message_id, action });
        }
        if !self.role.may_answer(action) {
            let error = CallError::new(message_id.borrowed(), ErrorCode::NotSupported);
            let refused = Refusal::WrongDirection { message_id: message_id.clone(), action };
            return self.refuse_at_once(&error, refused);
        }
        if self.open.len() >= self.options.max_open {
            let error = CallError::new(message_id.borrowed(), ErrorCode::GenericError)
                .with_description("too many CALLs without an answer");
            let refused = Refusal::TooManyOpen { message_id: message_id.clone(), action };
            return self.refuse_at_once(&error, refused);
        }
        // The answer of the program has to have room as well.
        if !self.has_room_for_answer() {
            return Incoming::Refused(Refusal::TooManyAnswers { message_id, error: None });
        }
        let call = OpenCall {
            connection: self.connection,
            number: self.next_open,
            text,
            action,
            keep: Keep::of(&request),
        };
        self.next_open = self.next_open.wrapping_add(1);
        let overlaps = !self.open.is_empty();
        if self.open.capacity() == 0 {
            // A peer that keeps to 4.1.1 has one.
            self.open.reserve_exact(1);
        }
        self.open.push(Open { call, message_id: message_id.clone().into_owned() });
        Incoming::Call(IncomingCall { call, message_id, request, report, overlaps })
    }

    /// Answers a CALL with a CALLERROR if there is room for it.
    fn refuse_at_once<'a>(&mut self, error: &CallError<'_>, refused: Refusal<'a>) -> Incoming<'a> {
        if !self.has_room_for_answer() {
            let message_id = error.message_id.clone().into_owned();
            return Incoming::Refused(Refusal::TooManyAnswers { message_id, error: None });
        }
        push_back(&mut self.answers, error.to_json());
        Incoming::Refused(refused)
    }

    fn handle_result<'a>(&mut self, pending: PendingResult<'a>) -> Incoming<'a> {
        let Some((call, end)) = self.take_answered(pending.message_id()) else {
            let message_id = pending.message_id().clone();
            return Incoming::Ignored(Ignored::Stray { message_id, error: None });
        };
        end(Answer { call, outcome: read_result(call.action, pending) })
    }

    fn handle_error<'a>(&mut self, error: CallError<'a>) -> Incoming<'a> {
        let Some((call, end)) = self.take_answered(&error.message_id) else {
            let message_id = error.message_id.clone();
            return Incoming::Ignored(Ignored::Stray { message_id, error: Some(error) });
        };
        end(Answer { call, outcome: Err(CallFailure::CallError(error)) })
    }

    /// The CALL that an id belongs to, and what its answer is: in time if the CALL waits for it,
    /// which it does no longer; late if the CALL was given up, and that once.
    fn take_answered<'a>(&mut self, message_id: &MessageId<'_>) -> Option<(CallId, End<'a>)> {
        let number = self.ids.number(message_id.as_str())?;
        match self.in_flight {
            Some(InFlight { call, .. }) if call.number == number => {
                self.in_flight = None;
                Some((call, Incoming::Answer))
            }
            _ => {
                let mut given_up = self.given_up.iter_mut();
                let late = given_up.find(|call| call.is_some_and(|call| call.number == number));
                let call = late.and_then(Option::take)?;
                Some((call, Incoming::Late))
            }
        }
    }

    #[cfg_attr(
        not(feature = "core"),
        allow(unused_variables, reason = "there is no StartTransaction")
    )]
    fn handle_invalid<'a>(&mut self, error: Error, frame: &[u8]) -> Incoming<'a> {
        if let Some(answer) = error.answer() {
            if !self.has_room_for_answer() {
                let message_id = answer.message_id;
                let error = Some(error);
                return Incoming::Refused(Refusal::TooManyAnswers { message_id, error });
            }
            push_back(&mut self.answers, answer.to_json());
            return Incoming::Invalid(error);
        }
        // A CALL of the other side may have the id of one of this side: it ends nothing.
        let is_result = error.is_of_result();
        let id = error.message_id().filter(|_| is_result || error.is_of_error());
        let Some((call, end)) = id.and_then(|id| self.take_answered(id)) else {
            return Incoming::Invalid(error);
        };
        if !is_result {
            return end(Answer { call, outcome: Err(CallFailure::BadError(error)) });
        }
        #[cfg(feature = "core")]
        if call.action == Action::StartTransaction {
            let start = unread_start(frame, &self.options.read);
            return end(Answer { call, outcome: Err(CallFailure::BadResult { error, start }) });
        }
        end(Answer { call, outcome: Err(CallFailure::bad_result(error)) })
    }
}

/// Reads the payload of a CALLRESULT.
fn read_result<'a>(
    action: Action,
    pending: PendingResult<'a>,
) -> Result<CallResult<'a>, CallFailure<'a>> {
    #[cfg(feature = "core")]
    if action == Action::StartTransaction {
        let again = pending.clone();
        return pending.parse_as(action).map_err(|error| {
            let start = again.partial_start();
            CallFailure::BadResult { error, start }
        });
    }
    pending.parse_as(action).map_err(CallFailure::bad_result)
}

//! The endpoint of a connection: calls, answers, timeouts (OCPP-J 1.6, chapter 4).
//!
//! [`Endpoint`] is one end, of either [`Role`]. It does no input or output and reads no clock: the
//! program hands it what happened and does what it says.
//!
//! | what happened | the program calls |
//! |---|---|
//! | the WebSocket connection is open, or has ended | [`Endpoint::handle_connected`], [`Endpoint::handle_disconnected`] |
//! | a text frame came | [`Endpoint::handle_frame`] |
//! | the time of the last [`Output::Wait`] has come | [`Endpoint::handle_timeout`] |
//! | the program wants something of the other side | [`Endpoint::call`] |
//! | the program has an answer for the other side | [`Endpoint::respond`], [`Endpoint::refuse`] |
//!
//! **After each of these it calls [`Endpoint::poll_output`] until that returns [`Output::Wait`].**
//! The same calls with the same arguments give the same outputs, byte for byte.
//!
//! What [`Endpoint::handle_frame`] returns is in the order of the frames, and is to be acted upon in
//! that order: a CALL may come right behind the answer that allows it, such as that to
//! BootNotification or StartTransaction. A program that hands answers to other tasks has to wait
//! until they have been taken before it looks at the next frame.
//!
//! ```
//! use ocpp16::core::{AuthorizeRequest, AuthorizeResponse};
//! use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
//! use ocpp16::types::{AuthorizationStatus, IdTagInfo};
//! use ocpp16::{CiString, Instant, Request, Role};
//!
//! let now = Instant::from_millis(0);
//! let options = EndpointOptions::default();
//! // The seed makes the message ids of this program run differ from those of the last one.
//! let mut station = Endpoint::new(Role::ChargePoint, 0x5EED, options);
//! let mut back_end = Endpoint::new(Role::CentralSystem, 0xB0B, options);
//! station.handle_connected();
//! back_end.handle_connected();
//!
//! let key = station.call(&AuthorizeRequest::new(CiString::new("04A2B3C4")?))?;
//! let Output::Transmit(frame) = station.poll_output(now) else { panic!() };
//! assert_eq!(frame, r#"[2,"0000000000005eed-0","Authorize",{"idTag":"04A2B3C4"}]"#);
//!
//! let Incoming::Call(incoming) = back_end.handle_frame(frame.as_bytes()) else { panic!() };
//! assert!(matches!(incoming.request, Request::Authorize(_)));
//! let response = AuthorizeResponse::new(IdTagInfo::new(AuthorizationStatus::Accepted));
//! back_end.respond(incoming.call, response)?;
//! let Output::Transmit(frame) = back_end.poll_output(now) else { panic!() };
//!
//! let Incoming::Answer(answer) = station.handle_frame(frame.as_bytes()) else { panic!() };
//! let Ok(Ok(response)) = answer.to(key) else { panic!() };
//! assert_eq!(response.id_tag_info.status, AuthorizationStatus::Accepted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ids;
mod incoming;
mod queue;

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use self::ids::Ids;
pub use self::incoming::{
    Answer, CallId, CallKey, Failure, Ignored, Incoming, IncomingCall, OpenCall, Refused,
};
pub use self::queue::Lane;
use self::queue::{Lanes, Waiting};
use crate::call_error::{CallError, ErrorCode};
use crate::direction::Role;
use crate::error::Error;
use crate::frame::{Call, CallPayload, CallResult, Frame, PendingResult};
use crate::instant::Instant;
use crate::message_id::MessageId;
use crate::operation::{Action, OperationRequest, Request, Response};
use crate::options::Options;
use crate::writer::{Sink as _, ToJson as _};

/// The bounds of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointOptions {
    /// How frames are read. Default: [`Options::strict`].
    pub read: Options,
    /// How long to wait for the answer to a CALL that has been sent. Default 30 s; the standard
    /// leaves it open (4.1.1: "it is up to the implementation").
    pub call_timeout: Duration,
    /// The most CALLs that wait to be sent. Default 64.
    pub max_queued: usize,
    /// The most CALLs of the other side that wait for an answer. One would do for a peer that keeps
    /// to the standard. Default 4.
    pub max_open: usize,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        Self {
            read: Options::strict(),
            call_timeout: Duration::from_secs(30),
            max_queued: 64,
            max_open: 4,
        }
    }
}

impl EndpointOptions {
    /// Sets [`Self::read`].
    #[must_use]
    pub const fn with_read(self, read: Options) -> Self {
        Self { read, ..self }
    }

    /// Sets [`Self::call_timeout`].
    #[must_use]
    pub const fn with_call_timeout(self, call_timeout: Duration) -> Self {
        Self { call_timeout, ..self }
    }

    /// Sets [`Self::max_queued`], in CALLs.
    #[must_use]
    pub const fn with_max_queued(self, max_queued: usize) -> Self {
        Self { max_queued, ..self }
    }

    /// Sets [`Self::max_open`], in CALLs.
    #[must_use]
    pub const fn with_max_open(self, max_open: usize) -> Self {
        Self { max_open, ..self }
    }
}

/// What becomes of waiting CALLs when the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queued {
    /// They are sent over the next connection.
    Keep,
    /// Those of the lane of transactions are; the others fail with [`Failure::Dropped`].
    KeepTransactions,
    /// They fail with [`Failure::Dropped`].
    Drop,
}

/// What the program has to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub enum Output {
    /// Send this as one text frame.
    Transmit(String),
    /// A CALL has ended without a response: by a timeout or with the connection.
    Failed {
        /// Which one.
        call: CallId,
        /// Why.
        failure: Failure<'static>,
    },
    /// Nothing for now. With a time: call [`Endpoint::handle_timeout`] when it has come.
    Wait(Option<Instant>),
}

/// One end of a connection. The [module](self) says how it is driven.
#[derive(Clone, Debug)]
pub struct Endpoint {
    role: Role,
    options: EndpointOptions,
    is_connected: bool,
    ids: Ids,
    waiting: Lanes,
    in_flight: Option<InFlight>,
    /// CALLs whose answer may still come after their timeout.
    given_up: [Option<CallId>; GIVEN_UP],
    open: Vec<Open>,
    next_open: u64,
    /// Printed answers, which never wait for anything.
    answers: VecDeque<String>,
    failed: VecDeque<(CallId, Failure<'static>)>,
}

/// After this many timeouts a late answer counts as stray.
const GIVEN_UP: usize = 4;

#[derive(Clone, Copy, Debug)]
struct InFlight {
    call: CallId,
    deadline: Instant,
}

#[derive(Clone, Debug)]
struct Open {
    call: OpenCall,
    message_id: MessageId<'static>,
}

impl Endpoint {
    /// An endpoint without a connection.
    ///
    /// Message ids are made of `seed` and a number: no two CALLs of a station shall have the same
    /// id, also across restarts, so take a random number or one that counts the starts.
    #[must_use]
    pub fn new(role: Role, seed: u64, options: EndpointOptions) -> Self {
        Self {
            role,
            options,
            is_connected: false,
            ids: Ids::new(seed),
            waiting: Lanes::default(),
            in_flight: None,
            given_up: [None; GIVEN_UP],
            open: Vec::new(),
            next_open: 0,
            answers: VecDeque::new(),
            failed: VecDeque::new(),
        }
    }

    /// The connection is open: what waits may go.
    pub fn handle_connected(&mut self) {
        self.is_connected = true;
    }

    /// The connection has ended.
    ///
    /// A CALL that waits for its answer fails with [`Failure::Disconnected`]; `queued` says what
    /// becomes of those that have not been sent. CALLs of the other side need no answer any more:
    /// [`respond`](Self::respond) says so.
    pub fn handle_disconnected(&mut self, queued: Queued) {
        self.is_connected = false;
        self.answers.clear();
        self.open.clear();
        if let Some(InFlight { call, .. }) = self.in_flight.take() {
            self.failed.push_back((call, Failure::Disconnected));
        }
        let dropped: &[Lane] = match queued {
            Queued::Keep => &[],
            Queued::KeepTransactions => &[Lane::Direct],
            Queued::Drop => &[Lane::Direct, Lane::Transaction],
        };
        for lane in dropped {
            while let Some(waiting) = self.waiting.drain_one(*lane) {
                self.failed.push_back((waiting.call, Failure::Dropped));
            }
        }
    }

    /// Takes a CALL, to be sent when it is its turn, in the lane of its action ([`Lane::of`]).
    ///
    /// # Errors
    ///
    /// [`NotCalled::WrongDirection`] if the operation only goes the other way,
    /// [`NotCalled::QueueFull`] if as many CALLs wait as may.
    pub fn call<R: OperationRequest>(
        &mut self,
        request: &R,
    ) -> Result<CallKey<R::Operation>, NotCalled> {
        let action = CallPayload::action(request);
        self.push(Lane::of(action), action, request).map(CallKey::new)
    }

    /// Takes a CALL as [`call`](Self::call) does, in a lane that the program chooses.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn call_in<R: OperationRequest>(
        &mut self,
        lane: Lane,
        request: &R,
    ) -> Result<CallKey<R::Operation>, NotCalled> {
        self.push(lane, CallPayload::action(request), request).map(CallKey::new)
    }

    /// Takes a CALL whose operation is not known when compiling.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn call_any(&mut self, request: &Request<'_>) -> Result<CallId, NotCalled> {
        let action = request.action();
        self.push(Lane::of(action), action, request)
    }

    fn push<R: CallPayload>(
        &mut self,
        lane: Lane,
        action: Action,
        request: &R,
    ) -> Result<CallId, NotCalled> {
        if !self.role.may_call(action) {
            return Err(NotCalled::WrongDirection);
        }
        if self.waiting.len() >= self.options.max_queued {
            return Err(NotCalled::QueueFull);
        }
        let number = self.ids.take();
        let call = CallId { number, action };
        let frame = print_call(&self.ids.text(number), action, request);
        self.waiting.push(lane, Waiting { call, frame });
        Ok(call)
    }

    /// Takes back a CALL that has not been sent. `false` if it has been, or has ended.
    pub fn cancel(&mut self, call: CallId) -> bool {
        self.waiting.remove(call).is_some()
    }

    /// Takes a frame that was received.
    ///
    /// It is looked at also when no connection was announced. A program that did not call
    /// [`handle_timeout`](Self::handle_timeout) in time still gets an answer that came.
    pub fn handle_frame<'a>(&mut self, frame: &'a [u8]) -> Incoming<'a> {
        match Frame::parse(frame, &self.options.read) {
            Ok(Frame::Call(call)) => self.handle_call(call),
            Ok(Frame::Result(pending)) => self.handle_result(pending),
            Ok(Frame::Error(error)) => self.handle_error(error),
            Err(error) => self.handle_invalid(error),
        }
    }

    fn handle_call<'a>(&mut self, call: Call<'a>) -> Incoming<'a> {
        let Call { message_id, request, report } = call;
        let action = request.action();
        if let Some(open) = self.open.iter().find(|open| open.message_id == message_id) {
            return Incoming::Ignored(Ignored::Repeated { call: open.call });
        }
        if !self.role.may_answer(action) {
            self.answer_error(CallError::new(message_id.borrowed(), ErrorCode::NotSupported));
            return Incoming::Refused(Refused::WrongDirection { message_id, action });
        }
        if self.open.len() >= self.options.max_open {
            let error = CallError::new(message_id.borrowed(), ErrorCode::GenericError);
            self.answer_error(error.with_description("too many CALLs without an answer"));
            return Incoming::Refused(Refused::TooManyOpen { message_id, action });
        }
        let call = OpenCall { number: self.next_open, action };
        self.next_open = self.next_open.wrapping_add(1);
        let overlaps = !self.open.is_empty();
        self.open.push(Open { call, message_id: message_id.clone().into_owned() });
        Incoming::Call(IncomingCall { call, message_id, request, report, overlaps })
    }

    fn handle_result<'a>(&mut self, pending: PendingResult<'a>) -> Incoming<'a> {
        let call = match self.take_answered(pending.message_id()) {
            Ok(call) => call,
            Err(Some(call)) => return Incoming::Ignored(Ignored::Late { call }),
            Err(None) => {
                let message_id = pending.message_id().clone();
                return Incoming::Ignored(Ignored::Stray { message_id, error: None });
            }
        };
        let outcome = pending.parse_as(call.action).map_err(Failure::BadAnswer);
        Incoming::Answer(Answer { call, outcome })
    }

    fn handle_error<'a>(&mut self, error: CallError<'a>) -> Incoming<'a> {
        match self.take_answered(&error.message_id) {
            Ok(call) => Incoming::Answer(Answer { call, outcome: Err(Failure::CallError(error)) }),
            Err(Some(call)) => Incoming::Ignored(Ignored::Late { call }),
            Err(None) => {
                let message_id = error.message_id.clone();
                Incoming::Ignored(Ignored::Stray { message_id, error: Some(error) })
            }
        }
    }

    /// The CALL that an id belongs to, if it waits for its answer, which it does no longer. Else
    /// the CALL that was given up, if it is that of one.
    fn take_answered(&mut self, message_id: &MessageId<'_>) -> Result<CallId, Option<CallId>> {
        let number = self.ids.number(message_id.as_str()).ok_or(None)?;
        match self.in_flight {
            Some(InFlight { call, .. }) if call.number == number => {
                self.in_flight = None;
                Ok(call)
            }
            _ => {
                let mut given_up = self.given_up.iter_mut();
                let late = given_up.find(|call| call.is_some_and(|call| call.number == number));
                Err(late.and_then(Option::take))
            }
        }
    }

    fn handle_invalid<'a>(&mut self, error: Error) -> Incoming<'a> {
        if let Some(answer) = error.answer() {
            self.answer_error(answer);
            return Incoming::Invalid(error);
        }
        // An answer that is broken in front of its payload ends the CALL all the same.
        match error.message_id().cloned().map(|id| self.take_answered(&id)) {
            Some(Ok(call)) => {
                Incoming::Answer(Answer { call, outcome: Err(Failure::BadAnswer(error)) })
            }
            _ => Incoming::Invalid(error),
        }
    }

    /// Answers a CALL of the other side.
    ///
    /// # Errors
    ///
    /// [`NotAnswered::NotOpen`] if it was answered before, or came over a connection that has
    /// ended; [`NotAnswered::OtherOperation`] if the response is that of another operation, and the
    /// CALL is still to be answered.
    pub fn respond<'r>(
        &mut self,
        call: OpenCall,
        response: impl Into<Response<'r>>,
    ) -> Result<(), NotAnswered> {
        let response = response.into();
        if response.action() != call.action {
            return Err(NotAnswered::OtherOperation);
        }
        let message_id = self.close(call)?;
        self.answers.push_back(CallResult::new(message_id, response).to_json());
        Ok(())
    }

    /// Answers a CALL of the other side with a CALLERROR.
    ///
    /// # Errors
    ///
    /// [`NotAnswered::NotOpen`], as for [`respond`](Self::respond).
    pub fn refuse(
        &mut self,
        call: OpenCall,
        code: ErrorCode<'_>,
        description: &str,
    ) -> Result<(), NotAnswered> {
        let message_id = self.close(call)?;
        self.answer_error(CallError::new(message_id, code).with_description(description));
        Ok(())
    }

    /// Leaves a CALL of the other side without an answer, as a station does while it is rejected
    /// (4.2). The other side will see a timeout.
    ///
    /// # Errors
    ///
    /// [`NotAnswered::NotOpen`], as for [`respond`](Self::respond).
    pub fn ignore(&mut self, call: OpenCall) -> Result<(), NotAnswered> {
        self.close(call).map(|_| ())
    }

    fn close(&mut self, call: OpenCall) -> Result<MessageId<'static>, NotAnswered> {
        let at = self.open.iter().position(|open| open.call == call);
        at.map(|at| self.open.remove(at).message_id).ok_or(NotAnswered::NotOpen)
    }

    fn answer_error(&mut self, error: CallError<'_>) {
        self.answers.push_back(error.to_json());
    }

    /// Takes note of the time: a CALL whose answer is due now has failed.
    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(InFlight { call, .. }) = self.in_flight.take_if(|it| it.deadline <= now) {
            self.given_up.rotate_right(1);
            if let Some(first) = self.given_up.first_mut() {
                *first = Some(call);
            }
            self.failed.push_back((call, Failure::Timeout));
        }
    }

    /// Says what to do next; to be called until it says [`Output::Wait`].
    ///
    /// Failures come first, then answers, then a CALL if none is on its way. Its time starts with
    /// `now`.
    pub fn poll_output(&mut self, now: Instant) -> Output {
        if let Some((call, failure)) = self.failed.pop_front() {
            return Output::Failed { call, failure };
        }
        if !self.is_connected {
            return Output::Wait(None);
        }
        if let Some(frame) = self.answers.pop_front() {
            return Output::Transmit(frame);
        }
        if self.in_flight.is_none() {
            if let Some(Waiting { call, frame }) = self.waiting.take() {
                let deadline = now.after(self.options.call_timeout);
                self.in_flight = Some(InFlight { call, deadline });
                return Output::Transmit(frame);
            }
        }
        Output::Wait(self.in_flight.map(|in_flight| in_flight.deadline))
    }

    /// The role of this end.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether there is a connection.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.is_connected
    }

    /// The number of CALLs that wait to be sent.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.waiting.len()
    }

    /// The CALL that was sent and waits for its answer.
    #[must_use]
    pub fn in_flight(&self) -> Option<CallId> {
        self.in_flight.map(|in_flight| in_flight.call)
    }

    /// The CALLs of the other side that wait for an answer, oldest first.
    pub fn open(&self) -> impl Iterator<Item = OpenCall> {
        self.open.iter().map(|open| open.call)
    }
}

fn print_call<R: CallPayload>(message_id: &str, action: Action, request: &R) -> String {
    let mut frame = Vec::new();
    frame.raw(b"[2,");
    frame.text(message_id);
    frame.raw(b",\"");
    frame.raw(action.as_str().as_bytes());
    frame.raw(b"\",");
    request.write(&mut frame);
    frame.raw(b"]");
    // All texts are UTF-8, and so is what is between them.
    String::from_utf8(frame).unwrap_or_default()
}

/// Why a CALL was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCalled {
    /// The operation only goes the other way.
    WrongDirection,
    /// As many CALLs wait as may ([`EndpointOptions::max_queued`]).
    QueueFull,
}

impl fmt::Display for NotCalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongDirection => "the operation goes the other way only",
            Self::QueueFull => "the queue is full",
        })
    }
}

impl core::error::Error for NotCalled {}

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotAnswered {
    /// Answered before, or the connection has ended since.
    NotOpen,
    /// The response of another operation.
    OtherOperation,
}

impl fmt::Display for NotAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOpen => "the CALL needs no answer any more",
            Self::OtherOperation => "the response is that of another operation",
        })
    }
}

impl core::error::Error for NotAnswered {}

//! What a received frame turns out to be.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

use crate::call_error::CallError;
use crate::error::Error;
use crate::frame::CallResult;
use crate::message_id::MessageId;
use crate::operation::{Action, Operation, Request};
use crate::options::Report;

/// A CALL that an endpoint has taken from the program. No two of one endpoint are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId {
    pub(super) number: u64,
    pub(super) action: Action,
}

impl CallId {
    /// The operation.
    #[must_use]
    pub fn action(self) -> Action {
        self.action
    }
}

/// A CALL whose operation, and with it the type of the response, is known when compiling.
///
/// [`Answer::to`] takes it.
pub struct CallKey<O> {
    id: CallId,
    operation: PhantomData<fn() -> O>,
}

impl<O> CallKey<O> {
    pub(super) fn new(id: CallId) -> Self {
        Self { id, operation: PhantomData }
    }

    /// The same without the type, to be kept beside others.
    #[must_use]
    pub fn id(self) -> CallId {
        self.id
    }
}

// By hand, because a derive would ask the same of the operation.
impl<O> Clone for CallKey<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for CallKey<O> {}

impl<O> PartialEq for CallKey<O> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<O> Eq for CallKey<O> {}

impl<O> Hash for CallKey<O> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<O> fmt::Debug for CallKey<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallKey").field(&self.id).finish()
    }
}

/// What a frame was that [`Endpoint::handle_frame`](super::Endpoint::handle_frame) was given.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Incoming<'a> {
    /// The other side wants something. The program answers with
    /// [`Endpoint::respond`](super::Endpoint::respond) or
    /// [`Endpoint::refuse`](super::Endpoint::refuse), now or later.
    Call(IncomingCall<'a>),
    /// A CALL of this side has ended.
    Answer(Answer<'a>),
    /// A frame that changes nothing. For a log.
    Ignored(Ignored<'a>),
    /// A CALL, of which nothing is to be done: the CALLERROR that says why is in the output.
    Refused(Refused<'a>),
    /// A frame that is wrong. If it is a CALL whose message id can be read, the CALLERROR that says
    /// why is in the output.
    Invalid(Error),
}

/// A CALL of the other side.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IncomingCall<'a> {
    /// What the answer refers to.
    pub call: OpenCall,
    /// The message id, for a log.
    pub message_id: MessageId<'a>,
    /// The payload.
    pub request: Request<'a>,
    /// What the tolerant reader has let pass.
    pub report: Report,
    /// Whether the other side did not wait for the answer to its CALL before (4.1.1 demands that).
    pub overlaps: bool,
}

/// A CALL of the other side that is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OpenCall {
    pub(super) number: u64,
    pub(super) action: Action,
}

impl OpenCall {
    /// The operation.
    #[must_use]
    pub fn action(self) -> Action {
        self.action
    }
}

/// The end of a CALL of this side.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// Which one.
    pub call: CallId,
    /// The response, or why there is none.
    pub outcome: Result<CallResult<'a>, Failure<'a>>,
}

impl<'a> Answer<'a> {
    /// Takes the answer if it is the one to this CALL.
    ///
    /// # Errors
    ///
    /// Gives the answer back if it is to another CALL.
    #[allow(clippy::result_large_err, reason = "the error is the answer itself")]
    pub fn to<O: Operation>(
        self,
        key: CallKey<O>,
    ) -> Result<Result<O::Response<'a>, Failure<'a>>, Self> {
        if self.call != key.id {
            return Err(self);
        }
        match self.outcome {
            // The response was read as that of the action of the call.
            Ok(result) => match O::response(result.response) {
                Ok(response) => Ok(Ok(response)),
                Err(response) => {
                    let outcome = Ok(CallResult { response, ..result });
                    Err(Self { call: self.call, outcome })
                }
            },
            Err(failure) => Ok(Err(failure)),
        }
    }
}

/// Why a CALL of this side has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure<'a> {
    /// The other side did not process it.
    CallError(CallError<'a>),
    /// The other side answered with something that cannot be read. That is never answered.
    BadAnswer(Error),
    /// No answer came in time. One that comes later is [`Ignored::Late`].
    Timeout,
    /// The connection ended before the answer; whether the CALL arrived is not known.
    Disconnected,
    /// It was not sent, because the queue was dropped.
    Dropped,
}

impl Failure<'_> {
    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> Failure<'static> {
        match self {
            Self::CallError(error) => Failure::CallError(error.into_owned()),
            Self::BadAnswer(error) => Failure::BadAnswer(error),
            Self::Timeout => Failure::Timeout,
            Self::Disconnected => Failure::Disconnected,
            Self::Dropped => Failure::Dropped,
        }
    }
}

impl core::error::Error for Failure<'_> {}

impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CallError(error) if error.description.is_empty() => {
                write!(f, "CALLERROR {}", error.code)
            }
            Self::CallError(error) => write!(f, "CALLERROR {}: {}", error.code, error.description),
            Self::BadAnswer(error) => write!(f, "answer cannot be read: {error}"),
            Self::Timeout => f.write_str("no answer in time"),
            Self::Disconnected => f.write_str("connection ended before the answer"),
            Self::Dropped => f.write_str("dropped before it was sent"),
        }
    }
}

/// A frame that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ignored<'a> {
    /// An answer to a CALL that was given up: after its timeout.
    Late {
        /// Which one.
        call: CallId,
    },
    /// An answer to no CALL of this side.
    Stray {
        /// The id in it.
        message_id: MessageId<'a>,
        /// What it says if it is a CALLERROR. Some peers send one with an id of their own in answer
        /// to a frame that they could not read.
        error: Option<CallError<'a>>,
    },
    /// A CALL with the id of one that is still to be answered: sent again. The answer will be to
    /// both.
    Repeated {
        /// The CALL that is open.
        call: OpenCall,
    },
}

impl fmt::Display for Ignored<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late { call } => write!(f, "answer to {} after its timeout", call.action),
            Self::Stray { message_id, error: None } => {
                write!(f, "answer to no CALL, {message_id}")
            }
            Self::Stray { message_id, error: Some(error) } => {
                write!(f, "CALLERROR {} to no CALL, {message_id}", error.code)
            }
            Self::Repeated { call } => write!(f, "{} again before its answer", call.action),
        }
    }
}

/// Why a CALL of the other side was refused without asking the program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused<'a> {
    /// An operation that only goes the other way (chapters 4 and 5); answered with `NotSupported`.
    WrongDirection {
        /// The id of the CALL.
        message_id: MessageId<'a>,
        /// The operation.
        action: Action,
    },
    /// There are [`EndpointOptions::max_open`](super::EndpointOptions::max_open) CALLs to be
    /// answered already; answered with `GenericError`.
    TooManyOpen {
        /// The id of the CALL.
        message_id: MessageId<'a>,
        /// The operation.
        action: Action,
    },
}

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongDirection { action, .. } => write!(f, "{action} goes the other way only"),
            Self::TooManyOpen { action, .. } => {
                write!(f, "{action}, and too many CALLs without an answer before it")
            }
        }
    }
}

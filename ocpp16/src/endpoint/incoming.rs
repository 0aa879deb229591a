//! What a received frame turns out to be.

use core::fmt;

use super::kept::{Fingerprint, Keep};
use super::{Answer, Connection};
use crate::error::Error;
use crate::frame::CallError;
use crate::messages::{Action, Request};
use crate::options::Report;
use crate::values::MessageId;

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
    /// An answer to a CALL of this side that has ended already, with
    /// [`CallFailure::Timeout`](super::CallFailure::Timeout). It ends nothing, and no CALL has two of them.
    ///
    /// A CALLRESULT says that the other side has processed the CALL after all. That to a
    /// StartTransaction has the transaction id. The module `transaction_queue` says what to do with it.
    Late(Answer<'a>),
    /// A frame that changes nothing. For a log.
    Ignored(Ignored<'a>),
    /// A CALL, of which nothing is to be done. For a log.
    Refused(Refusal<'a>),
    /// A frame that is wrong and ends no CALL of this side. If [`Error::answer`] has a CALLERROR, it
    /// is in the output.
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
    pub(super) connection: Connection,
    pub(super) number: u32,
    pub(super) text: Fingerprint,
    pub(super) action: Action,
    pub(super) keep: Keep,
}

impl OpenCall {
    /// The operation.
    #[must_use]
    pub fn action(self) -> Action {
        self.action
    }
}

/// A frame that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ignored<'a> {
    /// An answer to no CALL of this side.
    Stray {
        /// The id in it.
        message_id: MessageId<'a>,
        /// What it says if it is a CALLERROR. Some peers send one with an id of their own in answer
        /// to a frame that they could not read.
        error: Option<CallError<'a>>,
    },
    /// A frame of a connection that has ended.
    OtherConnection,
    /// A CALL that is still to be answered, sent again. One answer does for both.
    Repeated {
        /// The CALL that is open.
        call: OpenCall,
    },
    /// A CALL that was answered, sent again. The same answer is in the output again. The
    /// [module](super) says which CALLs that holds for.
    Answered {
        /// The id of the CALL.
        message_id: MessageId<'a>,
        /// The operation.
        action: Action,
    },
}

impl fmt::Display for Ignored<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stray { message_id, error: None } => {
                write!(f, "answer to no CALL, {message_id}")
            }
            Self::Stray { message_id, error: Some(error) } => {
                write!(f, "CALLERROR {} to no CALL, {message_id}", error.code)
            }
            Self::OtherConnection => f.write_str("frame of a connection that has ended"),
            Self::Repeated { call } => write!(f, "{} again before its answer", call.action),
            Self::Answered { message_id, action } => {
                write!(f, "{action} again, answered as before, {message_id}")
            }
        }
    }
}

/// Why a CALL of the other side was refused without asking the program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal<'a> {
    /// An operation that only goes the other way (chapters 4 and 5); answered with `NotSupported`.
    WrongDirection {
        /// The id of the CALL.
        message_id: MessageId<'a>,
        /// The operation.
        action: Action,
    },
    /// Another text with the id of a CALL that is still to be answered (4.2.3); answered with
    /// `GenericError`.
    IdInUse {
        /// The id of both.
        message_id: MessageId<'a>,
        /// The operation of the one that is refused.
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
    /// There are [`EndpointOptions::max_answers`](super::EndpointOptions::max_answers) answers in the
    /// output already. **This CALL gets none**, and the other side sees a timeout.
    TooManyAnswers {
        /// The id of the CALL.
        message_id: MessageId<'a>,
        /// What is wrong with the CALL, if anything is.
        error: Option<Error>,
    },
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongDirection { action, .. } => write!(f, "{action} goes the other way only"),
            Self::IdInUse { message_id, action } => {
                write!(f, "{action} with the id of a CALL without an answer, {message_id}")
            }
            Self::TooManyAnswers { message_id, error: None } => {
                write!(f, "CALL {message_id}, and too many answers wait to be sent")
            }
            Self::TooManyAnswers { message_id, error: Some(error) } => {
                write!(f, "bad CALL {message_id}, and too many answers wait to be sent: {error}")
            }
            Self::TooManyOpen { action, .. } => {
                write!(f, "{action}, and too many CALLs without an answer before it")
            }
        }
    }
}

//! How CALLs of this side end.

use core::fmt;

use super::{CallId, CallKey};
use crate::error::Error;
#[cfg(feature = "core")]
use crate::frame::PartialStart;
use crate::frame::{CallError, CallResult};
use crate::messages::CallPayload;

/// The end of a CALL of this side.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// Which one.
    pub call: CallId,
    /// The response, or why there is none.
    pub outcome: Result<CallResult<'a>, CallFailure<'a>>,
}

impl<'a> Answer<'a> {
    /// Takes the answer if it is the one to this CALL.
    ///
    /// # Errors
    ///
    /// Gives the answer back if it is to another CALL.
    #[allow(clippy::result_large_err, reason = "the error is the answer itself")]
    pub fn to<R: CallPayload>(
        self,
        key: CallKey<R>,
    ) -> Result<Result<R::Response<'a>, CallFailure<'a>>, Self> {
        if self.call != key.id {
            return Err(self);
        }
        match self.outcome {
            // The response was read as that of the action of the call.
            Ok(result) => match R::response(result.response) {
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
pub enum CallFailure<'a> {
    /// The other side did not process it (OCPP-J, 4.2.3).
    CallError(CallError<'a>),
    /// The other side did not process it, and how it says that cannot be read: a CALLERROR without a
    /// code or with too many elements. That is never answered.
    BadError(Error),
    /// **The other side has processed it.** A CALLRESULT says that, and its payload cannot be read.
    /// That is never answered.
    ///
    /// A MeterValues or StopTransaction with this end is delivered, since nothing in the answer is
    /// needed: to send it again would give the other side the same thing twice.
    BadResult {
        /// The fault of the payload.
        error: Error,
        /// The parts that could be read all the same, of an answer to StartTransaction.
        #[cfg(feature = "core")]
        #[cfg_attr(docsrs, doc(cfg(feature = "core")))]
        start: PartialStart,
    },
    /// No answer came in time. One that comes later is [`Incoming::Late`](super::Incoming::Late).
    Timeout,
    /// The connection ended before the answer; whether the CALL arrived is not known.
    Disconnected,
    /// It was not sent, because the queue was dropped.
    Dropped,
}

impl CallFailure<'_> {
    /// A CALLRESULT of which nothing could be read.
    pub(super) fn bad_result(error: Error) -> Self {
        Self::BadResult {
            error,
            #[cfg(feature = "core")]
            start: PartialStart::default(),
        }
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> CallFailure<'static> {
        match self {
            Self::CallError(error) => CallFailure::CallError(error.into_owned()),
            Self::BadError(error) => CallFailure::BadError(error),
            #[cfg(feature = "core")]
            Self::BadResult { error, start } => CallFailure::BadResult { error, start },
            #[cfg(not(feature = "core"))]
            Self::BadResult { error } => CallFailure::BadResult { error },
            Self::Timeout => CallFailure::Timeout,
            Self::Disconnected => CallFailure::Disconnected,
            Self::Dropped => CallFailure::Dropped,
        }
    }
}

// By hand: the text of a CALLERROR depends on whether it has a description.
impl core::error::Error for CallFailure<'_> {}

impl fmt::Display for CallFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CallError(error) if error.description.is_empty() => {
                write!(f, "CALLERROR {}", error.code)
            }
            Self::CallError(error) => write!(f, "CALLERROR {}: {}", error.code, error.description),
            Self::BadError(error) => write!(f, "CALLERROR that cannot be read: {error}"),
            Self::BadResult { error, .. } => write!(f, "CALLRESULT that cannot be read: {error}"),
            Self::Timeout => f.write_str("no answer in time"),
            Self::Disconnected => f.write_str("connection ended before the answer"),
            Self::Dropped => f.write_str("dropped before it was sent"),
        }
    }
}

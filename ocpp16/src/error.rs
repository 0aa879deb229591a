//! What is wrong with a frame, and what to answer.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::call_error::{CallError, ErrorCode};
use crate::message_id::MessageId;

/// What is wrong with a frame or a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON (RFC 8259), or something behind the end.
    NotJson,
    /// Not an array that begins with a message type and a message id (OCPP-J, 4.2), or one of an
    /// unknown message type.
    NotAFrame,
    /// The wrong number of elements for the message type, or one of the wrong type in front of the
    /// payload.
    Elements,
    /// A message id of more than 36 characters (OCPP-J, table 3).
    MessageIdTooLong,
    /// A frame longer than [`Options::max_frame`](crate::Options::max_frame).
    FrameTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// A value nested deeper than [`Options::max_depth`](crate::Options::max_depth).
    TooDeep {
        /// The limit in arrays and objects.
        limit: u32,
    },
    /// A list longer than [`Options::max_list`](crate::Options::max_list).
    ListTooLong {
        /// The limit in elements.
        limit: usize,
    },
    /// No action of OCPP 1.6 or its security extension.
    UnknownAction,
    /// An action of a group of messages that is not built in (see the cargo features).
    UnsupportedAction,
    /// The payload is no object.
    NotAnObject,
    /// A member that the message does not have.
    UnknownMember,
    /// A member twice.
    DuplicateMember,
    /// A required member is not there.
    MissingMember,
    /// A value of another JSON type, such as a number where a text belongs.
    WrongType {
        /// What belongs there.
        expected: &'static str,
    },
    /// A text of too many code points.
    TooLong {
        /// The limit of the schema.
        limit: usize,
    },
    /// A text that the enumeration does not have.
    UnknownLiteral,
    /// A whole number outside of 32 bits, or a decimal outside of what can be kept.
    OutOfRange,
    /// A number with more than one decimal.
    NotTenths,
    /// A text that is no time of RFC 3339, or no existing one.
    NotATime,
    /// A list with fewer elements than the schema demands.
    TooFew {
        /// The least number.
        least: usize,
    },
    /// A list with more elements than the schema allows.
    TooMany {
        /// The greatest number.
        limit: usize,
    },
}

impl ErrorKind {
    /// The code of OCPP-J 1.6, table 7, that a CALL with this fault is answered with; `None` where
    /// there is nothing to answer to, because the frame cannot be told to be a CALL.
    #[must_use]
    pub fn code(self) -> Option<ErrorCode<'static>> {
        Some(match self {
            Self::NotUtf8 | Self::NotJson | Self::NotAFrame | Self::FrameTooLong { .. } => {
                return None;
            }
            Self::UnknownAction => ErrorCode::NotImplemented,
            Self::UnsupportedAction => ErrorCode::NotSupported,
            Self::Elements
            | Self::MessageIdTooLong
            | Self::NotAnObject
            | Self::UnknownMember
            | Self::DuplicateMember => ErrorCode::FormationViolation,
            // Errata 3.24 and 3.38 ask for this code where a literal is invalid.
            Self::TooLong { .. }
            | Self::UnknownLiteral
            | Self::OutOfRange
            | Self::NotTenths
            | Self::NotATime => ErrorCode::PropertyConstraintViolation,
            Self::MissingMember | Self::TooFew { .. } | Self::TooMany { .. } => {
                ErrorCode::OccurenceConstraintViolation
            }
            Self::WrongType { .. } => ErrorCode::TypeConstraintViolation,
            // Our limits, not a fault of the peer.
            Self::TooDeep { .. } | Self::ListTooLong { .. } => ErrorCode::GenericError,
        })
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NotUtf8 => "not UTF-8",
            Self::NotJson => "not JSON",
            Self::NotAFrame => "not an OCPP-J frame",
            Self::Elements => "not the elements that the message type has",
            Self::MessageIdTooLong => "message id of more than 36 characters",
            Self::FrameTooLong { limit } => return write!(f, "frame of more than {limit} bytes"),
            Self::TooDeep { limit } => return write!(f, "nested deeper than {limit}"),
            Self::ListTooLong { limit } => return write!(f, "list of more than {limit} elements"),
            Self::UnknownAction => "unknown action",
            Self::UnsupportedAction => "action is not supported",
            Self::NotAnObject => "payload is not an object",
            Self::UnknownMember => "unknown member",
            Self::DuplicateMember => "member twice",
            Self::MissingMember => "required member is missing",
            Self::WrongType { expected } => return write!(f, "not {expected}"),
            Self::TooLong { limit } => return write!(f, "longer than {limit} characters"),
            Self::UnknownLiteral => "not a value of the enumeration",
            Self::OutOfRange => "number out of range",
            Self::NotTenths => "more than one decimal",
            Self::NotATime => "not a time of RFC 3339",
            Self::TooFew { least } => return write!(f, "fewer than {least} elements"),
            Self::TooMany { limit } => return write!(f, "more than {limit} elements"),
        };
        f.write_str(text)
    }
}

/// A frame or a payload that is refused: what, where, in answer to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    path: String,
    message_id: Option<MessageId<'static>>,
    action: Option<String>,
    is_call: bool,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, offset: usize, path: String) -> Self {
        Self(Box::new(Inner { kind, offset, path, message_id: None, action: None, is_call: false }))
    }

    pub(crate) fn of_frame(mut self, message_id: Option<MessageId<'_>>, is_call: bool) -> Self {
        self.0.message_id = message_id.map(MessageId::into_owned);
        self.0.is_call = is_call;
        self
    }

    pub(crate) fn with_action(mut self, action: Option<String>) -> Self {
        self.0.action = action;
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where in the payload, as in `meterValue[2].sampledValue[0].unit`; empty for the payload
    /// itself and in front of it. Cut off past some 250 characters.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Where in the input, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The message id of the frame, if it could be read.
    #[must_use]
    pub fn message_id(&self) -> Option<&MessageId<'static>> {
        self.0.message_id.as_ref()
    }

    /// The action of a CALL, known or not, if it could be read. Cut off past 50 characters.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.0.action.as_deref()
    }

    /// The CALLERROR to send. `None` if there is none to send: the frame is no CALL, or its message
    /// id cannot be read, or it is not JSON at all. A bad CALLRESULT is never answered.
    ///
    /// The description is the text of this error; the details are empty.
    #[must_use]
    pub fn answer(&self) -> Option<CallError<'static>> {
        let id = self.0.message_id.clone().filter(|_| self.0.is_call)?;
        let code = self.0.kind.code()?;
        Some(CallError::new(id, code).with_description(alloc::format!("{self}")))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, offset, path, .. } = &*self.0;
        if path.is_empty() {
            write!(f, "{kind}, at byte {offset}")
        } else {
            write!(f, "{path}: {kind}, at byte {offset}")
        }
    }
}

impl core::error::Error for Error {}

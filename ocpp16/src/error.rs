//! What is wrong with a frame.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::options::Mode;
use crate::values::MessageId;

/// What is wrong with a frame or a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON (RFC 8259), or something after the end.
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
    frame: FrameType,
}

/// The message type of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameType {
    /// It cannot be read, or it is a payload without a frame.
    Unknown,
    /// A CALL.
    Call,
    /// A CALL that the tolerant reader has read.
    TolerantCall,
    /// A CALLRESULT.
    Result,
    /// A CALLERROR.
    Error,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, offset: usize, path: String) -> Self {
        let frame = FrameType::Unknown;
        Self(Box::new(Inner { kind, offset, path, message_id: None, action: None, frame }))
    }

    /// Makes it the fault of a CALL. The message id is that of the frame if it can be repeated.
    pub(crate) fn of_call(
        mut self,
        message_id: Option<MessageId<'_>>,
        action: Option<String>,
        mode: Mode,
    ) -> Self {
        self.0.message_id = message_id.map(MessageId::into_owned);
        self.0.action = action;
        self.0.frame =
            if mode == Mode::Tolerant { FrameType::TolerantCall } else { FrameType::Call };
        self
    }

    /// Makes it the fault of a CALLRESULT.
    pub(crate) fn of_result(mut self, message_id: Option<MessageId<'_>>) -> Self {
        self.0.message_id = message_id.map(MessageId::into_owned);
        self.0.frame = FrameType::Result;
        self
    }

    /// Makes it the fault of a CALLERROR.
    pub(crate) fn of_error(mut self, message_id: Option<MessageId<'_>>) -> Self {
        self.0.message_id = message_id.map(MessageId::into_owned);
        self.0.frame = FrameType::Error;
        self
    }

    /// The message type of the frame.
    pub(crate) fn frame_type(&self) -> FrameType {
        self.0.frame
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

    /// Whether the frame is a CALLRESULT, so that the other side has processed the CALL of this side
    /// with this message id.
    #[must_use]
    pub fn is_of_result(&self) -> bool {
        self.0.frame == FrameType::Result
    }

    /// Whether the frame is a CALLERROR, so that the other side has not processed the CALL of this
    /// side with this message id.
    ///
    /// Where neither this nor [`Self::is_of_result`] holds, the message id says nothing about CALLs
    /// of this side: the ids of the two directions have nothing to do with each other (OCPP-J,
    /// 4.1.4).
    #[must_use]
    pub fn is_of_error(&self) -> bool {
        self.0.frame == FrameType::Error
    }
}

// By hand: the text has the path if there is one.
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

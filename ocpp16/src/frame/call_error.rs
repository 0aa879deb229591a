//! CALLERROR (OCPP-J 1.6, 4.2.3).

use alloc::borrow::Cow;
use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind, FrameType};
use crate::json::{Failed, Read as _, Reader, Sink, Write};
use crate::options::Report;
use crate::tolerance::Tolerance;
use crate::values::{MessageId, RawJson, UnknownLiteral};

/// Why a CALL was not answered with a result: the codes of OCPP-J 1.6, table 7.
///
/// Printed in the spellings of 1.6, which the errata keep: `OccurenceConstraintViolation` (with one
/// R) and `FormationViolation`. The spellings of later versions are read as well.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode<'a> {
    /// The action is not known.
    NotImplemented,
    /// The action is known and not supported.
    NotSupported,
    /// An error inside of the receiver.
    InternalError,
    /// The payload is incomplete.
    ProtocolError,
    /// A security issue; also the answer to a CALL of a station that is not accepted (J errata).
    SecurityError,
    /// The payload is syntactically wrong or has not the structure of the action.
    FormationViolation,
    /// A member has an invalid value.
    PropertyConstraintViolation,
    /// A member is there too rarely or too often.
    OccurenceConstraintViolation,
    /// A member is of the wrong type.
    TypeConstraintViolation,
    /// None of the others.
    GenericError,
    /// Not a code of 1.6, as it was received.
    Other(Cow<'a, str>),
}

impl<'a> ErrorCode<'a> {
    /// All codes of 1.6, in the order of table 7.
    pub const ALL: &'static [ErrorCode<'static>] = &[
        ErrorCode::NotImplemented,
        ErrorCode::NotSupported,
        ErrorCode::InternalError,
        ErrorCode::ProtocolError,
        ErrorCode::SecurityError,
        ErrorCode::FormationViolation,
        ErrorCode::PropertyConstraintViolation,
        ErrorCode::OccurenceConstraintViolation,
        ErrorCode::TypeConstraintViolation,
        ErrorCode::GenericError,
    ];

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::NotImplemented => "NotImplemented",
            Self::NotSupported => "NotSupported",
            Self::InternalError => "InternalError",
            Self::ProtocolError => "ProtocolError",
            Self::SecurityError => "SecurityError",
            Self::FormationViolation => "FormationViolation",
            Self::PropertyConstraintViolation => "PropertyConstraintViolation",
            Self::OccurenceConstraintViolation => "OccurenceConstraintViolation",
            Self::TypeConstraintViolation => "TypeConstraintViolation",
            Self::GenericError => "GenericError",
            Self::Other(other) => other,
        }
    }

    /// The code of a text, in the spelling of 1.6 or later ones.
    #[must_use]
    pub fn from_text(text: Cow<'a, str>) -> Self {
        match &*text {
            "NotImplemented" => Self::NotImplemented,
            "NotSupported" => Self::NotSupported,
            "InternalError" => Self::InternalError,
            "ProtocolError" => Self::ProtocolError,
            "SecurityError" => Self::SecurityError,
            // J errata 5.2
            "FormationViolation" | "FormatViolation" => Self::FormationViolation,
            "PropertyConstraintViolation" => Self::PropertyConstraintViolation,
            // J errata 5.1
            "OccurenceConstraintViolation" | "OccurrenceConstraintViolation" => {
                Self::OccurenceConstraintViolation
            }
            "TypeConstraintViolation" => Self::TypeConstraintViolation,
            "GenericError" => Self::GenericError,
            _ => Self::Other(text),
        }
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> ErrorCode<'static> {
        match self {
            Self::Other(other) => ErrorCode::Other(Cow::Owned(other.into_owned())),
            known => ErrorCode::from_text(Cow::Owned(known.as_str().into())),
        }
    }
}

impl fmt::Display for ErrorCode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Only codes of 1.6, in the spelling of 1.6 or later ones; [`ErrorCode::from_text`] takes any text.
impl FromStr for ErrorCode<'static> {
    type Err = UnknownLiteral;

    fn from_str(text: &str) -> Result<Self, UnknownLiteral> {
        match ErrorCode::from_text(Cow::Borrowed(text)) {
            ErrorCode::Other(_) => Err(UnknownLiteral::new(text, "ErrorCode")),
            known => Ok(known.into_owned()),
        }
    }
}

/// A CALLERROR: the answer to a CALL that could not be processed.
///
/// ```
/// use ocpp16::{CallError, ErrorCode, MessageId, ToJson};
///
/// let error = CallError::new(MessageId::new("17")?, ErrorCode::NotSupported);
/// assert_eq!(error.to_json(), r#"[4,"17","NotSupported","",{}]"#);
/// # Ok::<(), ocpp16::values::TooLong>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallError<'a> {
    /// The id of the CALL.
    pub message_id: MessageId<'a>,
    /// Why.
    pub code: ErrorCode<'a>,
    /// A text for people; may be empty. 1.6 has no limit, later versions have 255 characters.
    pub description: Cow<'a, str>,
    /// An object with anything in it.
    pub details: RawJson<'a>,
    /// What was not as the specification says. A CALLERROR is read as tolerantly as can be in both
    /// modes: the pending CALL has ended, and refusing to hear that helps nobody.
    pub report: Report,
}

impl<'a> CallError<'a> {
    /// A CALLERROR without a description and details.
    #[must_use]
    pub fn new(message_id: MessageId<'a>, code: ErrorCode<'a>) -> Self {
        Self {
            message_id,
            code,
            description: Cow::Borrowed(""),
            details: RawJson::EMPTY_OBJECT,
            report: Report::default(),
        }
    }

    /// Sets [`Self::description`].
    #[must_use]
    pub fn with_description(self, description: impl Into<Cow<'a, str>>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Sets [`Self::details`].
    #[must_use]
    pub fn with_details(self, details: RawJson<'a>) -> Self {
        Self { details, ..self }
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> CallError<'static> {
        CallError {
            message_id: self.message_id.into_owned(),
            code: self.code.into_owned(),
            description: Cow::Owned(self.description.into_owned()),
            details: self.details.into_owned(),
            report: self.report,
        }
    }

    /// Reads what follows the message id.
    pub(crate) fn read(message_id: MessageId<'a>, reader: &mut Reader<'a>) -> Result<Self, Failed> {
        let mut error = Self::new(message_id, ErrorCode::GenericError);
        if !reader.take_token(b',') {
            return reader.elements();
        }
        error.code = ErrorCode::from_text(element_text(reader)?);
        if !reader.take_token(b',') {
            reader.note(Tolerance::CallErrorForm, reader.offset());
            return Ok(error);
        }
        error.description = element_text(reader)?;
        if !reader.take_token(b',') {
            reader.note(Tolerance::CallErrorForm, reader.offset());
            return Ok(error);
        }
        reader.begin_payload(false);
        let offset = reader.offset();
        error.details = RawJson::read(reader)?;
        if error.details.as_str() == "null" {
            error.details = RawJson::EMPTY_OBJECT;
            reader.note(Tolerance::CallErrorForm, offset);
        } else if !error.details.as_str().starts_with('{') {
            reader.note(Tolerance::CallErrorForm, offset);
        }
        Ok(error)
    }
}

/// A text, or the JSON text of what is there instead; empty for `null`.
fn element_text<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, Failed> {
    reader.skip_blanks();
    if reader.peek() == b'"' {
        return reader.quoted();
    }
    reader.note(Tolerance::CallErrorForm, reader.offset());
    let raw = reader.raw()?;
    Ok(Cow::Borrowed(if raw == "null" { "" } else { raw }))
}

impl Write for CallError<'_> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(b"[4,");
        to.text(self.message_id.as_str());
        to.raw(b",");
        to.text(self.code.as_str());
        to.raw(b",");
        to.text(&self.description);
        to.raw(b",");
        self.details.write(to);
        to.raw(b"]");
    }
}

impl ErrorKind {
    /// The code of OCPP-J 1.6, table 7, that a CALL with this fault is answered with; `None` where
    /// there is nothing to answer to, because the frame cannot be told to be a CALL. In tolerant
    /// mode [`Error::answer`] knows more of these.
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

impl Error {
    /// The CALLERROR to send. `None` if there is none to send: the frame is not a CALL, or its
    /// message id cannot be read. A bad CALLRESULT is never answered.
    ///
    /// A CALL that is not JSON after its message id, or not UTF-8, has no answer in strict mode. In
    /// tolerant mode it is answered with `FormationViolation` ("Payload for Action is syntactically
    /// incorrect", table 7), so that a station does not wait for its timeout.
    ///
    /// The description is the text of this error; the details are empty.
    #[must_use]
    pub fn answer(&self) -> Option<CallError<'static>> {
        let code = match (self.frame_type(), self.kind()) {
            (FrameType::Unknown | FrameType::Result | FrameType::Error, _) => return None,
            (FrameType::TolerantCall, ErrorKind::NotJson | ErrorKind::NotUtf8) => {
                ErrorCode::FormationViolation
            }
            (FrameType::Call | FrameType::TolerantCall, kind) => kind.code()?,
        };
        let id = self.message_id()?.clone();
        Some(CallError::new(id, code).with_description(alloc::format!("{self}")))
    }
}

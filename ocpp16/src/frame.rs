//! Frames: CALL, CALLRESULT and CALLERROR (OCPP-J 1.6, chapter 4).

mod call_error;
mod result;

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

pub use self::call_error::{CallError, ErrorCode};
#[cfg(feature = "core")]
pub use self::result::PartialStart;
pub use self::result::{CallResult, PendingResult};
use crate::error::{Error, ErrorKind};
use crate::json::{Failed, Reader, Sink, Write};
use crate::messages::{Action, AnyCallPayload, Request};
use crate::options::{Options, Report};
use crate::tolerance::Tolerance;
use crate::values::{MessageId, fits};

/// A received frame.
///
/// ```
/// use ocpp16::{Frame, Options, Request};
///
/// let text = br#"[2,"19223201","Authorize",{"idTag":"04A2B3C4"}]"#;
/// let Frame::Call(call) = Frame::parse(text, &Options::strict())? else { panic!() };
/// let Request::Authorize(request) = call.request else { panic!() };
/// assert_eq!(request.id_tag, "04a2b3c4");
/// # Ok::<(), ocpp16::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a box would allocate for every frame")]
pub enum Frame<'a> {
    /// Type 2: the other side wants something.
    Call(Call<'a>),
    /// Type 3: the answer to a CALL of this side. What is in it depends on that CALL.
    Result(PendingResult<'a>),
    /// Type 4: a CALL of this side was not processed.
    Error(CallError<'a>),
}

impl<'a> Frame<'a> {
    /// Reads a frame in one pass: the payload of a CALL with it, that of a CALLRESULT when it is
    /// asked for.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the frame; [`Error::answer`] is the CALLERROR to send, if any.
    pub fn parse(frame: &'a [u8], options: &Options) -> Result<Self, Error> {
        if frame.len() > options.max_frame {
            return Err(unread(
                ErrorKind::FrameTooLong { limit: options.max_frame },
                frame,
                options,
            ));
        }
        match core::str::from_utf8(frame) {
            Ok(text) => Self::parse_text(text, options),
            Err(_) => Err(unread(ErrorKind::NotUtf8, frame, options)),
        }
    }

    /// Reads a frame that is known to be UTF-8, as [`Self::parse`] does.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn parse_text(frame: &'a str, options: &Options) -> Result<Self, Error> {
        if frame.len() > options.max_frame {
            let kind = ErrorKind::FrameTooLong { limit: options.max_frame };
            return Err(unread(kind, frame.as_bytes(), options));
        }
        let mut reader = Reader::new(frame, options);
        let Ok((kind, message_id)) = reader.frame_head() else {
            return Err(reader.error());
        };
        if !fits(&message_id, MessageId::LIMIT) {
            // Nothing but the message type comes before it.
            let offset = frame.find('"').unwrap_or_default();
            let _: Result<(), Failed> = reader.fail(ErrorKind::MessageIdTooLong, offset);
            return Err(of_head(reader.error(), kind, message_id, frame, options));
        }
        match kind {
            Kind::Call => match reader.call() {
                Ok(request) => {
                    let message_id = MessageId::unchecked(message_id);
                    Ok(Self::Call(Call { message_id, request, report: reader.report() }))
                }
                Err(Failed) => Err(of_head(reader.error(), kind, message_id, frame, options)),
            },
            Kind::Result => {
                Ok(Self::Result(PendingResult::new(MessageId::unchecked(message_id), reader)))
            }
            Kind::Error => {
                let error = CallError::read(MessageId::unchecked(message_id.clone()), &mut reader);
                match error.and_then(|error| reader.end_of_frame().map(|()| error)) {
                    Ok(error) => Ok(Self::Error(CallError { report: reader.report(), ..error })),
                    Err(Failed) => Err(of_head(reader.error(), kind, message_id, frame, options)),
                }
            }
        }
    }

    /// The message id.
    #[must_use]
    pub fn message_id(&self) -> &MessageId<'a> {
        match self {
            Self::Call(call) => &call.message_id,
            Self::Result(result) => result.message_id(),
            Self::Error(error) => &error.message_id,
        }
    }
}

/// How far into a frame that is not read the message id is looked for, in bytes: past the longest
/// id that is repeated, with every character of it escaped.
const HEAD: usize = 4096;

/// The part of a frame in front of the first byte that is not UTF-8.
#[cold]
fn text_of(frame: &[u8]) -> &str {
    match core::str::from_utf8(frame) {
        Ok(text) => text,
        Err(error) => {
            let valid = frame.get(..error.valid_up_to()).unwrap_or_default();
            core::str::from_utf8(valid).unwrap_or_default()
        }
    }
}

/// The fault of a frame that is not read. Its beginning may still say what it was to be.
#[cold]
fn unread(kind: ErrorKind, frame: &[u8], options: &Options) -> Error {
    let offset = match kind {
        ErrorKind::FrameTooLong { limit } => limit,
        _ => text_of(frame).len(),
    };
    let head = text_of(frame.get(..HEAD).unwrap_or(frame));
    let error = Error::new(kind, offset, String::new());
    match Reader::new(head, options).frame_head() {
        Ok((kind, message_id)) => of_head(error, kind, message_id, head, options),
        Err(Failed) => error,
    }
}

/// What can be read of the answer to StartTransaction in a frame that is too long or not UTF-8: its
/// beginning, up to the limit and the first such byte.
#[cfg(feature = "core")]
#[cold]
pub(crate) fn unread_start(frame: &[u8], options: &Options) -> PartialStart {
    let head = text_of(frame.get(..options.max_frame).unwrap_or(frame));
    let mut reader = Reader::new(head, options);
    match reader.frame_head() {
        Ok((Kind::Result, message_id)) => {
            PendingResult::new(MessageId::unchecked(message_id), reader).partial_start()
        }
        _ => PartialStart::default(),
    }
}

/// Adds what the beginning of a frame says.
#[cold]
fn of_head(
    error: Error,
    kind: Kind,
    message_id: Cow<'_, str>,
    frame: &str,
    options: &Options,
) -> Error {
    // "Unique identifier too long" is a reason for a CALLERROR (4.2.3), which has to repeat it;
    // within reason.
    let echo = fits(&message_id, MessageId::ECHO_LIMIT);
    let message_id = echo.then(|| MessageId::unchecked(message_id));
    match kind {
        Kind::Call => error.of_call(message_id, action_of(frame, options), options.mode),
        Kind::Result => error.of_result(message_id),
        Kind::Error => error.of_error(message_id),
    }
}

/// The name in the place of the action, if there is one.
#[cold]
fn action_of(frame: &str, options: &Options) -> Option<String> {
    let mut reader = Reader::new(frame, options);
    reader.frame_head().ok().filter(|_| reader.take_token(b','))?;
    reader.skip_blanks();
    let name = if reader.peek() == b'"' { reader.quoted().ok()? } else { return None };
    Some(name.chars().take(50).collect())
}

/// The message type number (OCPP-J, table 2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Result,
    Error,
}

impl<'a> Reader<'a> {
    /// Reads message type and message id.
    fn frame_head(&mut self) -> Result<(Kind, Cow<'a, str>), Failed> {
        if self.is_tolerant() && self.take_byte_order_mark() {
            self.note(Tolerance::ByteOrderMark, 0);
        }
        if !self.take_token(b'[') {
            return self.fail(ErrorKind::NotAFrame, self.offset());
        }
        self.skip_blanks();
        let kind = match self.peek() {
            b'2' => Kind::Call,
            b'3' => Kind::Result,
            b'4' => Kind::Error,
            _ => return self.fail(ErrorKind::NotAFrame, self.offset()),
        };
        self.advance(1);
        // Not a comma: further digits, or no message id.
        if !self.take_token(b',') {
            return self.fail(ErrorKind::NotAFrame, self.offset());
        }
        self.skip_blanks();
        if self.peek() != b'"' {
            return self.fail(ErrorKind::NotAFrame, self.offset());
        }
        Ok((kind, self.quoted()?))
    }

    /// Reads what follows the message id of a CALL.
    fn call(&mut self) -> Result<Request<'a>, Failed> {
        if !self.take_token(b',') {
            return self.elements();
        }
        self.skip_blanks();
        let offset = self.offset();
        if self.peek() != b'"' {
            return self.elements();
        }
        let name = self.quoted()?;
        let Some(action) = Action::from_name(&name) else {
            let is_disabled = Action::is_of_disabled_group(&name);
            return self.fail(
                if is_disabled { ErrorKind::UnsupportedAction } else { ErrorKind::UnknownAction },
                offset,
            );
        };
        if !self.take_token(b',') {
            return self.elements();
        }
        self.begin_payload(true);
        let request = Request::read(action, self)?;
        self.end_of_frame()?;
        Ok(request)
    }

    /// Fails, because the elements are not those of the message type.
    #[cold]
    pub(crate) fn elements<T>(&mut self) -> Result<T, Failed> {
        self.fail(ErrorKind::Elements, self.offset())
    }

    /// Takes the end of the array, after which there is nothing.
    pub(crate) fn end_of_frame(&mut self) -> Result<(), Failed> {
        if !self.take_token(b']') {
            return self.elements();
        }
        self.end()
    }
}

/// A CALL: type 2.
///
/// To print one, the request may also be of a single type:
///
/// ```
/// use ocpp16::{Call, MessageId, ToJson};
/// use ocpp16::messages::core::HeartbeatRequest;
///
/// let call = Call::new(MessageId::new("19223201")?, HeartbeatRequest::new());
/// assert_eq!(call.to_json(), r#"[2,"19223201","Heartbeat",{}]"#);
/// # Ok::<(), ocpp16::values::TooLong>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call<'a, R = Request<'a>> {
    /// The id that the answer repeats.
    pub message_id: MessageId<'a>,
    /// The payload, which knows its action.
    pub request: R,
    /// What the tolerant reader has let pass.
    pub report: Report,
}

impl<'a, R> Call<'a, R> {
    /// A CALL to send.
    #[must_use]
    pub fn new(message_id: MessageId<'a>, request: R) -> Self {
        Self { message_id, request, report: Report::default() }
    }
}

impl Call<'_> {
    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> Call<'static> {
        Call {
            message_id: self.message_id.into_owned(),
            request: self.request.into_owned(),
            report: self.report,
        }
    }
}

impl<R: AnyCallPayload> Write for Call<'_, R> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(b"[2,");
        to.text(self.message_id.as_str());
        to.raw(b",\"");
        to.raw(self.request.action().as_str().as_bytes());
        to.raw(b"\",");
        self.request.write(to);
        to.raw(b"]");
    }
}

impl fmt::Display for Frame<'_> {
    /// Message type and id, for a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(call) => write!(f, "{} {}", call.request.action(), call.message_id),
            Self::Result(result) => write!(f, "CALLRESULT {}", result.message_id()),
            Self::Error(error) => write!(f, "CALLERROR {} {}", error.message_id, error.code),
        }
    }
}

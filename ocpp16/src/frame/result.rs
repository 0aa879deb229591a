//! CALLRESULT: type 3 (OCPP-J 1.6, 4.2.2).

use crate::error::{Error, ErrorKind};
use crate::json::{Failed, Read, Reader, Sink, Write};
#[cfg(feature = "core")]
use crate::messages::types::AuthorizationStatus;
use crate::messages::{Action, CallPayload, Response};
use crate::options::Report;
use crate::values::MessageId;

/// A CALLRESULT whose payload is not read yet: which type it has is known from the CALL that it
/// answers.
///
/// ```
/// use ocpp16::{Frame, Options};
/// use ocpp16::messages::core::HeartbeatRequest;
///
/// let text = br#"[3,"19223201",{"currentTime":"2026-11-22T08:00:00Z"}]"#;
/// let Frame::Result(pending) = Frame::parse(text, &Options::strict())? else { panic!() };
/// // The CALL with this id was a Heartbeat.
/// assert_eq!(pending.message_id().as_str(), "19223201");
/// let result = pending.parse::<HeartbeatRequest>()?;
/// assert_eq!(result.response.current_time.unix_seconds(), 1_795_334_400);
/// # Ok::<(), ocpp16::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PendingResult<'a> {
    message_id: MessageId<'a>,
    reader: Reader<'a>,
}

impl<'a> PendingResult<'a> {
    pub(super) fn new(message_id: MessageId<'a>, reader: Reader<'a>) -> Self {
        Self { message_id, reader }
    }

    /// The id of the CALL.
    #[must_use]
    pub fn message_id(&self) -> &MessageId<'a> {
        &self.message_id
    }

    /// Reads the payload as the answer to a request that is known when compiling.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it. Such an error is never answered: [`Error::answer`] is `None`.
    pub fn parse<R: CallPayload>(self) -> Result<CallResult<'a, R::Response<'a>>, Error> {
        self.read(R::Response::read)
    }

    /// Reads the payload as the answer to an operation.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn parse_as(self, action: Action) -> Result<CallResult<'a>, Error> {
        self.read(|reader| Response::read(action, reader))
    }

    /// Checks that the rest is JSON of the right form, and drops it: for an answer to no CALL.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it.
    pub fn check(self) -> Result<(), Error> {
        self.read(|reader| {
            if reader.peek() == b'{' {
                return reader.skip_value();
            }
            if reader.take("null") || reader.take_empty_list() {
                return Ok(());
            }
            reader.fail(ErrorKind::NotAnObject, reader.offset())
        })
        .map(|_| ())
    }

    #[inline]
    fn read<T>(
        mut self,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, Failed>,
    ) -> Result<CallResult<'a, T>, Error> {
        let Self { message_id, reader } = &mut self;
        let response = if reader.take_token(b',') {
            reader.begin_payload(true);
            read(reader).and_then(|response| reader.end_of_frame().map(|()| response))
        } else {
            reader.elements()
        };
        match response {
            Ok(response) => {
                let report = reader.report();
                Ok(CallResult { message_id: self.message_id, response, report })
            }
            Err(Failed) => Err(reader.error().of_result(Some(message_id.clone()))),
        }
    }
}

/// A CALLRESULT: type 3.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallResult<'a, R = Response<'a>> {
    /// The id of the CALL.
    pub message_id: MessageId<'a>,
    /// The payload.
    pub response: R,
    /// What the tolerant reader has let pass.
    pub report: Report,
}

impl<'a, R> CallResult<'a, R> {
    /// A CALLRESULT to send.
    #[must_use]
    pub fn new(message_id: MessageId<'a>, response: R) -> Self {
        Self { message_id, response, report: Report::default() }
    }
}

impl CallResult<'_> {
    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> CallResult<'static> {
        CallResult {
            message_id: self.message_id.into_owned(),
            response: self.response.into_owned(),
            report: self.report,
        }
    }
}

impl<R: Write> Write for CallResult<'_, R> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(b"[3,");
        to.text(self.message_id.as_str());
        to.raw(b",");
        self.response.write(to);
        to.raw(b"]");
    }
}

/// What can be read of an answer to StartTransaction, whatever else is wrong with it.
///
/// A CALLRESULT says that the central system has a transaction now. Its id is worth more than the
/// rest of the answer is wrong: without it all messages of the transaction have the id -1 (errata
/// 3.18). So both members are read as tolerantly as can be, in both modes.
#[cfg(feature = "core")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartialStart {
    /// The id that the central system gave the transaction: the member `transactionId`.
    pub transaction_id: Option<i32>,
    /// Whether the identifier may charge: the member `status` of `idTagInfo`.
    pub status: Option<AuthorizationStatus>,
}

#[cfg(feature = "core")]
impl PendingResult<'_> {
    /// Reads what can be read of the answer to StartTransaction that [`Self::parse`] refuses.
    #[must_use]
    pub fn partial_start(self) -> PartialStart {
        let mut reader = self.reader.tolerant();
        let mut start = PartialStart::default();
        if reader.take_token(b',') {
            reader.begin_payload(false);
            // A fault ends it; what was read before counts.
            let _: Result<(), Failed> = members(&mut reader, |reader, key| {
                if key.eq_ignore_ascii_case("transactionId") {
                    value(reader, &mut start.transaction_id)
                } else if key.eq_ignore_ascii_case("idTagInfo") && reader.peek() == b'{' {
                    members(reader, |reader, key| {
                        if key.eq_ignore_ascii_case("status") {
                            value(reader, &mut start.status)
                        } else {
                            reader.skip_value()
                        }
                    })
                } else {
                    reader.skip_value()
                }
            });
        }
        start
    }
}

/// Goes through the members of the object that begins here.
#[cfg(feature = "core")]
fn members<'a>(
    reader: &mut Reader<'a>,
    mut each: impl FnMut(&mut Reader<'a>, &str) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut more = reader.begin_object(true)?;
    while more {
        let key = reader.key()?;
        reader.skip_blanks();
        each(reader, &key)?;
        more = reader.next_member()?;
    }
    Ok(())
}

/// Reads the value of a member. The first one that can be read counts; others are skipped. A number
/// counts only if something follows that ends it: of one that is cut off the rest is not known.
#[cfg(feature = "core")]
fn value<'a, T: Read<'a>>(reader: &mut Reader<'a>, into: &mut Option<T>) -> Result<(), Failed> {
    let start = reader.offset();
    match T::read(reader) {
        Ok(value) => {
            reader.skip_blanks();
            if !matches!(reader.peek(), b',' | b'}') {
                return reader.not_json();
            }
            into.get_or_insert(value);
            Ok(())
        }
        Err(Failed) => {
            reader.go_back_to(start);
            reader.skip_value()
        }
    }
}

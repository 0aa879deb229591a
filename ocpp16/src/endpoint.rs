//! The endpoint of a connection: calls, answers, timeouts (OCPP-J 1.6, chapter 4).
//!
//! [`Endpoint`] is one end, of either [`Role`]. It does no input or output and reads no clock: the
//! program hands it what happened and does what it says.
//!
//! | what happened | the program calls |
//! |---|---|
//! | the WebSocket connection is open, or has ended | [`Endpoint::handle_connected`], [`Endpoint::handle_disconnected`] |
//! | a text frame came | [`Endpoint::handle_frame`] |
//! | the program wants something of the other side | [`Endpoint::call`] |
//! | the program has an answer for the other side | [`Endpoint::respond`], [`Endpoint::refuse`] |
//! | [`Endpoint::is_turn_of_transaction`] says so, and a station has messages of transactions | [`Endpoint::call_any`] |
//! | the time of the last [`Output::Wait`] has come | nothing but the following |
//!
//! **After each of these it calls [`Endpoint::poll_output`] until that returns [`Output::Wait`].**
//! The time of a `Wait` is always later than the time that `poll_output` was given. The same calls
//! with the same arguments give the same outputs, byte for byte.
//!
//! What [`Endpoint::handle_frame`] returns is in the order of the frames, and is to be acted upon in
//! that order: a CALL may come right after the answer that allows it, such as that to
//! BootNotification or StartTransaction. A program that hands answers to other tasks has to wait
//! until they have been taken before it looks at the next frame.
//!
//! # Connections
//!
//! [`Endpoint::handle_connected`] returns a [`Connection`], and frames are handed in with the one
//! that they came over. Whatever belongs to a connection that has ended stays there: its frames are
//! ignored ([`Ignored::OtherConnection`]), and the program is told that its answers come too late
//! ([`AnswerNotTaken::OtherConnection`]). Stations with short message ids ("1", "2" and so on) would
//! take them for answers to new CALLs. So a back end to which a station comes back before the old
//! connection is found dead calls `handle_connected`, and may read both sockets.
//!
//! # A CALL that comes again
//!
//! A peer that has not got an answer may send its CALL again, and a back end must not start two
//! transactions then. A CALL is known by its whole text: message id, action and payload. An id alone
//! says little, because after a restart many stations begin with "1" again (4.1.4 asks only for ids
//! that are new on the same connection).
//!
//! | the same text as | what becomes of it |
//! |---|---|
//! | a CALL that is open on this connection | [`Ignored::Repeated`]: one answer does for both |
//! | the last answered StartTransaction, StopTransaction or MeterValues with a transaction id, on this connection or an older one | [`Ignored::Answered`]: it gets the same answer again |
//! | the last other CALL that was answered on this connection, but those that ask for the state of now | the same |
//! | anything else | a new CALL |
//!
//! - The payload of a message of a transaction carries the time of what happened, so the same text
//!   is the same event, whatever the connection. A station repeats it until it gets an answer (3.7).
//! - Other CALLs, such as Reset, may have the same text twice and mean it, once ids begin anew. On
//!   one connection the same id is not used twice, so there the same text is the same CALL.
//! - The answers to BootNotification, Heartbeat, Authorize, GetConfiguration, GetLocalListVersion,
//!   GetCompositeSchedule and GetInstalledCertificateIds carry the time or the state of now, and a
//!   peer may lack ids that differ. An old answer is worse than a second one. The same holds for
//!   TriggerMessage and ExtendedTriggerMessage, which ask for a message of now.
//! - The same id with another text is a new CALL once the first one is answered. While that is open
//!   it is refused ([`Refusal::IdInUse`]; 4.2.3 names "an existing call with the same unique
//!   identifier is being handled already").
//! - Only a CALLRESULT is given again. After a CALLERROR a station is to try again (3.7.1), and that
//!   is a new attempt.
//! - The answer to a message of a transaction is kept also if it came too late for its connection. If
//!   the repetition comes before that answer, it is a new CALL.
//! - This side helps the other one: a StartTransaction, StopTransaction or MeterValues whose
//!   connection was lost before its answer keeps its message id if the program calls it again, with
//!   the same payload, on a later connection. So a peer like this one knows it again. After a timeout
//!   on the same connection it gets a new id (4.1.4).
//! - At most two answers of [`EndpointOptions::max_kept`] bytes are kept.
//!
//! ```
//! use ocpp16::{CiString, Instant, Request, Role};
//! use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
//! use ocpp16::messages::core::{AuthorizeRequest, AuthorizeResponse};
//! use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
//!
//! let now = Instant::from_millis(0);
//! let options = EndpointOptions::default();
//! // The seed makes the message ids of this program run differ from those of the last one.
//! let mut station = Endpoint::new(Role::ChargePoint, 0x5EED, options);
//! let mut back_end = Endpoint::new(Role::CentralSystem, 0xB0B, options);
//! let at_station = station.handle_connected();
//! let at_back_end = back_end.handle_connected();
//!
//! let key = station.call(&AuthorizeRequest::new(CiString::new("04A2B3C4")?))?;
//! let Output::Transmit(frame) = station.poll_output(now) else { panic!() };
//! assert_eq!(frame, r#"[2,"0000000000005eed-0","Authorize",{"idTag":"04A2B3C4"}]"#);
//!
//! let incoming = back_end.handle_frame(at_back_end, frame.as_bytes());
//! let Incoming::Call(incoming) = incoming else { panic!() };
//! assert!(matches!(incoming.request, Request::Authorize(_)));
//! let response = AuthorizeResponse::new(IdTagInfo::new(AuthorizationStatus::Accepted));
//! back_end.respond(incoming.call, response)?;
//! let Output::Transmit(frame) = back_end.poll_output(now) else { panic!() };
//!
//! let incoming = station.handle_frame(at_station, frame.as_bytes());
//! let Incoming::Answer(answer) = incoming else { panic!() };
//! let Ok(Ok(response)) = answer.to(key) else { panic!() };
//! assert_eq!(response.id_tag_info.status, AuthorizationStatus::Accepted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod answering;
mod call;
mod ids;
mod incoming;
mod kept;
mod options;
mod queue;
mod receiving;

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

pub use self::answer::{Answer, CallFailure};
pub use self::answering::AnswerNotTaken;
pub use self::call::{CallId, CallKey, CallNotTaken};
use self::ids::Ids;
pub use self::incoming::{Ignored, Incoming, IncomingCall, OpenCall, Refusal};
use self::kept::{Fingerprint, Kept};
pub use self::options::EndpointOptions;
use self::queue::{Queue, Waiting, is_of_transaction};
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub use crate::frame::PartialStart;
use crate::messages::Role;
use crate::values::{Instant, MessageId};

/// A connection of an endpoint. No two of one endpoint are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Connection(u32);

/// What becomes of waiting CALLs when the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queued {
    /// They are sent over the next connection.
    Keep,
    /// They fail with [`CallFailure::Dropped`].
    Drop,
}

/// What the program has to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub enum Output {
    /// Send this as one text frame over the connection that was opened last.
    Transmit(String),
    /// A CALL has ended without an answer: by a timeout or with the connection.
    Failed {
        /// Which one.
        call: CallId,
        /// Why.
        failure: CallFailure<'static>,
    },
    /// Nothing for now. With a time: call [`Endpoint::poll_output`] when it has come.
    Wait(Option<Instant>),
}

/// One end of a connection. The [module](self) says how it is driven.
///
/// Every queue in it is bounded by [`EndpointOptions`], whatever the other side sends, and whether
/// or not the program calls [`poll_output`](Self::poll_output).
#[derive(Clone, Debug)]
pub struct Endpoint {
    role: Role,
    is_connected: bool,
    /// The one that is open, or the last one.
    connection: Connection,
    options: EndpointOptions,
    ids: Ids,
    waiting: Queue,
    in_flight: Option<InFlight>,
    /// The message of a transaction whose connection was lost before its answer.
    lost: Option<Lost>,
    /// CALLs whose answer may still come after their timeout.
    given_up: [Option<CallId>; Self::MAX_GIVEN_UP],
    /// CALLs of this connection.
    open: Vec<Open>,
    next_open: u32,
    /// Printed answers, which never wait for anything.
    answers: VecDeque<String>,
    kept: Kept,
    untold: VecDeque<Untold>,
}

#[derive(Clone, Copy, Debug)]
struct InFlight {
    call: CallId,
    deadline: Instant,
    /// Its text, if it is a message of a transaction.
    text: Option<Fingerprint>,
}

/// A CALL that gets the same message id if it is called again.
#[derive(Clone, Copy, Debug)]
struct Lost {
    call: CallId,
    text: Fingerprint,
}

/// A CALL whose end is to be told.
#[derive(Clone, Copy, Debug)]
struct Untold {
    call: CallId,
    why: Loss,
}

/// Why a CALL ended without a frame and without a timeout.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Disconnected,
    Dropped,
}

impl From<Loss> for CallFailure<'_> {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Disconnected => Self::Disconnected,
            Loss::Dropped => Self::Dropped,
        }
    }
}

#[derive(Clone, Debug)]
struct Open {
    call: OpenCall,
    message_id: MessageId<'static>,
}

impl Endpoint {
    /// After this many timeouts the answer to the first of these CALLs counts as stray.
    pub const MAX_GIVEN_UP: usize = 4;

    /// An endpoint without a connection.
    ///
    /// Message ids are made of `seed` and a number: no two CALLs of a station shall have the same
    /// id, also across restarts, so take a random number or one that counts the starts.
    #[must_use]
    pub fn new(role: Role, seed: u64, options: EndpointOptions) -> Self {
        Self {
            role,
            is_connected: false,
            connection: Connection(0),
            options,
            ids: Ids::new(seed),
            waiting: Queue::default(),
            in_flight: None,
            lost: None,
            given_up: [None; Self::MAX_GIVEN_UP],
            open: Vec::new(),
            next_open: 0,
            answers: VecDeque::new(),
            kept: Kept::default(),
            untold: VecDeque::new(),
        }
    }

    /// The connection is open: what waits may go.
    ///
    /// If there is still another one, that ends first, as with [`Self::handle_disconnected`] and
    /// [`Queued::Keep`]. A program that wants to drop what waits calls that itself.
    #[must_use = "frames are handed in with it"]
    pub fn handle_connected(&mut self) -> Connection {
        self.handle_disconnected(self.connection, Queued::Keep);
        self.is_connected = true;
        // 2^32 connections of one endpoint do not happen.
        self.connection = Connection(self.connection.0.wrapping_add(1));
        self.connection
    }

    /// The connection has ended. Nothing happens if it had ended before.
    ///
    /// A CALL that waits for its answer fails with [`CallFailure::Disconnected`]; `queued` says what
    /// becomes of those that have not been sent. Answers that were not polled are dropped. CALLs of
    /// the other side cannot be answered any more: [`respond`](Self::respond) says so.
    pub fn handle_disconnected(&mut self, connection: Connection, queued: Queued) {
        if !self.is_open(connection) {
            return;
        }
        self.is_connected = false;
        self.answers.clear();
        self.open.clear();
        self.kept.end_connection();
        if let Some(InFlight { call, text, .. }) = self.in_flight.take() {
            self.lost = text.map(|text| Lost { call, text });
            self.untold.push_back(Untold { call, why: Loss::Disconnected });
        }
        if queued == Queued::Drop {
            while let Some(Waiting { call, .. }) = self.waiting.drain_one() {
                self.untold.push_back(Untold { call, why: Loss::Dropped });
            }
        }
    }

    /// Whether a connection is the one that is open.
    fn is_open(&self, connection: Connection) -> bool {
        self.is_connected && self.connection == connection
    }

    /// Says what to do next; to be called until it says [`Output::Wait`].
    ///
    /// Failures come first. A CALL whose answer is due by `now` is one of them. Then come answers, then
    /// a CALL if none is on its way. Its time starts with `now`. An answer that was handed in before is
    /// taken, even if it was due.
    pub fn poll_output(&mut self, now: Instant) -> Output {
        if let Some(Untold { call, why, .. }) = self.untold.pop_front() {
            return Output::Failed { call, failure: why.into() };
        }
        if let Some(InFlight { call, .. }) = self.in_flight.take_if(|it| it.deadline <= now) {
            self.given_up.rotate_right(1);
            if let Some(first) = self.given_up.first_mut() {
                *first = Some(call);
            }
            return Output::Failed { call, failure: CallFailure::Timeout };
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
                let is_kept = is_of_transaction(call.action);
                let text = is_kept.then(|| Fingerprint::of(frame.as_bytes()));
                self.in_flight = Some(InFlight { call, deadline, text });
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

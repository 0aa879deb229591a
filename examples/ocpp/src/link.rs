//! An [`Endpoint`](ocpp16::endpoint::Endpoint) on a WebSocket, for async programs.
//!
//! Three ends of one thing:
//!
//! - [`Link`] is what the program holds, as many copies as it likes. It calls the other side, waits
//!   for the typed answer, and answers the CALLs of the other side.
//! - [`Driver`] owns the endpoint. It runs over one connection after the other, and keeps what the
//!   program wants to say in between.
//! - [`Event`]s say what came: connections, CALLs, and what the other side did wrong.
//!
//! Everything that OCPP-J says about CALLs is in the endpoint; here is what moves bytes and time.

mod closing;
mod driver;
mod frame_log;
mod socket;

use alloc::boxed::Box;
use core::fmt;

use ocpp16::endpoint::{CallFailure, CallNotTaken, EndpointOptions, OpenCall, Queued};
use ocpp16::{CallPayload, ErrorCode, Request, Response, Role};
use tokio::sync::{mpsc, oneshot};

pub(crate) use self::driver::{Driver, End};
pub(crate) use self::socket::{Io, Socket, socket_config};
use crate::journal::Journal;
use crate::random;

/// How a link behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkOptions {
    /// Those of the endpoint. Frames that are larger than it reads are not received either.
    pub(crate) endpoint: EndpointOptions,
    /// What becomes of waiting CALLs when the connection ends.
    pub(crate) queued: Queued,
    /// Seconds between WebSocket pings; 0: none (`WebSocketPingInterval`).
    pub(crate) ping_interval: u32,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self { endpoint: EndpointOptions::default(), queued: Queued::Keep, ping_interval: 60 }
    }
}

/// Something that came over the link.
#[derive(Debug)]
pub(crate) enum Event {
    /// A connection is open.
    Connected,
    /// It has ended; the text says why.
    Disconnected(String),
    /// The other side wants something, to be answered with [`Link::respond`] or [`Link::refuse`].
    Call {
        /// What the answer refers to.
        call: OpenCall,
        /// What it wants.
        request: Box<Request<'static>>,
    },
    /// The other side did not keep to the standard. The text is printable, and has the beginning of
    /// a bad frame, not all of it.
    Violation(String),
}

/// How a CALL ended.
pub(crate) type Outcome = Result<Response<'static>, CallFailed>;

/// Whether an answer came while the CALL waited for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// It did, or the CALL ended without an answer.
    InTime,
    /// It came after the timeout. The CALL has ended before.
    Late,
}

/// What is done with the end of a CALL, and with an answer after its timeout, before anything that
/// came later is handled.
type Done = Box<dyn FnMut(Outcome, When) + Send>;

enum Command {
    Call {
        request: Request<'static>,
        done: Done,
    },
    /// A message of a transaction, which goes when it is its turn. There is one at a time.
    CallOfTransaction {
        request: Request<'static>,
        done: Done,
    },
    Respond {
        call: OpenCall,
        response: Response<'static>,
    },
    Refuse {
        call: OpenCall,
        code: ErrorCode<'static>,
        description: String,
    },
    Close,
}

/// How many events wait for the program. Further ones are not lost: the connection is not read until
/// there is room, so that the other side has to wait. Answers to CALLs are not read either, so do not
/// wait for one between two events.
const EVENTS: usize = 16;

/// Makes a link of a role.
#[must_use]
pub(crate) fn link(
    role: Role,
    options: LinkOptions,
    journal: Journal,
) -> (Link, Driver, mpsc::Receiver<Event>) {
    // As many as the endpoint queues: who is faster than that waits.
    let (commands, inbox) = mpsc::channel(options.endpoint.max_queued.max(1));
    let (events, outbox) = mpsc::channel(EVENTS);
    let driver = Driver::new(role, random::seed(), options, journal, inbox, events);
    (Link { commands }, driver, outbox)
}

/// The end of a link that a program holds.
#[derive(Clone)]
pub(crate) struct Link {
    commands: mpsc::Sender<Command>,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

impl Link {
    /// Calls the other side and waits for its answer.
    ///
    /// # Errors
    ///
    /// Returns why there is no answer.
    pub(crate) async fn call<R>(&self, request: R) -> Result<R::Response<'static>, CallFailed>
    where
        R: CallPayload + Into<Request<'static>>,
    {
        let response = self.call_any(request.into()).await?;
        // The endpoint reads the response of the operation that was called.
        response.downcast::<R>().map_err(|_| CallFailed::LinkGone)
    }

    /// Calls the other side with an operation that is not known when compiling.
    ///
    /// # Errors
    ///
    /// Returns why there is no answer.
    pub(crate) async fn call_any(&self, request: Request<'static>) -> Outcome {
        self.call_observed(request, |_| ()).await
    }

    /// Calls the other side as [`call_any`](Self::call_any) does; `observe` sees how it ended before
    /// anything that came later is handled.
    ///
    /// Whoever awaits may come too late: right behind the answer to BootNotification there may be a
    /// CALL that only a station that is accepted answers.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub(crate) async fn call_observed(
        &self,
        request: Request<'static>,
        mut observe: impl FnMut(&Outcome) + Send + 'static,
    ) -> Outcome {
        let observe = move |outcome: &Outcome, when| {
            if when == When::InTime {
                observe(outcome);
            }
        };
        self.order(observe, |done| Command::Call { request, done }).await
    }

    /// Calls the other side with a message of a transaction when
    /// [it is its turn](ocpp16::endpoint::Endpoint::is_turn_of_transaction), which may be over a later
    /// connection. `observe` also sees an answer that comes after the timeout.
    ///
    /// There is one such CALL at a time, as the queue of these messages hands them out.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub(crate) async fn call_of_transaction(
        &self,
        request: Request<'static>,
        observe: impl FnMut(&Outcome, When) + Send + 'static,
    ) -> Outcome {
        self.order(observe, |done| Command::CallOfTransaction { request, done }).await
    }

    /// Gives a command and waits for the end of its CALL.
    async fn order(
        &self,
        mut observe: impl FnMut(&Outcome, When) + Send + 'static,
        command: impl FnOnce(Done) -> Command,
    ) -> Outcome {
        let (sender, outcome) = oneshot::channel();
        let mut sender = Some(sender);
        let done = Box::new(move |outcome, when| {
            observe(&outcome, when);
            if let Some(sender) = sender.take() {
                // Who gave up waiting needs no answer.
                let _ = sender.send(outcome);
            }
        });
        self.commands.send(command(done)).await.map_err(|_| CallFailed::LinkGone)?;
        outcome.await.map_err(|_| CallFailed::LinkGone)?
    }

    /// Answers a CALL of the other side.
    pub(crate) async fn respond(&self, call: OpenCall, response: Response<'static>) {
        // Without a link there is nobody to be answered.
        let _ = self.commands.send(Command::Respond { call, response }).await;
    }

    /// Answers a CALL of the other side with a CALLERROR.
    pub(crate) async fn refuse(&self, call: OpenCall, code: ErrorCode<'static>, description: &str) {
        let description = description.to_owned();
        let _ = self.commands.send(Command::Refuse { call, code, description }).await;
    }

    /// Whether nobody drives the link any more.
    #[must_use]
    pub(crate) fn is_closed(&self) -> bool {
        self.commands.is_closed()
    }

    /// Ends the connection with a closing handshake.
    pub(crate) async fn close(&self) {
        let _ = self.commands.send(Command::Close).await;
    }
}

/// Why a CALL has no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallFailed {
    /// The endpoint did not take it.
    #[error("{0}")]
    NotTaken(CallNotTaken),
    /// It was taken, and failed.
    #[error("{0}")]
    Failed(CallFailure<'static>),
    /// Nobody drives the link any more.
    #[error("the link is closed")]
    LinkGone,
}

impl CallFailed {
    /// Whether the CALL may not have arrived because the connection ended.
    #[must_use]
    pub(crate) fn is_disconnection(&self) -> bool {
        matches!(self, Self::Failed(CallFailure::Disconnected | CallFailure::Dropped))
    }
}

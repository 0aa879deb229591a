//! CALLs of this side.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

use super::kept::Fingerprint;
use super::queue::Waiting;
use super::{Endpoint, Lane, Lost};
use crate::json::Sink as _;
use crate::messages::{Action, AnyCallPayload, CallPayload, Request};

/// A CALL that an endpoint has taken from the program.
///
/// No two of one endpoint are the same, but for a message of a transaction that is called again after
/// its connection was lost ([how](super#a-call-that-comes-again)): that is the same CALL.
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

/// A CALL whose request, and with it the type of the response, is known when compiling, such as
/// `CallKey<AuthorizeRequest<'static>>`.
///
/// [`Answer::to`](super::Answer::to) takes it.
pub struct CallKey<R> {
    pub(super) id: CallId,
    request: PhantomData<fn() -> R>,
}

impl<R> CallKey<R> {
    fn new(id: CallId) -> Self {
        Self { id, request: PhantomData }
    }

    /// The same without the type, to be kept beside others.
    #[must_use]
    pub fn id(self) -> CallId {
        self.id
    }
}

// By hand, because a derive would ask the same of the operation.
impl<R> Clone for CallKey<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for CallKey<R> {}

impl<R> PartialEq for CallKey<R> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<R> Eq for CallKey<R> {}

impl<R> Hash for CallKey<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<R> fmt::Debug for CallKey<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallKey").field(&self.id).finish()
    }
}

impl Endpoint {
    /// Takes a CALL, to be sent when it is its turn, in the lane of its action ([`Lane::of`]).
    ///
    /// # Errors
    ///
    /// [`NotCalled::WrongDirection`] if the operation only goes the other way,
    /// [`NotCalled::QueueFull`] if as many CALLs wait in the lane as may.
    pub fn call<R: CallPayload>(&mut self, request: &R) -> Result<CallKey<R::Owned>, NotCalled> {
        let action = R::ACTION;
        self.push(Lane::of(action), action, request).map(CallKey::new)
    }

    /// Takes a CALL as [`call`](Self::call) does, in a lane that the program chooses.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn call_in<R: CallPayload>(
        &mut self,
        lane: Lane,
        request: &R,
    ) -> Result<CallKey<R::Owned>, NotCalled> {
        self.push(lane, R::ACTION, request).map(CallKey::new)
    }

    /// Takes a CALL whose operation is not known when compiling.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn call_any(&mut self, request: &Request<'_>) -> Result<CallId, NotCalled> {
        let action = request.action();
        self.push(Lane::of(action), action, request)
    }

    fn push<R: AnyCallPayload>(
        &mut self,
        lane: Lane,
        action: Action,
        request: &R,
    ) -> Result<CallId, NotCalled> {
        if !self.role.may_call(action) {
            return Err(NotCalled::WrongDirection);
        }
        // Those whose end was not polled count: a program that never polls fills no memory.
        let failed = self.failed.iter().filter(|failed| failed.lane == lane).count();
        let limit = match lane {
            Lane::Direct => self.options.max_direct,
            Lane::Transaction => self.options.max_transaction,
        };
        if self.waiting.len(lane).saturating_add(failed) >= limit {
            return Err(NotCalled::QueueFull { lane, limit });
        }
        let waiting = self.again(action, request).unwrap_or_else(|| {
            let number = self.ids.take();
            let frame = print_call(&self.ids.text(number), action, request);
            Waiting { call: CallId { number, action }, frame }
        });
        let call = waiting.call;
        self.waiting.push(lane, waiting);
        Ok(call)
    }

    /// The CALL that was lost with its connection, if this is the same one and the program knows
    /// that it was lost.
    fn again<R: AnyCallPayload>(&mut self, action: Action, request: &R) -> Option<Waiting> {
        let Lost { call, text } = self.lost.filter(|lost| lost.call.action == action)?;
        let is_told = self.failed.iter().all(|failed| failed.call != call);
        let frame = print_call(&self.ids.text(call.number), action, request);
        let is_same = is_told && Fingerprint::of(frame.as_bytes()) == text;
        is_same.then(|| {
            self.lost = None;
            Waiting { call, frame }
        })
    }

    /// Takes back a CALL that has not been sent. `false` if it has been, or has ended.
    pub fn cancel(&mut self, call: CallId) -> bool {
        self.waiting.remove(call).is_some()
    }
}

fn print_call<R: AnyCallPayload>(message_id: &str, action: Action, request: &R) -> String {
    let mut frame = Vec::new();
    frame.raw(b"[2,");
    frame.text(message_id);
    frame.raw(b",\"");
    frame.raw(action.as_str().as_bytes());
    frame.raw(b"\",");
    request.write(&mut frame);
    frame.raw(b"]");
    // All texts are UTF-8, and so is what is between them.
    String::from_utf8(frame).unwrap_or_default()
}

/// Why a CALL was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCalled {
    /// The operation only goes the other way.
    WrongDirection,
    /// As many CALLs wait in the lane as may.
    QueueFull {
        /// The lane.
        lane: Lane,
        /// How many may wait: [`EndpointOptions::max_direct`](super::EndpointOptions::max_direct) or
        /// [`EndpointOptions::max_transaction`](super::EndpointOptions::max_transaction).
        limit: usize,
    },
}

impl fmt::Display for NotCalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongDirection => f.write_str("the operation goes the other way only"),
            Self::QueueFull { lane, limit } => {
                let lane = match lane {
                    Lane::Direct => "direct CALLs",
                    Lane::Transaction => "CALLs of transactions",
                };
                write!(f, "{limit} {lane} wait already; call again when one has been sent")
            }
        }
    }
}

impl core::error::Error for NotCalled {}

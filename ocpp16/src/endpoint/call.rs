//! CALLs of this side.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

use super::kept::Fingerprint;
use super::queue::{Waiting, is_of_transaction};
use super::{Endpoint, Lost};
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
    /// Takes a CALL, to be sent when it is its turn: after those that were taken before. A message of
    /// a transaction goes first if [it is its turn](Self::is_turn_of_transaction).
    ///
    /// # Errors
    ///
    /// [`CallNotTaken::WrongDirection`] if the operation only goes the other way,
    /// [`CallNotTaken::QueueFull`] if as many CALLs wait as may.
    pub fn call<R: CallPayload>(&mut self, request: &R) -> Result<CallKey<R::Owned>, CallNotTaken> {
        self.push(request).map(CallKey::new)
    }

    /// Takes a CALL whose operation is not known when compiling.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn call_any(&mut self, request: &Request<'_>) -> Result<CallId, CallNotTaken> {
        self.push(request)
    }

    fn push<R: AnyCallPayload>(&mut self, request: &R) -> Result<CallId, CallNotTaken> {
        let action = request.action();
        if !self.role.may_call(action) {
            return Err(CallNotTaken::WrongDirection);
        }
        let is_first = is_of_transaction(action) && self.is_turn_of_transaction();
        let limit = self.options.max_queued;
        // Those whose end was not polled count: a program that never polls fills no memory.
        let taken = self.waiting.len().saturating_add(self.untold.len());
        if taken >= limit.saturating_add(usize::from(is_first)) {
            return Err(CallNotTaken::QueueFull { limit });
        }
        let waiting = self.again(request).unwrap_or_else(|| {
            let number = self.ids.take();
            let frame = print_call(&self.ids.text(number), request);
            Waiting { call: CallId { number, action }, frame }
        });
        let call = waiting.call;
        if is_first {
            self.waiting.push_first(waiting);
        } else {
            self.waiting.push(waiting);
        }
        Ok(call)
    }

    /// The CALL that was lost with its connection, if this is the same one and the program knows
    /// that it was lost.
    fn again<R: AnyCallPayload>(&mut self, request: &R) -> Option<Waiting> {
        let Lost { call, text } = self.lost.filter(|lost| lost.call.action == request.action())?;
        let is_told = self.untold.iter().all(|untold| untold.call != call);
        let frame = print_call(&self.ids.text(call.number), request);
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

fn print_call<R: AnyCallPayload>(message_id: &str, request: &R) -> String {
    let mut frame = Vec::new();
    frame.raw(b"[2,");
    frame.text(message_id);
    frame.raw(b",\"");
    frame.raw(request.action().as_str().as_bytes());
    frame.raw(b"\",");
    request.write(&mut frame);
    frame.raw(b"]");
    // All texts are UTF-8, and so is what is between them.
    String::from_utf8(frame).unwrap_or_default()
}

/// Why a CALL was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallNotTaken {
    /// The operation only goes the other way.
    #[error("the operation goes the other way only")]
    WrongDirection,
    /// As many CALLs wait as may.
    #[error("{limit} CALLs wait already; call again when one has been sent")]
    QueueFull {
        /// How many may wait: [`EndpointOptions::max_queued`](super::EndpointOptions::max_queued).
        limit: usize,
    },
}

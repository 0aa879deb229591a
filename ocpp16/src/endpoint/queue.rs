//! CALLs that wait for their turn.

use alloc::collections::VecDeque;
use alloc::string::String;

use super::{CallId, Endpoint};
use crate::messages::Action;

/// Whether an action is one of a transaction, which the central system gets in its order (3.7).
pub(super) fn is_of_transaction(action: Action) -> bool {
    match action {
        #[cfg(feature = "core")]
        Action::StartTransaction | Action::StopTransaction | Action::MeterValues => true,
        #[allow(unreachable_patterns, reason = "without any group there are no actions")]
        _ => false,
    }
}

/// Adds an element. There is seldom more than one: the first takes room for one, and not for four.
pub(super) fn push_back<T>(queue: &mut VecDeque<T>, element: T) {
    if queue.capacity() == 0 {
        queue.reserve_exact(1);
    }
    queue.push_back(element);
}

/// A printed CALL.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) call: CallId,
    pub(super) frame: String,
}

/// CALLs that wait, in the order in which they go.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    calls: VecDeque<Waiting>,
    /// How many CALLs were taken since the last one of a transaction.
    since_transaction: u32,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    pub(super) fn push(&mut self, waiting: Waiting) {
        push_back(&mut self.calls, waiting);
    }

    pub(super) fn push_first(&mut self, waiting: Waiting) {
        self.calls.push_front(waiting);
    }

    /// Takes the CALL whose turn it is.
    pub(super) fn take(&mut self) -> Option<Waiting> {
        let first = self.calls.pop_front()?;
        self.since_transaction = if is_of_transaction(first.call.action) {
            0
        } else {
            self.since_transaction.saturating_add(1)
        };
        Some(first)
    }

    /// Takes one CALL out, not to be sent.
    pub(super) fn drain_one(&mut self) -> Option<Waiting> {
        self.calls.pop_front()
    }

    /// Takes a CALL out, wherever it is.
    pub(super) fn remove(&mut self, call: CallId) -> Option<Waiting> {
        let at = self.calls.iter().position(|waiting| waiting.call == call)?;
        self.calls.remove(at)
    }
}

impl Endpoint {
    /// How many other CALLs may go in a row before it is the turn of a message of a transaction, so
    /// that a busy station delivers these, too.
    pub const OVERTAKE_LIMIT: u32 = 8;

    /// Whether it is the turn of a message of a transaction: there is a connection, no CALL is on its
    /// way, and none waits, or [`Self::OVERTAKE_LIMIT`] other CALLs have gone since the last one.
    ///
    /// Then, and only then, a station asks its queue of transaction messages, before it calls
    /// [`poll_output`](Self::poll_output), and hands the message to [`call_any`](Self::call_any). So
    /// the other messages of transactions wait in that one queue, and a CALL that a user waits for,
    /// such as Authorize, goes first.
    #[must_use]
    pub fn is_turn_of_transaction(&self) -> bool {
        let first = self.waiting.calls.front().map(|waiting| waiting.call.action);
        let is_free = self.is_connected && self.in_flight.is_none();
        is_free
            && first.is_none_or(|action| {
                !is_of_transaction(action) && self.waiting.since_transaction >= Self::OVERTAKE_LIMIT
            })
    }
}

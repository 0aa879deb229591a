//! CALLs that wait for their turn.

use alloc::collections::VecDeque;
use alloc::string::String;

use super::CallId;
use crate::messages::Action;

/// The two queues of waiting CALLs.
///
/// OCPP-J allows one CALL at a time (4.1.1). Messages of transactions are to be delivered in their
/// order and may pile up while the connection is down; what a user waits for, such as Authorize,
/// shall not wait after them. Each has its own bound, so that one cannot fill the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything but the messages of transactions; goes first.
    Direct,
    /// StartTransaction, StopTransaction and MeterValues, in their order. After
    /// [`Lane::OVERTAKE_LIMIT`] CALLs of the other lane in a row it is the turn of one of these.
    Transaction,
}

impl Lane {
    /// How many direct CALLs may overtake a waiting message of a transaction, so that a busy station
    /// delivers these, too.
    pub const OVERTAKE_LIMIT: u32 = 8;

    /// The lane of an action.
    #[must_use]
    pub fn of(action: Action) -> Self {
        match action {
            #[cfg(feature = "core")]
            Action::StartTransaction | Action::StopTransaction | Action::MeterValues => {
                Self::Transaction
            }
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            _ => Self::Direct,
        }
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

#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    direct: VecDeque<Waiting>,
    transaction: VecDeque<Waiting>,
    /// Direct CALLs in a row that were taken while the others waited.
    overtaken: u32,
}

impl Lanes {
    pub(super) fn len(&self, lane: Lane) -> usize {
        match lane {
            Lane::Direct => self.direct.len(),
            Lane::Transaction => self.transaction.len(),
        }
    }

    pub(super) fn push(&mut self, lane: Lane, waiting: Waiting) {
        push_back(self.lane(lane), waiting);
    }

    fn lane(&mut self, lane: Lane) -> &mut VecDeque<Waiting> {
        match lane {
            Lane::Direct => &mut self.direct,
            Lane::Transaction => &mut self.transaction,
        }
    }

    /// Takes the CALL whose turn it is.
    pub(super) fn take(&mut self) -> Option<(Lane, Waiting)> {
        let others_wait = !self.transaction.is_empty();
        if self.direct.is_empty() || (others_wait && self.overtaken >= Lane::OVERTAKE_LIMIT) {
            self.overtaken = 0;
            return self.transaction.pop_front().map(|waiting| (Lane::Transaction, waiting));
        }
        self.overtaken = if others_wait { self.overtaken.saturating_add(1) } else { 0 };
        self.direct.pop_front().map(|waiting| (Lane::Direct, waiting))
    }

    /// Takes one CALL out of a lane, whatever turn it is.
    pub(super) fn drain_one(&mut self, lane: Lane) -> Option<Waiting> {
        self.lane(lane).pop_front()
    }

    /// Takes a CALL out, wherever it is.
    pub(super) fn remove(&mut self, call: CallId) -> Option<Waiting> {
        for lane in [&mut self.direct, &mut self.transaction] {
            if let Some(at) = lane.iter().position(|waiting| waiting.call == call) {
                return lane.remove(at);
            }
        }
        None
    }
}

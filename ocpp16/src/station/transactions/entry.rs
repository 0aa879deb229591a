//! Messages in the queue.

use crate::messages::Request;
use crate::messages::core::{MeterValuesRequest, StartTransactionRequest, StopTransactionRequest};

/// The number that a station itself gives a transaction, unique among those that are in the queue
/// or running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTransaction(pub u32);

/// The place of an entry in the order of all: the same over restarts. Numbers begin again at 0
/// after a restart without entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(pub u64);

/// A transaction-related message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransactionMessage {
    /// StartTransaction.req
    Start(StartTransactionRequest<'static>),
    /// MeterValues.req
    MeterValues(MeterValuesRequest<'static>),
    /// StopTransaction.req
    Stop(StopTransactionRequest<'static>),
}

impl From<TransactionMessage> for Request<'static> {
    fn from(message: TransactionMessage) -> Self {
        match message {
            TransactionMessage::Start(request) => request.into(),
            TransactionMessage::MeterValues(request) => request.into(),
            TransactionMessage::Stop(request) => request.into(),
        }
    }
}

/// A message in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) sequence: Sequence,
    pub(super) transaction: LocalTransaction,
    pub(super) message: TransactionMessage,
    pub(super) failures: u32,
}

impl Entry {
    /// An entry as it was stored, for [`TransactionQueue::restore`](super::TransactionQueue::restore).
    #[must_use]
    pub const fn new(
        sequence: Sequence,
        transaction: LocalTransaction,
        message: TransactionMessage,
        failures: u32,
    ) -> Self {
        Self { sequence, transaction, message, failures }
    }

    /// Its number: store the entry under it.
    #[must_use]
    pub const fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The transaction that it belongs to.
    #[must_use]
    pub const fn transaction(&self) -> LocalTransaction {
        self.transaction
    }

    /// The message. Its transaction id is right once the entry is handed out.
    #[must_use]
    pub const fn message(&self) -> &TransactionMessage {
        &self.message
    }

    /// How often its delivery has failed.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }
}

/// The queue has as many entries as it may have, or would have two with one sequence number.
///
/// What to do is the station's choice. MeterValues may be left out, StartTransaction and
/// StopTransaction not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the queue has no room for the message")]
pub struct Full;

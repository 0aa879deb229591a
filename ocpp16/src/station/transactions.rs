//! The queue of transaction-related messages: StartTransaction, StopTransaction and the MeterValues
//! of a transaction, in the order in which they happened (3.7).
//!
//! # The contract
//!
//! Messages are put in with `push_*`, whether the station is online or not. While it is online and
//! accepted, [`TransactionQueue::poll`] hands out one message at a time; each is concluded by
//! one of the following. Time is an [`Instant`] of a clock that does not go back.
//!
//! This is the only queue of these messages. It is asked when
//! [`Endpoint::is_turn_of_transaction`](crate::endpoint::Endpoint::is_turn_of_transaction) says so,
//! and the message goes into [`Endpoint::call_any`](crate::endpoint::Endpoint::call_any). If the
//! endpoint refuses it, [`interrupted`](TransactionQueue::interrupted) takes it back.
//!
//! | the end of the CALL | to call |
//! |---|---|
//! | a CALLRESULT to StartTransaction whose transaction id can be read | [`started`](TransactionQueue::started) |
//! | any other CALLRESULT, **also one that cannot be read** | [`delivered`](TransactionQueue::delivered) |
//! | a CALLERROR, also one that cannot be read, or no answer in time | [`failed`](TransactionQueue::failed) |
//! | the connection is gone | [`interrupted`](TransactionQueue::interrupted) |
//!
//! A central system "SHALL use a Message Type: CallError" to say that it failed to process a message
//! (OCPP-J errata 3.2). So a CALLRESULT says that it has processed it, whatever is in it, and a
//! message that is sent again after that would be there twice. The endpoint tells such an answer
//! apart: it is [`endpoint::CallFailure::BadResult`](crate::endpoint::CallFailure::BadResult). There, `start`
//! has the transaction id if that could be read, also in strict mode. If it could not, the
//! transaction goes on with the id -1.
//!
//! A CALLRESULT that comes after `failed`
//! ([`endpoint::Incoming::Late`](crate::endpoint::Incoming::Late)) concludes the message as well,
//! with `started` or `delivered`, while it waits for its next attempt or is on its way again. A late
//! CALLERROR is to be passed over. If the StartTransaction was given up before,
//! [`restore_transaction`](TransactionQueue::restore_transaction) takes the id for the messages that
//! are still to be sent.
//!
//! Messages that are no part of a transaction do not go through the queue and may overtake it
//! (3.7).
//!
//! # Persistence
//!
//! "When offline, the Charge Point MUST queue any transaction-related messages" (3.7), and a power
//! cut must not lose them. Each [`Entry`] has a [sequence number](Entry::sequence) that stays the
//! same over restarts: store the entry when `push_*` returns its number, store it again when
//! `failed` returns [`AfterFailure::Retry`], delete it when it is concluded otherwise. Store
//! [`transaction_id`](TransactionQueue::transaction_id) when `started` is called. After a restart,
//! [`restore`](TransactionQueue::restore) and
//! [`restore_transaction`](TransactionQueue::restore_transaction) bring both back.
//!
//! # Transaction ids
//!
//! A transaction has a number of the station's own, [`LocalTransaction`], because the central
//! system gives it an id only in the answer to StartTransaction. The messages after it get that id
//! when they are handed out. If StartTransaction is given up, or its answer has no id that can be
//! read, they are sent with transaction id -1 (errata 3.18); so they are if the station has lost the
//! id. The ids of at most [`MAX_TRANSACTIONS`] transactions are kept; past that the oldest is lost.
//!
//! # Where the text leaves the answer open
//!
//! - What an unanswered message is. 4.8 says that failing to respond makes the station try again
//!   "as specified in Error responses to transaction-related messages": here it counts as a
//!   failure. A connection that is lost does not: the message stays first and is sent again at
//!   once.
//! - `TransactionMessageAttempts` 0: here 1, a message is sent once at least.
//! - A change of the keys: here it counts from the next failure on.
//!
//! ```
//! use ocpp16::{CiString, DateTime, Instant};
//! use ocpp16::messages::core::{StartTransactionRequest, StopTransactionRequest};
//! use ocpp16::station::transactions::*;
//!
//! let time: DateTime = "2026-11-25T08:00:00Z".parse()?;
//! let tag = CiString::new("04A2B3C4")?;
//! let car = LocalTransaction(1);
//! let mut queue = TransactionQueue::new(100, Attempts::new(3, 60));
//! let start = queue.push_start(car, StartTransactionRequest::new(1, tag, 1_000, time))?;
//! let stop = queue.push_stop(car, StopTransactionRequest::new(2_000, time, 0))?;
//!
//! let now = Instant::from_millis(0);
//! assert!(matches!(queue.poll(now), Next::Send(entry) if entry.sequence() == start));
//! queue.started(start, 17);
//! let Next::Send(entry) = queue.poll(now) else { panic!() };
//! let TransactionMessage::Stop(request) = entry.message() else { panic!() };
//! assert_eq!(request.transaction_id, 17);
//! queue.delivered(stop);
//! assert!(matches!(queue.poll(now), Next::Empty));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
#[cfg(test)]
mod tests;

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::time::Duration;

pub use self::entry::{Entry, Full, LocalTransaction, Sequence, TransactionMessage};
use crate::messages::core::{MeterValuesRequest, StartTransactionRequest, StopTransactionRequest};
use crate::values::Instant;

/// The transaction id of messages whose StartTransaction was not delivered (errata 3.18).
pub const UNKNOWN_TRANSACTION: i32 = -1;

/// How many transactions that have not ended may have an id.
pub const MAX_TRANSACTIONS: usize = 1000;

/// The keys `TransactionMessageAttempts` and `TransactionMessageRetryInterval` (9.1.31, 9.1.32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    attempts: u32,
    interval: Duration,
}

impl Attempts {
    /// How often a message is sent in all, once at least, and the seconds that are the unit of the
    /// waits in between.
    #[must_use]
    pub fn new(attempts: u32, interval_seconds: u32) -> Self {
        Self { attempts, interval: Duration::from_secs(interval_seconds.into()) }
    }
}

/// What the queue has for now.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'q> {
    /// Send this message.
    Send(&'q Entry),
    /// A message is on its way.
    InFlight(Sequence),
    /// The first message waits for its next attempt until then, and the others wait with it:
    /// "always delivered in chronological order" (3.7).
    Wait(Instant),
    /// There is none.
    Empty,
}

/// What becomes of a message that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It will be sent again, then. Store its count of failures.
    Retry(Instant),
    /// It was sent as often as allowed and is out of the queue: "the Charge Point SHOULD discard
    /// the message and continue with the next transaction-related message" (3.7.1).
    GivenUp(Entry),
    /// It was not on its way.
    NotInFlight,
}

/// The queue of a station.
#[derive(Clone, Debug)]
pub struct TransactionQueue {
    entries: VecDeque<Entry>,
    capacity: usize,
    attempts: Attempts,
    next_sequence: u64,
    /// The ids that the central system gave, or -1, of transactions that have not ended; the oldest
    /// first, [`MAX_TRANSACTIONS`] at most.
    ids: Vec<(LocalTransaction, i32)>,
    is_in_flight: bool,
    /// The first entry is not sent before.
    not_before: Option<Instant>,
}

impl TransactionQueue {
    /// A queue of at most `capacity` messages.
    #[must_use]
    pub const fn new(capacity: usize, attempts: Attempts) -> Self {
        Self {
            entries: VecDeque::new(),
            capacity,
            attempts,
            next_sequence: 0,
            ids: Vec::new(),
            is_in_flight: false,
            not_before: None,
        }
    }

    /// Adds the start of a transaction.
    ///
    /// # Errors
    ///
    /// Returns [`Full`] if there is no room.
    pub fn push_start(
        &mut self,
        transaction: LocalTransaction,
        request: StartTransactionRequest<'_>,
    ) -> Result<Sequence, Full> {
        self.push(transaction, TransactionMessage::Start(request.into_owned()))
    }

    /// Adds meter values of a transaction. Their transaction id is set when they are handed out.
    ///
    /// # Errors
    ///
    /// Returns [`Full`] if there is no room.
    pub fn push_meter_values(
        &mut self,
        transaction: LocalTransaction,
        request: MeterValuesRequest<'_>,
    ) -> Result<Sequence, Full> {
        self.push(transaction, TransactionMessage::MeterValues(request.into_owned()))
    }

    /// Adds the end of a transaction. Its transaction id is set when it is handed out.
    ///
    /// # Errors
    ///
    /// Returns [`Full`] if there is no room.
    pub fn push_stop(
        &mut self,
        transaction: LocalTransaction,
        request: StopTransactionRequest<'_>,
    ) -> Result<Sequence, Full> {
        self.push(transaction, TransactionMessage::Stop(request.into_owned()))
    }

    fn push(
        &mut self,
        transaction: LocalTransaction,
        message: TransactionMessage,
    ) -> Result<Sequence, Full> {
        let sequence = Sequence(self.next_sequence);
        self.restore(Entry::new(sequence, transaction, message, 0))?;
        Ok(sequence)
    }

    /// Brings back a stored entry after a restart, before anything is pushed or polled. The order
    /// of the calls does not matter; the sequence numbers decide.
    ///
    /// # Errors
    ///
    /// Returns [`Full`] if there is no room, or an entry with that number already.
    pub fn restore(&mut self, entry: Entry) -> Result<(), Full> {
        // Room for the number after it, too.
        let next = entry.sequence.0.checked_add(1).ok_or(Full)?;
        let place = self.entries.partition_point(|other| other.sequence < entry.sequence);
        let is_there =
            self.entries.get(place).is_some_and(|other| other.sequence == entry.sequence);
        if self.entries.len() >= self.capacity || is_there {
            return Err(Full);
        }
        self.entries.insert(place, entry);
        self.next_sequence = self.next_sequence.max(next);
        Ok(())
    }

    /// Brings back the id of a transaction after a restart.
    pub fn restore_transaction(&mut self, transaction: LocalTransaction, id: i32) {
        self.forget_transaction(transaction);
        if self.ids.len() >= MAX_TRANSACTIONS {
            self.ids.remove(0);
        }
        self.ids.push((transaction, id));
    }

    /// The id that the central system gave a transaction, -1 if its StartTransaction was given up;
    /// `None` if that is not decided, or the transaction has ended.
    #[must_use]
    pub fn transaction_id(&self, transaction: LocalTransaction) -> Option<i32> {
        self.ids.iter().find(|(other, _)| *other == transaction).map(|(_, id)| *id)
    }

    /// Forgets the id of a transaction whose StopTransaction will never be pushed. Otherwise ids
    /// are forgotten when StopTransaction is concluded.
    pub fn forget_transaction(&mut self, transaction: LocalTransaction) {
        self.ids.retain(|(other, _)| *other != transaction);
    }

    /// What to send now. What it hands out is on its way until it is concluded.
    pub fn poll(&mut self, now: Instant) -> Next<'_> {
        let ids = &self.ids;
        let Some(first) = self.entries.front_mut() else { return Next::Empty };
        if self.is_in_flight {
            return Next::InFlight(first.sequence);
        }
        if let Some(not_before) = self.not_before.filter(|not_before| *not_before > now) {
            return Next::Wait(not_before);
        }
        // StartTransaction came before and is concluded.
        let id = ids.iter().find(|(other, _)| *other == first.transaction);
        let id = id.map_or(UNKNOWN_TRANSACTION, |(_, id)| *id);
        match &mut first.message {
            TransactionMessage::Start(_) => {}
            TransactionMessage::MeterValues(request) => request.transaction_id = Some(id),
            TransactionMessage::Stop(request) => request.transaction_id = id,
        }
        self.is_in_flight = true;
        self.not_before = None;
        Next::Send(first)
    }

    /// StartTransaction was answered with a CALLRESULT from which the transaction id could be read,
    /// whatever the `idTagInfo` says: the transaction has this id.
    ///
    /// Returns the entry, which is out of the queue; `None` if it was not on its way and does not
    /// wait for its next attempt.
    pub fn started(&mut self, sequence: Sequence, transaction_id: i32) -> Option<Entry> {
        let entry = self.conclude_with_result(sequence)?;
        if matches!(entry.message, TransactionMessage::Start(_)) {
            self.restore_transaction(entry.transaction, transaction_id);
        }
        Some(entry)
    }

    /// StopTransaction or MeterValues was answered with a CALLRESULT, whether or not it can be read.
    ///
    /// Returns the entry, which is out of the queue; `None` if it was not on its way and does not
    /// wait for its next attempt. Also for a StartTransaction whose CALLRESULT has no transaction id that can be read: it is not sent
    /// again, because the central system has the transaction, which goes on with the id -1.
    pub fn delivered(&mut self, sequence: Sequence) -> Option<Entry> {
        let entry = self.conclude_with_result(sequence)?;
        self.settle_id(&entry);
        Some(entry)
    }

    /// The central system failed to process a message: it answered with a CALLERROR (OCPP-J errata
    /// 3.2), or not in time. A CALLRESULT that cannot be read is not a failure.
    ///
    /// The wait grows: the interval, "multiplied by the number of preceding transmissions of this
    /// same message" (3.7.1).
    pub fn failed(&mut self, now: Instant, sequence: Sequence) -> AfterFailure {
        let Some(mut entry) = self.conclude(sequence) else { return AfterFailure::NotInFlight };
        entry.failures = entry.failures.saturating_add(1);
        if entry.failures >= self.attempts.attempts.max(1) {
            self.settle_id(&entry);
            return AfterFailure::GivenUp(entry);
        }
        let wait = self.attempts.interval.saturating_mul(entry.failures);
        let at = now.after(wait);
        self.not_before = Some(at);
        self.entries.push_front(entry);
        AfterFailure::Retry(at)
    }

    /// The connection is gone: what is on its way stays first, and is sent again when `poll` is
    /// next called. Waits go on.
    pub fn interrupted(&mut self) {
        self.is_in_flight = false;
    }

    /// Sets the keys.
    pub fn set_attempts(&mut self, attempts: Attempts) {
        self.attempts = attempts;
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes out the first entry if it is on its way and the one that is meant.
    fn conclude(&mut self, sequence: Sequence) -> Option<Entry> {
        if !self.is_in_flight || self.entries.front()?.sequence != sequence {
            return None;
        }
        self.is_in_flight = false;
        self.entries.pop_front()
    }

    /// Takes out the first entry if it is the one that is meant and has been sent, also if that
    /// counts as a failure.
    fn conclude_with_result(&mut self, sequence: Sequence) -> Option<Entry> {
        let first = self.entries.front()?;
        if first.sequence != sequence || (!self.is_in_flight && first.failures == 0) {
            return None;
        }
        self.is_in_flight = false;
        self.not_before = None;
        self.entries.pop_front()
    }

    /// What becomes of the id of a transaction with an entry that is out of the queue.
    fn settle_id(&mut self, entry: &Entry) {
        match entry.message {
            TransactionMessage::Start(_) => {
                self.restore_transaction(entry.transaction, UNKNOWN_TRANSACTION);
            }
            TransactionMessage::MeterValues(_) => {}
            TransactionMessage::Stop(_) => self.forget_transaction(entry.transaction),
        }
    }
}

//! The queue of transaction-related messages through any sequence of events, with restarts.
#![cfg(feature = "core")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

extern crate alloc;

use alloc::collections::BTreeMap;
use core::time::Duration;

use ocpp16::messages::core::{MeterValuesRequest, StartTransactionRequest, StopTransactionRequest};
use ocpp16::station::transactions::{
    AfterFailure, Attempts, Entry, LocalTransaction, Next, Sequence, TransactionMessage,
    TransactionQueue,
};
use ocpp16::{CiString, DateTime, Instant};
use proptest::prelude::*;

const ATTEMPTS: u32 = 3;
const INTERVAL: u32 = 60;
const CAPACITY: usize = 6;

#[derive(Clone, Copy, Debug)]
enum Event {
    Push(u8, u32),
    Poll,
    Succeed,
    Fail,
    Interrupt,
    /// Of seconds.
    Pass(u16),
    Restart,
    /// Of a message that is not on its way.
    Stray,
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..3_u8, 0..3_u32).prop_map(|(kind, transaction)| Event::Push(kind, transaction)),
        6 => Just(Event::Poll),
        3 => Just(Event::Succeed),
        3 => Just(Event::Fail),
        1 => Just(Event::Interrupt),
        3 => (0..150_u16).prop_map(Event::Pass),
        1 => Just(Event::Restart),
        1 => Just(Event::Stray),
    ]
}

/// A station: the queue, what it has stored, and what has become of each message.
struct Station {
    queue: TransactionQueue,
    now: Instant,
    stored: BTreeMap<Sequence, Entry>,
    ids: BTreeMap<LocalTransaction, i32>,
    in_flight: Option<Sequence>,
    next_id: i32,
    pushed: Vec<Sequence>,
    concluded: Vec<Sequence>,
    /// The earliest time of the next attempt, if the last one failed.
    not_before: Option<Instant>,
}

impl Station {
    fn new() -> Self {
        Self {
            queue: TransactionQueue::new(CAPACITY, Attempts::new(ATTEMPTS, INTERVAL)),
            now: Instant::from_millis(0),
            stored: BTreeMap::new(),
            ids: BTreeMap::new(),
            in_flight: None,
            next_id: 100,
            pushed: Vec::new(),
            concluded: Vec::new(),
            not_before: None,
        }
    }

    fn push(&mut self, kind: u8, transaction: u32) {
        let time: DateTime = "2026-11-25T08:00:00Z".parse().unwrap();
        let transaction = LocalTransaction(transaction);
        let pushed = match kind {
            0 => {
                let tag = CiString::new("TAG").unwrap();
                self.queue.push_start(transaction, StartTransactionRequest::new(1, tag, 0, time))
            }
            1 => self.queue.push_meter_values(transaction, MeterValuesRequest::new(1, vec![])),
            _ => self.queue.push_stop(transaction, StopTransactionRequest::new(1, time, 0)),
        };
        assert_eq!(pushed.is_err(), self.stored.len() >= CAPACITY);
        if let Ok(sequence) = pushed {
            let entry = self.queue.iter().last().unwrap().clone();
            assert_eq!(entry.sequence(), sequence);
            self.stored.insert(sequence, entry);
            self.pushed.push(sequence);
        }
    }

    fn poll(&mut self) {
        let first = self.stored.keys().next().copied();
        match self.queue.poll(self.now) {
            Next::Send(entry) => {
                assert_eq!(self.in_flight, None);
                assert_eq!(Some(entry.sequence()), first);
                assert!(self.not_before.is_none_or(|at| at <= self.now));
                let expected = self.ids.get(&entry.transaction()).copied().unwrap_or(-1);
                match entry.message() {
                    TransactionMessage::Start(_) => {}
                    TransactionMessage::MeterValues(request) => {
                        assert_eq!(request.transaction_id, Some(expected));
                    }
                    TransactionMessage::Stop(request) => {
                        assert_eq!(request.transaction_id, expected);
                    }
                    _ => unreachable!(),
                }
                self.in_flight = first;
            }
            Next::InFlight(sequence) => assert_eq!(self.in_flight, Some(sequence)),
            Next::Wait(until) => {
                assert!(until > self.now);
                assert_eq!(self.not_before, Some(until));
            }
            Next::Empty => assert_eq!(first, None),
        }
    }

    fn succeed(&mut self) {
        let Some(sequence) = self.in_flight.take() else { return };
        let is_start = matches!(self.stored[&sequence].message(), TransactionMessage::Start(_));
        let entry = if is_start {
            self.next_id += 1;
            self.queue.started(sequence, self.next_id)
        } else {
            self.queue.delivered(sequence)
        };
        self.conclude(&entry.unwrap(), self.next_id);
    }

    fn fail(&mut self) {
        let Some(sequence) = self.in_flight.take() else { return };
        let failures = self.stored[&sequence].failures() + 1;
        match self.queue.failed(self.now, sequence) {
            AfterFailure::Retry(at) => {
                assert!(failures < ATTEMPTS);
                // 3.7.1: times the number of preceding transmissions.
                let wait = Duration::from_secs(u64::from(INTERVAL * failures));
                assert_eq!(at, self.now.after(wait));
                self.not_before = Some(at);
                self.stored.insert(sequence, self.queue.iter().next().unwrap().clone());
                assert_eq!(self.stored[&sequence].failures(), failures);
            }
            AfterFailure::GivenUp(entry) => {
                assert_eq!(failures, ATTEMPTS);
                self.conclude(&entry, -1);
            }
            AfterFailure::NotInFlight => unreachable!("it was"),
        }
    }

    fn conclude(&mut self, entry: &Entry, id: i32) {
        self.not_before = None;
        self.stored.remove(&entry.sequence()).unwrap();
        self.concluded.push(entry.sequence());
        match entry.message() {
            TransactionMessage::Start(_) => {
                self.ids.insert(entry.transaction(), id);
            }
            TransactionMessage::Stop(_) => {
                self.ids.remove(&entry.transaction());
            }
            _ => {}
        }
        assert_eq!(
            self.queue.transaction_id(entry.transaction()),
            self.ids.get(&entry.transaction()).copied()
        );
    }

    /// Only what was stored remains.
    fn restart(&mut self) {
        self.queue = TransactionQueue::new(CAPACITY, Attempts::new(ATTEMPTS, INTERVAL));
        for entry in self.stored.values().rev() {
            self.queue.restore(entry.clone()).unwrap();
        }
        for (transaction, id) in &self.ids {
            self.queue.restore_transaction(*transaction, *id);
        }
        self.in_flight = None;
        self.not_before = None;
        if self.stored.is_empty() {
            // Numbers begin again where no entry has one.
            self.pushed.clear();
            self.concluded.clear();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Each message is concluded once, in order, or still there; none before its time, none more
    /// often than allowed, and with the id of its transaction.
    #[test]
    fn no_message_is_lost_or_overtaken(events in proptest::collection::vec(events(), 0..80)) {
        let mut station = Station::new();
        for event in events {
            match event {
                Event::Push(kind, transaction) => station.push(kind, transaction),
                Event::Poll => station.poll(),
                Event::Succeed => station.succeed(),
                Event::Fail => station.fail(),
                Event::Interrupt => {
                    station.queue.interrupted();
                    station.in_flight = None;
                }
                Event::Pass(seconds) => station.now = station.now.after(Duration::from_secs(seconds.into())),
                Event::Restart => station.restart(),
                Event::Stray => {
                    let stray = Sequence(u64::MAX);
                    assert_eq!(station.queue.started(stray, 1), None);
                    assert_eq!(station.queue.delivered(stray), None);
                    assert_eq!(station.queue.failed(station.now, stray), AfterFailure::NotInFlight);
                }
            }
            let mut all = station.concluded.clone();
            all.extend(station.queue.iter().map(Entry::sequence));
            prop_assert_eq!(&all, &station.pushed);
            prop_assert!(all.is_sorted());
            prop_assert_eq!(station.queue.len(), station.stored.len());
        }
    }
}

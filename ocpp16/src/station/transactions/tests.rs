//! Order, attempts, ids and restarts.

use alloc::vec;

use super::*;
use crate::values::{CiString, DateTime};

const A: LocalTransaction = LocalTransaction(1);
const B: LocalTransaction = LocalTransaction(2);

fn at(seconds: u64) -> Instant {
    Instant::from_millis(1_000 * seconds)
}

fn time() -> DateTime {
    "2026-11-25T08:00:00Z".parse().unwrap()
}

fn start() -> StartTransactionRequest<'static> {
    StartTransactionRequest::new(1, CiString::new("TAG").unwrap(), 0, time())
}

fn stop() -> StopTransactionRequest<'static> {
    StopTransactionRequest::new(10, time(), 0)
}

fn values() -> MeterValuesRequest<'static> {
    MeterValuesRequest::new(1, vec![])
}

fn queue(attempts: u32, interval: u32) -> TransactionQueue {
    TransactionQueue::new(10, Attempts::new(attempts, interval))
}

/// What is handed out, and with which transaction id.
fn sent(queue: &mut TransactionQueue, now: Instant) -> (Sequence, Option<i32>) {
    let Next::Send(entry) = queue.poll(now) else { panic!("nothing to send") };
    let id = match entry.message() {
        TransactionMessage::Start(_) => None,
        TransactionMessage::MeterValues(request) => request.transaction_id,
        TransactionMessage::Stop(request) => Some(request.transaction_id),
    };
    (entry.sequence(), id)
}

/// A CALLRESULT after the timeout: the message was processed, and is not sent again.
#[test]
fn a_late_result_concludes_what_waits_or_is_on_its_way_again() {
    for is_sent_again in [false, true] {
        let mut queue = queue(3, 60);
        let first = queue.push_start(A, start()).unwrap();
        let second = queue.push_stop(A, stop()).unwrap();
        assert_eq!(queue.started(first, 17), None, "not sent yet");
        assert_eq!(sent(&mut queue, at(0)).0, first);
        assert_eq!(queue.failed(at(30), first), AfterFailure::Retry(at(90)));
        if is_sent_again {
            assert_eq!(sent(&mut queue, at(90)).0, first);
        }
        assert_eq!(queue.failed(at(91), second), AfterFailure::NotInFlight);
        assert_eq!(queue.started(first, 17).unwrap().sequence(), first);
        // The next one does not wait, and the answer to the second attempt changes nothing.
        assert_eq!(sent(&mut queue, at(31)), (second, Some(17)));
        assert_eq!(queue.started(first, 18), None);
        assert_eq!(queue.failed(at(32), first), AfterFailure::NotInFlight);
        assert_eq!(queue.failed(at(60), second), AfterFailure::Retry(at(120)));
        assert_eq!(queue.delivered(second).unwrap().sequence(), second);
        assert!(queue.is_empty() && queue.transaction_id(A).is_none());
    }
}

/// The example of 3.7.1: attempts 3, interval 60.
#[test]
fn the_example_of_3_7_1() {
    let mut queue = queue(3, 60);
    let first = queue.push_stop(A, stop()).unwrap();
    let second = queue.push_start(B, start()).unwrap();
    assert_eq!(sent(&mut queue, at(0)).0, first);
    assert_eq!(queue.failed(at(10), first), AfterFailure::Retry(at(70)));
    assert_eq!(queue.poll(at(69)), Next::Wait(at(70)));
    assert_eq!(sent(&mut queue, at(70)).0, first);
    assert_eq!(queue.failed(at(80), first), AfterFailure::Retry(at(200)));
    assert_eq!(sent(&mut queue, at(200)).0, first);
    let AfterFailure::GivenUp(entry) = queue.failed(at(210), first) else { panic!() };
    assert_eq!((entry.sequence(), entry.failures()), (first, 3));
    assert_eq!(sent(&mut queue, at(210)).0, second);
}

#[test]
fn one_message_is_on_its_way_and_only_it_is_concluded() {
    let mut queue = queue(3, 60);
    let first = queue.push_start(A, start()).unwrap();
    let second = queue.push_stop(A, stop()).unwrap();
    assert_eq!(queue.delivered(first), None);
    sent(&mut queue, at(0));
    assert_eq!(queue.poll(at(0)), Next::InFlight(first));
    assert_eq!(queue.delivered(second), None);
    assert_eq!(queue.failed(at(0), second), AfterFailure::NotInFlight);
    assert_eq!(queue.started(first, 5).map(|entry| entry.sequence()), Some(first));
    assert_eq!(queue.started(first, 6), None);
    assert_eq!(queue.transaction_id(A), Some(5));
}

#[test]
fn ids_reach_the_messages_behind_the_start() {
    let mut queue = queue(1, 60);
    let first = queue.push_start(A, start()).unwrap();
    queue.push_meter_values(A, values()).unwrap();
    let other = queue.push_start(B, start()).unwrap();
    queue.push_stop(A, stop()).unwrap();
    queue.push_stop(B, stop()).unwrap();
    sent(&mut queue, at(0));
    queue.started(first, 71);
    let (sequence, id) = sent(&mut queue, at(0));
    assert_eq!(id, Some(71));
    queue.delivered(sequence);
    sent(&mut queue, at(0));
    queue.started(other, 72);
    for expected in [71, 72] {
        let (sequence, id) = sent(&mut queue, at(0));
        assert_eq!(id, Some(expected));
        queue.delivered(sequence);
    }
    assert_eq!(queue.poll(at(0)), Next::Empty);
    // Ended: forgotten.
    assert_eq!(queue.transaction_id(A), None);
}

/// Errata 3.18.
#[test]
fn without_an_id_it_is_minus_1() {
    let mut queue = queue(1, 60);
    let first = queue.push_start(A, start()).unwrap();
    queue.push_meter_values(A, values()).unwrap();
    queue.push_stop(A, stop()).unwrap();
    sent(&mut queue, at(0));
    assert!(matches!(queue.failed(at(0), first), AfterFailure::GivenUp(_)));
    assert_eq!(queue.transaction_id(A), Some(-1));
    let (sequence, id) = sent(&mut queue, at(0));
    assert_eq!(id, Some(-1));
    queue.delivered(sequence);
    assert_eq!(sent(&mut queue, at(0)).1, Some(-1));
    // One whose start the station has lost.
    let mut queue = self::queue(1, 60);
    queue.restore_transaction(B, 8);
    queue.forget_transaction(B);
    queue.push_stop(B, stop()).unwrap();
    assert_eq!(sent(&mut queue, at(0)).1, Some(-1));
}

/// The central system has processed it: another one would start a second transaction.
#[test]
fn a_start_whose_answer_has_no_id_is_not_sent_again() {
    let mut queue = queue(3, 60);
    let first = queue.push_start(A, start()).unwrap();
    let second = queue.push_meter_values(A, values()).unwrap();
    sent(&mut queue, at(0));
    assert_eq!(queue.delivered(first).map(|entry| entry.sequence()), Some(first));
    assert_eq!(queue.transaction_id(A), Some(-1));
    assert_eq!(sent(&mut queue, at(0)), (second, Some(-1)));
}

#[test]
fn the_ids_of_transactions_are_bounded() {
    let mut queue = queue(1, 60);
    let last = u32::try_from(MAX_TRANSACTIONS).unwrap();
    for number in 0..=last {
        queue.restore_transaction(LocalTransaction(number), 7);
    }
    assert_eq!(queue.transaction_id(LocalTransaction(0)), None);
    assert_eq!(queue.transaction_id(LocalTransaction(1)), Some(7));
    // One that is known takes no other's place.
    queue.restore_transaction(LocalTransaction(last), 8);
    assert_eq!(queue.transaction_id(LocalTransaction(1)), Some(7));
    assert_eq!(queue.transaction_id(LocalTransaction(last)), Some(8));
}

#[test]
fn a_lost_connection_is_no_failure() {
    let mut queue = queue(2, 60);
    let first = queue.push_start(A, start()).unwrap();
    for _ in 0..5 {
        assert_eq!(sent(&mut queue, at(0)).0, first);
        queue.interrupted();
    }
    assert_eq!(queue.failed(at(0), first), AfterFailure::NotInFlight);
    sent(&mut queue, at(0));
    assert_eq!(queue.failed(at(1), first), AfterFailure::Retry(at(61)));
    queue.interrupted();
    assert_eq!(queue.poll(at(2)), Next::Wait(at(61)));
}

#[test]
fn a_message_is_sent_once_at_least() {
    let mut queue = queue(0, 60);
    let first = queue.push_start(A, start()).unwrap();
    assert_eq!(sent(&mut queue, at(0)).0, first);
    assert!(matches!(queue.failed(at(0), first), AfterFailure::GivenUp(_)));
}

#[test]
fn the_queue_is_bounded() {
    let mut queue = TransactionQueue::new(1, Attempts::new(1, 1));
    queue.push_start(A, start()).unwrap();
    assert_eq!(queue.push_stop(A, stop()), Err(Full));
    assert_eq!(queue.len(), 1);
}

#[test]
fn a_restart_continues_where_it_was() {
    let mut before = queue(3, 60);
    let first = before.push_start(A, start()).unwrap();
    sent(&mut before, at(0));
    before.started(first, 9);
    let second = before.push_meter_values(A, values()).unwrap();
    before.push_stop(A, stop()).unwrap();
    sent(&mut before, at(0));
    before.failed(at(0), second);

    let stored: Vec<Entry> = before.iter().cloned().collect();
    let mut after = queue(3, 60);
    for entry in stored.iter().rev() {
        after.restore(entry.clone()).unwrap();
    }
    assert_eq!(after.restore(stored[0].clone()), Err(Full));
    after.restore_transaction(A, before.transaction_id(A).unwrap());
    assert!(after.iter().eq(stored.iter()));
    // The second attempt of two failures, and a number that was never used.
    assert_eq!(sent(&mut after, at(0)), (second, Some(9)));
    assert_eq!(after.failed(at(0), second), AfterFailure::Retry(at(120)));
    assert!(after.push_start(B, start()).unwrap() > stored[1].sequence());
    let last = Entry::new(Sequence(u64::MAX), A, TransactionMessage::Stop(stop()), 0);
    assert_eq!(after.restore(last), Err(Full));
}

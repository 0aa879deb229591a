//! The messages of transactions on their way: in order, one at a time, and again after a failure
//! (3.7), as [`TransactionQueue`] says.
//!
//! Nobody who reads a meter waits here: a message is put into the queue, and sent when it is its turn.
//! The queue has a bound. When it is reached, new meter values are left out, which is said. There is
//! room for StartTransaction and StopTransaction after that, and a transaction only starts if there is
//! room for its end.

use std::collections::HashMap;

use ocpp16::endpoint::CallFailure;
use ocpp16::messages::core::{
    MeterValuesResponse, StartTransactionResponse, StopTransactionResponse,
};
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::station::transactions::{
    AfterFailure, Attempts, Entry, Full, LocalTransaction, Next, Sequence, TransactionMessage,
    TransactionQueue, UNKNOWN_TRANSACTION,
};
use ocpp16::{Request, Response};
use tokio::sync::oneshot;
use tokio::time::sleep_until;

use super::Station;
use super::configuration::Configuration;
use super::state::State;
use crate::clock::{monotonic, timer};
use crate::link::{CallFailed, Outcome, When};

/// How many meter values wait at most: with a reading in five minutes, more than a month of them.
const READINGS: usize = 10_000;

/// Room for the beginnings and ends of transactions after that.
const RESERVE: usize = 1000;

/// The queue, and who waits for what becomes of a message.
#[derive(Debug)]
pub(super) struct Deliveries {
    pub(super) queue: TransactionQueue,
    waiting: HashMap<Sequence, oneshot::Sender<Response<'static>>>,
    last: u32,
    /// How many meter values wait at most.
    readings: usize,
    /// How many messages wait at most.
    most: usize,
    /// How many were left out since the queue is full.
    left_out: u32,
}

/// The fate of a message that is put into the queue.
#[derive(Debug)]
pub(super) enum Pushed {
    /// It waits; its answer comes, or nothing if it is given up.
    Waits(oneshot::Receiver<Response<'static>>),
    /// There is no room for it.
    Full,
}

impl Deliveries {
    pub(super) fn new(configuration: &Configuration) -> Self {
        Self::with_room(READINGS, RESERVE, attempts(configuration))
    }

    fn with_room(readings: usize, reserve: usize, attempts: Attempts) -> Self {
        let most = readings.saturating_add(reserve);
        let queue = TransactionQueue::new(most, attempts);
        Self { queue, waiting: HashMap::new(), last: 0, readings, most, left_out: 0 }
    }

    /// Whether a transaction can start: with room for its beginning, its end, and the ends of those
    /// that run.
    pub(super) fn has_room_for_transaction(&self, running: usize) -> bool {
        self.queue.len().saturating_add(running).saturating_add(2) <= self.most
    }

    fn push(
        &mut self,
        transaction: LocalTransaction,
        message: TransactionMessage,
    ) -> Result<Pushed, Full> {
        let queue = &mut self.queue;
        let sequence = match message {
            TransactionMessage::Start(request) => queue.push_start(transaction, request)?,
            TransactionMessage::Stop(request) => queue.push_stop(transaction, request)?,
            TransactionMessage::MeterValues(request) if queue.len() < self.readings => {
                queue.push_meter_values(transaction, request)?
            }
            _ => return Err(Full),
        };
        let (sender, answer) = oneshot::channel();
        self.waiting.insert(sequence, sender);
        Ok(Pushed::Waits(answer))
    }

    /// A number for a transaction that starts.
    pub(super) fn new_transaction(&mut self) -> LocalTransaction {
        self.last = self.last.wrapping_add(1);
        LocalTransaction(self.last)
    }
}

fn attempts(configuration: &Configuration) -> Attempts {
    let number = |name| u32::try_from(configuration.number(name)).unwrap_or(u32::MAX);
    Attempts::new(number("TransactionMessageAttempts"), number("TransactionMessageRetryInterval"))
}

impl Station {
    /// Puts a message of a transaction into the queue.
    pub(super) fn deliver(
        &self,
        transaction: LocalTransaction,
        message: TransactionMessage,
    ) -> Pushed {
        let is_reading = matches!(message, TransactionMessage::MeterValues(_));
        let mut state = self.state();
        let deliveries = &mut state.deliveries;
        let pushed = deliveries.push(transaction, message);
        let left_out = match &pushed {
            Err(_) if is_reading => {
                deliveries.left_out = deliveries.left_out.saturating_add(1);
                // The first one is said now, the others when there is room again.
                (deliveries.left_out == 1).then_some("meter values are left out from now on".into())
            }
            Ok(_) if is_reading => match core::mem::take(&mut deliveries.left_out) {
                0 => None,
                count => Some(format!("{count} meter values were left out")),
            },
            _ => pushed.as_ref().err().map(ToString::to_string),
        };
        drop(state);
        if let Some(what) = left_out {
            self.journal().say(format_args!("the queue of transaction messages was full: {what}"));
        }
        self.0.queue_changed.notify_one();
        pushed.unwrap_or(Pushed::Full)
    }

    /// Sends what the queue says, until the link is closed.
    pub(super) async fn send_queue(&self) {
        // What was on its way before a restart.
        self.state().deliveries.queue.interrupted();
        loop {
            let until = {
                let mut state = self.state();
                let attempts = attempts(&state.configuration);
                state.deliveries.queue.set_attempts(attempts);
                match state.deliveries.queue.poll(monotonic()) {
                    Next::Send(entry) => Err(entry.clone()),
                    Next::Wait(until) => Ok(Some(until)),
                    Next::InFlight(_) | Next::Empty => Ok(None),
                }
            };
            match until {
                Err(entry) => {
                    if !self.send_entry(entry).await {
                        return;
                    }
                }
                Ok(Some(until)) => tokio::select! {
                    () = sleep_until(timer(until)) => {}
                    // A late answer may have come.
                    () = self.0.queue_changed.notified() => {}
                },
                Ok(None) => self.0.queue_changed.notified().await,
            }
        }
    }

    /// Sends a message and tells the queue what became of it. `false` if the link is closed.
    async fn send_entry(&self, entry: Entry) -> bool {
        let (sequence, sent) = (entry.sequence(), entry.message().clone());
        let transaction = entry.transaction();
        let request: Request<'static> = sent.clone().into();
        let action = request.action();
        let station = self.clone();
        // At once: a RemoteStopTransaction may be right behind the answer.
        let again = sent.clone();
        let observe = move |outcome: &Outcome, when| match when {
            When::InTime => station.note_answer(transaction, sequence, &sent, outcome),
            When::Late => station.note_late_answer(transaction, sequence, &sent, outcome),
        };
        let outcome = self.link().call_of_transaction(request, observe).await;
        if let Err(CallFailed::Failed(bad @ CallFailure::BadResult { .. })) = &outcome {
            self.journal().say(format_args!("{action} delivered, but {bad}"));
        }
        let error = match as_delivered(&again, &outcome) {
            Ok(response) => {
                if let Some(sender) = self.state().deliveries.waiting.remove(&sequence) {
                    // Who does not wait any more needs no answer.
                    let _ = sender.send(response);
                }
                return true;
            }
            Err(CallFailed::LinkGone) => return false,
            Err(CallFailed::Failed(CallFailure::BadResult { .. })) => {
                let mut state = self.state();
                go_on_without_id(&mut state, transaction, entry.message());
                state.deliveries.waiting.remove(&sequence);
                return true;
            }
            Err(error) => error,
        };
        if error.is_disconnection() {
            return true;
        }
        let now = monotonic();
        let mut state = self.state();
        let failed = entry.failures().saturating_add(1);
        match state.deliveries.queue.failed(now, sequence) {
            AfterFailure::Retry(at) => {
                let attempts = state.configuration.number("TransactionMessageAttempts");
                self.journal().say(format_args!(
                    "{action} failed ({error}); attempt {} of {attempts} in {}",
                    failed.saturating_add(1),
                    self.clock().real(at.since(now))
                ));
            }
            AfterFailure::GivenUp(entry) => {
                self.journal().say(format_args!("{action} given up after {failed}: {error}"));
                go_on_without_id(&mut state, transaction, entry.message());
                state.deliveries.waiting.remove(&sequence);
            }
            AfterFailure::NotInFlight => {}
        }
        true
    }

    fn note_answer(
        &self,
        transaction: LocalTransaction,
        sequence: Sequence,
        sent: &TransactionMessage,
        outcome: &Outcome,
    ) {
        let mut state = self.state();
        // A status that could not be read is not remembered.
        let is_known = match outcome {
            Err(CallFailed::Failed(CallFailure::BadResult { start, .. })) => start.status.is_some(),
            _ => true,
        };
        match (&as_delivered(sent, outcome), sent) {
            (Ok(Response::StartTransaction(response)), TransactionMessage::Start(request)) => {
                let (id, info) = (response.transaction_id, &response.id_tag_info);
                state.deliveries.queue.started(sequence, id);
                if is_known {
                    state.remember(&request.id_tag, info);
                }
                state.take_transaction_id(transaction, id, &info.status);
            }
            (Ok(response), _) => {
                state.deliveries.queue.delivered(sequence);
                if let (Response::StopTransaction(response), TransactionMessage::Stop(request)) =
                    (response, sent)
                {
                    if let (Some(tag), Some(info)) = (&request.id_tag, &response.id_tag_info) {
                        state.remember(tag, info);
                    }
                }
            }
            // The central system has the transaction, but not for us.
            (Err(CallFailed::Failed(CallFailure::BadResult { .. })), _) => {
                state.deliveries.queue.delivered(sequence);
            }
            (Err(error), _) if error.is_disconnection() => state.deliveries.queue.interrupted(),
            // The queue is told when the journal is.
            (Err(_), _) => {}
        }
    }
}

impl Station {
    /// Takes an answer that came after the timeout. A CALLRESULT says that the message was processed:
    /// it is not sent again. A CALLERROR changes nothing.
    fn note_late_answer(
        &self,
        transaction: LocalTransaction,
        sequence: Sequence,
        sent: &TransactionMessage,
        outcome: &Outcome,
    ) {
        let mut state = self.state();
        let delivered = as_delivered(sent, outcome);
        match (&delivered, sent) {
            (Ok(Response::StartTransaction(response)), TransactionMessage::Start(request)) => {
                let (id, info) = (response.transaction_id, &response.id_tag_info);
                let queue = &mut state.deliveries.queue;
                if queue.started(sequence, id).is_none() {
                    // It was given up: what is still to be sent gets the id. Otherwise another attempt
                    // has been answered.
                    if queue.transaction_id(transaction) != Some(UNKNOWN_TRANSACTION) {
                        return;
                    }
                    queue.restore_transaction(transaction, id);
                }
                state.remember(&request.id_tag, info);
                state.take_transaction_id(transaction, id, &info.status);
            }
            (Ok(_), _) => drop(state.deliveries.queue.delivered(sequence)),
            (Err(CallFailed::Failed(CallFailure::BadResult { .. })), _) => {
                if state.deliveries.queue.delivered(sequence).is_some() {
                    go_on_without_id(&mut state, transaction, sent);
                }
            }
            (Err(_), _) => return,
        }
        let waiting = state.deliveries.waiting.remove(&sequence);
        drop(state);
        if let (Some(sender), Ok(response)) = (waiting, delivered) {
            // Who does not wait any more needs no answer.
            let _ = sender.send(response);
        }
        self.0.queue_changed.notify_one();
    }
}

/// A CALLRESULT says that a message was processed, also if it cannot be read. Of the answer to
/// StartTransaction, the id is needed.
fn as_delivered(sent: &TransactionMessage, outcome: &Outcome) -> Outcome {
    let Err(CallFailed::Failed(CallFailure::BadResult { start, .. })) = outcome else {
        return outcome.clone();
    };
    match (sent, start.transaction_id) {
        (TransactionMessage::Start(_), Some(id)) => {
            let status = start.status.clone().unwrap_or(AuthorizationStatus::Accepted);
            Ok(StartTransactionResponse::new(IdTagInfo::new(status), id).into())
        }
        (TransactionMessage::MeterValues(_), _) => Ok(MeterValuesResponse::new().into()),
        (TransactionMessage::Stop(_), _) => Ok(StopTransactionResponse::new().into()),
        _ => outcome.clone(),
    }
}

/// It charges all the same, and the end is told (errata 3.18).
fn go_on_without_id(
    state: &mut State,
    transaction: LocalTransaction,
    message: &TransactionMessage,
) {
    if let TransactionMessage::Start(_) = message {
        state.take_transaction_id(transaction, -1, &AuthorizationStatus::Accepted);
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::messages::core::{
        MeterValuesRequest, StartTransactionRequest, StopTransactionRequest,
    };
    use ocpp16::{CiString, DateTime};

    use super::*;

    #[test]
    fn a_full_queue_leaves_out_meter_values_and_keeps_beginnings_and_ends() {
        let mut deliveries = Deliveries::with_room(3, 2, Attempts::new(3, 60));
        let time = DateTime::from_unix_seconds(0).unwrap();
        let car = deliveries.new_transaction();
        let tag = CiString::new("TAG").unwrap();
        let start = StartTransactionRequest::new(1, tag, 0, time);
        let reading = || TransactionMessage::MeterValues(MeterValuesRequest::new(1, Vec::new()));
        let stop = || TransactionMessage::Stop(StopTransactionRequest::new(0, time, 0));
        assert!(deliveries.push(car, TransactionMessage::Start(start)).is_ok());
        let kept = (0..1000).filter(|_| deliveries.push(car, reading()).is_ok()).count();
        assert_eq!((kept, deliveries.queue.len()), (2, 3));
        assert!(deliveries.push(car, stop()).is_ok());
        assert!(deliveries.push(car, stop()).is_ok());
        assert!(deliveries.push(car, stop()).is_err());
        assert_eq!(deliveries.waiting.len(), 5);
    }
}

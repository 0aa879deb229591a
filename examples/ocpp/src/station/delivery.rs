//! The messages of transactions on their way: in order, one at a time, and again after a failure
//! (3.7), as [`TransactionQueue`] says.

use std::collections::HashMap;

use ocpp16::transaction_queue::{
    Attempts, Entry, Failure, Full, LocalTransaction, Next, Sequence, TransactionMessage,
    TransactionQueue,
};
use ocpp16::types::AuthorizationStatus;
use ocpp16::{Request, Response};
use tokio::sync::oneshot;
use tokio::time::sleep_until;

use super::Station;
use super::configuration::Configuration;
use crate::clock::{monotonic, timer};
use crate::link::{CallFailed, Outcome};

/// How many messages wait at most: days of meter values.
const CAPACITY: usize = 10_000;

/// The queue, and who waits for what becomes of a message.
#[derive(Debug)]
pub(super) struct Deliveries {
    pub(super) queue: TransactionQueue,
    waiting: HashMap<Sequence, oneshot::Sender<Response<'static>>>,
    last: u32,
}

impl Deliveries {
    pub(super) fn new(configuration: &Configuration) -> Self {
        let queue = TransactionQueue::new(CAPACITY, attempts(configuration));
        Self { queue, waiting: HashMap::new(), last: 0 }
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
    /// Delivers a message of a transaction; `None` if it was given up.
    pub(super) async fn deliver(
        &self,
        transaction: LocalTransaction,
        message: TransactionMessage,
    ) -> Option<Response<'static>> {
        let outcome = {
            let mut state = self.state();
            let queue = &mut state.deliveries.queue;
            let pushed = match message {
                TransactionMessage::Start(request) => queue.push_start(transaction, request),
                TransactionMessage::MeterValues(request) => {
                    queue.push_meter_values(transaction, request)
                }
                TransactionMessage::Stop(request) => queue.push_stop(transaction, request),
                _ => Err(Full),
            };
            let (sender, outcome) = oneshot::channel();
            match pushed {
                Ok(sequence) => drop(state.deliveries.waiting.insert(sequence, sender)),
                Err(error) => self.journal().say(error),
            }
            outcome
        };
        self.0.queue_changed.notify_one();
        outcome.await.ok()
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
                Ok(Some(until)) => sleep_until(timer(until)).await,
                Ok(None) => self.0.queue_changed.notified().await,
            }
        }
    }

    /// Sends a message and tells the queue what became of it. `false` if the link is closed.
    async fn send_entry(&self, entry: Entry) -> bool {
        let (sequence, sent) = (entry.sequence(), entry.message().clone());
        let request: Request<'static> = sent.clone().into();
        let action = request.action();
        let station = self.clone();
        // At once: a RemoteStopTransaction may be right behind the answer.
        let observe = move |outcome: &Outcome| station.note_answer(sequence, &sent, outcome);
        let error = match self.link().call_observed(request, observe).await {
            Ok(response) => {
                if let Some(sender) = self.state().deliveries.waiting.remove(&sequence) {
                    // Who does not wait any more needs no answer.
                    let _ = sender.send(response);
                }
                return true;
            }
            Err(CallFailed::LinkGone) => return false,
            Err(error) => error,
        };
        if error.is_disconnection() {
            return true;
        }
        let now = monotonic();
        let mut state = self.state();
        let failed = entry.failures().saturating_add(1);
        match state.deliveries.queue.failed(now, sequence) {
            Failure::Retry(at) => {
                let attempts = state.configuration.number("TransactionMessageAttempts");
                self.journal().say(format_args!(
                    "{action} failed ({error}); attempt {} of {attempts} in {} s",
                    failed.saturating_add(1),
                    at.since(now).as_secs()
                ));
            }
            Failure::GivenUp(entry) => {
                self.journal().say(format_args!("{action} given up after {failed}: {error}"));
                // It charges all the same, and the end is told (errata 3.18).
                if let TransactionMessage::Start(request) = entry.message() {
                    let connector = state.connector(request.connector_id);
                    if let Some(running) = connector.and_then(|it| it.running.as_mut()) {
                        running.transaction_id = Some(-1);
                    }
                }
                state.deliveries.waiting.remove(&sequence);
            }
            Failure::NotInFlight => {}
        }
        true
    }

    fn note_answer(&self, sequence: Sequence, sent: &TransactionMessage, outcome: &Outcome) {
        let mut state = self.state();
        match (outcome, sent) {
            (Ok(Response::StartTransaction(response)), TransactionMessage::Start(request)) => {
                let (id, info) = (response.transaction_id, &response.id_tag_info);
                state.deliveries.queue.started(sequence, id);
                state.remember(&request.id_tag, info);
                state.take_transaction_id(request.connector_id, id, &info.status);
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
            (Err(error), _) if error.is_disconnection() => state.deliveries.queue.interrupted(),
            // The queue is told when the journal is.
            (Err(_), _) => {}
        }
    }
}

/// What StartTransaction was answered; without an answer it charges all the same, and the end is
/// told (errata 3.18).
pub(super) fn started(response: Option<Response<'static>>) -> (i32, AuthorizationStatus) {
    match response {
        Some(Response::StartTransaction(response)) => {
            (response.transaction_id, response.id_tag_info.status)
        }
        _ => (-1, AuthorizationStatus::Accepted),
    }
}

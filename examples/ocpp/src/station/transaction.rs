//! Transactions: started, metered, stopped (3.7, 4.8, 4.10).
//!
//! The meter is read on time, also while the central system is away: messages go into a queue, and
//! nothing here waits for their answers but the end of a transaction.

use core::time::Duration;

use examples_printable::Printable;
use ocpp16::messages::core::{
    ChargePointStatus, Reason, StartTransactionRequest, StopTransactionRequest,
};
use ocpp16::messages::types::{AuthorizationStatus, MeterValue, ReadingContext};
use ocpp16::station::transactions::{LocalTransaction, TransactionMessage, UNKNOWN_TRANSACTION};
use ocpp16::{CiString, DateTime, Response};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep_until};

use super::Station;
use super::delivery::Pushed;
use super::state::{Running, keep};
use crate::clock::time_of;
use crate::receipt::{Receipt, energy_of};

/// The longest time between two readings: a year.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// A transaction that runs.
pub(super) struct Charging {
    transaction: LocalTransaction,
    pub(super) connector: i32,
    id_tag: String,
    /// The answer to StartTransaction, until it has come.
    answer: Option<oneshot::Receiver<Response<'static>>>,
    /// Of the answer to StartTransaction; -1 if there will be none (errata 3.18).
    pub(super) transaction_id: Option<i32>,
    pub(super) authorization: Option<AuthorizationStatus>,
    pub(super) meter_start: i32,
    started: DateTime,
    /// When the meter was read, or should have been.
    read_at: Instant,
    data: Vec<MeterValue<'static>>,
    stop: watch::Receiver<Option<Reason>>,
}

impl Station {
    /// Runs a transaction that the central system wants, until something stops it.
    pub(super) async fn charge(&self, connector: i32, id_tag: String) {
        let asks = self.state().configuration.is_on("AuthorizeRemoteTxRequests");
        if asks && self.authorize(&id_tag).await != AuthorizationStatus::Accepted {
            self.journal().say(format_args!("{} may not charge", Printable::new(&id_tag)));
            return;
        }
        let is_free = self.state().free_connector(Some(connector), &id_tag).is_some();
        if !is_free {
            self.journal().say(format_args!("connector {connector} is taken"));
            return;
        }
        self.set_status(connector, ChargePointStatus::Preparing);
        let Some(mut charging) = self.begin(connector, &id_tag) else {
            self.set_idle(connector);
            return;
        };
        let reason = loop {
            if let Some(reason) = self.metered(&mut charging).await {
                break reason;
            }
        };
        let receipt = self.end(charging, reason, None).await;
        self.journal().block(receipt);
    }

    /// Starts a transaction: it charges at once, and the central system is told when it is there.
    /// `None` if the connector is not free for the identifier, or there is no room for the messages.
    pub(super) fn begin(&self, connector: i32, id_tag: &str) -> Option<Charging> {
        let (started, now) = (self.clock().now(), self.clock().milliseconds());
        let begin = self.sample(connector, &ReadingContext::TransactionBegin);
        let (request, transaction, stop) = {
            let mut state = self.state();
            state.free_connector(Some(connector), id_tag)?;
            let running = state.connectors.iter().filter(|it| it.running.is_some()).count();
            if !state.deliveries.has_room_for_transaction(running) {
                drop(state);
                self.journal().say("the queue of transaction messages is full: no transaction");
                return None;
            }
            let transaction = state.deliveries.new_transaction();
            let state = state.connector(connector)?;
            let meter_start = state.meter.energy(now);
            let id_tag: CiString<'static, 20> = CiString::new(id_tag.to_owned()).ok()?;
            let mut request =
                StartTransactionRequest::new(connector, id_tag.clone(), meter_start, started);
            let reservation = state.reservation.take_if(|it| it.id_tag == id_tag);
            request.reservation_id = reservation.map(|it| it.reservation_id);
            let (sender, stop) = watch::channel(None);
            let aligned = Vec::new();
            let transaction_id = None;
            state.running =
                Some(Running { transaction, transaction_id, started, stop: sender, aligned });
            (request, transaction, stop)
        };
        let meter_start = request.meter_start;
        let answer = match self.deliver(transaction, TransactionMessage::Start(request)) {
            Pushed::Waits(answer) => Some(answer),
            Pushed::Full => None,
        };
        let charging = Charging {
            transaction,
            connector,
            id_tag: id_tag.to_owned(),
            answer,
            transaction_id: None,
            authorization: None,
            meter_start,
            started,
            read_at: Instant::now(),
            data: begin.into_iter().collect(),
            stop,
        };
        self.power(&charging);
        self.set_status(connector, ChargePointStatus::Charging);
        Some(charging)
    }

    /// Waits for the next reading and meters, or returns why the transaction ends. With an interval
    /// of 0, nothing is sampled (3.16); it returns every hour.
    pub(super) async fn metered(&self, charging: &mut Charging) -> Option<Reason> {
        let seconds = self.state().configuration.number("MeterValueSampleInterval");
        let interval = Duration::from_secs(if seconds == 0 { 3600 } else { seconds });
        let due = due(charging.read_at, Instant::now(), self.clock().shortened(interval));
        tokio::select! {
            reason = charging.stopped() => return Some(reason),
            () = sleep_until(due) => {}
        }
        charging.read_at = due;
        if seconds > 0 {
            self.meter(charging);
        }
        None
    }

    /// Reads the meter. The reading waits in the queue until it is delivered.
    fn meter(&self, charging: &mut Charging) {
        let context = ReadingContext::SamplePeriodic;
        // What StopTransaction brings is chosen by a key of its own (`StopTxnSampledData`).
        keep(&mut charging.data, self.sample(charging.connector, &context));
        self.power(charging);
        let Some(request) = self.meter_values(charging.connector, &context) else { return };
        // If there is no room, the register is in StopTransaction.
        let _ = self.deliver(charging.transaction, TransactionMessage::MeterValues(request));
    }

    /// Waits for the answer to StartTransaction, until the meter is to be read for the first time.
    pub(super) async fn wait_for_id(&self, charging: &mut Charging) {
        let seconds = self.state().configuration.number("MeterValueSampleInterval").max(1);
        let interval = self.clock().shortened(Duration::from_secs(seconds));
        let due = due(charging.read_at, Instant::now(), interval);
        tokio::select! {
            () = charging.answered() => {}
            () = sleep_until(due) => {}
        }
    }

    /// Sets the power to what charging profiles allow now, in W.
    pub(super) fn power(&self, charging: &Charging) -> u32 {
        let now = self.clock().milliseconds();
        let mut state = self.state();
        let power = state.allowed_power(charging.connector, time_of(now));
        if let Some(connector) = state.connector(charging.connector) {
            connector.meter.set_power(power, now);
        }
        power
    }

    /// Stops a transaction, frees the connector, and waits until the central system knows.
    pub(super) async fn end(
        &self,
        mut charging: Charging,
        reason: Reason,
        id_tag: Option<&str>,
    ) -> Receipt {
        let connector = charging.connector;
        let (stopped, now) = (self.clock().now(), self.clock().milliseconds());
        let end = self.sample(connector, &ReadingContext::TransactionEnd);
        let (meter_stop, aligned) = {
            let mut state = self.state();
            state.profiles.end_transaction(connector);
            match state.connector(connector) {
                None => (charging.meter_start, Vec::new()),
                Some(it) => {
                    it.meter.set_power(0, now);
                    let aligned = it.running.as_mut().map(|it| core::mem::take(&mut it.aligned));
                    (it.meter.energy(now), aligned.unwrap_or_default())
                }
            }
        };
        charging.data.extend(aligned);
        charging.data.extend(end);
        charging.data.sort_by_key(|value| value.timestamp);
        let readings = charging.data.iter();
        let mut readings: Vec<_> =
            readings.filter_map(|it| Some((it.timestamp, energy_of(it)?))).collect();
        // The last sample and the end may be the same moment.
        readings.dedup();
        // The queue sets the id.
        let mut request = StopTransactionRequest::new(meter_stop, stopped, UNKNOWN_TRANSACTION)
            .with_reason(reason);
        request.transaction_data = Some(charging.data.split_off(0)).filter(|data| !data.is_empty());
        request.id_tag = id_tag.and_then(|id_tag| CiString::new(id_tag.to_owned()).ok());
        let pushed = self.deliver(charging.transaction, TransactionMessage::Stop(request));
        self.set_status(connector, ChargePointStatus::Finishing);
        // The next user need not wait for the central system.
        if let Some(connector) = self.state().connector(connector) {
            connector.running = None;
        }
        self.set_idle(connector);
        if let Pushed::Waits(answer) = pushed {
            // Without an answer it was given up.
            let _ = answer.await;
        }
        charging.answered().await;
        Receipt {
            station: self.options().id.clone(),
            connector,
            transaction_id: charging.transaction_id.unwrap_or(UNKNOWN_TRANSACTION),
            id_tag: charging.id_tag,
            started: charging.started,
            stopped,
            meter_start: charging.meter_start,
            meter_stop,
            readings,
            tariff: None,
        }
    }

    /// The register, for StopTransaction.
    fn sample(&self, connector: i32, context: &ReadingContext) -> Option<MeterValue<'static>> {
        self.read_meter(connector, "StopTxnSampledData", context)
    }
}

impl Charging {
    /// Waits until something wants the end.
    pub(super) async fn stopped(&mut self) -> Reason {
        match self.stop.wait_for(Option::is_some).await {
            Ok(reason) => reason.clone().unwrap_or(Reason::Local),
            // The station is gone.
            Err(_) => Reason::Reboot,
        }
    }

    /// Waits for the answer to StartTransaction. Without one it charges all the same, and the end is
    /// told (errata 3.18).
    async fn answered(&mut self) {
        let Some(answer) = &mut self.answer else { return };
        let (id, status) = match answer.await {
            Ok(Response::StartTransaction(response)) => {
                (response.transaction_id, response.id_tag_info.status)
            }
            _ => (UNKNOWN_TRANSACTION, AuthorizationStatus::Accepted),
        };
        self.answer = None;
        self.transaction_id = Some(id);
        self.authorization = Some(status);
    }
}

/// When the meter is to be read after `read_at`. A reading that is late by more than an interval is
/// taken now, and those in between are not made up.
fn due(read_at: Instant, now: Instant, interval: Duration) -> Instant {
    // No clock counts up to the largest number of seconds that a key has.
    let interval = interval.min(LONGEST);
    let due = read_at + interval;
    if due + interval < now { now } else { due }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_keep_their_times_and_are_not_made_up() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let minute = Duration::from_secs(60);
        assert_eq!(due(start, at(1), minute), at(60));
        // A little late: the next one is on time again.
        assert_eq!(due(at(60), at(65), minute), at(120));
        assert_eq!(due(at(60), at(170), minute), at(120));
        assert_eq!(due(at(60), at(1000), minute), at(1000));
        assert_eq!(due(start, start, Duration::MAX), start + LONGEST);
        assert_eq!(due(start, at(5), Duration::ZERO), at(5));
    }
}

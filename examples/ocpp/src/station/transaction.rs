//! Transactions: started, metered, stopped; and their messages delivered (3.7, 4.8, 4.10).

use core::time::Duration;

use ocpp16::core::{ChargePointStatus, Reason, StartTransactionRequest, StopTransactionRequest};
use ocpp16::transaction_queue::{LocalTransaction, TransactionMessage};
use ocpp16::types::{AuthorizationStatus, MeterValue, ReadingContext};
use ocpp16::{CiString, DateTime};
use tokio::sync::watch;

use super::Station;
use super::delivery::started as started_with;
use super::state::Running;
use crate::clock::time_of;
use crate::receipt::{Receipt, energy_of};

/// A transaction that runs.
pub(super) struct Charging {
    transaction: LocalTransaction,
    pub(super) connector: i32,
    pub(super) id_tag: String,
    /// -1 if the central system never gave one (errata 3.18).
    pub(super) transaction_id: i32,
    pub(super) authorization: AuthorizationStatus,
    pub(super) meter_start: i32,
    started: DateTime,
    data: Vec<MeterValue<'static>>,
    stop: watch::Receiver<Option<Reason>>,
}

impl Station {
    /// Runs a transaction that the central system wants, until something stops it.
    pub(super) async fn charge(&self, connector: i32, id_tag: String) {
        let asks = self.state().configuration.is_on("AuthorizeRemoteTxRequests");
        if asks && self.authorize(&id_tag).await != AuthorizationStatus::Accepted {
            self.journal().say(format_args!("{id_tag} may not charge"));
            return;
        }
        if self.state().connector(connector).is_none_or(|it| it.running.is_some()) {
            self.journal().say(format_args!("connector {connector} is taken"));
            return;
        }
        self.set_status(connector, ChargePointStatus::Preparing).await;
        let Some(mut charging) = self.begin(connector, &id_tag).await else { return };
        let reason = loop {
            if let Some(reason) = self.metered(&mut charging).await {
                break reason;
            }
        };
        let receipt = self.end(charging, reason, None).await;
        self.journal().block(receipt);
    }

    /// Starts a transaction. `None` if the connector is not free, or the identifier too long.
    pub(super) async fn begin(&self, connector: i32, id_tag: &str) -> Option<Charging> {
        let (started, now) = (self.clock().now(), self.clock().milliseconds());
        let (request, transaction, stop) = {
            let mut state = self.state();
            let transaction = state.deliveries.new_transaction();
            let state = state.connector(connector).filter(|it| it.running.is_none())?;
            let meter_start = state.meter.energy(now);
            let id_tag: CiString<'static, 20> = CiString::new(id_tag.to_owned()).ok()?;
            let mut request =
                StartTransactionRequest::new(connector, id_tag.clone(), meter_start, started);
            let reservation = state.reservation.take_if(|it| it.id_tag == id_tag);
            request.reservation_id = reservation.map(|it| it.reservation_id);
            let (sender, stop) = watch::channel(None);
            state.running = Some(Running { transaction_id: None, started, stop: sender });
            (request, transaction, stop)
        };
        let meter_start = request.meter_start;
        let begin = self.sample(connector, &ReadingContext::TransactionBegin);
        let response = self.deliver(transaction, TransactionMessage::Start(request)).await;
        let (transaction_id, authorization) = started_with(response);
        let id_tag = id_tag.to_owned();
        let data = begin.into_iter().collect();
        let charging = Charging {
            transaction,
            connector,
            id_tag,
            transaction_id,
            authorization,
            meter_start,
            started,
            data,
            stop,
        };
        if charging.authorization == AuthorizationStatus::Accepted {
            self.offer_power(&charging);
            self.set_status(connector, ChargePointStatus::Charging).await;
        }
        Some(charging)
    }

    /// Waits for an interval and meters, or returns why the transaction ends.
    pub(super) async fn metered(&self, charging: &mut Charging) -> Option<Reason> {
        let interval = self.state().configuration.number("MeterValueSampleInterval");
        let interval = Duration::from_secs(if interval == 0 { 3600 } else { interval });
        tokio::select! {
            reason = charging.stopped() => return Some(reason),
            () = self.clock().sleep(interval) => {}
        }
        self.meter(charging).await;
        None
    }

    /// Sends what the meter shows.
    pub(super) async fn meter(&self, charging: &mut Charging) {
        let context = ReadingContext::SamplePeriodic;
        // What StopTransaction brings is chosen by a key of its own (`StopTxnSampledData`).
        charging.data.extend(self.sample(charging.connector, &context));
        self.offer_power(charging);
        let Some(request) = self.meter_values(charging.connector, &context) else { return };
        // If it cannot be delivered, the register is in StopTransaction.
        let request = TransactionMessage::MeterValues(request);
        let _ = self.deliver(charging.transaction, request).await;
    }

    /// Sets the power to what charging profiles allow now.
    fn offer_power(&self, charging: &Charging) -> u32 {
        let now = self.clock().milliseconds();
        let mut state = self.state();
        let power = state.allowed_power(charging.connector, time_of(now));
        if let Some(connector) = state.connector(charging.connector) {
            connector.meter.set_power(power, now);
        }
        power
    }

    /// The power that is offered, in W.
    pub(super) fn power(&self, charging: &Charging) -> u32 {
        self.offer_power(charging)
    }

    /// Stops a transaction and frees the connector.
    pub(super) async fn end(
        &self,
        mut charging: Charging,
        reason: Reason,
        id_tag: Option<&str>,
    ) -> Receipt {
        let connector = charging.connector;
        let (stopped, now) = (self.clock().now(), self.clock().milliseconds());
        let end = self.sample(connector, &ReadingContext::TransactionEnd);
        charging.data.extend(end);
        let meter_stop = {
            let mut state = self.state();
            state.profiles.end_transaction(connector);
            state.connector(connector).map_or(charging.meter_start, |it| {
                it.meter.set_power(0, now);
                it.meter.energy(now)
            })
        };
        let readings = charging.data.iter();
        let mut readings: Vec<_> =
            readings.filter_map(|it| Some((it.timestamp, energy_of(it)?))).collect();
        // The last sample and the end may be the same moment.
        readings.dedup();
        let mut request = StopTransactionRequest::new(meter_stop, stopped, charging.transaction_id)
            .with_reason(reason);
        request.transaction_data = Some(charging.data).filter(|data| !data.is_empty());
        request.id_tag = id_tag.and_then(|id_tag| CiString::new(id_tag.to_owned()).ok());
        let _ = self.deliver(charging.transaction, TransactionMessage::Stop(request)).await;
        self.set_status(connector, ChargePointStatus::Finishing).await;
        let status = match self.state().connector(connector) {
            Some(connector) => {
                connector.running = None;
                // ChangeAvailability may have come in between.
                let is_operative = connector.is_operative;
                if is_operative {
                    ChargePointStatus::Available
                } else {
                    ChargePointStatus::Unavailable
                }
            }
            None => ChargePointStatus::Available,
        };
        self.set_status(connector, status).await;
        Receipt {
            station: self.options().id.clone(),
            connector,
            transaction_id: charging.transaction_id,
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
        let (time, now) = (self.clock().now(), self.clock().milliseconds());
        let mut state = self.state();
        let names = state.configuration.text("StopTxnSampledData").to_owned();
        let names = names.split(',').map(str::trim);
        state.connector(connector)?.meter.sample(names, context, time, now)
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
}

//! Transactions and what is to be paid for them.

use alloc::collections::BTreeMap;

use ocpp16::DateTime;
use ocpp16::messages::core::{MeterValuesRequest, StartTransactionRequest, StopTransactionRequest};
use ocpp16::messages::types::{AuthorizationStatus, MeterValue};

use crate::receipt::{Receipt, Tariff, energy_of};

/// How many transactions run at the same time. With one more, the oldest is forgotten: a station
/// could start new ones for ever.
const MOST: usize = 10_000;

/// How many readings a transaction has. Further ones are left out; the bill needs only the registers
/// at the beginning and the end.
const READINGS: usize = 1000;

/// The transactions of all stations.
#[derive(Debug)]
pub(super) struct Ledger {
    tariff: Tariff,
    next: i32,
    running: BTreeMap<i32, Running>,
}

#[derive(Debug)]
struct Running {
    station: String,
    connector: i32,
    id_tag: String,
    started: DateTime,
    meter_start: i32,
    readings: BTreeMap<i64, (DateTime, i64)>,
}

impl Ledger {
    pub(super) fn new(tariff: Tariff) -> Self {
        Self { tariff, next: 1, running: BTreeMap::new() }
    }

    /// Opens a transaction. It gets an id also if the identifier may not charge: the station will
    /// stop it with that (4.8).
    pub(super) fn start(
        &mut self,
        station: &str,
        request: &StartTransactionRequest<'_>,
        authorization: &AuthorizationStatus,
    ) -> (i32, AuthorizationStatus) {
        // A station that did not get our answer sends the same again.
        let repeated = self.running.iter().find(|(_, running)| {
            running.station == station
                && running.connector == request.connector_id
                && running.started == request.timestamp
        });
        if let Some((id, _)) = repeated {
            return (*id, authorization.clone());
        }
        let is_charging = |it: &Running| it.id_tag.eq_ignore_ascii_case(&request.id_tag);
        let is_concurrent = self.running.values().any(is_charging);
        let status = match authorization {
            AuthorizationStatus::Accepted if is_concurrent => AuthorizationStatus::ConcurrentTx,
            other => other.clone(),
        };
        let id = self.next;
        self.next = self.next.checked_add(1).unwrap_or(1);
        let running = Running {
            station: station.to_owned(),
            connector: request.connector_id,
            id_tag: request.id_tag.to_string(),
            started: request.timestamp,
            meter_start: request.meter_start,
            readings: BTreeMap::new(),
        };
        if self.running.len() >= MOST {
            self.running.pop_first();
        }
        self.running.insert(id, running);
        (id, status)
    }

    /// Notes meter values of a transaction.
    pub(super) fn meter(&mut self, station: &str, request: &MeterValuesRequest<'_>) {
        let id = request.transaction_id.unwrap_or(-1);
        if let Some(running) = self.running.get_mut(&id).filter(|it| it.station == station) {
            running.note(&request.meter_value);
        }
    }

    /// Closes a transaction. `None` if the station has none with this id.
    pub(super) fn stop(
        &mut self,
        station: &str,
        request: &StopTransactionRequest<'_>,
    ) -> Option<Receipt> {
        let id = request.transaction_id;
        if self.running.get(&id).is_none_or(|running| running.station != station) {
            return None;
        }
        let mut running = self.running.remove(&id)?;
        running.note(request.transaction_data.as_deref().unwrap_or_default());
        Some(Receipt {
            station: running.station,
            connector: running.connector,
            transaction_id: id,
            id_tag: running.id_tag,
            started: running.started,
            stopped: request.timestamp,
            meter_start: running.meter_start,
            meter_stop: request.meter_stop,
            readings: running.readings.into_values().collect(),
            tariff: Some(self.tariff.clone()),
        })
    }

    pub(super) fn tariff(&self) -> &Tariff {
        &self.tariff
    }
}

impl Running {
    /// The same value may come in MeterValues and with StopTransaction.
    fn note(&mut self, values: &[MeterValue<'_>]) {
        for value in values {
            if let Some(energy) = energy_of(value) {
                let at = value.timestamp.unix_seconds();
                if self.readings.len() >= READINGS {
                    return;
                }
                self.readings.insert(at, (value.timestamp, energy));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::CiString;

    use super::*;

    fn start(id_tag: &'static str, at: i64) -> StartTransactionRequest<'static> {
        let time = DateTime::from_unix_seconds(at).unwrap();
        StartTransactionRequest::new(1, CiString::new(id_tag).unwrap(), 1000, time)
    }

    #[test]
    fn transactions_belong_to_their_station_and_are_billed_once() {
        let mut ledger = Ledger::new("0.50".parse().unwrap());
        let accepted = AuthorizationStatus::Accepted;
        let (id, status) = ledger.start("A", &start("TAG", 0), &accepted);
        assert_eq!(status, accepted);
        // The same again, and another one of the same identifier.
        assert_eq!(ledger.start("A", &start("TAG", 0), &accepted), (id, accepted.clone()));
        let (other, status) = ledger.start("B", &start("tag", 5), &accepted);
        assert_ne!(other, id);
        assert_eq!(status, AuthorizationStatus::ConcurrentTx);

        let time = DateTime::from_unix_seconds(3600).unwrap();
        let stop = StopTransactionRequest::new(3000, time, id);
        assert_eq!(ledger.stop("B", &stop), None);
        let receipt = ledger.stop("A", &stop).unwrap();
        assert_eq!(receipt.energy(), Ok(2000));
        assert_eq!(ledger.tariff().price(2000), 100);
        assert_eq!(ledger.stop("A", &stop), None);
    }
}

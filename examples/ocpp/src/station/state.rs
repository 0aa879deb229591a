//! What a station remembers, also over a restart.

use ocpp16::DateTime;
use ocpp16::authorization::{AuthorizationCache, LocalList};
use ocpp16::boot::BootGate;
use ocpp16::charging_profiles::ChargingProfiles;
use ocpp16::core::{ChargePointStatus, Reason};
use ocpp16::firmware_management::{DiagnosticsStatus, FirmwareStatus};
use ocpp16::reservation::{CancelReservationStatus, ReservationStatus, ReserveNowRequest};
use ocpp16::security::{SignedFirmwareStatus, UploadLogStatus};
use ocpp16::types::AuthorizationStatus;
use tokio::sync::watch;

use super::authorization;
use super::boot;
use super::certificates::Certificates;
use super::configuration::Configuration;
use super::delivery::Deliveries;
use super::meter::Meter;
use super::smart_charging::capabilities;

/// Everything that changes.
#[derive(Debug)]
pub(super) struct State {
    pub(super) gate: BootGate,
    pub(super) configuration: Configuration,
    pub(super) connectors: Vec<Connector>,
    pub(super) local_list: LocalList,
    pub(super) cache: AuthorizationCache,
    pub(super) deliveries: Deliveries,
    pub(super) profiles: ChargingProfiles,
    pub(super) certificates: Certificates,
    pub(super) diagnostics: DiagnosticsStatus,
    pub(super) firmware: FirmwareStatus,
    /// With the id of the request.
    pub(super) signed_firmware: (SignedFirmwareStatus, Option<i32>),
    pub(super) log: (UploadLogStatus, Option<i32>),
    /// Security events that happened without a connection.
    pub(super) unreported: Vec<(&'static str, DateTime, String)>,
}

/// A connector, from 1 on.
#[derive(Debug)]
pub(super) struct Connector {
    pub(super) id: i32,
    pub(super) status: ChargePointStatus,
    pub(super) is_operative: bool,
    pub(super) meter: Meter,
    pub(super) reservation: Option<ReserveNowRequest<'static>>,
    pub(super) running: Option<Running>,
}

/// A transaction as others need to know of it.
#[derive(Debug)]
pub(super) struct Running {
    /// Before the answer to StartTransaction there is none.
    pub(super) transaction_id: Option<i32>,
    pub(super) started: DateTime,
    /// Asks for its end.
    pub(super) stop: watch::Sender<Option<Reason>>,
}

impl State {
    pub(super) fn new(configuration: Configuration) -> Self {
        let count = i32::try_from(configuration.number("NumberOfConnectors")).unwrap_or(1);
        let connector = |id| Connector {
            id,
            status: ChargePointStatus::Available,
            is_operative: true,
            meter: Meter::new(),
            reservation: None,
            running: None,
        };
        Self {
            gate: boot::gate(),
            connectors: (1..=count).map(connector).collect(),
            local_list: authorization::local_list(&configuration),
            deliveries: Deliveries::new(&configuration),
            cache: AuthorizationCache::new(authorization::CACHED),
            profiles: ChargingProfiles::new(capabilities(&configuration)),
            configuration,
            certificates: Certificates::default(),
            diagnostics: DiagnosticsStatus::Idle,
            firmware: FirmwareStatus::Idle,
            signed_firmware: (SignedFirmwareStatus::Idle, None),
            log: (UploadLogStatus::Idle, None),
            unreported: Vec::new(),
        }
    }

    pub(super) fn connector(&mut self, id: i32) -> Option<&mut Connector> {
        self.connectors.iter_mut().find(|connector| connector.id == id)
    }

    /// The answer to StartTransaction.
    pub(super) fn take_transaction_id(
        &mut self,
        connector: i32,
        id: i32,
        authorization: &AuthorizationStatus,
    ) {
        if let Some(running) = self.connector(connector).and_then(|it| it.running.as_mut()) {
            running.transaction_id = Some(id);
            if *authorization != AuthorizationStatus::Accepted {
                running.stop.send_replace(Some(Reason::DeAuthorized));
            }
        }
    }

    /// A connector on which an identifier may charge: the one that is wanted, or any.
    pub(super) fn free_connector(&self, wanted: Option<i32>, id_tag: &str) -> Option<i32> {
        let mut of_choice =
            self.connectors.iter().filter(|it| wanted.is_none_or(|wanted| wanted == it.id));
        of_choice.find(|connector| connector.is_free_for(id_tag)).map(|connector| connector.id)
    }

    /// Reserves a connector; 0 is any (5.13).
    pub(super) fn reserve(
        &mut self,
        wanted: ReserveNowRequest<'static>,
    ) -> (ReservationStatus, i32) {
        let id = wanted.reservation_id;
        let place = match wanted.connector_id {
            0 => self.connectors.iter().find(|it| it.can_reserve(id)).map_or(1, |it| it.id),
            place => place,
        };
        let Some(connector) = self.connector(place) else {
            return (ReservationStatus::Rejected, 0);
        };
        let status = if !connector.is_operative {
            ReservationStatus::Unavailable
        } else if !connector.can_reserve(id) {
            ReservationStatus::Occupied
        } else {
            // One with the same id is replaced.
            self.cancel_reservation(id);
            if let Some(connector) = self.connector(place) {
                connector.reservation = Some(wanted);
                connector.status = ChargePointStatus::Reserved;
            }
            ReservationStatus::Accepted
        };
        (status, place)
    }

    pub(super) fn cancel_reservation(&mut self, id: i32) -> (CancelReservationStatus, i32) {
        let is_it = |it: &&mut Connector| {
            it.reservation.as_ref().is_some_and(|reservation| reservation.reservation_id == id)
        };
        let Some(connector) = self.connectors.iter_mut().find(is_it) else {
            return (CancelReservationStatus::Rejected, 0);
        };
        connector.reservation = None;
        if connector.status == ChargePointStatus::Reserved {
            connector.status = ChargePointStatus::Available;
        }
        (CancelReservationStatus::Accepted, connector.id)
    }

    /// Cancels a reservation if it ends at this time, in Unix milliseconds, or before; returns the
    /// connector.
    pub(super) fn cancel_expired_reservation(&mut self, id: i32, end: i64) -> Option<i32> {
        let mut reservations = self.connectors.iter().filter_map(|it| it.reservation.as_ref());
        let found = reservations.find(|it| it.reservation_id == id)?;
        if found.expiry_date.unix_seconds().saturating_mul(1000) > end {
            return None;
        }
        Some(self.cancel_reservation(id).1)
    }

    /// Asks the running transactions of a connector, or of all, to end.
    pub(super) fn stop_transactions(&self, connector: Option<i32>, reason: &Reason) -> usize {
        let of_choice = self.connectors.iter().filter(|it| connector.is_none_or(|id| id == it.id));
        let mut count = 0;
        for running in of_choice.filter_map(|connector| connector.running.as_ref()) {
            running.stop.send_replace(Some(reason.clone()));
            count += 1;
        }
        count
    }
}

impl Connector {
    fn is_free_for(&self, id_tag: &str) -> bool {
        let is_for_others =
            self.reservation.as_ref().is_some_and(|reservation| reservation.id_tag != id_tag);
        self.is_operative && self.running.is_none() && !is_for_others
    }

    fn can_reserve(&self, id: i32) -> bool {
        let is_taken =
            self.reservation.as_ref().is_some_and(|reservation| reservation.reservation_id != id);
        let is_idle =
            matches!(self.status, ChargePointStatus::Available | ChargePointStatus::Reserved);
        self.is_operative && is_idle && !is_taken
    }
}

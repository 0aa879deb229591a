//! What a station remembers, also over a restart.

use ocpp16::DateTime;
use ocpp16::messages::core::{ChargePointStatus, Reason};
use ocpp16::messages::firmware_management::{DiagnosticsStatus, FirmwareStatus};
use ocpp16::messages::reservation::ReserveNowRequest;
use ocpp16::messages::security::{SignedFirmwareStatus, UploadLogStatus};
use ocpp16::messages::types::{AuthorizationStatus, MeterValue};
use ocpp16::station::authorization::{AuthorizationCache, LocalList};
use ocpp16::station::boot::BootGate;
use ocpp16::station::charging_profiles::ChargingProfiles;
use ocpp16::station::transactions::LocalTransaction;
use tokio::sync::watch;

use super::authorization;
use super::boot;
use super::certificates::Certificates;
use super::configuration::Configuration;
use super::delivery::Deliveries;
use super::meter::Meter;
use super::notices::Notices;
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
    /// Messages besides transactions and answers, which are sent when there is a connection.
    pub(super) notices: Notices,
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
    pub(super) transaction: LocalTransaction,
    /// Before the answer to StartTransaction there is none.
    pub(super) transaction_id: Option<i32>,
    pub(super) started: DateTime,
    /// Asks for its end.
    pub(super) stop: watch::Sender<Option<Reason>>,
    /// Clock-aligned readings for StopTransaction (`StopTxnAlignedData`).
    pub(super) aligned: Vec<MeterValue<'static>>,
}

/// How many readings StopTransaction brings; with more, the message would grow too large.
const READINGS: usize = 200;

/// Keeps a reading for StopTransaction. If there are too many, the oldest one after the first goes.
pub(super) fn keep(readings: &mut Vec<MeterValue<'static>>, reading: Option<MeterValue<'static>>) {
    if readings.len() >= READINGS {
        readings.remove(1);
    }
    readings.extend(reading);
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
            notices: Notices::default(),
            unreported: Vec::new(),
        }
    }

    pub(super) fn connector(&mut self, id: i32) -> Option<&mut Connector> {
        self.connectors.iter_mut().find(|connector| connector.id == id)
    }

    /// The answer to StartTransaction.
    pub(super) fn take_transaction_id(
        &mut self,
        transaction: LocalTransaction,
        id: i32,
        authorization: &AuthorizationStatus,
    ) {
        let mut running = self.connectors.iter_mut().filter_map(|it| it.running.as_mut());
        if let Some(running) = running.find(|running| running.transaction == transaction) {
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

    /// The state of a connector that nobody uses.
    pub(super) fn idle_status(&self) -> ChargePointStatus {
        if !self.is_operative {
            ChargePointStatus::Unavailable
        } else if self.reservation.is_some() {
            ChargePointStatus::Reserved
        } else {
            ChargePointStatus::Available
        }
    }
}

//! What a station answers to the CALLs of the central system (chapter 5).

use ocpp16::messages::core::{
    AvailabilityStatus, AvailabilityType, ChangeAvailabilityRequest, ChangeAvailabilityResponse,
    ChangeConfigurationResponse, ChargePointStatus, ClearCacheResponse, ConfigurationStatus,
    GetConfigurationResponse, Reason, RemoteStartTransactionRequest,
    RemoteStartTransactionResponse, RemoteStopTransactionResponse, ResetResponse, ResetStatus,
    ResetType, UnlockConnectorResponse, UnlockStatus,
};
use ocpp16::messages::local_auth_list::{GetLocalListVersionResponse, SendLocalListResponse};
use ocpp16::messages::reservation::{
    CancelReservationResponse, ReservationStatus, ReserveNowResponse,
};
use ocpp16::messages::smart_charging::ClearChargingProfileResponse;
use ocpp16::messages::types::RemoteStartStopStatus;
use ocpp16::station::boot::Reaction;
use ocpp16::station::configuration::Key;
use ocpp16::{ErrorCode, Request, Response};

use super::Station;
use crate::echo;

/// An answer, and what the station does when it is sent.
pub(super) struct Answer {
    pub(super) reply: Result<Response<'static>, (ErrorCode<'static>, &'static str)>,
    pub(super) then: Vec<Then>,
}

/// What a station does after an answer.
#[derive(Debug)]
pub(super) enum Then {
    /// Sends these, one after the other.
    Send(Vec<Request<'static>>),
    /// Tells the state of a connector; 0 of the station.
    TellStatus(i32),
    /// Boots now, if that is due.
    Boot,
    /// Asks for a certificate.
    RequestCertificate,
    /// Looks when the next reservation ends.
    LookAtReservations,
    /// Runs a transaction.
    Charge(i32, String),
    /// Restarts.
    Reset(Reason),
}

pub(super) fn answer(response: impl Into<Response<'static>>) -> Answer {
    Answer { reply: Ok(response.into()), then: Vec::new() }
}

pub(super) fn refuse(code: ErrorCode<'static>, why: &'static str) -> Answer {
    Answer { reply: Err((code, why)), then: Vec::new() }
}

/// Remote starts and stops before the station is accepted (4.2).
fn reject_remote(request: &Request<'static>) -> Answer {
    let status = RemoteStartStopStatus::Rejected;
    match request {
        Request::RemoteStopTransaction(_) => answer(RemoteStopTransactionResponse::new(status)),
        _ => answer(RemoteStartTransactionResponse::new(status)),
    }
}

impl Answer {
    pub(super) fn then(mut self, then: Then) -> Self {
        self.then.push(then);
        self
    }

    pub(super) fn then_if(self, condition: bool, then: Then) -> Self {
        if condition { self.then(then) } else { self }
    }
}

impl Station {
    /// Answers a CALL; `None`: not at all.
    pub(super) fn answer(&self, request: Request<'static>) -> Option<Answer> {
        let reaction = self.state().gate.reaction_to(request.action());
        match reaction {
            Reaction::Process => {}
            Reaction::Reject => return Some(reject_remote(&request)),
            Reaction::Ignore => return None,
        }
        let is_security = request.action().feature_profile().is_none();
        if is_security && !self.options().has_security {
            let why = "this station has no security extension";
            return Some(refuse(ErrorCode::NotSupported, why));
        }
        let mut state = self.state();
        Some(match request {
            Request::ChangeAvailability(request) => {
                drop(state);
                self.change_availability(&request)
            }
            Request::ChangeConfiguration(request) => {
                let status = state.configuration.change(&request);
                drop(state);
                if status == ConfigurationStatus::Accepted {
                    match Key::find(&request.key) {
                        Some(Key::HeartbeatInterval) => self.take_heartbeat_interval(),
                        Some(Key::ClockAlignedDataInterval) => self.take_aligned_interval(),
                        _ => {}
                    }
                }
                answer(ChangeConfigurationResponse::new(status))
            }
            Request::ClearCache(_) => answer(ClearCacheResponse::new(state.cache.clear())),
            Request::DataTransfer(request) => answer(echo::answer(request)),
            Request::GetConfiguration(request) => {
                let (known, unknown) = state.configuration.read(&request.key.unwrap_or_default());
                let mut response = GetConfigurationResponse::new();
                if !known.is_empty() {
                    response = response.with_configuration_key(known);
                }
                if !unknown.is_empty() {
                    response = response.with_unknown_key(unknown);
                }
                answer(response)
            }
            Request::RemoteStartTransaction(request) => {
                drop(state);
                self.remote_start(request)
            }
            Request::RemoteStopTransaction(request) => {
                let mut running = state.connectors.iter().filter_map(|it| it.running.as_ref());
                let found =
                    running.find(|running| running.transaction_id == Some(request.transaction_id));
                let status = match found {
                    None => RemoteStartStopStatus::Rejected,
                    Some(running) => {
                        running.stop.send_replace(Some(Reason::Remote));
                        RemoteStartStopStatus::Accepted
                    }
                };
                answer(RemoteStopTransactionResponse::new(status))
            }
            Request::Reset(request) => {
                let reason = match request.kind {
                    ResetType::Hard => Reason::HardReset,
                    _ => Reason::SoftReset,
                };
                answer(ResetResponse::new(ResetStatus::Accepted)).then(Then::Reset(reason))
            }
            Request::UnlockConnector(request) => {
                let id = request.connector_id;
                let status = match state.connector(id) {
                    None => UnlockStatus::NotSupported,
                    Some(_) => {
                        state.stop_transactions(Some(id), &Reason::UnlockCommand);
                        UnlockStatus::Unlocked
                    }
                };
                answer(UnlockConnectorResponse::new(status))
            }
            Request::GetLocalListVersion(_) => {
                answer(GetLocalListVersionResponse::new(state.local_list.version()))
            }
            Request::SendLocalList(request) => {
                answer(SendLocalListResponse::new(state.local_list.update(&request)))
            }
            Request::ReserveNow(request) => {
                // With the same id it may move to another connector.
                let before = state.reserved_connector(request.reservation_id).unwrap_or_default();
                let (status, connector) = state.reserve(request, self.clock().milliseconds());
                let is_new = status == ReservationStatus::Accepted;
                let is_moved = is_new && before > 0 && before != connector;
                answer(ReserveNowResponse::new(status))
                    .then_if(is_moved, Then::TellStatus(before))
                    .then_if(is_new, Then::TellStatus(connector))
                    .then_if(is_new, Then::LookAtReservations)
            }
            Request::CancelReservation(request) => {
                let (status, connector) = state.cancel_reservation(request.reservation_id);
                answer(CancelReservationResponse::new(status))
                    .then_if(connector > 0, Then::TellStatus(connector))
            }
            Request::SetChargingProfile(request) => state.set_charging_profile(request),
            Request::ClearChargingProfile(request) => {
                answer(ClearChargingProfileResponse::new(state.profiles.clear(&request)))
            }
            Request::GetCompositeSchedule(request) => {
                answer(state.composite_schedule(&request, self.clock().now()))
            }
            other => {
                drop(state);
                self.answer_about_files(other)
            }
        })
    }

    fn change_availability(&self, request: &ChangeAvailabilityRequest) -> Answer {
        let is_operative = request.kind == AvailabilityType::Operative;
        let mut state = self.state();
        let of_choice = |id: i32| request.connector_id == 0 || request.connector_id == id;
        if !state.connectors.iter().any(|it| of_choice(it.id)) {
            let status = AvailabilityStatus::Rejected;
            return answer(ChangeAvailabilityResponse::new(status));
        }
        let mut status = AvailabilityStatus::Accepted;
        let mut changed = Vec::new();
        for connector in state.connectors.iter_mut().filter(|it| of_choice(it.id)) {
            connector.is_operative = is_operative;
            // 5.13: it ends with the availability.
            connector.reservation.take_if(|_| !is_operative);
            let old = connector.status.clone();
            if connector.running.is_some() {
                // The state follows when the transaction has ended.
                status = AvailabilityStatus::Scheduled;
            } else if is_operative && old == ChargePointStatus::Unavailable {
                connector.status = ChargePointStatus::Available;
            } else if !is_operative {
                connector.status = ChargePointStatus::Unavailable;
            }
            if connector.status != old {
                changed.push(Then::TellStatus(connector.id));
            }
        }
        Answer { then: changed, ..answer(ChangeAvailabilityResponse::new(status)) }
    }

    fn remote_start(&self, request: RemoteStartTransactionRequest<'static>) -> Answer {
        let rejected =
            || answer(RemoteStartTransactionResponse::new(RemoteStartStopStatus::Rejected));
        let mut state = self.state();
        let Some(connector) = state.free_connector(request.connector_id, &request.id_tag) else {
            return rejected();
        };
        if let Some(profile) = request.charging_profile {
            if state.profiles.set_of_remote_start(connector, profile).is_err() {
                return rejected();
            }
        }
        let id_tag = request.id_tag.to_string();
        answer(RemoteStartTransactionResponse::new(RemoteStartStopStatus::Accepted))
            .then(Then::Charge(connector, id_tag))
    }
}

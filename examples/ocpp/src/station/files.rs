//! Answers about files, certificates, and messages on demand. Nothing is transferred; the states
//! that are told follow as if it were.

use ocpp16::messages::core::HeartbeatRequest;
use ocpp16::messages::firmware_management::{
    DiagnosticsStatus, DiagnosticsStatusNotificationRequest, FirmwareStatus,
    FirmwareStatusNotificationRequest, GetDiagnosticsResponse, UpdateFirmwareRequest,
    UpdateFirmwareResponse,
};
use ocpp16::messages::remote_trigger::{
    MessageTrigger, TriggerMessageRequest, TriggerMessageResponse,
};
use ocpp16::messages::security::{
    CertificateSignedResponse, DeleteCertificateResponse, ExtendedMessageTrigger,
    ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse,
    GetInstalledCertificateIdsResponse, GetLogRequest, GetLogResponse, InstallCertificateResponse,
    LogStatus, LogStatusNotificationRequest, SignedFirmwareStatus,
    SignedFirmwareStatusNotificationRequest, SignedUpdateFirmwareRequest,
    SignedUpdateFirmwareResponse, UpdateFirmwareStatus, UploadLogStatus,
};
use ocpp16::messages::types::{
    CertificateSignedStatus, GetInstalledCertificateStatus, InstallCertificateStatus,
    ReadingContext, TriggerMessageStatus,
};
use ocpp16::{CiString, ErrorCode, List, Request};
use v2g_pki::ocpp::Rejection;

use super::answers::{Answer, Then, answer};
use super::certificates::{self, Owner};
use super::{Station, security_event};

impl Station {
    pub(super) fn answer_about_files(&self, request: Request<'static>) -> Answer {
        let mut state = self.state();
        match request {
            Request::GetDiagnostics(_) => {
                state.diagnostics = DiagnosticsStatus::Uploaded;
                let told = [DiagnosticsStatus::Uploading, DiagnosticsStatus::Uploaded];
                let told =
                    told.map(|status| DiagnosticsStatusNotificationRequest::new(status).into());
                let mut response = GetDiagnosticsResponse::new();
                if let Ok(name) = CiString::new("diagnostics.zip") {
                    response = response.with_file_name(name);
                }
                answer(response).then(Then::Send(told.to_vec()))
            }
            Request::UpdateFirmware(request) => {
                drop(state);
                self.update_firmware(&request)
            }
            Request::TriggerMessage(request) => {
                drop(state);
                self.trigger(&request)
            }
            Request::ExtendedTriggerMessage(request) => {
                drop(state);
                self.trigger_extended(&request)
            }
            Request::InstallCertificate(request) => {
                let most = state.configuration.number("CertificateStoreMaxLength");
                let (kind, pem) = (request.certificate_type, request.certificate);
                let now = certificates::now(self.clock());
                let result = state.certificates.install(kind, &pem, most, now);
                drop(state);
                answer(InstallCertificateResponse::new(match result {
                    Ok(()) => InstallCertificateStatus::Accepted,
                    Err(why) => {
                        self.journal().say(format_args!("root not installed: {why}"));
                        InstallCertificateStatus::Rejected
                    }
                }))
            }
            Request::GetInstalledCertificateIds(request) => {
                let found = state.certificates.installed(&request.certificate_type);
                answer(match List::new(found) {
                    Ok(found) => {
                        let status = GetInstalledCertificateStatus::Accepted;
                        GetInstalledCertificateIdsResponse::new(status)
                            .with_certificate_hash_data(found)
                    }
                    // The schema wants one or more.
                    Err(_) => GetInstalledCertificateIdsResponse::new(
                        GetInstalledCertificateStatus::NotFound,
                    ),
                })
            }
            Request::DeleteCertificate(request) => {
                let status = state.certificates.delete(&request.certificate_hash_data);
                answer(DeleteCertificateResponse::new(status))
            }
            Request::CertificateSigned(request) => {
                let now = certificates::now(self.clock());
                let organization = state.configuration.text("CpoName").to_owned();
                let serial_number = self.options().serial_number();
                let owner = Owner { serial_number, organization: &organization };
                let result = state.certificates.signed(&request.certificate_chain, owner, now);
                drop(state);
                let Err(why) = result else {
                    return answer(CertificateSignedResponse::new(
                        CertificateSignedStatus::Accepted,
                    ));
                };
                self.journal().say(format_args!("certificate not taken: {why}"));
                // A02.FR.07
                let event = security_event(Rejection::SECURITY_EVENT, self.clock().now(), &why);
                answer(CertificateSignedResponse::new(CertificateSignedStatus::Rejected))
                    .then(Then::Send(event.into_iter().map(Into::into).collect()))
            }
            Request::GetLog(request) => {
                state.log = (UploadLogStatus::Uploaded, Some(request.request_id));
                get_log(&request)
            }
            Request::SignedUpdateFirmware(request) => {
                drop(state);
                self.update_signed_firmware(&request)
            }
            // What a station does not answer is refused by the endpoint.
            _ => Answer {
                reply: Err((ErrorCode::NotImplemented, "not known to this station")),
                then: Vec::new(),
            },
        }
    }

    fn update_firmware(&self, request: &UpdateFirmwareRequest<'_>) -> Answer {
        let response = answer(UpdateFirmwareResponse::new());
        if request.retrieve_date > self.clock().now() {
            // A product would remember it.
            self.journal().say(format_args!("firmware to be fetched at {}", request.retrieve_date));
            return response;
        }
        self.state().firmware = FirmwareStatus::Installed;
        let told = [
            FirmwareStatus::Downloading,
            FirmwareStatus::Downloaded,
            FirmwareStatus::Installing,
            FirmwareStatus::Installed,
        ];
        let told = told.map(|status| FirmwareStatusNotificationRequest::new(status).into());
        response.then(Then::Send(told.to_vec()))
    }

    /// White paper, use case L01: what is signed by somebody unknown is not fetched.
    fn update_signed_firmware(&self, request: &SignedUpdateFirmwareRequest<'_>) -> Answer {
        let firmware = &request.firmware;
        let now = certificates::now(self.clock());
        let signer = &firmware.signing_certificate;
        let checked = self.state().certificates.check_firmware_signer(signer, now);
        if let Err(why) = checked {
            self.journal().say(format_args!("firmware not taken: {why}"));
            let event = "InvalidFirmwareSigningCertificate";
            let event = security_event(event, self.clock().now(), &why);
            let status = UpdateFirmwareStatus::InvalidCertificate;
            return answer(SignedUpdateFirmwareResponse::new(status))
                .then(Then::Send(event.into_iter().map(Into::into).collect()));
        }
        let states = if firmware.retrieve_date_time > self.clock().now() {
            vec![SignedFirmwareStatus::DownloadScheduled]
        } else {
            // There is no firmware that could bear the signature.
            vec![
                SignedFirmwareStatus::Downloading,
                SignedFirmwareStatus::Downloaded,
                SignedFirmwareStatus::InvalidSignature,
            ]
        };
        let id = request.request_id;
        let last = states.last().cloned().unwrap_or(SignedFirmwareStatus::Idle);
        self.state().signed_firmware = (last, Some(id));
        let told = states.into_iter().map(|status| {
            SignedFirmwareStatusNotificationRequest::new(status).with_request_id(id).into()
        });
        answer(SignedUpdateFirmwareResponse::new(UpdateFirmwareStatus::Accepted))
            .then(Then::Send(told.collect()))
    }

    fn trigger(&self, request: &TriggerMessageRequest) -> Answer {
        let accepted =
            |then| answer(TriggerMessageResponse::new(TriggerMessageStatus::Accepted)).then(then);
        let refused = |status| answer(TriggerMessageResponse::new(status));
        let Some(connectors) = self.triggered_connectors(request.connector_id) else {
            return refused(TriggerMessageStatus::Rejected);
        };
        match &request.requested_message {
            MessageTrigger::BootNotification => match self.boot_at_once() {
                true => accepted(Then::Boot),
                false => refused(TriggerMessageStatus::Rejected),
            },
            MessageTrigger::DiagnosticsStatusNotification => {
                let status = match self.state().diagnostics.clone() {
                    // "Idle" if none is going on (7.24).
                    DiagnosticsStatus::Uploading => DiagnosticsStatus::Uploading,
                    _ => DiagnosticsStatus::Idle,
                };
                let request = DiagnosticsStatusNotificationRequest::new(status);
                accepted(Then::Send(vec![request.into()]))
            }
            MessageTrigger::FirmwareStatusNotification => accepted(self.tell_firmware()),
            MessageTrigger::Heartbeat => accepted(Then::Send(vec![HeartbeatRequest::new().into()])),
            MessageTrigger::MeterValues => accepted(self.tell_meter_values(&connectors)),
            MessageTrigger::StatusNotification => accepted(self.tell_states(&connectors)),
            _ => refused(TriggerMessageStatus::NotImplemented),
        }
    }

    fn trigger_extended(&self, request: &ExtendedTriggerMessageRequest) -> Answer {
        let accepted = |then| {
            let status = TriggerMessageStatus::Accepted;
            answer(ExtendedTriggerMessageResponse::new(status)).then(then)
        };
        let refused = |status| answer(ExtendedTriggerMessageResponse::new(status));
        let Some(connectors) = self.triggered_connectors(request.connector_id) else {
            return refused(TriggerMessageStatus::Rejected);
        };
        match &request.requested_message {
            ExtendedMessageTrigger::BootNotification => match self.boot_at_once() {
                true => accepted(Then::Boot),
                false => refused(TriggerMessageStatus::Rejected),
            },
            ExtendedMessageTrigger::LogStatusNotification => {
                let (status, id) = match self.state().log.clone() {
                    (UploadLogStatus::Uploading, id) => (UploadLogStatus::Uploading, id),
                    _ => (UploadLogStatus::Idle, None),
                };
                let mut told = LogStatusNotificationRequest::new(status);
                told.request_id = id;
                accepted(Then::Send(vec![told.into()]))
            }
            ExtendedMessageTrigger::FirmwareStatusNotification => {
                let (status, id) = self.state().signed_firmware.clone();
                let mut told = SignedFirmwareStatusNotificationRequest::new(status);
                told.request_id = id;
                accepted(Then::Send(vec![told.into()]))
            }
            ExtendedMessageTrigger::Heartbeat => {
                accepted(Then::Send(vec![HeartbeatRequest::new().into()]))
            }
            ExtendedMessageTrigger::MeterValues => accepted(self.tell_meter_values(&connectors)),
            ExtendedMessageTrigger::SignChargePointCertificate => {
                accepted(Then::RequestCertificate)
            }
            ExtendedMessageTrigger::StatusNotification => accepted(self.tell_states(&connectors)),
            _ => refused(TriggerMessageStatus::NotImplemented),
        }
    }

    /// The connectors that are meant: all without a number, none if there is no such.
    fn triggered_connectors(&self, wanted: Option<i32>) -> Option<Vec<i32>> {
        let state = self.state();
        let all = state.connectors.iter().map(|connector| connector.id);
        let found: Vec<_> = all.filter(|id| wanted.is_none_or(|wanted| wanted == *id)).collect();
        (!found.is_empty()).then_some(found)
    }

    fn tell_firmware(&self) -> Then {
        let status = match self.state().firmware.clone() {
            FirmwareStatus::Installed => FirmwareStatus::Idle,
            other => other,
        };
        Then::Send(vec![FirmwareStatusNotificationRequest::new(status).into()])
    }

    fn tell_meter_values(&self, connectors: &[i32]) -> Then {
        let context = ReadingContext::Trigger;
        let requests = connectors.iter().filter_map(|id| self.meter_values(*id, &context));
        Then::Send(requests.map(Request::from).collect())
    }

    fn tell_states(&self, connectors: &[i32]) -> Then {
        let requests = connectors.iter().filter_map(|id| self.status_of(*id));
        Then::Send(requests.map(Request::from).collect())
    }
}

fn get_log(request: &GetLogRequest<'_>) -> Answer {
    let id = request.request_id;
    let told = [UploadLogStatus::Uploading, UploadLogStatus::Uploaded];
    let told =
        told.map(|status| LogStatusNotificationRequest::new(status).with_request_id(id).into());
    let mut response = GetLogResponse::new(LogStatus::Accepted);
    if let Ok(name) = CiString::new("security.log") {
        response = response.with_filename(name);
    }
    answer(response).then(Then::Send(told.to_vec()))
}

//! What the central system answers to the CALLs of stations (chapter 4).

use examples_printable::Printable;
use ocpp16::messages::core::{
    AuthorizeResponse, BootNotificationResponse, HeartbeatResponse, MeterValuesResponse,
    RegistrationStatus, StartTransactionResponse, StatusNotificationResponse,
    StopTransactionRequest, StopTransactionResponse,
};
use ocpp16::messages::firmware_management::{
    DiagnosticsStatusNotificationResponse, FirmwareStatusNotificationResponse,
};
use ocpp16::messages::security::{
    CertificateSignedRequest, LogStatusNotificationResponse, SecurityEventNotificationResponse,
    SignCertificateResponse, SignedFirmwareStatusNotificationResponse,
};
use ocpp16::messages::types::{AuthorizationStatus, GenericStatus, IdTagInfo};
use ocpp16::station::boot::Registration;
use ocpp16::{ErrorCode, Request, Response, Text};

use super::Script;
use super::visit::Visit;
use crate::echo;
use crate::receipt::KiloWattHours;

/// The interval for stations that are not accepted yet, in seconds.
const UNREGISTERED: i32 = 1;

/// Text of a station is cut off here, in characters. Details of a security event have 255 at most.
const SHOWN: usize = 60;

pub(super) type Reply = Result<Response<'static>, (ErrorCode<'static>, &'static str)>;

impl Visit {
    pub(super) fn answer(&self, request: Request<'static>) -> Reply {
        Ok(match request {
            Request::BootNotification(_) => self.register().into(),
            Request::Heartbeat(_) => HeartbeatResponse::new(self.central().clock.now()).into(),
            Request::StatusNotification(request) => {
                let id = request.connector_id;
                let status = Printable::new(&request.status).cut(SHOWN);
                self.journal().say(format_args!("connector {id} is {status}"));
                self.progress().send_modify(|it| it.has_status |= id > 0);
                StatusNotificationResponse::new().into()
            }
            Request::Authorize(request) => {
                let status = self.authorize(&request.id_tag);
                let tag = Printable::new(&request.id_tag).cut(SHOWN);
                self.journal().say(format_args!("identifier {tag}: {status}"));
                AuthorizeResponse::new(IdTagInfo::new(status)).into()
            }
            Request::StartTransaction(request) => {
                let status = self.authorize(&request.id_tag);
                let mut ledger = self.central().ledger();
                let (id, status) = ledger.start(self.identity(), &request, &status);
                drop(ledger);
                let tag = Printable::new(&request.id_tag).cut(SHOWN);
                self.journal().say(format_args!("transaction {id} of {tag}: {status}"));
                self.progress().send_modify(|it| {
                    it.transaction = Some(id);
                    it.has_meter_values = false;
                });
                StartTransactionResponse::new(IdTagInfo::new(status), id).into()
            }
            Request::MeterValues(request) => {
                self.central().ledger().meter(self.identity(), &request);
                self.progress().send_modify(|it| it.has_meter_values = true);
                MeterValuesResponse::new().into()
            }
            Request::StopTransaction(request) => self.stop_transaction(&request).into(),
            Request::DataTransfer(request) => echo::answer(request).into(),
            Request::DiagnosticsStatusNotification(request) => {
                self.journal().say(format_args!(
                    "diagnostics: {}",
                    Printable::new(&request.status).cut(SHOWN)
                ));
                DiagnosticsStatusNotificationResponse::new().into()
            }
            Request::FirmwareStatusNotification(request) => {
                self.journal()
                    .say(format_args!("firmware: {}", Printable::new(&request.status).cut(SHOWN)));
                FirmwareStatusNotificationResponse::new().into()
            }
            Request::SignedFirmwareStatusNotification(request) => {
                self.journal().say(format_args!(
                    "signed firmware: {}",
                    Printable::new(&request.status).cut(SHOWN)
                ));
                SignedFirmwareStatusNotificationResponse::new().into()
            }
            Request::LogStatusNotification(request) => {
                self.journal()
                    .say(format_args!("log: {}", Printable::new(&request.status).cut(SHOWN)));
                LogStatusNotificationResponse::new().into()
            }
            Request::SecurityEventNotification(request) => {
                let details = Printable::new(request.tech_info.as_deref().unwrap_or_default());
                let kind = Printable::new(&request.kind).cut(SHOWN);
                self.journal().say(format_args!("security event {kind} {details}"));
                SecurityEventNotificationResponse::new().into()
            }
            Request::SignCertificate(request) => self.sign_certificate(&request.csr).into(),
            // What a central system does not answer is refused by the endpoint.
            _ => return Err((ErrorCode::NotImplemented, "not known to this central system")),
        })
    }

    fn register(&self) -> BootNotificationResponse {
        let central = self.central();
        let boots = self.progress().borrow().boots;
        let (status, interval) = if boots < central.options.pending {
            (RegistrationStatus::Pending, UNREGISTERED)
        } else if boots < central.options.pending.saturating_add(central.options.rejected) {
            (RegistrationStatus::Rejected, UNREGISTERED)
        } else {
            (RegistrationStatus::Accepted, central.options.heartbeat)
        };
        self.journal().say(format_args!("boot {}: {status}", boots.saturating_add(1)));
        self.progress().send_modify(|it| {
            it.boots = it.boots.saturating_add(1);
            it.registration = Some(match status {
                RegistrationStatus::Accepted => Registration::Accepted,
                RegistrationStatus::Pending => Registration::Pending,
                _ => Registration::Rejected,
            });
        });
        BootNotificationResponse::new(status, central.clock.now(), interval)
    }

    fn authorize(&self, id_tag: &str) -> AuthorizationStatus {
        let rejected = &self.central().options.rejected_tags;
        if rejected.iter().any(|rejected| rejected.eq_ignore_ascii_case(id_tag)) {
            AuthorizationStatus::Invalid
        } else {
            AuthorizationStatus::Accepted
        }
    }

    fn stop_transaction(
        &self,
        request: &StopTransactionRequest<'static>,
    ) -> StopTransactionResponse<'static> {
        let mut ledger = self.central().ledger();
        let receipt = ledger.stop(self.identity(), request);
        match receipt {
            Some(receipt) => {
                let id = receipt.transaction_id;
                match receipt.energy() {
                    Ok(energy) => {
                        let tariff = ledger.tariff();
                        let price = tariff.show(tariff.price(energy));
                        let energy = KiloWattHours(energy.into());
                        self.journal().say(format_args!(
                            "BILLING transaction {id}: {energy} at {tariff} = {price}"
                        ));
                    }
                    Err(why) => {
                        self.journal().say(format_args!("NOT BILLED transaction {id}: {why}"));
                    }
                }
                self.journal().block(receipt);
            }
            // -1: the station never got an id (errata 3.18). It is answered like any other, or it
            // would be sent again for ever.
            None => self.journal().say(format_args!(
                "transaction {} is not known: not billed",
                request.transaction_id
            )),
        }
        drop(ledger);
        self.progress().send_modify(|it| it.is_stopped = true);
        let response = StopTransactionResponse::new();
        match &request.id_tag {
            Some(id_tag) => response.with_id_tag_info(IdTagInfo::new(self.authorize(id_tag))),
            None => response,
        }
    }

    /// Signs what a station asks for (white paper, use case A02). The signed certificate is sent by
    /// the script, or at once if there is none.
    fn sign_certificate(&self, request: &str) -> SignCertificateResponse {
        let signed = match self.central().authority.sign_request(request) {
            Ok(signed) => signed,
            Err(error) => {
                self.journal().say(format_args!(
                    "signing request refused: {}",
                    Printable::new(error).cut(200)
                ));
                return SignCertificateResponse::new(GenericStatus::Rejected);
            }
        };
        if self.central().options.script == Script::All {
            self.progress().send_modify(|it| it.signed = Some(signed));
        } else if let Ok(chain) = Text::new(signed) {
            let link = self.link().clone();
            tokio::spawn(async move { link.call(CertificateSignedRequest::new(chain)).await });
        }
        SignCertificateResponse::new(GenericStatus::Accepted)
    }
}

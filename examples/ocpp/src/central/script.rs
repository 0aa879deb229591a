//! The CALLs that a central system sends, each once, around a transaction that it starts and stops.

use core::time::Duration;

use ocpp16::messages::core::{
    AvailabilityStatus, AvailabilityType, ChangeAvailabilityRequest, ChangeConfigurationRequest,
    ClearCacheRequest, ConfigurationStatus, DataTransferRequest, GetConfigurationRequest,
    RemoteStartTransactionRequest, RemoteStopTransactionRequest, ResetRequest, ResetType,
    UnlockConnectorRequest,
};
use ocpp16::messages::firmware_management::{GetDiagnosticsRequest, UpdateFirmwareRequest};
use ocpp16::messages::local_auth_list::{
    AuthorizationData, GetLocalListVersionRequest, SendLocalListRequest, UpdateStatus, UpdateType,
};
use ocpp16::messages::remote_trigger::{MessageTrigger, TriggerMessageRequest};
use ocpp16::messages::reservation::{CancelReservationRequest, ReserveNowRequest};
use ocpp16::messages::security::{
    CertificateHashData, CertificateSignedRequest, CertificateUse, DeleteCertificateRequest,
    ExtendedMessageTrigger, ExtendedTriggerMessageRequest, Firmware,
    GetInstalledCertificateIdsRequest, GetLogRequest, InstallCertificateRequest, Log,
    LogParameters, SignedUpdateFirmwareRequest,
};
use ocpp16::messages::smart_charging::{
    ChargingProfileStatus, ClearChargingProfileRequest, ClearChargingProfileStatus,
    GetCompositeScheduleRequest, GetCompositeScheduleStatus, SetChargingProfileRequest,
};
use ocpp16::messages::types::{
    AuthorizationStatus, ChargingProfile, ChargingProfileKind, ChargingProfilePurpose,
    ChargingRateUnit, ChargingSchedule, ChargingSchedulePeriod, HashAlgorithm, IdTagInfo,
    RecurrencyKind, RemoteStartStopStatus,
};
use ocpp16::values::TooLong;
use ocpp16::{CiString, DateTime, Decimal1, Response, Text};
use tokio::time::{sleep, timeout};

use super::Script;
use super::visit::{Progress, Visit};
use crate::clock::time_of;
use crate::echo;
use crate::security::{first_certificate, hash_data};

const CONNECTOR: i32 = 1;
const DAY: i64 = 24 * 3600 * 1000;

fn any(_: &Response<'_>) -> bool {
    true
}

/// Whether a response is of this kind and says so.
macro_rules! says {
    ($action:ident, $($status:pat_param)|+) => {
        |response: &Response<'_>| matches!(
            response, Response::$action(it) if matches!(it.status, $($status)|+)
        )
    };
}

impl Visit {
    /// Runs the script of the options.
    ///
    /// # Errors
    ///
    /// Says what the station did not do in time.
    pub(super) async fn run_script(&self) -> Result<(), String> {
        let script = match self.central().is_to_be_called(self.identity()) {
            true => self.central().options.script,
            false => Script::None,
        };
        if script == Script::None && !self.central().options.ends_after_session {
            return Ok(());
        }
        let run = async {
            if self.central().options.pending > 0 && script != Script::None {
                self.expect("a BootNotification", |it| it.boots > 0).await?;
                if !self.progress().borrow().is_registered() {
                    self.prepare().await.map_err(|error| error.to_string())?;
                }
            }
            self.expect("a boot that is accepted", |it| it.is_registered()).await?;
            if script != Script::None {
                self.expect("the state of a connector", |it| it.has_status).await?;
                self.call_core().await.map_err(|error| error.to_string())?;
                if script == Script::All {
                    self.call_security().await.map_err(|error| error.to_string())?;
                }
                self.charge().await?;
            }
            self.expect("the end of a transaction", |it| it.is_stopped).await?;
            if script != Script::None {
                self.call(ResetRequest::new(ResetType::Soft), any).await;
            }
            Ok(())
        };
        tokio::select! {
            end = run => end,
            _ = self.wait_for(|it| it.is_gone) => {
                // What came last may be what was waited for.
                let is_stopped = self.progress().borrow().is_stopped;
                match is_stopped && script == Script::None {
                    true => Ok(()),
                    false => Err("the rest of the session: the station is gone".to_owned()),
                }
            }
        }
    }

    async fn expect(
        &self,
        what: &str,
        condition: impl FnMut(&Progress) -> bool,
    ) -> Result<(), String> {
        let patience = self.central().options.patience;
        let waiting = timeout(patience, self.wait_for(condition)).await;
        waiting.map(drop).map_err(|_| format!("{what} within {} s", patience.as_secs()))
    }

    fn at(&self, milliseconds: i64) -> DateTime {
        time_of(self.central().clock.milliseconds().saturating_add(milliseconds))
    }

    /// While a station is pending, its configuration may be read and set (4.2).
    async fn prepare(&self) -> Result<(), TooLong> {
        let keys = vec![CiString::new("NumberOfConnectors")?];
        self.call(GetConfigurationRequest::new().with_key(keys), any).await;
        self.change_configuration("HeartbeatInterval", "60").await
    }

    async fn change_configuration(
        &self,
        key: &'static str,
        value: &'static str,
    ) -> Result<(), TooLong> {
        let request = ChangeConfigurationRequest::new(CiString::new(key)?, CiString::new(value)?);
        let set = says!(
            ChangeConfiguration,
            ConfigurationStatus::Accepted | ConfigurationStatus::RebootRequired
        );
        self.call(request, set).await;
        Ok(())
    }

    async fn call_core(&self) -> Result<(), TooLong> {
        let has_keys = |response: &Response<'_>| matches!(response, Response::GetConfiguration(it) if it.configuration_key.is_some());
        self.call(GetConfigurationRequest::new(), has_keys).await;
        self.change_configuration("HeartbeatInterval", "120").await?;
        let operative = ChangeAvailabilityRequest::new(0, AvailabilityType::Operative);
        let changed =
            says!(ChangeAvailability, AvailabilityStatus::Accepted | AvailabilityStatus::Scheduled);
        self.call(operative, changed).await;
        self.call(ClearCacheRequest::new(), any).await;
        let data = DataTransferRequest::new(CiString::new(echo::VENDOR)?)
            .with_message_id(CiString::<50>::new("greeting")?)
            .with_data("{\"text\":\"grüß\\u0000\"}");
        self.call(data, any).await;
        self.call(UnlockConnectorRequest::new(CONNECTOR), any).await;

        self.call(GetLocalListVersionRequest::new(), any).await;
        let entries: Result<Vec<_>, TooLong> = (0..20).map(entry).collect();
        let list =
            SendLocalListRequest::new(1, UpdateType::Full).with_local_authorization_list(entries?);
        self.call(list, says!(SendLocalList, UpdateStatus::Accepted)).await;

        for message in [
            MessageTrigger::Heartbeat,
            MessageTrigger::StatusNotification,
            MessageTrigger::MeterValues,
        ] {
            let mut request = TriggerMessageRequest::new(message);
            if request.requested_message != MessageTrigger::Heartbeat {
                request = request.with_connector_id(CONNECTOR);
            }
            self.call(request, any).await;
        }

        let profile = self.daily_profile();
        let id = profile.charging_profile_id;
        self.call(
            SetChargingProfileRequest::new(CONNECTOR, profile),
            says!(SetChargingProfile, ChargingProfileStatus::Accepted),
        )
        .await;
        let composite = GetCompositeScheduleRequest::new(CONNECTOR, 86_400)
            .with_charging_rate_unit(ChargingRateUnit::A);
        let has_schedule = |response: &Response<'_>| {
            matches!(response, Response::GetCompositeSchedule(it)
                if it.status == GetCompositeScheduleStatus::Rejected
                    || it.charging_schedule.is_some())
        };
        self.call(composite, has_schedule).await;
        let clear = ClearChargingProfileRequest::new().with_id(id);
        self.call(clear, says!(ClearChargingProfile, ClearChargingProfileStatus::Accepted)).await;

        let id_tag = CiString::new(self.central().options.id_tag.clone())?;
        let reservation = ReserveNowRequest::new(CONNECTOR, self.at(DAY / 24), id_tag, 1);
        self.call(reservation, any).await;
        self.call(CancelReservationRequest::new(1), any).await;
        self.call(GetDiagnosticsRequest::new("ftp://127.0.0.1/diagnostics/"), any).await;
        let firmware =
            UpdateFirmwareRequest::new("ftp://127.0.0.1/firmware.bin", self.at(365 * DAY));
        self.call(firmware, any).await;
        Ok(())
    }

    async fn call_security(&self) -> Result<(), TooLong> {
        let log = ExtendedTriggerMessageRequest::new(ExtendedMessageTrigger::LogStatusNotification);
        self.call(log, any).await;
        let sign =
            ExtendedTriggerMessageRequest::new(ExtendedMessageTrigger::SignChargePointCertificate);
        self.call(sign, any).await;
        // A station that asks gets its certificate, another one the root, for the exercise.
        let signed = timeout(Duration::from_secs(2), self.wait_for(|it| it.signed.is_some())).await;
        let root = self.central().authority.root();
        let chain = signed.ok().and_then(|it| it.signed).unwrap_or_else(|| root.clone());
        let kind = || CertificateUse::CentralSystemRootCertificate;
        self.call(InstallCertificateRequest::new(kind(), Text::new(root.clone())?), any).await;
        self.call(CertificateSignedRequest::new(Text::new(chain)?), any).await;
        self.call(GetInstalledCertificateIdsRequest::new(kind()), any).await;
        let hash = match first_certificate(&root).and_then(|it| hash_data(&it)) {
            Ok(hash) => hash,
            // Our own root can be read; if not, one that nobody has.
            Err(_) => CertificateHashData::new(
                HashAlgorithm::Sha256,
                Text::new("ab")?,
                Text::new("cd")?,
                Text::new("01")?,
            ),
        };
        self.call(DeleteCertificateRequest::new(hash), any).await;
        let place = LogParameters::new(Text::new("https://127.0.0.1/log")?);
        self.call(GetLogRequest::new(place, Log::SecurityLog, 1), any).await;
        // The exercise has one root for all. A station that knows it takes its signature.
        let manufacturer = CertificateUse::ManufacturerRootCertificate;
        let install = InstallCertificateRequest::new(manufacturer, Text::new(root.clone())?);
        self.call(install, any).await;
        let signer = self.central().authority.firmware_signer();
        let signer = signer.map_or(root, |signer| signer.certificate);
        let firmware = Firmware::new(
            Text::new("https://127.0.0.1/firmware")?,
            self.at(365 * DAY),
            Text::new(signer)?,
            Text::new("AAAA")?,
        );
        self.call(SignedUpdateFirmwareRequest::new(2, firmware), any).await;
        Ok(())
    }

    /// Starts a transaction with a profile for it, and stops it after the first meter values.
    async fn charge(&self) -> Result<(), String> {
        let id_tag = CiString::new(self.central().options.id_tag.clone())
            .map_err(|error| format!("RemoteStartTransaction: --id-tag is {error}"))?;
        // Relative: its start is that of the transaction.
        let mut schedule = schedule(self.at(0), 24);
        schedule.start_schedule = None;
        let profile = ChargingProfile::new(
            8,
            1,
            ChargingProfilePurpose::TxProfile,
            ChargingProfileKind::Relative,
            schedule,
        );
        let start = RemoteStartTransactionRequest::new(id_tag)
            .with_connector_id(CONNECTOR)
            .with_charging_profile(profile);
        // So that nobody waits for minutes.
        let metering = self.change_configuration("MeterValueSampleInterval", "1").await;
        metering.map_err(|error| error.to_string())?;
        let accepted = says!(RemoteStartTransaction, RemoteStartStopStatus::Accepted);
        self.call(start, accepted).await;
        self.expect("a transaction", |it| it.transaction.is_some()).await?;
        self.expect("meter values of the transaction", |it| it.has_meter_values).await?;
        sleep(Duration::from_millis(200)).await;
        let transaction = self.progress().borrow().transaction.unwrap_or(-1);
        let accepted = says!(RemoteStopTransaction, RemoteStartStopStatus::Accepted);
        self.call(RemoteStopTransactionRequest::new(transaction), accepted).await;
        Ok(())
    }

    /// Every day 6 A at midnight, and more from hour to hour.
    fn daily_profile(&self) -> ChargingProfile {
        ChargingProfile::new(
            7,
            1,
            ChargingProfilePurpose::TxDefaultProfile,
            ChargingProfileKind::Recurring,
            schedule(self.at(0), 24),
        )
        .with_recurrency_kind(RecurrencyKind::Daily)
        .with_valid_from(self.at(0))
        .with_valid_to(self.at(30 * DAY))
    }
}

fn schedule(start: DateTime, hours: i32) -> ChargingSchedule {
    let periods: Vec<_> = (0..hours)
        .map(|hour| {
            let limit = Decimal1::from_tenths(60 + 11 * i64::from(hour));
            ChargingSchedulePeriod::new(hour * 3600, limit).with_number_phases(3)
        })
        .collect();
    ChargingSchedule::new(ChargingRateUnit::A, periods)
        .with_duration(hours * 3600)
        .with_start_schedule(start)
        .with_min_charging_rate(Decimal1::from_tenths(60))
}

fn entry(number: u32) -> Result<AuthorizationData<'static>, TooLong> {
    let entry = AuthorizationData::new(CiString::new(format!("TAG{number:03}"))?);
    Ok(entry.with_id_tag_info(IdTagInfo::new(AuthorizationStatus::Accepted)))
}

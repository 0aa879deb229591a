//! Configuration keys (chapter 9 and white paper, chapter 7) and their values, by the table of
//! [`ocpp16::station::configuration`].

use ocpp16::CiString;
use ocpp16::messages::core::{ChangeConfigurationRequest, ConfigurationStatus, KeyValue};
use ocpp16::station::configuration::{Access, Key, Station, change};
use ocpp16::websocket::AuthorizationKey;

use super::meter::MEASURANDS;

/// The keys that the station has, with their values at the start.
const KEYS: &[(Key, &str)] = &[
    (Key::AllowOfflineTxForUnknownId, "false"),
    (Key::AuthorizationCacheEnabled, "true"),
    (Key::AuthorizationKey, ""),
    (Key::AuthorizeRemoteTxRequests, "false"),
    (Key::CertificateSignedMaxChainSize, "10000"),
    (Key::CertificateStoreMaxLength, "8"),
    (Key::ChargeProfileMaxStackLevel, "10"),
    (Key::ChargingScheduleAllowedChargingRateUnit, "Current,Power"),
    (Key::ChargingScheduleMaxPeriods, "100"),
    (Key::ClockAlignedDataInterval, "0"),
    (Key::ConnectionTimeOut, "60"),
    (Key::ConnectorPhaseRotation, "0.RST,1.RST"),
    (Key::CpoName, "Example CPO"),
    (Key::GetConfigurationMaxKeys, "100"),
    (Key::HeartbeatInterval, "300"),
    (Key::LocalAuthListEnabled, "true"),
    (Key::LocalAuthListMaxLength, "1000"),
    (Key::LocalAuthorizeOffline, "true"),
    (Key::LocalPreAuthorize, "false"),
    (Key::MaxChargingProfilesInstalled, "20"),
    (Key::MeterValuesAlignedData, "Energy.Active.Import.Register"),
    (
        Key::MeterValuesSampledData,
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC",
    ),
    (Key::MeterValueSampleInterval, "300"),
    (Key::NumberOfConnectors, "1"),
    (Key::ReserveConnectorZeroSupported, "true"),
    (Key::ResetRetries, "1"),
    (Key::SecurityProfile, "0"),
    (Key::SendLocalListMaxLength, "1000"),
    (Key::StopTransactionOnEVSideDisconnect, "true"),
    (Key::StopTransactionOnInvalidId, "true"),
    (Key::StopTxnAlignedData, ""),
    (Key::StopTxnSampledData, "Energy.Active.Import.Register"),
    (
        Key::SupportedFeatureProfiles,
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger",
    ),
    (Key::TransactionMessageAttempts, "3"),
    (Key::TransactionMessageRetryInterval, "5"),
    (Key::UnlockConnectorOnEVSideDisconnect, "true"),
    (Key::WebSocketPingInterval, "60"),
];

/// The keys of a station with their values.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    values: Vec<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { values: KEYS.iter().map(|(_, value)| (*value).to_owned()).collect() }
    }
}

impl Configuration {
    /// The value of a key; the names are in the code, so one that is not there is 0 or false.
    pub(super) fn text(&self, name: &str) -> &str {
        find(name).and_then(|at| self.values.get(at)).map_or("", String::as_str)
    }

    /// The value of a key that takes numbers.
    pub(super) fn number(&self, name: &str) -> u64 {
        self.text(name).parse().unwrap_or_default()
    }

    /// The value of a key that takes `true` or `false`.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.text(name).eq_ignore_ascii_case("true")
    }

    /// The password that the central system has set. The key has it in hexadecimal digits
    /// (A00.FR.205).
    pub(super) fn authorization_key(&self) -> Option<AuthorizationKey> {
        AuthorizationKey::from_hex(self.text("AuthorizationKey")).ok()
    }

    /// Sets a key as whoever installs the station does, also a read-only one.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the name or the value.
    pub(super) fn install(&mut self, name: &str, value: &str) -> Result<(), String> {
        let Some((at, key)) = find(name).and_then(|at| Some((at, KEYS.get(at)?.0))) else {
            return Err(format!("there is no configuration key {name}"));
        };
        if let Err(why) = key.definition().value_type().check(value) {
            return Err(format!("configuration key {name} does not take {value:?}: {why}"));
        }
        if let Some(old) = self.values.get_mut(at) {
            value.clone_into(old);
        }
        Ok(())
    }

    /// Sets a key as the central system does (5.3).
    pub(super) fn change(
        &mut self,
        request: &ChangeConfigurationRequest<'_>,
    ) -> ConfigurationStatus {
        let status = change(request, traits);
        if matches!(status, ConfigurationStatus::Accepted | ConfigurationStatus::RebootRequired) {
            // The security profile stays: its prerequisites cannot be met over OCPP (A05).
            let is_fixed = Key::find(&request.key) == Some(Key::SecurityProfile);
            if is_fixed || self.install(&request.key, &request.value).is_err() {
                return ConfigurationStatus::Rejected;
            }
        }
        status
    }

    /// The keys that are asked for, all if none is, and those that are not known (5.8).
    pub(super) fn read(
        &self,
        names: &[CiString<'static, 50>],
    ) -> (Vec<KeyValue<'static>>, Vec<CiString<'static, 50>>) {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        if names.is_empty() {
            known.extend((0..KEYS.len()).filter_map(|at| self.key_value(at)));
        }
        for name in names {
            match find(name).and_then(|at| self.key_value(at)) {
                Some(key_value) => known.push(key_value),
                None => unknown.push(name.clone()),
            }
        }
        (known, unknown)
    }

    /// `None` also for a key that is not read out (white paper 7.2).
    fn key_value(&self, at: usize) -> Option<KeyValue<'static>> {
        let key = KEYS.get(at)?.0;
        let access = key.definition().access();
        if !access.is_readable() {
            return None;
        }
        let is_read_only = access == Access::Read || key == Key::SecurityProfile;
        let value: CiString<'static, 500> = CiString::new(self.values.get(at)?.clone()).ok()?;
        Some(KeyValue::new(CiString::new(key.as_str()).ok()?, is_read_only).with_value(value))
    }
}

/// What the station makes of a key; `None`: it does not have it.
fn traits(key: Key) -> Option<Station<'static>> {
    KEYS.iter().find(|(other, _)| *other == key)?;
    let station = Station::default().with_measurands(&MEASURANDS);
    // Read when the link is made.
    Some(if key == Key::WebSocketPingInterval { station.with_reboot() } else { station })
}

fn find(name: &str) -> Option<usize> {
    let key = Key::find(name)?;
    KEYS.iter().position(|(other, _)| *other == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_takes_its_value_at_the_start() {
        for (key, value) in KEYS {
            let taken = key.definition().value_type().check(value);
            assert!(*key == Key::AuthorizationKey || taken.is_ok(), "{key}");
            assert_eq!(KEYS.iter().filter(|other| other.0 == *key).count(), 1, "{key}");
        }
    }

    #[test]
    fn changes_are_checked() {
        let mut configuration = Configuration::default();
        for (name, value, expected) in [
            ("HeartbeatInterval", "120", ConfigurationStatus::Accepted),
            ("heartbeatinterval", "121", ConfigurationStatus::Accepted),
            ("HeartbeatInterval", "-1", ConfigurationStatus::Rejected),
            ("HeartbeatInterval", "soon", ConfigurationStatus::Rejected),
            ("LocalPreAuthorize", "yes", ConfigurationStatus::Rejected),
            ("NumberOfConnectors", "2", ConfigurationStatus::Rejected),
            ("AuthorizationKey", "short", ConfigurationStatus::Rejected),
            ("AuthorizationKey", "0001020304050607FFFFFFFFFFFFFFF", ConfigurationStatus::Rejected),
            ("AuthorizationKey", "0001020304050607FFFFFFFFFFFFFFFF", ConfigurationStatus::Accepted),
            ("WebSocketPingInterval", "-1", ConfigurationStatus::Rejected),
            ("SecurityProfile", "3", ConfigurationStatus::Rejected),
            ("Nonsense", "1", ConfigurationStatus::NotSupported),
            ("StopTxnSampledData", "SoC, Voltage", ConfigurationStatus::Accepted),
            ("StopTxnSampledData", "SoC,Temperature", ConfigurationStatus::Rejected),
        ] {
            let (key, text) = (CiString::new(name).unwrap(), CiString::new(value).unwrap());
            let request = ChangeConfigurationRequest::new(key, text);
            assert_eq!(configuration.change(&request), expected, "{name} {value}");
        }
        assert_eq!(configuration.number("HeartbeatInterval"), 121);
        let key = configuration.authorization_key().unwrap();
        let key = key.as_bytes();
        assert_eq!((key.len(), key[7], key[8]), (16, 7, 255));
    }

    #[test]
    fn the_password_is_not_read_out() {
        let (known, unknown) = Configuration::default().read(&[]);
        assert_eq!((known.len(), unknown.len()), (KEYS.len() - 1, 0));
        assert!(known.iter().all(|key| key.key != "AuthorizationKey"));
    }
}

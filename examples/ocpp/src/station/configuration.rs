//! Configuration keys (chapter 9 and white paper, chapter 7) and their values.

use ocpp16::CiString;
use ocpp16::core::{ConfigurationStatus, KeyValue};
use ocpp16::security_profile::AuthorizationKey;

use super::meter::MEASURANDS;

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Boolean,
    Integer {
        least: i64,
        most: i64,
    },
    Text {
        most: usize,
    },
    /// Measurands that the meter has, with commas between.
    Measurands,
    /// Bytes in hexadecimal digits.
    Hex {
        least: usize,
        most: usize,
    },
}

/// Who may do what with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    ReadWrite,
    /// White paper 7.2: so that the password is not read out by accident.
    Write,
}

use Access::{Read, ReadWrite, Write};
use Kind::{Boolean, Hex, Integer, Measurands, Text};

const SECONDS: Kind = Integer { least: 0, most: i32::MAX as i64 };
const COUNT: Kind = Integer { least: 0, most: 1000 };
const LIST: Kind = Text { most: 500 };

/// Name, access, kind, value at the start.
const KEYS: &[(&str, Access, Kind, &str)] = &[
    ("AllowOfflineTxForUnknownId", ReadWrite, Boolean, "false"),
    ("AuthorizationCacheEnabled", ReadWrite, Boolean, "true"),
    ("AuthorizationKey", Write, Hex { least: 16, most: 20 }, ""),
    ("AuthorizeRemoteTxRequests", ReadWrite, Boolean, "false"),
    ("CertificateSignedMaxChainSize", Read, Integer { least: 0, most: 10_000 }, "10000"),
    ("CertificateStoreMaxLength", Read, COUNT, "8"),
    ("ChargeProfileMaxStackLevel", Read, COUNT, "10"),
    ("ChargingScheduleAllowedChargingRateUnit", Read, LIST, "Current,Power"),
    ("ChargingScheduleMaxPeriods", Read, COUNT, "100"),
    ("ClockAlignedDataInterval", ReadWrite, SECONDS, "0"),
    ("ConnectionTimeOut", ReadWrite, SECONDS, "60"),
    ("ConnectorPhaseRotation", ReadWrite, LIST, "0.RST,1.RST"),
    ("CpoName", ReadWrite, LIST, "Example CPO"),
    ("GetConfigurationMaxKeys", Read, COUNT, "100"),
    ("HeartbeatInterval", ReadWrite, SECONDS, "300"),
    ("LocalAuthListEnabled", ReadWrite, Boolean, "true"),
    ("LocalAuthListMaxLength", Read, COUNT, "1000"),
    ("LocalAuthorizeOffline", ReadWrite, Boolean, "true"),
    ("LocalPreAuthorize", ReadWrite, Boolean, "false"),
    ("MaxChargingProfilesInstalled", Read, COUNT, "20"),
    ("MeterValuesAlignedData", ReadWrite, Measurands, "Energy.Active.Import.Register"),
    (
        "MeterValuesSampledData",
        ReadWrite,
        Measurands,
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC",
    ),
    ("MeterValueSampleInterval", ReadWrite, SECONDS, "300"),
    ("NumberOfConnectors", Read, COUNT, "1"),
    ("ReserveConnectorZeroSupported", Read, Boolean, "true"),
    ("ResetRetries", ReadWrite, COUNT, "1"),
    ("SecurityProfile", Read, Integer { least: 0, most: 3 }, "0"),
    ("SendLocalListMaxLength", Read, COUNT, "1000"),
    ("StopTransactionOnEVSideDisconnect", ReadWrite, Boolean, "true"),
    ("StopTransactionOnInvalidId", ReadWrite, Boolean, "true"),
    ("StopTxnAlignedData", ReadWrite, Measurands, ""),
    ("StopTxnSampledData", ReadWrite, Measurands, "Energy.Active.Import.Register"),
    (
        "SupportedFeatureProfiles",
        Read,
        LIST,
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger",
    ),
    ("TransactionMessageAttempts", ReadWrite, COUNT, "3"),
    ("TransactionMessageRetryInterval", ReadWrite, SECONDS, "5"),
    ("UnlockConnectorOnEVSideDisconnect", ReadWrite, Boolean, "true"),
    ("WebSocketPingInterval", ReadWrite, SECONDS, "60"),
];

/// The keys of a station with their values.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    values: Vec<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { values: KEYS.iter().map(|(_, _, _, value)| (*value).to_owned()).collect() }
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
        let Some((at, key)) = find(name).and_then(|at| Some((at, KEYS.get(at)?))) else {
            return Err(format!("there is no configuration key {name}"));
        };
        if !key.2.takes(value) {
            return Err(format!("configuration key {name} does not take {value:?}"));
        }
        if let Some(old) = self.values.get_mut(at) {
            value.clone_into(old);
        }
        Ok(())
    }

    /// Sets a key as the central system does (5.3).
    pub(super) fn change(&mut self, name: &str, value: &str) -> ConfigurationStatus {
        match find(name).and_then(|at| KEYS.get(at)) {
            None => ConfigurationStatus::NotSupported,
            Some((_, Read, _, _)) => ConfigurationStatus::Rejected,
            Some(_) => match self.install(name, value) {
                Err(_) => ConfigurationStatus::Rejected,
                // Read when the link is made.
                Ok(()) if name.eq_ignore_ascii_case("WebSocketPingInterval") => {
                    ConfigurationStatus::RebootRequired
                }
                Ok(()) => ConfigurationStatus::Accepted,
            },
        }
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

    fn key_value(&self, at: usize) -> Option<KeyValue<'static>> {
        let (name, access, _, _) = *KEYS.get(at)?;
        let key_value = KeyValue::new(CiString::new(name).ok()?, access == Read);
        if access == Write {
            return Some(key_value);
        }
        let value: CiString<'static, 500> = CiString::new(self.values.get(at)?.clone()).ok()?;
        Some(key_value.with_value(value))
    }
}

impl Kind {
    fn takes(self, value: &str) -> bool {
        match self {
            Boolean => ["true", "false"].iter().any(|it| it.eq_ignore_ascii_case(value)),
            Integer { least, most } => {
                value.parse().is_ok_and(|value| (least..=most).contains(&value))
            }
            Measurands => value
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .all(|name| MEASURANDS.iter().any(|known| known.as_str() == name)),
            Text { most } => value.chars().count() <= most,
            Hex { least, most } => {
                (2 * least..=2 * most).contains(&value.len())
                    && value.len() % 2 == 0
                    && value.bytes().all(|digit| digit.is_ascii_hexdigit())
            }
        }
    }
}

/// Names are `CiString`: case does not count.
fn find(name: &str) -> Option<usize> {
    KEYS.iter().position(|(key, _, _, _)| key.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_takes_its_value_at_the_start() {
        for (name, _, kind, value) in KEYS {
            assert!(*name == "AuthorizationKey" || kind.takes(value), "{name}");
            assert_eq!(KEYS.iter().filter(|key| key.0 == *name).count(), 1, "{name}");
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
            ("Nonsense", "1", ConfigurationStatus::NotSupported),
            ("StopTxnSampledData", "SoC, Voltage", ConfigurationStatus::Accepted),
            ("StopTxnSampledData", "SoC,Temperature", ConfigurationStatus::Rejected),
        ] {
            assert_eq!(configuration.change(name, value), expected, "{name} {value}");
        }
        assert_eq!(configuration.number("HeartbeatInterval"), 121);
        let key = configuration.authorization_key().unwrap();
        let key = key.as_bytes();
        assert_eq!((key.len(), key[7], key[8]), (16, 7, 255));
    }

    #[test]
    fn the_password_is_not_read_out() {
        let (known, unknown) = Configuration::default().read(&[]);
        assert_eq!((known.len(), unknown.len()), (KEYS.len(), 0));
        let key = known.iter().find(|key| key.key == "AuthorizationKey").unwrap();
        assert_eq!(key.value, None);
    }
}

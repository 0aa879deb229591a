//! The table of keys, in the order of chapter 9.

use core::fmt;
use core::str::FromStr;

use super::{Access, Definition, Items, Source, ValueType};
use crate::messages::FeatureProfile;
use crate::values::UnknownLiteral;

const CORE: Source = Source::Profile(FeatureProfile::Core);
const LOCAL_LIST: Source = Source::Profile(FeatureProfile::LocalAuthListManagement);
const RESERVATION: Source = Source::Profile(FeatureProfile::Reservation);
const SMART_CHARGING: Source = Source::Profile(FeatureProfile::SmartCharging);
const FIRMWARE: Source = Source::Profile(FeatureProfile::FirmwareManagement);
const SECURITY: Source = Source::Security;
const PNC: Source = Source::PlugAndCharge;

const R: Access = Access::Read;
const RW: Access = Access::ReadWrite;
const R_OR_RW: Access = Access::ReadAndMaybeWrite;
const W: Access = Access::Write;

const BOOLEAN: ValueType = ValueType::Boolean;
const INTEGER: ValueType = up_to(i32::MAX);
const MEASURANDS: ValueType = ValueType::Csl(Items::Measurands);

const fn up_to(max: i32) -> ValueType {
    ValueType::Integer { min: 0, max }
}

const fn required(
    clause: &'static str,
    source: Source,
    access: Access,
    value_type: ValueType,
) -> Definition {
    let is_required = true;
    Definition { clause, source, is_required, access, value_type, unit: None, default: None }
}

const fn optional(
    clause: &'static str,
    source: Source,
    access: Access,
    value_type: ValueType,
) -> Definition {
    Definition { is_required: false, ..required(clause, source, access, value_type) }
}

impl Definition {
    const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    const fn with_default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $definition:expr;)*) => {
        /// A standard configuration key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Key {
            $($(#[$doc])* $name,)*
        }

        impl Key {
            /// All keys, in the order of chapter 9, then those of the other documents.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name as the standard spells it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// The row of the table.
            #[must_use]
            pub const fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$name => {
                        const DEFINITION: &Definition = &$definition;
                        DEFINITION
                    })*
                }
            }
        }
    };
}

impl Key {
    /// Finds the key of a name, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.as_str().eq_ignore_ascii_case(name))
    }

    /// The key that says how many items the list of this one may have: `[KeyName]MaxLength` (5.3).
    ///
    /// If a station does not have it, a central system should assume 1.
    #[must_use]
    pub fn max_length_key(self) -> Option<Self> {
        let is_it = |key: &Self| key.as_str().strip_suffix("MaxLength") == Some(self.as_str());
        Self::ALL.iter().copied().find(is_it)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// As [`Key::find`]: case does not count.
impl FromStr for Key {
    type Err = UnknownLiteral;

    fn from_str(text: &str) -> Result<Self, UnknownLiteral> {
        Self::find(text).ok_or_else(|| UnknownLiteral::new(text, "Key"))
    }
}

keys! {
    // 9.1 Core Profile

    /// Whether unknown identifiers may charge offline.
    AllowOfflineTxForUnknownId = optional("9.1.1", CORE, RW, BOOLEAN);
    /// Whether the authorization cache is used.
    AuthorizationCacheEnabled = optional("9.1.2", CORE, RW, BOOLEAN);
    /// Whether a remote start is authorized like a local one.
    AuthorizeRemoteTxRequests = required("9.1.3", CORE, R_OR_RW, BOOLEAN);
    /// How often the lights blink to signal.
    BlinkRepeat = optional("9.1.4", CORE, RW, INTEGER).in_unit("times");
    /// The interval of clock-aligned meter values; 0: none.
    ClockAlignedDataInterval = required("9.1.5", CORE, RW, INTEGER).in_unit("seconds");
    /// How long a user may take to plug in.
    ConnectionTimeOut = required("9.1.6", CORE, RW, INTEGER).in_unit("seconds");
    /// The phase rotation of each connector.
    ConnectorPhaseRotation =
        required("9.1.7", CORE, RW, ValueType::Csl(Items::PhaseRotations));
    /// The most items of [`Self::ConnectorPhaseRotation`].
    ConnectorPhaseRotationMaxLength = optional("9.1.8", CORE, R, INTEGER);
    /// The most keys of one GetConfiguration.
    GetConfigurationMaxKeys = required("9.1.9", CORE, R, INTEGER);
    /// The time without messages after which a Heartbeat is sent.
    HeartbeatInterval = required("9.1.10", CORE, RW, INTEGER).in_unit("seconds");
    /// The intensity of the lights.
    LightIntensity = optional("9.1.11", CORE, RW, up_to(100)).in_unit("%");
    /// Whether locally authorized identifiers may charge offline.
    LocalAuthorizeOffline = required("9.1.12", CORE, RW, BOOLEAN);
    /// Whether, online, locally authorized identifiers charge without asking.
    LocalPreAuthorize = required("9.1.13", CORE, RW, BOOLEAN);
    /// The energy that an identifier may still get after it was found invalid.
    MaxEnergyOnInvalidId = optional("9.1.14", CORE, RW, INTEGER).in_unit("Wh");
    /// Clock-aligned measurands in MeterValues.
    MeterValuesAlignedData = required("9.1.15", CORE, RW, MEASURANDS);
    /// The most items of [`Self::MeterValuesAlignedData`].
    MeterValuesAlignedDataMaxLength = optional("9.1.16", CORE, R, INTEGER);
    /// Sampled measurands in MeterValues.
    MeterValuesSampledData =
        required("9.1.17", CORE, RW, MEASURANDS).with_default("Energy.Active.Import.Register");
    /// The most items of [`Self::MeterValuesSampledData`].
    MeterValuesSampledDataMaxLength = optional("9.1.18", CORE, R, INTEGER);
    /// The interval of sampled meter values; 0: none.
    MeterValueSampleInterval = required("9.1.19", CORE, RW, INTEGER).in_unit("seconds");
    /// How long a status lasts before it is reported.
    MinimumStatusDuration = optional("9.1.20", CORE, RW, INTEGER).in_unit("seconds");
    /// The number of connectors.
    NumberOfConnectors = required("9.1.21", CORE, R, INTEGER);
    /// How often a failed reset is tried again.
    ResetRetries = required("9.1.22", CORE, RW, INTEGER).in_unit("times");
    /// Whether a cable that is pulled out of the car ends the transaction. Optional, and `R` or
    /// `RW`, since errata 3.79.
    StopTransactionOnEVSideDisconnect = optional("9.1.23", CORE, R_OR_RW, BOOLEAN);
    /// Whether StartTransaction answered with another status than `Accepted` ends the transaction.
    StopTransactionOnInvalidId = required("9.1.24", CORE, RW, BOOLEAN);
    /// Clock-aligned measurands in StopTransaction.
    StopTxnAlignedData = required("9.1.25", CORE, RW, MEASURANDS);
    /// The most items of [`Self::StopTxnAlignedData`].
    StopTxnAlignedDataMaxLength = optional("9.1.26", CORE, R, INTEGER);
    /// Sampled measurands in StopTransaction.
    StopTxnSampledData = required("9.1.27", CORE, RW, MEASURANDS);
    /// The most items of [`Self::StopTxnSampledData`].
    StopTxnSampledDataMaxLength = optional("9.1.28", CORE, R, INTEGER);
    /// The profiles that the station has.
    SupportedFeatureProfiles =
        required("9.1.29", CORE, R, ValueType::Csl(Items::FeatureProfiles));
    /// The most items of [`Self::SupportedFeatureProfiles`]; "does not have to be implemented"
    /// (errata 3.80).
    SupportedFeatureProfilesMaxLength = optional("9.1.30", CORE, R, INTEGER);
    /// How often a transaction-related message is sent.
    TransactionMessageAttempts = required("9.1.31", CORE, RW, INTEGER).in_unit("times");
    /// The unit of the wait between attempts.
    TransactionMessageRetryInterval = required("9.1.32", CORE, RW, INTEGER).in_unit("seconds");
    /// Whether a cable that is pulled out of the car is unlocked at the station. Read-only with a
    /// fixed cable (errata 3.83).
    UnlockConnectorOnEVSideDisconnect = required("9.1.33", CORE, R_OR_RW, BOOLEAN);
    /// The time between WebSocket pings of the station; 0: none. Also OCPP-J, 7.
    WebSocketPingInterval = optional("9.1.34", CORE, RW, INTEGER).in_unit("seconds");

    // 9.2 Local Auth List Management Profile

    /// Whether the local list is used.
    LocalAuthListEnabled = required("9.2.1", LOCAL_LIST, RW, BOOLEAN);
    /// The most entries of the local list.
    LocalAuthListMaxLength = required("9.2.2", LOCAL_LIST, R, INTEGER);
    /// The most entries of one SendLocalList.
    SendLocalListMaxLength = required("9.2.3", LOCAL_LIST, R, INTEGER);

    // 9.3 Reservation Profile

    /// Whether connector 0 can be reserved.
    ReserveConnectorZeroSupported = optional("9.3.1", RESERVATION, R, BOOLEAN);

    // 9.4 Smart Charging Profile

    /// The highest stack level.
    ChargeProfileMaxStackLevel = required("9.4.1", SMART_CHARGING, R, INTEGER);
    /// The units of schedules.
    ChargingScheduleAllowedChargingRateUnit =
        required("9.4.2", SMART_CHARGING, R, ValueType::Csl(Items::RateUnits));
    /// The most periods of a schedule.
    ChargingScheduleMaxPeriods = required("9.4.3", SMART_CHARGING, R, INTEGER);
    /// Whether the station can switch from three phases to one in a transaction.
    ConnectorSwitch3to1PhaseSupported = optional("9.4.4", SMART_CHARGING, R, BOOLEAN);
    /// The most profiles.
    MaxChargingProfilesInstalled = required("9.4.5", SMART_CHARGING, R, INTEGER);

    // Errata, version 4.0

    /// When a CALL without an answer has timed out.
    MessageTimeout = optional("errata 3.82", CORE, RW, INTEGER).in_unit("seconds");
    /// How the station transfers files.
    SupportedFileTransferProtocols =
        optional("errata 3.88", FIRMWARE, R, ValueType::Csl(Items::FileTransferProtocols));
    /// The most meter values of one StopTransaction.
    StopTransactionMaxMeterValues = optional("errata 3.89", CORE, R, INTEGER);

    // White paper "Improved security for OCPP 1.6-J", edition 2, chapter 7

    /// Whether a new root certificate of the central system has to be signed by the old one.
    AdditionalRootCertificateCheck = optional("white paper 7.1", SECURITY, R, BOOLEAN);
    /// The password of HTTP Basic authentication; also OCPP-J, 6.2.2, and its errata 3.10.
    AuthorizationKey = optional("white paper 7.2", SECURITY, W, ValueType::AuthorizationKey);
    /// The most characters of `certificateChain` in CertificateSigned; also of Plug & Charge.
    CertificateSignedMaxChainSize = optional("white paper 7.3", SECURITY, R, up_to(10_000));
    /// The most root certificates in the station; also of Plug & Charge.
    CertificateStoreMaxLength = optional("white paper 7.4", SECURITY, R, INTEGER);
    /// The name of the operator in the certificate of the station.
    CpoName = optional("white paper 7.5", SECURITY, RW, ValueType::Text);
    /// The security profile; it only rises.
    SecurityProfile = optional("white paper 7.6", SECURITY, RW, up_to(3)).with_default("0");

    // Plug & Charge

    /// Whether Plug & Charge is on.
    ISO15118PnCEnabled = required("Plug & Charge", PNC, RW, BOOLEAN);
    /// Whether contracts are validated by the station while it is offline.
    ContractValidationOffline = required("Plug & Charge", PNC, RW, BOOLEAN);
    /// Whether the central system may validate contracts that the station cannot.
    CentralContractValidationAllowed =
        optional("Plug & Charge", PNC, RW, BOOLEAN).with_default("false");
    /// The wait for CertificateSigned before another SignCertificate; 0: none is sent.
    CertSigningWaitMinimum = optional("Plug & Charge", PNC, RW, INTEGER).in_unit("seconds");
    /// How often that wait doubles.
    CertSigningRepeatTimes = optional("Plug & Charge", PNC, RW, INTEGER).in_unit("times");
}

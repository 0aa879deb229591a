//! Who may send which CALL: chapters 4 "Operations Initiated by Charge Point" and 5 "Operations
//! Initiated by Central System", chapter 5 of the white paper, and the profiles of 3.3.

use core::fmt;
use core::str::FromStr;

use crate::messages::Action;
use crate::values::UnknownLiteral;

/// One of the two ends of a connection.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use ocpp16::{Action, Role};
///
/// assert!(Role::ChargePoint.may_call(Action::Heartbeat));
/// assert!(!Role::CentralSystem.may_call(Action::Heartbeat));
/// assert!(Role::CentralSystem.may_call(Action::DataTransfer));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The charging station: "Charge Point" in 2.2. It opens the WebSocket connection.
    ChargePoint,
    /// The back end that manages stations: "Central System" in 2.2. It accepts the connection.
    CentralSystem,
}

impl Role {
    /// The role at the other end.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::ChargePoint => Self::CentralSystem,
            Self::CentralSystem => Self::ChargePoint,
        }
    }

    /// Whether this role sends CALLs of an action.
    #[must_use]
    pub fn may_call(self, action: Action) -> bool {
        match action.direction() {
            Direction::FromChargePoint => self == Self::ChargePoint,
            Direction::FromCentralSystem => self == Self::CentralSystem,
            Direction::Both => true,
        }
    }

    /// Whether this role answers CALLs of an action.
    ///
    /// A CALL that only goes the other way is answered with the CALLERROR `NotSupported`,
    /// "requested Action is recognized but not supported by the receiver" (OCPP-J, table 7). The
    /// text names no code for this case; `NotImplemented` is for actions that are not known at all.
    #[must_use]
    pub fn may_answer(self, action: Action) -> bool {
        self.peer().may_call(action)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ChargePoint => "Charge Point",
            Self::CentralSystem => "Central System",
        })
    }
}

/// Which role sends the CALLs of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The charging station asks, the central system answers: chapter 4.
    FromChargePoint,
    /// The central system asks, the charging station answers: chapter 5.
    FromCentralSystem,
    /// Either may ask: DataTransfer alone (4.3, 5.6).
    Both,
}

/// A group of operations that a station has or has not (3.3 "Feature Profiles").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeatureProfile {
    /// Required of every station.
    Core,
    /// Updates of the firmware, upload of diagnostics.
    FirmwareManagement,
    /// The local authorization list.
    LocalAuthListManagement,
    /// Reservations.
    Reservation,
    /// Charging profiles.
    SmartCharging,
    /// Messages on demand of the central system.
    RemoteTrigger,
}

impl FeatureProfile {
    /// All profiles, in the order of 3.3.
    pub const ALL: &'static [Self] = &[
        Self::Core,
        Self::FirmwareManagement,
        Self::LocalAuthListManagement,
        Self::Reservation,
        Self::SmartCharging,
        Self::RemoteTrigger,
    ];

    /// The identifier in the value of the configuration key `SupportedFeatureProfiles` (9.1).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "Core",
            Self::FirmwareManagement => "FirmwareManagement",
            Self::LocalAuthListManagement => "LocalAuthListManagement",
            Self::Reservation => "Reservation",
            Self::SmartCharging => "SmartCharging",
            Self::RemoteTrigger => "RemoteTrigger",
        }
    }

    /// Finds the profile of an identifier. Case does not count, as in other configuration values
    /// of the field.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|profile| profile.as_str().eq_ignore_ascii_case(identifier))
    }
}

impl fmt::Display for FeatureProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// As [`FeatureProfile::from_identifier`]: case does not count.
impl FromStr for FeatureProfile {
    type Err = UnknownLiteral;

    fn from_str(text: &str) -> Result<Self, UnknownLiteral> {
        Self::from_identifier(text).ok_or_else(|| UnknownLiteral::new(text, "FeatureProfile"))
    }
}

/// Makes the two look-ups of the table below.
macro_rules! directions {
    ($($feature:literal $profile:expr => { $($name:ident $direction:ident)* })*) => {
        impl Action {
            /// Which role sends the CALLs of this action.
            #[must_use]
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            pub const fn direction(self) -> Direction {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$name => Direction::$direction,)*)*
                    _ => Direction::Both,
                }
            }

            /// The profile that a station with this action has; `None` for the messages of the
            /// white paper, which belong to no profile.
            #[must_use]
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            pub const fn feature_profile(self) -> Option<FeatureProfile> {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$name => $profile,)*)*
                    _ => None,
                }
            }
        }
    };
}

directions! {
    "core" Some(FeatureProfile::Core) => {
        Authorize FromChargePoint
        BootNotification FromChargePoint
        ChangeAvailability FromCentralSystem
        ChangeConfiguration FromCentralSystem
        ClearCache FromCentralSystem
        DataTransfer Both
        GetConfiguration FromCentralSystem
        Heartbeat FromChargePoint
        MeterValues FromChargePoint
        RemoteStartTransaction FromCentralSystem
        RemoteStopTransaction FromCentralSystem
        Reset FromCentralSystem
        StartTransaction FromChargePoint
        StatusNotification FromChargePoint
        StopTransaction FromChargePoint
        UnlockConnector FromCentralSystem
    }
    "firmware_management" Some(FeatureProfile::FirmwareManagement) => {
        DiagnosticsStatusNotification FromChargePoint
        FirmwareStatusNotification FromChargePoint
        GetDiagnostics FromCentralSystem
        UpdateFirmware FromCentralSystem
    }
    "local_auth_list" Some(FeatureProfile::LocalAuthListManagement) => {
        GetLocalListVersion FromCentralSystem
        SendLocalList FromCentralSystem
    }
    "remote_trigger" Some(FeatureProfile::RemoteTrigger) => {
        TriggerMessage FromCentralSystem
    }
    "reservation" Some(FeatureProfile::Reservation) => {
        CancelReservation FromCentralSystem
        ReserveNow FromCentralSystem
    }
    "smart_charging" Some(FeatureProfile::SmartCharging) => {
        ClearChargingProfile FromCentralSystem
        GetCompositeSchedule FromCentralSystem
        SetChargingProfile FromCentralSystem
    }
    "security" None => {
        CertificateSigned FromCentralSystem
        DeleteCertificate FromCentralSystem
        ExtendedTriggerMessage FromCentralSystem
        GetInstalledCertificateIds FromCentralSystem
        GetLog FromCentralSystem
        InstallCertificate FromCentralSystem
        LogStatusNotification FromChargePoint
        SecurityEventNotification FromChargePoint
        SignCertificate FromChargePoint
        SignedFirmwareStatusNotification FromChargePoint
        SignedUpdateFirmware FromCentralSystem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operations of chapter 4, in its order, and those of the white paper that a station
    /// initiates.
    const OF_STATIONS: &[&str] = &[
        "Authorize",
        "BootNotification",
        "DataTransfer",
        "DiagnosticsStatusNotification",
        "FirmwareStatusNotification",
        "Heartbeat",
        "MeterValues",
        "StartTransaction",
        "StatusNotification",
        "StopTransaction",
        "LogStatusNotification",
        "SecurityEventNotification",
        "SignCertificate",
        "SignedFirmwareStatusNotification",
    ];

    #[test]
    fn stations_send_what_chapter_4_lists_and_central_systems_the_rest() {
        for action in Action::ALL.iter().copied() {
            let of_station = OF_STATIONS.contains(&action.as_str());
            assert_eq!(Role::ChargePoint.may_call(action), of_station, "{action}");
            let of_both = action.as_str() == "DataTransfer";
            assert_eq!(Role::CentralSystem.may_call(action), !of_station || of_both, "{action}");
            for role in [Role::ChargePoint, Role::CentralSystem] {
                assert_eq!(role.may_answer(action), role.peer().may_call(action), "{action}");
            }
        }
    }

    #[cfg(feature = "all-profiles")]
    #[test]
    fn profiles_have_as_many_operations_as_the_table_of_3_3() {
        let count = |profile| {
            Action::ALL.iter().filter(|action| action.feature_profile() == profile).count()
        };
        let counts = FeatureProfile::ALL.iter().map(|profile| count(Some(*profile)));
        assert!(counts.eq([16, 4, 2, 2, 3, 1]));
        assert_eq!(count(None), 11);
    }

    #[test]
    fn identifiers_are_found_again() {
        for profile in FeatureProfile::ALL.iter().copied() {
            assert_eq!(FeatureProfile::from_identifier(profile.as_str()), Some(profile));
        }
        assert_eq!(
            FeatureProfile::from_identifier("smartcharging"),
            Some(FeatureProfile::SmartCharging)
        );
        assert_eq!(FeatureProfile::from_identifier("Security"), None);
    }
}

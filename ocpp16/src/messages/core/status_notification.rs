//! StatusNotification (4.9, 6.47, 6.48).

use crate::values::{CiString, DateTime};

message! {
    /// The station says that the state of a connector has changed, or an error:
    /// StatusNotification.req, 6.47.
    pub struct StatusNotificationRequest<'a> {
        /// The connector; 0 for the station itself.
        required connector_id: i32 = "connectorId",
        /// The error; `NoError` if there is none.
        required error_code: ChargePointErrorCode = "errorCode",
        /// More about the error.
        optional info, with_info: CiString<'a, 50> = "info",
        /// The state of the connector.
        required status: ChargePointStatus = "status",
        /// When it changed; absent: when it was received.
        optional timestamp, with_timestamp: DateTime = "timestamp",
        /// Who defines `vendorErrorCode`.
        optional vendor_id, with_vendor_id: CiString<'a, 255> = "vendorId",
        /// The code of the vendor.
        optional vendor_error_code, with_vendor_error_code: CiString<'a, 50> = "vendorErrorCode",
    }
}

message! {
    /// The answer to StatusNotification: StatusNotification.conf, 6.48.
    pub struct StatusNotificationResponse {
    }
}

enumeration! {
    /// An error of a station, 7.6 "ChargePointErrorCode".
    pub enum ChargePointErrorCode {
        /// The connector does not lock or unlock.
        ConnectorLockFailure = "ConnectorLockFailure",
        /// Communication with the EV fails.
        EvCommunicationError = "EVCommunicationError",
        /// The residual current device has tripped.
        GroundFailure = "GroundFailure",
        /// Too hot inside.
        HighTemperature = "HighTemperature",
        /// An error in hard- or software.
        InternalError = "InternalError",
        /// The identifier is valid by the central system, and not by the local list.
        LocalListConflict = "LocalListConflict",
        /// Nothing to report.
        NoError = "NoError",
        /// Another error, see `vendorErrorCode`.
        OtherError = "OtherError",
        /// The over-current protection has tripped.
        OverCurrentFailure = "OverCurrentFailure",
        /// The meter fails.
        PowerMeterFailure = "PowerMeterFailure",
        /// The power switch fails.
        PowerSwitchFailure = "PowerSwitchFailure",
        /// The reader of identifiers fails.
        ReaderFailure = "ReaderFailure",
        /// A reset fails.
        ResetFailure = "ResetFailure",
        /// The voltage is too low.
        UnderVoltage = "UnderVoltage",
        /// The voltage is too high.
        OverVoltage = "OverVoltage",
        /// The wireless link is weak.
        WeakSignal = "WeakSignal",
    }
}

enumeration! {
    /// The state of a connector or of the station, 7.7 "ChargePointStatus".
    pub enum ChargePointStatus {
        /// Free for a new user.
        Available = "Available",
        /// Busy with a user, no transaction yet.
        Preparing = "Preparing",
        /// The contactor is closed.
        Charging = "Charging",
        /// The EV is connected, and the station offers no energy.
        SuspendedEvse = "SuspendedEVSE",
        /// The station offers energy, and the EV takes none.
        SuspendedEv = "SuspendedEV",
        /// The transaction has stopped, and the connector is not free yet.
        Finishing = "Finishing",
        /// Reserved.
        Reserved = "Reserved",
        /// Out of use.
        Unavailable = "Unavailable",
        /// Out of use by an error.
        Faulted = "Faulted",
    }
}

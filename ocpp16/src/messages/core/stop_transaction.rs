//! StopTransaction (4.10, 6.49, 6.50).

use alloc::vec::Vec;

use crate::messages::types::{IdTagInfo, MeterValue};
use crate::values::{CiString, DateTime};

message! {
    /// The station says that a transaction has stopped: StopTransaction.req, 6.49.
    pub struct StopTransactionRequest<'a> {
        /// The identifier it was stopped with; absent if the station itself stopped it.
        optional id_tag, with_id_tag: CiString<'a, 20> = "idTag",
        /// The meter at the stop, in Wh.
        reading meter_stop: i32 = "meterStop",
        /// When it stopped.
        required timestamp: DateTime = "timestamp",
        /// The transaction; -1 if the station never got its id (errata 3.18).
        required transaction_id: i32 = "transactionId",
        /// Why it stopped; absent: `Local`.
        optional reason, with_reason: Reason = "reason",
        /// Values for billing.
        optional transaction_data, with_transaction_data: Vec<MeterValue<'a>> = "transactionData",
    }
}

message! {
    /// The answer to StopTransaction: StopTransaction.conf, 6.50.
    pub struct StopTransactionResponse<'a> {
        /// What the central system knows about the identifier.
        optional id_tag_info, with_id_tag_info: IdTagInfo<'a> = "idTagInfo",
    }
}

enumeration! {
    /// Why a transaction has stopped, 7.36 "Reason".
    pub enum Reason {
        /// The emergency stop button.
        EmergencyStop = "EmergencyStop",
        /// The cable was pulled out.
        EvDisconnected = "EVDisconnected",
        /// A hard reset.
        HardReset = "HardReset",
        /// The user at the station. The default.
        Local = "Local",
        /// Another reason.
        OtherReason = "Other",
        /// No power.
        PowerLoss = "PowerLoss",
        /// A restart of the station, not by Reset.
        Reboot = "Reboot",
        /// By RemoteStopTransaction.
        Remote = "Remote",
        /// A soft reset.
        SoftReset = "SoftReset",
        /// By UnlockConnector.
        UnlockCommand = "UnlockCommand",
        /// StartTransaction was answered with no authorization.
        DeAuthorized = "DeAuthorized",
    }
}

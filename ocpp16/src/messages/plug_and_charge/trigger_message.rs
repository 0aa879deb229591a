//! TriggerMessage in DataTransfer (OCPP 2.0.1, A03).

use super::{CustomData, StatusInfo};

use crate::messages::types::TriggerMessageStatus;

message! {
    /// The central system asks for a SignCertificate. Wrapped `TriggerMessageRequest`.
    pub struct TriggerMessageRequest<'a> {
        /// Which message; the application note has no members here, and means `SignV2GCertificate`.
        narrowing requested_message, with_requested_message: MessageTrigger = "requestedMessage",
        /// The EVSE; absent: all. Not in the application note.
        narrowing evse, with_evse: Evse<'a> = "evse",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `TriggerMessageResponse`.
    pub struct TriggerMessageResponse<'a> {
        /// Whether the message will come.
        required status: TriggerMessageStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// An EVSE (OCPP 2.0.1).
    pub struct Evse<'a> {
        /// Its number, from 1 on.
        required id: i32 = "id",
        /// The connector.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// A message that can be asked for. OCPP 2.0.1 has all of them; here only `SignV2GCertificate`
    /// is to be followed.
    #[non_exhaustive]
    pub enum MessageTrigger {
        /// Not to be followed.
        BootNotification = "BootNotification",
        /// Not to be followed.
        LogStatusNotification = "LogStatusNotification",
        /// Not to be followed.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// Not to be followed.
        Heartbeat = "Heartbeat",
        /// Not to be followed.
        MeterValues = "MeterValues",
        /// Not to be followed.
        SignChargingStationCertificate = "SignChargingStationCertificate",
        /// SignCertificate.
        SignV2gCertificate = "SignV2GCertificate",
        /// Not to be followed.
        StatusNotification = "StatusNotification",
        /// Not to be followed.
        TransactionEvent = "TransactionEvent",
        /// Not to be followed.
        SignCombinedCertificate = "SignCombinedCertificate",
        /// Not to be followed.
        PublishFirmwareStatusNotification = "PublishFirmwareStatusNotification",
    }
}

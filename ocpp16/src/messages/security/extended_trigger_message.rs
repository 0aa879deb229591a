//! ExtendedTriggerMessage (white paper, 5.5, 5.6).

use crate::messages::types::TriggerMessageStatus;

message! {
    /// The central system asks for a message of the station, also those of the white paper:
    /// ExtendedTriggerMessage.req, white paper 5.5.
    pub struct ExtendedTriggerMessageRequest {
        /// Which message.
        required requested_message: ExtendedMessageTrigger = "requestedMessage",
        /// The connector, above 0; absent: all, or the station.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
    }
}

message! {
    /// The answer to ExtendedTriggerMessage: ExtendedTriggerMessage.conf, white paper 5.6.
    pub struct ExtendedTriggerMessageResponse {
        /// Whether the message will come.
        required status: TriggerMessageStatus = "status",
    }
}

enumeration! {
    /// A message that can be asked for, white paper 6.14 "MessageTriggerEnumType".
    #[non_exhaustive]
    pub enum ExtendedMessageTrigger {
        /// BootNotification.
        BootNotification = "BootNotification",
        /// LogStatusNotification.
        LogStatusNotification = "LogStatusNotification",
        /// SignedFirmwareStatusNotification or FirmwareStatusNotification.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// Heartbeat.
        Heartbeat = "Heartbeat",
        /// MeterValues.
        MeterValues = "MeterValues",
        /// SignCertificate.
        SignChargePointCertificate = "SignChargePointCertificate",
        /// StatusNotification.
        StatusNotification = "StatusNotification",
    }
}

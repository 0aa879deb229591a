//! TriggerMessage (5.17, 6.51, 6.52).

use crate::messages::types::TriggerMessageStatus;

message! {
    /// The central system asks for a message of the station: TriggerMessage.req, 6.51.
    pub struct TriggerMessageRequest {
        /// Which message.
        required requested_message: MessageTrigger = "requestedMessage",
        /// The connector, above 0; absent: all, or the station.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
    }
}

message! {
    /// The answer to TriggerMessage: TriggerMessage.conf, 6.52.
    pub struct TriggerMessageResponse {
        /// Whether the message will come.
        required status: TriggerMessageStatus = "status",
    }
}

enumeration! {
    /// A message that can be asked for, 7.32 "MessageTrigger".
    pub enum MessageTrigger {
        /// BootNotification.
        BootNotification = "BootNotification",
        /// DiagnosticsStatusNotification.
        DiagnosticsStatusNotification = "DiagnosticsStatusNotification",
        /// FirmwareStatusNotification.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// Heartbeat.
        Heartbeat = "Heartbeat",
        /// MeterValues.
        MeterValues = "MeterValues",
        /// StatusNotification.
        StatusNotification = "StatusNotification",
    }
}

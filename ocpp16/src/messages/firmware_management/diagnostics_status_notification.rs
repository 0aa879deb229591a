//! DiagnosticsStatusNotification (4.4, 6.17, 6.18).

message! {
    /// The station says how far an upload of diagnostics is: DiagnosticsStatusNotification.req,
    /// 6.17.
    pub struct DiagnosticsStatusNotificationRequest {
        /// How far it is.
        required status: DiagnosticsStatus = "status",
    }
}

message! {
    /// The answer to DiagnosticsStatusNotification: DiagnosticsStatusNotification.conf, 6.18.
    pub struct DiagnosticsStatusNotificationResponse {
    }
}

enumeration! {
    /// How far an upload of diagnostics is, 7.24 "DiagnosticsStatus".
    pub enum DiagnosticsStatus {
        /// None is going on. Only in answer to a TriggerMessage.
        Idle = "Idle",
        /// Finished.
        Uploaded = "Uploaded",
        /// Failed.
        UploadFailed = "UploadFailed",
        /// Going on.
        Uploading = "Uploading",
    }
}

//! LogStatusNotification (white paper, 5.13, 5.14).

message! {
    /// The station says how far an upload of a log is: LogStatusNotification.req, white paper 5.13.
    pub struct LogStatusNotificationRequest {
        /// How far it is.
        required status: UploadLogStatus = "status",
        /// The id of the request; absent only in answer to a trigger, when idle.
        optional request_id, with_request_id: i32 = "requestId",
    }
}

message! {
    /// The answer to LogStatusNotification: LogStatusNotification.conf, white paper 5.14.
    pub struct LogStatusNotificationResponse {
    }
}

enumeration! {
    /// How far an upload of a log is, white paper 6.17 "UploadLogStatusEnumType".
    #[non_exhaustive]
    pub enum UploadLogStatus {
        /// The request was not understood.
        BadMessage = "BadMessage",
        /// None is going on.
        Idle = "Idle",
        /// The protocol is not supported.
        NotSupportedOperation = "NotSupportedOperation",
        /// The server does not allow it.
        PermissionDenied = "PermissionDenied",
        /// Finished.
        Uploaded = "Uploaded",
        /// Failed.
        UploadFailure = "UploadFailure",
        /// Going on.
        Uploading = "Uploading",
    }
}

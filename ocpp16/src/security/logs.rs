//! Logs and security events (white paper, sections 3, 5 and 6).

use crate::date_time::DateTime;
use crate::text::{CiString, Text};

operation! {
    /// The central system asks for an upload of a log (white paper 5.9).
    GetLog, GetLogRequest [a], GetLogResponse [a]
}

message! {
    /// The central system asks for an upload of a log: GetLog.req, white paper 5.9.
    pub struct GetLogRequest<'a> {
        /// From when, to where.
        required log: LogParameters<'a> = "log",
        /// Which log.
        required log_type: Log = "logType",
        /// The id of this request.
        required request_id: i32 = "requestId",
        /// How often to try again.
        optional retries, with_retries: i32 = "retries",
        /// Seconds between attempts.
        optional retry_interval, with_retry_interval: i32 = "retryInterval",
    }
}

message! {
    /// The answer to GetLog: GetLog.conf, white paper 5.10.
    pub struct GetLogResponse<'a> {
        /// Whether it will be uploaded.
        required status: LogStatus = "status",
        /// The name of the file; absent if there is nothing to upload.
        optional filename, with_filename: CiString<'a, 255> = "filename",
    }
}

operation! {
    /// The station says how far an upload of a log is (white paper 5.13).
    LogStatusNotification, LogStatusNotificationRequest, LogStatusNotificationResponse
}

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

operation! {
    /// The station says that something critical for security has happened (white paper 5.15).
    SecurityEventNotification, SecurityEventNotificationRequest [a], SecurityEventNotificationResponse
}

message! {
    /// The station says that something critical for security has happened:
    /// SecurityEventNotification.req, white paper 5.15.
    pub struct SecurityEventNotificationRequest<'a> {
        /// Which kind of event, see the list of the white paper.
        required kind: CiString<'a, 50> = "type",
        /// When.
        required timestamp: DateTime = "timestamp",
        /// More about it.
        optional tech_info, with_tech_info: CiString<'a, 255> = "techInfo",
    }
}

message! {
    /// The answer to SecurityEventNotification: SecurityEventNotification.conf, white paper 5.16.
    pub struct SecurityEventNotificationResponse {
    }
}

message! {
    /// Which part of a log to upload, white paper 6.12 "LogParametersType".
    pub struct LogParameters<'a> {
        /// The URL to upload to.
        required remote_location: Text<'a, 512> = "remoteLocation",
        /// The oldest time to include; absent: from the beginning. Not narrowing, as in GetDiagnostics.
        optional oldest_timestamp, with_oldest_timestamp: DateTime = "oldestTimestamp",
        /// The latest time to include; absent: to the end.
        optional latest_timestamp, with_latest_timestamp: DateTime = "latestTimestamp",
    }
}

enumeration! {
    /// A log, white paper 6.11 "LogEnumType".
    #[non_exhaustive]
    pub enum Log {
        /// Diagnostics.
        DiagnosticsLog = "DiagnosticsLog",
        /// Security events.
        SecurityLog = "SecurityLog",
    }
}

enumeration! {
    /// The answer to GetLog, white paper 6.13 "LogStatusEnumType".
    #[non_exhaustive]
    pub enum LogStatus {
        /// It will be uploaded.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
        /// It will be uploaded, and an upload that was going on is cancelled.
        AcceptedCanceled = "AcceptedCanceled",
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

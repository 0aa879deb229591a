//! GetLog (white paper, 5.9, 5.10).

use crate::values::{CiString, DateTime, Text};

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

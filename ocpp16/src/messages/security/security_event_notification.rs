//! SecurityEventNotification (white paper, 5.15, 5.16).

use crate::values::{CiString, DateTime};

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

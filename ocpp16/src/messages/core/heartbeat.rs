//! Heartbeat (4.6, 6.29, 6.30).

use crate::values::DateTime;

message! {
    /// The station says that it is there, and asks for the time: Heartbeat.req, 6.29.
    pub struct HeartbeatRequest {
    }
}

message! {
    /// The answer to Heartbeat: Heartbeat.conf, 6.30.
    pub struct HeartbeatResponse {
        /// The time of the central system.
        required current_time: DateTime = "currentTime",
    }
}

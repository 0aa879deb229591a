//! Reset (5.14, 6.39, 6.40).

message! {
    /// The central system asks for a restart of the station: Reset.req, 6.39.
    pub struct ResetRequest {
        /// How to restart.
        required kind: ResetType = "type",
    }
}

message! {
    /// The answer to Reset: Reset.conf, 6.40.
    pub struct ResetResponse {
        /// Whether it will restart.
        required status: ResetStatus = "status",
    }
}

enumeration! {
    /// How to restart, 7.42 "ResetType".
    pub enum ResetType {
        /// At once, all of the station.
        Hard = "Hard",
        /// After stopping transactions, the software.
        Soft = "Soft",
    }
}

enumeration! {
    /// The answer to Reset, 7.41 "ResetStatus".
    pub enum ResetStatus {
        /// It will restart.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
    }
}

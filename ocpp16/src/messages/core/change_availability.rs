//! ChangeAvailability (5.2, 6.7, 6.8).

message! {
    /// The central system takes connectors in or out of use: ChangeAvailability.req, 6.7.
    pub struct ChangeAvailabilityRequest {
        /// The connector; 0 for the station and all of them.
        required connector_id: i32 = "connectorId",
        /// In or out of use.
        required kind: AvailabilityType = "type",
    }
}

message! {
    /// The answer to ChangeAvailability: ChangeAvailability.conf, 6.8.
    pub struct ChangeAvailabilityResponse {
        /// What the station does about it.
        required status: AvailabilityStatus = "status",
    }
}

enumeration! {
    /// In or out of use, 7.4 "AvailabilityType".
    pub enum AvailabilityType {
        /// Out of use.
        Inoperative = "Inoperative",
        /// In use.
        Operative = "Operative",
    }
}

enumeration! {
    /// The answer to ChangeAvailability, 7.3 "AvailabilityStatus".
    pub enum AvailabilityStatus {
        /// Done, or it was so already.
        Accepted = "Accepted",
        /// Not done.
        Rejected = "Rejected",
        /// To be done when the running transaction ends.
        Scheduled = "Scheduled",
    }
}

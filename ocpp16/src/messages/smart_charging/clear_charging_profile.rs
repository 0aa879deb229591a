//! ClearChargingProfile (5.5, 6.13, 6.14).

use crate::messages::types::ChargingProfilePurpose;

message! {
    /// The central system removes charging profiles: ClearChargingProfile.req, 6.13.
    pub struct ClearChargingProfileRequest {
        /// The profile; absent: all that match the other members.
        narrowing id, with_id: i32 = "id",
        /// Those of this connector, 0 for the station; absent: of all.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
        /// Those of this purpose; absent: of any.
        narrowing charging_profile_purpose, with_charging_profile_purpose: ChargingProfilePurpose = "chargingProfilePurpose",
        /// Those of this level; absent: of any.
        narrowing stack_level, with_stack_level: i32 = "stackLevel",
    }
}

message! {
    /// The answer to ClearChargingProfile: ClearChargingProfile.conf, 6.14.
    pub struct ClearChargingProfileResponse {
        /// Whether any was removed.
        required status: ClearChargingProfileStatus = "status",
    }
}

enumeration! {
    /// The answer to ClearChargingProfile, 7.21 "ClearChargingProfileStatus".
    pub enum ClearChargingProfileStatus {
        /// Removed.
        Accepted = "Accepted",
        /// None matches.
        Unknown = "Unknown",
    }
}

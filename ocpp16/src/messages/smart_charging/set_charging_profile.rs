//! SetChargingProfile (5.16, 6.43, 6.44).

use crate::messages::types::ChargingProfile;

message! {
    /// The central system sets a charging profile: SetChargingProfile.req, 6.43.
    pub struct SetChargingProfileRequest {
        /// The connector; 0 for the station or the default of all.
        required connector_id: i32 = "connectorId",
        /// The profile.
        required cs_charging_profiles: ChargingProfile = "csChargingProfiles",
    }
}

message! {
    /// The answer to SetChargingProfile: SetChargingProfile.conf, 6.44.
    pub struct SetChargingProfileResponse {
        /// Whether it was set.
        required status: ChargingProfileStatus = "status",
    }
}

enumeration! {
    /// The answer to SetChargingProfile, 7.11 "ChargingProfileStatus".
    pub enum ChargingProfileStatus {
        /// Set.
        Accepted = "Accepted",
        /// Not set.
        Rejected = "Rejected",
        /// The station does no smart charging.
        NotSupported = "NotSupported",
    }
}

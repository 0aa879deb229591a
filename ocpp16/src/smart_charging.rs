//! The profile Smart Charging.

use crate::date_time::DateTime;
use crate::types::{ChargingProfile, ChargingProfilePurpose, ChargingRateUnit, ChargingSchedule};

operation! {
    /// The central system removes charging profiles (5.5).
    ClearChargingProfile, ClearChargingProfileRequest, ClearChargingProfileResponse
}

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

operation! {
    /// The central system asks what all profiles together come to (5.7).
    GetCompositeSchedule, GetCompositeScheduleRequest, GetCompositeScheduleResponse
}

message! {
    /// The central system asks what all profiles together come to: GetCompositeSchedule.req, 6.21.
    pub struct GetCompositeScheduleRequest {
        /// The connector; 0 for the station.
        required connector_id: i32 = "connectorId",
        /// Length of the schedule in seconds.
        required duration: i32 = "duration",
        /// The unit to answer in.
        optional charging_rate_unit, with_charging_rate_unit: ChargingRateUnit = "chargingRateUnit",
    }
}

message! {
    /// The answer to GetCompositeSchedule: GetCompositeSchedule.conf, 6.22.
    pub struct GetCompositeScheduleResponse {
        /// Whether there is a schedule.
        required status: GetCompositeScheduleStatus = "status",
        /// The connector.
        optional connector_id, with_connector_id: i32 = "connectorId",
        /// What the periods are relative to.
        optional schedule_start, with_schedule_start: DateTime = "scheduleStart",
        /// The schedule.
        optional charging_schedule, with_charging_schedule: ChargingSchedule = "chargingSchedule",
    }
}

operation! {
    /// The central system sets a charging profile (5.16).
    SetChargingProfile, SetChargingProfileRequest, SetChargingProfileResponse
}

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
    /// The answer to ClearChargingProfile, 7.21 "ClearChargingProfileStatus".
    pub enum ClearChargingProfileStatus {
        /// Removed.
        Accepted = "Accepted",
        /// None matches.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// The answer to GetCompositeSchedule, 7.26 "GetCompositeScheduleStatus".
    pub enum GetCompositeScheduleStatus {
        /// There is a schedule.
        Accepted = "Accepted",
        /// There is none.
        Rejected = "Rejected",
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

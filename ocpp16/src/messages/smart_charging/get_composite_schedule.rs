//! GetCompositeSchedule (5.7, 6.21, 6.22).

use crate::messages::types::{ChargingRateUnit, ChargingSchedule};
use crate::values::DateTime;

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

enumeration! {
    /// The answer to GetCompositeSchedule, 7.26 "GetCompositeScheduleStatus".
    pub enum GetCompositeScheduleStatus {
        /// There is a schedule.
        Accepted = "Accepted",
        /// There is none.
        Rejected = "Rejected",
    }
}

//! ReserveNow (5.13, 6.37, 6.38).

use crate::values::{CiString, DateTime};

message! {
    /// The central system reserves a connector: ReserveNow.req, 6.37.
    pub struct ReserveNowRequest<'a> {
        /// The connector; 0 for any.
        required connector_id: i32 = "connectorId",
        /// When the reservation ends.
        required expiry_date: DateTime = "expiryDate",
        /// The identifier that it is for.
        required id_tag: CiString<'a, 20> = "idTag",
        /// The group that it is for.
        optional parent_id_tag, with_parent_id_tag: CiString<'a, 20> = "parentIdTag",
        /// The id of the reservation; one with the same id is replaced.
        required reservation_id: i32 = "reservationId",
    }
}

message! {
    /// The answer to ReserveNow: ReserveNow.conf, 6.38.
    pub struct ReserveNowResponse {
        /// Whether it is reserved.
        required status: ReservationStatus = "status",
    }
}

enumeration! {
    /// The answer to ReserveNow, 7.40 "ReservationStatus".
    pub enum ReservationStatus {
        /// Reserved.
        Accepted = "Accepted",
        /// The connectors are out of use by an error.
        Faulted = "Faulted",
        /// The connectors are busy.
        Occupied = "Occupied",
        /// The station does not take reservations.
        Rejected = "Rejected",
        /// The connectors are out of use.
        Unavailable = "Unavailable",
    }
}

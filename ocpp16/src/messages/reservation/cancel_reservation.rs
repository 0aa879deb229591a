//! CancelReservation (5.1, 6.5, 6.6).

message! {
    /// The central system cancels a reservation: CancelReservation.req, 6.5.
    pub struct CancelReservationRequest {
        /// The reservation.
        required reservation_id: i32 = "reservationId",
    }
}

message! {
    /// The answer to CancelReservation: CancelReservation.conf, 6.6.
    pub struct CancelReservationResponse {
        /// Whether it was cancelled.
        required status: CancelReservationStatus = "status",
    }
}

enumeration! {
    /// The answer to CancelReservation, 7.5 "CancelReservationStatus".
    pub enum CancelReservationStatus {
        /// Cancelled.
        Accepted = "Accepted",
        /// There is no such reservation.
        Rejected = "Rejected",
    }
}

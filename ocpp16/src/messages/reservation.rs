//! The profile Reservation.

mod cancel_reservation;
mod reserve_now;

pub use cancel_reservation::*;
pub use reserve_now::*;

//! Reservations of connectors (5.13), and their ends.

use core::time::Duration;

use ocpp16::DateTime;
use ocpp16::messages::core::ChargePointStatus;
use ocpp16::messages::reservation::{
    CancelReservationStatus, ReservationStatus, ReserveNowRequest,
};

use super::Station;
use super::state::{Connector, State};

/// The clock is looked at this often, in its own time: it may be set while a reservation waits.
const LOOK: Duration = Duration::from_secs(60);

impl Station {
    /// Ends reservations when their time has come (5.13), whether or not there is a connection.
    pub(super) async fn end_reservations(&self) {
        loop {
            let now = self.clock().milliseconds();
            let ended = self.state().end_reservations(now);
            for connector in ended {
                self.journal()
                    .say(format_args!("the reservation of connector {connector} is over"));
                self.tell_status(connector);
            }
            let next = self.state().next_end();
            let wait = async {
                match next {
                    Some(next) => {
                        let left = u64::try_from(next.saturating_sub(now)).unwrap_or_default();
                        self.clock().sleep(Duration::from_millis(left).min(LOOK)).await;
                    }
                    None => core::future::pending().await,
                }
            };
            tokio::select! {
                () = wait => {}
                () = self.0.reservations_changed.notified() => {}
            }
        }
    }

    /// A reservation was made.
    pub(super) fn look_at_reservations(&self) {
        self.0.reservations_changed.notify_one();
    }
}

/// Unix milliseconds.
fn milliseconds(time: &DateTime) -> i64 {
    let fraction = i64::from(time.nanoseconds() / 1_000_000);
    time.unix_seconds().saturating_mul(1000).saturating_add(fraction)
}

impl State {
    /// Reserves a connector; 0 is any (5.13).
    pub(super) fn reserve(
        &mut self,
        wanted: ReserveNowRequest<'static>,
        now: i64,
    ) -> (ReservationStatus, i32) {
        // 1.6 has no status for it. `Faulted`, `Occupied` and `Unavailable` would say something about
        // the connector that is not so, and `Accepted` would be over at once: "when the time
        // specified in expiryDate is reached" (5.13).
        if milliseconds(&wanted.expiry_date) <= now {
            return (ReservationStatus::Rejected, 0);
        }
        let id = wanted.reservation_id;
        let place = match wanted.connector_id {
            0 => self.connectors.iter().find(|it| it.can_reserve(id)).map_or(1, |it| it.id),
            place => place,
        };
        let Some(connector) = self.connector(place) else {
            return (ReservationStatus::Rejected, 0);
        };
        let status = if !connector.is_operative {
            ReservationStatus::Unavailable
        } else if !connector.can_reserve(id) {
            ReservationStatus::Occupied
        } else {
            // One with the same id is replaced.
            self.cancel_reservation(id);
            if let Some(connector) = self.connector(place) {
                connector.reservation = Some(wanted);
                connector.status = ChargePointStatus::Reserved;
            }
            ReservationStatus::Accepted
        };
        (status, place)
    }

    pub(super) fn cancel_reservation(&mut self, id: i32) -> (CancelReservationStatus, i32) {
        let is_it = |it: &&mut Connector| {
            it.reservation.as_ref().is_some_and(|reservation| reservation.reservation_id == id)
        };
        let Some(connector) = self.connectors.iter_mut().find(is_it) else {
            return (CancelReservationStatus::Rejected, 0);
        };
        connector.reservation = None;
        if connector.status == ChargePointStatus::Reserved {
            connector.status = ChargePointStatus::Available;
        }
        (CancelReservationStatus::Accepted, connector.id)
    }

    /// The connector of a reservation.
    pub(super) fn reserved_connector(&self, id: i32) -> Option<i32> {
        let is_it = |it: &ReserveNowRequest<'_>| it.reservation_id == id;
        let mut connectors = self.connectors.iter();
        connectors.find(|it| it.reservation.as_ref().is_some_and(is_it)).map(|it| it.id)
    }

    /// Ends the reservations whose time has come, and returns their connectors.
    fn end_reservations(&mut self, now: i64) -> Vec<i32> {
        let reservations = self.connectors.iter().filter_map(|it| it.reservation.as_ref());
        let ended = reservations.filter(|it| milliseconds(&it.expiry_date) <= now);
        let ended: Vec<_> = ended.map(|it| it.reservation_id).collect();
        ended.into_iter().map(|id| self.cancel_reservation(id).1).collect()
    }

    /// When the next reservation ends, in Unix milliseconds.
    fn next_end(&self) -> Option<i64> {
        let reservations = self.connectors.iter().filter_map(|it| it.reservation.as_ref());
        reservations.map(|it| milliseconds(&it.expiry_date)).min()
    }
}

impl Connector {
    fn can_reserve(&self, id: i32) -> bool {
        let is_taken =
            self.reservation.as_ref().is_some_and(|reservation| reservation.reservation_id != id);
        let is_idle =
            matches!(self.status, ChargePointStatus::Available | ChargePointStatus::Reserved);
        self.is_operative && is_idle && !is_taken
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::CiString;

    use super::*;
    use crate::station::configuration::Configuration;

    fn request(id: i32, end: i64) -> ReserveNowRequest<'static> {
        let tag = CiString::new("TAG").unwrap();
        ReserveNowRequest::new(1, DateTime::from_unix_milliseconds(end).unwrap(), tag, id)
    }

    #[test]
    fn a_reservation_that_has_ended_already_is_rejected() {
        let mut state = State::new(Configuration::default());
        for end in [0, 999, 1000] {
            assert_eq!(state.reserve(request(1, end), 1000), (ReservationStatus::Rejected, 0));
        }
        assert_eq!(state.connectors[0].status, ChargePointStatus::Available);
        assert_eq!(state.reserve(request(1, 1001), 1000), (ReservationStatus::Accepted, 1));
        assert_eq!(state.connectors[0].status, ChargePointStatus::Reserved);
    }

    #[test]
    fn a_reservation_ends_at_its_time_and_not_before() {
        let mut state = State::new(Configuration::default());
        let accepted = (ReservationStatus::Accepted, 1);
        assert_eq!(state.reserve(request(1, 1500), 1000), accepted);
        assert_eq!(state.reserve(request(2, 9000), 1000), (ReservationStatus::Occupied, 1));
        // The same id replaces it, with a later end.
        assert_eq!(state.reserve(request(1, 2500), 1000), accepted);
        assert!(state.end_reservations(2499).is_empty());
        assert_eq!(state.free_connector(Some(1), "OTHER"), None);
        assert_eq!(state.free_connector(Some(1), "tag"), Some(1));
        assert_eq!(state.next_end(), Some(2500));
        assert_eq!(state.end_reservations(2500), [1]);
        assert_eq!(state.connectors[0].status, ChargePointStatus::Available);
        assert_eq!((state.free_connector(Some(1), "OTHER"), state.next_end()), (Some(1), None));
    }
}

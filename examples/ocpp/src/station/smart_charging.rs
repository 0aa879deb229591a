//! The charging profiles that a station was given, and the power that they allow (3.13).

use ocpp16::messages::smart_charging::{
    ChargingProfileStatus, GetCompositeScheduleRequest, GetCompositeScheduleResponse,
    GetCompositeScheduleStatus, SetChargingProfileRequest, SetChargingProfileResponse,
};
use ocpp16::messages::types::{ChargingRateUnit, ChargingSchedule};
use ocpp16::station::charging_profiles::{Capabilities, ProfileError, Transaction};
use ocpp16::station::composite_schedule::{
    Connector, Profile, Supply, Window, of_connector, of_station, response,
};
use ocpp16::{DateTime, Decimal1};

use super::answers::{Answer, answer, refuse};
use super::configuration::Configuration;
use super::meter::{MAX_POWER, VOLTAGE};
use super::state::{self, State};

/// What the configuration keys say about profiles.
pub(super) fn capabilities(configuration: &Configuration) -> Capabilities {
    let number = |name| configuration.number(name);
    let integer = |name| i32::try_from(number(name)).unwrap_or(i32::MAX);
    let count = |name| usize::try_from(number(name)).unwrap_or(usize::MAX);
    Capabilities::of_connectors(integer("NumberOfConnectors"))
        .with_max_stack_level(integer("ChargeProfileMaxStackLevel"))
        .with_max_periods(count("ChargingScheduleMaxPeriods"))
        .with_max_installed(count("MaxChargingProfilesInstalled"))
}

/// The lines of as many connectors, three phases each.
fn supply(connectors: usize) -> Supply {
    let watts = i64::from(MAX_POWER).saturating_mul(i64::try_from(connectors).unwrap_or(i64::MAX));
    let tenths = watts.saturating_mul(10) / i64::from(3 * VOLTAGE);
    let voltage = u16::try_from(VOLTAGE).unwrap_or(u16::MAX);
    Supply::new(voltage, 3, Decimal1::from_tenths(tenths), ChargingRateUnit::A)
}

fn with_transaction(connector: &state::Connector) -> Connector {
    let of_library = Connector::new(connector.id, supply(1));
    match &connector.running {
        Some(running) => of_library.with_transaction(running.transaction_id, running.started),
        None => of_library,
    }
}

impl State {
    /// Installs a profile (5.16).
    pub(super) fn set_charging_profile(&mut self, request: SetChargingProfileRequest) -> Answer {
        let id = request.connector_id;
        let running = self.connector(id).and_then(|it| it.running.as_ref());
        let transaction = match running.map(|running| running.transaction_id) {
            None => Transaction::None,
            Some(None) => Transaction::Unanswered,
            Some(Some(id)) => Transaction::Known(id),
        };
        let installed = self.profiles.set(id, request.cs_charging_profiles, transaction);
        let why = match installed {
            Ok(()) => {
                return answer(SetChargingProfileResponse::new(ChargingProfileStatus::Accepted));
            }
            Err(why) => why,
        };
        match (why.error_code(), why) {
            (Some(code), ProfileError::UnknownConnector) => {
                refuse(code, "there is no such connector")
            }
            (Some(code), _) => refuse(code, "a value is not of the standard"),
            (None, _) => answer(SetChargingProfileResponse::new(ChargingProfileStatus::Rejected)),
        }
    }

    /// What all profiles come to from now on (5.7).
    pub(super) fn composite_schedule(
        &self,
        request: &GetCompositeScheduleRequest,
        now: DateTime,
    ) -> GetCompositeScheduleResponse {
        let window = Window::of_request(request, now);
        match self.schedule(request.connector_id, &window) {
            Some(schedule) => response(request, &window, schedule),
            None => GetCompositeScheduleResponse::new(GetCompositeScheduleStatus::Rejected),
        }
    }

    /// The power that a connector may offer now, in W.
    pub(super) fn allowed_power(&self, connector: i32, now: DateTime) -> u32 {
        let window = Window::new(now, 0).in_unit(ChargingRateUnit::W);
        let schedule = self.schedule(connector, &window);
        let period = schedule.and_then(|it| it.charging_schedule_period.into_iter().next());
        let watts = period.and_then(|period| u32::try_from(period.limit.tenths() / 10).ok());
        watts.unwrap_or(MAX_POWER).min(MAX_POWER)
    }

    fn schedule(&self, id: i32, window: &Window) -> Option<ChargingSchedule> {
        let profiles: Vec<Profile<'_>> = self.profiles.iter().collect();
        if id == 0 {
            let connectors: Vec<_> = self.connectors.iter().map(with_transaction).collect();
            let station = supply(connectors.len());
            return Some(of_station(&profiles, &connectors, &station, window));
        }
        let connector = self.connectors.iter().find(|connector| connector.id == id)?;
        Some(of_connector(&profiles, &with_transaction(connector), window))
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::messages::types::{
        ChargingProfile, ChargingProfileKind, ChargingProfilePurpose, ChargingSchedulePeriod,
    };

    use super::*;

    fn profile(id: i32, purpose: ChargingProfilePurpose, amperes: &[i64]) -> ChargingProfile {
        let periods: Vec<_> = (0..)
            .zip(amperes)
            .map(|(at, limit)| {
                ChargingSchedulePeriod::new(at * 3600, Decimal1::from_tenths(limit * 10))
            })
            .collect();
        let schedule = ChargingSchedule::new(ChargingRateUnit::A, periods);
        ChargingProfile::new(id, 0, purpose, ChargingProfileKind::Relative, schedule)
    }

    #[test]
    fn the_stations_profile_caps_that_of_a_transaction() {
        let now = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut state = State::new(Configuration::default());
        assert_eq!(state.allowed_power(1, now), MAX_POWER);
        for (connector, profile) in [
            (1, profile(1, ChargingProfilePurpose::TxDefaultProfile, &[10, 16])),
            (0, profile(2, ChargingProfilePurpose::ChargePointMaxProfile, &[12])),
        ] {
            let request = SetChargingProfileRequest::new(connector, profile);
            let accepted = SetChargingProfileResponse::new(ChargingProfileStatus::Accepted);
            let reply = state.set_charging_profile(request).reply;
            assert_eq!(reply.ok(), Some(accepted.into()));
        }
        assert_eq!(state.allowed_power(1, now), 10 * 3 * 230);
        let request = GetCompositeScheduleRequest::new(1, 7200);
        let schedule = state.composite_schedule(&request, now).charging_schedule.unwrap();
        let limits: Vec<_> = (schedule.charging_schedule_period.iter())
            .map(|period| (period.start_period, period.limit.tenths()))
            .collect();
        assert_eq!(limits, [(0, 100), (3600, 120)]);
    }
}

//! The charging profiles that a station was given, and the limit that they come to (3.13).

use ocpp16::smart_charging::ClearChargingProfileRequest;
use ocpp16::types::{
    ChargingProfile, ChargingProfileKind, ChargingProfilePurpose, ChargingRateUnit,
    ChargingSchedule, ChargingSchedulePeriod, RecurrencyKind,
};
use ocpp16::{DateTime, Decimal1};

use super::meter::VOLTAGE;

/// Profiles by connector; 0 is the station.
#[derive(Clone, Debug, Default)]
pub(super) struct Profiles {
    installed: Vec<(i32, ChargingProfile)>,
}

impl Profiles {
    /// Installs a profile. It replaces one with the same id, or with the same purpose and level on
    /// the same connector (5.16).
    pub(super) fn set(&mut self, connector: i32, profile: ChargingProfile) {
        self.installed.retain(|(at, old)| {
            let same_place = *at == connector
                && old.stack_level == profile.stack_level
                && old.charging_profile_purpose == profile.charging_profile_purpose;
            old.charging_profile_id != profile.charging_profile_id && !same_place
        });
        self.installed.push((connector, profile));
    }

    /// Removes what matches, and says whether there was any. With an id, nothing else counts.
    pub(super) fn clear(&mut self, which: &ClearChargingProfileRequest) -> bool {
        let before = self.installed.len();
        self.installed.retain(|(connector, profile)| {
            let matches = match which.id {
                Some(id) => profile.charging_profile_id == id,
                None => {
                    which.connector_id.is_none_or(|id| id == *connector)
                        && which.stack_level.is_none_or(|level| level == profile.stack_level)
                        && (which.charging_profile_purpose.as_ref())
                            .is_none_or(|purpose| *purpose == profile.charging_profile_purpose)
                }
            };
            !matches
        });
        self.installed.len() < before
    }

    /// Those of a transaction end with it.
    pub(super) fn end_transaction(&mut self, connector: i32) {
        self.installed.retain(|(at, profile)| {
            *at != connector
                || profile.charging_profile_purpose != ChargingProfilePurpose::TxProfile
        });
    }

    pub(super) fn len(&self) -> usize {
        self.installed.len()
    }

    /// The limit in W at a time in Unix seconds; `None`: no profile says anything.
    pub(super) fn limit(&self, connector: i32, started: Option<i64>, at: i64) -> Option<i64> {
        let of = |purpose: &ChargingProfilePurpose| {
            let mut stack: Vec<_> = self
                .installed
                .iter()
                .filter(|(id, it)| {
                    it.charging_profile_purpose == *purpose && (*id == connector || *id == 0)
                })
                .map(|(_, profile)| profile)
                .collect();
            stack.sort_by_key(|profile| core::cmp::Reverse(profile.stack_level));
            stack.into_iter().find_map(|profile| limit_of(profile, started, at))
        };
        // A profile of the transaction replaces the default one; the station's caps both.
        let own = of(&ChargingProfilePurpose::TxProfile)
            .or_else(|| of(&ChargingProfilePurpose::TxDefaultProfile));
        let cap = of(&ChargingProfilePurpose::ChargePointMaxProfile);
        own.into_iter().chain(cap).min()
    }

    /// The schedule that all profiles come to, from a time in Unix seconds.
    pub(super) fn composite(
        &self,
        connector: i32,
        started: Option<i64>,
        from: i64,
        duration: i32,
        unit: ChargingRateUnit,
    ) -> Option<ChargingSchedule> {
        let mut periods: Vec<ChargingSchedulePeriod> = Vec::new();
        for second in self.changes(started, from, duration) {
            let at = from.saturating_add(i64::from(second));
            let Some(watts) = self.limit(connector, started, at) else { continue };
            let limit = Decimal1::from_tenths(match unit {
                ChargingRateUnit::A => watts.saturating_mul(10) / i64::from(3 * VOLTAGE),
                _ => watts.saturating_mul(10),
            });
            if periods.last().is_none_or(|last| last.limit != limit) {
                periods.push(ChargingSchedulePeriod::new(second, limit));
            }
        }
        let is_complete = periods.first().is_some_and(|first| first.start_period == 0);
        is_complete.then(|| ChargingSchedule::new(unit, periods).with_duration(duration))
    }

    /// The seconds from `from` on at which a limit may change.
    fn changes(&self, started: Option<i64>, from: i64, duration: i32) -> Vec<i32> {
        let mut seconds = vec![0];
        for (_, profile) in &self.installed {
            let schedule = &profile.charging_schedule;
            let origin = origin_of(profile, started, from).unwrap_or(from);
            let ends = schedule.duration.into_iter();
            let starts = schedule.charging_schedule_period.iter().map(|it| it.start_period);
            for offset in starts.chain(ends) {
                // Of this day or week and of the next.
                for turn in [0, period_of(profile).unwrap_or_default()] {
                    let at = origin.saturating_add(i64::from(offset)).saturating_add(turn);
                    seconds.extend(i32::try_from(at.saturating_sub(from)).ok());
                }
            }
        }
        seconds.retain(|second| (0..duration.max(1)).contains(second));
        seconds.sort_unstable();
        seconds.dedup();
        seconds
    }
}

fn limit_of(profile: &ChargingProfile, started: Option<i64>, at: i64) -> Option<i64> {
    let seconds = |time: &DateTime| time.unix_seconds();
    if profile.valid_from.as_ref().is_some_and(|from| at < seconds(from))
        || profile.valid_to.as_ref().is_some_and(|to| at >= seconds(to))
    {
        return None;
    }
    let schedule = &profile.charging_schedule;
    let offset = at.checked_sub(origin_of(profile, started, at)?)?;
    if offset < 0 || schedule.duration.is_some_and(|duration| offset >= i64::from(duration)) {
        return None;
    }
    let period = (schedule.charging_schedule_period.iter())
        .rev()
        .find(|period| i64::from(period.start_period) <= offset)?;
    let tenths = period.limit.tenths();
    Some(match schedule.charging_rate_unit {
        ChargingRateUnit::A => {
            let phases = i64::from(period.number_phases.unwrap_or(3));
            tenths.saturating_mul(phases).saturating_mul(i64::from(VOLTAGE)) / 10
        }
        _ => tenths / 10,
    })
}

/// When a schedule began, in Unix seconds.
fn origin_of(profile: &ChargingProfile, started: Option<i64>, at: i64) -> Option<i64> {
    let start = profile.charging_schedule.start_schedule.as_ref().map(DateTime::unix_seconds);
    match profile.charging_profile_kind {
        ChargingProfileKind::Relative => Some(started.unwrap_or(at)),
        ChargingProfileKind::Recurring => {
            let start = start?;
            let since = at.checked_sub(start)?.checked_rem_euclid(period_of(profile)?)?;
            at.checked_sub(since)
        }
        _ => start.or(started),
    }
}

/// The seconds after which a recurring profile starts again.
fn period_of(profile: &ChargingProfile) -> Option<i64> {
    match profile.recurrency_kind {
        Some(RecurrencyKind::Daily) => Some(86_400),
        Some(RecurrencyKind::Weekly) => Some(7 * 86_400),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
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
        let mut profiles = Profiles::default();
        assert_eq!(profiles.composite(1, None, 0, 7200, ChargingRateUnit::A), None);
        profiles.set(1, profile(1, ChargingProfilePurpose::TxDefaultProfile, &[10, 16]));
        profiles.set(0, profile(2, ChargingProfilePurpose::ChargePointMaxProfile, &[12]));
        let schedule = profiles.composite(1, Some(0), 0, 7200, ChargingRateUnit::A).unwrap();
        let limits: Vec<_> = (schedule.charging_schedule_period.iter())
            .map(|period| (period.start_period, period.limit.tenths()))
            .collect();
        assert_eq!(limits, [(0, 100), (3600, 120)]);
    }

    #[test]
    fn what_matches_is_cleared() {
        let mut profiles = Profiles::default();
        profiles.set(1, profile(1, ChargingProfilePurpose::TxDefaultProfile, &[10]));
        profiles.set(1, profile(2, ChargingProfilePurpose::TxProfile, &[10]));
        assert!(!profiles.clear(&ClearChargingProfileRequest::new().with_id(3)));
        assert!(!profiles.clear(&ClearChargingProfileRequest::new().with_connector_id(0)));
        assert!(profiles.clear(&ClearChargingProfileRequest::new().with_id(1)));
        profiles.end_transaction(1);
        assert_eq!(profiles.len(), 0);
    }
}

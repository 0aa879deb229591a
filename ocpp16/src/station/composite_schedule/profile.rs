//! What one profile says about a second, and which profile of a stack prevails (3.13.2).

use super::rate::{Rate, Unit};
use crate::messages::types::{
    ChargingProfile, ChargingProfileKind, ChargingSchedule, ChargingSchedulePeriod, RecurrencyKind,
};
use crate::values::DateTime;

/// A charging profile and the connector it is installed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile<'p> {
    pub(super) connector_id: i32,
    pub(super) profile: &'p ChargingProfile,
}

impl<'p> Profile<'p> {
    /// A profile at a connector; 0 for the station or, with a `TxDefaultProfile`, for all
    /// connectors (errata 3.53).
    #[must_use]
    pub const fn new(connector_id: i32, profile: &'p ChargingProfile) -> Self {
        Self { connector_id, profile }
    }

    /// The connector it is installed at.
    #[must_use]
    pub const fn connector_id(&self) -> i32 {
        self.connector_id
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &'p ChargingProfile {
        self.profile
    }
}

/// The first whole second that is not before a time.
pub(super) fn whole_second(time: DateTime) -> i64 {
    let second = time.unix_seconds();
    // Digits below the nanosecond count as well.
    let is_whole = time.fraction_digits() == 0
        || DateTime::from_unix_seconds(second).is_none_or(|whole| whole == time);
    second.saturating_add(i64::from(!is_whole))
}

/// What is found for a second.
#[derive(Clone, Copy)]
pub(super) struct Found<'p> {
    /// The limit, unless there is none.
    pub(super) rate: Option<Rate>,
    /// The profile that it is of.
    pub(super) profile: Option<&'p ChargingProfile>,
    /// The first second at which this may differ.
    pub(super) until: i64,
}

/// The profiles of a purpose, at one second.
pub(super) struct Stack<'p> {
    second: i64,
    start_of_charging: i64,
    found: Found<'p>,
    level: i32,
}

impl<'p> Stack<'p> {
    pub(super) fn new(second: i64, start_of_charging: i64) -> Self {
        Self {
            second,
            start_of_charging,
            found: Found { rate: None, profile: None, until: i64::MAX },
            level: i32::MIN,
        }
    }

    /// Adds a profile. Of equal levels, which a station does not hold at the same time (3.13.2),
    /// the last one counts: it has replaced the others.
    pub(super) fn add(&mut self, profile: &'p ChargingProfile) {
        let (rate, until) = at(profile, self.start_of_charging, self.second);
        self.found.until = self.found.until.min(until);
        if rate.is_some() && profile.stack_level >= self.level {
            (self.found.rate, self.found.profile) = (rate, Some(profile));
            self.level = profile.stack_level;
        }
    }

    pub(super) fn prevailing(self) -> Found<'p> {
        self.found
    }
}

/// The limit that a profile gives for a second, and the first second at which it may give another.
fn at(profile: &ChargingProfile, start_of_charging: i64, second: i64) -> (Option<Rate>, i64) {
    let schedule = &profile.charging_schedule;
    let Some(unit) = Unit::of(&schedule.charging_rate_unit) else { return (None, i64::MAX) };

    let valid_from = profile.valid_from.map_or(i64::MIN, whole_second);
    let valid_to = profile.valid_to.map_or(i64::MAX, whole_second);
    if second >= valid_to {
        return (None, i64::MAX);
    }
    if second < valid_from {
        return (None, valid_from);
    }

    let is_relative = profile.charging_profile_kind == ChargingProfileKind::Relative;
    let start = match schedule.start_schedule {
        Some(start) if !is_relative => whole_second(start),
        _ => start_of_charging,
    };
    if second < start {
        return (None, start.min(valid_to));
    }
    let (start, restart) = match recurrence(profile) {
        // Every 24 hours or seven days after the start (errata 3.78).
        Some(interval) => {
            let elapsed = second.saturating_sub(start).rem_euclid(interval);
            let start = second.saturating_sub(elapsed);
            (start, start.saturating_add(interval))
        }
        None => (start, i64::MAX),
    };
    // What is longer than the recurrence is not executed (errata 3.44).
    let end = end(schedule, start).min(restart);
    if second >= end {
        return (None, restart.min(valid_to));
    }

    let mut period: Option<&ChargingSchedulePeriod> = None;
    let mut until = end.min(valid_to);
    for candidate in &schedule.charging_schedule_period {
        let begin = start.saturating_add(i64::from(candidate.start_period));
        if begin > second {
            until = until.min(begin);
        } else if period.is_none_or(|period| candidate.start_period >= period.start_period) {
            period = Some(candidate);
        }
    }
    let rate = period.map(|period| Rate {
        tenths: period.limit.tenths(),
        unit,
        phases: period.number_phases,
    });
    (rate, until)
}

/// The seconds after which a profile starts again.
fn recurrence(profile: &ChargingProfile) -> Option<i64> {
    if profile.charging_profile_kind != ChargingProfileKind::Recurring {
        return None;
    }
    match profile.recurrency_kind {
        Some(RecurrencyKind::Daily) => Some(86_400),
        Some(RecurrencyKind::Weekly) => Some(604_800),
        Some(RecurrencyKind::Other(_)) | None => None,
    }
}

fn end(schedule: &ChargingSchedule, start: i64) -> i64 {
    schedule.duration.map_or(i64::MAX, |duration| start.saturating_add(i64::from(duration)))
}

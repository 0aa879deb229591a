//! The composite schedule: what all charging profiles of a station come to (3.13.3, 5.7).
//!
//! A pure function of the installed profiles, the electrical data of the station, the running
//! transactions and a span of time. Nothing is stored, no clock is read, and all arithmetic is on
//! whole tenths; to keep the profiles themselves there is
//! [`charging_profiles`](super::charging_profiles).
//!
//! # How the limit of a second is found
//!
//! 1. For each purpose the profile with the highest `stackLevel` prevails, among those that are
//!    valid (3.13.2) *and* whose schedule covers the second: where a schedule has ended, a lower
//!    level takes over (errata 3.43).
//! 2. A `TxProfile` of the transaction comes before the `TxDefaultProfile`s (3.13.1).
//! 3. The result is the lowest of that limit, the limit of the `ChargePointMaxProfile` and the
//!    local limit of the station (3.13.3, "Local Limits" in 5.7). Without any profile the local
//!    limit remains: "as if no constraints apply" (3.13.6).
//!
//! Schedules start at `startSchedule`, or with the charging if that is absent or the profile is
//! `Relative` (7.9, 7.13). Recurring ones start again every 24 hours or seven days after
//! `startSchedule` (errata 3.78), and what is longer than that is not executed (errata 3.44). A
//! `duration` ends a schedule, even within a period; without one the last period goes on (7.13).
//!
//! # Where the text leaves the answer open
//!
//! - Times with a fraction of a second count from the next whole second on. `validTo` is the first
//!   moment at which a profile is no longer valid.
//! - `duration` 0 in a profile covers no second. In a request it is answered with the one period
//!   that is in force, because a schedule has one period at least (7.13).
//! - A recurring schedule does not recur before its `startSchedule`.
//! - Where the `TxProfile`s give no limit for a second, the `TxDefaultProfile`s do: the text says
//!   they are overruled, and errata 3.43 says that a profile which has ended makes room for
//!   another.
//! - A `TxDefaultProfile` of a connector replaces the one of connector 0 with the same `stackLevel`
//!   (3.13.1 with 3.13.2); other levels of connector 0 remain in the stack.
//! - Without a transaction, charging is taken to start with the requested span. The same holds for
//!   a `ChargePointMaxProfile` that is relative.
//! - `recurrencyKind` counts in recurring profiles only (errata 3.56). A recurring profile without
//!   one runs once.
//!
//! # Units
//!
//! Amperes are per phase, watts are of all phases (7.12). Phases are the lowest of `numberPhases`
//! of the periods that apply (3 if absent, 7.14) and the phases that the station has: a limit holds
//! as it is given for the phases that can be used (errata 3.34). Watts become amperes by *power /
//! (line voltage × phases)* with the voltage of the area (7.12), rounded down to tenths, amperes
//! become watts the other way, which is exact.
//!
//! ```
//! use ocpp16::Decimal1;
//! use ocpp16::messages::types::*;
//! use ocpp16::station::composite_schedule::{of_connector, Connector, Profile, Supply, Window};
//!
//! // 3.13.7: 6 kW from 8 to 20 h, else 11 kW
//! let periods = [(0, 11_000), (28_800, 6_000), (72_000, 11_000)]
//!     .map(|(at, watts)| ChargingSchedulePeriod::new(at, Decimal1::from_tenths(watts * 10)));
//! let daily = ChargingProfile::new(
//!     100,
//!     0,
//!     ChargingProfilePurpose::TxDefaultProfile,
//!     ChargingProfileKind::Recurring,
//!     ChargingSchedule::new(ChargingRateUnit::W, periods.to_vec())
//!         .with_duration(86_400)
//!         .with_start_schedule("2013-01-01T00:00:00Z".parse::<ocpp16::DateTime>()?),
//! )
//! .with_recurrency_kind(RecurrencyKind::Daily);
//!
//! let supply = Supply::new(230, 3, Decimal1::from_tenths(320), ChargingRateUnit::A);
//! let window = Window::new("2026-11-25T07:00:00Z".parse()?, 7_200).in_unit(ChargingRateUnit::W);
//! let schedule =
//!     of_connector(&[Profile::new(0, &daily)], &Connector::new(1, supply), &window);
//! let found: Vec<_> = schedule
//!     .charging_schedule_period
//!     .iter()
//!     .map(|period| (period.start_period, period.limit.to_string()))
//!     .collect();
//! assert_eq!(found, [(0, "11000.0".into()), (3_600, "6000.0".into())]);
//! # Ok::<(), ocpp16::values::DateTimeError>(())
//! ```

mod profile;
mod rate;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;

pub use self::profile::Profile;
use self::profile::{Found, Stack};
pub use self::rate::Supply;
use self::rate::{Rate, Unit};
use crate::messages::smart_charging::{
    GetCompositeScheduleRequest, GetCompositeScheduleResponse, GetCompositeScheduleStatus,
};
use crate::messages::types::{
    ChargingProfile, ChargingProfilePurpose, ChargingRateUnit, ChargingSchedule,
    ChargingSchedulePeriod,
};
use crate::values::{DateTime, Decimal1};

/// A connector, and its transaction if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connector {
    id: i32,
    supply: Supply,
    /// Its id and the first whole second of the charging.
    transaction: Option<(Option<i32>, i64)>,
}

impl Connector {
    /// A connector without a transaction; its number is above 0.
    #[must_use]
    pub const fn new(id: i32, supply: Supply) -> Self {
        Self { id, supply, transaction: None }
    }

    /// With a transaction. The id is `None` until StartTransaction is answered: until then only
    /// `TxProfile`s without a transaction id are for it, as RemoteStartTransaction brings them
    /// (5.16.2).
    #[must_use]
    pub fn with_transaction(self, id: Option<i32>, start: DateTime) -> Self {
        Self { transaction: Some((id, profile::whole_second(start))), ..self }
    }
}

/// The span of time and the unit of a composite schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    start: i64,
    duration: i64,
    unit: Option<Unit>,
    max_periods: usize,
}

impl Window {
    /// A schedule ends after as many changes of any profile: a bound on the work for requests over
    /// many years. Days of half-hourly changes last more than a year.
    pub const MAX_CHANGES: usize = 20_000;

    /// The default of [`Self::with_max_periods`].
    pub const DEFAULT_MAX_PERIODS: usize = 1_024;

    /// A span from a moment on, cut to the whole second, in seconds. Below 0 counts as 0.
    #[must_use]
    pub fn new(start: DateTime, duration: i32) -> Self {
        Self {
            start: start.unix_seconds(),
            duration: i64::from(duration.max(0)),
            unit: None,
            max_periods: Self::DEFAULT_MAX_PERIODS,
        }
    }

    /// The span of a request that is received now (errata 3.28), to be answered with [`response`].
    ///
    /// A unit that is not of the standard, which only the tolerant reader lets pass, counts as
    /// absent; errata 3.24 has it answered with the CALLERROR `PropertyConstraintViolation`.
    #[must_use]
    pub fn of_request(request: &GetCompositeScheduleRequest, now: DateTime) -> Self {
        let window = Self::new(now, request.duration);
        match &request.charging_rate_unit {
            Some(unit) => window.in_unit(unit.clone()),
            None => window,
        }
    }

    /// Sets the unit of the schedule. Without one it is the unit of the local limit.
    #[must_use]
    pub fn in_unit(self, unit: ChargingRateUnit) -> Self {
        Self { unit: Unit::of(&unit), ..self }
    }

    /// Sets the most periods, at least one. A schedule with more is cut there, and its `duration`
    /// says where.
    #[must_use]
    pub const fn with_max_periods(self, max_periods: usize) -> Self {
        Self { max_periods, ..self }
    }

    /// The moment that the periods are relative to: `scheduleStart` of the answer. `None` past the
    /// year 9999.
    #[must_use]
    pub fn schedule_start(&self) -> Option<DateTime> {
        DateTime::from_unix_seconds(self.start)
    }
}

/// The composite schedule of a connector.
///
/// `startSchedule` is absent, as errata 3.57 wants it in an answer. `minChargingRate` is the
/// greatest of the transaction profiles that prevail in the span, rounded up. Periods have
/// `numberPhases` where a profile that applies has it.
#[must_use]
pub fn of_connector(
    profiles: &[Profile<'_>],
    connector: &Connector,
    window: &Window,
) -> ChargingSchedule {
    let unit = window.unit.unwrap_or(connector.supply.unit);
    schedule(window, unit, |t| at_connector(profiles, connector, window, unit, t))
}

/// The composite schedule of the station, connector 0: "the total expected power or current the
/// Charge Point expects to consume from the grid" (5.7).
///
/// The sum over `connectors`, up to the limit of the `ChargePointMaxProfile` and the local limit of
/// the station. The text leaves open which connectors are expected to consume: pass those with a
/// transaction, or all of them for what there may be at most. Amperes are added as if all
/// connectors used the same phase, which is the most there can be on it.
#[must_use]
pub fn of_station(
    profiles: &[Profile<'_>],
    connectors: &[Connector],
    station: &Supply,
    window: &Window,
) -> ChargingSchedule {
    let unit = window.unit.unwrap_or(station.unit);
    schedule(window, unit, |t| {
        let mut total = Moment { limit: 0, phases: None, min_rate: None, until: i64::MAX };
        for connector in connectors {
            let moment = at_connector(profiles, connector, window, unit, t);
            total.limit = total.limit.saturating_add(moment.limit);
            total.until = total.until.min(moment.until);
        }
        let max = max_of_station(profiles, window, t);
        let own = merge(station, unit, &[max.rate]);
        Moment {
            limit: total.limit.min(own.limit),
            phases: own.phases,
            min_rate: None,
            until: total.until.min(max.until),
        }
    })
}

/// The answer to a request, with the schedule of that connector. An unknown connector is answered
/// with `Rejected` and nothing else (5.7).
#[must_use]
pub fn response(
    request: &GetCompositeScheduleRequest,
    window: &Window,
    schedule: ChargingSchedule,
) -> GetCompositeScheduleResponse {
    GetCompositeScheduleResponse {
        schedule_start: window.schedule_start(),
        ..GetCompositeScheduleResponse::new(GetCompositeScheduleStatus::Accepted)
            .with_connector_id(request.connector_id)
            .with_charging_schedule(schedule)
    }
}

/// What holds from a second on.
struct Moment {
    /// In tenths of the unit.
    limit: i64,
    phases: Option<i64>,
    min_rate: Option<i64>,
    /// The first second at which anything may differ.
    until: i64,
}

fn max_of_station<'p>(profiles: &[Profile<'p>], window: &Window, t: i64) -> Found<'p> {
    let mut stack = Stack::new(t, window.start);
    for Profile { profile, .. } in profiles {
        if profile.charging_profile_purpose == ChargingProfilePurpose::ChargePointMaxProfile {
            stack.add(profile);
        }
    }
    stack.prevailing()
}

fn at_connector(
    profiles: &[Profile<'_>],
    connector: &Connector,
    window: &Window,
    unit: Unit,
    t: i64,
) -> Moment {
    let start_of_charging = connector.transaction.map_or(window.start, |(_, start)| start);
    let mut of_transaction = Stack::new(t, start_of_charging);
    let mut default = Stack::new(t, start_of_charging);
    for &Profile { connector_id, profile } in profiles {
        match profile.charging_profile_purpose {
            ChargingProfilePurpose::TxProfile
                if connector_id == connector.id && is_for(profile, connector) =>
            {
                of_transaction.add(profile);
            }
            ChargingProfilePurpose::TxDefaultProfile => {
                let is_of_all = connector_id == 0;
                if connector_id == connector.id
                    || (is_of_all && !is_replaced(profiles, profile, connector.id))
                {
                    default.add(profile);
                }
            }
            _ => {}
        }
    }
    let (of_transaction, default) = (of_transaction.prevailing(), default.prevailing());
    let max = max_of_station(profiles, window, t);
    let prevailing = if of_transaction.rate.is_some() { of_transaction } else { default };
    let merged = merge(&connector.supply, unit, &[prevailing.rate, max.rate]);
    let min_rate = prevailing.profile.and_then(|profile| {
        let schedule = &profile.charging_schedule;
        let rate = Rate {
            tenths: schedule.min_charging_rate?.tenths(),
            unit: Unit::of(&schedule.charging_rate_unit)?,
            phases: None,
        };
        Some(rate.rounded_up(unit, connector.supply.voltage, merged.used_phases))
    });
    Moment {
        limit: merged.limit,
        phases: merged.phases,
        min_rate,
        until: of_transaction.until.min(default.until).min(max.until),
    }
}

/// Whether a `TxProfile` at the connector is for its transaction (7.8 "transactionId").
fn is_for(profile: &ChargingProfile, connector: &Connector) -> bool {
    match (connector.transaction, profile.transaction_id) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some((id, _)), wanted) => id == wanted,
    }
}

/// Whether the connector has a default of its own in the place of one of connector 0.
fn is_replaced(profiles: &[Profile<'_>], default: &ChargingProfile, connector_id: i32) -> bool {
    profiles.iter().any(|other| {
        other.connector_id == connector_id
            && other.profile.charging_profile_purpose == ChargingProfilePurpose::TxDefaultProfile
            && other.profile.stack_level == default.stack_level
    })
}

struct Merged {
    limit: i64,
    /// As to be printed.
    phases: Option<i64>,
    used_phases: i64,
}

/// The lowest of the local limit and those of the profiles.
fn merge(supply: &Supply, unit: Unit, rates: &[Option<Rate>]) -> Merged {
    let rates = || rates.iter().flatten();
    let used_phases = rates().map(Rate::phases).fold(supply.phases, i64::min);
    let local = Rate { tenths: supply.limit, unit: supply.unit, phases: None };
    let limit = rates()
        .map(|rate| rate.rounded_down(unit, supply.voltage, used_phases))
        .fold(local.rounded_down(unit, supply.voltage, used_phases), i64::min);
    let is_stated = rates().any(|rate| rate.phases.is_some());
    Merged { limit, phases: is_stated.then_some(used_phases), used_phases }
}

/// Goes from change to change, and joins what does not differ.
fn schedule(window: &Window, unit: Unit, mut at: impl FnMut(i64) -> Moment) -> ChargingSchedule {
    let end = window.start.saturating_add(window.duration);
    let mut periods: Vec<ChargingSchedulePeriod> = Vec::new();
    let mut min_rate = None;
    let mut t = window.start;
    // Once at least: `duration` may be 0.
    for changes in 0.. {
        let moment = at(t);
        let is_other = periods.last().is_none_or(|last| {
            last.limit.tenths() != moment.limit
                || last.number_phases.map(i64::from) != moment.phases
        });
        if is_other {
            if periods.len() >= window.max_periods.max(1) {
                break;
            }
            let start = seconds(t.saturating_sub(window.start));
            let period = ChargingSchedulePeriod::new(start, Decimal1::from_tenths(moment.limit));
            periods.push(match moment.phases.and_then(|phases| i32::try_from(phases).ok()) {
                Some(phases) => period.with_number_phases(phases),
                None => period,
            });
        }
        min_rate = min_rate.max(moment.min_rate);
        t = moment.until.min(end);
        if t >= end || changes >= Window::MAX_CHANGES {
            break;
        }
    }
    let duration = seconds(t.saturating_sub(window.start));
    let schedule = ChargingSchedule::new(unit.literal(), periods).with_duration(duration);
    match min_rate {
        Some(tenths) => schedule.with_min_charging_rate(Decimal1::from_tenths(tenths)),
        None => schedule,
    }
}

/// Of a span that was 32 bits wide in the request.
fn seconds(span: i64) -> i32 {
    i32::try_from(span).unwrap_or(i32::MAX)
}

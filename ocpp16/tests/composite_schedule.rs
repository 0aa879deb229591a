//! Composite schedules against a reference that goes through the seconds one by one.
//!
//! The reference is written from the text and not from the implementation: it knows no changes,
//! only moments, counts in nanoseconds, finds recurrences by counting and sorts the stack.
#![cfg(feature = "smart_charging")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use ocpp16::messages::types::{
    ChargingProfile, ChargingProfileKind as Kind, ChargingProfilePurpose as Purpose,
    ChargingRateUnit as Unit, ChargingSchedule, ChargingSchedulePeriod, RecurrencyKind,
};
use ocpp16::station::composite_schedule::{
    Connector, Profile, Supply, Window, of_connector, of_station,
};
use ocpp16::{DateTime, Decimal1, Literal};
use proptest::prelude::*;

/// A Wednesday, 8 h.
const NOW: i64 = 1_795_593_600;
const DAY: i64 = 86_400;
const NANOSECONDS: i128 = 1_000_000_000;

// The reference

fn nanoseconds(time: &DateTime) -> i128 {
    i128::from(time.unix_seconds()) * NANOSECONDS + i128::from(time.nanoseconds())
}

#[derive(Clone, Copy, Debug)]
struct Electrical {
    volts: u16,
    phases: u8,
    /// Tenths of an ampere per phase.
    limit: i64,
}

impl Electrical {
    fn supply(self) -> Supply {
        Supply::new(self.volts, self.phases, Decimal1::from_tenths(self.limit), Unit::A)
    }
}

#[derive(Clone, Debug)]
struct Charging {
    connector_id: i32,
    electrical: Electrical,
    transaction: Option<(Option<i32>, DateTime)>,
}

impl Charging {
    fn connector(&self) -> Connector {
        let connector = Connector::new(self.connector_id, self.electrical.supply());
        match self.transaction {
            Some((id, start)) => connector.with_transaction(id, start),
            None => connector,
        }
    }
}

type Installed = (i32, ChargingProfile);

/// The period of a profile at a second.
fn period_at(
    profile: &ChargingProfile,
    charging_since: i128,
    second: i64,
) -> Option<&ChargingSchedulePeriod> {
    let now = i128::from(second) * NANOSECONDS;
    if profile.valid_from.as_ref().is_some_and(|from| now < nanoseconds(from))
        || profile.valid_to.as_ref().is_some_and(|to| now >= nanoseconds(to))
    {
        return None;
    }
    let schedule = &profile.charging_schedule;
    let start = match (&profile.charging_profile_kind, &schedule.start_schedule) {
        (Kind::Absolute | Kind::Recurring, Some(start)) => nanoseconds(start),
        _ => charging_since,
    };
    let mut elapsed = now - start;
    if elapsed < 0 {
        return None;
    }
    if profile.charging_profile_kind == Kind::Recurring {
        let days = match profile.recurrency_kind {
            Some(RecurrencyKind::Daily) => Some(1),
            Some(RecurrencyKind::Weekly) => Some(7),
            _ => None,
        };
        while let Some(days) = days.filter(|days| elapsed >= days * i128::from(DAY) * NANOSECONDS) {
            elapsed -= days * i128::from(DAY) * NANOSECONDS;
        }
    }
    if schedule.duration.is_some_and(|duration| elapsed >= i128::from(duration) * NANOSECONDS) {
        return None;
    }
    let begun = schedule
        .charging_schedule_period
        .iter()
        .filter(|period| i128::from(period.start_period) * NANOSECONDS <= elapsed);
    // The last one of the latest.
    begun.max_by_key(|period| period.start_period)
}

/// The period of the highest profile that has one.
fn prevailing(
    mut stack: Vec<&ChargingProfile>,
    charging_since: i128,
    second: i64,
) -> Option<(&ChargingProfile, &ChargingSchedulePeriod)> {
    stack.sort_by_key(|profile| profile.stack_level);
    let found = stack.into_iter().rev().map(|p| (p, period_at(p, charging_since, second)));
    found.filter_map(|(profile, period)| Some((profile, period?))).next()
}

fn of_purpose(installed: &[Installed], purpose: Purpose) -> impl Iterator<Item = &Installed> {
    installed.iter().filter(move |(_, profile)| profile.charging_profile_purpose == purpose)
}

fn in_unit(tenths: i64, from: &Unit, to: &Unit, volts: i64) -> i64 {
    match (from, to) {
        (Unit::A, Unit::W) => tenths * volts,
        (Unit::W, Unit::A) => tenths / volts,
        _ => tenths,
    }
}

/// Limit, phases and lowest rate.
type Second = (i64, Option<i32>, Option<i64>);

fn lowest(
    electrical: Electrical,
    found: &[Option<(&ChargingProfile, &ChargingSchedulePeriod)>],
    unit: &Unit,
) -> (i64, Option<i32>, i64) {
    let mut phases = i32::from(electrical.phases);
    for (_, period) in found.iter().flatten() {
        phases = phases.min(period.number_phases.unwrap_or(3));
    }
    let volts = i64::from(electrical.volts) * i64::from(phases);
    let mut limit = in_unit(electrical.limit, &Unit::A, unit, volts);
    for (profile, period) in found.iter().flatten() {
        let from = &profile.charging_schedule.charging_rate_unit;
        limit = limit.min(in_unit(period.limit.tenths(), from, unit, volts));
    }
    let is_stated = found.iter().flatten().any(|(_, period)| period.number_phases.is_some());
    (limit, is_stated.then_some(phases), volts)
}

fn connector_at(installed: &[Installed], charging: &Charging, unit: &Unit, second: i64) -> Second {
    let since = match &charging.transaction {
        Some((_, start)) => nanoseconds(start),
        None => i128::from(NOW) * NANOSECONDS,
    };
    let of_transaction = of_purpose(installed, Purpose::TxProfile)
        .filter(|(connector_id, profile)| {
            *connector_id == charging.connector_id
                && match (&charging.transaction, profile.transaction_id) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some((id, _)), Some(wanted)) => *id == Some(wanted),
                }
        })
        .map(|(_, profile)| profile)
        .collect();
    let own: Vec<i32> = of_purpose(installed, Purpose::TxDefaultProfile)
        .filter(|(connector_id, _)| *connector_id == charging.connector_id)
        .map(|(_, profile)| profile.stack_level)
        .collect();
    let defaults = of_purpose(installed, Purpose::TxDefaultProfile)
        .filter(|(connector_id, profile)| {
            *connector_id == charging.connector_id
                || (*connector_id == 0 && !own.contains(&profile.stack_level))
        })
        .map(|(_, profile)| profile)
        .collect();
    let transaction =
        prevailing(of_transaction, since, second).or_else(|| prevailing(defaults, since, second));
    let (limit, phases, volts) =
        lowest(charging.electrical, &[transaction, max_at(installed, second)], unit);
    let min_rate = transaction.and_then(|(profile, _)| {
        let schedule = &profile.charging_schedule;
        let tenths = schedule.min_charging_rate?.tenths();
        let exact = in_unit(tenths, &schedule.charging_rate_unit, unit, volts);
        let back = in_unit(exact, unit, &schedule.charging_rate_unit, volts);
        Some(if back < tenths { exact + 1 } else { exact })
    });
    (limit, phases, min_rate)
}

fn max_at(
    installed: &[Installed],
    second: i64,
) -> Option<(&ChargingProfile, &ChargingSchedulePeriod)> {
    let stack = of_purpose(installed, Purpose::ChargePointMaxProfile).map(|(_, profile)| profile);
    prevailing(stack.collect(), i128::from(NOW) * NANOSECONDS, second)
}

// What is compared

/// Every second of a schedule, and its form.
fn seconds_of(schedule: &ChargingSchedule, duration: i32) -> Vec<(i64, Option<i32>)> {
    assert_eq!(schedule.duration, Some(duration));
    let periods = &schedule.charging_schedule_period;
    assert_eq!(periods[0].start_period, 0);
    for pair in periods.windows(2) {
        assert!(pair[0].start_period < pair[1].start_period, "not in order: {periods:?}");
        let differ =
            pair[0].limit != pair[1].limit || pair[0].number_phases != pair[1].number_phases;
        assert!(differ, "could be one: {periods:?}");
    }
    let mut seconds = Vec::new();
    for (place, period) in periods.iter().enumerate() {
        let end = periods.get(place + 1).map_or(duration.max(1), |next| next.start_period);
        assert!(period.start_period < end, "past the end: {periods:?}");
        for _ in period.start_period..end {
            seconds.push((period.limit.tenths(), period.number_phases));
        }
    }
    seconds
}

// What is generated

fn time(milliseconds: i64) -> DateTime {
    DateTime::from_unix_milliseconds(NOW * 1_000 + milliseconds).unwrap()
}

/// Times around the window, some with a fraction of a second.
fn times(scale: i32) -> impl Strategy<Value = DateTime> {
    let scale = i64::from(scale);
    let fraction = prop_oneof![4 => Just(0_i64), 1 => Just(500), 1 => 0..1_000_i64];
    let days = prop_oneof![3 => Just(0_i64), 1 => -9..=1_i64];
    (-scale..=scale + scale / 4, fraction, days)
        .prop_map(|(seconds, fraction, days)| time((seconds + days * DAY) * 1_000 + fraction))
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::A), Just(Unit::W)]
}

fn schedules(scale: i32) -> impl Strategy<Value = ChargingSchedule> {
    let period = (0..scale, 0..700_i64, proptest::option::weighted(0.3, 1..=3_i32));
    (
        units(),
        proptest::collection::vec(period, 1..5),
        proptest::bool::weighted(0.9),
        proptest::option::of(prop_oneof![1 => Just(0), 8 => 0..scale, 1 => 0..200_000]),
        proptest::option::weighted(0.7, times(scale)),
        proptest::option::weighted(0.2, 0..200_i64),
    )
        .prop_map(|(unit, mut periods, is_regular, duration, start, min_rate)| {
            if is_regular {
                periods[0].0 = 0;
                periods.sort_by_key(|period| period.0);
            }
            // Odd factors, so that amperes do not come out even.
            let factor = if unit == Unit::W { 331 } else { 1 };
            let periods = periods.into_iter().map(|(start, limit, phases)| {
                let limit = Decimal1::from_tenths(limit * factor);
                let period = ChargingSchedulePeriod::new(start, limit);
                match phases {
                    Some(phases) => period.with_number_phases(phases),
                    None => period,
                }
            });
            let mut schedule = ChargingSchedule::new(unit, periods.collect::<Vec<_>>());
            schedule.duration = duration;
            schedule.start_schedule = start;
            schedule.min_charging_rate = min_rate.map(|rate| Decimal1::from_tenths(rate * factor));
            schedule
        })
}

fn profiles(scale: i32) -> impl Strategy<Value = Installed> {
    let purposes = prop_oneof![
        Just(Purpose::ChargePointMaxProfile),
        Just(Purpose::TxDefaultProfile),
        Just(Purpose::TxDefaultProfile),
        Just(Purpose::TxProfile),
    ];
    let kinds = prop_oneof![
        2 => Just((Kind::Absolute, None)),
        1 => Just((Kind::Absolute, Some(RecurrencyKind::Daily))),
        2 => Just((Kind::Relative, None)),
        3 => Just((Kind::Recurring, Some(RecurrencyKind::Daily))),
        2 => Just((Kind::Recurring, Some(RecurrencyKind::Weekly))),
        1 => Just((Kind::Recurring, None)),
    ];
    (
        (purposes, 0..4_i32, kinds, 0..3_i32),
        schedules(scale),
        proptest::option::weighted(0.3, times(scale)),
        proptest::option::weighted(0.3, times(scale)),
        proptest::option::weighted(0.4, 7..=8_i32),
    )
        .prop_map(
            |((purpose, level, kind, connector_id), schedule, from, to, transaction_id)| {
                let mut profile = ChargingProfile::new(0, level, purpose, kind.0, schedule);
                profile.recurrency_kind = kind.1;
                (profile.valid_from, profile.valid_to) = (from, to);
                profile.transaction_id = transaction_id;
                (connector_id, profile)
            },
        )
}

fn electricals() -> impl Strategy<Value = Electrical> {
    (prop_oneof![Just(230_u16), Just(110), 1..400_u16], 1..=3_u8, 60..640_i64)
        .prop_map(|(volts, phases, limit)| Electrical { volts, phases, limit })
}

fn chargings(connector_id: i32, scale: i32) -> impl Strategy<Value = Charging> {
    let transaction = (proptest::option::of(7..=8_i32), times(scale));
    (electricals(), proptest::option::weighted(0.8, transaction)).prop_map(
        move |(electrical, transaction)| Charging { connector_id, electrical, transaction },
    )
}

/// What happens within minutes, or within days.
fn scales() -> impl Strategy<Value = i32> {
    prop_oneof![9 => Just(300), 1 => Just(100_000)]
}

fn installed(all: &[Installed]) -> Vec<Profile<'_>> {
    all.iter().map(|(connector_id, profile)| Profile::new(*connector_id, profile)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn connectors_are_as_the_seconds_say(
        (all, charging, duration) in scales().prop_flat_map(|scale| (
            proptest::collection::vec(profiles(scale), 0..6),
            chargings(1, scale),
            0..scale * 2,
        )),
        unit in units(),
    ) {
        let window = Window::new(time(0), duration)
            .in_unit(unit.clone())
            .with_max_periods(usize::MAX);
        let found = of_connector(&installed(&all), &charging.connector(), &window);
        prop_assert_eq!(&found.charging_rate_unit, &unit);

        let seconds = seconds_of(&found, duration);
        prop_assert_eq!(seconds.len(), usize::try_from(duration.max(1)).unwrap());
        let mut min_rate = None;
        for (second, found) in (NOW..).zip(seconds) {
            let (limit, phases, rate) = connector_at(&all, &charging, &unit, second);
            prop_assert_eq!(found, (limit, phases), "at {}", second - NOW);
            min_rate = min_rate.max(rate);
        }
        prop_assert_eq!(found.min_charging_rate.map(Decimal1::tenths), min_rate);
    }

    #[test]
    fn the_station_is_the_sum_of_its_connectors(
        (all, chargings, duration) in scales().prop_flat_map(|scale| (
            proptest::collection::vec(profiles(scale), 0..6),
            (chargings(1, scale), chargings(2, scale)),
            0..scale,
        )),
        station in electricals(),
        unit in units(),
    ) {
        let window = Window::new(time(0), duration)
            .in_unit(unit.clone())
            .with_max_periods(usize::MAX);
        let connectors = [chargings.0.connector(), chargings.1.connector()];
        let found = of_station(&installed(&all), &connectors, &station.supply(), &window);
        for (second, found) in (NOW..).zip(seconds_of(&found, duration)) {
            let total = connector_at(&all, &chargings.0, &unit, second).0
                + connector_at(&all, &chargings.1, &unit, second).0;
            let (limit, phases, _) = lowest(station, &[max_at(&all, second)], &unit);
            prop_assert_eq!(found, (limit.min(total), phases), "at {}", second - NOW);
        }
        prop_assert_eq!(found.min_charging_rate, None);
    }

    /// A schedule that is cut is the beginning of the whole one.
    #[test]
    fn cut_schedules_are_beginnings(
        all in proptest::collection::vec(profiles(300), 0..6),
        charging in chargings(1, 300),
        max_periods in 1..4_usize,
    ) {
        let window = Window::new(time(0), 600);
        let whole = of_connector(&installed(&all), &charging.connector(), &window);
        let window = window.with_max_periods(max_periods);
        let cut = of_connector(&installed(&all), &charging.connector(), &window);
        let count = whole.charging_schedule_period.len().min(max_periods);
        prop_assert_eq!(
            &cut.charging_schedule_period[..],
            &whole.charging_schedule_period[..count]
        );
        let next = whole.charging_schedule_period.get(count);
        prop_assert_eq!(cut.duration, next.map_or(Some(600), |next| Some(next.start_period)));
    }
}

/// What the tolerant reader may let pass neither panics nor takes long.
#[test]
fn any_numbers_are_survived() {
    let extremes = [i32::MIN, -1, 0, 1, i32::MAX];
    let mut all = Vec::new();
    for (place, one) in extremes.into_iter().enumerate() {
        for two in extremes {
            let periods = [(one, i64::MIN), (two, i64::MAX), (0, 0)].map(|(start, limit)| {
                ChargingSchedulePeriod::new(start, Decimal1::from_tenths(limit))
                    .with_number_phases(two)
            });
            let unit = if place % 2 == 0 { Unit::A } else { Unit::W };
            let schedule = ChargingSchedule::new(unit, periods.to_vec())
                .with_duration(one)
                .with_min_charging_rate(Decimal1::from_tenths(i64::MIN));
            let purpose = Purpose::ALL[place % 3].clone();
            let profile = ChargingProfile::new(one, two, purpose, Kind::Recurring, schedule)
                .with_recurrency_kind(RecurrencyKind::Daily);
            all.push((place as i32 % 2, profile));
        }
    }
    for start in ["0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59.9-23:59"] {
        let start: DateTime = start.parse().unwrap();
        for limit in [i64::MIN, i64::MAX] {
            let supply = Supply::new(u16::MAX, u8::MAX, Decimal1::from_tenths(limit), Unit::A);
            let connector = Connector::new(1, supply).with_transaction(None, start);
            for unit in [Unit::A, Unit::W] {
                let window = Window::new(start, i32::MAX).in_unit(unit);
                let found = of_connector(&installed(&all), &connector, &window);
                assert_eq!(found.charging_schedule_period[0].start_period, 0);
                let found = of_station(&installed(&all), &[connector, connector], &supply, &window);
                assert_eq!(found.charging_schedule_period[0].start_period, 0);
            }
        }
    }
}

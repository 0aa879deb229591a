//! The rules one by one, with the examples of the specification and its errata.

use alloc::vec::Vec;

use super::*;
use crate::messages::types::{
    ChargingProfileKind as Kind, ChargingProfilePurpose as Purpose, RecurrencyKind,
};

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn tenths(whole: i64) -> Decimal1 {
    Decimal1::from_tenths(whole * 10)
}

fn in_unit(unit: ChargingRateUnit, periods: &[(i32, i64)]) -> ChargingSchedule {
    let periods =
        periods.iter().map(|&(start, limit)| ChargingSchedulePeriod::new(start, tenths(limit)));
    ChargingSchedule::new(unit, periods.collect::<Vec<_>>())
}

fn amperes(periods: &[(i32, i64)]) -> ChargingSchedule {
    in_unit(ChargingRateUnit::A, periods)
}

fn profile(
    purpose: Purpose,
    level: i32,
    kind: Kind,
    schedule: ChargingSchedule,
) -> ChargingProfile {
    ChargingProfile::new(level, level, purpose, kind, schedule)
}

/// 230 V, three phases, 63 A.
fn supply() -> Supply {
    Supply::new(230, 3, tenths(63), ChargingRateUnit::A)
}

fn charging(start: &str) -> Connector {
    Connector::new(1, supply()).with_transaction(Some(7), time(start))
}

fn limits(schedule: &ChargingSchedule) -> Vec<(i32, i64)> {
    let of = |period: &ChargingSchedulePeriod| (period.start_period, period.limit.tenths() / 10);
    schedule.charging_schedule_period.iter().map(of).collect()
}

const MIDNIGHT: &str = "2026-11-25T00:00:00Z";

#[test]
fn without_profiles_the_local_limit_remains() {
    let window = Window::new(time(MIDNIGHT), 600);
    let schedule = of_connector(&[], &Connector::new(1, supply()), &window);
    assert_eq!(limits(&schedule), [(0, 63)]);
    assert_eq!(schedule.duration, Some(600));
    assert_eq!(schedule.start_schedule, None);
    assert_eq!(window.schedule_start(), Some(time(MIDNIGHT)));
}

/// 3.13.7: a daily default that limits to 6 kW between 8 and 20 h.
#[test]
fn the_example_of_3_13_7() {
    let schedule = in_unit(ChargingRateUnit::W, &[(0, 11_000), (28_800, 6_000), (72_000, 11_000)])
        .with_duration(86_400)
        .with_start_schedule(time("2013-01-01T00:00:00Z"));
    let daily = profile(Purpose::TxDefaultProfile, 0, Kind::Recurring, schedule)
        .with_recurrency_kind(RecurrencyKind::Daily);
    let window = Window::new(time("2026-11-25T07:00:00Z"), 86_400).in_unit(ChargingRateUnit::W);
    let found = of_connector(&[Profile::new(0, &daily)], &Connector::new(2, supply()), &window);
    assert_eq!(limits(&found), [(0, 11_000), (3_600, 6_000), (46_800, 11_000)]);
}

/// Errata 3.43: after the duration a lower level, after that as without a profile.
#[test]
fn what_has_ended_makes_room_for_lower_levels() {
    let start = time(MIDNIGHT);
    let daily = |level, duration, limit| {
        let schedule = amperes(&[(0, limit)]).with_duration(duration).with_start_schedule(start);
        profile(Purpose::TxDefaultProfile, level, Kind::Recurring, schedule)
            .with_recurrency_kind(RecurrencyKind::Daily)
    };
    let (high, low) = (daily(1, 3_600, 6), daily(0, 7_200, 16));
    let window = Window::new(start, 100_000);
    let found = of_connector(
        &[Profile::new(0, &high), Profile::new(1, &low)],
        &Connector::new(1, supply()),
        &window,
    );
    let day = 86_400;
    let expected =
        [(0, 6), (3_600, 16), (7_200, 63), (day, 6), (day + 3_600, 16), (day + 7_200, 63)];
    assert_eq!(limits(&found), expected);
}

/// Errata 3.44: what is longer than the recurrence is not executed.
#[test]
fn remainders_past_the_recurrence_are_not_executed() {
    let schedule = amperes(&[(0, 10), (80_000, 20), (90_000, 30)])
        .with_duration(200_000)
        .with_start_schedule(time(MIDNIGHT));
    let daily = profile(Purpose::TxDefaultProfile, 0, Kind::Recurring, schedule)
        .with_recurrency_kind(RecurrencyKind::Daily);
    let window = Window::new(time(MIDNIGHT), 172_800);
    let found = of_connector(&[Profile::new(1, &daily)], &Connector::new(1, supply()), &window);
    assert_eq!(limits(&found), [(0, 10), (80_000, 20), (86_400, 10), (166_400, 20)]);
}

/// Errata 3.78: at the same time, and on the same day of the week, as in `startSchedule`.
#[test]
fn schedules_recur_from_their_start_and_not_from_midnight_or_monday() {
    // A Wednesday, 18:30.
    let start = time("2026-11-18T18:30:00Z");
    let schedule = amperes(&[(0, 8)]).with_duration(60).with_start_schedule(start);
    let weekly = profile(Purpose::TxDefaultProfile, 0, Kind::Recurring, schedule)
        .with_recurrency_kind(RecurrencyKind::Weekly);
    let daily = weekly.clone().with_recurrency_kind(RecurrencyKind::Daily);
    let window = Window::new(time("2026-11-24T18:29:00Z"), 90_000);
    let connector = Connector::new(1, supply());
    let found = of_connector(&[Profile::new(1, &weekly)], &connector, &window);
    assert_eq!(limits(&found), [(0, 63), (86_460, 8), (86_520, 63)]);
    let found = of_connector(&[Profile::new(1, &daily)], &connector, &window);
    assert_eq!(limits(&found), [(0, 63), (60, 8), (120, 63), (86_460, 8), (86_520, 63)]);
}

/// 5.16.4: periods after the duration are not executed, the last one lasts to its end.
#[test]
fn the_duration_cuts_and_stretches() {
    let start = time(MIDNIGHT);
    let of = |periods, duration| {
        let schedule = amperes(periods).with_duration(duration).with_start_schedule(start);
        let profile = profile(Purpose::TxDefaultProfile, 0, Kind::Absolute, schedule);
        let window = Window::new(start, 1_000);
        limits(&of_connector(&[Profile::new(1, &profile)], &Connector::new(1, supply()), &window))
    };
    assert_eq!(of(&[(0, 10), (300, 20)], 200), [(0, 10), (200, 63)]);
    assert_eq!(of(&[(0, 10), (300, 20)], 500), [(0, 10), (300, 20), (500, 63)]);
    assert_eq!(of(&[(0, 10)], 0), [(0, 63)]);
}

/// A peer's defects: duration 0 gave the default limits, periods that begin after the start of the
/// request were lost (libocpp, issues 1169 and 609).
#[test]
fn a_request_of_no_length_has_the_period_in_force() {
    let schedule = amperes(&[(0, 10), (300, 20)]).with_start_schedule(time(MIDNIGHT));
    let max = profile(Purpose::ChargePointMaxProfile, 0, Kind::Absolute, schedule);
    let of = |start, duration| {
        let window = Window::new(time(start), duration);
        of_connector(&[Profile::new(0, &max)], &Connector::new(1, supply()), &window)
    };
    let found = of("2026-11-25T00:04:00Z", 0);
    assert_eq!((limits(&found), found.duration), ([(0, 10)].into(), Some(0)));
    let found = of("2026-11-24T23:59:00Z", 600);
    assert_eq!(limits(&found), [(0, 63), (60, 10), (360, 20)]);
    assert_eq!(of("2026-11-25T00:04:00Z", -5).duration, Some(0));
}

/// 3.13.2: `validFrom` and `validTo`; a profile that is not yet valid has no say.
#[test]
fn validity_begins_and_ends() {
    let schedule = amperes(&[(0, 10)]).with_start_schedule(time(MIDNIGHT));
    let valid = profile(Purpose::TxDefaultProfile, 0, Kind::Absolute, schedule)
        .with_valid_from(time("2026-11-25T00:01:00.2Z"))
        .with_valid_to(time("2026-11-25T00:02:00Z"));
    let window = Window::new(time(MIDNIGHT), 600);
    let found = of_connector(&[Profile::new(1, &valid)], &Connector::new(1, supply()), &window);
    assert_eq!(limits(&found), [(0, 63), (61, 10), (120, 63)]);
}

/// 3.13.1, 3.13.3: TxProfile over TxDefaultProfile, both under ChargePointMaxProfile.
#[test]
fn purposes_combine() {
    let start = time(MIDNIGHT);
    let absolute = |schedule: ChargingSchedule| schedule.with_start_schedule(start);
    let max = profile(
        Purpose::ChargePointMaxProfile,
        0,
        Kind::Absolute,
        absolute(amperes(&[(0, 40), (100, 12)])),
    );
    let default =
        profile(Purpose::TxDefaultProfile, 9, Kind::Absolute, absolute(amperes(&[(0, 8)])));
    let of_transaction = profile(Purpose::TxProfile, 0, Kind::Relative, amperes(&[(0, 32)]));
    let of_transaction = of_transaction.with_transaction_id(7);
    let profiles =
        [Profile::new(0, &max), Profile::new(0, &default), Profile::new(1, &of_transaction)];
    let window = Window::new(start, 200);
    let found = of_connector(&profiles, &charging(MIDNIGHT), &window);
    assert_eq!(limits(&found), [(0, 32), (100, 12)]);
    // Of another transaction, or of none: the default.
    let other = Connector::new(1, supply()).with_transaction(Some(8), start);
    assert_eq!(limits(&of_connector(&profiles, &other, &window)), [(0, 8)]);
    let none = Connector::new(1, supply());
    assert_eq!(limits(&of_connector(&profiles, &none, &window)), [(0, 8)]);
    let unanswered = Connector::new(1, supply()).with_transaction(None, start);
    assert_eq!(limits(&of_connector(&profiles, &unanswered, &window)), [(0, 8)]);
}

/// 5.16.2: the profile of a RemoteStartTransaction has no transaction id.
#[test]
fn a_profile_of_a_remote_start_is_for_the_transaction_at_hand() {
    let remote = profile(Purpose::TxProfile, 0, Kind::Relative, amperes(&[(0, 20), (60, 10)]));
    let profiles = [Profile::new(1, &remote)];
    let window = Window::new(time(MIDNIGHT), 100);
    let connector =
        Connector::new(1, supply()).with_transaction(None, time("2026-11-24T23:59:30Z"));
    assert_eq!(limits(&of_connector(&profiles, &connector, &window)), [(0, 20), (30, 10)]);
    let other = Connector::new(2, supply()).with_transaction(None, time(MIDNIGHT));
    assert_eq!(limits(&of_connector(&profiles, &other, &window)), [(0, 63)]);
}

/// 3.13.1: replaced only for that connector.
#[test]
fn a_default_of_a_connector_replaces_the_one_of_all() {
    let absolute = |level, limit| {
        let schedule = amperes(&[(0, limit)]).with_start_schedule(time(MIDNIGHT));
        profile(Purpose::TxDefaultProfile, level, Kind::Absolute, schedule)
    };
    let (of_all, of_one, above) = (absolute(1, 10), absolute(1, 20), absolute(2, 5));
    let profiles = [Profile::new(0, &of_all), Profile::new(1, &of_one)];
    let window = Window::new(time(MIDNIGHT), 100);
    let at = |profiles: &[Profile<'_>], id| {
        limits(&of_connector(profiles, &Connector::new(id, supply()), &window))
    };
    assert_eq!(at(&profiles, 1), [(0, 20)]);
    assert_eq!(at(&profiles, 2), [(0, 10)]);
    // Of another level: stays in the stack.
    assert_eq!(at(&[Profile::new(0, &above), Profile::new(1, &of_one)], 1), [(0, 5)]);
}

/// 7.12: *current per phase = power / (line voltage × number of phases)*.
#[test]
fn watts_become_amperes_and_back() {
    let watts = in_unit(ChargingRateUnit::W, &[(0, 11_000)]);
    let by_power = profile(Purpose::TxDefaultProfile, 0, Kind::Relative, watts);
    let by_current = profile(Purpose::TxDefaultProfile, 0, Kind::Relative, amperes(&[(0, 16)]));
    let at = |profile: &ChargingProfile, phases, unit| {
        let supply = Supply::new(230, phases, tenths(63), ChargingRateUnit::A);
        let window = Window::new(time(MIDNIGHT), 0).in_unit(unit);
        let found = of_connector(&[Profile::new(1, profile)], &Connector::new(1, supply), &window);
        let period = &found.charging_schedule_period[0];
        (period.limit.to_string(), period.number_phases)
    };
    use alloc::string::ToString as _;
    // 15.94...
    assert_eq!(at(&by_power, 3, ChargingRateUnit::A), ("15.9".into(), None));
    assert_eq!(at(&by_current, 3, ChargingRateUnit::W), ("11040.0".into(), None));
    // Errata 3.34: the limit as it is given, for the phases that there are.
    assert_eq!(at(&by_power, 1, ChargingRateUnit::A), ("47.8".into(), None));
    assert_eq!(at(&by_current, 1, ChargingRateUnit::A), ("16.0".into(), None));
    assert_eq!(at(&by_current, 1, ChargingRateUnit::W), ("3680.0".into(), None));
    let mut single = by_current.clone();
    single.charging_schedule.charging_schedule_period[0].number_phases = Some(1);
    assert_eq!(at(&single, 3, ChargingRateUnit::W), ("3680.0".into(), Some(1)));
    assert_eq!(at(&single, 3, ChargingRateUnit::A), ("16.0".into(), Some(1)));
}

/// 5.7 for connector 0: all connectors together, up to the limit of the station.
#[test]
fn connector_0_is_the_sum_under_the_maximum() {
    let start = time(MIDNIGHT);
    let default = profile(Purpose::TxDefaultProfile, 0, Kind::Relative, amperes(&[(0, 10)]));
    let of_one = profile(Purpose::TxProfile, 0, Kind::Relative, amperes(&[(0, 30), (50, 10)]));
    let schedule = amperes(&[(0, 32), (80, 15)]).with_start_schedule(start);
    let max = profile(Purpose::ChargePointMaxProfile, 0, Kind::Absolute, schedule);
    let profiles = [Profile::new(0, &default), Profile::new(1, &of_one), Profile::new(0, &max)];
    let connectors = [charging(MIDNIGHT), Connector::new(2, supply())];
    let window = Window::new(start, 100);
    let found = of_station(&profiles, &connectors, &supply(), &window);
    assert_eq!(limits(&found), [(0, 32), (50, 20), (80, 15)]);
    assert_eq!(limits(&of_station(&profiles, &[], &supply(), &window)), [(0, 0)]);
}

#[test]
fn the_lowest_rate_of_the_car_is_passed_on() {
    let schedule = in_unit(ChargingRateUnit::W, &[(0, 11_000)])
        .with_min_charging_rate(Decimal1::from_tenths(41_410));
    let default = profile(Purpose::TxDefaultProfile, 0, Kind::Relative, schedule);
    let window = Window::new(time(MIDNIGHT), 10);
    let found = of_connector(&[Profile::new(0, &default)], &charging(MIDNIGHT), &window);
    // 4141 W / 690 V = 6.001... A, rounded up.
    assert_eq!(found.min_charging_rate, Some(Decimal1::from_tenths(61)));
}

#[test]
fn a_schedule_with_too_many_periods_says_where_it_ends() {
    let periods: Vec<_> = (0..10).map(|i| (i * 10, 10 + i64::from(i))).collect();
    let default = profile(Purpose::TxDefaultProfile, 0, Kind::Relative, amperes(&periods));
    let window = Window::new(time(MIDNIGHT), 1_000).with_max_periods(3);
    let found = of_connector(&[Profile::new(0, &default)], &charging(MIDNIGHT), &window);
    assert_eq!(limits(&found), [(0, 10), (10, 11), (20, 12)]);
    assert_eq!(found.duration, Some(30));
}

/// 6.22, and errata 3.57: no `startSchedule`.
#[test]
fn requests_are_answered() {
    let request =
        GetCompositeScheduleRequest::new(1, 600).with_charging_rate_unit(ChargingRateUnit::W);
    let window = Window::of_request(&request, time("2026-11-25T01:00:00.7+01:00"));
    let schedule = of_connector(&[], &Connector::new(1, supply()), &window);
    use crate::json::ToJson as _;
    assert_eq!(
        response(&request, &window, schedule).to_json(),
        concat!(
            r#"{"status":"Accepted","connectorId":1,"scheduleStart":"2026-11-25T00:00:00Z","#,
            r#""chargingSchedule":{"duration":600,"chargingRateUnit":"W","#,
            r#""chargingSchedulePeriod":[{"startPeriod":0,"limit":43470.0}]}}"#,
        )
    );
    // Without a unit: that of the local limit.
    let request = GetCompositeScheduleRequest::new(1, 600);
    let window = Window::of_request(&request, time(MIDNIGHT));
    let schedule = of_connector(&[], &Connector::new(1, supply()), &window);
    assert_eq!(schedule.charging_rate_unit, ChargingRateUnit::A);
}

/// Nothing overflows, and the work is bounded.
#[test]
fn extremes_are_survived() {
    let schedule = amperes(&[(i32::MIN, 1), (i32::MAX, 2), (0, i64::MAX / 10)])
        .with_duration(i32::MIN)
        .with_start_schedule(time("9999-12-31T23:59:59Z"));
    let far = profile(Purpose::TxDefaultProfile, i32::MIN, Kind::Recurring, schedule);
    let flicker = amperes(&[(0, 1), (1, 2)]).with_start_schedule(time("0000-01-01T00:00:00Z"));
    let flicker = profile(Purpose::ChargePointMaxProfile, i32::MAX, Kind::Recurring, flicker)
        .with_recurrency_kind(RecurrencyKind::Daily);
    let profiles = [Profile::new(i32::MIN, &far), Profile::new(0, &flicker), Profile::new(1, &far)];
    let window = Window::new(time(MIDNIGHT), i32::MAX)
        .in_unit(ChargingRateUnit::W)
        .with_max_periods(usize::MAX);
    let found = of_connector(&profiles, &charging(MIDNIGHT), &window);
    assert!(found.charging_schedule_period.len() <= Window::MAX_CHANGES + 1);
    assert!(found.duration < Some(i32::MAX));
    let window = Window::new(time("9999-12-31T23:59:59Z"), i32::MAX);
    let found = of_station(&profiles, &[charging(MIDNIGHT)], &supply(), &window);
    assert_eq!(found.charging_schedule_period[0].start_period, 0);
}

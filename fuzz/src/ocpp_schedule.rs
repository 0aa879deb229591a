//! Composite schedules of any charging profiles.

use ocpp16::messages::types::{
    ChargingProfile, ChargingProfileKind, ChargingProfilePurpose, ChargingRateUnit,
    ChargingSchedule, ChargingSchedulePeriod, RecurrencyKind,
};
use ocpp16::station::composite_schedule::{
    Connector, Profile, Supply, Window, of_connector, of_station,
};
use ocpp16::{DateTime, Decimal1};

/// 2026-11-22T08:00:00Z
const NOW: i64 = 1_795_334_400;

pub(crate) fn check(data: &[u8]) {
    let mut input = Input(data);
    let supply = Supply::new(
        u16::from(input.byte()) * 2,
        input.byte() % 5,
        Decimal1::from_tenths(i64::from(input.byte()) * 10),
        unit(input.byte()),
    );
    let local = of_local(&supply, input.byte(), input.byte());
    let start = time(i64::from(input.byte()) * 600);
    let duration = i32::from(input.byte()) * 400;
    let asked = unit(input.byte());
    let profiles: Vec<(i32, ChargingProfile)> = (0..input.byte() % 8)
        .map(|id| (i32::from(input.byte() % 3), profile(i32::from(id), &mut input)))
        .collect();
    let installed: Vec<Profile<'_>> =
        profiles.iter().map(|(connector, profile)| Profile::new(*connector, profile)).collect();

    let window = Window::new(start, duration).in_unit(asked.clone());
    let schedule = of_connector(&installed, &local, &window);
    check_form(&schedule, duration, &asked);

    // What is left of a schedule is the schedule of the time that is left. What is relative to the
    // span itself begins anew, so those profiles are left out.
    let fixed: Vec<Profile<'_>> =
        installed.iter().copied().filter(|profile| !is_relative(profile.profile())).collect();
    let running = local.with_transaction(Some(1), time(i64::from(input.byte()) * 300));
    let whole = of_connector(&fixed, &running, &window);
    let later = i32::from(input.byte()) * 90 + i32::from(input.byte());
    if later < duration {
        let rest = Window::new(time_after(start, later), duration - later).in_unit(asked.clone());
        let rest = of_connector(&fixed, &running, &rest);
        check_form(&rest, duration - later, &asked);
        let mut changes: Vec<i32> = whole
            .charging_schedule_period
            .iter()
            .map(|period| period.start_period - later)
            .collect();
        changes.extend(rest.charging_schedule_period.iter().map(|period| period.start_period));
        for at in changes.into_iter().filter(|at| *at >= 0) {
            assert_eq!(limit(&whole, at + later), limit(&rest, at), "{at} s after {later}");
        }
    }

    // Of a station with one connector there cannot be more than that connector takes.
    let station = of_station(&installed, &[local], &supply, &window);
    check_form(&station, duration, &asked);
    for period in &station.charging_schedule_period {
        let (own, connector) = (period.limit, limit(&schedule, period.start_period));
        assert!(own <= connector, "{own} of {connector} at {}", period.start_period);
    }
    let nothing = of_station(&installed, &[], &supply, &window);
    assert!(nothing.charging_schedule_period.iter().all(|period| period.limit.tenths() <= 0));
}

fn check_form(schedule: &ChargingSchedule, duration: i32, unit: &ChargingRateUnit) {
    assert_eq!(&schedule.charging_rate_unit, unit);
    assert_eq!(schedule.duration, Some(duration), "few changes are not cut off");
    let periods = &schedule.charging_schedule_period;
    assert_eq!(periods.first().map(|period| period.start_period), Some(0));
    for pair in periods.windows(2) {
        assert!(pair[0].start_period < pair[1].start_period);
        assert!(pair[1].start_period < duration);
        let same = pair[0].limit == pair[1].limit && pair[0].number_phases == pair[1].number_phases;
        assert!(!same, "nothing changes at {}", pair[1].start_period);
    }
}

fn limit(schedule: &ChargingSchedule, at: i32) -> Decimal1 {
    let mut periods = schedule.charging_schedule_period.iter().rev();
    periods.find(|period| period.start_period <= at).expect("one begins at 0").limit
}

fn is_relative(profile: &ChargingProfile) -> bool {
    profile.charging_profile_purpose == ChargingProfilePurpose::ChargePointMaxProfile
        && (profile.charging_profile_kind == ChargingProfileKind::Relative
            || profile.charging_schedule.start_schedule.is_none())
}

struct Input<'d>(&'d [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn optional<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.byte() % 2 == 1).then(|| make(self))
    }
}

fn unit(byte: u8) -> ChargingRateUnit {
    if byte % 2 == 0 { ChargingRateUnit::A } else { ChargingRateUnit::W }
}

fn of_local(supply: &Supply, transaction: u8, start: u8) -> Connector {
    let connector = Connector::new(1, *supply);
    match transaction % 3 {
        0 => connector,
        1 => connector.with_transaction(None, time(i64::from(start) * 60)),
        _ => connector.with_transaction(Some(1), time(i64::from(start) * 60)),
    }
}

fn time(seconds: i64) -> DateTime {
    DateTime::from_unix_seconds(NOW + seconds).expect("a year of four digits")
}

fn time_after(time: DateTime, seconds: i32) -> DateTime {
    DateTime::from_unix_seconds(time.unix_seconds() + i64::from(seconds)).expect("the same year")
}

fn profile(id: i32, input: &mut Input<'_>) -> ChargingProfile {
    let purpose = match input.byte() % 3 {
        0 => ChargingProfilePurpose::ChargePointMaxProfile,
        1 => ChargingProfilePurpose::TxDefaultProfile,
        _ => ChargingProfilePurpose::TxProfile,
    };
    let kind = match input.byte() % 3 {
        0 => ChargingProfileKind::Absolute,
        1 => ChargingProfileKind::Recurring,
        _ => ChargingProfileKind::Relative,
    };
    let mut start_period = 0;
    let periods: Vec<ChargingSchedulePeriod> = (0..=input.byte() % 4)
        .map(|_| {
            let limit = Decimal1::from_tenths(i64::from(input.byte()) * 7);
            let period = ChargingSchedulePeriod::new(start_period, limit);
            start_period += 1 + i32::from(input.byte()) * 120;
            match input.byte() % 4 {
                0 => period,
                phases => period.with_number_phases(i32::from(phases)),
            }
        })
        .collect();
    let mut schedule = ChargingSchedule::new(unit(input.byte()), periods);
    schedule.duration = input.optional(|input| i32::from(input.byte()) * 1000);
    schedule.start_schedule = input.optional(|input| time(i64::from(input.byte()) * 1200 - 90_000));
    schedule.min_charging_rate =
        input.optional(|input| Decimal1::from_tenths(i64::from(input.byte())));
    let stack_level = i32::from(input.byte() % 3);
    let mut profile = ChargingProfile::new(id, stack_level, purpose, kind, schedule);
    profile.transaction_id = input.optional(|input| i32::from(input.byte() % 2));
    profile.recurrency_kind = input.optional(|input| match input.byte() % 2 {
        0 => RecurrencyKind::Daily,
        _ => RecurrencyKind::Weekly,
    });
    profile.valid_from = input.optional(|input| time(i64::from(input.byte()) * 500 - 40_000));
    profile.valid_to = input.optional(|input| time(i64::from(input.byte()) * 500));
    profile
}

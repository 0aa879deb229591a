//! Installing, replacing and clearing, rule by rule.

use alloc::vec;

use super::*;
use crate::messages::types::{
    ChargingProfileKind as Kind, ChargingProfilePurpose as Purpose, ChargingSchedule,
    RecurrencyKind,
};
use crate::values::Decimal1;

fn period(start: i32, tenths: i64) -> ChargingSchedulePeriod {
    ChargingSchedulePeriod::new(start, Decimal1::from_tenths(tenths))
}

fn profile(id: i32, level: i32, purpose: Purpose) -> ChargingProfile {
    let schedule = ChargingSchedule::new(ChargingRateUnit::A, vec![period(0, 160)]);
    ChargingProfile::new(id, level, purpose, Kind::Absolute, schedule)
}

fn station() -> ChargingProfiles {
    ChargingProfiles::new(Capabilities::of_connectors(2).with_max_installed(4))
}

fn ids(profiles: &ChargingProfiles) -> Vec<i32> {
    profiles.iter().map(|installed| installed.profile().charging_profile_id).collect()
}

#[test]
fn purposes_belong_to_connectors() {
    let mut profiles = station();
    let mut set = |id, purpose| profiles.set(id, profile(1, 0, purpose), Transaction::Known(7));
    assert_eq!(set(1, Purpose::ChargePointMaxProfile), Err(ProfileError::PurposeAtConnector));
    assert_eq!(set(0, Purpose::TxProfile), Err(ProfileError::PurposeAtConnector));
    for connector in [-1, 3] {
        let refusal = set(connector, Purpose::TxDefaultProfile).unwrap_err();
        assert_eq!(refusal, ProfileError::UnknownConnector);
        assert_eq!(refusal.error_code(), Some(ErrorCode::PropertyConstraintViolation));
    }
    assert_eq!(set(0, Purpose::ChargePointMaxProfile), Ok(()));
    assert_eq!(set(0, Purpose::TxDefaultProfile), Ok(()));
    assert_eq!(set(2, Purpose::TxDefaultProfile), Ok(()));
    assert_eq!(set(2, Purpose::TxProfile), Ok(()));
}

#[test]
fn profiles_of_transactions_need_theirs() {
    let mut profiles = station();
    let plain = profile(1, 0, Purpose::TxProfile);
    let of_7 = plain.clone().with_transaction_id(7);
    let mut set =
        |profile: &ChargingProfile, transaction| profiles.set(1, profile.clone(), transaction);
    assert_eq!(set(&plain, Transaction::None), Err(ProfileError::NoTransaction));
    assert_eq!(ProfileError::NoTransaction.error_code(), None);
    assert_eq!(set(&of_7, Transaction::Unanswered), Err(ProfileError::TransactionId));
    assert_eq!(set(&of_7, Transaction::Known(8)), Err(ProfileError::TransactionId));
    assert_eq!(set(&plain, Transaction::Unanswered), Ok(()));
    assert_eq!(set(&of_7, Transaction::Known(7)), Ok(()));
}

/// 5.16.3: the same id, or the same stack level and purpose.
#[test]
fn profiles_are_replaced() {
    let mut profiles = station();
    let mut set = |connector, id, level| {
        profiles
            .set(connector, profile(id, level, Purpose::TxDefaultProfile), Transaction::None)
            .unwrap();
        ids(&profiles)
    };
    assert_eq!(set(1, 10, 0), [10]);
    assert_eq!(set(1, 11, 1), [10, 11]);
    // Same level and purpose.
    assert_eq!(set(1, 12, 1), [10, 12]);
    // Same level, another connector.
    assert_eq!(set(2, 13, 1), [10, 12, 13]);
    // Same id at another connector.
    assert_eq!(set(2, 10, 5), [12, 13, 10]);
    // Both at once.
    assert_eq!(set(2, 13, 5), [12, 13]);
}

#[test]
fn a_full_station_still_replaces() {
    let mut profiles = station();
    for id in 0..4 {
        profiles.set(0, profile(id, id, Purpose::TxDefaultProfile), Transaction::None).unwrap();
    }
    let another = profile(9, 9, Purpose::TxDefaultProfile);
    assert_eq!(profiles.set(0, another, Transaction::None), Err(ProfileError::Full));
    let same = profile(9, 3, Purpose::TxDefaultProfile);
    assert_eq!(profiles.set(0, same, Transaction::None), Ok(()));
    assert_eq!(ids(&profiles), [0, 1, 2, 9]);
}

/// 5.16.2, errata 3.41 and 3.42.
#[test]
fn a_remote_start_brings_a_profile_without_a_transaction_id() {
    let mut profiles = station();
    let default = profile(1, 0, Purpose::TxDefaultProfile);
    assert_eq!(profiles.set_of_remote_start(1, default), Err(ProfileError::PurposeInRemoteStart));
    let remote = profile(1, 0, Purpose::TxProfile);
    let with_id = remote.clone().with_transaction_id(7);
    assert_eq!(profiles.set_of_remote_start(1, with_id), Err(ProfileError::TransactionId));
    assert_eq!(profiles.set_of_remote_start(1, remote), Ok(()));
    let replacing = profile(2, 0, Purpose::TxProfile).with_transaction_id(7);
    profiles.set(1, replacing, Transaction::Known(7)).unwrap();
    let stacked = profile(3, 1, Purpose::TxProfile).with_transaction_id(7);
    profiles.set(1, stacked, Transaction::Known(7)).unwrap();
    assert_eq!(ids(&profiles), [2, 3]);
    profiles.end_transaction(2);
    assert_eq!(profiles.len(), 2);
    profiles.end_transaction(1);
    assert!(profiles.is_empty());
}

/// Errata 3.25, 3.26.
#[test]
fn clearing_matches_all_members_or_the_id() {
    let full = || {
        let mut profiles = station();
        for (connector, id, level) in [(0, 1, 0), (1, 2, 0), (1, 3, 1)] {
            let profile = profile(id, level, Purpose::TxDefaultProfile);
            profiles.set(connector, profile, Transaction::None).unwrap();
        }
        profiles.set(0, profile(4, 0, Purpose::ChargePointMaxProfile), Transaction::None).unwrap();
        profiles
    };
    let clear = |request: ClearChargingProfileRequest| {
        let mut profiles = full();
        let status = profiles.clear(&request);
        assert_eq!(status == ClearChargingProfileStatus::Accepted, profiles.len() < 4);
        ids(&profiles)
    };
    let request = ClearChargingProfileRequest::new;
    assert!(clear(request()).is_empty());
    assert_eq!(clear(request().with_id(3).with_connector_id(0)), [1, 2, 4]);
    assert_eq!(clear(request().with_id(9)), [1, 2, 3, 4]);
    assert_eq!(clear(request().with_connector_id(0)), [2, 3]);
    assert_eq!(clear(request().with_stack_level(0)), [3]);
    assert_eq!(clear(request().with_stack_level(0).with_connector_id(1)), [1, 3, 4]);
    let purpose = Purpose::ChargePointMaxProfile;
    assert_eq!(clear(request().with_charging_profile_purpose(purpose)), [1, 2, 3]);
}

#[test]
fn what_breaks_a_rule_is_refused() {
    let capabilities = Capabilities::of_connectors(1).with_max_stack_level(3).with_max_periods(2);
    let good = profile(1, 3, Purpose::TxDefaultProfile);
    let of = |change: &dyn Fn(&mut ChargingProfile)| {
        let mut profile = good.clone();
        change(&mut profile);
        check(&capabilities, 0, &profile)
    };
    let of_periods = |periods: &[ChargingSchedulePeriod]| {
        of(&|profile| profile.charging_schedule.charging_schedule_period = periods.to_vec())
    };
    assert_eq!(of(&|_| {}), Ok(()));
    assert_eq!(of(&|profile| profile.stack_level = 4), Err(ProfileError::StackLevel));
    assert_eq!(of(&|profile| profile.stack_level = -1), Err(ProfileError::StackLevel));
    assert_eq!(
        of(&|profile| profile.charging_profile_kind = Kind::Recurring),
        Err(ProfileError::Recurrency)
    );
    // Superfluous, and seen in the field.
    assert_eq!(of(&|profile| profile.recurrency_kind = Some(RecurrencyKind::Daily)), Ok(()));
    let time = |text: &str| Some(text.parse().unwrap());
    assert_eq!(
        of(&|profile| {
            profile.valid_from = time("2026-11-25T00:00:00Z");
            profile.valid_to = time("2026-11-25T01:00:00+01:00");
        }),
        Err(ProfileError::Validity)
    );
    assert_eq!(of_periods(&[]), Err(ProfileError::Periods));
    assert_eq!(of_periods(&[period(1, 0)]), Err(ProfileError::Periods));
    assert_eq!(of_periods(&[period(0, 0), period(0, 1)]), Err(ProfileError::Periods));
    assert_eq!(of_periods(&[period(0, 0), period(1, 1)]), Ok(()));
    assert_eq!(
        of_periods(&[period(0, 0), period(1, 1), period(2, 1)]),
        Err(ProfileError::TooManyPeriods)
    );
    assert_eq!(of_periods(&[period(0, -1)]), Err(ProfileError::Range));
    for phases in [0, 4] {
        assert_eq!(
            of_periods(&[period(0, 1).with_number_phases(phases)]),
            Err(ProfileError::Range)
        );
    }
    assert_eq!(
        of(&|profile| profile.charging_schedule.duration = Some(-1)),
        Err(ProfileError::Range)
    );
    let in_watts = |profile: &mut ChargingProfile| {
        profile.charging_schedule.charging_rate_unit = ChargingRateUnit::W;
    };
    assert_eq!(of(&in_watts), Ok(()));
    let mut profile = good.clone();
    in_watts(&mut profile);
    let only_current = capabilities.with_units(true, false);
    assert_eq!(check(&only_current, 0, &profile), Err(ProfileError::Unit));
    assert_eq!(check(&only_current, 0, &good), Ok(()));
}

/// Errata 3.38: an invalid value of an enumeration is a CALLERROR.
#[test]
fn unknown_values_are_told_apart() {
    let text = r#"{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile",
        "chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"kW",
        "chargingSchedulePeriod":[{"startPeriod":0,"limit":1}]}}"#;
    use crate::messages::Payload as _;
    use crate::options::Options;
    let (profile, _) = ChargingProfile::from_json(text, &Options::tolerant()).unwrap();
    let refusal = station().restore(0, profile).unwrap_err();
    assert_eq!(refusal, ProfileError::UnknownValue);
    assert_eq!(refusal.error_code(), Some(ErrorCode::PropertyConstraintViolation));
}

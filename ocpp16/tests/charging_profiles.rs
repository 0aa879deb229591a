//! The installed charging profiles through any sequence of requests.
#![cfg(feature = "smart_charging")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use ocpp16::messages::smart_charging::{ClearChargingProfileRequest, ClearChargingProfileStatus};
use ocpp16::messages::types::{
    ChargingProfile, ChargingProfileKind, ChargingProfilePurpose as Purpose, ChargingRateUnit,
    ChargingSchedule, ChargingSchedulePeriod,
};
use ocpp16::station::charging_profiles::{
    Capabilities, ChargingProfiles, ProfileError, Transaction,
};
use ocpp16::{Decimal1, Literal};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Request {
    Set(i32, i32, i32, Purpose),
    Clear(Option<i32>, Option<i32>, Option<i32>, Option<Purpose>),
    EndTransaction(i32),
}

fn requests() -> impl Strategy<Value = Request> {
    let purposes = || proptest::sample::select(Purpose::ALL);
    let numbers = || 0..3_i32;
    let maybe = || proptest::option::weighted(0.4, numbers());
    prop_oneof![
        6 => (numbers(), 0..8_i32, numbers(), purposes())
            .prop_map(|(at, id, level, purpose)| Request::Set(at, id, level, purpose)),
        1 => (maybe(), maybe(), maybe(), proptest::option::of(purposes()))
            .prop_map(|(id, at, level, purpose)| Request::Clear(id, at, level, purpose)),
        1 => numbers().prop_map(Request::EndTransaction),
    ]
}

type Row = (i32, i32, i32, Purpose);

fn rows(profiles: &ChargingProfiles) -> Vec<Row> {
    profiles
        .iter()
        .map(|installed| {
            let profile = installed.profile();
            let purpose = profile.charging_profile_purpose.clone();
            let id = profile.charging_profile_id;
            (installed.connector_id(), id, profile.stack_level, purpose)
        })
        .collect()
}

proptest! {
    #[test]
    fn profiles_are_as_the_requests_say(
        requests in proptest::collection::vec(requests(), 0..60),
    ) {
        let max_installed = 5;
        let capabilities = Capabilities::of_connectors(2).with_max_installed(max_installed);
        let mut profiles = ChargingProfiles::new(capabilities);
        let mut model: Vec<Row> = Vec::new();
        for request in requests {
            match request {
                Request::Set(connector, id, level, purpose) => {
                    let schedule = ChargingSchedule::new(
                        ChargingRateUnit::A,
                        vec![ChargingSchedulePeriod::new(0, Decimal1::from_tenths(160))],
                    );
                    let kind = ChargingProfileKind::Relative;
                    let profile = ChargingProfile::new(id, level, purpose.clone(), kind, schedule);
                    let is_placed = match purpose {
                        Purpose::ChargePointMaxProfile => connector == 0,
                        Purpose::TxProfile => connector > 0,
                        _ => true,
                    };
                    let mut after = model.clone();
                    after.retain(|row| {
                        row.1 != id && (row.0, row.2, &row.3) != (connector, level, &purpose)
                    });
                    after.push((connector, id, level, purpose));
                    let expected = if !is_placed {
                        Err(ProfileError::PurposeAtConnector)
                    } else if after.len() > max_installed {
                        Err(ProfileError::Full)
                    } else {
                        model = after;
                        Ok(())
                    };
                    let set = profiles.set(connector, profile, Transaction::Known(1));
                    prop_assert_eq!(set, expected);
                }
                Request::Clear(id, connector, level, purpose) => {
                    let mut request = ClearChargingProfileRequest::new();
                    (request.id, request.connector_id) = (id, connector);
                    request.stack_level = level;
                    request.charging_profile_purpose = purpose.clone();
                    let before = model.len();
                    model.retain(|row| match id {
                        Some(id) => row.1 != id,
                        None => {
                            connector.is_some_and(|connector| connector != row.0)
                                || level.is_some_and(|level| level != row.2)
                                || purpose.as_ref().is_some_and(|purpose| *purpose != row.3)
                        }
                    });
                    let expected = if model.len() < before {
                        ClearChargingProfileStatus::Accepted
                    } else {
                        ClearChargingProfileStatus::Unknown
                    };
                    prop_assert_eq!(profiles.clear(&request), expected);
                }
                Request::EndTransaction(connector) => {
                    profiles.end_transaction(connector);
                    model.retain(|row| row.0 != connector || row.3 != Purpose::TxProfile);
                }
            }
            prop_assert_eq!(&rows(&profiles), &model);

            // A restart brings back the same.
            let mut restored = ChargingProfiles::new(capabilities);
            for installed in profiles.iter() {
                let profile = installed.profile().clone();
                prop_assert_eq!(restored.restore(installed.connector_id(), profile), Ok(()));
            }
            prop_assert_eq!(&rows(&restored), &model);
        }
    }
}

//! The authorization cache and the local list against plain models.
#![cfg(all(feature = "core", feature = "local_auth_list"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

extern crate alloc;

use alloc::collections::BTreeMap;

use ocpp16::messages::local_auth_list::{
    AuthorizationData, SendLocalListRequest, UpdateStatus, UpdateType,
};
use ocpp16::messages::types::{AuthorizationStatus as Status, IdTagInfo};
use ocpp16::station::authorization::{
    AuthorizationCache, Decision, IdTag, LocalList, Settings, decide,
};
use ocpp16::{CiString, DateTime, Literal};
use proptest::prelude::*;

/// Few, so that they meet.
fn tags() -> impl Strategy<Value = String> {
    "[abAB]{1,2}"
}

fn tag(text: &str) -> IdTag<'static> {
    CiString::new(text.to_owned()).unwrap()
}

fn statuses() -> impl Strategy<Value = Status> {
    proptest::sample::select(Status::ALL)
}

/// Mostly there.
fn maybe<S: Strategy>(of: S) -> impl Strategy<Value = Option<S::Value>> {
    proptest::option::weighted(0.8, of)
}

proptest! {
    /// 3.5.1, with a list in the order of updates as the model.
    #[test]
    fn the_cache_keeps_the_latest_valid_ones(
        capacity in 0..5_usize,
        updates in proptest::collection::vec((tags(), statuses()), 0..40),
    ) {
        let mut cache = AuthorizationCache::new(capacity);
        let mut model: Vec<(String, Status)> = Vec::new();
        for (text, status) in updates {
            cache.update(&tag(&text), &IdTagInfo::new(status.clone()), false);
            let key = text.to_ascii_lowercase();
            let before = model.len();
            model.retain(|(other, _)| *other != key);
            if model.len() == before && model.len() >= capacity {
                model.retain(|(_, status)| *status == Status::Accepted);
                if model.len() >= capacity && !model.is_empty() {
                    model.remove(0);
                }
            }
            if capacity > 0 {
                model.push((key, status));
            }
            let found: Vec<_> = cache
                .iter()
                .map(|(tag, info)| (tag.to_ascii_lowercase(), info.status.clone()))
                .collect();
            prop_assert_eq!(&found, &model);
            for (key, status) in &model {
                let info = cache.get(&tag(&key.to_ascii_uppercase()));
                prop_assert_eq!(info.map(|info| &info.status), Some(status));
            }
        }
    }

    /// 5.15, 6.41, 7.1, 7.47, with a map as the model.
    #[test]
    fn the_local_list_is_what_the_updates_make(
        requests in proptest::collection::vec(
            (
                -1..12_i32,
                proptest::bool::ANY,
                proptest::collection::vec((tags(), maybe(statuses())), 0..5),
            ),
            0..12,
        ),
    ) {
        let (max_length, max_update) = (4, 3);
        let mut list = LocalList::new(max_length, max_update);
        let mut model: BTreeMap<String, Status> = BTreeMap::new();
        let mut version = 0;
        for (wanted, is_full, entries) in requests {
            let data: Vec<_> = entries
                .iter()
                .map(|(text, status)| {
                    let mut data = AuthorizationData::new(tag(text));
                    data.id_tag_info = status.clone().map(IdTagInfo::new);
                    data
                })
                .collect();
            let update_type = if is_full { UpdateType::Full } else { UpdateType::Differential };
            let request = SendLocalListRequest::new(wanted, update_type)
                .with_local_authorization_list(data);

            let changes: BTreeMap<_, _> = entries
                .iter()
                .map(|(text, status)| (text.to_ascii_lowercase(), status.clone()))
                .collect();
            let mut after = if is_full { BTreeMap::new() } else { model.clone() };
            for (key, status) in &changes {
                match status {
                    Some(status) => after.insert(key.clone(), status.clone()),
                    None => after.remove(key),
                };
            }
            let is_well_formed = wanted > 0
                && entries.len() <= max_update
                && changes.len() == entries.len()
                && !(is_full && entries.iter().any(|(_, status)| status.is_none()));
            let expected = if !is_well_formed {
                UpdateStatus::Failed
            } else if !is_full && wanted <= version {
                UpdateStatus::VersionMismatch
            } else if after.len() > max_length {
                UpdateStatus::Failed
            } else {
                version = if after.is_empty() { 0 } else { wanted };
                model = after;
                UpdateStatus::Accepted
            };
            prop_assert_eq!(list.update(&request), expected);
            prop_assert_eq!(list.version(), version);
            let found: BTreeMap<_, _> = list
                .iter()
                .map(|(tag, info)| (tag.to_ascii_lowercase(), info.status.clone()))
                .collect();
            prop_assert_eq!(&found, &model);
            prop_assert_eq!(list.len(), model.len());
        }
    }

    /// Whom nobody calls valid never charges unasked, unless unknown ones may.
    #[test]
    fn nobody_is_accepted_by_mistake(
        keys in proptest::array::uniform5(proptest::bool::ANY),
        list in proptest::option::of((statuses(), 0..2_i64)),
        cache in proptest::option::of((statuses(), 0..2_i64)),
        is_online in proptest::bool::ANY,
    ) {
        let now = DateTime::from_unix_seconds(1).unwrap();
        let info = |(status, expiry): (Status, i64)| {
            // Expired, or not yet.
            let expiry = DateTime::from_unix_seconds(expiry * 5).unwrap();
            IdTagInfo::new(status).with_expiry_date(expiry)
        };
        let (list, cache) = (list.map(info), cache.map(info));
        let settings = Settings::default()
            .with_local_list(keys[0])
            .with_cache(keys[1])
            .with_local_pre_authorize(keys[2])
            .with_local_authorize_offline(keys[3])
            .with_unknown_offline(keys[4]);
        let used = list.as_ref().filter(|_| keys[0]).or(cache.as_ref().filter(|_| keys[1]));
        let is_valid = used.is_some_and(|info| {
            let is_in_list = keys[0] && list.is_some();
            (info.status == Status::Accepted || (is_in_list && info.status == Status::ConcurrentTx))
                && info.expiry_date > Some(now)
        });
        let is_accepted = match decide(&settings, list.as_ref(), cache.as_ref(), is_online, now) {
            Decision::Accept(_) => true,
            Decision::Ask => {
                prop_assert!(is_online);
                false
            }
            Decision::Refuse(status) => {
                prop_assert!(!is_online);
                prop_assert_ne!(status, Status::Accepted);
                false
            }
        };
        let expected = match (is_online, used) {
            (true, _) => is_valid && keys[2],
            (false, None) => keys[4],
            (false, Some(_)) => is_valid && (keys[3] || keys[4]),
        };
        prop_assert_eq!(is_accepted, expected);
    }
}

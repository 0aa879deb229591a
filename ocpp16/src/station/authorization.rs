//! Local authorization and offline behaviour (3.5): whether an identifier may charge, is to be
//! asked for, or is refused.
//!
//! [`decide`] is a pure function of the configuration keys, of what the local list and the cache
//! say, of whether the station is online, and of the time. [`AuthorizationCache`] and `LocalList`
//! (feature `local_auth_list`) keep what it asks for; a station with stores of its own can use it
//! without them.
//!
//! | | online | offline |
//! |---|---|---|
//! | valid in the list or the cache | `LocalPreAuthorize`: accept, else ask | `LocalAuthorizeOffline`: accept, else as unknown |
//! | not valid in the list or the cache | ask | refuse |
//! | unknown | ask | `AllowOfflineTxForUnknownId`: accept, else refuse |
//!
//! The list comes before the cache (3.5.3). An entry past its `expiryDate` is expired. Identifiers
//! compare without regard to case (7.28).
//!
//! # Where the text leaves the answer open
//!
//! - An identifier that is not valid in the list, online: 4.1 says that the station *may* ask the
//!   central system. Here it does, as 3.5.1 wants it for the cache: the central system knows best.
//! - `ConcurrentTx`: 3.5.2 counts it as valid in the list, 3.5.4 wants a status other than
//!   `Accepted` rejected, and names `Invalid`, `Blocked` and `Expired`. Here it is valid in the
//!   list and not in the cache, where it is the answer to one attempt.
//! - An identifier that is not valid in the cache, offline: 3.5.4 speaks of the list and of expired
//!   ones. Here all are refused: whom the central system has refused is not unknown.
//! - `LocalAuthorizeOffline` off with `AllowOfflineTxForUnknownId` on: here a valid identifier is
//!   accepted, as an unknown one would be.
//!
//! ```
//! use ocpp16::{CiString, DateTime};
//! use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
//! use ocpp16::station::authorization::{decide, AuthorizationCache, Decision, Settings, Source};
//!
//! let now: DateTime = "2026-11-25T08:00:00Z".parse()?;
//! let tag = CiString::new("04a2b3c4")?;
//! let mut cache = AuthorizationCache::new(100);
//! cache.update(&tag, &IdTagInfo::new(AuthorizationStatus::Accepted), false);
//!
//! let settings = Settings::default().with_cache(true).with_local_authorize_offline(true);
//! let seen = cache.get(&CiString::new("04A2B3C4")?);
//! assert_eq!(decide(&settings, None, seen, true, now), Decision::Ask);
//! assert_eq!(decide(&settings, None, seen, false, now), Decision::Accept(Source::Cache));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
#[cfg(feature = "local_auth_list")]
mod local_list;

pub use cache::AuthorizationCache;
#[cfg(feature = "local_auth_list")]
#[cfg_attr(docsrs, doc(cfg(feature = "local_auth_list")))]
pub use local_list::LocalList;

use core::cmp::Ordering;

use crate::messages::types::{AuthorizationStatus, IdTagInfo};
use crate::values::{CiString, DateTime};

/// An identifier, 7.28 "IdToken".
pub type IdTag<'a> = CiString<'a, 20>;

/// The configuration keys of local authorization (9.1, 9.2). All are off at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    local_auth_list_enabled: bool,
    authorization_cache_enabled: bool,
    local_pre_authorize: bool,
    local_authorize_offline: bool,
    allow_offline_tx_for_unknown_id: bool,
}

impl Settings {
    /// Sets `LocalAuthListEnabled` (9.2.1): else the list says nothing.
    #[must_use]
    pub const fn with_local_list(self, is_enabled: bool) -> Self {
        Self { local_auth_list_enabled: is_enabled, ..self }
    }

    /// Sets `AuthorizationCacheEnabled` (9.1.2): else the cache says nothing.
    #[must_use]
    pub const fn with_cache(self, is_enabled: bool) -> Self {
        Self { authorization_cache_enabled: is_enabled, ..self }
    }

    /// Sets `LocalPreAuthorize` (9.1.13): online, start without waiting for Authorize.conf.
    #[must_use]
    pub const fn with_local_pre_authorize(self, is_on: bool) -> Self {
        Self { local_pre_authorize: is_on, ..self }
    }

    /// Sets `LocalAuthorizeOffline` (9.1.12): offline, start for locally authorized identifiers.
    #[must_use]
    pub const fn with_local_authorize_offline(self, is_on: bool) -> Self {
        Self { local_authorize_offline: is_on, ..self }
    }

    /// Sets `AllowOfflineTxForUnknownId` (9.1.1): offline, start for unknown identifiers.
    #[must_use]
    pub const fn with_unknown_offline(self, is_on: bool) -> Self {
        Self { allow_offline_tx_for_unknown_id: is_on, ..self }
    }
}

/// Where a decision comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The local authorization list.
    LocalList,
    /// The authorization cache.
    Cache,
    /// Neither: unknown offline authorization (3.5.4).
    UnknownOffline,
}

/// What to do with an identifier that is presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may charge. StartTransaction will tell what the central system thinks of it.
    Accept(Source),
    /// Send Authorize.req, and go by the answer.
    Ask,
    /// It may not charge, for this reason; `Invalid` if it is unknown.
    Refuse(AuthorizationStatus),
}

/// Decides about an identifier of which the local list and the cache say this.
#[must_use]
pub fn decide(
    settings: &Settings,
    local_list: Option<&IdTagInfo<'_>>,
    cache: Option<&IdTagInfo<'_>>,
    is_online: bool,
    now: DateTime,
) -> Decision {
    let local_list = local_list.filter(|_| settings.local_auth_list_enabled);
    let cache = cache.filter(|_| settings.authorization_cache_enabled);
    let known = match (local_list, cache) {
        (Some(info), _) => Some((info, Source::LocalList)),
        (None, Some(info)) => Some((info, Source::Cache)),
        (None, None) => None,
    };
    let known = known.map(|(info, source)| (status_at(info, now), source));
    let valid_in = match &known {
        Some((AuthorizationStatus::Accepted, source)) => Some(*source),
        Some((AuthorizationStatus::ConcurrentTx, Source::LocalList)) => Some(Source::LocalList),
        _ => None,
    };

    if is_online {
        return match valid_in {
            Some(source) if settings.local_pre_authorize => Decision::Accept(source),
            _ => Decision::Ask,
        };
    }
    match (valid_in, known) {
        (Some(source), _) if settings.local_authorize_offline => Decision::Accept(source),
        (None, Some((status, _))) => Decision::Refuse(status),
        _ if settings.allow_offline_tx_for_unknown_id => Decision::Accept(Source::UnknownOffline),
        _ => Decision::Refuse(AuthorizationStatus::Invalid),
    }
}

/// The status of an identifier at a moment: `Expired` for a valid one from its `expiryDate` on.
#[must_use]
pub fn status_at(info: &IdTagInfo<'_>, now: DateTime) -> AuthorizationStatus {
    let is_valid =
        matches!(info.status, AuthorizationStatus::Accepted | AuthorizationStatus::ConcurrentTx);
    if is_valid && info.expiry_date.is_some_and(|expiry_date| expiry_date <= now) {
        return AuthorizationStatus::Expired;
    }
    info.status.clone()
}

/// Whether an identifier may stop a transaction without being authorized: the one that started it
/// (4.1), or one of its group (3.10).
///
/// `None` for a parent that is not known. Groups are compared by their parents, never a parent with
/// an identifier (3.10).
#[must_use]
pub fn may_stop(
    started_by: (&IdTag<'_>, Option<&IdTag<'_>>),
    presented: (&IdTag<'_>, Option<&IdTag<'_>>),
) -> bool {
    started_by.0 == presented.0
        || matches!((started_by.1, presented.1), (Some(one), Some(other)) if one == other)
}

/// What to do when StartTransaction is answered (4.8, errata 3.17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AfterStart {
    /// Go on.
    Continue,
    /// Stop the transaction with the reason `DeAuthorized`, and keep the cable locked until the
    /// same identifier or one of its group is presented (errata 3.5).
    Stop,
    /// Stop the delivery of energy only; up to `MaxEnergyOnInvalidId` may still be delivered.
    SuspendEnergy,
}

/// What the status in StartTransaction.conf means for a transaction that goes on, with the key
/// `StopTransactionOnInvalidId` (9.1.24).
#[must_use]
pub fn after_start(status: &AuthorizationStatus, stop_on_invalid_id: bool) -> AfterStart {
    match (status, stop_on_invalid_id) {
        (AuthorizationStatus::Accepted, _) => AfterStart::Continue,
        (_, true) => AfterStart::Stop,
        (_, false) => AfterStart::SuspendEnergy,
    }
}

/// Whether what the central system answers contradicts the local list, so that the station has to
/// send a StatusNotification for connector 0 with the error `LocalListConflict` (3.5.2).
///
/// The text speaks of "the validity": here an identifier that is valid in one and not in the other.
#[must_use]
pub fn is_local_list_conflict(
    local_list: &IdTagInfo<'_>,
    answer: &IdTagInfo<'_>,
    now: DateTime,
) -> bool {
    let is_valid = |info| {
        let status = status_at(info, now);
        matches!(status, AuthorizationStatus::Accepted | AuthorizationStatus::ConcurrentTx)
    };
    is_valid(local_list) != is_valid(answer)
}

/// `Ord` wants one lifetime on both sides.
fn compare(one: &IdTag<'_>, other: &IdTag<'_>) -> Ordering {
    one.borrowed().cmp(&other.borrowed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use AuthorizationStatus as Status;

    fn now() -> DateTime {
        "2026-11-25T08:00:00Z".parse().unwrap()
    }

    fn info(status: Status) -> IdTagInfo<'static> {
        IdTagInfo::new(status)
    }

    fn expired() -> IdTagInfo<'static> {
        info(Status::Accepted).with_expiry_date(now())
    }

    fn all_on() -> Settings {
        Settings {
            local_auth_list_enabled: true,
            authorization_cache_enabled: true,
            local_pre_authorize: true,
            local_authorize_offline: true,
            allow_offline_tx_for_unknown_id: true,
        }
    }

    #[test]
    fn online_a_valid_identifier_is_accepted_at_once_or_asked_for() {
        let accepted = info(Status::Accepted);
        let at = |settings: &Settings, list, cache| decide(settings, list, cache, true, now());
        let on = all_on();
        assert_eq!(at(&on, Some(&accepted), None), Decision::Accept(Source::LocalList));
        assert_eq!(at(&on, None, Some(&accepted)), Decision::Accept(Source::Cache));
        assert_eq!(at(&on, None, None), Decision::Ask);
        let off = on.with_local_pre_authorize(false);
        assert_eq!(at(&off, Some(&accepted), Some(&accepted)), Decision::Ask);
    }

    #[test]
    fn online_what_is_not_valid_is_asked_for() {
        for status in [Status::Blocked, Status::Expired, Status::Invalid] {
            let info = info(status);
            assert_eq!(decide(&all_on(), Some(&info), None, true, now()), Decision::Ask);
            assert_eq!(decide(&all_on(), None, Some(&info), true, now()), Decision::Ask);
        }
        assert_eq!(decide(&all_on(), Some(&expired()), None, true, now()), Decision::Ask);
    }

    #[test]
    fn offline_what_is_not_valid_is_refused() {
        for status in [Status::Blocked, Status::Expired, Status::Invalid] {
            let info = info(status.clone());
            let refused = Decision::Refuse(status);
            assert_eq!(decide(&all_on(), Some(&info), None, false, now()), refused);
            assert_eq!(decide(&all_on(), None, Some(&info), false, now()), refused);
        }
        let refused = Decision::Refuse(Status::Expired);
        assert_eq!(decide(&all_on(), Some(&expired()), None, false, now()), refused);
        assert_eq!(decide(&all_on(), None, Some(&expired()), false, now()), refused);
    }

    #[test]
    fn the_list_comes_before_the_cache() {
        let (blocked, accepted) = (info(Status::Blocked), info(Status::Accepted));
        let at = |settings: Settings, list, cache| {
            decide(&settings, Some(list), Some(cache), false, now())
        };
        assert_eq!(at(all_on(), &blocked, &accepted), Decision::Refuse(Status::Blocked));
        assert_eq!(at(all_on(), &accepted, &blocked), Decision::Accept(Source::LocalList));
        let no_list = all_on().with_local_list(false);
        assert_eq!(at(no_list, &blocked, &accepted), Decision::Accept(Source::Cache));
        let neither = no_list.with_cache(false);
        assert_eq!(at(neither, &blocked, &blocked), Decision::Accept(Source::UnknownOffline));
    }

    #[test]
    fn offline_the_keys_decide_about_valid_and_unknown_ones() {
        let accepted = info(Status::Accepted);
        let at = |settings: &Settings, list| decide(settings, list, None, false, now());
        let unknown = Decision::Accept(Source::UnknownOffline);
        assert_eq!(at(&all_on(), None), unknown);
        let no_unknown = all_on().with_unknown_offline(false);
        assert_eq!(at(&no_unknown, None), Decision::Refuse(Status::Invalid));
        assert_eq!(at(&no_unknown, Some(&accepted)), Decision::Accept(Source::LocalList));
        let no_local = no_unknown.with_local_authorize_offline(false);
        assert_eq!(at(&no_local, Some(&accepted)), Decision::Refuse(Status::Invalid));
        assert_eq!(at(&no_local.with_unknown_offline(true), Some(&accepted)), unknown);
    }

    #[test]
    fn concurrent_transactions_count_in_the_list_alone() {
        let concurrent = info(Status::ConcurrentTx);
        let accept = Decision::Accept(Source::LocalList);
        assert_eq!(decide(&all_on(), Some(&concurrent), None, false, now()), accept);
        let refuse = Decision::Refuse(Status::ConcurrentTx);
        assert_eq!(decide(&all_on(), None, Some(&concurrent), false, now()), refuse);
    }

    #[test]
    fn expiry_is_a_moment() {
        let at = |expiry: &str| {
            status_at(
                &info(Status::Accepted).with_expiry_date(expiry.parse::<DateTime>().unwrap()),
                now(),
            )
        };
        assert_eq!(at("2026-11-25T08:00:00Z"), Status::Expired);
        assert_eq!(at("2026-11-25T09:00:00.1+01:00"), Status::Accepted);
        let blocked = info(Status::Blocked).with_expiry_date(now());
        assert_eq!(status_at(&blocked, now()), Status::Blocked);
    }

    #[test]
    fn the_same_identifier_or_group_stops_a_transaction() {
        let tag = |text: &'static str| IdTag::new(text).unwrap();
        let (a, b, group, other) = (tag("abc"), tag("def"), tag("G"), tag("H"));
        assert!(may_stop((&a, None), (&tag("ABC"), None)));
        assert!(!may_stop((&a, None), (&b, None)));
        assert!(may_stop((&a, Some(&group)), (&b, Some(&tag("g")))));
        assert!(!may_stop((&a, Some(&group)), (&b, Some(&other))));
        // A parent is no identifier.
        assert!(!may_stop((&a, Some(&group)), (&group, None)));
    }

    #[test]
    fn an_answer_may_end_the_charging() {
        assert_eq!(after_start(&Status::Accepted, true), AfterStart::Continue);
        assert_eq!(after_start(&Status::ConcurrentTx, true), AfterStart::Stop);
        assert_eq!(after_start(&Status::Invalid, false), AfterStart::SuspendEnergy);
    }

    #[test]
    fn conflicts_are_about_validity() {
        let accepted = info(Status::Accepted);
        assert!(is_local_list_conflict(&accepted, &info(Status::Blocked), now()));
        assert!(is_local_list_conflict(&expired(), &accepted, now()));
        assert!(!is_local_list_conflict(&expired(), &info(Status::Invalid), now()));
        assert!(!is_local_list_conflict(&accepted, &info(Status::ConcurrentTx), now()));
    }
}

//! The authorization cache (3.5.1).

use alloc::vec::Vec;

use super::{IdTag, compare, status_at};
use crate::messages::core::ClearCacheStatus;
use crate::messages::types::{AuthorizationStatus, IdTagInfo};
use crate::values::DateTime;

/// What the central system has last said about identifiers, valid or not; bounded.
///
/// It is to be updated from every Authorize.conf, StartTransaction.conf and StopTransaction.conf,
/// and should survive a restart (errata 3.4): store what [`Self::iter`] gives, and [`Self::update`]
/// an empty cache with it in the same order.
#[derive(Clone, Debug)]
pub struct AuthorizationCache {
    capacity: usize,
    /// By identifier.
    entries: Vec<Entry>,
    next_order: u64,
}

#[derive(Clone, Debug)]
struct Entry {
    id_tag: IdTag<'static>,
    info: IdTagInfo<'static>,
    /// Of the last update.
    order: u64,
}

impl AuthorizationCache {
    /// An empty cache for at most `capacity` identifiers.
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self { capacity, entries: Vec::new(), next_order: 0 }
    }

    /// Takes up what the central system says about an identifier.
    ///
    /// An identifier that is in the local list is not added, and leaves the cache if it is there
    /// ("SHALL NOT be added to the Authorization Cache", 3.5.3). If there is no room, all entries
    /// that are not valid are removed, "and then, if necessary, the oldest valid" one, by its last
    /// update (3.5.1).
    pub fn update(&mut self, id_tag: &IdTag<'_>, info: &IdTagInfo<'_>, is_in_local_list: bool) {
        let place = self.entries.binary_search_by(|entry| compare(&entry.id_tag, id_tag));
        if is_in_local_list {
            if let Ok(place) = place {
                self.entries.remove(place);
            }
            return;
        }
        let order = self.next_order;
        self.next_order = self.next_order.saturating_add(1);
        if let Ok(Some(entry)) = place.map(|place| self.entries.get_mut(place)) {
            (entry.info, entry.order) = (info.clone().into_owned(), order);
            return;
        }
        if self.capacity == 0 {
            return;
        }
        if self.entries.len() >= self.capacity {
            self.entries.retain(|entry| entry.info.status == AuthorizationStatus::Accepted);
        }
        if self.entries.len() >= self.capacity {
            let oldest = self.entries.iter().map(|entry| entry.order).min();
            self.entries.retain(|entry| Some(entry.order) != oldest);
        }
        let (id_tag, info) = (id_tag.clone().into_owned(), info.clone().into_owned());
        let place = self.entries.partition_point(|entry| entry.id_tag < id_tag);
        self.entries.insert(place, Entry { id_tag, info, order });
    }

    /// What is known about an identifier. [`decide`](super::decide) looks at its expiry.
    #[must_use]
    pub fn get(&self, id_tag: &IdTag<'_>) -> Option<&IdTagInfo<'static>> {
        let place = self.entries.binary_search_by(|entry| compare(&entry.id_tag, id_tag));
        self.entries.get(place.ok()?).map(|entry| &entry.info)
    }

    /// Marks what has expired: "When the validity of a Cache entry expires, it SHALL be changed to
    /// expired" (3.5.1). Such entries make room first.
    pub fn expire(&mut self, now: DateTime) {
        for entry in &mut self.entries {
            entry.info.status = status_at(&entry.info, now);
        }
    }

    /// Removes all entries, for ClearCache (5.4).
    ///
    /// Returns `Accepted`. A station without a cache answers `Rejected` (errata 3.23).
    pub fn clear(&mut self) -> ClearCacheStatus {
        self.entries.clear();
        ClearCacheStatus::Accepted
    }

    /// The entries, least recently updated first.
    pub fn iter(&self) -> impl Iterator<Item = (&IdTag<'static>, &IdTagInfo<'static>)> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_unstable_by_key(|entry| entry.order);
        entries.into_iter().map(|entry| (&entry.id_tag, &entry.info))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AuthorizationStatus as Status;

    fn tag(text: &'static str) -> IdTag<'static> {
        IdTag::new(text).unwrap()
    }

    fn cache(capacity: usize, entries: &[(&'static str, Status)]) -> AuthorizationCache {
        let mut cache = AuthorizationCache::new(capacity);
        for (id_tag, status) in entries {
            cache.update(&tag(id_tag), &IdTagInfo::new(status.clone()), false);
        }
        cache
    }

    fn tags(cache: &AuthorizationCache) -> Vec<&str> {
        cache.iter().map(|(id_tag, _)| id_tag.as_str()).collect()
    }

    #[test]
    fn identifiers_are_found_in_any_case_and_updated() {
        let cache =
            cache(3, &[("b", Status::Accepted), ("A", Status::Accepted), ("B", Status::Blocked)]);
        assert_eq!(tags(&cache), ["A", "b"]);
        assert_eq!(cache.get(&tag("b")).map(|info| &info.status), Some(&Status::Blocked));
        assert_eq!(cache.get(&tag("c")), None);
    }

    #[test]
    fn entries_that_are_not_valid_make_room_first_then_the_oldest() {
        use Status::{Accepted, Blocked, Invalid};
        let entries = [("1", Accepted), ("2", Blocked), ("3", Invalid), ("4", Accepted)];
        assert_eq!(tags(&cache(3, &entries)), ["1", "4"]);
        let entries = [("1", Accepted), ("2", Accepted), ("1", Accepted), ("3", Accepted)];
        assert_eq!(tags(&cache(2, &entries)), ["1", "3"]);
        assert!(cache(0, &entries).is_empty());
    }

    #[test]
    fn what_is_in_the_local_list_is_not_in_the_cache() {
        let mut cache = cache(3, &[("a", Status::Accepted)]);
        cache.update(&tag("A"), &IdTagInfo::new(Status::Accepted), true);
        cache.update(&tag("B"), &IdTagInfo::new(Status::Accepted), true);
        assert!(cache.is_empty());
    }

    #[test]
    fn expired_entries_are_marked() {
        let now: DateTime = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut cache = AuthorizationCache::new(1);
        let info = IdTagInfo::new(Status::Accepted).with_expiry_date(now);
        cache.update(&tag("a"), &info, false);
        cache.expire(now);
        assert_eq!(cache.get(&tag("a")).map(|info| &info.status), Some(&Status::Expired));
        assert_eq!(cache.clear(), ClearCacheStatus::Accepted);
        assert_eq!(cache.len(), 0);
    }
}

//! The local authorization list (3.5.2): SendLocalList and GetLocalListVersion (5.15, 5.10).

use alloc::vec::Vec;

use super::{IdTag, compare};
use crate::messages::local_auth_list::{
    AuthorizationData, SendLocalListRequest, UpdateStatus, UpdateType,
};
use crate::messages::types::IdTagInfo;

/// The list that the central system keeps in the station. Only [`Self::update`] changes it (3.5.2).
///
/// It should survive a restart: store what [`Self::iter`] and [`Self::stored_version`] give, and
/// bring it back with [`Self::restore`].
///
/// A station that has no list answers GetLocalListVersion with [`LocalList::NOT_SUPPORTED`] and
/// SendLocalList with `NotSupported`. Whether the list is *used* is the key `LocalAuthListEnabled`;
/// the text does not say that the list cannot be updated while it is not, and here it can.
#[derive(Clone, Debug)]
pub struct LocalList {
    max_length: usize,
    max_update: usize,
    version: i32,
    /// By identifier.
    entries: Vec<(IdTag<'static>, IdTagInfo<'static>)>,
}

impl LocalList {
    /// The version to answer with where there is no list (5.10).
    pub const NOT_SUPPORTED: i32 = -1;

    /// An empty list for at most `max_length` identifiers (`LocalAuthListMaxLength`), of which one
    /// SendLocalList has at most `max_update` (`SendLocalListMaxLength`).
    #[must_use]
    pub const fn new(max_length: usize, max_update: usize) -> Self {
        Self { max_length, max_update, version: 0, entries: Vec::new() }
    }

    /// Takes a SendLocalList, all of it or nothing.
    ///
    /// - `Failed`: a version of 0 or below (errata 3.52); more entries than allowed; an identifier
    ///   twice ("no duplicate values are allowed", 6.41); a full update with an entry without
    ///   `idTagInfo` (7.1); an update type that is not of the standard.
    /// - `VersionMismatch`: a differential update whose version is not above that of the list
    ///   (7.47). The list has the version that [`Self::version`] says: an empty one has 0.
    /// - `Accepted`: the list is changed, and has the version. So has it after a differential
    ///   update without entries, which "will have no effect on the list" (6.41) otherwise.
    ///
    /// A differential update that removes an identifier which is not there is accepted.
    pub fn update(&mut self, request: &SendLocalListRequest<'_>) -> UpdateStatus {
        let changes = request.local_authorization_list.as_deref().unwrap_or_default();
        if request.list_version <= 0 || changes.len() > self.max_update {
            return UpdateStatus::Failed;
        }
        let mut sorted: Vec<&AuthorizationData<'_>> = changes.iter().collect();
        sorted.sort_by(|one, other| one.id_tag.cmp(&other.id_tag));
        if !sorted.is_sorted_by(|one, next| one.id_tag != next.id_tag) {
            return UpdateStatus::Failed;
        }
        let mut entries = match request.update_type {
            UpdateType::Full => {
                if sorted.iter().any(|entry| entry.id_tag_info.is_none()) {
                    return UpdateStatus::Failed;
                }
                Vec::new()
            }
            UpdateType::Differential => {
                if request.list_version <= self.version() {
                    return UpdateStatus::VersionMismatch;
                }
                self.entries.clone()
            }
            UpdateType::Other(_) => return UpdateStatus::Failed,
        };
        for change in sorted {
            let id_tag = change.id_tag.clone().into_owned();
            let info = change.id_tag_info.clone().map(IdTagInfo::into_owned);
            let place = entries.binary_search_by(|(other, _)| other.cmp(&id_tag));
            match (place, info) {
                (Ok(place), Some(info)) => {
                    if let Some(entry) = entries.get_mut(place) {
                        entry.1 = info;
                    }
                }
                (Ok(place), None) => {
                    entries.remove(place);
                }
                (Err(place), Some(info)) => entries.insert(place, (id_tag, info)),
                (Err(_), None) => {}
            }
        }
        if entries.len() > self.max_length {
            return UpdateStatus::Failed;
        }
        (self.entries, self.version) = (entries, request.list_version);
        UpdateStatus::Accepted
    }

    /// The version for GetLocalListVersion: that of the last update, 0 if the list is empty (5.10).
    #[must_use]
    pub fn version(&self) -> i32 {
        if self.entries.is_empty() { 0 } else { self.version }
    }

    /// The version of the last update even if the list is empty, to be stored.
    #[must_use]
    pub fn stored_version(&self) -> i32 {
        self.version
    }

    /// Brings back a stored list after a restart. Returns whether it is one that full updates make,
    /// or one that was never updated: without entries and with version 0.
    pub fn restore(
        &mut self,
        version: i32,
        entries: impl IntoIterator<Item = (IdTag<'static>, IdTagInfo<'static>)>,
    ) -> bool {
        let entries: Vec<_> = entries
            .into_iter()
            .map(|(id_tag, info)| AuthorizationData::new(id_tag).with_id_tag_info(info))
            .collect();
        if version == 0 && entries.is_empty() {
            (self.entries, self.version) = (Vec::new(), 0);
            return true;
        }
        let request = SendLocalListRequest::new(version, UpdateType::Full);
        // Not sent in one message.
        let max_update = core::mem::replace(&mut self.max_update, usize::MAX);
        let status = self.update(&request.with_local_authorization_list(entries));
        self.max_update = max_update;
        status == UpdateStatus::Accepted
    }

    /// What the list says about an identifier.
    #[must_use]
    pub fn get(&self, id_tag: &IdTag<'_>) -> Option<&IdTagInfo<'static>> {
        let place = self.entries.binary_search_by(|(other, _)| compare(other, id_tag)).ok()?;
        self.entries.get(place).map(|(_, info)| info)
    }

    /// The entries, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = (&IdTag<'static>, &IdTagInfo<'static>)> {
        self.entries.iter().map(|(id_tag, info)| (id_tag, info))
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
    use crate::messages::types::AuthorizationStatus as Status;
    use UpdateStatus::{Accepted, Failed, VersionMismatch};
    use UpdateType::{Differential, Full};

    /// `None`: to be removed.
    fn request(
        version: i32,
        update_type: UpdateType,
        entries: &[(&'static str, Option<Status>)],
    ) -> SendLocalListRequest<'static> {
        let entries = entries.iter().map(|(id_tag, status)| {
            let entry = AuthorizationData::new(IdTag::new(*id_tag).unwrap());
            match status {
                Some(status) => entry.with_id_tag_info(IdTagInfo::new(status.clone())),
                None => entry,
            }
        });
        let entries: Vec<_> = entries.collect();
        SendLocalListRequest::new(version, update_type).with_local_authorization_list(entries)
    }

    fn tags(list: &LocalList) -> Vec<&str> {
        list.iter().map(|(id_tag, _)| id_tag.as_str()).collect()
    }

    const OK: Option<Status> = Some(Status::Accepted);

    fn list() -> LocalList {
        let mut list = LocalList::new(3, 3);
        assert_eq!(list.update(&request(5, Full, &[("B", OK), ("a", OK)])), Accepted);
        list
    }

    #[test]
    fn a_full_update_replaces() {
        let mut list = list();
        assert_eq!((tags(&list), list.version()), (["a", "B"].into(), 5));
        // Of any version above 0.
        assert_eq!(list.update(&request(1, Full, &[("c", OK)])), Accepted);
        assert_eq!((tags(&list), list.version()), (["c"].into(), 1));
        let none = SendLocalListRequest::new(7, Full);
        assert_eq!(list.update(&none), Accepted);
        assert_eq!((list.len(), list.version(), list.stored_version()), (0, 0, 7));
        let mut restored = self::list();
        assert!(restored.restore(7, []));
        assert_eq!((restored.len(), restored.stored_version()), (0, 7));
        assert!(restored.restore(0, []));
        assert_eq!(restored.stored_version(), 0);
        assert!(
            !restored.restore(0, [(IdTag::new("a").unwrap(), IdTagInfo::new(Status::Accepted))])
        );
    }

    #[test]
    fn a_differential_update_changes() {
        let mut list = list();
        let changes = [("b", None), ("A", Some(Status::Blocked)), ("c", OK), ("d", None)];
        let mut list_of_4 = LocalList::new(3, 4);
        assert!(list_of_4.restore(5, list.iter().map(|(tag, info)| (tag.clone(), info.clone()))));
        assert_eq!(list.update(&request(6, Differential, &changes)), Failed);
        assert_eq!(list_of_4.update(&request(6, Differential, &changes)), Accepted);
        assert_eq!((tags(&list_of_4), list_of_4.version()), (["a", "c"].into(), 6));
        let status = |tag| list_of_4.get(&IdTag::new(tag).unwrap()).map(|info| info.status.clone());
        assert_eq!(status("a"), Some(Status::Blocked));
        assert_eq!(status("B"), None);
    }

    #[test]
    fn versions_rise_with_differential_updates() {
        let mut list = list();
        for version in [1, 5] {
            assert_eq!(list.update(&request(version, Differential, &[("x", OK)])), VersionMismatch);
        }
        let none = SendLocalListRequest::new(9, Differential);
        assert_eq!(list.update(&none), Accepted);
        assert_eq!((list.len(), list.version()), (2, 9));
        // Empty: version 0.
        list.update(&request(10, Differential, &[("a", None), ("b", None)]));
        assert_eq!(list.version(), 0);
        assert_eq!(list.update(&request(3, Differential, &[("a", OK)])), Accepted);
    }

    /// Errata 3.52, 6.41, 7.1, 9.2.2, 9.2.3.
    #[test]
    fn what_fails_changes_nothing() {
        let mut list = list();
        let too_many = [("1", OK), ("2", OK), ("3", OK), ("4", OK)];
        for request in [
            request(0, Full, &[]),
            request(-1, Differential, &[]),
            request(9, Full, &[("x", OK), ("y", OK), ("X", OK)]),
            request(9, Full, &[("x", OK), ("y", None)]),
            request(9, Full, &too_many),
            request(9, Differential, &too_many[..2]),
        ] {
            assert_eq!(list.update(&request), Failed, "{request:?}");
            assert_eq!((tags(&list), list.version()), (["a", "B"].into(), 5));
        }
    }
}

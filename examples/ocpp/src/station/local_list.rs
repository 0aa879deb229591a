//! The local authorization list (3.5.2, 5.15).

use std::collections::HashMap;

use ocpp16::local_auth_list::{SendLocalListRequest, UpdateStatus, UpdateType};
use ocpp16::types::IdTagInfo;

/// Identifiers that a station knows without asking.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalList {
    version: i32,
    entries: HashMap<String, IdTagInfo<'static>>,
}

impl LocalList {
    pub(super) fn version(&self) -> i32 {
        self.version
    }

    /// What is known about an identifier.
    pub(super) fn find(&self, id_tag: &str) -> Option<&IdTagInfo<'static>> {
        // Identifiers are `CiString`: case does not count.
        self.entries.get(&id_tag.to_ascii_lowercase())
    }

    /// Replaces or changes the list.
    pub(super) fn update(
        &mut self,
        update: SendLocalListRequest<'static>,
        most: u64,
    ) -> UpdateStatus {
        let entries = update.local_authorization_list.unwrap_or_default();
        let is_full = update.update_type == UpdateType::Full;
        if u64::try_from(entries.len()).unwrap_or(u64::MAX) > most {
            return UpdateStatus::Failed;
        }
        if !is_full && update.list_version <= self.version {
            return UpdateStatus::VersionMismatch;
        }
        // Errata 3.52; and an entry of a full list has a state.
        if update.list_version <= 0
            || (is_full && entries.iter().any(|entry| entry.id_tag_info.is_none()))
        {
            return UpdateStatus::Failed;
        }
        if is_full {
            self.entries.clear();
        }
        for entry in entries {
            let id_tag = entry.id_tag.to_ascii_lowercase();
            match entry.id_tag_info {
                Some(info) => drop(self.entries.insert(id_tag, info)),
                None => drop(self.entries.remove(&id_tag)),
            }
        }
        self.version = update.list_version;
        UpdateStatus::Accepted
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::CiString;
    use ocpp16::local_auth_list::AuthorizationData;
    use ocpp16::types::AuthorizationStatus;

    use super::*;

    fn update(
        version: i32,
        kind: UpdateType,
        entries: &[(&str, bool)],
    ) -> SendLocalListRequest<'static> {
        let entries: Vec<_> = entries
            .iter()
            .map(|(tag, has_info)| {
                let entry = AuthorizationData::new(CiString::new((*tag).to_owned()).unwrap());
                match has_info {
                    true => entry.with_id_tag_info(IdTagInfo::new(AuthorizationStatus::Accepted)),
                    false => entry,
                }
            })
            .collect();
        SendLocalListRequest::new(version, kind).with_local_authorization_list(entries)
    }

    #[test]
    fn changes_need_a_higher_version() {
        let mut list = LocalList::default();
        let full = update(3, UpdateType::Full, &[("A", true), ("B", true)]);
        assert_eq!(list.update(full, 10), UpdateStatus::Accepted);
        let change = update(3, UpdateType::Differential, &[("A", false)]);
        assert_eq!(list.update(change, 10), UpdateStatus::VersionMismatch);
        let change = update(4, UpdateType::Differential, &[("a", false), ("C", true)]);
        assert_eq!(list.update(change, 10), UpdateStatus::Accepted);
        assert!(list.find("A").is_none() && list.find("b").is_some() && list.find("C").is_some());
        assert_eq!(list.version(), 4);
        let large = update(5, UpdateType::Full, &[("A", true), ("B", true)]);
        assert_eq!(list.update(large, 1), UpdateStatus::Failed);
        assert_eq!(list.update(update(0, UpdateType::Full, &[]), 1), UpdateStatus::Failed);
    }
}

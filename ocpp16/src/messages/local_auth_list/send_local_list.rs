//! SendLocalList (5.15, 6.41, 6.42).

use alloc::vec::Vec;

use crate::messages::types::IdTagInfo;
use crate::values::CiString;

message! {
    /// The central system replaces or changes the local list: SendLocalList.req, 6.41.
    pub struct SendLocalListRequest<'a> {
        /// The version that the list has then; above 0 (errata 3.52).
        required list_version: i32 = "listVersion",
        /// The entries; absent or empty: none, which clears the list if it is replaced.
        narrowing local_authorization_list, with_local_authorization_list: Vec<AuthorizationData<'a>> = "localAuthorizationList",
        /// Replace or change.
        required update_type: UpdateType = "updateType",
    }
}

message! {
    /// The answer to SendLocalList: SendLocalList.conf, 6.42.
    pub struct SendLocalListResponse {
        /// Whether the list was updated.
        required status: UpdateStatus = "status",
    }
}

message! {
    /// An entry of the local list, 7.1 "AuthorizationData".
    pub struct AuthorizationData<'a> {
        /// The identifier.
        required id_tag: CiString<'a, 20> = "idTag",
        /// What to know about it; absent in a change: remove the entry.
        narrowing id_tag_info, with_id_tag_info: IdTagInfo<'a> = "idTagInfo",
    }
}

enumeration! {
    /// Replace or change the local list, 7.48 "UpdateType".
    pub enum UpdateType {
        /// Change the entries that are sent.
        Differential = "Differential",
        /// Replace the list.
        Full = "Full",
    }
}

enumeration! {
    /// The answer to SendLocalList, 7.47 "UpdateStatus".
    pub enum UpdateStatus {
        /// Updated.
        Accepted = "Accepted",
        /// Not updated.
        Failed = "Failed",
        /// There is no local list.
        NotSupported = "NotSupported",
        /// The version of a change is not above that of the list.
        VersionMismatch = "VersionMismatch",
    }
}

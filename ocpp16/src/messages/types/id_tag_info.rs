//! What the central system knows about an identifier (7.27, 7.2).

use crate::values::{CiString, DateTime};

message! {
    /// What the central system knows about an identifier, 7.27 "IdTagInfo".
    pub struct IdTagInfo<'a> {
        /// When the identifier is to be removed from the authorization cache; absent: never. Central
        /// systems of the field send an empty text for never, so this is not narrowing; a time that
        /// cannot be read is refused.
        optional expiry_date, with_expiry_date: DateTime = "expiryDate",
        /// The identifier of the group.
        optional parent_id_tag, with_parent_id_tag: CiString<'a, 20> = "parentIdTag",
        /// Whether the identifier may charge.
        required status: AuthorizationStatus = "status",
    }
}

enumeration! {
    /// Whether an identifier may charge, 7.2 "AuthorizationStatus".
    pub enum AuthorizationStatus {
        /// May charge.
        Accepted = "Accepted",
        /// Blocked, may not charge.
        Blocked = "Blocked",
        /// Expired, may not charge.
        Expired = "Expired",
        /// Unknown, may not charge.
        Invalid = "Invalid",
        /// Is in another transaction already, and several are not allowed. Only for
        /// StartTransaction.
        ConcurrentTx = "ConcurrentTx",
    }
}

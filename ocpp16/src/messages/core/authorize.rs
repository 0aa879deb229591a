//! Authorize (4.1, 6.1, 6.2).

use crate::messages::types::IdTagInfo;
use crate::values::CiString;

message! {
    /// The station asks whether an identifier may charge: Authorize.req, 6.1.
    pub struct AuthorizeRequest<'a> {
        /// The identifier.
        required id_tag: CiString<'a, 20> = "idTag",
    }
}

message! {
    /// The answer to Authorize: Authorize.conf, 6.2.
    pub struct AuthorizeResponse<'a> {
        /// What the central system knows about it.
        required id_tag_info: IdTagInfo<'a> = "idTagInfo",
    }
}

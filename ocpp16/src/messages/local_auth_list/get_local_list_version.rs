//! GetLocalListVersion (5.10, 6.27, 6.28).

message! {
    /// The central system asks for the version of the local list: GetLocalListVersion.req, 6.27.
    pub struct GetLocalListVersionRequest {
    }
}

message! {
    /// The answer to GetLocalListVersion: GetLocalListVersion.conf, 6.28.
    pub struct GetLocalListVersionResponse {
        /// The version; 0: empty, -1: no local list is supported.
        required list_version: i32 = "listVersion",
    }
}

//! ClearCache (5.4, 6.11, 6.12).

message! {
    /// The central system has the authorization cache cleared: ClearCache.req, 6.11.
    pub struct ClearCacheRequest {
    }
}

message! {
    /// The answer to ClearCache: ClearCache.conf, 6.12.
    pub struct ClearCacheResponse {
        /// Whether it was cleared.
        required status: ClearCacheStatus = "status",
    }
}

enumeration! {
    /// The answer to ClearCache, 7.20 "ClearCacheStatus".
    pub enum ClearCacheStatus {
        /// Cleared.
        Accepted = "Accepted",
        /// Not cleared.
        Rejected = "Rejected",
    }
}

//! The answer that RemoteStartTransaction and RemoteStopTransaction share (7.39).

enumeration! {
    /// Whether a station follows a remote start or stop, 7.39 "RemoteStartStopStatus".
    pub enum RemoteStartStopStatus {
        /// It will try.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
    }
}

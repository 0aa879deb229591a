//! UnlockConnector (5.18, 6.53, 6.54).

message! {
    /// The central system has a connector unlocked: UnlockConnector.req, 6.53.
    pub struct UnlockConnectorRequest {
        /// The connector, above 0.
        required connector_id: i32 = "connectorId",
    }
}

message! {
    /// The answer to UnlockConnector: UnlockConnector.conf, 6.54.
    pub struct UnlockConnectorResponse {
        /// Whether it is unlocked.
        required status: UnlockStatus = "status",
    }
}

enumeration! {
    /// The answer to UnlockConnector, 7.46 "UnlockStatus".
    pub enum UnlockStatus {
        /// It is unlocked.
        Unlocked = "Unlocked",
        /// It does not unlock.
        UnlockFailed = "UnlockFailed",
        /// The station has no lock, or not this connector.
        NotSupported = "NotSupported",
    }
}

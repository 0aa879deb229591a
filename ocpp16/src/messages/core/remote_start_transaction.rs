//! RemoteStartTransaction (5.11, 6.33, 6.34).

use crate::messages::types::{ChargingProfile, RemoteStartStopStatus};
use crate::values::CiString;

message! {
    /// The central system asks for the start of a transaction: RemoteStartTransaction.req, 6.33.
    pub struct RemoteStartTransactionRequest<'a> {
        /// The connector, above 0; absent: as the station chooses.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
        /// The identifier to start with.
        required id_tag: CiString<'a, 20> = "idTag",
        /// A profile for the transaction, with purpose `TxProfile`; absent: none, so
        /// that only other profiles limit it.
        narrowing charging_profile, with_charging_profile: ChargingProfile = "chargingProfile",
    }
}

message! {
    /// The answer to RemoteStartTransaction: RemoteStartTransaction.conf, 6.34.
    pub struct RemoteStartTransactionResponse {
        /// Whether the station will try.
        required status: RemoteStartStopStatus = "status",
    }
}

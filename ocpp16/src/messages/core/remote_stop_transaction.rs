//! RemoteStopTransaction (5.12, 6.35, 6.36).

use crate::messages::types::RemoteStartStopStatus;

message! {
    /// The central system asks for the end of a transaction: RemoteStopTransaction.req, 6.35.
    pub struct RemoteStopTransactionRequest {
        /// The transaction.
        required transaction_id: i32 = "transactionId",
    }
}

message! {
    /// The answer to RemoteStopTransaction: RemoteStopTransaction.conf, 6.36.
    pub struct RemoteStopTransactionResponse {
        /// Whether the station will stop it.
        required status: RemoteStartStopStatus = "status",
    }
}

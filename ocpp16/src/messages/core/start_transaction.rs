//! StartTransaction (4.8, 6.45, 6.46).

use crate::messages::types::IdTagInfo;
use crate::values::{CiString, DateTime};

message! {
    /// The station says that a transaction has started: StartTransaction.req, 6.45.
    pub struct StartTransactionRequest<'a> {
        /// The connector, above 0.
        required connector_id: i32 = "connectorId",
        /// The identifier it was started with.
        required id_tag: CiString<'a, 20> = "idTag",
        /// The meter at the start, in Wh.
        reading meter_start: i32 = "meterStart",
        /// The reservation that this ends.
        optional reservation_id, with_reservation_id: i32 = "reservationId",
        /// When it started.
        required timestamp: DateTime = "timestamp",
    }
}

message! {
    /// The answer to StartTransaction: StartTransaction.conf, 6.46.
    pub struct StartTransactionResponse<'a> {
        /// What the central system knows about the identifier.
        required id_tag_info: IdTagInfo<'a> = "idTagInfo",
        /// The id that the central system gives the transaction.
        required transaction_id: i32 = "transactionId",
    }
}

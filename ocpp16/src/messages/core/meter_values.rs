//! MeterValues (4.7, 6.31, 6.32).

use alloc::vec::Vec;

use crate::messages::types::MeterValue;

message! {
    /// The station sends meter values: MeterValues.req, 6.31.
    pub struct MeterValuesRequest<'a> {
        /// The connector; 0 for the main meter.
        required connector_id: i32 = "connectorId",
        /// The transaction that the values are of.
        optional transaction_id, with_transaction_id: i32 = "transactionId",
        /// The values by time; the text wants one or more, the schema allows none.
        required meter_value: Vec<MeterValue<'a>> = "meterValue",
    }
}

message! {
    /// The answer to MeterValues: MeterValues.conf, 6.32.
    pub struct MeterValuesResponse {
    }
}

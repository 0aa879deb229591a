//! DataTransfer (4.3, 5.6, 6.15, 6.16), in both directions.

use alloc::borrow::Cow;

use crate::values::CiString;

message! {
    /// Either side sends something that the standard does not have: DataTransfer.req, 6.15.
    pub struct DataTransferRequest<'a> {
        /// Who defines the message, best as a reversed domain name.
        required vendor_id: CiString<'a, 255> = "vendorId",
        /// Which message.
        optional message_id, with_message_id: CiString<'a, 50> = "messageId",
        /// Any text, without limit.
        optional data, with_data: Cow<'a, str> = "data",
    }
}

message! {
    /// The answer to DataTransfer: DataTransfer.conf, 6.16.
    pub struct DataTransferResponse<'a> {
        /// Whether it was understood.
        required status: DataTransferStatus = "status",
        /// Any text, without limit.
        optional data, with_data: Cow<'a, str> = "data",
    }
}

enumeration! {
    /// The answer to DataTransfer, 7.23 "DataTransferStatus".
    pub enum DataTransferStatus {
        /// Accepted and processed.
        Accepted = "Accepted",
        /// Accepted, and the contained request is rejected.
        Rejected = "Rejected",
        /// The vendor is known, the message is not.
        UnknownMessageId = "UnknownMessageId",
        /// The vendor is not known.
        UnknownVendorId = "UnknownVendorId",
    }
}

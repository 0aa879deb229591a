//! The one vendor of DataTransfer that both programs know: what it sends comes back.

use ocpp16::messages::core::{DataTransferRequest, DataTransferResponse, DataTransferStatus};

/// The vendor of the tests.
pub(crate) const VENDOR: &str = "org.example.echo";

/// Answers a DataTransfer.
#[must_use]
pub(crate) fn answer(request: DataTransferRequest<'static>) -> DataTransferResponse<'static> {
    if request.vendor_id != VENDOR {
        return DataTransferResponse::new(DataTransferStatus::UnknownVendorId);
    }
    let response = DataTransferResponse::new(DataTransferStatus::Accepted);
    match request.data {
        Some(data) => response.with_data(data),
        None => response,
    }
}

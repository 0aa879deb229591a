//! DeleteCertificate in DataTransfer (OCPP 2.0.1, M04).

use super::{CertificateHashData, CustomData, StatusInfo};

use crate::messages::types::DeleteCertificateStatus;

message! {
    /// The central system has a certificate deleted. Wrapped `DeleteCertificateRequest`.
    pub struct DeleteCertificateRequest<'a> {
        /// Which one.
        required certificate_hash_data: CertificateHashData<'a> = "certificateHashData",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `DeleteCertificateResponse`.
    pub struct DeleteCertificateResponse<'a> {
        /// Whether it was deleted.
        required status: DeleteCertificateStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

//! SignCertificate in DataTransfer (OCPP 2.0.1, A02).

use super::{CertificateSigningUse, CustomData, StatusInfo};
use crate::messages::types::GenericStatus;
use crate::values::Text;

message! {
    /// The station asks for a signed certificate. Wrapped `SignCertificateRequest`.
    pub struct SignCertificateRequest<'a> {
        /// The certificate signing request in PEM.
        required csr: Text<'a, 5500> = "csr",
        /// Which certificate; in the application note only in its example.
        narrowing certificate_type, with_certificate_type: CertificateSigningUse = "certificateType",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `SignCertificateResponse`.
    pub struct SignCertificateResponse<'a> {
        /// Whether the request is processed.
        required status: GenericStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

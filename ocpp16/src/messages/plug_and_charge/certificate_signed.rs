//! CertificateSigned in DataTransfer (OCPP 2.0.1, A02).

use super::{CertificateSigningUse, CustomData, StatusInfo};
use crate::messages::types::CertificateSignedStatus;
use crate::values::Text;

message! {
    /// The central system sends the signed certificate. Wrapped `CertificateSignedRequest`.
    pub struct CertificateSignedRequest<'a> {
        /// Leaf and sub-CA certificates in PEM, leaf first, without the root.
        required certificate_chain: Text<'a, 10000> = "certificateChain",
        /// Which certificate. Not in the application note.
        narrowing certificate_type, with_certificate_type: CertificateSigningUse = "certificateType",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `CertificateSignedResponse`.
    pub struct CertificateSignedResponse<'a> {
        /// Whether the certificate is taken.
        required status: CertificateSignedStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

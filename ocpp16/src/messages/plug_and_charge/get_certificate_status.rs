//! GetCertificateStatus in DataTransfer (OCPP 2.0.1, M06).

use super::{CustomData, OcspRequestData, StatusInfo};
use crate::values::Text;

message! {
    /// The station asks for an OCSP response for its own chain. Wrapped
    /// `GetCertificateStatusRequest`.
    pub struct GetCertificateStatusRequest<'a> {
        /// For which certificate.
        required ocsp_request_data: OcspRequestData<'a> = "ocspRequestData",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `GetCertificateStatusResponse`.
    pub struct GetCertificateStatusResponse<'a> {
        /// Whether there is a response.
        required status: GetCertificateStatusStatus = "status",
        /// The OCSPResponse of RFC 6960, DER in Base64; required if accepted.
        optional ocsp_result, with_ocsp_result: Text<'a, 5500> = "ocspResult",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// The answer to GetCertificateStatus.
    #[non_exhaustive]
    pub enum GetCertificateStatusStatus {
        /// There is a response.
        Accepted = "Accepted",
        /// There is none.
        Failed = "Failed",
    }
}

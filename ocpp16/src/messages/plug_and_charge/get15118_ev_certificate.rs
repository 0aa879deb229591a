//! Get15118EVCertificate in DataTransfer (OCPP 2.0.1, M01, M02).

use super::{CustomData, StatusInfo};
use crate::values::Text;

message! {
    /// The station passes on a request for a contract certificate. Wrapped
    /// `Get15118EVCertificateRequest`.
    pub struct Get15118EvCertificateRequest<'a> {
        /// The namespace of the message of the EV.
        required iso15118_schema_version: Text<'a, 50> = "iso15118SchemaVersion",
        /// Installation or update.
        required action: CertificateAction = "action",
        /// The message of the EV, EXI in Base64, from the EXI header on.
        required exi_request: Text<'a, 5600> = "exiRequest",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `Get15118EVCertificateResponse`.
    pub struct Get15118EvCertificateResponse<'a> {
        /// Whether the message was processed.
        required status: Iso15118EvCertificateStatus = "status",
        /// The answer to the EV, EXI in Base64; empty if there is none.
        required exi_response: Text<'a, 7500> = "exiResponse",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// What an EV wants.
    #[non_exhaustive]
    pub enum CertificateAction {
        /// A new contract certificate.
        Install = "Install",
        /// A newer contract certificate.
        Update = "Update",
    }
}

enumeration! {
    /// The answer to Get15118EVCertificate.
    #[non_exhaustive]
    pub enum Iso15118EvCertificateStatus {
        /// Processed; whether the EV gets a certificate is in the EXI.
        Accepted = "Accepted",
        /// Not processed.
        Failed = "Failed",
    }
}

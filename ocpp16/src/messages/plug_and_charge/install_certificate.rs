//! InstallCertificate in DataTransfer (OCPP 2.0.1, M05).

use super::{CustomData, StatusInfo};
use crate::messages::types::InstallCertificateStatus;
use crate::values::Text;

message! {
    /// The central system has a root certificate installed. Wrapped `InstallCertificateRequest`.
    pub struct InstallCertificateRequest<'a> {
        /// Which root.
        required certificate_type: InstallCertificateUse = "certificateType",
        /// The certificate in PEM.
        required certificate: Text<'a, 5500> = "certificate",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `InstallCertificateResponse`.
    pub struct InstallCertificateResponse<'a> {
        /// Whether it was installed.
        required status: InstallCertificateStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// Which root certificate to install.
    #[non_exhaustive]
    pub enum InstallCertificateUse {
        /// The root of stations.
        V2gRootCertificate = "V2GRootCertificate",
        /// The root of contracts.
        MoRootCertificate = "MORootCertificate",
        /// The root of the central system; for the plain messages of the security white paper.
        CsmsRootCertificate = "CSMSRootCertificate",
        /// The root of firmware; for the plain messages of the security white paper.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}

//! GetInstalledCertificateIds in DataTransfer (OCPP 2.0.1, M03).

use super::{CertificateHashData, CustomData, StatusInfo};
use crate::messages::types::GetInstalledCertificateStatus;
use crate::values::List;

message! {
    /// The central system asks which certificates are installed. Wrapped
    /// `GetInstalledCertificateIdsRequest`.
    pub struct GetInstalledCertificateIdsRequest<'a> {
        /// Of which uses; absent: of all. A list here, a single one in the message of the security
        /// white paper.
        narrowing certificate_type, with_certificate_type: List<GetCertificateIdUse, 1> = "certificateType",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `GetInstalledCertificateIdsResponse`.
    pub struct GetInstalledCertificateIdsResponse<'a> {
        /// Whether there is one.
        required status: GetInstalledCertificateStatus = "status",
        /// The certificates; absent if there is none.
        optional certificate_hash_data_chain, with_certificate_hash_data_chain: List<CertificateHashDataChain<'a>, 1> = "certificateHashDataChain",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// An installed certificate and those under it.
    pub struct CertificateHashDataChain<'a> {
        /// Its use.
        required certificate_type: GetCertificateIdUse = "certificateType",
        /// What identifies it.
        required certificate_hash_data: CertificateHashData<'a> = "certificateHashData",
        /// What identifies the sub-CA certificates.
        optional child_certificate_hash_data, with_child_certificate_hash_data: List<CertificateHashData<'a>, 1, 4> = "childCertificateHashData",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// The use of an installed certificate.
    #[non_exhaustive]
    pub enum GetCertificateIdUse {
        /// The root of stations.
        V2gRootCertificate = "V2GRootCertificate",
        /// The root of contracts.
        MoRootCertificate = "MORootCertificate",
        /// The root of the central system. Not in the application note.
        CsmsRootCertificate = "CSMSRootCertificate",
        /// The chain of the station.
        V2gCertificateChain = "V2GCertificateChain",
        /// The root of firmware. Not in the application note.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}

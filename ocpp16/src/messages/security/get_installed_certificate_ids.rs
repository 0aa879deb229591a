//! GetInstalledCertificateIds (white paper, 5.7, 5.8).

use super::{CertificateHashData, CertificateUse};
use crate::messages::types::GetInstalledCertificateStatus;
use crate::values::List;

message! {
    /// The central system asks which certificates are installed: GetInstalledCertificateIds.req,
    /// white paper 5.7.
    pub struct GetInstalledCertificateIdsRequest {
        /// Of which use.
        required certificate_type: CertificateUse = "certificateType",
    }
}

message! {
    /// The answer to GetInstalledCertificateIds: GetInstalledCertificateIds.conf, white paper 5.8.
    pub struct GetInstalledCertificateIdsResponse<'a> {
        /// The certificates; absent if there is none. The paper says 0..*, the schema 1..*.
        optional certificate_hash_data, with_certificate_hash_data: List<CertificateHashData<'a>, 1> = "certificateHashData",
        /// Whether there is one.
        required status: GetInstalledCertificateStatus = "status",
    }
}

//! DeleteCertificate (white paper, 5.3, 5.4).

use super::CertificateHashData;

use crate::messages::types::DeleteCertificateStatus;

message! {
    /// The central system has a certificate deleted: DeleteCertificate.req, white paper 5.3.
    pub struct DeleteCertificateRequest<'a> {
        /// Which one.
        required certificate_hash_data: CertificateHashData<'a> = "certificateHashData",
    }
}

message! {
    /// The answer to DeleteCertificate: DeleteCertificate.conf, white paper 5.4.
    pub struct DeleteCertificateResponse {
        /// Whether it was deleted.
        required status: DeleteCertificateStatus = "status",
    }
}

//! InstallCertificate (white paper, 5.11, 5.12).

use super::CertificateUse;
use crate::messages::types::InstallCertificateStatus;
use crate::values::Text;

message! {
    /// The central system has a root certificate installed: InstallCertificate.req, white paper
    /// 5.11.
    pub struct InstallCertificateRequest<'a> {
        /// For which use.
        required certificate_type: CertificateUse = "certificateType",
        /// The certificate in PEM.
        required certificate: Text<'a, 5500> = "certificate",
    }
}

message! {
    /// The answer to InstallCertificate: InstallCertificate.conf, white paper 5.12.
    pub struct InstallCertificateResponse {
        /// Whether it was installed.
        required status: InstallCertificateStatus = "status",
    }
}

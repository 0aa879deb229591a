//! SignCertificate (white paper, 5.17, 5.18).

use crate::messages::types::GenericStatus;
use crate::values::Text;

message! {
    /// The station asks for a signed certificate: SignCertificate.req, white paper 5.17.
    pub struct SignCertificateRequest<'a> {
        /// The certificate signing request in PEM.
        required csr: Text<'a, 5500> = "csr",
    }
}

message! {
    /// The answer to SignCertificate: SignCertificate.conf, white paper 5.18.
    pub struct SignCertificateResponse {
        /// Whether the request is processed.
        required status: GenericStatus = "status",
    }
}

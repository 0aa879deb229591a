//! CertificateSigned (white paper, 5.1, 5.2).

use crate::messages::types::CertificateSignedStatus;
use crate::values::Text;

message! {
    /// The central system sends the signed certificate of the station: CertificateSigned.req, white
    /// paper 5.1.
    pub struct CertificateSignedRequest<'a> {
        /// The certificate in PEM, and sub-CA certificates where needed.
        required certificate_chain: Text<'a, 10000> = "certificateChain",
    }
}

message! {
    /// The answer to CertificateSigned: CertificateSigned.conf, white paper 5.2.
    pub struct CertificateSignedResponse {
        /// Whether the certificate is taken.
        required status: CertificateSignedStatus = "status",
    }
}

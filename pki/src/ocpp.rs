//! Use cases of OCPP 1.6 security: a certificate that was asked for, and a root that is sent.

mod certificate_signed;
mod install_certificate;
mod rejection;

pub use self::certificate_signed::CertificateSigned;
pub use self::install_certificate::InstallCertificate;
pub use self::rejection::Rejection;

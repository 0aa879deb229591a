//! Use cases of OCPP 1.6 security (white paper, edition 2): the certificate that a station asked for,
//! and a root that a central system sends.
//!
//! [`CertificateSigned`] checks the first before it is installed, [`InstallCertificate`] the second
//! before it is trusted. Both say why not with a [`Rejection`].

mod certificate_signed;
mod install_certificate;
mod rejection;

pub use self::certificate_signed::CertificateSigned;
pub use self::install_certificate::InstallCertificate;
pub use self::rejection::Rejection;

//! Why a chain or a root is not installed.

use crate::error::Error;
use crate::pem::PemError;

/// Why a chain or a root is not installed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection<'a> {
    /// The text is not a chain in PEM, or a part of it may be damaged.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// The certificate is for another key than that of the request.
    #[error("leaf: the key is not that of the request")]
    OtherKey,
    /// There are several certificates where one is to be installed.
    #[error("more than one certificate (limit 1); send the root alone")]
    NotAlone,
    /// The chain is refused.
    #[error(transparent)]
    Chain(Error<'a>),
}

impl Rejection<'_> {
    /// The security event that goes with every rejection of CertificateSigned (A02.FR.07; white paper
    /// section 8).
    pub const SECURITY_EVENT: &'static str = "InvalidChargePointCertificate";

    /// Returns the `status` of CertificateSigned.conf and InstallCertificate.conf (white paper 6.2).
    #[must_use]
    pub const fn ocpp_status(&self) -> &'static str {
        "Rejected"
    }

    /// Copies what is borrowed, so that the rejection can outlive the chain.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    pub fn into_owned(self) -> Rejection<'static> {
        match self {
            Self::Pem(error) => Rejection::Pem(error),
            Self::OtherKey => Rejection::OtherKey,
            Self::NotAlone => Rejection::NotAlone,
            Self::Chain(error) => Rejection::Chain(error.into_owned()),
        }
    }
}

// By hand, since `#[from]` makes a source, which cannot borrow.
impl<'a> From<Error<'a>> for Rejection<'a> {
    fn from(error: Error<'a>) -> Self {
        Self::Chain(error)
    }
}

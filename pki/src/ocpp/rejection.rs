//! Why a chain or a root is not installed.

use core::fmt;

use crate::error::Error;
use crate::pem::PemError;

/// Why a chain or a root is not installed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rejection<'a> {
    /// The text is not a chain in PEM, or a part of it may be damaged.
    Pem(PemError),
    /// The certificate is for another key than that of the request.
    OtherKey,
    /// There are several certificates where one is to be installed.
    NotAlone,
    /// The chain is refused.
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
}

impl Rejection<'_> {
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

impl From<PemError> for Rejection<'_> {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

impl<'a> From<Error<'a>> for Rejection<'a> {
    fn from(error: Error<'a>) -> Self {
        Self::Chain(error)
    }
}

impl fmt::Display for Rejection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(error) => fmt::Display::fmt(error, f),
            Self::OtherKey => f.write_str("leaf: the key is not that of the request"),
            Self::NotAlone => {
                f.write_str("more than one certificate (limit 1); send the root alone")
            }
            Self::Chain(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for Rejection<'_> {}

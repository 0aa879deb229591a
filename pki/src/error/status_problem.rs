//! Why the revocation status of a certificate is not known, or is bad.

use core::fmt;

use thiserror::Error;

use crate::backend::Unverified;
use crate::der::DerError;

/// Why the revocation status of a certificate is not known, or is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum StatusProblem {
    /// There is no CRL and no OCSP response for the certificate.
    #[error("no CRL or OCSP response")]
    NoData,
    /// The data cannot be read.
    #[error(transparent)]
    Malformed(DerError),
    /// The data are not in force yet.
    #[error("not in force yet")]
    NotYetValid,
    /// Newer data should exist.
    #[error("out of date")]
    Expired,
    /// The data have no time of next update, and the policy wants one.
    #[error("without a time of next update")]
    NoNextUpdate,
    /// A CRL of certificates of another kind.
    #[error("for other certificates")]
    OtherScope,
    /// A critical extension that this crate does not know.
    #[error("unknown critical extension")]
    UnknownCriticalExtension,
    /// The signature is not by the signer.
    #[error("wrong signature")]
    Signature,
    /// No verifier for the algorithms of signer and signature is there.
    #[error("algorithm not supported")]
    UnsupportedAlgorithm,
    /// The profile does not allow the algorithm of the signature.
    #[error("algorithm not allowed by the profile")]
    AlgorithmNotAllowed,
    /// No authorized signer is there.
    #[error("signer not authorized")]
    UnauthorizedSigner,
    /// The CRL is signed by a key whose own revocation status is not known.
    #[error("revocation status of the CRL signer unknown")]
    SignerUnknown,
    /// A CRL of the issuer lists the certificate, but the CRL cannot be verified or used.
    #[error("listed by a CRL that cannot be verified")]
    Listed,
    /// The nonce is not the one of the request.
    #[error("another nonce than requested")]
    Nonce,
    /// The responder gave an error instead of a status.
    #[error("the responder gave an error")]
    ResponderError,
    /// The responder does not know the certificate.
    #[error("certificate unknown to the responder")]
    UnknownCertificate,
    /// The certificate is revoked for this reason (RFC 5280 5.3.1), or without one.
    #[error(fmt = reason)]
    Revoked(Option<u8>),
}

impl StatusProblem {
    /// How much it tells.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::NoData => 0,
            Self::OtherScope => 1,
            Self::Malformed(_) => 2,
            Self::Revoked(_) => 9,
            Self::Listed => 8,
            _ => 4,
        }
    }
}

impl From<Unverified> for StatusProblem {
    fn from(cause: Unverified) -> Self {
        match cause {
            Unverified::Invalid => Self::Signature,
            Unverified::Unsupported => Self::UnsupportedAlgorithm,
        }
    }
}

/// Writes the reason of a revocation.
fn reason(code: &Option<u8>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match code {
        None => f.write_str("no reason given"),
        Some(code) => write!(f, "reason {code}"),
    }
}

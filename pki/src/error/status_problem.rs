//! Why the revocation status of a certificate is not known, or is bad.

use core::fmt;

use crate::backend::Unverified;
use crate::der::DerError;

/// Why the revocation status of a certificate is not known, or is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusProblem {
    /// There is no CRL and no OCSP response for the certificate.
    NoData,
    /// The data cannot be read.
    Malformed(DerError),
    /// The data are not in force yet.
    NotYetValid,
    /// Newer data should exist.
    Expired,
    /// The data have no time of next update, and the policy wants one.
    NoNextUpdate,
    /// A CRL of certificates of another kind.
    OtherScope,
    /// A critical extension that this crate does not know.
    UnknownCriticalExtension,
    /// The signature is not by the signer.
    Signature,
    /// No verifier for the algorithms of signer and signature is there.
    UnsupportedAlgorithm,
    /// The profile does not allow the algorithm of the signature.
    AlgorithmNotAllowed,
    /// No authorized signer is there.
    UnauthorizedSigner,
    /// The CRL is signed by a key whose own revocation status is not known.
    SignerUnknown,
    /// A CRL of the issuer lists the certificate, but the CRL cannot be verified or used.
    Listed,
    /// The nonce is not the one of the request.
    Nonce,
    /// The responder gave an error instead of a status.
    ResponderError,
    /// The responder does not know the certificate.
    UnknownCertificate,
    /// The certificate is revoked for this reason (RFC 5280 5.3.1), or without one.
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

impl fmt::Display for StatusProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoData => "no CRL or OCSP response",
            Self::Malformed(error) => return fmt::Display::fmt(error, f),
            Self::NotYetValid => "not in force yet",
            Self::Expired => "out of date",
            Self::NoNextUpdate => "without a time of next update",
            Self::OtherScope => "for other certificates",
            Self::UnknownCriticalExtension => "unknown critical extension",
            Self::Signature => "wrong signature",
            Self::UnsupportedAlgorithm => "algorithm not supported",
            Self::AlgorithmNotAllowed => "algorithm not allowed by the profile",
            Self::UnauthorizedSigner => "signer not authorized",
            Self::SignerUnknown => "revocation status of the CRL signer unknown",
            Self::Listed => "listed by a CRL that cannot be verified",
            Self::Nonce => "another nonce than requested",
            Self::ResponderError => "the responder gave an error",
            Self::UnknownCertificate => "certificate unknown to the responder",
            Self::Revoked(None) => "no reason given",
            Self::Revoked(Some(reason)) => return write!(f, "reason {reason}"),
        })
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

//! What an error means in the protocols: response codes of ISO 15118, statuses of OCPP.

use super::{Error, StatusProblem, Value};
use crate::profile::Rule;

/// What a peer can be told about a chain that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// A certificate has expired.
    Expired,
    /// A certificate is not valid yet.
    NotYetValid,
    /// A certificate is revoked, or a responder does not know it.
    Revoked,
    /// Anything else.
    ChainError,
}

impl Error<'_> {
    /// What a peer can be told.
    ///
    /// An unknown revocation status is a chain error: neither protocol has a word for it. A
    /// certificate that its own responder does not know counts as revoked.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match (self.rule(), self.value()) {
            (Rule::Expired, _) => Refusal::Expired,
            (Rule::NotYetValid, _) => Refusal::NotYetValid,
            (Rule::NotRevoked, _)
            | (Rule::RevocationKnown, Value::Status(StatusProblem::UnknownCertificate)) => {
                Refusal::Revoked
            }
            _ => Refusal::ChainError,
        }
    }
}

impl Refusal {
    /// `responseCode` of ISO 15118-2 (PaymentDetailsRes, CertificateInstallationRes and
    /// CertificateUpdateRes).
    ///
    /// There is no code for a certificate that is not valid yet; it is a chain error there.
    #[must_use]
    pub const fn iso15118_2(self) -> &'static str {
        match self {
            Self::Expired => "FAILED_CertificateExpired",
            Self::Revoked => "FAILED_CertificateRevoked",
            Self::NotYetValid | Self::ChainError => "FAILED_CertChainError",
        }
    }

    /// `ResponseCode` of ISO 15118-20 (AuthorizationRes), which are warnings: another means of
    /// authorization can follow.
    #[must_use]
    pub const fn iso15118_20(self) -> &'static str {
        match self {
            Self::Expired => "WARNING_CertificateExpired",
            Self::Revoked => "WARNING_CertificateRevoked",
            Self::NotYetValid => "WARNING_CertificateNotYetValid",
            Self::ChainError => "WARNING_CertificateValidationError",
        }
    }

    /// `certificateStatus` of the Authorize response of OCPP (in 1.6, the Plug & Charge data
    /// transfer; literals of OCPP 2.0.1).
    #[must_use]
    pub const fn ocpp_certificate_status(self) -> &'static str {
        match self {
            Self::Expired => "CertificateExpired",
            Self::Revoked => "CertificateRevoked",
            Self::NotYetValid | Self::ChainError => "CertChainError",
        }
    }

    /// `status` of the SignedUpdateFirmware response of OCPP 1.6 security, for the certificate of
    /// the firmware's signer.
    #[must_use]
    pub const fn ocpp_firmware_status(self) -> &'static str {
        match self {
            Self::Revoked => "RevokedCertificate",
            _ => "InvalidCertificate",
        }
    }
}

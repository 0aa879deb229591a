//! Revocation: the data that the caller brings, and what to do with them.

use pki_types::CertificateDer;

use crate::x509::{Crl, OcspResponse};

/// What to do about the revocation status of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RevocationCheck {
    /// Do not look at it.
    #[default]
    Skip,
    /// Refuse what is revoked; let an unknown status pass.
    ///
    /// A peer can make a status unknown: it leaves out the certificate of a CRL signer, or sends a
    /// certificate of the CA that may not sign CRLs.
    SoftFail,
    /// Refuse what is revoked, and what may be.
    HardFail,
}

/// CRLs and OCSP responses, brought by the caller, and what to do with them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Revocation<'r> {
    /// CRLs, in any order; those of other issuers are passed over.
    ///
    /// The caller answers for where they come from. A CRL that lists the certificate, but cannot be
    /// verified, makes its status unknown, whatever other data say.
    pub crls: &'r [Crl<'r>],
    /// Certificates of those who sign CRLs with another key than the CA has in the path, for example
    /// a key for CRLs alone. The certificates that the peer sent are looked at as well, but the peer
    /// can leave them out.
    pub signers: &'r [CertificateDer<'r>],
    /// OCSP responses, in any order; those for other certificates are passed over.
    pub ocsp: &'r [OcspResponse<'r>],
    /// For the leaf.
    pub leaf: RevocationCheck,
    /// For each intermediate. Anchors are revoked by removing them.
    pub intermediates: RevocationCheck,
    /// The nonce that was requested: a response with another one, or without, does not count.
    pub nonce: Option<&'r [u8]>,
    /// How long a response without nextUpdate counts, in seconds after its thisUpdate.
    pub max_age: u32,
    /// By how many seconds the clock of a CA or a responder can be ahead. The default is 0.
    pub skew: u32,
}

impl<'r> Revocation<'r> {
    /// A week, after which ISO 15118-2 wants responses to be renewed ([V2G2-649]).
    pub const MAX_AGE: u32 = 7 * 86_400;

    /// Requires a status, by these data, for every certificate but the anchor.
    #[must_use]
    pub const fn hard(crls: &'r [Crl<'r>], ocsp: &'r [OcspResponse<'r>]) -> Self {
        Self {
            crls,
            signers: &[],
            ocsp,
            leaf: RevocationCheck::HardFail,
            intermediates: RevocationCheck::HardFail,
            nonce: None,
            max_age: Self::MAX_AGE,
            skew: 0,
        }
    }

    /// Requires a status for the leaf alone, by the response that a TLS peer stapled.
    ///
    /// A stapled response speaks of the leaf. Set [`intermediates`](Self::intermediates) and
    /// [`crls`](Self::crls) to check the rest as well.
    #[must_use]
    pub const fn stapled(response: &'r OcspResponse<'r>) -> Self {
        Self {
            intermediates: RevocationCheck::Skip,
            ..Self::hard(&[], core::slice::from_ref(response))
        }
    }
}

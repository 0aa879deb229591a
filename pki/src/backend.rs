//! Who verifies signatures: any implementations of the trait of the rustls world.

#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[macro_use]
mod library;

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
mod curve;
#[cfg_attr(feature = "rust-crypto", macro_use)]
pub(crate) mod ecdsa;
#[cfg(feature = "ed448")]
mod ed448;
#[cfg(feature = "p521")]
mod p521;
#[cfg(feature = "ring")]
mod ring;
#[cfg(feature = "rsa")]
mod rsa;
#[cfg(feature = "rust-crypto")]
pub mod rust_crypto;
#[cfg(any(feature = "rust-crypto", feature = "ed448", feature = "ring", feature = "aws-lc-rs"))]
mod verifier;

use pki_types::SignatureVerificationAlgorithm;
use thiserror::Error;

use crate::x509::{KeyKind, PublicKey, SignatureAlgorithm, Signed};

/// Verifiers, tried in their order: the first one for the algorithms of key and signature is used.
///
/// Each says by `public_key_alg_id` and `signature_alg_id` what it is for. A secure element or
/// another library takes part by implementing
/// [`SignatureVerificationAlgorithm`](pki_types::SignatureVerificationAlgorithm).
#[derive(Clone, Copy, Debug)]
pub struct Backend<'b> {
    algorithms: &'b [&'b dyn SignatureVerificationAlgorithm],
}

impl<'b> Backend<'b> {
    /// Takes these verifiers.
    #[must_use]
    pub const fn new(algorithms: &'b [&'b dyn SignatureVerificationAlgorithm]) -> Self {
        Self { algorithms }
    }

    /// Returns the verifiers.
    #[must_use]
    pub const fn algorithms(&self) -> &'b [&'b dyn SignatureVerificationAlgorithm] {
        self.algorithms
    }

    /// Verifies a signature in the form of ISO 15118: r and s of ECDSA side by side, each as long as
    /// the order of the key's curve, and signatures of EdDSA as they are (RFC 8032).
    ///
    /// The hash follows from the key:
    ///
    /// | key | signature | octets | who signs so |
    /// |---|---|--:|---|
    /// | secp256r1 | ECDSA with SHA-256 | 64 | ISO 15118-2 |
    /// | secp521r1 | ECDSA with SHA-512 | 132 | ISO 15118-20 (V2G20-2674, V2G20-1000) |
    /// | Ed448 | itself, without a context | 114 | ISO 15118-20 (V2G20-2319) |
    /// | secp384r1 | ECDSA with SHA-384 | 96 | neither |
    /// | Ed25519 | itself | 64 | neither |
    ///
    /// The numbers are those that public implementations quote. In ISO 15118 the message is the EXI
    /// of SignedInfo. Which keys may sign in a session is for the caller to say: some stations and
    /// vehicles of ISO 15118-20 sign with secp256r1.
    ///
    /// ```
    /// use v2g_pki::{Backend, Certificate, SignatureError};
    ///
    /// let certificate = Certificate::parse(include_bytes!("../tests/data/secc.der"))?;
    /// let key = certificate.public_key();
    /// // What a library that writes DER hands out has another length.
    /// let result = Backend::new(&[]).verify_fixed(&key, b"SignedInfo", &[0x30; 71]);
    /// assert_eq!(result, Err(SignatureError::Length { found: 71, right: 64 }));
    /// # Ok::<_, v2g_pki::der::DerError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Says whether the signature has another length than those of the key, whether there is no
    /// verifier for it, or whether it is wrong.
    pub fn verify_fixed(
        &self,
        key: &PublicKey<'_>,
        message: &[u8],
        r_s: &[u8],
    ) -> Result<(), SignatureError> {
        let (algorithm, right) = match key.kind() {
            KeyKind::P256 => (SignatureAlgorithm::EcdsaSha256, 64),
            KeyKind::P384 => (SignatureAlgorithm::EcdsaSha384, 96),
            KeyKind::P521 => (SignatureAlgorithm::EcdsaSha512, 132),
            KeyKind::Ed25519 => (SignatureAlgorithm::Ed25519, 64),
            KeyKind::Ed448 => (SignatureAlgorithm::Ed448, 114),
            KeyKind::Rsa { .. } | KeyKind::Other => {
                return Err(SignatureError::UnsupportedAlgorithm);
            }
        };
        if r_s.len() != right {
            return Err(SignatureError::Length { found: r_s.len(), right });
        }
        let mut room = [0; ecdsa::MAX_LEN];
        let signature = match algorithm {
            SignatureAlgorithm::Ed25519 | SignatureAlgorithm::Ed448 => r_s,
            _ => ecdsa::sig_value(r_s, &mut room).ok_or(SignatureError::Invalid)?,
        };
        Ok(self.verify_encoded(key, algorithm.id(), message, signature)?)
    }

    /// Verifies a signature by a key.
    pub(crate) fn verify(
        &self,
        signed: &Signed<'_>,
        key: &PublicKey<'_>,
    ) -> Result<(), Unverified> {
        let algorithm = signed.algorithm().content();
        self.verify_encoded(key, algorithm, signed.message(), signed.signature())
    }

    /// Verifies a signature in the encoding of certificates.
    fn verify_encoded(
        &self,
        key: &PublicKey<'_>,
        algorithm: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Unverified> {
        let found = self.algorithms.iter().find(|verifier| {
            verifier.public_key_alg_id().as_ref() == key.algorithm().content()
                && verifier.signature_alg_id().as_ref() == algorithm
        });
        let verifier = found.ok_or(Unverified::Unsupported)?;
        verifier.verify_signature(key.key(), message, signature).map_err(|_| Unverified::Invalid)
    }
}

/// Why a signature does not show that its maker has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature is not as long as signatures by the key are.
    #[error("signature has {found} octets, where {right} is right")]
    Length {
        /// Octets that are there.
        found: usize,
        /// Octets that such a signature has.
        right: usize,
    },
    /// There is no verifier for the algorithms of key and signature.
    #[error("algorithm not supported")]
    UnsupportedAlgorithm,
    /// The signature is not by this key, or the key cannot be one.
    #[error("signature is not by the key")]
    Invalid,
}

impl From<Unverified> for SignatureError {
    fn from(refusal: Unverified) -> Self {
        match refusal {
            Unverified::Unsupported => Self::UnsupportedAlgorithm,
            Unverified::Invalid => Self::Invalid,
        }
    }
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unverified {
    /// There is no verifier for these algorithms.
    Unsupported,
    /// The signature is wrong, or the key is.
    Invalid,
}

/// Whether a key can be one; keys of kinds that are not known can be anything.
///
/// The key of a leaf signs nothing in its chain, so no verifier looks at it here.
pub(crate) fn is_possible(key: &PublicKey<'_>) -> bool {
    match key.kind() {
        // RFC 5480 2.2: uncompressed is what all must read, and V2G uses nothing else.
        KeyKind::P256 => curve::P256.has_point(key.key()),
        KeyKind::P384 => curve::P384.has_point(key.key()),
        KeyKind::P521 => curve::P521.has_point(key.key()),
        KeyKind::Ed25519 => key.key().len() == 32,
        KeyKind::Ed448 => key.key().len() == 57,
        KeyKind::Rsa { .. } => {
            // RFC 8017 3.1: an odd modulus, an odd exponent from 3.
            let Some((modulus, exponent)) = key.rsa_parts() else { return false };
            let is_odd = |number: &[u8]| number.last().is_some_and(|octet| octet & 1 == 1);
            is_odd(modulus) && is_odd(exponent) && exponent != [1]
        }
        KeyKind::Other => true,
    }
}

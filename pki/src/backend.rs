//! Who verifies signatures: any implementations of the trait of the rustls world.

#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[macro_use]
mod library;

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
#[cfg(feature = "rust-crypto")]
#[macro_use]
mod ecdsa;
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

use pki_types::SignatureVerificationAlgorithm;

use crate::certificate::Signed;
use crate::curve;
use crate::public_key::{KeyKind, PublicKey};

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

    /// The verifiers.
    #[must_use]
    pub const fn algorithms(&self) -> &'b [&'b dyn SignatureVerificationAlgorithm] {
        self.algorithms
    }

    /// Verifies a signature by a key.
    pub(crate) fn verify(&self, signed: &Signed<'_>, key: &PublicKey<'_>) -> Result<(), Refusal> {
        let found = self.algorithms.iter().find(|algorithm| {
            algorithm.public_key_alg_id().as_ref() == key.algorithm().content()
                && algorithm.signature_alg_id().as_ref() == signed.algorithm().content()
        });
        let algorithm = found.ok_or(Refusal::Unsupported)?;
        algorithm
            .verify_signature(key.key(), signed.message(), signed.signature())
            .map_err(|_| Refusal::Invalid)
    }
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
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

//! Verifiers of RustCrypto, one by one: ECDSA on P-256, P-384 and, with the feature `p521`, P-521;
//! and Ed25519. No heap.
//!
//! [`Backend::RUST_CRYPTO_ALL`] has them all. Firmware that meets one algorithm takes that alone, which is
//! much smaller:
//!
//! ```
//! use v2g_pki::{Backend, rust_crypto};
//!
//! // Everything that ISO 15118-2 has.
//! let backend = Backend::new(&[rust_crypto::ECDSA_P256_SHA256]);
//! assert_eq!(backend.algorithms().len(), 1);
//! ```

use pki_types::{InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::Backend;
#[cfg(feature = "p521")]
#[cfg_attr(docsrs, doc(cfg(feature = "p521")))]
pub use super::p521::{ECDSA_P521_SHA384, ECDSA_P521_SHA512};
use super::verifier::Verifier;

/// ecdsa-with-SHA256 by a key on P-256, the one algorithm of ISO 15118-2.
pub const ECDSA_P256_SHA256: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p256, Sha256, ECDSA_P256, ECDSA_SHA256);
/// ecdsa-with-SHA384 by a key on P-256.
pub const ECDSA_P256_SHA384: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p256, Sha384, ECDSA_P256, ECDSA_SHA384);
/// ecdsa-with-SHA512 by a key on P-256.
pub const ECDSA_P256_SHA512: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p256, Sha512, ECDSA_P256, ECDSA_SHA512);
/// ecdsa-with-SHA256 by a key on P-384.
pub const ECDSA_P384_SHA256: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p384, Sha256, ECDSA_P384, ECDSA_SHA256);
/// ecdsa-with-SHA384 by a key on P-384.
pub const ECDSA_P384_SHA384: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p384, Sha384, ECDSA_P384, ECDSA_SHA384);
/// ecdsa-with-SHA512 by a key on P-384.
pub const ECDSA_P384_SHA512: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p384, Sha512, ECDSA_P384, ECDSA_SHA512);
/// Ed25519.
pub const ED25519: &dyn SignatureVerificationAlgorithm =
    &Verifier::new(alg_id::ED25519, alg_id::ED25519, ed25519);

impl Backend<'static> {
    /// RustCrypto without P-521, RSA and Ed448: ECDSA on P-256 and P-384 with SHA-256, SHA-384 and
    /// SHA-512, and Ed25519. Those of profiles come first.
    pub const RUST_CRYPTO: Self = Self::new(&[
        ECDSA_P256_SHA256,
        ECDSA_P384_SHA384,
        ECDSA_P256_SHA384,
        ECDSA_P256_SHA512,
        ECDSA_P384_SHA256,
        ECDSA_P384_SHA512,
        ED25519,
    ]);

    /// Everything that the enabled features of RustCrypto have: [`Self::RUST_CRYPTO`], P-521 with
    /// the feature `p521`, RSA with the feature `rsa`, and Ed448 with the feature `ed448`.
    pub const RUST_CRYPTO_ALL: Self = Self::new(&ALL);
}

/// The lists of all features, one after the other.
const LISTS: &[&[&dyn SignatureVerificationAlgorithm]] = &[
    Backend::RUST_CRYPTO.algorithms,
    #[cfg(feature = "p521")]
    Backend::P521.algorithms,
    #[cfg(feature = "rsa")]
    Backend::RSA.algorithms,
    #[cfg(feature = "ed448")]
    Backend::ED448.algorithms,
];

const ALL: [&dyn SignatureVerificationAlgorithm; total(LISTS)] = joined(LISTS);

/// How many verifiers these lists have.
const fn total(mut lists: &[&[&dyn SignatureVerificationAlgorithm]]) -> usize {
    let mut total = 0_usize;
    while let [list, rest @ ..] = lists {
        total = total.saturating_add(list.len());
        lists = rest;
    }
    total
}

/// Makes one list of lists with so many verifiers.
const fn joined<'b, const TOTAL: usize>(
    mut lists: &[&[&'b dyn SignatureVerificationAlgorithm]],
) -> [&'b dyn SignatureVerificationAlgorithm; TOTAL] {
    let mut joined: [&dyn SignatureVerificationAlgorithm; TOTAL] = [ECDSA_P256_SHA256; TOTAL];
    let mut free: &mut [_] = &mut joined;
    let mut list: &[_] = &[];
    while let [slot, left @ ..] = free {
        while let ([], [next, rest @ ..]) = (list, lists) {
            (list, lists) = (next, rest);
        }
        if let [verifier, others @ ..] = list {
            (*slot, list) = (*verifier, others);
        }
        free = left;
    }
    joined
}

fn ed25519(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
    let key = public_key.try_into().map_err(|_| InvalidSignature)?;
    let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| InvalidSignature)?;
    let signature =
        ed25519_dalek::Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
    key.verify_strict(message, &signature).map_err(|_| InvalidSignature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_verifiers_are_those_of_the_lists() {
        let ids = |verifier: &&dyn SignatureVerificationAlgorithm| {
            (verifier.public_key_alg_id(), verifier.signature_alg_id())
        };
        let all = Backend::RUST_CRYPTO_ALL.algorithms().iter().map(ids);
        assert!(all.eq(LISTS.concat().iter().map(ids)));
    }
}

//! Verifiers of RustCrypto, one by one: ECDSA on P-256, P-384 and P-521, and Ed25519. No heap.
//!
//! [`Backend::RUST_CRYPTO`] has them all. Firmware that meets one algorithm takes that alone, which is
//! much smaller:
//!
//! ```
//! use v2g_pki::{Backend, rust_crypto};
//!
//! // Everything that ISO 15118-2 has.
//! let backend = Backend::new(&[rust_crypto::ECDSA_P256_SHA256]);
//! assert_eq!(backend.algorithms().len(), 1);
//! ```

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::backend::Backend;
use crate::der::{self, Malformed, Reader, tag};

/// ecdsa-with-SHA256 by a key on P-256, the one algorithm of ISO 15118-2.
pub const ECDSA_P256_SHA256: &dyn SignatureVerificationAlgorithm = &P256Sha256;
/// ecdsa-with-SHA384 by a key on P-256.
pub const ECDSA_P256_SHA384: &dyn SignatureVerificationAlgorithm = &P256Sha384;
/// ecdsa-with-SHA512 by a key on P-256.
pub const ECDSA_P256_SHA512: &dyn SignatureVerificationAlgorithm = &P256Sha512;
/// ecdsa-with-SHA256 by a key on P-384.
pub const ECDSA_P384_SHA256: &dyn SignatureVerificationAlgorithm = &P384Sha256;
/// ecdsa-with-SHA384 by a key on P-384.
pub const ECDSA_P384_SHA384: &dyn SignatureVerificationAlgorithm = &P384Sha384;
/// ecdsa-with-SHA512 by a key on P-384.
pub const ECDSA_P384_SHA512: &dyn SignatureVerificationAlgorithm = &P384Sha512;
/// ecdsa-with-SHA384 by a key on P-521.
pub const ECDSA_P521_SHA384: &dyn SignatureVerificationAlgorithm = &P521Sha384;
/// ecdsa-with-SHA512 by a key on P-521, the first algorithm of ISO 15118-20.
pub const ECDSA_P521_SHA512: &dyn SignatureVerificationAlgorithm = &P521Sha512;
/// Ed25519.
pub const ED25519: &dyn SignatureVerificationAlgorithm = &Ed25519;

/// The verifiers of [`Backend::RUST_CRYPTO`]; those of profiles come first.
pub(crate) const ECDSA: [&dyn SignatureVerificationAlgorithm; 9] = [
    ECDSA_P256_SHA256,
    ECDSA_P521_SHA512,
    ECDSA_P384_SHA384,
    ECDSA_P256_SHA384,
    ECDSA_P256_SHA512,
    ECDSA_P384_SHA256,
    ECDSA_P384_SHA512,
    ECDSA_P521_SHA384,
    ED25519,
];

impl Backend<'static> {
    /// RustCrypto without RSA and Ed448: ECDSA with SHA-256, SHA-384 and SHA-512, Ed25519.
    ///
    /// P-521 with SHA-256 is left out: the library refuses digests shorter than half a field
    /// element, and no profile has it.
    pub const RUST_CRYPTO: Self = Self::new(&ECDSA);

    /// Everything that the enabled features of RustCrypto have: [`Self::RUST_CRYPTO`], RSA with the
    /// feature `rsa`, and Ed448 with the feature `ed448`.
    pub const RUST_CRYPTO_ALL: Self = Self::new(ALL);
}

#[cfg(not(any(feature = "rsa", feature = "ed448")))]
const ALL: &[&dyn SignatureVerificationAlgorithm] = &ECDSA;

#[cfg(all(feature = "rsa", not(feature = "ed448")))]
const ALL: &[&dyn SignatureVerificationAlgorithm] = {
    let [a, b, c, d, e, f, g, h, i] = ECDSA;
    let [r, s, t, u, v, w] = crate::backend::rsa::RSA;
    &[a, b, c, d, e, f, g, h, i, r, s, t, u, v, w]
};

#[cfg(all(not(feature = "rsa"), feature = "ed448"))]
const ALL: &[&dyn SignatureVerificationAlgorithm] = {
    let [a, b, c, d, e, f, g, h, i] = ECDSA;
    &[a, b, c, d, e, f, g, h, i, &crate::backend::ed448::Ed448]
};

#[cfg(all(feature = "rsa", feature = "ed448"))]
const ALL: &[&dyn SignatureVerificationAlgorithm] = {
    let [a, b, c, d, e, f, g, h, i] = ECDSA;
    let [r, s, t, u, v, w] = crate::backend::rsa::RSA;
    &[a, b, c, d, e, f, g, h, i, r, s, t, u, v, w, &crate::backend::ed448::Ed448]
};

/// Makes a verifier of a curve and a hash.
macro_rules! ecdsa {
    ($name:ident, $curve:ident, $hash:ident, $key_id:ident, $id:ident) => {
        #[derive(Debug)]
        struct $name;

        impl SignatureVerificationAlgorithm for $name {
            fn verify_signature(
                &self,
                public_key: &[u8],
                message: &[u8],
                signature: &[u8],
            ) -> Result<(), InvalidSignature> {
                use $curve::FieldBytes;
                use $curve::ecdsa::signature::hazmat::PrehashVerifier as _;

                let (mut r, mut s) = (FieldBytes::default(), FieldBytes::default());
                scalars(signature, &mut r, &mut s).map_err(|_| InvalidSignature)?;
                let signature =
                    $curve::ecdsa::Signature::from_scalars(r, s).map_err(|_| InvalidSignature)?;
                // RFC 5480 2.2: uncompressed points; compressed ones are optional and not read.
                if public_key.first() != Some(&4) {
                    return Err(InvalidSignature);
                }
                $curve::ecdsa::VerifyingKey::from_sec1_bytes(public_key)
                    .and_then(|key| key.verify_prehash(&$hash::digest(message), &signature))
                    .map_err(|_| InvalidSignature)
            }

            fn public_key_alg_id(&self) -> AlgorithmIdentifier {
                alg_id::$key_id
            }

            fn signature_alg_id(&self) -> AlgorithmIdentifier {
                alg_id::$id
            }
        }
    };
}

/// ECDSA-Sig-Value (RFC 3279 2.2.3): two positive integers, here with leading zeros.
fn scalars(signature: &[u8], r: &mut [u8], s: &mut [u8]) -> Result<(), Malformed> {
    let mut inner = Reader::only(signature, tag::SEQUENCE)?;
    scalar(inner.integer()?, r)?;
    scalar(inner.integer()?, s)?;
    inner.end()
}

/// Writes an integer to the end of octets that are zero.
fn scalar(integer: &[u8], out: &mut [u8]) -> Result<(), Malformed> {
    let magnitude = der::unsigned(integer)?;
    let start = out.len().checked_sub(magnitude.len()).ok_or(Malformed::Integer)?;
    out.get_mut(start..).ok_or(Malformed::Integer)?.copy_from_slice(magnitude);
    Ok(())
}

ecdsa!(P256Sha256, p256, Sha256, ECDSA_P256, ECDSA_SHA256);
ecdsa!(P256Sha384, p256, Sha384, ECDSA_P256, ECDSA_SHA384);
ecdsa!(P256Sha512, p256, Sha512, ECDSA_P256, ECDSA_SHA512);
ecdsa!(P384Sha256, p384, Sha256, ECDSA_P384, ECDSA_SHA256);
ecdsa!(P384Sha384, p384, Sha384, ECDSA_P384, ECDSA_SHA384);
ecdsa!(P384Sha512, p384, Sha512, ECDSA_P384, ECDSA_SHA512);
ecdsa!(P521Sha384, p521, Sha384, ECDSA_P521, ECDSA_SHA384);
ecdsa!(P521Sha512, p521, Sha512, ECDSA_P521, ECDSA_SHA512);

#[derive(Debug)]
struct Ed25519;

impl SignatureVerificationAlgorithm for Ed25519 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = public_key.try_into().map_err(|_| InvalidSignature)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| InvalidSignature)?;
        let signature =
            ed25519_dalek::Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
        key.verify_strict(message, &signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED25519
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED25519
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_der() {
        let read = |signature: &[u8]| {
            let (mut r, mut s) = ([0; 2], [0; 2]);
            scalars(signature, &mut r, &mut s).map(|()| (r, s))
        };
        assert_eq!(read(&[0x30, 6, 2, 1, 5, 2, 1, 7]), Ok(([0, 5], [0, 7])));
        assert_eq!(read(&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 7]), Ok(([0, 0x80], [0, 7])));
        for signature in [
            &[][..],
            &[5, 7],
            &[0x30, 7, 2, 2, 0, 5, 2, 1, 7],
            &[0x30, 6, 2, 1, 0x85, 2, 1, 7],
            &[0x30, 6, 2, 1, 5, 2, 1, 7, 0],
            &[0x30, 8, 2, 1, 5, 2, 1, 7, 5, 0],
            &[0x30, 8, 2, 3, 1, 0, 0, 2, 1, 7],
        ] {
            assert!(read(signature).is_err(), "{signature:02x?}");
        }
    }
}

//! RSA (RFC 8017) by the crate `rsa`. Needs a heap.

use pki_types::{InvalidSignature, alg_id};
use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::Backend;
use super::verifier::Verifier;
use crate::x509::rsa_parts;

/// Makes a verifier of a padding and a hash.
macro_rules! verifier {
    ($padding:expr, $hash:ident, $id:ident) => {
        &Verifier::new(alg_id::RSA_ENCRYPTION, alg_id::$id, |public_key, message, signature| {
            key(public_key)?
                .verify($padding, &$hash::digest(message), signature)
                .map_err(|_| InvalidSignature)
        })
    };
}

impl Backend<'static> {
    /// RSA alone: PKCS #1 v1.5 and PSS with SHA-256, SHA-384 and SHA-512, moduli from 1024 to 8192
    /// bits. How long a key must be is for profiles to say.
    pub const RSA: Self = Self::new(&[
        verifier!(Pkcs1v15Sign::new::<Sha256>(), Sha256, RSA_PKCS1_SHA256),
        verifier!(Pkcs1v15Sign::new::<Sha384>(), Sha384, RSA_PKCS1_SHA384),
        verifier!(Pkcs1v15Sign::new::<Sha512>(), Sha512, RSA_PKCS1_SHA512),
        verifier!(Pss::new_with_salt::<Sha256>(32), Sha256, RSA_PSS_SHA256),
        verifier!(Pss::new_with_salt::<Sha384>(48), Sha384, RSA_PSS_SHA384),
        verifier!(Pss::new_with_salt::<Sha512>(64), Sha512, RSA_PSS_SHA512),
    ]);
}

/// Shorter ones are no longer used anywhere; longer ones only take time.
const BITS: core::ops::RangeInclusive<usize> = 1024..=8192;

fn key(public_key: &[u8]) -> Result<RsaPublicKey, InvalidSignature> {
    let (modulus, exponent) = rsa_parts(public_key).map_err(|_| InvalidSignature)?;
    if !BITS.contains(&modulus.len().saturating_mul(8)) || exponent.len() > 4 {
        return Err(InvalidSignature);
    }
    let (modulus, exponent) = (BigUint::from_bytes_be(modulus), BigUint::from_bytes_be(exponent));
    RsaPublicKey::new_with_max_size(modulus, exponent, *BITS.end()).map_err(|_| InvalidSignature)
}

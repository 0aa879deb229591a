//! Values that a public key can have.

use super::curve;
use crate::x509::{KeyKind, PublicKey};

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

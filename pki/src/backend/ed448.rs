//! Ed448 (RFC 8032) by `ed448-goldilocks`, a pre-release that is pinned to one version. No heap.

use ed448_goldilocks::{Signature, VerifyingKey};
use pki_types::{InvalidSignature, alg_id};

use super::Backend;
use super::verifier::Verifier;

impl Backend<'static> {
    /// Ed448 alone, for lists of verifiers of other libraries, which do not have it.
    pub const ED448: Self = Self::new(&[&Verifier::new(alg_id::ED448, alg_id::ED448, verify)]);
}

fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
    let octets: [u8; 57] = public_key.try_into().map_err(|_| InvalidSignature)?;
    let key = VerifyingKey::from_bytes(&octets).map_err(|_| InvalidSignature)?;
    let octets: &[u8; 114] = signature.try_into().map_err(|_| InvalidSignature)?;
    key.verify_raw(&Signature::from_bytes(octets), message).map_err(|_| InvalidSignature)
}

//! Verifiers that are functions.

use core::fmt;

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// Verifies by a public key that a signature is of a message, in this order.
type Verify = fn(&[u8], &[u8], &[u8]) -> Result<(), InvalidSignature>;

/// A function that verifies signatures, with the algorithms of key and signature that it is for.
pub(super) struct Verifier {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
    verify: Verify,
}

impl Verifier {
    pub(super) const fn new(
        key: AlgorithmIdentifier,
        signature: AlgorithmIdentifier,
        verify: Verify,
    ) -> Self {
        Self { key, signature, verify }
    }
}

impl SignatureVerificationAlgorithm for Verifier {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        (self.verify)(public_key, message, signature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

/// Without the identifiers: every program with a verifier links this, and formatting them is 2.6 kB of code.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier")
    }
}

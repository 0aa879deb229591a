//! ECDSA, Ed25519 and RSA by `ring`.

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use ring::signature as library;

use super::Backend;

/// Joins an algorithm of the library with the identifiers of key and signature.
macro_rules! verifier {
    ($algorithm:ident, $key:ident, $signature:ident) => {
        const {
            &Verifier {
                algorithm: &library::$algorithm,
                key: alg_id::$key,
                signature: alg_id::$signature,
            }
        }
    };
}

impl Backend<'static> {
    /// The library `ring`: what it has of ECDSA with SHA-256, SHA-384 and SHA-512, Ed25519, and RSA
    /// from 2048 to 8192 bits.
    pub const RING: Self = Self::new(
        const {
            &[
                verifier!(ECDSA_P256_SHA256_ASN1, ECDSA_P256, ECDSA_SHA256),
                verifier!(ECDSA_P384_SHA384_ASN1, ECDSA_P384, ECDSA_SHA384),
                verifier!(ECDSA_P256_SHA384_ASN1, ECDSA_P256, ECDSA_SHA384),
                verifier!(ECDSA_P384_SHA256_ASN1, ECDSA_P384, ECDSA_SHA256),
                verifier!(ED25519, ED25519, ED25519),
                verifier!(RSA_PKCS1_2048_8192_SHA256, RSA_ENCRYPTION, RSA_PKCS1_SHA256),
                verifier!(RSA_PKCS1_2048_8192_SHA384, RSA_ENCRYPTION, RSA_PKCS1_SHA384),
                verifier!(RSA_PKCS1_2048_8192_SHA512, RSA_ENCRYPTION, RSA_PKCS1_SHA512),
                verifier!(RSA_PSS_2048_8192_SHA256, RSA_ENCRYPTION, RSA_PSS_SHA256),
                verifier!(RSA_PSS_2048_8192_SHA384, RSA_ENCRYPTION, RSA_PSS_SHA384),
                verifier!(RSA_PSS_2048_8192_SHA512, RSA_ENCRYPTION, RSA_PSS_SHA512),
            ]
        },
    );
}

struct Verifier {
    algorithm: &'static dyn library::VerificationAlgorithm,
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

impl core::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ring").field("signature", &self.signature).finish_non_exhaustive()
    }
}

impl SignatureVerificationAlgorithm for Verifier {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        library::UnparsedPublicKey::new(self.algorithm, public_key)
            .verify(message, signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

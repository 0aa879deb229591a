//! Verifiers of a library with the interface of `ring`, which `aws-lc-rs` has as well.

/// Defines a backend of such a library: its verifiers, each with the identifiers of key and
/// signature.
macro_rules! library_backend {
    (
        $(#[$doc:meta])*
        $backend:ident, $library:path, $name:literal {
            $($algorithm:ident, $key:ident, $signature:ident;)+
        }
    ) => {
        use $library as library;
        use pki_types::{
            AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
        };

        impl super::Backend<'static> {
            $(#[$doc])*
            pub const $backend: Self = Self::new(
                const {
                    &[$(
                        const {
                            &Verifier {
                                algorithm: &library::$algorithm,
                                key: alg_id::$key,
                                signature: alg_id::$signature,
                            }
                        }
                    ),+]
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
                f.debug_struct($name).field("signature", &self.signature).finish_non_exhaustive()
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
    };
}

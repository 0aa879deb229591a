//! Shared by the verifiers of ECDSA by RustCrypto, whatever the generation of the curve's
//! crate.

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
                super::ecdsa_sig_value::read(signature, &mut r, &mut s)
                    .map_err(|_| InvalidSignature)?;
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

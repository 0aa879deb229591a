//! Verifiers that remember their verdicts, for tests that verify the same signatures many times.

use std::collections::HashMap;
use std::sync::Mutex;

use v2g_pki::pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

use super::BACKEND;

/// A verification: key, message and signature.
type Question = [Vec<u8>; 3];

/// A verifier that asks another one only once.
#[derive(Debug)]
pub(crate) struct Remembering {
    inner: &'static dyn SignatureVerificationAlgorithm,
    verdicts: Mutex<HashMap<Question, bool>>,
}

impl SignatureVerificationAlgorithm for Remembering {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let question = [public_key, message, signature].map(<[u8]>::to_vec);
        let mut verdicts = self.verdicts.lock().unwrap();
        let is_valid = *verdicts
            .entry(question)
            .or_insert_with(|| self.inner.verify_signature(public_key, message, signature).is_ok());
        if is_valid { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.inner.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.inner.signature_alg_id()
    }
}

/// All verifiers of this build, each with a memory.
pub(crate) fn verifiers() -> Vec<Remembering> {
    let inner = BACKEND.algorithms().iter();
    inner.map(|inner| Remembering { inner: *inner, verdicts: Mutex::default() }).collect()
}

/// The form in which a backend takes them.
pub(crate) fn algorithms(verifiers: &[Remembering]) -> Vec<&dyn SignatureVerificationAlgorithm> {
    verifiers.iter().map(|verifier| verifier as &dyn SignatureVerificationAlgorithm).collect()
}

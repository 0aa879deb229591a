//! ECDSA on P-521 by `p521`, whose generation is one later than that of the other curves. No heap.

use pki_types::{InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest as _, Sha384, Sha512};

use super::Backend;
use super::verifier::Verifier;

/// ecdsa-with-SHA384 by a key on P-521.
pub const ECDSA_P521_SHA384: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p521, Sha384, ECDSA_P521, ECDSA_SHA384);
/// ecdsa-with-SHA512 by a key on P-521, the first algorithm of ISO 15118-20.
pub const ECDSA_P521_SHA512: &dyn SignatureVerificationAlgorithm =
    ecdsa!(p521, Sha512, ECDSA_P521, ECDSA_SHA512);

impl Backend<'static> {
    /// P-521 alone, for lists of verifiers of other libraries, which do not all have it.
    ///
    /// P-521 with SHA-256 is left out, since no profile has it.
    pub const P521: Self = Self::new(&[ECDSA_P521_SHA512, ECDSA_P521_SHA384]);
}

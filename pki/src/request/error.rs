//! Why a request cannot be made, or is not signed.

use thiserror::Error;

use crate::der::DerError;
use crate::x509::KeyKind;

/// Why a request cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The buffer has fewer octets than needed.
    #[error("no room for {needed} octets")]
    Capacity {
        /// Octets that are needed; those of the signature are not in it before it is there.
        needed: usize,
    },
    /// A value without characters.
    #[error("{field} is empty")]
    Empty {
        /// What it is for.
        field: &'static str,
    },
    /// A value with more characters than RFC 5280 appendix A.1 allows.
    #[error("{field} has {found} characters, where {bound} is right")]
    TooLong {
        /// What it is for.
        field: &'static str,
        /// Characters that are there.
        found: usize,
        /// Characters that may be there.
        bound: usize,
    },
    /// A value with characters that its type does not have, or that are not printed.
    #[error("{field} has characters that its type does not have")]
    Characters {
        /// What it is for.
        field: &'static str,
    },
    /// A key, a purpose or an info that is not DER.
    #[error(transparent)]
    Encoding(DerError),
    /// The key is not a point of its curve, or has another length than its algorithm.
    #[error("the public key cannot be one")]
    PublicKey,
    /// Keys of this kind do not make signatures of the algorithm.
    #[error("a key of kind {key} does not make such signatures")]
    Algorithm {
        /// The kind of the key.
        key: KeyKind,
    },
    /// A signature that has no octets, too many, or is zero.
    #[error("the signature cannot be one")]
    Signature,
}

/// Why a request was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignError<E> {
    /// The request cannot be made.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The signer gave no signature.
    #[error("the signer failed: {0}")]
    Signer(E),
}

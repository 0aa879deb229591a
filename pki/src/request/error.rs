//! Why a request cannot be made, or is not signed.

use core::fmt;

use crate::der::DerError;
use crate::x509::KeyKind;

/// Why a request cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The buffer has fewer octets than needed.
    Capacity {
        /// Octets that are needed; those of the signature are not in it before it is there.
        needed: usize,
    },
    /// A value without characters.
    Empty {
        /// What it is for.
        field: &'static str,
    },
    /// A value with more characters than RFC 5280 appendix A.1 allows.
    TooLong {
        /// What it is for.
        field: &'static str,
        /// Characters that are there.
        found: usize,
        /// Characters that may be there.
        bound: usize,
    },
    /// A value with characters that its type does not have, or that are not printed.
    Characters {
        /// What it is for.
        field: &'static str,
    },
    /// A key, a purpose or an info that is not DER.
    Encoding(DerError),
    /// The key is not a point of its curve, or has another length than its algorithm.
    PublicKey,
    /// Keys of this kind do not make signatures of the algorithm.
    Algorithm {
        /// The kind of the key.
        key: KeyKind,
    },
    /// A signature that has no octets, too many, or is zero.
    Signature,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capacity { needed } => write!(f, "no room for {needed} octets"),
            Self::Empty { field } => write!(f, "{field} is empty"),
            Self::TooLong { field, found, bound } => {
                write!(f, "{field} has {found} characters, where {bound} is right")
            }
            Self::Characters { field } => {
                write!(f, "{field} has characters that its type does not have")
            }
            Self::Encoding(error) => fmt::Display::fmt(error, f),
            Self::PublicKey => f.write_str("the public key cannot be one"),
            Self::Algorithm { key } => {
                write!(f, "a key of kind {key} does not make such signatures")
            }
            Self::Signature => f.write_str("the signature cannot be one"),
        }
    }
}

impl core::error::Error for RequestError {}

/// Why a request was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError<E> {
    /// The request cannot be made.
    Request(RequestError),
    /// The signer gave no signature.
    Signer(E),
}

impl<E> From<RequestError> for SignError<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E: fmt::Display> fmt::Display for SignError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => fmt::Display::fmt(error, f),
            Self::Signer(error) => write!(f, "the signer failed: {error}"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for SignError<E> {}

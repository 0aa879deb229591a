//! Why a datagram is not a message of SDP.

use crate::{FrameError, PayloadType};

/// What is wrong with a datagram. It is to be dropped, and the socket goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SdpError {
    /// Not one V2GTP frame.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A frame of another payload type.
    #[error("unexpected payload type {0}")]
    PayloadType(PayloadType),
    /// A payload of the wrong length.
    #[error("payload of {found} bytes instead of {expected}")]
    Length {
        /// Bytes that the payload must have.
        expected: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// A payload that ends with a text, and has no room for what is in front of it.
    #[error("payload of {found} bytes instead of {at_least} or more")]
    TooShort {
        /// Bytes that the payload must have at least.
        at_least: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// A text that is not UTF-8.
    #[error("text that is not UTF-8")]
    Text,
}

//! PEM (RFC 7468): splitting bundles, decoding into the caller's buffer, writing.
//!
//! [`PemChain`] takes a chain out of a message or a file, [`encodings`] reads files that are PEM or DER,
//! and [`Pem`] writes.
//!
//! RFC 7468 lets a parser pass over anything that is not a block, which makes a damaged block
//! vanish: the next certificate is then taken for the leaf. Here only explanatory text is passed
//! over, and all that could have been a block is an error.

mod base64;
mod block;
mod chain;
mod content_kind;
mod encode;
mod error;
mod file;
mod line;
mod sniff;

pub use self::block::{PemBlock, pem_blocks};
pub use self::chain::PemChain;
pub use self::content_kind::ContentKind;
pub use self::encode::Pem;
pub use self::error::{PemError, PemErrorKind};
pub use self::file::{Encoded, encodings};

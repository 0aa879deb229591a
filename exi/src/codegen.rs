//! Support for code that `exi-codegen` has written.
//!
//! Nothing in here is for users of the crate: generated modules are made for one version of it, and
//! these items change without notice.

#[cfg(feature = "alloc")]
pub use crate::decode::decode_growing;
pub use crate::decode::{decode, decode_with};
pub use crate::encode::{encode, encode_with};
#[cfg(feature = "wildcard")]
pub use crate::grammar::tables;
#[cfg(feature = "serde")]
pub use crate::json::write::{Object, Order};
pub use crate::lexical::Lexical;
pub use crate::reader::Reader;
#[cfg(feature = "serde")]
pub use crate::text::{Base64, Hex};
pub use crate::writer::Writer;

#[cfg(feature = "alloc")]
pub use alloc::vec::Vec;
#[cfg(feature = "serde")]
pub use serde::{Serialize, Serializer};

/// Decodes and encodes all messages.
pub const ALL: u8 = 0;
/// Decodes and encodes requests, and what is neither request nor response.
pub const REQUESTS: u8 = 1;
/// Decodes and encodes responses, and what is neither request nor response.
pub const RESPONSES: u8 = 2;

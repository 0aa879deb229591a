//! JSON in the form that Josev and EXIficient exchange, in both directions.
//!
//! Writing: every message implements [`serde::Serialize`], from its fields, for JSON alone: formats
//! that want the number of members before them, such as postcard, refuse it. No message implements
//! `serde::Deserialize`: reading with `serde_json::from_str` does not compile. Reading goes by the
//! grammar's tables: JSON becomes EXI, and that is decoded, so that the same checks apply to both.
//! [`from_str`] reads into an arena, [`Owned::from_json`](crate::Owned::from_json) into memory of
//! its own.
//!
//! The form: one member, the root element; attributes like elements; lists as arrays, also with one
//! item; enumerations as the schema's literals; `hexBinary` as upper-case hex and `base64Binary` as
//! base64; what is absent stays absent.

mod any;
mod encoder;
mod error;
mod read;
mod tree;
#[doc(hidden)]
pub mod write;

pub use error::{JsonError, JsonErrorKind};
pub use read::{from_str, from_str_with, to_exi};

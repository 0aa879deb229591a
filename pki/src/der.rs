//! DER (ITU-T X.690): its errors, object identifiers and times.
//!
//! [`DerError`] is what reading returns; it names the field and what is wrong with it.

mod error;
pub(crate) mod oid;
mod reader;
pub(crate) mod tag;
mod time;
mod writer;

pub(crate) use self::error::InField;
pub use self::error::{DerError, Malformed};
pub use self::oid::Oid;
pub(crate) use self::reader::{
    Reader, Tlv, check_integer, check_oid, named_bits, small, true_only, unsigned,
};
pub use self::time::Time;
pub(crate) use self::writer::{Writer, copy, sequence};

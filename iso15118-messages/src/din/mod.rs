//! DIN SPEC 70121: DC charging, the forerunner of ISO 15118-2.
//!
//! The document is [`V2gMessage`], as in ISO 15118-2; the messages are alike, with other names here
//! and there (ContractAuthentication instead of Authorization).

mod message;
mod physical_value;

pub use crate::generated::din::*;

#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(test)]
extern crate alloc;

#[cfg(feature = "sets")]
mod any_message;
mod decimal;
#[cfg(feature = "din")]
pub mod din;
mod generated;
#[cfg(feature = "iso2")]
pub mod iso2;
#[cfg(feature = "iso20")]
pub mod iso20;
#[cfg(feature = "sets")]
mod protocol;
#[cfg(feature = "sets")]
mod response_code;
#[cfg(feature = "sap")]
pub mod sap;
mod scaled;
mod time;
#[cfg(feature = "xmldsig")]
pub mod xmldsig;

#[cfg(feature = "sets")]
pub use any_message::{AnyMessage, SessionError};
pub use decimal::{Decimal, ParseDecimalError, Rounding};
pub use exi;
#[cfg(feature = "alloc")]
pub use exi::Owned;
pub use exi::{
    Arena, ArenaBuf, Decode, DecodeError, DecodeErrorKind, DecodeOptions, Encode, EncodeError,
    EncodeOptions, Report,
};
#[cfg(feature = "sets")]
pub use protocol::Protocol;
#[cfg(feature = "sets")]
pub use response_code::{AnyResponseCode, ResponseClass};
pub use scaled::NumberError;
pub use time::{Timestamp, TimestampError};
#[cfg(feature = "sets")]
pub use v2gtp::PayloadType;

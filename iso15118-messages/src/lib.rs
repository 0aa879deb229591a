#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(test)]
extern crate alloc;

#[cfg(any(
    feature = "sap",
    feature = "din",
    feature = "iso2",
    feature = "iso20-common",
    feature = "iso20-ac",
    feature = "iso20-dc",
    feature = "iso20-wpt",
    feature = "iso20-acdp",
))]
mod any;
mod decimal;
#[cfg(feature = "din")]
pub mod din;
mod generated;
#[cfg(feature = "iso2")]
pub mod iso2;
#[cfg(feature = "iso20")]
pub mod iso20;
#[cfg(feature = "sap")]
pub mod sap;
mod scaled;
mod time;
#[cfg(feature = "xmldsig")]
pub mod xmldsig;

#[cfg(any(
    feature = "sap",
    feature = "din",
    feature = "iso2",
    feature = "iso20-common",
    feature = "iso20-ac",
    feature = "iso20-dc",
    feature = "iso20-wpt",
    feature = "iso20-acdp",
))]
pub use any::{AnyMessage, AnyResponseCode, PayloadType, Protocol, ResponseClass, SessionError};
pub use decimal::{Decimal, ParseDecimalError, Rounding};
pub use exi;
#[cfg(feature = "alloc")]
pub use exi::Owned;
pub use exi::{
    Arena, ArenaBuf, Decode, DecodeError, DecodeErrorKind, DecodeOptions, Encode, EncodeError,
    EncodeOptions, Report,
};
pub use scaled::NumberError;
pub use time::{Timestamp, TimestampError};

#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(test)]
extern crate alloc;

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
// Where there are messages.
#[cfg(any(
    feature = "sap",
    feature = "din",
    feature = "iso2",
    feature = "iso20-common",
    feature = "iso20-ac",
    feature = "iso20-dc",
    feature = "iso20-wpt",
    feature = "iso20-acdp"
))]
mod session;
mod time;
#[cfg(feature = "xmldsig")]
pub mod xmldsig;

pub use decimal::{Decimal, ParseDecimalError, Rounding};
pub use scaled::NumberError;
#[cfg(any(
    feature = "sap",
    feature = "din",
    feature = "iso2",
    feature = "iso20-common",
    feature = "iso20-ac",
    feature = "iso20-dc",
    feature = "iso20-wpt",
    feature = "iso20-acdp"
))]
pub use session::{AnyMessage, Protocol, ResponseClass, SessionError};
pub use time::{Timestamp, TimestampError};

#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(test)]
extern crate alloc;

mod decimal;
mod generated;
#[cfg(feature = "iso2")]
pub mod iso2;
#[cfg(feature = "sap")]
pub mod sap;
#[cfg(feature = "iso2")]
pub mod xmldsig;

pub use decimal::{Decimal, ParseDecimalError};

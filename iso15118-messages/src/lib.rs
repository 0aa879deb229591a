#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

mod generated;

#[cfg(feature = "iso2")]
pub use generated::iso2;
#[cfg(feature = "sap")]
pub use generated::sap;
#[cfg(feature = "iso2")]
pub use generated::xmldsig;

//! XML signatures (W3C XML Signature), as far as V2G messages carry them.
//!
//! These types and their codecs exist once, for all message sets.

pub use crate::generated::xmldsig::*;

#![doc = include_str!("../README.md")]
#![no_std]
#![deny(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;

mod any;
mod arena;
#[doc(hidden)]
pub mod codegen;
mod decode;
mod encode;
mod enumeration;
mod error;
#[cfg(feature = "wildcard")]
pub mod grammar;
mod integer;
#[cfg(feature = "serde")]
pub mod json;
mod lexical;
mod methods;
mod options;
mod reader;
mod string_table;
#[cfg(feature = "wildcard")]
mod text;
mod writer;

#[cfg(test)]
mod argument_tests;
#[cfg(test)]
mod codec_tests;

pub use any::{AnyAttribute, AnyElement, AnyItem};
#[cfg(feature = "alloc")]
pub use arena::Owned;
pub use arena::{Arena, ArenaBuf, Family, Full};
pub use decode::{Decode, MAX_INPUT};
pub use encode::Encode;
pub use enumeration::UnknownLiteral;
pub use error::{
    ByteCount, DecodeError, DecodeErrorKind, EncodeError, Facet, Malformed, Unsupported,
};
pub use integer::{Integer, MAX_BYTES};
pub use options::{
    DEFAULT_MEMORY_LIMIT, DecodeOptions, EncodeOptions, Report, Violation, Violations,
};

#![doc = include_str!("../README.md")]
#![no_std]
#![deny(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;

mod any;
mod arena;
mod document;
mod enumeration;
mod error;
#[cfg(feature = "wildcard")]
pub mod grammar;
mod integer;
#[cfg(feature = "serde")]
pub mod json;
mod lexical;
mod options;
mod read_integer;
mod read_string;
mod reader;
mod string_table;
#[cfg(feature = "wildcard")]
mod text;
mod write_integer;
mod write_string;
mod writer;

#[cfg(test)]
mod argument_tests;
#[cfg(test)]
mod codec_tests;

pub use any::{AnyAttribute, AnyElement, AnyItem};
#[cfg(feature = "alloc")]
pub use arena::Owned;
pub use arena::{Arena, ArenaBuf, Family, Full};
pub use document::{Decode, Encode, MAX_INPUT};
pub use enumeration::UnknownLiteral;
pub use error::{
    ByteCount, DecodeError, DecodeErrorKind, EncodeError, Facet, Malformed, Unsupported,
};
pub use integer::{Integer, MAX_BYTES};
pub use lexical::Lexical;
pub use options::{
    DEFAULT_MEMORY_LIMIT, DecodeOptions, EncodeOptions, Report, Violation, Violations,
};
pub use reader::Reader;
pub use writer::Writer;

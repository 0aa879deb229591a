#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// Wire input never reaches an index, unchecked arithmetic or a panic. Tests may use them.
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

#[cfg(test)]
extern crate alloc;

#[cfg(feature = "bytes")]
mod bytes_decoder;
mod decoder;
mod encode;
mod frame;
mod header;
mod payload_type;
pub mod sdp;
mod stream;

#[cfg(feature = "bytes")]
#[cfg_attr(docsrs, doc(cfg(feature = "bytes")))]
pub use crate::bytes_decoder::BytesDecoder;
pub use crate::decoder::{Event, FrameDecoder};
pub use crate::encode::{EncodeError, write_frame};
pub use crate::frame::{Frame, FrameError};
pub use crate::header::{Header, HeaderError};
pub use crate::payload_type::PayloadType;

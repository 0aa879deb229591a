//! Messages of any set, and what a session needs to know of them. It takes at least one set.

mod common;
mod decode;
mod message;
mod protocol;
mod response_code;

pub use decode::SessionError;
pub use message::AnyMessage;
pub use protocol::Protocol;
pub use response_code::{AnyResponseCode, ResponseClass};
pub use v2gtp::PayloadType;

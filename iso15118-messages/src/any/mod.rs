//! Messages of any set, and what a session needs to know of them. It takes at least one set.

mod message;
mod protocol;
mod response_code;

pub use message::{AnyMessage, SessionError};
pub use protocol::Protocol;
pub use response_code::{AnyResponseCode, ResponseClass};
pub use v2gtp::PayloadType;

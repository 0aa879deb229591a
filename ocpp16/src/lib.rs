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
// Without any group of messages there are no actions.
#![cfg_attr(
    not(any(
        feature = "core",
        feature = "firmware_management",
        feature = "local_auth_list",
        feature = "remote_trigger",
        feature = "reservation",
        feature = "smart_charging",
        feature = "security"
    )),
    allow(unreachable_code, unused_macros, unused_variables)
)]

extern crate alloc;

#[macro_use]
mod macros;

pub mod endpoint;
mod error;
mod frame;
mod json;
pub mod messages;
mod options;
#[cfg(feature = "serde")]
mod serde;
pub mod station;
mod tolerance;
pub mod values;
pub mod websocket;

pub use crate::error::{Error, ErrorKind};
pub use crate::frame::{Call, CallError, CallResult, ErrorCode, Frame, PendingResult};
pub use crate::json::{BufferTooSmall, ToJson};
pub use crate::messages::direction::Role;
pub use crate::messages::operation::{Action, CallPayload, Request, Response};
pub use crate::options::{Mode, Options, Report, Tolerated};
pub use crate::tolerance::Tolerance;
pub use crate::values::date_time::DateTime;
pub use crate::values::decimal::Decimal1;
pub use crate::values::instant::Instant;
pub use crate::values::list::List;
pub use crate::values::literal::Literal;
pub use crate::values::message_id::MessageId;
pub use crate::values::text::{CiString, Text};

#![doc = include_str!("../README.md")]
//!
//! # Words
//!
//! Each of these means one thing in the names and docs of this crate.
//!
//! | word | meaning | types |
//! |---|---|---|
//! | CALL, CALLRESULT, CALLERROR | the three kinds of frames (OCPP-J, 4.2) | [`Call`], [`CallResult`], [`CallError`] |
//! | request | the payload of a CALL; "PDU .req" of the text | [`Request`], [`CallPayload`] |
//! | response | the payload of a CALLRESULT; "PDU .conf" of the text | [`Response`] |
//! | answer | the CALLRESULT or CALLERROR to a CALL | [`endpoint::Answer`], [`Error::answer`] |
//! | upgrade | the HTTP answer to a station that wants to connect | [`websocket::Upgrade`] |
//! | error | the fault of a frame or a value, or why a function did not do what it was asked | [`Error`], [`ErrorKind`] and the types in [`values`] |
//! | failure | the end of a CALL of this side without a response | [`endpoint::CallFailure`] |
//! | refusal | the CALLERROR that an endpoint itself gives a CALL of the other side | [`endpoint::Refusal`] |
//! | ignored | a frame that changes nothing | [`endpoint::Ignored`] |
//! | not taken | a CALL or an answer of the program that the endpoint does not send | [`endpoint::CallNotTaken`], [`endpoint::AnswerNotTaken`] |
//! | late | an answer after the timeout of its CALL | [`endpoint::Incoming::Late`] |
//! | rejected | the status `Rejected` of a response, in which the other side has understood the request | - |
//! | tolerated | a deviation that the tolerant reader has let pass | [`Tolerance`], [`Report`] |
//! | literal | the text of a value of an enumeration | [`Literal`] |
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

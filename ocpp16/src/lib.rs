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

mod call_error;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod convert;
mod date_time;
mod decimal;
mod direction;
pub mod endpoint;
mod error;
mod frame;
mod instant;
mod list;
mod literal;
mod member;
mod message_id;
mod operation;
mod options;
mod path;
mod raw_json;
mod reader;
mod scan;
#[cfg(feature = "serde")]
mod serde;
mod text;
mod tolerance;
pub mod types;
mod values;
mod writer;

#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub mod authorization;
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub mod boot;
#[cfg(feature = "smart_charging")]
#[cfg_attr(docsrs, doc(cfg(feature = "smart_charging")))]
pub mod charging_profiles;
#[cfg(feature = "smart_charging")]
#[cfg_attr(docsrs, doc(cfg(feature = "smart_charging")))]
pub mod composite_schedule;
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub mod configuration;
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub mod core;
#[cfg(feature = "firmware_management")]
#[cfg_attr(docsrs, doc(cfg(feature = "firmware_management")))]
pub mod firmware_management;
#[cfg(feature = "local_auth_list")]
#[cfg_attr(docsrs, doc(cfg(feature = "local_auth_list")))]
pub mod local_auth_list;
#[cfg(feature = "plug_and_charge")]
#[cfg_attr(docsrs, doc(cfg(feature = "plug_and_charge")))]
pub mod plug_and_charge;
#[cfg(feature = "remote_trigger")]
#[cfg_attr(docsrs, doc(cfg(feature = "remote_trigger")))]
pub mod remote_trigger;
#[cfg(feature = "reservation")]
#[cfg_attr(docsrs, doc(cfg(feature = "reservation")))]
pub mod reservation;
#[cfg(feature = "security")]
#[cfg_attr(docsrs, doc(cfg(feature = "security")))]
pub mod security;
pub mod security_profile;
#[cfg(feature = "smart_charging")]
#[cfg_attr(docsrs, doc(cfg(feature = "smart_charging")))]
pub mod smart_charging;
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub mod transaction_queue;
pub mod websocket;

pub use crate::call_error::{CallError, ErrorCode};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "chrono", feature = "jiff", feature = "time"))))]
pub use crate::convert::TimeRange;
pub use crate::date_time::{DateTime, DateTimeError};
pub use crate::decimal::{Decimal1, DecimalError};
pub use crate::direction::{Direction, FeatureProfile, Role};
pub use crate::error::{Error, ErrorKind};
#[cfg(feature = "core")]
#[cfg_attr(docsrs, doc(cfg(feature = "core")))]
pub use crate::frame::PartialStart;
pub use crate::frame::{Call, CallPayload, CallResult, Frame, PendingResult};
pub use crate::instant::Instant;
pub use crate::list::{ElementCount, List};
pub use crate::literal::{Literal, UnknownLiteral};
pub use crate::member::{Form, Member, Presence};
pub use crate::message_id::MessageId;
pub use crate::operation::{Action, Operation, OperationRequest, Payload, Request, Response};
pub use crate::options::{Mode, Options, Report, Tolerated};
pub use crate::raw_json::RawJson;
pub use crate::text::{CiString, Text, TooLong};
pub use crate::tolerance::Tolerance;
pub use crate::writer::{BufferTooSmall, ToJson};

//! The messages: requests and responses of each operation, profile by profile.
//!
//! | module | operations of |
//! |---|---|
//! | `core` | the profile Core: what every station has |
//! | `firmware_management` | the profile Firmware Management |
//! | `local_auth_list` | the profile Local Auth List Management |
//! | `remote_trigger` | the profile Remote Trigger |
//! | `reservation` | the profile Reservation |
//! | `smart_charging` | the profile Smart Charging |
//! | `security` | the white paper "Improved security for OCPP 1.6-J", edition 2 |
//! | `plug_and_charge` | ISO 15118 Plug & Charge, inside of DataTransfer |
//! | [`types`] | data types that several of them share |
//!
//! Each module but `types` is a feature of the same name. Each operation has a file of its own.

pub(crate) mod direction;
pub(crate) mod operation;
pub mod types;

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
#[cfg(feature = "smart_charging")]
#[cfg_attr(docsrs, doc(cfg(feature = "smart_charging")))]
pub mod smart_charging;

pub(crate) use self::direction::Role;
pub use self::direction::{Direction, FeatureProfile};
pub use self::operation::Payload;
pub(crate) use self::operation::{Action, AnyCallPayload, CallPayload, Request, Response};
pub use crate::json::{Form, Member, Presence};

//! The logic of stations and central systems around the messages: small modules that each stand alone, without
//! clock, socket and storage.
//!
//! Time is an argument. State that has to survive a restart is handed out and taken back. The docs of each module name
//! the clause of each rule.

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
pub mod transactions;

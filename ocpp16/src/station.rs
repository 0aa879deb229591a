//! The logic of stations and central systems around the messages: small modules that each stand alone, without
//! clock, socket and storage.
//!
//! Time is an argument. State that has to survive a restart is handed out and taken back. The docs of each module name
//! the clause of each rule.

// The authorization cache, the local list and the queue of transactions each have a bound, and share no more than
// `len`: the cache drops its oldest entry, the list is replaced as a whole, and the queue keeps an order.

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

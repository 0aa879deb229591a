//! The profile Remote Trigger.

mod trigger_message;

pub use trigger_message::*;

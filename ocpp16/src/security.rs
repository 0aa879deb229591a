//! The messages of the white paper "Improved security for OCPP 1.6-J", edition 2.

mod certificates;
mod extended_trigger_message;
mod logs;
mod signed_firmware;

pub use certificates::*;
pub use extended_trigger_message::*;
pub use logs::*;
pub use signed_firmware::*;

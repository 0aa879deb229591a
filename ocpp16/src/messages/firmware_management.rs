//! The profile Firmware Management: diagnostics and firmware updates.

mod diagnostics_status_notification;
mod firmware_status_notification;
mod get_diagnostics;
mod update_firmware;

pub use diagnostics_status_notification::*;
pub use firmware_status_notification::*;
pub use get_diagnostics::*;
pub use update_firmware::*;

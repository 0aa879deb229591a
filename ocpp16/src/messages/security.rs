//! The messages of the white paper "Improved security for OCPP 1.6-J", edition 2.

mod certificate_signed;
mod delete_certificate;
mod extended_trigger_message;
mod get_installed_certificate_ids;
mod get_log;
mod install_certificate;
mod log_status_notification;
mod security_event_notification;
mod shared;
mod sign_certificate;
mod signed_firmware_status_notification;
mod signed_update_firmware;

pub use certificate_signed::*;
pub use delete_certificate::*;
pub use extended_trigger_message::*;
pub use get_installed_certificate_ids::*;
pub use get_log::*;
pub use install_certificate::*;
pub use log_status_notification::*;
pub use security_event_notification::*;
pub use shared::*;
pub use sign_certificate::*;
pub use signed_firmware_status_notification::*;
pub use signed_update_firmware::*;

//! The profile Core (3.3): what every station has.

mod authorize;
mod boot_notification;
mod change_availability;
mod change_configuration;
mod clear_cache;
mod data_transfer;
mod get_configuration;
mod heartbeat;
mod meter_values;
mod remote_start_transaction;
mod remote_stop_transaction;
mod reset;
mod start_transaction;
mod status_notification;
mod stop_transaction;
mod unlock_connector;

pub use authorize::*;
pub use boot_notification::*;
pub use change_availability::*;
pub use change_configuration::*;
pub use clear_cache::*;
pub use data_transfer::*;
pub use get_configuration::*;
pub use heartbeat::*;
pub use meter_values::*;
pub use remote_start_transaction::*;
pub use remote_stop_transaction::*;
pub use reset::*;
pub use start_transaction::*;
pub use status_notification::*;
pub use stop_transaction::*;
pub use unlock_connector::*;

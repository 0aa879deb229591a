//! Data types that several messages share (chapter 7).

mod certificate_status;
mod charging_profile;
mod id_tag_info;
mod meter_value;
mod remote_start_stop_status;
mod trigger_message_status;

pub use certificate_status::*;
pub use charging_profile::*;
pub use id_tag_info::*;
pub use meter_value::*;
pub use remote_start_stop_status::*;
pub use trigger_message_status::*;

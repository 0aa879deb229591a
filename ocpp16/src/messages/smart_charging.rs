//! The profile Smart Charging.

mod clear_charging_profile;
mod get_composite_schedule;
mod set_charging_profile;

pub use clear_charging_profile::*;
pub use get_composite_schedule::*;
pub use set_charging_profile::*;

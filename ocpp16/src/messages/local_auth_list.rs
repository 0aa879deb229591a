//! The profile Local Auth List Management.

mod get_local_list_version;
mod send_local_list;

pub use get_local_list_version::*;
pub use send_local_list::*;

//! A central system: the program `csms`.
//!
//! It accepts stations, answers them, keeps their transactions and computes what is to be paid. With
//! a script it calls them, too.

mod admission;
mod answers;
mod billing;
pub mod cli;
mod options;
mod report;
mod script;
mod server;
mod visit;

pub use self::options::{CentralOptions, Script};
pub use self::report::{Report, Verdict};
pub use self::server::Server;

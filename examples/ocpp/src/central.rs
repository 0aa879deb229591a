//! A central system: the program `csms`.
//!
//! It accepts stations, answers them, keeps their transactions and computes what is to be paid. With
//! a script it calls them, too.

mod admission;
mod answers;
mod billing;
mod cli;
mod options;
mod program;
mod report;
mod script;
mod server;
mod visit;

pub(crate) use self::options::{CentralOptions, Script};
pub(crate) use self::program::main;
pub(crate) use self::report::{Report, Verdict};
pub(crate) use self::server::Server;

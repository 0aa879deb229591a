#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![allow(
    clippy::std_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::alloc_instead_of_core,
    reason = "a tool for the build machine, std throughout"
)]

pub mod emit;
pub mod grammar;
pub mod schema;
mod write;

pub use write::{GenerateError, generate};

//! The endpoint, with a clock and a link that the tests control.
#![cfg(feature = "core")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::std_instead_of_alloc,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod answers;
mod bounds;
mod broken_calls;
mod calls;
mod connections;
mod ends;
mod incoming;
mod repeats;
mod world;

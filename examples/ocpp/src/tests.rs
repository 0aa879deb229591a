//! Both programs with each other, with peers that fail, and alone.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "for tests and their helpers"
)]

mod link;
mod link_limits;
mod minimal;
mod opening;
mod outage;
mod reservation;
mod security_profiles;
mod session;
mod support;
mod unreliable;

//! What the programs `csms` and `charge-point` are made of. This is not a library: only the two programs are public.
//!
//! Both put an [`ocpp16::endpoint::Endpoint`] on a WebSocket (`link`) and have something to say:
//! a station (`station`) and a central system (`central`). They show how the crate is used, and
//! they are peers to test against. They are no products: everything is kept in memory, the meter is
//! made up, and nothing is uploaded or installed.
//!
//! | module | what it holds |
//! |---|---|
//! | `link` | an endpoint on a WebSocket: typed calls to await, events |
//! | `handshake` | URL, identity, sub-protocol and password when a WebSocket is opened |
//! | `security` | the security profiles 0 to 3: passwords, TLS, names in certificates |
//! | `authority` | certificates for tests, and the signing of those of stations |
//! | `station` | the program `charge-point` |
//! | `central` | the program `csms` |
//! | `receipt` | receipts and prices |
//! | `clock`, `journal`, `random`, `cli`, `echo` | what both need |

#![forbid(unsafe_code)]

extern crate alloc;

mod authority;
mod central;
mod cli;
mod clock;
mod echo;
mod handshake;
mod journal;
mod link;
mod random;
mod receipt;
mod security;
mod station;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

/// Runs `charge-point` with the arguments of the process.
#[must_use]
pub fn charge_point() -> ExitCode {
    station::main()
}

/// Runs `csms` with the arguments of the process.
#[must_use]
pub fn csms() -> ExitCode {
    central::main()
}

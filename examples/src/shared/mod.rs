//! What `v2g` and `conformance` share: the message sets, errors with a place, hex, and text for a
//! terminal.
//!
//! The package `conformance` includes this folder by its path. It is not a library, so nothing of it is
//! an interface. Modules in here name each other by `super`, never by `crate`.

pub(crate) mod arguments;
pub(crate) mod codec;
pub(crate) mod framing;
pub(crate) mod hex;
pub(crate) mod problem;
pub(crate) mod protocol;
pub(crate) mod status;
pub(crate) mod text;

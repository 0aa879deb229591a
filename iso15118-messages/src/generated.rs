//! Code that `exi-codegen` wrote (`.ci/generate`); the lint exceptions for all of it.
#![allow(
    clippy::all,
    unused_qualifications,
    dead_code,
    unreachable_patterns,
    unused_assignments,
    unused_mut,
    unused_parens,
    unused_variables,
    unused_imports,
    reason = "generated: what a schema does not use, or uses in an odd place, is not worth a case"
)]

#[cfg(feature = "iso2")]
pub(crate) mod iso2;
#[cfg(feature = "sap")]
pub(crate) mod sap;
#[cfg(feature = "iso2")]
pub(crate) mod xmldsig;

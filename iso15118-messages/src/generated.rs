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

#[cfg(feature = "din")]
pub(crate) mod din;
#[cfg(feature = "iso2")]
pub(crate) mod iso2;
#[cfg(feature = "sap")]
pub(crate) mod sap;
#[cfg(feature = "xmldsig")]
pub(crate) mod xmldsig;

#[cfg(feature = "iso20")]
pub(crate) mod iso20 {
    #[cfg(feature = "iso20-ac")]
    pub(crate) mod ac;
    #[cfg(feature = "iso20-acdp")]
    pub(crate) mod acdp;
    #[cfg(feature = "iso20-common")]
    pub(crate) mod common;
    pub(crate) mod common_types;
    #[cfg(feature = "iso20-dc")]
    pub(crate) mod dc;
    #[cfg(feature = "iso20-wpt")]
    pub(crate) mod wpt;
}

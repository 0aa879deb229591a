//! Code that `exi-codegen` wrote (`.ci/generate`).

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

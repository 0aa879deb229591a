//! Judging of chains (RFC 5280 section 6): path building, the rules for each certificate, the checks of
//! a whole path, revocation.

pub(crate) mod anchor;
mod certificate_checks;
mod certificate_policies;
mod context;
mod crl_status;
mod name_constraints;
mod node;
mod ocsp_status;
pub(crate) mod path;
pub(crate) mod peer;
pub(crate) mod revocation;
mod revocation_status;
mod search;
mod status;
#[cfg(feature = "alloc")]
pub(crate) mod trust_store;
pub(crate) mod validator;
mod whole_path;

#[cfg(feature = "pem")]
pub(crate) use self::anchor::Anchor;
#[cfg(feature = "pem")]
pub(crate) use self::certificate_checks::Checks;
#[cfg(feature = "pem")]
pub(crate) use self::path::Path;
#[cfg(feature = "pem")]
pub(crate) use self::validator::Validator;

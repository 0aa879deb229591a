//! Judging of chains (RFC 5280 section 6): path building, the rules for each certificate, the checks of
//! a whole path, revocation.

mod anchor;
mod certificate_checks;
mod certificate_policies;
mod context;
mod crl_status;
mod name_constraints;
mod ocsp_status;
mod path;
mod peer;
mod revocation;
mod revocation_status;
mod search;
mod status;
#[cfg(feature = "alloc")]
mod trust_store;
mod validator;
mod whole_path;

pub use self::anchor::Anchor;
#[cfg(feature = "pem")]
pub(crate) use self::certificate_checks::Checks;
pub use self::path::Path;
pub use self::peer::Peer;
pub use self::revocation::{Revocation, RevocationCheck};
#[cfg(feature = "alloc")]
pub use self::trust_store::{TrustStore, TrustStoreError};
pub use self::validator::Validator;

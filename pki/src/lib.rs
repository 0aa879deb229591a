// Its example has the default verifiers.
#![cfg_attr(feature = "rust-crypto", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "rust-crypto"), doc = "Certificate chain validation for EV charging.")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// Wire input never reaches an index, unchecked arithmetic or a panic. Tests may use them.
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod backend;
pub mod der;
mod error;
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub mod ocpp;
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub mod pem;
mod profile;
pub mod request;
mod verify;
pub mod x509;
#[cfg(feature = "x509-cert")]
#[cfg_attr(docsrs, doc(cfg(feature = "x509-cert")))]
pub mod x509_cert;

pub use pki_types;

#[cfg(feature = "rust-crypto")]
#[cfg_attr(docsrs, doc(cfg(feature = "rust-crypto")))]
pub use crate::backend::rust_crypto;
pub use crate::backend::{Backend, SignatureError};
pub use crate::error::{Error, Position, Refusal, StatusProblem, Value};
pub use crate::profile::{Budget, Iso15118Role, Ocpp16Role, PolicyInputs, Profile, Rule, Standard};
pub use crate::verify::{Anchor, Path, Peer, Revocation, RevocationCheck, Validator};
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
pub use crate::verify::{TrustStore, TrustStoreError};
pub use crate::x509::certificate::Certificate;
pub use crate::x509::crl::Crl;
pub use crate::x509::ocsp_response::OcspResponse;

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

mod anchor;
mod backend;
mod certificate;
mod certificate_policies;
mod certificate_request;
mod certificate_request_info;
#[cfg(feature = "pem")]
mod certificate_signed;
mod checks;
mod crl;
mod curve;
mod der;
mod distribution_points;
mod encode;
mod error;
mod extensions;
mod general_name;
mod hash_data;
#[cfg(feature = "pem")]
mod install_certificate;
mod name;
mod name_constraints;
mod ocsp;
mod ocsp_request;
mod oid;
mod path;
mod peer;
#[cfg(feature = "pem")]
mod pem;
#[cfg(feature = "pem")]
mod pem_chain;
#[cfg(feature = "pem")]
mod pem_encode;
mod profile;
mod public_key;
mod response;
mod revocation;
mod rule;
mod search;
mod signature_value;
mod subject;
mod subject_public_key;
mod time;
#[cfg(feature = "alloc")]
mod trust_store;
mod validator;

pub use pki_types;

pub use crate::anchor::Anchor;
#[cfg(feature = "rust-crypto")]
#[cfg_attr(docsrs, doc(cfg(feature = "rust-crypto")))]
pub use crate::backend::rust_crypto;
pub use crate::backend::{Backend, SignatureError};
pub use crate::certificate::{Certificate, SerialNumber, Signed, Validity, Version};
pub use crate::certificate_policies::PolicyInputs;
pub use crate::certificate_request::{CertificateRequest, RequestAttribute};
pub use crate::certificate_request_info::{CertificateRequestInfo, RequestError, SignError};
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub use crate::certificate_signed::{CertificateSigned, Rejection};
pub use crate::crl::Crl;
pub use crate::der::{DerError, Malformed};
pub use crate::distribution_points::DistributionPoints;
pub use crate::error::{Error, Position, StatusProblem, Value};
pub use crate::extensions::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, Extension, Extensions, KeyUsage,
};
pub use crate::general_name::{GeneralName, GeneralNames};
pub use crate::hash_data::{CertificateHashData, Hash, HashAlgorithm};
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub use crate::install_certificate::InstallCertificate;
pub use crate::name::{Attribute, Name};
pub use crate::name_constraints::NameConstraints;
pub use crate::ocsp::OcspResponse;
pub use crate::ocsp_request::OcspRequest;
pub use crate::oid::Oid;
pub use crate::path::Path;
pub use crate::peer::Peer;
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub use crate::pem::{
    ContentKind, Encoded, PemBlock, PemError, PemErrorKind, encodings, pem_blocks,
};
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub use crate::pem_chain::PemChain;
#[cfg(feature = "pem")]
#[cfg_attr(docsrs, doc(cfg(feature = "pem")))]
pub use crate::pem_encode::Pem;
pub use crate::profile::{Budget, Iso15118Role, Ocpp16Role, Profile};
pub use crate::public_key::{AlgorithmIdentifier, KeyKind, PublicKey, SignatureAlgorithm};
pub use crate::response::Refusal;
pub use crate::revocation::{Revocation, RevocationCheck};
pub use crate::rule::{Rule, Standard};
pub use crate::signature_value::SignatureValue;
pub use crate::subject::SubjectAttribute;
pub use crate::subject_public_key::SubjectPublicKey;
pub use crate::time::Time;
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
pub use crate::trust_store::{TrustStore, TrustStoreError};
pub use crate::validator::Validator;

//! The fields of certificates, CRLs and requests (RFC 5280), and what OCSP and OCPP identify a
//! certificate by (RFC 6960).
//!
//! Start with [`Certificate::parse`](crate::Certificate::parse), [`Crl::parse`](crate::Crl::parse) or
//! [`OcspResponse::parse`](crate::OcspResponse::parse); with [`CertificateHashData`] for the
//! `certificateHashData` of OCPP; with [`OcspRequest`] to ask a responder.
//!
//! Reading checks the encoding. Whether a chain is accepted is for
//! [`Validator`](crate::Validator) to say.

pub(crate) mod certificate;
mod certificate_hash_data;
pub(crate) mod crl;
mod extensions;
mod general_name;
mod name;
mod ocsp_request;
pub(crate) mod ocsp_response;
mod public_key;
mod signed;

pub(crate) use self::certificate::Certificate;
pub use self::certificate::{SerialNumber, Validity, Version};
pub use self::certificate_hash_data::{CertificateHashData, Hash, HashAlgorithm};
pub(crate) use self::crl::Crl;
pub use self::extensions::{
    AuthorityKeyIdentifier, BasicConstraints, DistributionPoints, ExtendedKeyUsage, Extension,
    Extensions, KeyUsage, NameConstraints,
};
pub(crate) use self::extensions::{policies, policy_mappings};
pub use self::general_name::{GeneralName, GeneralNames};
pub(crate) use self::general_name::{is_dns_name, labels, split_once};
pub(crate) use self::name::Comparison;
pub use self::name::{Attribute, Name};
pub use self::ocsp_request::OcspRequest;
pub(crate) use self::ocsp_response::{Basic, CertStatus, OcspResponse, Single};
#[cfg(feature = "rsa")]
pub(crate) use self::public_key::rsa_parts;
pub use self::public_key::{AlgorithmIdentifier, KeyKind, PublicKey, SignatureAlgorithm};
pub use self::signed::Signed;

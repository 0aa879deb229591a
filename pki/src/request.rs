//! Requests for certificates (PKCS #10, RFC 2986): reading and making them.
//!
//! A station makes one with [`CertificateRequestInfo`], for SignCertificate of OCPP. An authority reads one
//! with [`CertificateRequest`].

mod certificate_request;
mod certificate_request_info;
mod error;
mod signature_value;
mod subject_attribute;
mod subject_public_key;

pub use self::certificate_request::{CertificateRequest, RequestAttribute};
pub use self::certificate_request_info::CertificateRequestInfo;
pub use self::error::{RequestError, SignError};
pub use self::signature_value::SignatureValue;
pub use self::subject_attribute::SubjectAttribute;
pub use self::subject_public_key::SubjectPublicKey;

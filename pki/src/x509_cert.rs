//! Conversions from and to the crate `x509-cert`, version 0.3, for programs that use both.
//!
//! Types of this crate borrow from DER. Types of `x509-cert` own what they have and keep no DER. So a value of
//! `x509-cert` becomes DER, from which this crate reads; and a value of this crate becomes one of `x509-cert` with
//! `to_x509_cert`.
//!
//! ```
//! use v2g_pki::x509_cert::certificate_der;
//! use v2g_pki::{Anchor, Certificate};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let ours = Certificate::parse(include_bytes!("../tests/data/secc.der"))?;
//! # let roots = [ours.to_x509_cert()?];
//! // Roots that a program has as `x509_cert::Certificate`, for `Validator::verify`.
//! let roots = roots.iter().map(certificate_der).collect::<Result<Vec<_>, _>>()?;
//! let anchors = roots.iter().map(Anchor::from_certificate).collect::<Result<Vec<_>, _>>()?;
//!
//! // And back, for example the leaf of a path.
//! let certificate = anchors[0].certificate().ok_or("made of a certificate")?;
//! let theirs: x509_cert::Certificate = certificate.to_x509_cert()?;
//! assert_eq!(theirs.tbs_certificate().serial_number().to_string(), "21:52:A1:17:43:EA");
//! # Ok(())
//! # }
//! ```

use pki_types::{CertificateDer, CertificateRevocationListDer, CertificateSigningRequestDer};
use x509_cert::crl::CertificateList;
use x509_cert::der::{self, Decode as _, Encode as _};
use x509_cert::request::CertReq;

use crate::request::CertificateRequest;
use crate::{Certificate, Crl};

/// Encodes a certificate of `x509-cert`: the leaf, an intermediate, or the certificate of an anchor.
///
/// The octets are those that were signed, unless the certificate was read from an encoding that is not
/// DER. Then its signature is wrong here.
///
/// # Errors
///
/// Returns the error of `x509-cert` if a value is too long to be encoded.
pub fn certificate_der(
    certificate: &x509_cert::Certificate,
) -> Result<CertificateDer<'static>, der::Error> {
    certificate.to_der().map(CertificateDer::from)
}

/// Encodes a CRL of `x509-cert`, for [`Crl::parse`].
///
/// # Errors
///
/// Returns the error of `x509-cert` if a value is too long to be encoded.
pub fn crl_der(crl: &CertificateList) -> Result<CertificateRevocationListDer<'static>, der::Error> {
    crl.to_der().map(CertificateRevocationListDer::from)
}

/// Encodes a request of `x509-cert`, for [`CertificateRequest::parse`].
///
/// # Errors
///
/// Returns the error of `x509-cert` if a value is too long to be encoded.
pub fn request_der(request: &CertReq) -> Result<CertificateSigningRequestDer<'static>, der::Error> {
    request.to_der().map(CertificateSigningRequestDer::from)
}

impl Certificate<'_> {
    /// Copies the certificate into the type of the crate `x509-cert`.
    ///
    /// # Errors
    ///
    /// Returns the error of `x509-cert`, which refuses some certificates that are read here, such as those
    /// with times before 1970.
    #[cfg_attr(docsrs, doc(cfg(feature = "x509-cert")))]
    pub fn to_x509_cert(&self) -> Result<x509_cert::Certificate, der::Error> {
        x509_cert::Certificate::from_der(self.der())
    }
}

impl Crl<'_> {
    /// Copies the CRL into the type of the crate `x509-cert`.
    ///
    /// # Errors
    ///
    /// Returns the error of `x509-cert`, which refuses some values that are read here, as for
    /// [`Certificate::to_x509_cert`].
    #[cfg_attr(docsrs, doc(cfg(feature = "x509-cert")))]
    pub fn to_x509_cert(&self) -> Result<CertificateList, der::Error> {
        CertificateList::from_der(self.der())
    }
}

impl CertificateRequest<'_> {
    /// Copies the request into the type of the crate `x509-cert`.
    ///
    /// # Errors
    ///
    /// Returns the error of `x509-cert`, which refuses some values that are read here, as for
    /// [`Certificate::to_x509_cert`].
    #[cfg_attr(docsrs, doc(cfg(feature = "x509-cert")))]
    pub fn to_x509_cert(&self) -> Result<CertReq, der::Error> {
        CertReq::from_der(self.der())
    }
}

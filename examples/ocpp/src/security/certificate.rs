//! What the white paper wants to know of a certificate: names (2.6.1) and hashes (6.1).

use core::fmt;
use core::net::IpAddr;

use ocpp16::Text;
use ocpp16::security::{CertificateHashData, HashAlgorithm};
use ring::digest::{SHA256, digest};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use x509_parser::prelude::{FromDer as _, X509Certificate, X509Name};

/// A certificate that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateError(&'static str);

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl core::error::Error for CertificateError {}

/// Names of the owner of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// CN: the serial number of a station, the domain name of a central system.
    pub common_name: Option<String>,
    /// O: the owner, which is the operator of the station.
    pub organization: Option<String>,
}

/// Reads the names of the owner.
///
/// # Errors
///
/// Returns an error if it is no certificate.
pub fn subject(certificate: &CertificateDer<'_>) -> Result<Subject, CertificateError> {
    let certificate = parse(certificate)?;
    let text = |name: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        name.and_then(|name| name.as_str().ok()).map(str::to_owned)
    };
    let name: &X509Name<'_> = certificate.subject();
    Ok(Subject {
        common_name: text(name.iter_common_name().next()),
        organization: text(name.iter_organization().next()),
    })
}

/// Whether a CN can be that of a station: "the unique serial number", and "not in the format of a
/// URL or an IP address" (A00.FR.511).
#[must_use]
pub fn is_charge_point_name(common_name: &str) -> bool {
    !common_name.is_empty() && !common_name.contains('/') && common_name.parse::<IpAddr>().is_err()
}

/// The first certificate of a text in PEM.
///
/// # Errors
///
/// Returns an error if there is none, or if it is not in the form of one.
pub fn first_certificate(pem: &str) -> Result<CertificateDer<'static>, CertificateError> {
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes())
        .map_err(|_| CertificateError("not a certificate in PEM"))?;
    parse(&certificate)?;
    Ok(certificate)
}

/// What identifies a root certificate: the hashes of the name and of the key of its issuer, which
/// is itself, and its serial number.
///
/// # Errors
///
/// Returns an error if it is no certificate.
pub fn hash_data(
    certificate: &CertificateDer<'_>,
) -> Result<CertificateHashData<'static>, CertificateError> {
    let certificate = parse(certificate)?;
    let name = hex(digest(&SHA256, certificate.issuer().as_raw()).as_ref());
    // As in OCSP (RFC 6960, 4.1.1): the value of the key without tag, length and unused bits.
    let key = &certificate.public_key().subject_public_key;
    let key = hex(digest(&SHA256, &key.data).as_ref());
    let serial = hex(certificate.raw_serial());
    let text = |text| Text::new(text).map_err(|_| CertificateError("serial number too long"));
    Ok(CertificateHashData::new(
        HashAlgorithm::Sha256,
        Text::new(name).map_err(|_| CertificateError("hash too long"))?,
        Text::new(key).map_err(|_| CertificateError("hash too long"))?,
        text(serial)?,
    ))
}

/// The public key in a certificate, as a curve has it: a point.
///
/// # Errors
///
/// Returns an error if it is no certificate.
pub fn public_key(certificate: &CertificateDer<'_>) -> Result<Vec<u8>, CertificateError> {
    Ok(parse(certificate)?.public_key().subject_public_key.data.to_vec())
}

fn parse<'c>(certificate: &'c CertificateDer<'_>) -> Result<X509Certificate<'c>, CertificateError> {
    match X509Certificate::from_der(certificate) {
        Ok(([], certificate)) => Ok(certificate),
        _ => Err(CertificateError("not a certificate of X.509")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::is_charge_point_name;

    #[test]
    fn names_of_stations_are_no_addresses() {
        for name in ["CP_1", "000123", "ABC-DEF"] {
            assert!(is_charge_point_name(name), "{name}");
        }
        for name in ["", "10.0.0.1", "::1", "https://a/b"] {
            assert!(!is_charge_point_name(name), "{name}");
        }
    }
}

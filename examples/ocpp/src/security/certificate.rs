//! What the white paper wants to know of a certificate: names (2.6.1) and hashes (6.1).

use core::fmt;
use core::net::IpAddr;

use ocpp16::Text;
use ocpp16::messages::security::CertificateHashData;
use ocpp16::messages::types::HashAlgorithm;
use v2g_pki::Certificate;
use v2g_pki::der::DerError;
use v2g_pki::pem::{PemChain, PemError};
use v2g_pki::pki_types::CertificateDer;

/// A certificate that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum CertificateError {
    /// The text is not PEM with certificates.
    Pem(PemError),
    /// The certificate is malformed.
    Der(DerError),
    /// The serial number is longer than OCPP's field.
    SerialNumber,
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(error) => fmt::Display::fmt(error, f),
            Self::Der(error) => fmt::Display::fmt(error, f),
            Self::SerialNumber => f.write_str("serial number too long (limit 40 hex digits)"),
        }
    }
}

impl core::error::Error for CertificateError {}

impl From<PemError> for CertificateError {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

impl From<DerError> for CertificateError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

/// Names of the owner of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// CN: the serial number of a station, the domain name of a central system.
    pub(crate) common_name: Option<String>,
    /// O: the owner, which is the operator of the station.
    pub(crate) organization: Option<String>,
}

/// Reads the names of the owner.
///
/// # Errors
///
/// Returns an error if it is not a certificate.
pub(crate) fn subject(certificate: &CertificateDer<'_>) -> Result<Subject, CertificateError> {
    let certificate = Certificate::parse(certificate)?;
    let text = |octets: &[u8]| core::str::from_utf8(octets).ok().map(str::to_owned);
    let organization = certificate.subject().attributes().find(|it| it.kind() == ORGANIZATION);
    Ok(Subject {
        common_name: certificate.subject().common_name().and_then(text),
        organization: organization.and_then(|it| text(it.value())),
    })
}

/// organizationName, 2.5.4.10.
const ORGANIZATION: v2g_pki::der::Oid<'static> = v2g_pki::der::Oid::from_content(&[0x55, 4, 10]);

/// Whether a CN can be that of a station: "the unique serial number", and "not in the format of a
/// URL or an IP address" (A00.FR.511).
#[must_use]
pub(crate) fn is_charge_point_name(common_name: &str) -> bool {
    !common_name.is_empty() && !common_name.contains('/') && common_name.parse::<IpAddr>().is_err()
}

/// Returns the first certificate of a text in PEM.
///
/// # Errors
///
/// Says which line is wrong, or which field of the certificate.
pub(crate) fn first_certificate(pem: &str) -> Result<CertificateDer<'static>, CertificateError> {
    let mut room = vec![0; pem.len()];
    let chain = PemChain::decode(pem, &mut room)?;
    Certificate::parse(chain.leaf())?;
    Ok(chain.leaf().to_vec().into())
}

/// Returns what identifies a root certificate: the hashes of the name and of the key of its issuer,
/// which is itself, and its serial number.
///
/// # Errors
///
/// Returns an error if it is not a certificate.
pub(crate) fn hash_data(
    certificate: &CertificateDer<'_>,
) -> Result<CertificateHashData<'static>, CertificateError> {
    let root = Certificate::parse(certificate)?;
    let data =
        v2g_pki::x509::CertificateHashData::new(v2g_pki::x509::HashAlgorithm::Sha256, &root, &root);
    let too_long = |_| CertificateError::SerialNumber;
    Ok(CertificateHashData::new(
        HashAlgorithm::Sha256,
        Text::new(data.issuer_name_hash.to_string()).map_err(too_long)?,
        Text::new(data.issuer_key_hash.to_string()).map_err(too_long)?,
        Text::new(data.serial_number.to_string()).map_err(too_long)?,
    ))
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

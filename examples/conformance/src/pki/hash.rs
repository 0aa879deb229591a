//! Certificate hash data: `hash` lines of `plug-and-charge.jsonl`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use v2g_pki::Certificate;
use v2g_pki::x509::{CertificateHashData, HashAlgorithm};

use crate::report::Report;

/// A line as it stands in the file; certificates are PEM.
#[derive(Deserialize)]
pub(super) struct HashData {
    certificate: String,
    /// Absent for a root, which is its own issuer.
    issuer: Option<String>,
    expect: Expected,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
struct Expected {
    hash_algorithm: String,
    issuer_name_hash: String,
    issuer_key_hash: String,
    serial_number: String,
}

impl HashData {
    pub(super) fn judge(&self) -> Report {
        match self.compute() {
            Err(problem) => Report::fail(problem),
            Ok(data) if data == self.expect => Report::pass(""),
            Ok(data) => Report::fail(format!("{data:?} instead of {:?}", self.expect)),
        }
    }

    fn compute(&self) -> Result<Expected, String> {
        let algorithms = [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512];
        let name = &self.expect.hash_algorithm;
        let algorithm = algorithms.into_iter().find(|a| a.ocpp_name() == Some(name.as_str()));
        let algorithm = algorithm.ok_or_else(|| format!("no hash algorithm {name:?}"))?;
        let (certificate, issuer) =
            (der(&self.certificate)?, der(self.issuer.as_ref().unwrap_or(&self.certificate))?);
        let parse = |der| Certificate::parse(der).map_err(|error| error.to_string());
        let data = CertificateHashData::new(algorithm, &parse(&certificate)?, &parse(&issuer)?);
        Ok(Expected {
            hash_algorithm: name.clone(),
            issuer_name_hash: data.issuer_name_hash.to_string(),
            issuer_key_hash: data.issuer_key_hash.to_string(),
            serial_number: data.serial_number.to_string(),
        })
    }
}

/// The octets of the only certificate in a text.
fn der(pem: &str) -> Result<Vec<u8>, String> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body.trim()).map_err(|error| format!("PEM: {error}"))
}

//! Makes the `csr` of SignCertificate (OCPP 1.6 security): a request for a charge point's certificate.
//!
//! ```sh
//! openssl rand -out key 32
//! cargo run --features pem --example certificate_request -- key CP-0001 'CPO One'
//! ```
//!
//! The arguments are a file with a private key on P-256 (32 octets), the serial number of the charge point, and
//! the operator, the value of the key CpoName. A secure element takes the place of the file in a station.

use core::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use v2g_pki::Backend;
use v2g_pki::pem::Pem;
use v2g_pki::request::{
    CertificateRequest, CertificateRequestInfo, SignatureValue, SubjectAttribute, SubjectPublicKey,
};
use v2g_pki::x509::SignatureAlgorithm;

/// Makes a request in PEM.
pub(crate) fn request(
    key: &[u8],
    serial_number: &str,
    operator: &str,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    let key = SigningKey::from_slice(key).map_err(|_| "not a private key on P-256")?;
    let point = key.verifying_key().to_encoded_point(false);
    let subject =
        [SubjectAttribute::Organization(operator), SubjectAttribute::CommonName(serial_number)];
    let info = CertificateRequestInfo::new(&subject, SubjectPublicKey::P256(point.as_bytes()));

    let signer = |message: &[u8]| {
        let signature: Signature = key.sign(message);
        // r and s side by side, as secure elements return them too.
        SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
    };
    let mut room = [0; 1024];
    let der = info.sign(SignatureAlgorithm::EcdsaSha256, signer, &mut room)?;

    // What an authority does first.
    CertificateRequest::parse(der)?.verify(&Backend::RUST_CRYPTO)?;
    Ok(Pem::certificate_request(der).to_string())
}

fn main() -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [key, serial_number, operator] = &arguments[..] else {
        eprintln!("usage: certificate_request KEY SERIAL-NUMBER OPERATOR");
        return Ok(ExitCode::from(2));
    };
    print!("{}", request(&fs::read(key)?, serial_number, operator)?);
    Ok(ExitCode::SUCCESS)
}

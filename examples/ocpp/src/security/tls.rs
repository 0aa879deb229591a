//! TLS for both ends, out of files in PEM (A00.FR.507).

use alloc::sync::Arc;
use std::path::Path;

use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore,
    ServerConfig, SignatureScheme,
};
use v2g_pki::{
    Backend, Ocpp16Role, OcspResponse, Peer, Profile, Refusal, Revocation, Rule, TrustStore,
    Validator,
};

/// TLS of a central system: its own chain, and with `client_ca` certificates of stations are
/// demanded (A00.FR.403, A00.FR.407).
///
/// # Errors
///
/// Says which file cannot be used, and why.
pub(crate) fn server_config(
    chain: &Path,
    key: &Path,
    client_ca: Option<&Path>,
) -> Result<ServerConfig, String> {
    let builder = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match client_ca {
        None => builder.with_no_client_auth(),
        Some(ca) => {
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots(ca)?), provider())
                    .build()
                    .map_err(|error| format!("{}: {error}", ca.display()))?;
            builder.with_client_cert_verifier(verifier)
        }
    };
    builder
        .with_single_cert(certificates(chain)?, private_key(key)?)
        .map_err(|error| format!("{} with {}: {error}", chain.display(), key.display()))
}

/// TLS of a station: the roots that it trusts, and for profile 3 its own chain and key.
///
/// # Errors
///
/// Says which file cannot be used, and why.
pub(crate) fn client_config(
    ca: &Path,
    own: Option<(&Path, &Path)>,
) -> Result<ClientConfig, String> {
    let roots =
        TrustStore::new(certificates(ca)?).map_err(|error| format!("{}: {error}", ca.display()))?;
    let algorithms = provider().signature_verification_algorithms;
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(CentralSystemVerifier { roots, algorithms }));
    match own {
        None => Ok(builder.with_no_client_auth()),
        Some((chain, key)) => builder
            .with_client_auth_cert(certificates(chain)?, private_key(key)?)
            .map_err(|error| format!("{} with {}: {error}", chain.display(), key.display())),
    }
}

/// The name that the certificate of a central system has to have.
///
/// # Errors
///
/// Returns an error if it is neither a domain name nor an IP address.
pub(crate) fn server_name(host: &str) -> Result<ServerName<'static>, String> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no name of a server"))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn roots(file: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(file)? {
        roots.add(certificate).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(roots)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |error| format!("cannot read certificates from {}: {error}", file.display());
    let certificates: Vec<_> = CertificateDer::pem_file_iter(file)
        .map_err(wrong)?
        .collect::<Result<_, _>>()
        .map_err(wrong)?;
    if certificates.is_empty() {
        return Err(format!("there is no certificate in {}; PEM is expected", file.display()));
    }
    Ok(certificates)
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_file(file)
        .map_err(|error| format!("cannot read a private key from {}: {error}", file.display()))
}

/// Checks the certificate of the central system under the profile of the white paper.
///
/// The domain name is in subjectAltName, or, where there is none, in the CN (A00.FR.308, A00.FR.412).
#[derive(Debug)]
struct CentralSystemVerifier {
    roots: TrustStore,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for CentralSystemVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let peers = [match server_name {
            ServerName::DnsName(name) => Peer::Dns(name.as_ref()),
            ServerName::IpAddress(address) => Peer::Ip((*address).into()),
            _ => return Err(CertificateError::NotValidForName.into()),
        }];
        let profile = Profile::ocpp16(Ocpp16Role::Csms);
        let mut validator = Validator::new(profile, Backend::RING).for_peers(&peers);
        let response = match ocsp_response {
            [] => None,
            der => {
                Some(OcspResponse::parse(der).map_err(|_| CertificateError::InvalidOcspResponse)?)
            }
        };
        if let Some(response) = &response {
            validator = validator.with_revocation(Revocation::stapled(response));
        }
        validator
            .verify(end_entity, intermediates, self.roots.anchors(), now)
            .map(|_| ServerCertVerified::assertion())
            .map_err(|error| Error::InvalidCertificate(refusal(error)))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// The alert that the other side gets is made of this.
fn refusal(error: v2g_pki::Error<'_>) -> CertificateError {
    match (error.refusal(), error.rule()) {
        (Refusal::Expired, _) => CertificateError::Expired,
        (Refusal::NotYetValid, _) => CertificateError::NotValidYet,
        (Refusal::Revoked, _) => CertificateError::Revoked,
        (_, Rule::UnknownIssuer) => CertificateError::UnknownIssuer,
        (_, Rule::PeerName) => CertificateError::NotValidForName,
        _ => CertificateError::Other(OtherError(Arc::new(error.into_owned()))),
    }
}

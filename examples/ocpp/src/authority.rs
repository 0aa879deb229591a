//! A certificate authority: throw-away certificates for tests, and signatures for stations that ask
//! with SignCertificate.

use std::path::Path;
use std::{fs, io};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, DnType,
    Error, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PublicKeyData as _,
};

use crate::random;

/// A root with its key.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    organization: String,
}

impl core::fmt::Debug for Authority {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Authority").field("organization", &self.organization).finish()
    }
}

/// A chain and its private key, in PEM.
#[derive(Clone)]
pub(crate) struct Identity {
    /// The certificate.
    pub(crate) certificate: String,
    /// The key.
    pub(crate) key: String,
}

impl Authority {
    /// Makes a new root of an operator.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no random numbers.
    pub(crate) fn new(organization: &str) -> Result<Self, Error> {
        let mut params = named(organization, "Test Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        Ok(Self { issuer, organization: organization.to_owned() })
    }

    /// The root in PEM.
    #[must_use]
    pub(crate) fn root(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate of a central system; the name stands in the CN (A00.FR.510) and, for everybody
    /// else, in the `subjectAltName` together with `others`.
    ///
    /// # Errors
    ///
    /// Returns an error for names that cannot be written.
    pub(crate) fn central_system(&self, name: &str, others: &[&str]) -> Result<Identity, Error> {
        let mut params = named(&self.organization, name);
        let with_others = CertificateParams::new(
            others.iter().map(|other| (*other).to_owned()).collect::<Vec<_>>(),
        )?;
        params.subject_alt_names = with_others.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.sign(params)
    }

    /// A certificate of a station with a serial number (A00.FR.511).
    ///
    /// # Errors
    ///
    /// Returns an error for names that cannot be written.
    pub(crate) fn charge_point(&self, serial_number: &str) -> Result<Identity, Error> {
        let mut params = named(&self.organization, serial_number);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.sign(params)
    }

    /// A certificate for signing firmware, if this is the root of a manufacturer.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no random numbers.
    pub(crate) fn firmware_signer(&self) -> Result<Identity, Error> {
        let mut params = named(&self.organization, "Firmware Signing");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::CodeSigning];
        self.sign(params)
    }

    fn sign(&self, mut params: CertificateParams) -> Result<Identity, Error> {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// Signs what a station asks for, in PEM.
    ///
    /// # Errors
    ///
    /// Returns an error if it is no signing request, or not signed by its own key.
    pub(crate) fn sign_request(&self, request: &str) -> Result<String, Error> {
        let request = CertificateSigningRequestParams::from_pem(request)?;
        Ok(request.signed_by(&self.issuer)?.pem())
    }

    /// Writes the files that both programs need for security profiles 1 to 3 on this machine.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be written.
    pub(crate) fn write_files(&self, folder: &Path, station: &str) -> io::Result<()> {
        let server = self.central_system("localhost", &["localhost", "127.0.0.1"]);
        let (server, client) = server
            .and_then(|it| Ok((it, self.charge_point(station)?)))
            .map_err(io::Error::other)?;
        let key: String = random::bytes::<20>().iter().map(|byte| format!("{byte:02x}")).collect();
        fs::create_dir_all(folder)?;
        for (name, text) in [
            ("ca.pem", self.root()),
            ("csms.pem", server.certificate),
            ("csms.key", server.key),
            ("station.pem", client.certificate),
            ("station.key", client.key),
            ("station.password", format!("{key}\n")),
            ("csms.passwords", format!("{station}:{key}\n")),
        ] {
            fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

/// A signing request of a station and the key that it is for: the CN is the serial number, the O the
/// operator (configuration key `CpoName`).
///
/// # Errors
///
/// Returns an error for names that cannot be written.
pub(crate) fn signing_request(organization: &str, serial_number: &str) -> Result<Identity, Error> {
    let key = KeyPair::generate()?;
    let request = named(organization, serial_number).serialize_request(&key)?;
    Ok(Identity { certificate: request.pem()?, key: key.serialize_pem() })
}

/// The public key of a private key in PEM: a SubjectPublicKeyInfo.
#[must_use]
pub(crate) fn public_key(key: &str) -> Option<Vec<u8>> {
    KeyPair::from_pem(key).ok().map(|key| key.subject_public_key_info())
}

fn named(organization: &str, common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, common_name);
    params
}

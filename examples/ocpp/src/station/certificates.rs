//! The certificates of a station: installed roots, and its own (white paper, use cases A02 to A04,
//! M03 to M05).

use core::time::Duration;

use ocpp16::messages::security::{CertificateHashData, CertificateUse};
use ocpp16::messages::types::DeleteCertificateStatus;
use v2g_pki::ocpp::{CertificateSigned, InstallCertificate};
use v2g_pki::pem::PemChain;
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::x509::PublicKey;
use v2g_pki::{Anchor, Backend, Ocpp16Role, Peer, Profile, Validator};

use crate::authority;
use crate::clock::Clock;
use crate::security::hash_data;

/// Roots by use, and the key that waits for its certificate.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificates {
    roots: Vec<Root>,
    /// In PEM. In a product it stays in the secure element.
    pending_key: Option<String>,
}

#[derive(Clone, Debug)]
struct Root {
    kind: CertificateUse,
    hash: CertificateHashData<'static>,
    der: CertificateDer<'static>,
}

/// Whose certificate it must be.
#[derive(Clone, Copy)]
pub(super) struct Owner<'o> {
    pub(super) serial_number: &'o str,
    /// The operator, `CpoName`.
    pub(super) organization: &'o str,
}

/// The time by which certificates are valid, or not.
pub(super) fn now(clock: &Clock) -> UnixTime {
    let milliseconds = u64::try_from(clock.milliseconds()).unwrap_or_default();
    UnixTime::since_unix_epoch(Duration::from_millis(milliseconds))
}

impl Certificates {
    /// Takes a root (M05), if it is one, it is valid now, and there is room for it.
    ///
    /// # Errors
    ///
    /// Says why it is not installed.
    pub(super) fn install(
        &mut self,
        kind: CertificateUse,
        pem: &str,
        most: u64,
        now: UnixTime,
    ) -> Result<(), String> {
        let role = match kind {
            CertificateUse::CentralSystemRootCertificate => Ocpp16Role::Csms,
            CertificateUse::ManufacturerRootCertificate => Ocpp16Role::Firmware,
            _ => return Err("a use that this station does not know".to_owned()),
        };
        let mut room = vec![0; pem.len()];
        let chain = PemChain::decode(pem, &mut room).map_err(|error| error.to_string())?;
        let check = InstallCertificate::new(Profile::ocpp16(role), Backend::RING);
        let root = check.check(&chain, now).map_err(|rejection| rejection.to_string())?;
        let der = CertificateDer::from(root.der().to_vec());
        let hash = hash_data(&der).map_err(|error| error.to_string())?;
        let is_this = |root: &Root| root.kind == kind && root.hash == hash;
        if u64::try_from(self.roots.len()).unwrap_or(u64::MAX) >= most
            && !self.roots.iter().any(is_this)
        {
            return Err(format!("no room for another root (limit {most})"));
        }
        self.roots.retain(|root| !is_this(root));
        self.roots.push(Root { kind, hash, der });
        Ok(())
    }

    pub(super) fn installed(&self, kind: &CertificateUse) -> Vec<CertificateHashData<'static>> {
        let of_kind = self.roots.iter().filter(|root| root.kind == *kind);
        of_kind.map(|root| root.hash.clone()).collect()
    }

    pub(super) fn delete(&mut self, hash: &CertificateHashData<'_>) -> DeleteCertificateStatus {
        let before = self.roots.len();
        self.roots.retain(|root| !is_same(&root.hash, hash));
        if self.roots.len() < before {
            DeleteCertificateStatus::Accepted
        } else {
            DeleteCertificateStatus::NotFound
        }
    }

    /// A new key, and the request for its certificate in PEM.
    pub(super) fn request(&mut self, organization: &str, serial_number: &str) -> Option<String> {
        let request = authority::signing_request(organization, serial_number).ok()?;
        self.pending_key = Some(request.key);
        Some(request.certificate)
    }

    /// Checks who has signed a firmware (L01): the chain ends at an installed root of the manufacturer,
    /// and it is for signing firmware.
    ///
    /// # Errors
    ///
    /// Says why the firmware is not to be fetched.
    pub(super) fn check_firmware_signer(&self, chain: &str, now: UnixTime) -> Result<(), String> {
        let anchors = self.anchors(&CertificateUse::ManufacturerRootCertificate);
        let mut room = vec![0; chain.len()];
        let chain = PemChain::decode(chain, &mut room).map_err(|error| error.to_string())?;
        Validator::new(Profile::ocpp16(Ocpp16Role::Firmware), Backend::RING)
            .verify(chain.leaf(), chain.intermediates(), &anchors, now)
            .map(drop)
            .map_err(|error| error.to_string())
    }

    fn anchors(&self, kind: &CertificateUse) -> Vec<Anchor<'_>> {
        let roots = self.roots.iter().filter(|root| root.kind == *kind);
        roots.filter_map(|root| Anchor::from_certificate(&root.der).ok()).collect()
    }

    /// Takes the certificate for the key that waits (A02.FR.04 and around it): its chain ends at an
    /// installed root of the central system, and it is for this station.
    ///
    /// # Errors
    ///
    /// Says why it is not taken.
    pub(super) fn signed(
        &mut self,
        chain: &str,
        owner: Owner<'_>,
        now: UnixTime,
    ) -> Result<(), String> {
        let key = self.pending_key.as_deref().and_then(authority::public_key);
        let key = key.ok_or("no certificate was asked for")?;
        let key = PublicKey::parse(&key).map_err(|error| error.to_string())?;
        let anchors = self.anchors(&CertificateUse::CentralSystemRootCertificate);
        // A00.FR.404, A00.FR.405. A station without an operator takes the certificate of any.
        let peers =
            [Peer::SerialNumber(owner.serial_number), Peer::Organization(owner.organization)];
        let peers = if owner.organization.is_empty() { &peers[..1] } else { &peers };
        let validator = Validator::new(Profile::ocpp16(Ocpp16Role::ChargePoint), Backend::RING)
            .for_peers(peers);
        let mut room = vec![0; chain.len()];
        let chain = PemChain::decode(chain, &mut room).map_err(|error| error.to_string())?;
        CertificateSigned::new(validator, key)
            .check(&chain, &anchors, now)
            .map_err(|rejection| rejection.to_string())?;
        self.pending_key = None;
        Ok(())
    }
}

/// Central systems write hexadecimal digits in either case.
fn is_same(one: &CertificateHashData<'_>, two: &CertificateHashData<'_>) -> bool {
    one.hash_algorithm == two.hash_algorithm
        && one.issuer_name_hash.eq_ignore_ascii_case(&two.issuer_name_hash)
        && one.issuer_key_hash.eq_ignore_ascii_case(&two.issuer_key_hash)
        && one.serial_number.eq_ignore_ascii_case(&two.serial_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    const KIND: CertificateUse = CertificateUse::CentralSystemRootCertificate;

    fn today() -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(1_795_327_200))
    }

    #[test]
    fn a_request_is_signed_and_taken_once() {
        let authority = Authority::new("Example CPO").unwrap();
        let mut certificates = Certificates::default();
        let request = certificates.request("Example CPO", "0001").unwrap();
        let signed = authority.sign_request(&request).unwrap();
        let mut take = |chain: &str, serial: &str, is_installed: bool| {
            if is_installed {
                certificates.install(KIND, &authority.root(), 8, today()).unwrap();
            }
            let owner = Owner { serial_number: serial, organization: "Example CPO" };
            certificates.signed(chain, owner, today())
        };
        assert!(take(&signed, "0001", false).unwrap_err().contains("no issuer found"));
        let other_key = authority.charge_point("0001").unwrap().certificate;
        assert!(take(&other_key, "0001", true).is_err());
        assert!(take(&signed, "0002", true).is_err());
        let forged = Authority::new("Example CPO").unwrap().sign_request(&request).unwrap();
        assert!(take(&forged, "0001", true).is_err());
        assert_eq!(take(&signed, "0001", true), Ok(()));
        assert!(take(&signed, "0001", true).is_err());
    }

    #[test]
    fn the_certificate_is_for_the_operator() {
        let authority = Authority::new("Example CPO").unwrap();
        let mut certificates = Certificates::default();
        certificates.install(KIND, &authority.root(), 8, today()).unwrap();
        let request = certificates.request("Other CPO", "0001").unwrap();
        let signed = authority.sign_request(&request).unwrap();
        let mut take = |organization: &str| {
            let owner = Owner { serial_number: "0001", organization };
            certificates.signed(&signed, owner, today())
        };
        assert!(take("Example CPO").unwrap_err().contains("organizationName"));
        assert_eq!(take(""), Ok(()));
    }

    #[test]
    fn roots_are_found_by_their_hashes() {
        let authority = Authority::new("Example CPO").unwrap();
        let root = authority.root();
        let mut certificates = Certificates::default();
        for _ in 0..2 {
            assert_eq!(certificates.install(KIND, &root, 1, today()), Ok(()));
        }
        let other = Authority::new("Other CPO").unwrap().root();
        let error = certificates.install(KIND, &other, 1, today()).unwrap_err();
        assert_eq!(error, "no room for another root (limit 1)");
        assert!(certificates.installed(&CertificateUse::ManufacturerRootCertificate).is_empty());
        let [hash] = &certificates.installed(&KIND)[..] else { panic!() };
        assert_eq!(certificates.delete(hash), DeleteCertificateStatus::Accepted);
        assert_eq!(certificates.delete(hash), DeleteCertificateStatus::NotFound);
    }

    #[test]
    fn firmware_is_signed_by_the_manufacturer() {
        let authority = Authority::new("Manufacturer").unwrap();
        let signer = authority.firmware_signer().unwrap().certificate;
        let mut certificates = Certificates::default();
        let error = certificates.check_firmware_signer(&signer, today()).unwrap_err();
        assert!(error.contains("no issuer found"), "{error}");
        // A root of the central system signs no firmware.
        certificates.install(KIND, &authority.root(), 8, today()).unwrap();
        assert!(certificates.check_firmware_signer(&signer, today()).is_err());
        let kind = CertificateUse::ManufacturerRootCertificate;
        certificates.install(kind, &authority.root(), 8, today()).unwrap();
        assert_eq!(certificates.check_firmware_signer(&signer, today()), Ok(()));
        // The certificate of a station is for something else.
        let station = authority.charge_point("0001").unwrap().certificate;
        assert!(certificates.check_firmware_signer(&station, today()).is_err());
        assert!(certificates.check_firmware_signer(&authority.root(), today()).is_err());
    }

    #[test]
    fn only_roots_are_installed() {
        let authority = Authority::new("Example CPO").unwrap();
        let leaf = authority.charge_point("0001").unwrap();
        let root = authority.root();
        let mut certificates = Certificates::default();
        for pem in ["nonsense", &leaf.certificate, &(leaf.key.clone() + &root), &root.repeat(2)] {
            assert!(certificates.install(KIND, pem, 8, today()).is_err());
        }
        // Five thousand years later.
        let late = UnixTime::since_unix_epoch(Duration::from_secs(160_000_000_000));
        assert!(certificates.install(KIND, &root, 8, late).unwrap_err().contains("expired"));
        assert!(certificates.installed(&KIND).is_empty());
    }
}

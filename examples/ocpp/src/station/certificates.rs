//! The certificates of a station: installed roots, and its own (white paper, use cases A02 to A04,
//! M03 to M05).

use ocpp16::security::{
    CertificateHashData, CertificateSignedStatus, CertificateUse, DeleteCertificateStatus,
    InstallCertificateStatus,
};

use crate::authority;
use crate::security::{first_certificate, hash_data};

/// Roots by use, and the key that waits for its certificate.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificates {
    roots: Vec<(CertificateUse, CertificateHashData<'static>)>,
    /// In PEM. In a product it stays in the secure element.
    pending_key: Option<String>,
}

impl Certificates {
    pub(super) fn install(
        &mut self,
        kind: CertificateUse,
        pem: &str,
        most: u64,
    ) -> InstallCertificateStatus {
        let Ok(hash) = first_certificate(pem).and_then(|it| hash_data(&it)) else {
            return InstallCertificateStatus::Rejected;
        };
        if u64::try_from(self.roots.len()).unwrap_or(u64::MAX) >= most {
            return InstallCertificateStatus::Rejected;
        }
        self.roots.retain(|root| *root != (kind.clone(), hash.clone()));
        self.roots.push((kind, hash));
        InstallCertificateStatus::Accepted
    }

    pub(super) fn installed(&self, kind: &CertificateUse) -> Vec<CertificateHashData<'static>> {
        let of_kind = self.roots.iter().filter(|(of, _)| of == kind);
        of_kind.map(|(_, hash)| hash.clone()).collect()
    }

    pub(super) fn delete(&mut self, hash: &CertificateHashData<'_>) -> DeleteCertificateStatus {
        let before = self.roots.len();
        self.roots.retain(|(_, root)| root != hash);
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

    /// Takes the certificate for the key that waits (A02.FR.04 and around it).
    pub(super) fn signed(&mut self, chain: &str) -> CertificateSignedStatus {
        match self.pending_key.take_if(|key| authority::is_for_key(chain, key)) {
            Some(_) => CertificateSignedStatus::Accepted,
            None => CertificateSignedStatus::Rejected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn a_request_is_signed_and_taken_once() {
        let authority = Authority::new("Example CPO").unwrap();
        let mut certificates = Certificates::default();
        let request = certificates.request("Example CPO", "0001").unwrap();
        let signed = authority.sign_request(&request).unwrap();
        let other = authority.charge_point("0001").unwrap().certificate;
        assert_eq!(certificates.signed(&other), CertificateSignedStatus::Rejected);
        assert_eq!(certificates.signed(&signed), CertificateSignedStatus::Accepted);
        assert_eq!(certificates.signed(&signed), CertificateSignedStatus::Rejected);
    }

    #[test]
    fn roots_are_found_by_their_hashes() {
        let root = Authority::new("Example CPO").unwrap().root();
        let kind = CertificateUse::CentralSystemRootCertificate;
        let mut certificates = Certificates::default();
        let nonsense = certificates.install(kind.clone(), "nonsense", 8);
        assert_eq!(nonsense, InstallCertificateStatus::Rejected);
        for _ in 0..2 {
            let status = certificates.install(kind.clone(), &root, 8);
            assert_eq!(status, InstallCertificateStatus::Accepted);
        }
        assert!(certificates.installed(&CertificateUse::ManufacturerRootCertificate).is_empty());
        let [hash] = &certificates.installed(&kind)[..] else { panic!() };
        assert_eq!(certificates.delete(hash), DeleteCertificateStatus::Accepted);
        assert_eq!(certificates.delete(hash), DeleteCertificateStatus::NotFound);
    }
}

//! Trust anchors that are read once and kept.

use alloc::vec::Vec;
use core::fmt;

use pki_types::CertificateDer;
use self_cell::self_cell;
use thiserror::Error;

use super::anchor::Anchor;
use crate::der::DerError;
#[cfg(feature = "pem")]
use crate::pem::{ContentKind, PemError, encodings};

/// Trust anchors that are read once and own their certificates.
///
/// An [`Anchor`] borrows from its certificate. A store keeps both, so that a TLS verifier or a task
/// can hold it for as long as it runs, and share it between threads.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// use v2g_pki::TrustStore;
/// use v2g_pki::pki_types::CertificateDer;
///
/// let root = CertificateDer::from(include_bytes!("../../tests/data/secc.der").to_vec());
/// let store = TrustStore::new(vec![root])?;
/// // For `Validator::verify`, as often as needed.
/// assert_eq!(store.anchors().len(), 1);
/// # Ok(())
/// # }
/// ```
pub struct TrustStore(Cell);

type Anchors<'a> = Vec<Anchor<'a>>;

self_cell! {
    struct Cell {
        owner: Vec<CertificateDer<'static>>,

        #[covariant]
        dependent: Anchors,
    }
}

impl TrustStore {
    /// Reads the certificates of anchors.
    ///
    /// # Errors
    ///
    /// Says which certificate is malformed, and in which field. Take it out to go on without it.
    pub fn new(certificates: Vec<CertificateDer<'static>>) -> Result<Self, TrustStoreError> {
        Cell::try_new(certificates, |certificates| {
            let anchors = certificates.iter().enumerate().map(|(index, der)| {
                Anchor::from_certificate(der)
                    .map_err(|error| TrustStoreError::Certificate { index, error })
            });
            anchors.collect()
        })
        .map(Self)
    }

    /// Reads the certificates of a file of anchors: PEM with any number of them, or one in DER.
    ///
    /// # Errors
    ///
    /// Says which line is not PEM or not a certificate, or which certificate is malformed. A file
    /// without a certificate is an error.
    #[cfg(feature = "pem")]
    pub fn from_pem(octets: &[u8]) -> Result<Self, TrustStoreError> {
        let mut certificates = Vec::new();
        for encoded in encodings(octets, ContentKind::Certificate) {
            let encoded = encoded?;
            let mut room = alloc::vec![0; encoded.max_len()];
            certificates.push(encoded.decode(&mut room)?.to_vec().into());
        }
        Self::new(certificates)
    }

    /// Returns the anchors, in the order of their certificates.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor<'_>] {
        self.0.borrow_dependent()
    }

    /// Returns the certificates.
    #[must_use]
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        self.0.borrow_owner()
    }
}

impl fmt::Debug for TrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subjects = self.anchors().iter().map(Anchor::subject);
        f.write_str("TrustStore ")?;
        f.debug_list().entries(subjects).finish()
    }
}

/// Why there is no trust store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrustStoreError {
    /// A certificate that is malformed.
    #[error("anchor {index}: {error}")]
    Certificate {
        /// The place of the certificate in the list.
        index: usize,
        /// The fault of its encoding.
        error: DerError,
    },
    /// A text that is not PEM, or not of certificates.
    #[cfg(feature = "pem")]
    #[error(transparent)]
    Pem(#[from] PemError),
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn anchors_live_as_long_as_the_store_and_cross_threads() {
        fn is_shared<T: Send + Sync + 'static>(_: &T) {}
        let der = include_bytes!("../../tests/data/secc.der");
        let store = TrustStore::new(alloc::vec![CertificateDer::from(der.to_vec())]).unwrap();
        is_shared(&store);
        assert_eq!(store.anchors()[0].certificate().unwrap().der(), der);
        let cut = CertificateDer::from(der[..10].to_vec());
        let error = TrustStore::new(alloc::vec![der.to_vec().into(), cut]).unwrap_err();
        assert!(matches!(error, TrustStoreError::Certificate { index: 1, .. }));
        assert_eq!(error.to_string(), "anchor 1: certificate is cut off");
    }

    #[cfg(feature = "pem")]
    #[test]
    fn anchors_come_from_a_file() {
        let der = include_bytes!("../../tests/data/secc.der");
        let pem = crate::pem::Pem::certificate(der).to_string();
        let store = TrustStore::from_pem(pem.repeat(2).as_bytes()).unwrap();
        assert_eq!(store.certificates(), [&der[..], &der[..]].map(CertificateDer::from));
        let store = TrustStore::from_pem(der).unwrap();
        assert_eq!(store.anchors().len(), 1);
        for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nMAA=\n"] {
            let error = TrustStore::from_pem(text.as_bytes()).unwrap_err();
            assert!(matches!(error, TrustStoreError::Pem(_)), "{text}: {error}");
        }
    }
}

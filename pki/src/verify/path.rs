//! Paths that were found.

use super::peer::Peer;
use crate::error::{Error, Fault};
use crate::profile::{Budget, Profile, Standard};
use crate::x509::Certificate;

/// Leaf and intermediates.
pub(crate) const MAX_CERTIFICATES: usize = 1 + 10;

const _: () = assert!(Budget::MAX_DEPTH == 10);

/// A path that was accepted.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    leaf: Certificate<'a>,
    places: Places,
    standard: Standard,
    name_in_subject: bool,
}

/// Where the issuers of a path are in the caller's lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    /// From the one above the leaf on.
    pub(crate) intermediates: [usize; MAX_CERTIFICATES],
    pub(crate) count: usize,
    pub(crate) anchor: usize,
}

impl<'a> Path<'a> {
    pub(crate) fn new(leaf: Certificate<'a>, places: Places, profile: &Profile<'_>) -> Self {
        let Profile { standard, name_in_subject, .. } = *profile;
        Self { leaf, places, standard, name_in_subject }
    }

    /// Checks that the leaf is for a peer whose identity was not known when the chain was verified.
    ///
    /// A vehicle names its EVCCID only after the TLS handshake, for example.
    ///
    /// # Errors
    ///
    /// Says which identity the leaf has instead.
    pub fn check_peer(&self, peer: &Peer<'_>) -> Result<(), Error<'a>> {
        let result = peer.check(&self.leaf, self.name_in_subject);
        result.map_err(|fault: Fault<'a>| Error::new(self.standard, fault))
    }

    /// The leaf.
    #[must_use]
    pub fn leaf(&self) -> &Certificate<'a> {
        &self.leaf
    }

    /// The places of the intermediates in the caller's list, from the issuer of the leaf up.
    #[must_use]
    pub fn intermediates(&self) -> &[usize] {
        self.places.intermediates.get(..self.places.count).unwrap_or_default()
    }

    /// The place of the anchor in the caller's list.
    #[must_use]
    pub fn anchor(&self) -> usize {
        self.places.anchor
    }
}

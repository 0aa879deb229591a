//! A path of certificates while it grows, and when it has been found.

use super::peer::Peer;
use crate::error::{Error, Fault, Position};
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
    intermediates: [usize; MAX_CERTIFICATES],
    count: usize,
    anchor: usize,
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

/// The last certificate of a path that grows from the leaf up, and the others below it.
pub(crate) struct Node<'n, 'a> {
    pub(crate) certificate: &'n Certificate<'a>,
    pub(crate) position: Position,
    pub(crate) below: Option<&'n Node<'n, 'a>>,
    /// Certificates above the leaf.
    pub(crate) issuers: u8,
    /// Those that are not self-issued, which pathLenConstraint counts.
    pub(crate) cas: u32,
}

impl<'n, 'a> Node<'n, 'a> {
    pub(crate) fn leaf(certificate: &'n Certificate<'a>) -> Self {
        Self { certificate, position: Position::Leaf, below: None, issuers: 0, cas: 0 }
    }

    pub(crate) fn above(&'n self, certificate: &'n Certificate<'a>, position: Position) -> Self {
        Self {
            certificate,
            position,
            below: Some(self),
            issuers: self.issuers.saturating_add(1),
            cas: self.cas.saturating_add(u32::from(!certificate.is_self_issued())),
        }
    }

    /// From this certificate down to the leaf.
    pub(crate) fn down(&self) -> impl Iterator<Item = &Node<'n, 'a>> {
        core::iter::successors(Some(self), |node| node.below)
    }

    /// Whether the same subject with the same key is in the path; going through it again would be
    /// going in circles (RFC 4158 5.2).
    pub(crate) fn contains(&self, candidate: &Certificate<'_>) -> bool {
        self.down().any(|node| {
            node.certificate.public_key().key() == candidate.public_key().key()
                && node.certificate.subject() == candidate.subject()
        })
    }

    /// The path down from here, which ends at this anchor.
    pub(crate) fn places(&self, anchor: usize) -> Places {
        let mut intermediates = [0; MAX_CERTIFICATES];
        let count = usize::from(self.issuers).min(intermediates.len());
        for (node, place) in self.down().zip(intermediates.iter_mut().take(count).rev()) {
            if let Position::Intermediate(index) = node.position {
                *place = index;
            }
        }
        Places { intermediates, count, anchor }
    }
}

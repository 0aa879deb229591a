//! A path of certificates while it grows.

use super::path::{MAX_CERTIFICATES, Places};
use crate::error::Position;
use crate::x509::Certificate;

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

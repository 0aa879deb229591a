//! A path of certificates while it grows, and when it has been found.

use core::ops::ControlFlow;

use crate::anchor::Anchor;
use crate::certificate::Certificate;
use crate::certificate_policies::{self, PolicyError};
use crate::error::{Error, Fault, Position, Value};
use crate::general_name::GeneralName;
use crate::name_constraints::{NameConstraints, Violation};
use crate::peer::Peer;
use crate::profile::{Budget, Profile};
use crate::rule::{Rule, Standard};
use crate::search::{Flow, Search, accept};

/// Leaf and intermediates.
pub(crate) const MAX_CERTIFICATES: usize = 1 + 10;

const _: () = assert!(Budget::MAX_DEPTH == 10);
const _: () = assert!(MAX_CERTIFICATES <= certificate_policies::MAX_LEVELS);

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
        peer.check(&self.leaf, self.name_in_subject).map_err(|fault| fault.under(self.standard))
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

impl<'a> Search<'_, 'a> {
    /// Checks what can be checked only when the whole path is there.
    pub(crate) fn whole_path(
        &mut self,
        top: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
        index: usize,
    ) -> Flow<'a, Result<(), Fault<'a>>> {
        accept!(self.root(top, anchor, index));
        accept!(self.nested_validity(top, anchor));
        accept!(self.name_constraints(top, anchor)?);
        accept!(self.policies(top));
        self.revocation(top, anchor)
    }

    /// What a V2G root must be, and must not do.
    fn root(&self, top: &Node<'_, 'a>, anchor: &Anchor<'a>, index: usize) -> Result<(), Fault<'a>> {
        let subject = anchor.subject();
        let domain = subject.domain_component();
        if self.profile().has(Rule::RootDomainComponent) && domain != Some(b"V2G") {
            let fault =
                Fault::new(Rule::RootDomainComponent, Position::Anchor(index), Some(subject));
            return Err(fault.with(domain.map_or(Value::None, Value::Text)));
        }
        // Of roots of manufacturers and mobility operators nothing is said.
        if self.profile().has(Rule::RootIssuesNoLeaf) && self.is_issued_by_v2g_root(top, domain) {
            let leaf = top.down().last().unwrap_or(top);
            return Err(Fault::at(Rule::RootIssuesNoLeaf, leaf.position, leaf.certificate));
        }
        Ok(())
    }

    /// Whether the issuer of the leaf is a V2G root: the anchor of the path, or an anchor that another
    /// root certified.
    fn is_issued_by_v2g_root(&self, top: &Node<'_, 'a>, domain_of_anchor: Option<&[u8]>) -> bool {
        let is_v2g = |domain: Option<&[u8]>| domain.is_some_and(|d| d.eq_ignore_ascii_case(b"V2G"));
        match top.down().take_while(|node| node.below.is_some()).last() {
            None => is_v2g(domain_of_anchor),
            Some(issuer) => {
                self.is_anchor(issuer.certificate)
                    && is_v2g(issuer.certificate.subject().domain_component())
            }
        }
    }

    /// -20 Amendment 1: within the validity of the issuer.
    fn nested_validity(&self, top: &Node<'_, 'a>, anchor: &Anchor<'a>) -> Result<(), Fault<'a>> {
        if !self.profile().has(Rule::NestedValidity) {
            return Ok(());
        }
        let mut outer = anchor.certificate().map(Certificate::validity);
        for node in top.down() {
            let validity = node.certificate.validity();
            if let Some(outer) = outer.filter(|outer| !validity.is_within(outer)) {
                let (found, compared) = if validity.not_after > outer.not_after {
                    (validity.not_after, outer.not_after)
                } else {
                    (validity.not_before, outer.not_before)
                };
                let fault = Fault::at(Rule::NestedValidity, node.position, node.certificate);
                return Err(fault.with(Value::Time { found, compared }));
            }
            outer = Some(validity);
        }
        Ok(())
    }

    /// 6.1.3 (b), (c) and 6.1.4 (g): the constraints of each issuer on all below it.
    fn name_constraints(
        &mut self,
        top: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
    ) -> Flow<'a, Result<(), Fault<'a>>> {
        if let Some(constraints) = anchor.name_constraints() {
            accept!(self.constrain(&constraints, top)?);
        }
        for node in top.down() {
            if let (Some(constraints), Some(below)) =
                (node.certificate.extensions().name_constraints(), node.below)
            {
                accept!(self.constrain(&constraints, below)?);
            }
        }
        ControlFlow::Continue(Ok(()))
    }

    fn constrain(
        &mut self,
        constraints: &NameConstraints<'_>,
        top: &Node<'_, 'a>,
    ) -> Flow<'a, Result<(), Fault<'a>>> {
        for node in top.down() {
            let is_leaf = node.below.is_none();
            // Self-issued certificates are exempt but for the last one.
            if !is_leaf && node.certificate.is_self_issued() {
                continue;
            }
            let name_in_subject = is_leaf && self.profile().name_in_subject;
            let result = constraints
                .check(node.certificate, name_in_subject, &mut || self.compare_name(node))?;
            accept!(result.map_err(|violation| {
                let fault = Fault::at(Rule::NameConstraints, node.position, node.certificate);
                match violation {
                    Violation::Unreadable => fault,
                    Violation::NotPermitted(name) | Violation::Excluded(name) => {
                        fault.with(match name {
                            GeneralName::Directory(name) => Value::Name(name),
                            GeneralName::Dns(text)
                            | GeneralName::Rfc822(text)
                            | GeneralName::Uri(text) => Value::Text(text.as_bytes()),
                            _ => Value::None,
                        })
                    }
                }
            }));
        }
        ControlFlow::Continue(Ok(()))
    }

    fn policies(&self, top: &Node<'_, 'a>) -> Result<(), Fault<'a>> {
        let mut chain = [top.certificate; MAX_CERTIFICATES];
        let mut count: usize = 0;
        for (slot, node) in chain.iter_mut().zip(top.down()) {
            *slot = node.certificate;
            count = count.saturating_add(1);
        }
        let chain = chain.get(..count).unwrap_or_default();
        certificate_policies::check(chain, &self.profile().policies).map_err(|error| {
            let broken = Fault::at(Rule::CertificatePolicies, top.position, top.certificate);
            match error {
                PolicyError::NoValidPolicy => broken,
                PolicyError::AnyPolicyMapped => {
                    broken.with(Value::Oid(crate::oid::Oid::from_content(crate::oid::ANY_POLICY)))
                }
                PolicyError::TooMany => {
                    broken.with(Value::Extension(crate::extensions::Extension::CertificatePolicies))
                }
            }
        })
    }
}

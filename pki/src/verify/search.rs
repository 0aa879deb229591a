//! Path building (RFC 5280 section 6, RFC 4158) within a budget.
//!
//! From the leaf up, anchors first: a candidate is a certificate whose subject is the issuer that is
//! looked for. Each candidate is checked as far as possible when it is found, and its signature is
//! verified last, so that a wrong certificate costs little. Checks of the whole path (name
//! constraints, policies, revocation) follow when an anchor is reached. If they fail, the search
//! goes on with the next candidate.

use core::ops::ControlFlow;

use super::anchor::Anchor;
use super::certificate_checks::broken_by_key;
use super::context::{Context, Flow, Stop, accept};
use super::path::{Node, Places};
use super::whole_path;
use crate::backend::Unverified;
use crate::error::{Fault, Position, Value};
use crate::profile::{Budget, Rule};
use crate::x509::{Certificate, PublicKey};

/// A search for a path.
pub(crate) struct Search<'s, 'a> {
    context: Context<'s, 'a>,
    /// The refusal that tells the most.
    best: Option<Fault<'a>>,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(crate) fn new(context: Context<'s, 'a>) -> Self {
        Self { context, best: None }
    }

    /// Looks for a path from the leaf to an anchor.
    pub(crate) fn run(mut self, leaf: &Certificate<'a>) -> Result<Places, Fault<'a>> {
        let node = Node::leaf(leaf);
        match self.extend(&node) {
            ControlFlow::Break(Stop::Found(places)) => Ok(places),
            ControlFlow::Break(Stop::Exhausted(fault)) => Err(fault),
            ControlFlow::Continue(()) => Err(self.best.unwrap_or_else(|| no_issuer(&node))),
        }
    }

    /// Looks for an issuer of the last certificate of a path.
    ///
    /// Certificates with an exact copy of the wanted name and with the wanted key identifier come
    /// first. Decoys with the right name alone then cost nothing, and names that differ are not
    /// compared.
    fn extend(&mut self, node: &Node<'_, 'a>) -> Flow<'a> {
        let has_likely = self.candidates(node, true)?;
        let has_other = self.candidates(node, false)?;
        if !has_likely && !has_other {
            self.note(no_issuer(node));
        }
        ControlFlow::Continue(())
    }

    /// Tries the likely issuers, or all others; says whether there was one.
    fn candidates(&mut self, node: &Node<'_, 'a>, likely: bool) -> Flow<'a, bool> {
        let issuer = node.certificate.issuer();
        let mut has_candidate = false;
        for (index, anchor) in self.context.anchors.iter().enumerate() {
            self.context.step(node)?;
            let subject = anchor.subject();
            let is_copy = subject.is_copy(&issuer);
            if is_copy == likely && (is_copy || subject == issuer) {
                has_candidate = true;
                match self.anchor(node, anchor, index)? {
                    Ok(places) => return ControlFlow::Break(Stop::Found(places)),
                    Err(refused) => self.note(refused),
                }
            }
        }
        let wanted = node.certificate.extensions().authority_key();
        for (index, der) in self.context.intermediates.iter().enumerate() {
            self.context.step(node)?;
            let position = Position::Intermediate(index);
            let subject = Certificate::peek_subject(der);
            let is_copy = subject.is_ok_and(|subject| subject.is_copy(&issuer));
            if !is_copy && (likely || subject.is_ok_and(|subject| subject != issuer)) {
                continue;
            }
            // Matched where it is: certificates are large.
            let candidate = Certificate::parse_known(der, Some(issuer));
            let candidate = match &candidate {
                Ok(candidate) => candidate,
                Err(error) => {
                    self.note(Fault::malformed(position, *error));
                    continue;
                }
            };
            let has_key = wanted.is_some() && wanted == candidate.extensions().subject_key_id();
            if (is_copy && has_key) != likely || node.contains(candidate) {
                continue;
            }
            has_candidate = true;
            match self.intermediate(node, candidate, position)? {
                Ok(next) => self.extend(&next)?,
                Err(refused) => self.note(refused),
            }
        }
        ControlFlow::Continue(has_candidate)
    }

    /// Whether the path ends at this anchor.
    fn anchor(
        &mut self,
        node: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
        index: usize,
    ) -> Flow<'a, Result<Places, Fault<'a>>> {
        accept!(self.anchor_form(node, anchor, Position::Anchor(index)));
        accept!(self.signature(node, &anchor.public_key())?);
        accept!(whole_path::check(&mut self.context, node, anchor, index)?);
        ControlFlow::Continue(Ok(node.places(index)))
    }

    /// Checks the key of an anchor, and its certificate if there is one.
    fn anchor_form(
        &self,
        node: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
        position: Position,
    ) -> Result<(), Fault<'a>> {
        if let Some((rule, kind)) = broken_by_key(self.context.profile, &anchor.public_key()) {
            let fault = Fault::new(rule, position, Some(anchor.subject()));
            return Err(fault.with(Value::Key(kind)));
        }
        match anchor.certificate().filter(|_| self.context.profile.has(Rule::AnchorCertificate)) {
            Some(certificate) => self.context.checks(certificate, position).anchor(node.cas),
            None => Ok(()),
        }
    }

    /// Whether the path can go on with this certificate.
    fn intermediate<'n>(
        &mut self,
        node: &'n Node<'n, 'a>,
        candidate: &'n Certificate<'a>,
        position: Position,
    ) -> Flow<'a, Result<Node<'n, 'a>, Fault<'a>>> {
        accept!(self.intermediate_form(node, candidate, position));
        accept!(self.signature(node, &candidate.public_key())?);
        ControlFlow::Continue(Ok(node.above(candidate, position)))
    }

    /// Checks everything about an intermediate but the signature that it made.
    fn intermediate_form(
        &self,
        node: &Node<'_, 'a>,
        candidate: &Certificate<'a>,
        position: Position,
    ) -> Result<(), Fault<'a>> {
        let depth = self.context.profile.budget.depth.min(Budget::MAX_DEPTH);
        if node.issuers >= depth {
            let found = u64::from(node.issuers).saturating_add(1);
            let value = Value::AtMost { found, limit: depth.into() };
            return Err(Fault::at(Rule::DepthBudget, position, candidate).with(value));
        }
        // The leaf, and the intermediates with this one.
        let count = node.issuers.saturating_add(2);
        let most = self.context.profile.max_certificates;
        if self.context.profile.has(Rule::ChainLength) && count > most {
            let value = Value::AtMost { found: count.into(), limit: most.into() };
            return Err(Fault::at(Rule::ChainLength, position, candidate).with(value));
        }
        let checks = self.context.checks(candidate, position);
        checks.issuer(node.cas)?;
        checks.signature_algorithm()?;
        self.sub_ca_path_length(node, candidate, position)
    }

    /// Annex F: pathLenConstraint 0 above the leaf, 1 above that.
    fn sub_ca_path_length(
        &self,
        node: &Node<'_, 'a>,
        candidate: &Certificate<'a>,
        position: Position,
    ) -> Result<(), Fault<'a>> {
        let wanted = u32::from(node.issuers);
        let basic = candidate.extensions().basic_constraints();
        let found = basic.and_then(|basic| basic.path_len);
        if !self.context.profile.has(Rule::SubCaPathLength) || found == Some(wanted) {
            return Ok(());
        }
        let fault = Fault::at(Rule::SubCaPathLength, position, candidate);
        Err(match found {
            Some(found) => {
                fault.with(Value::Exactly { found: found.into(), wanted: wanted.into() })
            }
            None => fault,
        })
    }

    /// Verifies the signature of the last certificate of a path.
    fn signature(
        &mut self,
        node: &Node<'_, 'a>,
        key: &PublicKey<'_>,
    ) -> Flow<'a, Result<(), Fault<'a>>> {
        let signed = node.certificate.signed();
        let fault = |rule| Fault::at(rule, node.position, node.certificate);
        let result = self.context.verify(node, &signed, key)?.map_err(|refusal| match refusal {
            Unverified::Invalid => fault(Rule::Signature),
            Unverified::Unsupported => {
                fault(Rule::SupportedAlgorithm).with(Value::Oid(signed.algorithm().oid()))
            }
        });
        ControlFlow::Continue(result)
    }

    /// Keeps a refusal if it tells more than the one that is kept.
    fn note(&mut self, fault: Fault<'a>) {
        if self.best.is_none_or(|best| fault.outranks(&best)) {
            self.best = Some(fault);
        }
    }
}

fn no_issuer<'a>(node: &Node<'_, 'a>) -> Fault<'a> {
    let fault = Fault::at(Rule::UnknownIssuer, node.position, node.certificate);
    fault.with(Value::Name(node.certificate.issuer()))
}

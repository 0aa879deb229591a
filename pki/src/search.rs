//! Path building (RFC 5280 section 6, RFC 4158) within a budget.
//!
//! From the leaf up, anchors first: a candidate is a certificate whose subject is the issuer that is
//! looked for. Each candidate is checked as far as possible when it is found, and its signature is
//! verified last, so that a wrong certificate costs little. Checks of the whole path (name
//! constraints, policies, revocation) follow when an anchor is reached. If they fail, the search
//! goes on with the next candidate.
//!
//! A used-up budget is final. Everything that spends from the budget returns a [`Flow`], which has
//! no `is_ok`, `is_err` or `ok`, so that nobody can take "not checked" for "checked and wrong", and
//! pass over it.

use core::ops::ControlFlow;

use pki_types::CertificateDer;

use crate::anchor::Anchor;
use crate::backend::Refusal;
use crate::certificate::{Certificate, Signed};
use crate::checks::{Checks, broken_by_key};
use crate::error::{Fault, Position, Value};
use crate::path::{Node, Places};
use crate::profile::{Budget, Profile};
use crate::public_key::PublicKey;
use crate::rule::Rule;
use crate::time::Time;
use crate::validator::Validator;

/// Why a search ends although there is more to try.
pub(crate) enum Stop<'a> {
    /// A path was found.
    Found(Places),
    /// The budget is used up.
    Exhausted(Fault<'a>),
}

/// The result of a step that can end the search.
pub(crate) type Flow<'a, T = ()> = ControlFlow<Stop<'a>, T>;

/// Takes the value of a check, or refuses the candidate.
macro_rules! accept {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(refused) => return core::ops::ControlFlow::Continue(Err(refused)),
        }
    };
}
pub(crate) use accept;

/// A search with the rest of its budget.
pub(crate) struct Search<'s, 'a> {
    pub(crate) validator: &'s Validator<'s>,
    pub(crate) intermediates: &'a [CertificateDer<'a>],
    anchors: &'a [Anchor<'a>],
    pub(crate) now: Time,
    left: Budget,
    /// The refusal that tells the most.
    best: Option<Fault<'a>>,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(crate) fn new(
        validator: &'s Validator<'s>,
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: Time,
    ) -> Self {
        let left = validator.profile().budget;
        Self { validator, intermediates, anchors, now, left, best: None }
    }

    /// Checks the leaf by itself.
    pub(crate) fn check_leaf(&self, leaf: &Certificate<'a>) -> Result<(), Fault<'a>> {
        self.checks(leaf, Position::Leaf).leaf()
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

    pub(crate) fn profile(&self) -> &'s Profile<'s> {
        self.validator.profile()
    }

    pub(crate) fn checks<'c>(
        &self,
        certificate: &'c Certificate<'a>,
        position: Position,
    ) -> Checks<'c, 'a>
    where
        's: 'c,
    {
        Checks { profile: self.profile(), now: self.now, certificate, position }
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
        for (index, anchor) in self.anchors.iter().enumerate() {
            self.step(node)?;
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
        for (index, der) in self.intermediates.iter().enumerate() {
            self.step(node)?;
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

    /// Whether a certificate has the name and the key of an anchor.
    pub(crate) fn is_anchor(&self, certificate: &Certificate<'_>) -> bool {
        self.anchors.iter().any(|anchor| {
            anchor.public_key() == certificate.public_key()
                && anchor.subject() == certificate.subject()
        })
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
        accept!(self.whole_path(node, anchor, index)?);
        ControlFlow::Continue(Ok(node.places(index)))
    }

    /// Checks the key of an anchor, and its certificate if there is one.
    fn anchor_form(
        &self,
        node: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
        position: Position,
    ) -> Result<(), Fault<'a>> {
        if let Some((rule, kind)) = broken_by_key(self.profile(), &anchor.public_key()) {
            let fault = Fault::new(rule, position, Some(anchor.subject()));
            return Err(fault.with(Value::Key(kind)));
        }
        match anchor.certificate().filter(|_| self.profile().has(Rule::AnchorCertificate)) {
            Some(certificate) => self.checks(certificate, position).anchor(node.cas),
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
        let depth = self.profile().budget.depth.min(Budget::MAX_DEPTH);
        if node.issuers >= depth {
            let found = u64::from(node.issuers).saturating_add(1);
            let value = Value::AtMost { found, limit: depth.into() };
            return Err(Fault::at(Rule::DepthBudget, position, candidate).with(value));
        }
        // The leaf, and the intermediates with this one.
        let count = node.issuers.saturating_add(2);
        let most = self.profile().max_certificates;
        if self.profile().has(Rule::ChainLength) && count > most {
            let value = Value::AtMost { found: count.into(), limit: most.into() };
            return Err(Fault::at(Rule::ChainLength, position, candidate).with(value));
        }
        let checks = self.checks(candidate, position);
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
        if !self.profile().has(Rule::SubCaPathLength) || found == Some(wanted) {
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
        let result = self.verify(node, &signed, key)?.map_err(|refusal| match refusal {
            Refusal::Invalid => fault(Rule::Signature),
            Refusal::Unsupported => {
                fault(Rule::SupportedAlgorithm).with(Value::Oid(signed.algorithm().oid()))
            }
        });
        ControlFlow::Continue(result)
    }

    /// Verifies any signature on behalf of the last certificate of a path.
    pub(crate) fn verify(
        &mut self,
        node: &Node<'_, 'a>,
        signed: &Signed<'_>,
        key: &PublicKey<'_>,
    ) -> Flow<'a, Result<(), Refusal>> {
        spend(&mut self.left.signatures, Rule::SignatureBudget, node)?;
        ControlFlow::Continue(self.validator.backend().verify(signed, key))
    }

    /// Takes a step from the budget.
    pub(crate) fn step(&mut self, node: &Node<'_, 'a>) -> Flow<'a> {
        spend(&mut self.left.steps, Rule::StepBudget, node)
    }

    /// Takes a comparison with name constraints from the budget.
    pub(crate) fn compare_name(&mut self, node: &Node<'_, 'a>) -> Flow<'a> {
        spend(&mut self.left.names, Rule::NameBudget, node)
    }

    /// Keeps a refusal if it tells more than the one that is kept.
    fn note(&mut self, fault: Fault<'a>) {
        if self.best.is_none_or(|best| fault.outranks(&best)) {
            self.best = Some(fault);
        }
    }
}

/// Takes one from what is left, or ends the search.
fn spend<'a>(left: &mut u32, rule: Rule, node: &Node<'_, 'a>) -> Flow<'a> {
    match left.checked_sub(1) {
        Some(rest) => {
            *left = rest;
            ControlFlow::Continue(())
        }
        None => {
            let fault = Fault::at(rule, node.position, node.certificate);
            ControlFlow::Break(Stop::Exhausted(fault))
        }
    }
}

fn no_issuer<'a>(node: &Node<'_, 'a>) -> Fault<'a> {
    let fault = Fault::at(Rule::UnknownIssuer, node.position, node.certificate);
    fault.with(Value::Name(node.certificate.issuer()))
}

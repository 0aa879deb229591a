//! The input of a validation, and what is left of its budget.
//!
//! A used-up budget is final. Everything that spends from the budget returns a [`Flow`], which has
//! no `is_ok`, `is_err` or `ok`, so that nobody can take "not checked" for "checked and wrong", and
//! pass over it.

use core::ops::ControlFlow;

use pki_types::CertificateDer;

use super::anchor::Anchor;
use super::certificate_checks::Checks;
use super::path::{Node, Places};
use super::revocation::Revocation;
use crate::backend::{Backend, Unverified};
use crate::der::Time;
use crate::error::{Fault, Position};
use crate::profile::{Budget, Profile, Rule};
use crate::x509::{Certificate, PublicKey, Signed};

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

/// The input of a validation, with the rest of its budget.
pub(crate) struct Context<'s, 'a> {
    pub(crate) profile: &'s Profile<'s>,
    backend: Backend<'s>,
    pub(crate) revocation: Option<&'s Revocation<'s>>,
    pub(crate) intermediates: &'a [CertificateDer<'a>],
    pub(crate) anchors: &'a [Anchor<'a>],
    pub(crate) now: Time,
    left: Budget,
}

impl<'s, 'a> Context<'s, 'a> {
    pub(crate) fn new(
        profile: &'s Profile<'s>,
        backend: Backend<'s>,
        revocation: Option<&'s Revocation<'s>>,
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: Time,
    ) -> Self {
        let left = profile.budget;
        Self { profile, backend, revocation, intermediates, anchors, now, left }
    }

    pub(crate) fn checks<'c>(
        &self,
        certificate: &'c Certificate<'a>,
        position: Position,
    ) -> Checks<'c, 'a>
    where
        's: 'c,
    {
        Checks { profile: self.profile, now: self.now, certificate, position }
    }

    /// Whether a certificate has the name and the key of an anchor.
    pub(crate) fn is_anchor(&self, certificate: &Certificate<'_>) -> bool {
        self.anchors.iter().any(|anchor| {
            anchor.public_key() == certificate.public_key()
                && anchor.subject() == certificate.subject()
        })
    }

    /// Verifies any signature on behalf of the last certificate of a path.
    pub(crate) fn verify(
        &mut self,
        node: &Node<'_, 'a>,
        signed: &Signed<'_>,
        key: &PublicKey<'_>,
    ) -> Flow<'a, Result<(), Unverified>> {
        spend(&mut self.left.signatures, Rule::SignatureBudget, node)?;
        ControlFlow::Continue(self.backend.verify(signed, key))
    }

    /// Takes a step from the budget.
    pub(crate) fn step(&mut self, node: &Node<'_, 'a>) -> Flow<'a> {
        spend(&mut self.left.steps, Rule::StepBudget, node)
    }

    /// Takes a comparison with name constraints from the budget.
    pub(crate) fn compare_name(&mut self, node: &Node<'_, 'a>) -> Flow<'a> {
        spend(&mut self.left.names, Rule::NameBudget, node)
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

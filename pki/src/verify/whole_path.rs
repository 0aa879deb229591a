//! Checks that need the whole path: roots, validity, name constraints, policies, revocation.

use core::ops::ControlFlow;

use super::anchor::Anchor;
use super::certificate_policies::{self, PolicyError};
use super::context::{Context, Flow, accept};
use super::name_constraints::{self, Violation};
use super::path::{MAX_CERTIFICATES, Node};
use super::revocation_status;
use crate::der::{Oid, oid};
use crate::error::{Fault, Position, Value};
use crate::profile::Rule;
use crate::x509::{Certificate, Extension, GeneralName, NameConstraints};

const _: () = assert!(MAX_CERTIFICATES <= certificate_policies::MAX_LEVELS);

/// Checks what can be checked only when the whole path is there.
pub(crate) fn check<'a>(
    context: &mut Context<'_, 'a>,
    top: &Node<'_, 'a>,
    anchor: &Anchor<'a>,
    index: usize,
) -> Flow<'a, Result<(), Fault<'a>>> {
    accept!(root(context, top, anchor, index));
    accept!(nested_validity(context, top, anchor));
    accept!(name_constraints(context, top, anchor)?);
    accept!(policies(context, top));
    revocation_status::check(context, top, anchor)
}

/// What a V2G root must be, and must not do.
fn root<'a>(
    context: &Context<'_, 'a>,
    top: &Node<'_, 'a>,
    anchor: &Anchor<'a>,
    index: usize,
) -> Result<(), Fault<'a>> {
    let subject = anchor.subject();
    let domain = subject.domain_component();
    if context.profile.has(Rule::RootDomainComponent) && domain != Some(b"V2G") {
        let fault = Fault::new(Rule::RootDomainComponent, Position::Anchor(index), Some(subject));
        return Err(fault.with(domain.map_or(Value::None, Value::Text)));
    }
    // Of roots of manufacturers and mobility operators nothing is said.
    if context.profile.has(Rule::RootIssuesNoLeaf) && is_issued_by_v2g_root(context, top, domain) {
        let leaf = top.down().last().unwrap_or(top);
        return Err(Fault::at(Rule::RootIssuesNoLeaf, leaf.position, leaf.certificate));
    }
    Ok(())
}

/// Whether the issuer of the leaf is a V2G root: the anchor of the path, or an anchor that another
/// root certified.
fn is_issued_by_v2g_root<'a>(
    context: &Context<'_, 'a>,
    top: &Node<'_, 'a>,
    domain_of_anchor: Option<&[u8]>,
) -> bool {
    let is_v2g = |domain: Option<&[u8]>| domain.is_some_and(|d| d.eq_ignore_ascii_case(b"V2G"));
    match top.down().take_while(|node| node.below.is_some()).last() {
        None => is_v2g(domain_of_anchor),
        Some(issuer) => {
            context.is_anchor(issuer.certificate)
                && is_v2g(issuer.certificate.subject().domain_component())
        }
    }
}

/// -20 Amendment 1: within the validity of the issuer.
fn nested_validity<'a>(
    context: &Context<'_, 'a>,
    top: &Node<'_, 'a>,
    anchor: &Anchor<'a>,
) -> Result<(), Fault<'a>> {
    if !context.profile.has(Rule::NestedValidity) {
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
fn name_constraints<'a>(
    context: &mut Context<'_, 'a>,
    top: &Node<'_, 'a>,
    anchor: &Anchor<'a>,
) -> Flow<'a, Result<(), Fault<'a>>> {
    if let Some(constraints) = anchor.name_constraints() {
        accept!(constrain(context, &constraints, top)?);
    }
    for node in top.down() {
        if let (Some(constraints), Some(below)) =
            (node.certificate.extensions().name_constraints(), node.below)
        {
            accept!(constrain(context, &constraints, below)?);
        }
    }
    ControlFlow::Continue(Ok(()))
}

fn constrain<'a>(
    context: &mut Context<'_, 'a>,
    constraints: &NameConstraints<'_>,
    top: &Node<'_, 'a>,
) -> Flow<'a, Result<(), Fault<'a>>> {
    for node in top.down() {
        let is_leaf = node.below.is_none();
        // Self-issued certificates are exempt but for the last one.
        if !is_leaf && node.certificate.is_self_issued() {
            continue;
        }
        let name_in_subject = is_leaf && context.profile.name_in_subject;
        let result = name_constraints::check(context, constraints, node, name_in_subject)?;
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

fn policies<'a>(context: &Context<'_, 'a>, top: &Node<'_, 'a>) -> Result<(), Fault<'a>> {
    let mut chain = [top.certificate; MAX_CERTIFICATES];
    let mut count: usize = 0;
    for (slot, node) in chain.iter_mut().zip(top.down()) {
        *slot = node.certificate;
        count = count.saturating_add(1);
    }
    let chain = chain.get(..count).unwrap_or_default();
    certificate_policies::check(chain, &context.profile.policies).map_err(|error| {
        let broken = Fault::at(Rule::CertificatePolicies, top.position, top.certificate);
        match error {
            PolicyError::NoValidPolicy => broken,
            PolicyError::AnyPolicyMapped => {
                broken.with(Value::Oid(Oid::from_content(oid::ANY_POLICY)))
            }
            PolicyError::TooMany => broken.with(Value::Extension(Extension::CertificatePolicies)),
        }
    })
}

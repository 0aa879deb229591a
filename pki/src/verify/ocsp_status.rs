//! The status of a certificate by an OCSP response (RFC 6960 3.2, 4.2.2).

use core::ops::ControlFlow;

use super::certificate_checks::Checks;
use super::context::{Context, Flow, accept};
use super::status::{Inquiry, Signer, Status, worse};
use crate::der::{Reader, Time, oid, tag};
use crate::error::StatusProblem;
use crate::x509::{Basic, CertStatus, Certificate, KeyUsage, OcspResponse, Single};

/// Reads the status of a certificate of a path from a response.
pub(crate) fn check<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    response: &OcspResponse<'_>,
    issuer: &Signer<'a>,
) -> Flow<'a, Status> {
    let basic = accept!(response.basic().ok_or(StatusProblem::ResponderError));
    let about =
        || basic.singles().filter(|single| single.is_about(inquiry.node.certificate, &issuer.key));
    if about().next().is_none() {
        return ControlFlow::Continue(Err(StatusProblem::NoData));
    }
    if basic.has_unknown_critical || about().any(|single| single.has_unknown_critical) {
        return ControlFlow::Continue(Err(StatusProblem::UnknownCriticalExtension));
    }
    accept!(responder(context, inquiry, &basic, issuer)?);
    // Revoked once is revoked: in a response that is out of date, that comes from a clock that is
    // fast, that was made for another request, or that says good as well.
    let revoked = about().find_map(|single| match single.status {
        CertStatus::Revoked(reason) => Some(reason),
        _ => None,
    });
    if let Some(reason) = revoked {
        return ControlFlow::Continue(Err(StatusProblem::Revoked(reason)));
    }
    if inquiry.revocation.nonce.is_some_and(|nonce| !basic.has_nonce(nonce)) {
        return ControlFlow::Continue(Err(StatusProblem::Nonce));
    }
    let ahead = context.now.plus(inquiry.revocation.skew.into());
    if basic.produced_at > ahead {
        return ControlFlow::Continue(Err(StatusProblem::NotYetValid));
    }
    let mut status = Err(StatusProblem::NoData);
    for single in about() {
        accept!(in_force(&single, context.now, ahead, inquiry.revocation.max_age));
        status = match single.status {
            CertStatus::Good => Ok(()),
            _ => return ControlFlow::Continue(Err(StatusProblem::UnknownCertificate)),
        };
    }
    ControlFlow::Continue(status)
}

/// RFC 6960 4.2.2.2: signed by the issuer, or by someone whom the issuer authorized directly.
///
/// Nobody signs the list of certificates in a response, and a delegate can have the name of the
/// issuer. So every certificate is tried until one fits, and each look and each signature is
/// taken from the budget.
fn responder<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    basic: &Basic<'_>,
    issuer: &Signer<'a>,
) -> Flow<'a, Status> {
    if !context.profile.has_signature(basic.signed.algorithm()) {
        return ControlFlow::Continue(Err(StatusProblem::AlgorithmNotAllowed));
    }
    let mut problem = StatusProblem::UnauthorizedSigner;
    if basic.responder.is(&issuer.name, issuer.key.key()) {
        match context.verify(inquiry.node, &basic.signed, &issuer.key)? {
            Ok(()) => return ControlFlow::Continue(Ok(())),
            Err(refusal) => problem = worse(refusal.into(), problem),
        }
    }
    let mut list = Reader::new(basic.certificates);
    while let Ok(tlv) = list.tlv(tag::SEQUENCE) {
        context.step(inquiry.node)?;
        let Ok(delegate) = Certificate::parse(tlv.raw) else { continue };
        let key = delegate.public_key();
        if !basic.responder.is(&delegate.subject(), key.key())
            || !may_respond(context, &delegate, issuer)
        {
            continue;
        }
        if let Err(refusal) = context.verify(inquiry.node, &delegate.signed(), &issuer.key)? {
            problem = worse(refusal.into(), problem);
            continue;
        }
        match context.verify(inquiry.node, &basic.signed, &key)? {
            Ok(()) => return ControlFlow::Continue(Ok(())),
            Err(refusal) => problem = worse(refusal.into(), problem),
        }
    }
    ControlFlow::Continue(Err(problem))
}

/// Whether a certificate says that the issuer authorized its owner to sign responses.
fn may_respond(context: &Context<'_, '_>, delegate: &Certificate<'_>, issuer: &Signer<'_>) -> bool {
    let extensions = delegate.extensions();
    let signs = extensions.key_usage().is_none_or(|usage| {
        usage.contains(KeyUsage::DIGITAL_SIGNATURE) || usage.contains(KeyUsage::NON_REPUDIATION)
    });
    signs
        && delegate.issuer() == issuer.name
        && extensions.extended_key_usage().is_some_and(|e| e.contains(oid::OCSP_SIGNING))
        && Checks::status_signer(context.profile, context.now, delegate)
}

/// RFC 6960 4.2.2.1, at this time, and with a clock that is `ahead`.
fn in_force(single: &Single<'_>, now: Time, ahead: Time, max_age: u32) -> Status {
    if ahead < single.this_update {
        return Err(StatusProblem::NotYetValid);
    }
    let end = single.next_update.unwrap_or(single.this_update.plus(max_age.into()));
    if now > end { Err(StatusProblem::Expired) } else { Ok(()) }
}

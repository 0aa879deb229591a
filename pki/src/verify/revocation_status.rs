//! Revocation of the certificates of a path (RFC 5280 6.3, RFC 6960): what all data together say, and
//! what happens where there are none.

use core::ops::ControlFlow;

use super::anchor::Anchor;
use super::context::{Context, Flow, accept};
use super::path::{MAX_CERTIFICATES, Node};
use super::revocation::RevocationCheck;
use super::status::{Inquiry, Signer, Status, worse};
use super::{crl_status, ocsp_status};
use crate::error::{Fault, StatusProblem, Value};
use crate::profile::Rule;

/// Checks the certificates of a path that has reached an anchor, the uppermost first.
pub(crate) fn check<'a>(
    context: &mut Context<'_, 'a>,
    top: &Node<'_, 'a>,
    anchor: &Anchor<'a>,
) -> Flow<'a, Result<(), Fault<'a>>> {
    let Some(revocation) = context.revocation else {
        return ControlFlow::Continue(Ok(()));
    };
    // The issuers of the certificate at hand, the one right above it first.
    let mut issuers = [Signer::anchor(anchor); MAX_CERTIFICATES];
    let mut count: usize = 1;
    for node in top.down() {
        let issuers_of_node = issuers.get(..count).unwrap_or_default();
        let check = if node.below.is_none() { revocation.leaf } else { revocation.intermediates };
        if check != RevocationCheck::Skip {
            let inquiry = Inquiry { revocation, node, issuers: issuers_of_node };
            let status = status(context, inquiry)?;
            accept!(judge(node, check, status));
        }
        issuers.rotate_right(1);
        if let Some(first) = issuers.first_mut() {
            *first = Signer::certificate(node.certificate);
        }
        count = count.saturating_add(1).min(MAX_CERTIFICATES);
    }
    ControlFlow::Continue(Ok(()))
}

/// The status of a certificate: revoked if any data say so, known if any data say that it is
/// not, and none that it may be.
fn status<'a>(context: &mut Context<'_, 'a>, inquiry: Inquiry<'_, 'a>) -> Flow<'a, Status> {
    let mut is_good = false;
    let mut problem = StatusProblem::NoData;
    if let Some(issuer) = inquiry.issuers.first() {
        for response in inquiry.revocation.ocsp {
            match ocsp_status::check(context, inquiry, response, issuer)? {
                Ok(()) => is_good = true,
                Err(revoked @ StatusProblem::Revoked(_)) => {
                    return ControlFlow::Continue(Err(revoked));
                }
                Err(other) => problem = worse(problem, other),
            }
        }
    }
    match crl_status::check(context, inquiry)? {
        Ok(()) => is_good = true,
        Err(found @ (StatusProblem::Revoked(_) | StatusProblem::Listed)) => {
            return ControlFlow::Continue(Err(found));
        }
        Err(other) => problem = worse(problem, other),
    }
    ControlFlow::Continue(if is_good { Ok(()) } else { Err(problem) })
}

/// Refuses a path for the status of its certificate, if the check asks for that.
fn judge<'a>(node: &Node<'_, 'a>, check: RevocationCheck, status: Status) -> Result<(), Fault<'a>> {
    let Err(problem) = status else { return Ok(()) };
    let rule = match problem {
        StatusProblem::Revoked(_) => Rule::NotRevoked,
        _ if check == RevocationCheck::SoftFail => return Ok(()),
        StatusProblem::NoData | StatusProblem::UnknownCertificate => Rule::RevocationKnown,
        _ => Rule::RevocationData,
    };
    let fault = Fault::at(rule, node.position, node.certificate);
    Err(fault.with(Value::Status(problem)))
}

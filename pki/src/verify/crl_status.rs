//! The status of a certificate by CRLs (RFC 5280 6.3.3).

use core::ops::ControlFlow;

use super::certificate_checks::Checks;
use super::context::{Context, Flow};
use super::revocation::RevocationCheck;
use super::status::{Inquiry, Signer, Status, worse};
use crate::der::Time;
use crate::error::StatusProblem;
use crate::x509::{Certificate, Crl, GeneralName, GeneralNames, Name};

/// The status of the certificate that the inquiry is about.
pub(crate) fn check<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
) -> Flow<'a, Status> {
    status(context, inquiry, inquiry.node.certificate, true)
}

/// RFC 5280 6.3.3 over all CRLs of the issuer: the status of a certificate of the path, or of somebody
/// who signed a CRL for it.
///
/// With `others`, a CRL can be signed by a key of the issuer that is not in the path.
fn status<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    certificate: &Certificate<'_>,
    others: bool,
) -> Flow<'a, Status> {
    let mut covered = Scope::NONE;
    let mut problem = StatusProblem::NoData;
    let ahead = context.now.plus(inquiry.revocation.skew.into());
    let of_issuer = |crl: &&Crl<'_>| crl.issuer() == certificate.issuer();
    for crl in inquiry.revocation.crls.iter().filter(of_issuer) {
        // Serial numbers are unique for an issuer: a listing is about this certificate, whatever
        // the scope of the list, and revoked once is revoked, on a list that is out of date too.
        let listed = reason(crl, certificate);
        let covers = scope(crl, certificate).ok_or(StatusProblem::OtherScope);
        let covers = covers.and_then(|scope| in_force(crl, context.now, ahead).map(|()| scope));
        let authority = match (listed, covers) {
            // It says nothing, so nobody need know who signed it.
            (None, Err(other)) => Err(other),
            _ if crl.has_unknown_critical() => Err(StatusProblem::UnknownCriticalExtension),
            _ => crl_signer(context, inquiry, crl, others)?,
        };
        match (listed, authority, covers) {
            (Some(reason), Ok(_), _) => {
                return ControlFlow::Continue(Err(StatusProblem::Revoked(reason)));
            }
            (Some(_), Err(_), _) => problem = StatusProblem::Listed,
            (None, Ok(Authority::Full), Ok(scope)) => covered = covered.with(scope),
            (None, Ok(Authority::Full), Err(other)) | (None, Err(other), _) => {
                problem = worse(problem, other);
            }
            (None, Ok(Authority::ForRevoked), _) => {
                problem = worse(problem, StatusProblem::SignerUnknown);
            }
        }
    }
    let is_good = covered == Scope::ALL && problem != StatusProblem::Listed;
    ControlFlow::Continue(if is_good { Ok(()) } else { Err(problem) })
}

/// Looks for somebody who may sign a CRL and signed it.
fn crl_signer<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    crl: &Crl<'_>,
    others: bool,
) -> Flow<'a, Result<Authority, StatusProblem>> {
    let signed = crl.signed();
    if !context.profile.has_signature(signed.algorithm()) {
        return ControlFlow::Continue(Err(StatusProblem::AlgorithmNotAllowed));
    }
    let mut problem = StatusProblem::UnauthorizedSigner;
    // A CA with several keys can sign CRLs with each that the path vouches for.
    for signer in inquiry.issuers.iter().filter(|signer| signer.name == crl.issuer()) {
        if signer.may_sign_crls() {
            match context.verify(inquiry.node, &signed, &signer.key)? {
                Ok(()) => return ControlFlow::Continue(Ok(Authority::Full)),
                Err(refusal) => problem = worse(refusal.into(), problem),
            }
        }
    }
    let other = if others { other_signer(context, inquiry, crl)? } else { None };
    ControlFlow::Continue(other.ok_or(problem))
}

/// Looks for a key of the issuer that signed a CRL and is not in the path, but is certified right
/// below one of its certificates: a key for CRLs alone, or an older or newer one.
///
/// The peer brings such certificates, and can bring any number of false ones. So each is looked
/// at until one fits, and each look and each signature is taken from the budget.
fn other_signer<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    crl: &Crl<'_>,
) -> Flow<'a, Option<Authority>> {
    let mut found = None;
    for der in inquiry.revocation.signers.iter().chain(context.intermediates) {
        context.step(inquiry.node)?;
        if !Certificate::peek_subject(der).is_ok_and(|subject| subject == crl.issuer()) {
            continue;
        }
        let Ok(candidate) = Certificate::parse(der) else { continue };
        let signer = Signer::certificate(&candidate);
        // RFC 5280 4.2.1.3: certificates of CRL issuers have the extension.
        let is_candidate = signer.usage.is_some()
            && signer.may_sign_crls()
            && Checks::status_signer(context.profile, context.now, &candidate)
            && !inquiry
                .issuers
                .iter()
                .any(|known| known.key == signer.key && known.may_sign_crls());
        if !is_candidate || !is_issued(context, inquiry, &candidate)? {
            continue;
        }
        if context.verify(inquiry.node, &crl.signed(), &signer.key)?.is_err() {
            continue;
        }
        // The signer can have been revoked itself. Only keys of the path can say that it is not.
        let check = inquiry.revocation.intermediates;
        let of_signer = match check {
            RevocationCheck::Skip => Ok(()),
            _ => status(context, inquiry, &candidate, false)?,
        };
        match of_signer {
            Ok(()) => return ControlFlow::Continue(Some(Authority::Full)),
            Err(StatusProblem::Revoked(_)) => {}
            Err(_) if check == RevocationCheck::SoftFail => {
                return ControlFlow::Continue(Some(Authority::Full));
            }
            Err(_) => found = Some(Authority::ForRevoked),
        }
    }
    ControlFlow::Continue(found)
}

/// Whether one of the issuers signed a certificate.
fn is_issued<'a>(
    context: &mut Context<'_, 'a>,
    inquiry: Inquiry<'_, 'a>,
    certificate: &Certificate<'_>,
) -> Flow<'a, bool> {
    for issuer in inquiry.issuers.iter().filter(|issuer| issuer.name == certificate.issuer()) {
        if context.verify(inquiry.node, &certificate.signed(), &issuer.key)?.is_ok() {
            return ControlFlow::Continue(true);
        }
    }
    ControlFlow::Continue(false)
}

/// The certificates for which a CRL counts.
enum Authority {
    /// For certificates that are listed, and for those that are not.
    Full,
    /// For certificates that are listed: whether its signer has been revoked is not known.
    ForRevoked,
}

/// Whether the list counts at this time, and with a clock that is `ahead`.
fn in_force(crl: &Crl<'_>, now: Time, ahead: Time) -> Result<(), StatusProblem> {
    if ahead < crl.this_update() {
        return Err(StatusProblem::NotYetValid);
    }
    // RFC 5280 5.1.2.5: conforming issuers always give it.
    let next = crl.next_update().ok_or(StatusProblem::NoNextUpdate)?;
    if now > next { Err(StatusProblem::Expired) } else { Ok(()) }
}

/// Whether and for which reason a certificate of the issuer is listed.
fn reason(crl: &Crl<'_>, certificate: &Certificate<'_>) -> Option<Option<u8>> {
    let wanted = certificate.serial_number();
    crl.entries().find(|(serial, _)| *serial == wanted).map(|(_, reason)| reason)
}

/// The reasons that this list covers for a certificate of its issuer (6.3.3 (b), (d)); `None` if
/// it does not speak of it.
fn scope(crl: &Crl<'_>, certificate: &Certificate<'_>) -> Option<Scope> {
    let point = crl.distribution_point();
    let issuer = &crl.issuer();
    let extensions = certificate.extensions();
    let is_ca = extensions.basic_constraints().is_some_and(|basic| basic.ca);
    if point.only_attributes || (point.only_users && is_ca) || (point.only_cas && !is_ca) {
        return None;
    }
    let own = point.reasons.map_or(Scope::ALL, Scope);
    // 6.3.3, at the end: any CRL of the issuer counts, as if there were a point with its name.
    let is_general = point.name.is_none_or(|name| name.is_directory(issuer));
    let mut covered = if is_general { own } else { Scope::NONE };
    let points = extensions.crl_distribution_points();
    for candidate in points.iter().flat_map(|points| points.iter()) {
        // Who names another issuer means an indirect CRL.
        let is_own = candidate.crl_issuer.is_none_or(|issuers| names(issuers, issuer));
        let fits = match (&point.name, &candidate.name) {
            (None, _) => true,
            (Some(name), Some(other)) => name.shares_name(other, issuer),
            (Some(name), None) => name.is_directory(issuer),
        };
        if is_own && fits {
            covered = covered.with(own.within(candidate.reasons.map_or(Scope::ALL, Scope)));
        }
    }
    (covered != Scope::NONE).then_some(covered)
}

/// A set of reasons for revocation (ReasonFlags, RFC 5280 4.2.1.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scope(u16);

impl Scope {
    const NONE: Self = Self(0);
    /// From keyCompromise to aACompromise; the first bit is unused.
    const ALL: Self = Self(0x7F80);

    fn with(self, other: Self) -> Self {
        Self((self.0 | other.0) & Self::ALL.0)
    }

    fn within(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::ALL.0)
    }
}

/// Whether one of the names is this one.
fn names(names: GeneralNames<'_>, wanted: &Name<'_>) -> bool {
    names.iter().any(|name| matches!(name, GeneralName::Directory(name) if name == *wanted))
}

//! Revocation of the certificates of a path (RFC 5280 6.3, RFC 6960): which data count, and what
//! happens where there are none.

use core::ops::ControlFlow;

use crate::anchor::Anchor;
use crate::certificate::Certificate;
use crate::checks::Checks;
use crate::crl::{Crl, Scope};
use crate::error::{Fault, StatusProblem, Value};
use crate::extensions::KeyUsage;
use crate::name::Name;
use crate::ocsp::OcspResponse;
use crate::path::{MAX_CERTIFICATES, Node};
use crate::public_key::PublicKey;
use crate::rule::Rule;
use crate::search::{Flow, Search, accept};

/// What to do about the revocation status of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RevocationCheck {
    /// Do not look at it.
    #[default]
    Skip,
    /// Refuse what is revoked; let an unknown status pass.
    SoftFail,
    /// Refuse what is revoked, and what may be.
    HardFail,
}

/// CRLs and OCSP responses, brought by the caller, and what to do with them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Revocation<'r> {
    /// CRLs, in any order; those of other issuers are passed over.
    pub crls: &'r [Crl<'r>],
    /// OCSP responses, in any order; those for other certificates are passed over.
    pub ocsp: &'r [OcspResponse<'r>],
    /// For the leaf.
    pub leaf: RevocationCheck,
    /// For each intermediate. Anchors are revoked by removing them.
    pub intermediates: RevocationCheck,
    /// The nonce that was requested: a response with another one, or without, does not count.
    pub nonce: Option<&'r [u8]>,
    /// How long a response without nextUpdate counts, in seconds after its thisUpdate.
    pub max_age: u32,
}

impl<'r> Revocation<'r> {
    /// A week, after which ISO 15118-2 wants responses to be renewed ([V2G2-649]).
    pub const MAX_AGE: u32 = 7 * 86_400;

    /// These data, with a hard fail for every certificate but the anchor.
    #[must_use]
    pub const fn hard(crls: &'r [Crl<'r>], ocsp: &'r [OcspResponse<'r>]) -> Self {
        Self {
            crls,
            ocsp,
            leaf: RevocationCheck::HardFail,
            intermediates: RevocationCheck::HardFail,
            nonce: None,
            max_age: Self::MAX_AGE,
        }
    }

    /// The response that a TLS peer stapled, with a hard fail for the leaf alone.
    ///
    /// A stapled response speaks of the leaf. Set [`intermediates`](Self::intermediates) and
    /// [`crls`](Self::crls) to check the rest as well.
    #[must_use]
    pub const fn stapled(response: &'r OcspResponse<'r>) -> Self {
        Self {
            intermediates: RevocationCheck::Skip,
            ..Self::hard(&[], core::slice::from_ref(response))
        }
    }
}

/// What data say about a certificate.
pub(crate) type Status = Result<(), StatusProblem>;

/// The status that tells more.
pub(crate) fn worse(one: StatusProblem, two: StatusProblem) -> StatusProblem {
    if two.rank() > one.rank() { two } else { one }
}

/// Someone who may sign CRLs: a name with a key.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'k> {
    pub(crate) name: Name<'k>,
    pub(crate) key: PublicKey<'k>,
    usage: Option<KeyUsage>,
}

impl<'k> Signer<'k> {
    fn certificate(certificate: &Certificate<'k>) -> Self {
        Self {
            name: certificate.subject(),
            key: certificate.public_key(),
            usage: certificate.extensions().key_usage(),
        }
    }

    fn anchor(anchor: &Anchor<'k>) -> Self {
        Self {
            name: anchor.subject(),
            key: anchor.public_key(),
            usage: anchor.certificate().and_then(|found| found.extensions().key_usage()),
        }
    }

    /// RFC 5280 6.3.3 (f).
    fn may_sign_crls(&self) -> bool {
        self.usage.is_none_or(|usage| usage.contains(KeyUsage::CRL_SIGN))
    }
}

impl<'a> Search<'_, 'a> {
    /// Checks the certificates of a path that has reached an anchor, the uppermost first.
    pub(crate) fn revocation(
        &mut self,
        top: &Node<'_, 'a>,
        anchor: &Anchor<'a>,
    ) -> Flow<'a, Result<(), Fault<'a>>> {
        let Some(revocation) = self.validator.revocation() else {
            return ControlFlow::Continue(Ok(()));
        };
        // The issuers of the certificate at hand, the one right above it first.
        let mut issuers = [Signer::anchor(anchor); MAX_CERTIFICATES];
        let mut count: usize = 1;
        for node in top.down() {
            let known = issuers.get(..count).unwrap_or_default();
            let check =
                if node.below.is_none() { revocation.leaf } else { revocation.intermediates };
            if check != RevocationCheck::Skip {
                let status = self.status(&revocation, node, known)?;
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
    /// not.
    fn status(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        issuers: &[Signer<'a>],
    ) -> Flow<'a, Status> {
        let mut is_good = false;
        let mut problem = StatusProblem::NoData;
        if let Some(issuer) = issuers.first() {
            for response in revocation.ocsp {
                match self.ocsp_status(revocation, response, node, issuer)? {
                    Ok(()) => is_good = true,
                    Err(revoked @ StatusProblem::Revoked(_)) => {
                        return ControlFlow::Continue(Err(revoked));
                    }
                    Err(other) => problem = worse(problem, other),
                }
            }
        }
        match self.crl_status(revocation, node, node.certificate, issuers, true)? {
            Ok(()) => is_good = true,
            Err(revoked @ StatusProblem::Revoked(_)) => {
                return ControlFlow::Continue(Err(revoked));
            }
            Err(other) => problem = worse(problem, other),
        }
        ControlFlow::Continue(if is_good { Ok(()) } else { Err(problem) })
    }

    /// RFC 5280 6.3.3 over all CRLs of the issuer: the status of a certificate of the path at `node`,
    /// or of somebody who signed a CRL for it.
    ///
    /// With `others`, a CRL can be signed by a key of the issuer that is not in the path.
    fn crl_status(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        certificate: &Certificate<'a>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Flow<'a, Status> {
        let mut covered = Scope::NONE;
        let mut problem = StatusProblem::NoData;
        let of_issuer = |crl: &&Crl<'_>| crl.issuer() == certificate.issuer();
        for crl in revocation.crls.iter().filter(of_issuer) {
            let usable = match crl.scope(certificate) {
                None => Err(StatusProblem::OtherScope),
                Some(_) if crl.has_unknown_critical() => {
                    Err(StatusProblem::UnknownCriticalExtension)
                }
                Some(scope) => {
                    self.crl_signer(revocation, node, crl, issuers, others)?.map(|()| scope)
                }
            };
            // Revoked once is revoked, even on a list that is out of date.
            match usable.map(|scope| (scope, crl.reason(certificate), crl.in_force(self.now))) {
                Ok((_, Some(reason), _)) => {
                    return ControlFlow::Continue(Err(StatusProblem::Revoked(reason)));
                }
                Ok((scope, None, Ok(()))) => covered = covered.with(scope),
                Ok((_, None, Err(other))) | Err(other) => problem = worse(problem, other),
            }
        }
        ControlFlow::Continue(if covered == Scope::ALL { Ok(()) } else { Err(problem) })
    }

    /// Whether a CRL is signed by somebody who may sign it.
    fn crl_signer(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        crl: &Crl<'_>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Flow<'a, Status> {
        let signed = crl.signed();
        if !self.profile().has_signature(signed.algorithm()) {
            return ControlFlow::Continue(Err(StatusProblem::AlgorithmNotAllowed));
        }
        let mut problem = StatusProblem::UnauthorizedSigner;
        // A CA with several keys can sign CRLs with each that the path vouches for.
        for signer in issuers.iter().filter(|signer| signer.name == crl.issuer()) {
            if signer.may_sign_crls() {
                match self.verify(node, &signed, &signer.key)? {
                    Ok(()) => return ControlFlow::Continue(Ok(())),
                    Err(refusal) => problem = worse(refusal.into(), problem),
                }
            }
        }
        if others && self.other_signer(revocation, node, crl, issuers)? {
            return ControlFlow::Continue(Ok(()));
        }
        ControlFlow::Continue(Err(problem))
    }

    /// Whether a CRL is signed by a key of the issuer that is not in the path, but is certified right
    /// below one of its certificates: a key for CRLs alone, or an older or newer one.
    ///
    /// The peer brings these certificates, and can bring any number of false ones. So each is looked
    /// at until one fits, and each look and each signature is taken from the budget.
    fn other_signer(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        crl: &Crl<'_>,
        issuers: &[Signer<'a>],
    ) -> Flow<'a, bool> {
        for der in self.intermediates {
            self.step(node)?;
            if !Certificate::peek_subject(der).is_ok_and(|subject| subject == crl.issuer()) {
                continue;
            }
            let Ok(candidate) = Certificate::parse(der) else { continue };
            let signer = Signer::certificate(&candidate);
            // RFC 5280 4.2.1.3: certificates of CRL issuers have the extension.
            let is_candidate = signer.usage.is_some()
                && signer.may_sign_crls()
                && Checks::status_signer(self.profile(), self.now, &candidate)
                && !issuers.iter().any(|known| known.key == signer.key);
            if !is_candidate || !self.is_issued(node, &candidate, issuers)? {
                continue;
            }
            if self.verify(node, &crl.signed(), &signer.key)?.is_err() {
                continue;
            }
            // It can have been revoked itself; only keys of the path can say that it is not.
            if self.crl_status(revocation, node, &candidate, issuers, false)?.is_ok() {
                return ControlFlow::Continue(true);
            }
        }
        ControlFlow::Continue(false)
    }

    /// Whether one of the issuers signed a certificate.
    fn is_issued(
        &mut self,
        node: &Node<'_, 'a>,
        certificate: &Certificate<'a>,
        issuers: &[Signer<'a>],
    ) -> Flow<'a, bool> {
        for issuer in issuers.iter().filter(|issuer| issuer.name == certificate.issuer()) {
            if self.verify(node, &certificate.signed(), &issuer.key)?.is_ok() {
                return ControlFlow::Continue(true);
            }
        }
        ControlFlow::Continue(false)
    }
}

/// What the status of a certificate means for its path.
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

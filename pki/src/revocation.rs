//! Revocation of the certificates of a path (RFC 5280 6.3, RFC 6960): which data count, and what
//! happens where there are none.

use core::ops::ControlFlow;

use pki_types::CertificateDer;

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
    ///
    /// A peer can make a status unknown: it leaves out the certificate of a CRL signer, or sends a
    /// certificate of the CA that may not sign CRLs.
    SoftFail,
    /// Refuse what is revoked, and what may be.
    HardFail,
}

/// CRLs and OCSP responses, brought by the caller, and what to do with them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Revocation<'r> {
    /// CRLs, in any order; those of other issuers are passed over.
    ///
    /// The caller answers for where they come from. A CRL that lists the certificate, but cannot be
    /// verified, makes its status unknown, whatever other data say.
    pub crls: &'r [Crl<'r>],
    /// Certificates of those who sign CRLs with another key than the CA has in the path, for example
    /// a key for CRLs alone. The certificates that the peer sent are looked at as well, but the peer
    /// can leave them out.
    pub signers: &'r [CertificateDer<'r>],
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
    /// By how many seconds the clock of a CA or a responder can be ahead. The default is 0.
    pub skew: u32,
}

impl<'r> Revocation<'r> {
    /// A week, after which ISO 15118-2 wants responses to be renewed ([V2G2-649]).
    pub const MAX_AGE: u32 = 7 * 86_400;

    /// Requires a status, by these data, for every certificate but the anchor.
    #[must_use]
    pub const fn hard(crls: &'r [Crl<'r>], ocsp: &'r [OcspResponse<'r>]) -> Self {
        Self {
            crls,
            signers: &[],
            ocsp,
            leaf: RevocationCheck::HardFail,
            intermediates: RevocationCheck::HardFail,
            nonce: None,
            max_age: Self::MAX_AGE,
            skew: 0,
        }
    }

    /// Requires a status for the leaf alone, by the response that a TLS peer stapled.
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
    /// not, and none that it may be.
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
            Err(found @ (StatusProblem::Revoked(_) | StatusProblem::Listed)) => {
                return ControlFlow::Continue(Err(found));
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
        certificate: &Certificate<'_>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Flow<'a, Status> {
        let mut covered = Scope::NONE;
        let mut problem = StatusProblem::NoData;
        let now = self.now.plus(revocation.skew.into());
        let of_issuer = |crl: &&Crl<'_>| crl.issuer() == certificate.issuer();
        for crl in revocation.crls.iter().filter(of_issuer) {
            // Serial numbers are unique for an issuer: a listing is about this certificate, whatever
            // the scope of the list, and revoked once is revoked, on a list that is out of date too.
            let listed = crl.reason(certificate);
            let scope = crl.scope(certificate).ok_or(StatusProblem::OtherScope);
            let scope = scope.and_then(|scope| crl.in_force(self.now, now).map(|()| scope));
            let authority = match (listed, scope) {
                // It says nothing, so nobody need know who signed it.
                (None, Err(other)) => Err(other),
                _ if crl.has_unknown_critical() => Err(StatusProblem::UnknownCriticalExtension),
                _ => self.crl_signer(revocation, node, crl, issuers, others)?,
            };
            match (listed, authority, scope) {
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
    fn crl_signer(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        crl: &Crl<'_>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Flow<'a, Result<Authority, StatusProblem>> {
        let signed = crl.signed();
        if !self.profile().has_signature(signed.algorithm()) {
            return ControlFlow::Continue(Err(StatusProblem::AlgorithmNotAllowed));
        }
        let mut problem = StatusProblem::UnauthorizedSigner;
        // A CA with several keys can sign CRLs with each that the path vouches for.
        for signer in issuers.iter().filter(|signer| signer.name == crl.issuer()) {
            if signer.may_sign_crls() {
                match self.verify(node, &signed, &signer.key)? {
                    Ok(()) => return ControlFlow::Continue(Ok(Authority::Full)),
                    Err(refusal) => problem = worse(refusal.into(), problem),
                }
            }
        }
        let other = if others { self.other_signer(revocation, node, crl, issuers)? } else { None };
        ControlFlow::Continue(other.ok_or(problem))
    }

    /// Looks for a key of the issuer that signed a CRL and is not in the path, but is certified right
    /// below one of its certificates: a key for CRLs alone, or an older or newer one.
    ///
    /// The peer brings such certificates, and can bring any number of false ones. So each is looked
    /// at until one fits, and each look and each signature is taken from the budget.
    fn other_signer(
        &mut self,
        revocation: &Revocation<'_>,
        node: &Node<'_, 'a>,
        crl: &Crl<'_>,
        issuers: &[Signer<'a>],
    ) -> Flow<'a, Option<Authority>> {
        let mut found = None;
        for der in revocation.signers.iter().chain(self.intermediates) {
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
                && !issuers.iter().any(|known| known.key == signer.key && known.may_sign_crls());
            if !is_candidate || !self.is_issued(node, &candidate, issuers)? {
                continue;
            }
            if self.verify(node, &crl.signed(), &signer.key)?.is_err() {
                continue;
            }
            // The signer can have been revoked itself. Only keys of the path can say that it is not.
            let check = revocation.intermediates;
            let status = match check {
                RevocationCheck::Skip => Ok(()),
                _ => self.crl_status(revocation, node, &candidate, issuers, false)?,
            };
            match status {
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
    fn is_issued(
        &mut self,
        node: &Node<'_, 'a>,
        certificate: &Certificate<'_>,
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

/// The certificates for which a CRL counts.
enum Authority {
    /// For certificates that are listed, and for those that are not.
    Full,
    /// For certificates that are listed: whether its signer has been revoked is not known.
    ForRevoked,
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

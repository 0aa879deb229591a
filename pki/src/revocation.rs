//! Revocation of the certificates of a path (RFC 5280 6.3, RFC 6960): which data count, and what
//! happens where there are none.

use crate::anchor::Anchor;
use crate::certificate::Certificate;
use crate::crl::{Crl, Scope};
use crate::error::{Error, StatusProblem, Value};
use crate::extensions::KeyUsage;
use crate::name::Name;
use crate::ocsp::OcspResponse;
use crate::path::{MAX_CERTIFICATES, Node};
use crate::public_key::PublicKey;
use crate::rule::Rule;
use crate::validator::Search;

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
    ) -> Result<(), Error<'a>> {
        let Some(revocation) = self.validator.revocation else { return Ok(()) };
        // The issuers of the certificate at hand, the one right above it first.
        let mut issuers = [Signer::anchor(anchor); MAX_CERTIFICATES];
        let mut count: usize = 1;
        for node in top.down() {
            let known = issuers.get(..count).unwrap_or_default();
            let check =
                if node.below.is_none() { revocation.leaf } else { revocation.intermediates };
            if check != RevocationCheck::Skip {
                let status = self.status(&revocation, node.certificate, known);
                let error = |rule| Error::at(rule, node.position, node.certificate);
                match status {
                    Ok(()) => {}
                    Err(problem @ StatusProblem::Revoked(_)) => {
                        return Err(error(Rule::NotRevoked).with(Value::Status(problem)));
                    }
                    Err(StatusProblem::Budget) => return Err(error(Rule::SignatureBudget)),
                    Err(_) if check == RevocationCheck::SoftFail => {}
                    Err(problem) => {
                        let rule = match problem {
                            StatusProblem::NoData | StatusProblem::UnknownCertificate => {
                                Rule::RevocationKnown
                            }
                            _ => Rule::RevocationData,
                        };
                        return Err(error(rule).with(Value::Status(problem)));
                    }
                }
            }
            issuers.rotate_right(1);
            if let Some(first) = issuers.first_mut() {
                *first = Signer::certificate(node.certificate);
            }
            count = count.saturating_add(1).min(MAX_CERTIFICATES);
        }
        Ok(())
    }

    /// The status of a certificate: revoked if any data say so, known if any data say that it is
    /// not.
    fn status(
        &mut self,
        revocation: &Revocation<'_>,
        certificate: &Certificate<'a>,
        issuers: &[Signer<'a>],
    ) -> Status {
        let mut is_good = false;
        let mut problem = StatusProblem::NoData;
        if let Some(issuer) = issuers.first() {
            for response in revocation.ocsp {
                match self.ocsp_status(revocation, response, certificate, issuer) {
                    Ok(()) => is_good = true,
                    Err(revoked @ (StatusProblem::Revoked(_) | StatusProblem::Budget)) => {
                        return Err(revoked);
                    }
                    Err(other) => problem = worse(problem, other),
                }
            }
        }
        match self.crl_status(revocation, certificate, issuers, true) {
            Ok(()) => is_good = true,
            Err(revoked @ (StatusProblem::Revoked(_) | StatusProblem::Budget)) => {
                return Err(revoked);
            }
            Err(other) => problem = worse(problem, other),
        }
        if is_good { Ok(()) } else { Err(problem) }
    }

    /// RFC 5280 6.3.3, over all CRLs of the issuer and those that distribution points name.
    fn crl_status(
        &mut self,
        revocation: &Revocation<'_>,
        certificate: &Certificate<'a>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Status {
        let mut covered = Scope::NONE;
        let mut problem = StatusProblem::NoData;
        for crl in revocation.crls {
            let speaks = crl.issuer() == certificate.issuer() || crl.is_indirect_for(certificate);
            if crl.is_delta() || !speaks {
                continue;
            }
            let scope = match self.usable(revocation, crl, certificate, issuers, others) {
                Ok(scope) => scope,
                Err(StatusProblem::Budget) => return Err(StatusProblem::Budget),
                Err(other) => {
                    problem = worse(problem, other);
                    continue;
                }
            };
            let mut reason = crl.reason(certificate);
            let mut is_fresh = crl.in_force(self.now);
            for delta in revocation.crls.iter().filter(|delta| delta.is_delta_of(crl)) {
                if let Ok(delta_scope) =
                    self.usable(revocation, delta, certificate, issuers, others)
                {
                    if delta_scope == scope && delta.in_force(self.now).is_ok() {
                        reason = delta.changed(certificate, reason);
                        is_fresh = Ok(());
                    }
                }
            }
            // Revoked once is revoked, even on a list that is out of date.
            if let Some(reason) = reason {
                return Err(StatusProblem::Revoked(reason));
            }
            match is_fresh {
                Ok(()) => covered = covered.with(scope),
                Err(other) => problem = worse(problem, other),
            }
        }
        if covered == Scope::ALL { Ok(()) } else { Err(problem) }
    }

    /// Whether a CRL speaks of this certificate, and who signed it; the reasons that it covers.
    fn usable(
        &mut self,
        revocation: &Revocation<'_>,
        crl: &Crl<'_>,
        certificate: &Certificate<'a>,
        issuers: &[Signer<'a>],
        others: bool,
    ) -> Result<Scope, StatusProblem> {
        let scope = crl.scope(certificate).ok_or(StatusProblem::OtherScope)?;
        if crl.has_unknown_critical(certificate) {
            return Err(StatusProblem::UnknownCriticalExtension);
        }
        let mut problem = StatusProblem::UnauthorizedSigner;
        // A CA with several keys can sign CRLs with each that the path vouches for.
        for signer in issuers.iter().filter(|signer| signer.name == crl.issuer()) {
            if signer.may_sign_crls() {
                match self.signed(crl, &signer.key) {
                    Ok(()) => return Ok(scope),
                    Err(other) => problem = worse(other, problem),
                }
            }
        }
        if others {
            match self.other_signer(revocation, crl, issuers) {
                Ok(()) => return Ok(scope),
                Err(StatusProblem::UnauthorizedSigner) => {}
                Err(other) => problem = worse(problem, other),
            }
        }
        Err(problem)
    }

    /// A CRL signed by a key of the issuer that is not in the path, but certified right below one of
    /// its certificates: a key for CRLs alone, or an older or newer one.
    fn other_signer(
        &mut self,
        revocation: &Revocation<'_>,
        crl: &Crl<'_>,
        issuers: &[Signer<'a>],
    ) -> Status {
        for der in self.intermediates {
            let Ok(candidate) = Certificate::parse(der) else { continue };
            let validity = candidate.validity();
            let signer = Signer::certificate(&candidate);
            let is_candidate = signer.name == crl.issuer()
                && signer.may_sign_crls()
                && candidate.extensions().unknown_critical().is_none()
                && (validity.not_before..=validity.not_after).contains(&self.now)
                && !issuers.iter().any(|known| known.key == signer.key);
            if !is_candidate || self.signed(crl, &signer.key).is_err() {
                continue;
            }
            for issuer in issuers.iter().filter(|issuer| issuer.name == candidate.issuer()) {
                if self.verify(&candidate.signed(), &issuer.key).is_ok() {
                    // It can have been revoked itself; only keys of the path can say that it is not.
                    return self.crl_status(revocation, &candidate, issuers, false);
                }
            }
        }
        Err(StatusProblem::UnauthorizedSigner)
    }

    fn signed(&mut self, crl: &Crl<'_>, key: &PublicKey<'_>) -> Status {
        crate::ocsp::refusal(self.verify(&crl.signed(), key))
    }
}

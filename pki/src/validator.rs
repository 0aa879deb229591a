//! Path building and validation (RFC 5280 section 6, RFC 4158).
//!
//! From the leaf up, anchors first: a candidate is a certificate whose subject is the issuer that is
//! looked for. What can be checked at once is checked at once, and the signature last, so that a
//! wrong certificate costs little. What depends on the whole path (name constraints, policies,
//! revocation) is checked when an anchor is reached; if it fails, the search goes on with the next
//! candidate. Before every candidate and every signature the budget is asked.

use core::ops::ControlFlow;

use pki_types::{CertificateDer, UnixTime};

use crate::anchor::Anchor;
use crate::backend::{Backend, Refusal};
use crate::certificate::{Certificate, Signed};
use crate::checks::Checks;
use crate::error::{Error, Position, Value};
use crate::path::{Node, Path, Places};
use crate::peer::Peer;
use crate::profile::{Budget, Profile};
use crate::public_key::PublicKey;
use crate::revocation::Revocation;
use crate::rule::Rule;
use crate::time::{Time, WrittenTime};

/// Verifies chains by a profile, with a backend, for a peer.
///
/// ```
/// use pki_types::{CertificateDer, UnixTime};
/// use v2g_pki::{Anchor, Backend, Iso15118Role, Profile, Validator};
/// # use core::time::Duration;
/// # fn check(backend: Backend<'_>, leaf: &[u8], chain: &[CertificateDer<'_>],
/// #     root: &CertificateDer<'_>) -> Result<(), Box<dyn std::error::Error>> {
///
/// // A backend is `Backend::RUST_CRYPTO`, another one of a feature, or verifiers of your own.
/// let validator = Validator::new(Profile::iso15118_2(Iso15118Role::Secc), backend);
/// let anchors = [Anchor::from_certificate(root)?];
/// let now = UnixTime::since_unix_epoch(Duration::from_secs(1_795_327_200));
/// match validator.verify(leaf, chain, &anchors, now) {
///     Ok(path) => println!("{} is trusted", path.leaf().subject()),
///     Err(error) => println!("refused: {error}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Validator<'v> {
    profile: Profile<'v>,
    backend: Backend<'v>,
    peers: &'v [Peer<'v>],
    pub(crate) revocation: Option<Revocation<'v>>,
}

impl<'v> Validator<'v> {
    /// Makes a validator that expects no peer in particular and does not check revocation.
    #[must_use]
    pub const fn new(profile: Profile<'v>, backend: Backend<'v>) -> Self {
        Self { profile, backend, peers: &[], revocation: None }
    }

    /// The same for a peer; the leaf must be for each of these names.
    #[must_use]
    pub const fn for_peers(self, peers: &'v [Peer<'v>]) -> Self {
        Self { peers, ..self }
    }

    /// The same with a check of revocation.
    #[must_use]
    pub const fn with_revocation(self, revocation: Revocation<'v>) -> Self {
        Self { revocation: Some(revocation), ..self }
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile<'v> {
        &self.profile
    }

    /// Finds a path from the leaf to an anchor that the profile accepts.
    ///
    /// Intermediates can be in any order, and can be more than are needed. A time with a fraction
    /// counts as its second.
    ///
    /// # Errors
    ///
    /// Says what was wrong with the most promising path. With an exhausted budget the search ends at
    /// once.
    pub fn verify<'a>(
        &self,
        leaf: &'a [u8],
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: UnixTime,
    ) -> Result<Path<'a>, Error<'a>> {
        self.search(leaf, intermediates, anchors, now.into())
            .map_err(|error| error.under(self.profile.standard))
    }

    fn search<'a>(
        &self,
        leaf: &'a [u8],
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: Time,
    ) -> Result<Path<'a>, Error<'a>> {
        let leaf = Certificate::parse(leaf);
        let leaf = leaf.as_ref().map_err(|error| Error::malformed(Position::Leaf, *error))?;
        let mut search = Search {
            validator: self,
            intermediates,
            anchors,
            now,
            now_written: now.into(),
            left: self.profile.budget,
            end: Err(None),
        };
        search.leaf(leaf)?;
        match search.end {
            Ok(places) => Ok(Path::new(*leaf, places)),
            Err(best) => Err(best.unwrap_or_else(|| no_issuer(&Node::leaf(leaf)))),
        }
    }
}

/// A search with what is left of its budget.
pub(crate) struct Search<'s, 'a> {
    pub(crate) validator: &'s Validator<'s>,
    pub(crate) intermediates: &'a [CertificateDer<'a>],
    pub(crate) anchors: &'a [Anchor<'a>],
    pub(crate) now: Time,
    now_written: WrittenTime,
    pub(crate) left: Budget,
    /// The path that was found; until then, the error that tells the most.
    end: Result<Places, Option<Error<'a>>>,
}

/// Whether to go on looking.
type Outcome = ControlFlow<()>;

impl<'a> Search<'_, 'a> {
    fn leaf(&mut self, leaf: &Certificate<'a>) -> Result<(), Error<'a>> {
        self.checks(leaf, Position::Leaf).leaf()?;
        for peer in self.validator.peers {
            if self.profile().has(peer.rule()) {
                peer.check(leaf, self.profile().name_in_subject)?;
            }
        }
        // However it ended, `end` says how.
        let _ = self.extend(&Node::leaf(leaf));
        Ok(())
    }

    pub(crate) fn profile(&self) -> &Profile<'_> {
        &self.validator.profile
    }

    fn checks<'c>(
        &'c self,
        certificate: &'c Certificate<'a>,
        position: Position,
    ) -> Checks<'c, 'a> {
        let Self { now, now_written, .. } = *self;
        Checks { profile: &self.validator.profile, now, now_written, certificate, position }
    }

    /// Looks for an issuer of the last certificate of a path.
    ///
    /// First where the name is a copy of the one that is looked for and the key identifier the right
    /// one: decoys with the right name then cost nothing, and names that differ are not compared.
    fn extend(&mut self, node: &Node<'_, 'a>) -> Outcome {
        let has_likely = self.candidates(node, true)?;
        let has_other = self.candidates(node, false)?;
        if !has_likely && !has_other {
            self.note(no_issuer(node));
        }
        ControlFlow::Continue(())
    }

    /// Tries the likely issuers, or all others; says whether there was one.
    fn candidates(&mut self, node: &Node<'_, 'a>, likely: bool) -> ControlFlow<(), bool> {
        let issuer = node.certificate.issuer();
        let mut has_candidate = false;
        for (index, anchor) in self.anchors.iter().enumerate() {
            self.step(node)?;
            let subject = anchor.subject();
            let is_copy = subject.is_copy(&issuer);
            if is_copy == likely && (is_copy || subject == issuer) {
                has_candidate = true;
                let result = self.anchor(node, anchor, index);
                self.judge(result)?;
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
                    self.note(Error::malformed(position, *error));
                    continue;
                }
            };
            let has_key = wanted.is_some() && wanted == candidate.extensions().subject_key_id();
            if (is_copy && has_key) != likely || node.contains(candidate) {
                continue;
            }
            has_candidate = true;
            match self.intermediate(node, candidate, position) {
                Err(refused) => self.refuse(refused)?,
                Ok(next) => self.extend(&next)?,
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
    ) -> Result<Places, Error<'a>> {
        let position = Position::Anchor(index);
        if let Some(certificate) = anchor.certificate() {
            if self.profile().has(Rule::AnchorCertificate) {
                self.checks(certificate, position).issuer(node.cas)?;
            }
        }
        self.signature(node, &anchor.public_key())?;
        self.whole_path(node, anchor, index)?;
        Ok(node.places(index))
    }

    /// Whether the path can go on with this certificate.
    fn intermediate<'n>(
        &mut self,
        node: &'n Node<'n, 'a>,
        candidate: &'n Certificate<'a>,
        position: Position,
    ) -> Result<Node<'n, 'a>, Error<'a>> {
        let checks = self.checks(candidate, position);
        let depth = self.profile().budget.depth.min(Budget::MAX_DEPTH);
        if node.issuers >= depth {
            let value = Value::Number {
                found: u64::from(node.issuers).saturating_add(1),
                bound: depth.into(),
            };
            return Err(Error::at(Rule::DepthBudget, position, candidate).with(value));
        }
        // The leaf, and the intermediates with this one.
        let count = node.issuers.saturating_add(2);
        let most = self.profile().max_certificates;
        if self.profile().has(Rule::ChainLength) && count > most {
            let value = Value::Number { found: count.into(), bound: most.into() };
            return Err(Error::at(Rule::ChainLength, position, candidate).with(value));
        }
        checks.issuer(node.cas)?;
        checks.signature_algorithm()?;
        self.sub_ca_path_length(node, candidate, position)?;
        self.signature(node, &candidate.public_key())?;
        Ok(node.above(candidate, position))
    }

    /// Annex F: pathLenConstraint 0 above the leaf, 1 above that.
    fn sub_ca_path_length(
        &self,
        node: &Node<'_, 'a>,
        candidate: &Certificate<'a>,
        position: Position,
    ) -> Result<(), Error<'a>> {
        let wanted = u32::from(node.issuers);
        let basic = candidate.extensions().basic_constraints();
        let found = basic.and_then(|basic| basic.path_len);
        if !self.profile().has(Rule::SubCaPathLength) || found == Some(wanted) {
            return Ok(());
        }
        let error = Error::at(Rule::SubCaPathLength, position, candidate);
        Err(match found {
            Some(found) => error.with(Value::Number { found: found.into(), bound: wanted.into() }),
            None => error,
        })
    }

    /// Verifies the signature of the last certificate of a path.
    fn signature(&mut self, node: &Node<'_, 'a>, key: &PublicKey<'_>) -> Result<(), Error<'a>> {
        let certificate = node.certificate;
        let error = |rule| Error::at(rule, node.position, certificate);
        match self.verify(&certificate.signed(), key) {
            Ok(()) => Ok(()),
            Err(None) => Err(error(Rule::SignatureBudget)),
            Err(Some(Refusal::Invalid)) => Err(error(Rule::Signature)),
            Err(Some(Refusal::Unsupported)) => {
                let (oid, _) = certificate.signed().algorithm().parts();
                let value = Value::Oid(crate::oid::Oid::from_content(oid));
                Err(error(Rule::SupportedAlgorithm).with(value))
            }
        }
    }

    /// Verifies any signature; without a reason if the budget is used up.
    pub(crate) fn verify(
        &mut self,
        signed: &Signed<'_>,
        key: &PublicKey<'_>,
    ) -> Result<(), Option<Refusal>> {
        self.left.signatures = self.left.signatures.checked_sub(1).ok_or(None)?;
        self.validator.backend.verify(signed, key).map_err(Some)
    }

    /// Takes a step from the budget.
    fn step(&mut self, node: &Node<'_, 'a>) -> Outcome {
        match self.left.steps.checked_sub(1) {
            Some(left) => {
                self.left.steps = left;
                ControlFlow::Continue(())
            }
            None => self.stop(Error::at(Rule::StepBudget, node.position, node.certificate)),
        }
    }

    /// Ends the search if a path was found.
    fn judge(&mut self, result: Result<Places, Error<'a>>) -> Outcome {
        match result {
            Ok(places) => {
                self.end = Ok(places);
                ControlFlow::Break(())
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Goes on after a candidate that was refused, unless a budget was the reason.
    fn refuse(&mut self, error: Error<'a>) -> Outcome {
        match error.rule() {
            Rule::SignatureBudget | Rule::NameBudget => self.stop(error),
            _ => {
                self.note(error);
                ControlFlow::Continue(())
            }
        }
    }

    /// Ends the search for this reason, whatever was found before.
    fn stop(&mut self, error: Error<'a>) -> Outcome {
        self.end = Err(Some(error));
        ControlFlow::Break(())
    }

    /// Keeps an error if it tells more than the one that is kept.
    fn note(&mut self, error: Error<'a>) {
        if let Err(best) = &mut self.end {
            if best.is_none_or(|best| error.outranks(&best)) {
                *best = Some(error);
            }
        }
    }
}

fn no_issuer<'a>(node: &Node<'_, 'a>) -> Error<'a> {
    let error = Error::at(Rule::UnknownIssuer, node.position, node.certificate);
    error.with(Value::Name(node.certificate.issuer()))
}

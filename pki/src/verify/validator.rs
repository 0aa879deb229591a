//! Validators: a profile, the verifiers, the expected peer, and what to do about revocation.

use pki_types::{CertificateDer, UnixTime};

use super::anchor::Anchor;
use super::certificate_checks::Checks;
use super::context::Context;
use super::path::Path;
use super::peer::{Peer, Peers};
use super::revocation::Revocation;
use super::search::Search;
use crate::backend::Backend;
use crate::error::{Error, Fault, Position, Value};
use crate::profile::{Profile, Rule};
use crate::x509::Certificate;

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
    peers: Peers<'v>,
    revocation: Option<Revocation<'v>>,
}

impl<'v> Validator<'v> {
    /// Makes a validator that knows no peer and does not check revocation.
    ///
    /// Profiles whose leaves belong to one peer refuse every chain until a peer is named with
    /// [`for_peers`](Self::for_peers), or the check is given up with
    /// [`for_any_peer`](Self::for_any_peer): see [`Profile::needs_peer`].
    #[must_use]
    pub const fn new(profile: Profile<'v>, backend: Backend<'v>) -> Self {
        Self { profile, backend, peers: Peers::These(&[]), revocation: None }
    }

    /// Expects these peers. The leaf must be for each of them, whatever the profile: relaxing the rule
    /// of a peer only takes away the need to name one.
    #[must_use]
    pub const fn for_peers(self, peers: &'v [Peer<'v>]) -> Self {
        Self { peers: Peers::These(peers), ..self }
    }

    /// Takes the leaf of any peer.
    ///
    /// Whoever does so compares the identity elsewhere, for example after the handshake with
    /// [`Path::check_peer`].
    #[must_use]
    pub const fn for_any_peer(self) -> Self {
        Self { peers: Peers::Any, ..self }
    }

    /// Checks revocation as well.
    #[must_use]
    pub const fn with_revocation(self, revocation: Revocation<'v>) -> Self {
        Self { revocation: Some(revocation), ..self }
    }

    /// Returns the profile.
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
    /// Says what was wrong with the most promising path. When the budget is used up, the search
    /// ends at once and the chain is refused.
    pub fn verify<'a>(
        &self,
        leaf: &'a [u8],
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: UnixTime,
    ) -> Result<Path<'a>, Error<'a>> {
        self.search(leaf, intermediates, anchors, now)
            .map_err(|fault| Error::new(self.profile.standard, fault))
    }

    fn search<'a>(
        &self,
        leaf: &'a [u8],
        intermediates: &'a [CertificateDer<'a>],
        anchors: &'a [Anchor<'a>],
        now: UnixTime,
    ) -> Result<Path<'a>, Fault<'a>> {
        if let Some(rule) = self.missing_peer() {
            return Err(Fault::new(rule, Position::Leaf, None).with(Value::NoPeer));
        }
        let leaf = Certificate::parse(leaf);
        let leaf = leaf.as_ref().map_err(|error| Fault::malformed(Position::Leaf, *error))?;
        let Self { profile, backend, revocation, .. } = self;
        let now = now.into();
        Checks { profile, now, certificate: leaf, position: Position::Leaf }.leaf()?;
        for peer in self.peers.iter() {
            peer.check(leaf, self.profile.name_in_subject)?;
        }
        let revocation = revocation.as_ref();
        let context = Context::new(profile, *backend, revocation, intermediates, anchors, now);
        let places = Search::new(context).run(leaf)?;
        Ok(Path::new(*leaf, places, &self.profile))
    }

    /// The rule that cannot be checked, since no peer of a kind that the profile needs was given.
    fn missing_peer(&self) -> Option<Rule> {
        let needed = || self.profile.needs_peer.iter().filter(|rule| self.profile.has(**rule));
        let is_given = self.peers.is_any()
            || self.peers.iter().any(|peer| self.profile.needs_peer.contains(&peer.rule()));
        if is_given { None } else { needed().next().copied() }
    }
}

//! InstallCertificate: a root that a central system sends, before it is trusted.
//!
//! OCPP 1.6 security white paper (edition 2), use case M05; with the Plug & Charge extension also the
//! roots of ISO 15118, under a profile of it.

use pki_types::UnixTime;

use super::rejection::Rejection;
use crate::backend::{Backend, Unverified};
use crate::error::{Error, Fault, Position, Value};
use crate::pem::PemChain;
use crate::profile::{Profile, Rule};
use crate::verify::Checks;
use crate::x509::Certificate;

/// Checks the certificate of an InstallCertificate request.
///
/// It must be one certificate that is issued and signed by itself, a CA (`cA`, and `keyCertSign` if
/// it has a key usage), valid now, and its key and signature must be of algorithms that the profile
/// has. Under a profile of chains below a V2G root, it must have the domainComponent `V2G`. Roots of
/// some authorities are older than RFC 5280, so rules about serial numbers and the form of extensions
/// do not apply.
///
/// Some of these roots signed themselves with SHA-1. To install one, relax
/// [`Rule::SignatureAlgorithm`]: a signature for which there is no verifier is not checked then. It
/// says nothing about trust.
///
/// ```
/// # use v2g_pki::pki_types::UnixTime;
/// use v2g_pki::ocpp::{InstallCertificate, Rejection};
/// use v2g_pki::pem::PemChain;
/// use v2g_pki::{Backend, Ocpp16Role, Profile};
///
/// /// The status for InstallCertificate.conf.
/// fn install_certificate(text: &str, backend: Backend<'_>, now: UnixTime) -> &'static str {
///     let check = InstallCertificate::new(Profile::ocpp16(Ocpp16Role::Csms), backend);
///     // 5500 characters at most.
///     let mut room = [0; 4125];
///     let chain = match PemChain::decode(text, &mut room) {
///         Ok(chain) => chain,
///         Err(error) => return Rejection::from(error).ocpp_status(),
///     };
///     match check.check(&chain, now) {
///         Ok(root) => {
///             println!("trusting {}", root.subject());
///             InstallCertificate::ACCEPTED
///         }
///         Err(rejection) => rejection.ocpp_status(),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct InstallCertificate<'v> {
    profile: Profile<'v>,
    backend: Backend<'v>,
}

impl<'v> InstallCertificate<'v> {
    /// Returns the `status` of InstallCertificate.conf for a root that is installed.
    pub const ACCEPTED: &'static str = "Accepted";

    /// Makes a check for roots of chains of this profile.
    #[must_use]
    pub const fn new(profile: Profile<'v>, backend: Backend<'v>) -> Self {
        Self { profile, backend }
    }

    /// Checks a root and returns it.
    ///
    /// # Errors
    ///
    /// Says why the certificate is not to be installed. A bundle of several is refused: it is not
    /// clear which of them is meant.
    pub fn check<'a>(
        &self,
        chain: &PemChain<'a>,
        now: UnixTime,
    ) -> Result<Certificate<'a>, Rejection<'a>> {
        if !chain.intermediates().is_empty() {
            return Err(Rejection::NotAlone);
        }
        self.root(chain.leaf(), now)
            .map_err(|fault| Rejection::Chain(Error::new(self.profile.standard, fault)))
    }

    fn root<'a>(&self, der: &'a [u8], now: UnixTime) -> Result<Certificate<'a>, Fault<'a>> {
        let position = Position::Anchor(0);
        let root = Certificate::parse(der).map_err(|error| Fault::malformed(position, error))?;
        let broken = |rule| Fault::at(rule, position, &root);
        if !root.is_self_issued() {
            return Err(broken(Rule::SelfSigned).with(Value::Name(root.issuer())));
        }
        let checks =
            Checks { profile: &self.profile, now: now.into(), certificate: &root, position };
        checks.root()?;
        match self.backend.verify(&root.signed(), &root.public_key()) {
            Ok(()) => Ok(root),
            // It proves nothing but that the file is whole.
            Err(Unverified::Unsupported) if !self.profile.has(Rule::SignatureAlgorithm) => Ok(root),
            Err(Unverified::Invalid) => Err(broken(Rule::Signature)),
            Err(Unverified::Unsupported) => {
                let value = Value::Oid(root.signed().algorithm().oid());
                Err(broken(Rule::SupportedAlgorithm).with(value))
            }
        }
    }
}

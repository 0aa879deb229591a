//! CertificateSigned: what a central system answers a request with, before it is installed.
//!
//! OCPP 1.6 security white paper (edition 2), use cases A02 and A03, requirements A02.FR.06 and
//! A02.FR.07 (A03 has the same under its own numbers); with the Plug & Charge extension also the
//! SECC certificate, under a profile of ISO 15118.

use pki_types::UnixTime;

use super::rejection::Rejection;
use crate::der::Time;
use crate::error::{Error, Fault, Position};
use crate::pem::PemChain;
use crate::verify::{Anchor, Path, Validator};
use crate::x509::{Certificate, PublicKey};

/// Checks the chain of a CertificateSigned request.
///
/// The validator says under which profile and for which serial number; the key is the one that the
/// station asked a certificate for, so that nobody else's certificate is installed.
///
/// ```
/// # use core::time::Duration;
/// # use v2g_pki::pki_types::UnixTime;
/// use v2g_pki::ocpp::CertificateSigned;
/// use v2g_pki::pem::PemChain;
/// use v2g_pki::request::CertificateRequest;
/// use v2g_pki::{Anchor, Backend};
/// use v2g_pki::ocpp::Rejection;
/// use v2g_pki::{Ocpp16Role, Peer, Profile, Validator};
///
/// # fn install(_: &str) {}
/// # fn report(_: &str) {}
/// /// The status for CertificateSigned.conf.
/// fn certificate_signed(
///     certificate_chain: &str,
///     request: &CertificateRequest<'_>,
///     anchors: &[Anchor<'_>],
///     backend: Backend<'_>,
///     now: UnixTime,
/// ) -> &'static str {
///     let peers = [Peer::SerialNumber("CP-0001")];
///     let validator =
///         Validator::new(Profile::ocpp16(Ocpp16Role::ChargePoint), backend).for_peers(&peers);
///     let check = CertificateSigned::new(validator, request.public_key());
///     // 10 000 characters at most.
///     let mut room = [0; 7500];
///     let outcome = PemChain::decode(certificate_chain, &mut room)
///         .map_err(|error| Rejection::from(error).ocpp_status())
///         .and_then(|chain| match check.check(&chain, anchors, now) {
///             Ok(_) => Ok(CertificateSigned::ACCEPTED),
///             Err(rejection) => Err(rejection.ocpp_status()),
///         });
///     match outcome {
///         Ok(status) => {
///             install(certificate_chain);
///             status
///         }
///         Err(status) => {
///             report(Rejection::SECURITY_EVENT);
///             status
///         }
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificateSigned<'v> {
    validator: Validator<'v>,
    key: PublicKey<'v>,
    advance: u32,
}

impl<'v> CertificateSigned<'v> {
    /// `status` of CertificateSigned.conf for a chain that is taken (white paper 6.2).
    pub const ACCEPTED: &'static str = "Accepted";

    /// Makes a check for the certificate of this key.
    #[must_use]
    pub const fn new(validator: Validator<'v>, key: PublicKey<'v>) -> Self {
        Self { validator, key, advance: 0 }
    }

    /// Accepts a certificate whose validity begins within this many seconds. The chain, CRLs and OCSP
    /// responses are then judged for that second.
    ///
    /// The white paper has stations switch to a certificate when its validity begins (A02.FR.08), so
    /// it can be sent before. Check `notBefore` before you use the certificate.
    #[must_use]
    pub const fn with_advance(self, seconds: u32) -> Self {
        Self { advance: seconds, ..self }
    }

    /// Checks a chain; the path that was found is what to install.
    ///
    /// # Errors
    ///
    /// Says why the certificate is to be discarded.
    pub fn check<'a>(
        &self,
        chain: &'a PemChain<'a>,
        anchors: &'a [Anchor<'a>],
        now: UnixTime,
    ) -> Result<Path<'a>, Rejection<'a>> {
        let leaf = Certificate::parse(chain.leaf())
            .map_err(|error| Fault::malformed(Position::Leaf, error))
            .map_err(|fault| Error::new(self.validator.profile().standard(), fault))?;
        // First, since it costs nothing.
        if leaf.public_key() != self.key {
            return Err(Rejection::OtherKey);
        }
        let now = self.start(&leaf, now);
        Ok(self.validator.verify(chain.leaf(), chain.intermediates(), anchors, now)?)
    }

    /// The time for which the certificate must be valid.
    fn start(&self, leaf: &Certificate<'_>, now: UnixTime) -> UnixTime {
        let start = leaf.validity().not_before;
        if start > Time::from(now) && start <= Time::from(now).plus(self.advance.into()) {
            let seconds = u64::try_from(start.unix()).unwrap_or_default();
            return UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
        }
        now
    }
}

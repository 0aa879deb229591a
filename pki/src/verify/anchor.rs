//! Trust anchors (RFC 5280 6.1.1 (d)).

use pki_types::{CertificateDer, TrustAnchor};

use crate::der::{self, DerError, InField, Reader};
use crate::x509::{Certificate, Name, NameConstraints, PublicKey};

/// Someone whose key is trusted.
///
/// V2G and OCPP install anchors as certificates. Such an anchor counts by its name, key, validity and, if
/// it has them, basic constraints and key usage. [`Rule::AnchorCertificate`] turns off all but name
/// and key. An anchor need not be self-signed; a sub-CA can be one.
///
/// A certificate without basic constraints and key usage is an issuer here, since the caller says so.
/// Check a certificate that somebody else sent with `InstallCertificate` before.
///
/// [`Rule::AnchorCertificate`]: crate::Rule::AnchorCertificate
#[derive(Clone, Copy, Debug)]
pub struct Anchor<'a> {
    subject: Name<'a>,
    public_key: PublicKey<'a>,
    name_constraints: Option<NameConstraints<'a>>,
    certificate: Option<Certificate<'a>>,
}

impl<'a> Anchor<'a> {
    /// Reads the certificate of an anchor.
    ///
    /// # Errors
    ///
    /// Says which field is malformed. A list of anchors with one that cannot be read is best used
    /// without it.
    pub fn from_certificate(der: &'a CertificateDer<'_>) -> Result<Self, DerError> {
        Certificate::parse(der).map(Self::from)
    }

    /// Takes an anchor that is a name, a key, and perhaps name constraints.
    ///
    /// Nothing is known of its validity, usage or path length, so no rule about those holds.
    /// Building `subject` needs the encoding of a whole name, which `TrustAnchor` does not have; it
    /// is put together in `room`, which must have four octets more than the subject.
    ///
    /// # Errors
    ///
    /// Says which field is malformed, or that the room is too small (`subject`, truncated).
    pub fn from_trust_anchor(
        anchor: &'a TrustAnchor<'_>,
        room: &'a mut [u8],
    ) -> Result<Self, DerError> {
        let subject = der::sequence(&anchor.subject, room).field("subject")?;
        let subject = Name::read(&mut Reader::new(subject)).field("subject")?;
        let public_key = PublicKey::from_content(&anchor.subject_public_key_info)?;
        let constraints = anchor.name_constraints.as_deref();
        let name_constraints =
            constraints.map(NameConstraints::parse_content).transpose().field("nameConstraints")?;
        Ok(Self { subject, public_key, name_constraints, certificate: None })
    }

    /// The anchor's name.
    #[must_use]
    pub fn subject(&self) -> Name<'a> {
        self.subject
    }

    /// The anchor's key.
    #[must_use]
    pub fn public_key(&self) -> PublicKey<'a> {
        self.public_key
    }

    /// The anchor's certificate, if it was made of one.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate<'a>> {
        self.certificate.as_ref()
    }

    pub(crate) fn name_constraints(&self) -> Option<NameConstraints<'a>> {
        self.name_constraints
    }
}

impl<'a> From<Certificate<'a>> for Anchor<'a> {
    fn from(certificate: Certificate<'a>) -> Self {
        Self {
            subject: certificate.subject(),
            public_key: certificate.public_key(),
            name_constraints: certificate.extensions().name_constraints(),
            certificate: Some(certificate),
        }
    }
}

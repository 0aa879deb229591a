//! OCSP responses (RFC 6960): stapled, or fetched by the caller.

use core::ops::ControlFlow;

use crate::backend::Refusal;
use crate::certificate::{Certificate, Signed};
use crate::checks::Checks;
use crate::crl::for_each_extension;
use crate::der::{DerError, InField, Malformed, Reader, tag};
use crate::error::StatusProblem;
use crate::extensions::KeyUsage;
use crate::hash_data::HashAlgorithm;
use crate::name::Name;
use crate::oid;
use crate::path::Node;
use crate::public_key::AlgorithmIdentifier;
use crate::revocation::{Revocation, Signer, Status, worse};
use crate::search::{Flow, Search, accept};
use crate::time::Time;

/// An OCSP response that has been read whole; everything is borrowed from its DER.
#[derive(Clone, Copy, Debug)]
pub struct OcspResponse<'a> {
    /// `None`: the responder gave an error instead.
    basic: Option<Basic<'a>>,
    status: u8,
}

/// BasicOCSPResponse.
#[derive(Clone, Copy, Debug)]
struct Basic<'a> {
    signed: Signed<'a>,
    responder: ResponderId<'a>,
    produced_at: Time,
    responses: &'a [u8],
    nonce: Option<&'a [u8]>,
    has_unknown_critical: bool,
    certificates: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
enum ResponderId<'a> {
    Name(Name<'a>),
    /// SHA-1 of the key.
    KeyHash(&'a [u8]),
}

impl ResponderId<'_> {
    fn is(&self, name: &Name<'_>, key: &[u8]) -> bool {
        match self {
            Self::Name(own) => own == name,
            Self::KeyHash(hash) => HashAlgorithm::Sha1.hash(key).octets() == *hash,
        }
    }
}

impl<'a> OcspResponse<'a> {
    /// Reads a response that is the whole of `der`.
    ///
    /// # Errors
    ///
    /// Says which field is not DER, or not what its type says. A response of another type than
    /// id-pkix-ocsp-basic is an error of `responseType`.
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        const FIELD: &str = "OCSPResponse";
        let mut outer = Reader::only(der, tag::SEQUENCE).field(FIELD)?;
        let status = match outer.value(tag::ENUMERATED).field("responseStatus")? {
            // RFC 6960 4.2.1: 4 is not used.
            [status @ (0..=3 | 5 | 6)] => *status,
            _ => return Err(DerError::new("responseStatus", Malformed::Value)),
        };
        let explicit = outer.optional(tag::context_constructed(0)).field("responseBytes")?;
        outer.end().field(FIELD)?;
        let basic = match (status, explicit) {
            (0, Some(explicit)) => Some(Basic::parse(explicit)?),
            (0, None) => return Err(DerError::new("responseBytes", Malformed::Truncated)),
            _ => None,
        };
        Ok(Self { basic, status })
    }

    /// The status of the response itself (RFC 6960 4.2.1): 0 if there is an answer.
    #[must_use]
    pub fn response_status(&self) -> u8 {
        self.status
    }

    /// When the response was signed.
    #[must_use]
    pub fn produced_at(&self) -> Option<Time> {
        self.basic.map(|basic| basic.produced_at)
    }
}

impl<'a> Basic<'a> {
    fn parse(explicit: &'a [u8]) -> Result<Self, DerError> {
        let mut bytes = Reader::only(explicit, tag::SEQUENCE).field("responseBytes")?;
        if bytes.oid().field("responseType")? != oid::OCSP_BASIC {
            return Err(DerError::new("responseType", Malformed::Value));
        }
        let response = bytes.value(tag::OCTET_STRING).field("response")?;
        bytes.end().field("responseBytes")?;

        let (signed, mut data, mut rest) = Signed::parse_open(response, "BasicOCSPResponse")?;
        let mut certificates: &[u8] = &[];
        if let Some(explicit) = rest.optional(tag::context_constructed(0)).field("certs")? {
            let list = Reader::only(explicit, tag::SEQUENCE).field("certs")?;
            certificates = list.rest();
            let mut list = list;
            while !list.is_empty() {
                list.tlv(tag::SEQUENCE).field("certs")?;
            }
        }
        rest.end().field("BasicOCSPResponse")?;

        // Version 1 is the default, and the only one.
        if data.peek() == Some(tag::context_constructed(0)) {
            return Err(DerError::new("version", Malformed::Version));
        }
        let responder = responder(&mut data).field("responderID")?;
        let produced_at = generalized(&mut data).field("producedAt")?;
        let responses = data.value(tag::SEQUENCE).field("responses")?;
        let mut list = Reader::new(responses);
        while !list.is_empty() {
            Single::read(&mut list).field("responses")?;
        }
        let mut basic = Self {
            signed,
            responder,
            produced_at,
            responses,
            nonce: None,
            has_unknown_critical: false,
            certificates,
        };
        let explicit = data.optional(tag::context_constructed(1)).field("responseExtensions")?;
        if let Some(explicit) = explicit {
            for_each_extension(explicit, |oid, critical, value| {
                if oid == oid::OCSP_NONCE {
                    basic.nonce = Some(value);
                } else {
                    basic.has_unknown_critical |= critical;
                }
                Ok(())
            })
            .field("responseExtensions")?;
        }
        data.end().field("tbsResponseData")?;
        Ok(basic)
    }

    fn singles(&self) -> impl Iterator<Item = Single<'a>> {
        let mut list = Reader::new(self.responses);
        core::iter::from_fn(move || Single::read(&mut list).ok())
    }

    /// Whether the nonce is the one that was requested (RFC 8954 2.1: an OCTET STRING in the
    /// extension; some responders leave that out).
    fn has_nonce(&self, requested: &[u8]) -> bool {
        let Some(value) = self.nonce else { return false };
        let inner = Reader::new(value).value(tag::OCTET_STRING);
        value == requested || inner.is_ok_and(|inner| inner == requested)
    }
}

fn responder<'a>(data: &mut Reader<'a>) -> Result<ResponderId<'a>, Malformed> {
    let tlv = data.any()?;
    let mut inner = Reader::new(tlv.value);
    let id = if tlv.tag == tag::context_constructed(1) {
        ResponderId::Name(Name::read(&mut inner)?)
    } else if tlv.tag == tag::context_constructed(2) {
        ResponderId::KeyHash(inner.value(tag::OCTET_STRING)?)
    } else {
        return Err(Malformed::Tag);
    };
    inner.end()?;
    Ok(id)
}

fn generalized(reader: &mut Reader<'_>) -> Result<Time, Malformed> {
    Time::parse_generalized(reader.value(tag::GENERALIZED_TIME)?)
}

/// SingleResponse.
struct Single<'a> {
    algorithm: Option<HashAlgorithm>,
    name_hash: &'a [u8],
    key_hash: &'a [u8],
    serial: &'a [u8],
    status: CertStatus,
    this_update: Time,
    next_update: Option<Time>,
    has_unknown_critical: bool,
}

enum CertStatus {
    Good,
    Revoked(Option<u8>),
    Unknown,
}

impl<'a> Single<'a> {
    fn read(list: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut inner = list.nested(tag::SEQUENCE)?;
        let mut id = inner.nested(tag::SEQUENCE)?;
        let (algorithm, _) = AlgorithmIdentifier::read(&mut id)?.parts();
        let algorithm = HashAlgorithm::from_oid(algorithm);
        let name_hash = id.value(tag::OCTET_STRING)?;
        let key_hash = id.value(tag::OCTET_STRING)?;
        let serial = id.integer()?;
        id.end()?;
        let status = CertStatus::read(&mut inner)?;
        let this_update = generalized(&mut inner)?;
        let next_update = match inner.optional(tag::context_constructed(0))? {
            None => None,
            Some(explicit) => {
                let mut reader = Reader::new(explicit);
                let time = generalized(&mut reader)?;
                reader.end()?;
                Some(time)
            }
        };
        let mut has_unknown_critical = false;
        if let Some(explicit) = inner.optional(tag::context_constructed(1))? {
            for_each_extension(explicit, |_, critical, _| {
                has_unknown_critical |= critical;
                Ok(())
            })?;
        }
        inner.end()?;
        Ok(Self {
            algorithm,
            name_hash,
            key_hash,
            serial,
            status,
            this_update,
            next_update,
            has_unknown_critical,
        })
    }

    /// Whether this is about that certificate of that issuer.
    fn is_about(&self, certificate: &Certificate<'_>, issuer: &Signer<'_>) -> bool {
        let Some(algorithm) = self.algorithm else { return false };
        self.serial == certificate.serial_number().content()
            && algorithm.hash(certificate.issuer().der()).octets() == self.name_hash
            && algorithm.hash(issuer.key.key()).octets() == self.key_hash
    }

    /// RFC 6960 4.2.2.1, at this time, and with a clock that is `ahead`.
    fn in_force(&self, now: Time, ahead: Time, max_age: u32) -> Status {
        if ahead < self.this_update {
            return Err(StatusProblem::NotYetValid);
        }
        let end = self.next_update.unwrap_or(self.this_update.plus(max_age.into()));
        if now > end { Err(StatusProblem::Expired) } else { Ok(()) }
    }
}

impl CertStatus {
    fn read(inner: &mut Reader<'_>) -> Result<Self, Malformed> {
        let tlv = inner.any()?;
        match (tlv.tag, tlv.value) {
            (0x80, []) => Ok(Self::Good),
            (0x82, []) => Ok(Self::Unknown),
            (0xA1, content) => {
                let mut info = Reader::new(content);
                generalized(&mut info)?;
                let mut reason = None;
                if let Some(explicit) = info.optional(tag::context_constructed(0))? {
                    let mut reader = Reader::new(explicit);
                    match reader.value(tag::ENUMERATED)? {
                        [code] => reason = Some(*code),
                        _ => return Err(Malformed::Value),
                    }
                    reader.end()?;
                }
                info.end()?;
                Ok(Self::Revoked(reason))
            }
            (0x80 | 0x82, _) => Err(Malformed::Length),
            _ => Err(Malformed::Tag),
        }
    }
}

impl<'a> Search<'_, 'a> {
    /// Reads from a response the status of the last certificate of a path.
    pub(crate) fn ocsp_status(
        &mut self,
        revocation: &Revocation<'_>,
        response: &OcspResponse<'_>,
        node: &Node<'_, 'a>,
        issuer: &Signer<'a>,
    ) -> Flow<'a, Status> {
        let basic = accept!(response.basic.ok_or(StatusProblem::ResponderError));
        let about = || basic.singles().filter(|single| single.is_about(node.certificate, issuer));
        if about().next().is_none() {
            return ControlFlow::Continue(Err(StatusProblem::NoData));
        }
        if basic.has_unknown_critical || about().any(|single| single.has_unknown_critical) {
            return ControlFlow::Continue(Err(StatusProblem::UnknownCriticalExtension));
        }
        accept!(self.responder(&basic, node, issuer)?);
        // Revoked once is revoked: in a response that is out of date, that comes from a clock that is
        // fast, that was made for another request, or that says good as well.
        let revoked = about().find_map(|single| match single.status {
            CertStatus::Revoked(reason) => Some(reason),
            _ => None,
        });
        if let Some(reason) = revoked {
            return ControlFlow::Continue(Err(StatusProblem::Revoked(reason)));
        }
        if revocation.nonce.is_some_and(|nonce| !basic.has_nonce(nonce)) {
            return ControlFlow::Continue(Err(StatusProblem::Nonce));
        }
        let ahead = self.now.plus(revocation.skew.into());
        if basic.produced_at > ahead {
            return ControlFlow::Continue(Err(StatusProblem::NotYetValid));
        }
        let mut status = Err(StatusProblem::NoData);
        for single in about() {
            accept!(single.in_force(self.now, ahead, revocation.max_age));
            status = match single.status {
                CertStatus::Good => Ok(()),
                _ => return ControlFlow::Continue(Err(StatusProblem::UnknownCertificate)),
            };
        }
        ControlFlow::Continue(status)
    }

    /// RFC 6960 4.2.2.2: signed by the issuer, or by someone whom the issuer authorized directly.
    ///
    /// Nobody signs the list of certificates in a response, and a delegate can have the name of the
    /// issuer. So every certificate is tried until one fits, and each look and each signature is
    /// taken from the budget.
    fn responder(
        &mut self,
        basic: &Basic<'_>,
        node: &Node<'_, 'a>,
        issuer: &Signer<'a>,
    ) -> Flow<'a, Status> {
        if !self.profile().has_signature(basic.signed.algorithm()) {
            return ControlFlow::Continue(Err(StatusProblem::AlgorithmNotAllowed));
        }
        let mut problem = StatusProblem::UnauthorizedSigner;
        if basic.responder.is(&issuer.name, issuer.key.key()) {
            match self.verify(node, &basic.signed, &issuer.key)? {
                Ok(()) => return ControlFlow::Continue(Ok(())),
                Err(refusal) => problem = worse(refusal.into(), problem),
            }
        }
        let mut list = Reader::new(basic.certificates);
        while let Ok(tlv) = list.tlv(tag::SEQUENCE) {
            self.step(node)?;
            let Ok(delegate) = Certificate::parse(tlv.raw) else { continue };
            let key = delegate.public_key();
            if !basic.responder.is(&delegate.subject(), key.key())
                || !self.may_respond(&delegate, issuer)
            {
                continue;
            }
            if let Err(refusal) = self.verify(node, &delegate.signed(), &issuer.key)? {
                problem = worse(refusal.into(), problem);
                continue;
            }
            match self.verify(node, &basic.signed, &key)? {
                Ok(()) => return ControlFlow::Continue(Ok(())),
                Err(refusal) => problem = worse(refusal.into(), problem),
            }
        }
        ControlFlow::Continue(Err(problem))
    }

    /// Whether a certificate says that the issuer authorized its owner to sign responses.
    fn may_respond(&self, delegate: &Certificate<'_>, issuer: &Signer<'a>) -> bool {
        let extensions = delegate.extensions();
        let signs = extensions.key_usage().is_none_or(|usage| {
            usage.contains(KeyUsage::DIGITAL_SIGNATURE) || usage.contains(KeyUsage::NON_REPUDIATION)
        });
        signs
            && delegate.issuer() == issuer.name
            && extensions.extended_key_usage().is_some_and(|e| e.contains(oid::OCSP_SIGNING))
            && Checks::status_signer(self.profile(), self.now, delegate)
    }
}

impl From<Refusal> for StatusProblem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid => Self::Signature,
            Refusal::Unsupported => Self::UnsupportedAlgorithm,
        }
    }
}

//! OCSP responses (RFC 6960): stapled, or fetched by the caller.

use super::certificate::Certificate;
use super::certificate_hash_data::HashAlgorithm;
use super::extensions::for_each_extension;
use super::name::Name;
use super::public_key::{AlgorithmIdentifier, PublicKey};
use super::signed::Signed;
use crate::der::{DerError, InField, Malformed, Reader, Time, oid, tag};

/// An OCSP response that has been read whole; everything is borrowed from its DER.
#[derive(Clone, Copy, Debug)]
pub struct OcspResponse<'a> {
    /// `None`: the responder gave an error instead.
    basic: Option<Basic<'a>>,
    status: u8,
}

/// BasicOCSPResponse (RFC 6960 4.2.1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Basic<'a> {
    pub(crate) signed: Signed<'a>,
    pub(crate) responder: ResponderId<'a>,
    pub(crate) produced_at: Time,
    pub(crate) responses: &'a [u8],
    pub(crate) nonce: Option<&'a [u8]>,
    pub(crate) has_unknown_critical: bool,
    pub(crate) certificates: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum ResponderId<'a> {
    Name(Name<'a>),
    /// SHA-1 of the key.
    KeyHash(&'a [u8]),
}

impl ResponderId<'_> {
    pub(crate) fn is(&self, name: &Name<'_>, key: &[u8]) -> bool {
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

    /// The answer, unless the responder gave an error instead.
    pub(crate) fn basic(&self) -> Option<Basic<'a>> {
        self.basic
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

    pub(crate) fn singles(&self) -> impl Iterator<Item = Single<'a>> {
        let mut list = Reader::new(self.responses);
        core::iter::from_fn(move || Single::read(&mut list).ok())
    }

    /// Whether the nonce is the one that was requested (RFC 8954 2.1: an OCTET STRING in the
    /// extension; some responders leave that out).
    pub(crate) fn has_nonce(&self, requested: &[u8]) -> bool {
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
pub(crate) struct Single<'a> {
    pub(crate) algorithm: Option<HashAlgorithm>,
    pub(crate) name_hash: &'a [u8],
    pub(crate) key_hash: &'a [u8],
    pub(crate) serial: &'a [u8],
    pub(crate) status: CertStatus,
    pub(crate) this_update: Time,
    pub(crate) next_update: Option<Time>,
    pub(crate) has_unknown_critical: bool,
}

pub(crate) enum CertStatus {
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
    pub(crate) fn is_about(&self, certificate: &Certificate<'_>, issuer: &PublicKey<'_>) -> bool {
        let Some(algorithm) = self.algorithm else { return false };
        self.serial == certificate.serial_number().content()
            && algorithm.hash(certificate.issuer().der()).octets() == self.name_hash
            && algorithm.hash(issuer.key()).octets() == self.key_hash
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

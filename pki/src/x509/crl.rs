//! Certificate revocation lists (RFC 5280 section 5): complete ones, and ones for some certificates or
//! reasons.
//!
//! Delta CRLs (5.2.4) and indirect CRLs (5.2.5, `indirectCRL`) are refused when they are read. No
//! deployment of ISO 15118 or OCPP is known that publishes them, and each rule of combining lists
//! is a way for a revoked certificate to pass. Where they exist, the complete CRL exists as well.

use super::certificate::SerialNumber;
use super::extensions::{AuthorityKeyIdentifier, PointName, for_each_extension};
use super::name::Name;
use super::public_key::AlgorithmIdentifier;
use super::signed::Signed;
use crate::der::{self, DerError, InField, Malformed, Reader, Time, tag};

/// A CRL that has been read whole; everything is borrowed from its DER.
///
/// Reading goes over all entries once. It checks the encoding, not who signed: that is done where a
/// certificate is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Crl<'a> {
    der: &'a [u8],
    signed: Signed<'a>,
    issuer: Name<'a>,
    this_update: Time,
    next_update: Option<Time>,
    entries: &'a [u8],
    distribution_point: IssuingDistributionPoint<'a>,
    has_unknown_critical: bool,
}

impl<'a> Crl<'a> {
    /// Reads a CRL that is the whole of `der`.
    ///
    /// # Errors
    ///
    /// Says which field is not DER, or not what its type says. A delta CRL is an error of
    /// `deltaCRLIndicator`, an indirect CRL one of `indirectCRL`, both [`Malformed::Unsupported`].
    /// Go on without such a list: the complete CRL of the issuer stands on its own.
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        let (signed, mut tbs) = Signed::parse(der, "certificateList")?;
        let version = tbs.optional(tag::INTEGER).field("version")?;
        if version.is_some_and(|version| version != [1]) {
            return Err(DerError::new("version", Malformed::Version));
        }
        let algorithm = AlgorithmIdentifier::read(&mut tbs).field("signature")?;
        if algorithm != signed.algorithm() {
            return Err(DerError::new("signature", Malformed::Value));
        }
        let issuer = Name::read(&mut tbs).field("issuer")?;
        if issuer.is_empty() {
            return Err(DerError::new("issuer", Malformed::Empty));
        }
        let (this_update, _) = Time::read(&mut tbs).field("thisUpdate")?;
        let next_update = match tbs.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => {
                Some(Time::read(&mut tbs).field("nextUpdate")?.0)
            }
            _ => None,
        };
        let entries = tbs.optional(tag::SEQUENCE).field("revokedCertificates")?;
        let extensions = tbs.optional(tag::context_constructed(0)).field("crlExtensions")?;
        tbs.end().field("tbsCertList")?;
        let mut crl = Self {
            der,
            signed,
            issuer,
            this_update,
            next_update,
            entries: entries.unwrap_or_default(),
            distribution_point: IssuingDistributionPoint::default(),
            has_unknown_critical: false,
        };
        // RFC 5280 5.1.2.6: absent if nothing is revoked; issuers of the field write an empty list.
        let mut list = Reader::new(crl.entries);
        while !list.is_empty() {
            let entry = Entry::read(&mut list).field("revokedCertificates")?;
            crl.has_unknown_critical |= entry.has_unknown_critical;
        }
        if let Some(explicit) = extensions {
            if version.is_none() {
                return Err(DerError::new("crlExtensions", Malformed::Version));
            }
            let is_delta = crl.extensions(explicit).field("crlExtensions")?;
            if is_delta {
                return Err(DerError::new("deltaCRLIndicator", Malformed::Unsupported));
            }
        }
        if crl.distribution_point.is_indirect {
            return Err(DerError::new("indirectCRL", Malformed::Unsupported));
        }
        Ok(crl)
    }

    /// Reads crlExtensions; says whether this is a delta CRL.
    fn extensions(&mut self, explicit: &'a [u8]) -> Result<bool, Malformed> {
        let mut is_delta = false;
        for_each_extension(explicit, |oid, critical, value| {
            match oid {
                // 5.2.1
                [0x55, 0x1D, 35] => AuthorityKeyIdentifier::parse(value).map(drop),
                // 5.2.3
                [0x55, 0x1D, 20] => check_number(value),
                // 5.2.4
                [0x55, 0x1D, 27] => {
                    is_delta = true;
                    check_number(value)
                }
                // 5.2.5
                [0x55, 0x1D, 28] => IssuingDistributionPoint::parse(value)
                    .map(|found| self.distribution_point = found),
                _ => {
                    self.has_unknown_critical |= critical;
                    Ok(())
                }
            }
        })?;
        Ok(is_delta)
    }

    /// The whole encoding.
    #[must_use]
    pub fn der(&self) -> &'a [u8] {
        self.der
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> Name<'a> {
        self.issuer
    }

    /// When it was issued.
    #[must_use]
    pub fn this_update(&self) -> Time {
        self.this_update
    }

    /// When the next one is issued at the latest.
    #[must_use]
    pub fn next_update(&self) -> Option<Time> {
        self.next_update
    }

    /// The serial numbers that are listed, with their reasons (RFC 5280 5.3.1).
    pub fn entries(self) -> impl Iterator<Item = (SerialNumber<'a>, Option<u8>)> + Clone {
        let mut list = Reader::new(self.entries);
        core::iter::from_fn(move || {
            if list.is_empty() {
                return None;
            }
            Entry::read(&mut list).ok().map(|entry| (entry.serial_number, entry.reason))
        })
    }

    pub(crate) fn signed(&self) -> Signed<'a> {
        self.signed
    }

    /// What the list is for; the default where the extension is absent.
    pub(crate) fn distribution_point(&self) -> &IssuingDistributionPoint<'a> {
        &self.distribution_point
    }

    /// Whether an extension of the list or of an entry is critical and unknown. RFC 5280 5.2, 5.3: then
    /// nothing may be concluded from the list.
    ///
    /// certificateIssuer (5.3.3) is such an extension: it belongs to indirect CRLs.
    pub(crate) fn has_unknown_critical(&self) -> bool {
        self.has_unknown_critical
    }
}

/// issuingDistributionPoint (RFC 5280 5.2.5).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IssuingDistributionPoint<'a> {
    pub(crate) name: Option<PointName<'a>>,
    pub(crate) only_users: bool,
    pub(crate) only_cas: bool,
    pub(crate) reasons: Option<u16>,
    pub(crate) is_indirect: bool,
    pub(crate) only_attributes: bool,
}

impl<'a> IssuingDistributionPoint<'a> {
    fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::only(value, tag::SEQUENCE)?;
        let name =
            inner.optional(tag::context_constructed(0))?.map(PointName::parse).transpose()?;
        let mut flag = |number| inner.optional(tag::context(number));
        let is_set = |content: Option<&[u8]>| content.map_or(Ok(false), der::true_only);
        let only_users = is_set(flag(1)?)?;
        let only_cas = is_set(flag(2)?)?;
        let reasons = flag(3)?.map(der::named_bits).transpose()?;
        let is_indirect = is_set(flag(4)?)?;
        let only_attributes = is_set(flag(5)?)?;
        inner.end()?;
        Ok(Self { name, only_users, only_cas, reasons, is_indirect, only_attributes })
    }
}

/// An entry of a list.
struct Entry<'a> {
    serial_number: SerialNumber<'a>,
    reason: Option<u8>,
    has_unknown_critical: bool,
}

impl<'a> Entry<'a> {
    fn read(list: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut inner = list.nested(tag::SEQUENCE)?;
        let serial_number = SerialNumber::from_content(inner.integer()?);
        Time::read(&mut inner)?;
        let mut entry = Self { serial_number, reason: None, has_unknown_critical: false };
        if !inner.is_empty() {
            let extensions = inner.tlv(tag::SEQUENCE)?;
            inner.end()?;
            for_each_extension(extensions.raw, |oid, critical, value| {
                match oid {
                    // reasonCode, 5.3.1
                    [0x55, 0x1D, 21] => {
                        let mut reader = Reader::new(value);
                        let code = reader.value(tag::ENUMERATED)?;
                        reader.end()?;
                        match code {
                            [code] => entry.reason = Some(*code),
                            _ => return Err(Malformed::Value),
                        }
                    }
                    // invalidityDate, 5.3.2
                    [0x55, 0x1D, 24] => {
                        let mut reader = Reader::new(value);
                        Time::parse_generalized(reader.value(tag::GENERALIZED_TIME)?)?;
                        reader.end()?;
                    }
                    _ => entry.has_unknown_critical |= critical,
                }
                Ok(())
            })?;
        }
        Ok(entry)
    }
}

/// CRLNumber: an INTEGER that is not negative.
fn check_number(value: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader::new(value);
    der::unsigned(reader.value(tag::INTEGER)?)?;
    reader.end()
}

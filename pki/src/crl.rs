//! Certificate revocation lists (RFC 5280 section 5): complete ones, and ones for some certificates or
//! reasons.
//!
//! Delta CRLs (5.2.4) and indirect CRLs (5.2.5, `indirectCRL`) are refused when they are read. No
//! deployment of ISO 15118 or OCPP is known that publishes them, and each rule of combining lists
//! is a way for a revoked certificate to pass. Where they exist, the complete CRL exists as well.

use crate::certificate::{Certificate, SerialNumber, Signed};
use crate::der::{self, DerError, InField, Malformed, Reader, tag};
use crate::distribution_points::PointName;
use crate::error::StatusProblem;
use crate::extensions::AuthorityKeyIdentifier;
use crate::general_name::{GeneralName, GeneralNames};
use crate::name::Name;
use crate::public_key::AlgorithmIdentifier;
use crate::time::Time;

/// A CRL that has been read whole; everything is borrowed from its DER.
///
/// Reading goes over all entries once. It checks the encoding, not who signed: that is done where a
/// certificate is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Crl<'a> {
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

    /// Whether an extension of the list or of an entry is critical and unknown. RFC 5280 5.2, 5.3: then
    /// nothing may be concluded from the list.
    ///
    /// certificateIssuer (5.3.3) is such an extension: it belongs to indirect CRLs.
    pub(crate) fn has_unknown_critical(&self) -> bool {
        self.has_unknown_critical
    }

    /// Whether the list counts at this time, and with a clock that is `ahead`.
    pub(crate) fn in_force(&self, now: Time, ahead: Time) -> Result<(), StatusProblem> {
        if ahead < self.this_update {
            return Err(StatusProblem::NotYetValid);
        }
        // RFC 5280 5.1.2.5: conforming issuers always give it.
        let next = self.next_update.ok_or(StatusProblem::NoNextUpdate)?;
        if now > next { Err(StatusProblem::Expired) } else { Ok(()) }
    }

    /// Whether and for which reason a certificate of the issuer is listed.
    pub(crate) fn reason(&self, certificate: &Certificate<'_>) -> Option<Option<u8>> {
        let wanted = certificate.serial_number();
        self.entries().find(|(serial, _)| *serial == wanted).map(|(_, reason)| reason)
    }

    /// The reasons that this list covers for a certificate of its issuer (6.3.3 (b), (d)); `None` if
    /// it does not speak of it.
    pub(crate) fn scope(&self, certificate: &Certificate<'_>) -> Option<Scope> {
        let point = &self.distribution_point;
        let extensions = certificate.extensions();
        let is_ca = extensions.basic_constraints().is_some_and(|basic| basic.ca);
        if point.only_attributes || (point.only_users && is_ca) || (point.only_cas && !is_ca) {
            return None;
        }
        let own = point.reasons.map_or(Scope::ALL, Scope);
        // 6.3.3, at the end: any CRL of the issuer counts, as if there were a point with its name.
        let is_general = point.name.is_none_or(|name| name.is_directory(&self.issuer));
        let mut covered = if is_general { own } else { Scope::NONE };
        let points = extensions.crl_distribution_points();
        for candidate in points.iter().flat_map(|points| points.iter()) {
            // Who names another issuer means an indirect CRL.
            let is_own = candidate.crl_issuer.is_none_or(|issuers| names(issuers, &self.issuer));
            let fits = match (&point.name, &candidate.name) {
                (None, _) => true,
                (Some(name), Some(other)) => name.shares_name(other, &self.issuer),
                (Some(name), None) => name.is_directory(&self.issuer),
            };
            if is_own && fits {
                covered = covered.with(own.within(candidate.reasons.map_or(Scope::ALL, Scope)));
            }
        }
        (covered != Scope::NONE).then_some(covered)
    }
}

/// A set of reasons for revocation (ReasonFlags, RFC 5280 4.2.1.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope(u16);

impl Scope {
    pub(crate) const NONE: Self = Self(0);
    /// From keyCompromise to aACompromise; the first bit is unused.
    pub(crate) const ALL: Self = Self(0x7F80);

    pub(crate) fn with(self, other: Self) -> Self {
        Self((self.0 | other.0) & Self::ALL.0)
    }

    fn within(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::ALL.0)
    }
}

/// issuingDistributionPoint (RFC 5280 5.2.5).
#[derive(Clone, Copy, Debug, Default)]
struct IssuingDistributionPoint<'a> {
    name: Option<PointName<'a>>,
    only_users: bool,
    only_cas: bool,
    reasons: Option<u16>,
    is_indirect: bool,
    only_attributes: bool,
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

/// Goes over a SEQUENCE of extensions, none of which is there twice.
pub(crate) fn for_each_extension<'a>(
    whole: &'a [u8],
    mut visit: impl FnMut(&'a [u8], bool, &'a [u8]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    const MOST: usize = 32;
    let mut list = Reader::only(whole, tag::SEQUENCE)?;
    if list.is_empty() {
        return Err(Malformed::Empty);
    }
    let mut seen: [&[u8]; MOST] = [&[]; MOST];
    let mut count: usize = 0;
    while !list.is_empty() {
        let mut inner = list.nested(tag::SEQUENCE)?;
        let oid = inner.oid()?;
        let critical = inner.default_false()?;
        let value = inner.value(tag::OCTET_STRING)?;
        inner.end()?;
        if seen.contains(&oid) {
            return Err(Malformed::Duplicate);
        }
        *seen.get_mut(count).ok_or(Malformed::TooMany)? = oid;
        count = count.saturating_add(1);
        visit(oid, critical, value)?;
    }
    Ok(())
}

/// CRLNumber: an INTEGER that is not negative.
fn check_number(value: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader::new(value);
    der::unsigned(reader.value(tag::INTEGER)?)?;
    reader.end()
}

/// Whether one of the names is this one.
fn names(names: GeneralNames<'_>, wanted: &Name<'_>) -> bool {
    names.iter().any(|name| matches!(name, GeneralName::Directory(name) if name == *wanted))
}

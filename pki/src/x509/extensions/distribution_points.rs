//! CRL distribution points (RFC 5280 4.2.1.13): in certificates, where CRLs are; in CRLs
//! (issuingDistributionPoint, 5.2.5), what a CRL is.

use crate::der::{self, Malformed, Reader, tag};
use crate::x509::general_name::{GeneralName, GeneralNames};
use crate::x509::name::Name;

/// cRLDistributionPoints that have been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistributionPoints<'a>(&'a [u8]);

impl<'a> DistributionPoints<'a> {
    pub(crate) fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
        let mut list = Reader::only(value, tag::SEQUENCE)?;
        let content = list.rest();
        if content.is_empty() {
            return Err(Malformed::Empty);
        }
        while !list.is_empty() {
            DistributionPoint::read(&mut list)?;
        }
        Ok(Self(content))
    }

    /// The content of a SEQUENCE that has been checked.
    pub(crate) fn of_checked(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// The points in their order.
    pub(crate) fn iter(self) -> impl Iterator<Item = DistributionPoint<'a>> + Clone {
        let mut reader = Reader::new(self.0);
        core::iter::from_fn(move || {
            if reader.is_empty() { None } else { DistributionPoint::read(&mut reader).ok() }
        })
    }

    /// The URIs of all points, in their order.
    pub fn uris(self) -> impl Iterator<Item = &'a str> + Clone {
        self.iter()
            .filter_map(|point| match point.name {
                Some(PointName::Full(names)) => Some(names.iter()),
                _ => None,
            })
            .flatten()
            .filter_map(|name| if let GeneralName::Uri(uri) = name { Some(uri) } else { None })
    }
}

/// One point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DistributionPoint<'a> {
    pub(crate) name: Option<PointName<'a>>,
    /// The reasons that its CRLs cover; all if absent.
    pub(crate) reasons: Option<u16>,
    /// The issuer of its CRLs. RFC 5280 wants it absent where that is the issuer of the certificate.
    pub(crate) crl_issuer: Option<GeneralNames<'a>>,
}

impl<'a> DistributionPoint<'a> {
    fn read(list: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut inner = list.nested(tag::SEQUENCE)?;
        let name =
            inner.optional(tag::context_constructed(0))?.map(PointName::parse).transpose()?;
        let reasons = inner.optional(tag::context(1))?.map(der::named_bits).transpose()?;
        let crl_issuer =
            inner.optional(tag::context_constructed(2))?.map(GeneralNames::check).transpose()?;
        inner.end()?;
        // RFC 5280 4.2.1.13: reasons alone say nothing.
        if name.is_none() && crl_issuer.is_none() {
            return Err(Malformed::Empty);
        }
        Ok(Self { name, reasons, crl_issuer })
    }
}

/// DistributionPointName.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PointName<'a> {
    Full(GeneralNames<'a>),
    /// One relative name that continues the name of the CRL's issuer.
    Relative(&'a [u8]),
}

impl<'a> PointName<'a> {
    pub(crate) fn parse(content: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(content);
        let tlv = reader.any()?;
        reader.end()?;
        if tlv.tag == tag::context_constructed(0) {
            return GeneralNames::check(tlv.value).map(Self::Full);
        }
        if tlv.tag != tag::context_constructed(1) {
            return Err(Malformed::Tag);
        }
        Name::check_relative(tlv.value)?;
        Ok(Self::Relative(tlv.value))
    }

    /// Whether this is the name of an issuer itself.
    pub(crate) fn is_directory(&self, issuer: &Name<'_>) -> bool {
        match self {
            Self::Full(names) => names.iter().any(|name| name == GeneralName::Directory(*issuer)),
            Self::Relative(_) => false,
        }
    }

    /// Whether one of the names is in both, where `issuer` issued the CRL (RFC 5280 6.3.3 (b)(2)).
    pub(crate) fn shares_name(&self, other: &PointName<'_>, issuer: &Name<'_>) -> bool {
        match (self, other) {
            (Self::Full(ours), PointName::Full(theirs)) => {
                ours.iter().any(|our| theirs.iter().any(|their| our == their))
            }
            (Self::Full(names), PointName::Relative(last)) => is_extended(names, issuer, last),
            (Self::Relative(last), PointName::Full(names)) => is_extended(names, issuer, last),
            (Self::Relative(ours), PointName::Relative(theirs)) => {
                Name::is_same_relative(ours, theirs)
            }
        }
    }
}

/// Whether one of the names is `issuer` and one more relative name.
fn is_extended(names: &GeneralNames<'_>, issuer: &Name<'_>, last: &[u8]) -> bool {
    names.iter().any(|name| match name {
        GeneralName::Directory(name) => name.is_extended(issuer, last),
        _ => false,
    })
}

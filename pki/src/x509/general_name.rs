//! GeneralName (RFC 5280 4.2.1.6): what subjectAltName, name constraints and distribution points
//! are made of.

use super::name::Name;
use crate::der::{Malformed, Reader, tag};

/// One name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralName<'a> {
    /// A mailbox (rfc822Name).
    Rfc822(&'a str),
    /// A DNS name.
    Dns(&'a str),
    /// A distinguished name.
    Directory(Name<'a>),
    /// A URI.
    Uri(&'a str),
    /// An IP address, with a mask after it in name constraints.
    Ip(&'a [u8]),
    /// Any other kind, by the tag of its encoding.
    Other(u8),
}

impl<'a> GeneralName<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let tlv = reader.any()?;
        Ok(match tlv.tag {
            0x81 => Self::Rfc822(ia5(tlv.value)?),
            0x82 => Self::Dns(ia5(tlv.value)?),
            0x86 => Self::Uri(ia5(tlv.value)?),
            0x87 => Self::Ip(tlv.value),
            0xA4 => {
                let mut inner = Reader::new(tlv.value);
                let name = Name::read(&mut inner)?;
                inner.end()?;
                Self::Directory(name)
            }
            // otherName, x400Address, ediPartyName, registeredID.
            0xA0 | 0xA3 | 0xA5 | 0x88 => Self::Other(tlv.tag),
            _ => return Err(Malformed::Tag),
        })
    }
}

/// An IA5String.
fn ia5(value: &[u8]) -> Result<&str, Malformed> {
    let text = core::str::from_utf8(value).ok().filter(|text| text.is_ascii());
    text.ok_or(Malformed::Characters)
}

/// GeneralNames that have been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneralNames<'a>(&'a [u8]);

impl<'a> GeneralNames<'a> {
    /// Checks the content of a SEQUENCE of general names, of which there must be one.
    pub(crate) fn check(content: &'a [u8]) -> Result<Self, Malformed> {
        if content.is_empty() {
            return Err(Malformed::Empty);
        }
        let mut reader = Reader::new(content);
        while !reader.is_empty() {
            GeneralName::read(&mut reader)?;
        }
        Ok(Self(content))
    }

    /// The content of a SEQUENCE that has been checked.
    pub(crate) fn of_checked(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// The names in their order.
    pub fn iter(self) -> impl Iterator<Item = GeneralName<'a>> + Clone {
        let mut reader = Reader::new(self.0);
        core::iter::from_fn(move || {
            if reader.is_empty() { None } else { GeneralName::read(&mut reader).ok() }
        })
    }
}

/// Reads a SEQUENCE of general names that is the whole of `input`.
pub(crate) fn whole(input: &[u8]) -> Result<GeneralNames<'_>, Malformed> {
    GeneralNames::check(Reader::only(input, tag::SEQUENCE)?.rest())
}

/// The preferred name syntax of RFC 1034 3.5 as changed by RFC 1123 2.1, without a final dot; with
/// `wildcard`, the first label may be `*`.
pub(crate) fn is_dns_name(name: &str, wildcard: bool) -> bool {
    let name = if wildcard { name.strip_prefix("*.").unwrap_or(name) } else { name };
    name.len() <= 253
        && labels(name).all(|label| {
            (1..=63).contains(&label.len())
                && label.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-')
                && !label.starts_with(b"-")
                && !label.ends_with(b"-")
        })
}

/// What is between the dots.
pub(crate) fn labels(name: &str) -> impl Iterator<Item = &[u8]> {
    name.as_bytes().split(|octet| *octet == b'.')
}

/// `str::split_once`, which the optimiser does not free of panics.
pub(crate) fn split_once(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|octet| octet == at)?;
    let (front, rest) = text.split_at_checked(place)?;
    Some((front, rest.get(1..)?))
}

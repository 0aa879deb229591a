//! Distinguished names: reading (RFC 5280 4.1.2.4) and comparison (RFC 5280 7.1).

mod relative;
#[cfg(test)]
mod tests;
mod text;

use core::fmt;

use self::relative::{Rdn, Rdns, check_attributes};
use crate::der::{Malformed, Oid, Reader, oid, tag};

/// A distinguished name: relative distinguished names, each a set of attributes.
///
/// `==` compares as RFC 5280 7.1 says: in the same order of relative names; the attributes of each
/// in any order; strings without regard to case and with white space at the ends ignored and in
/// between compressed, whether they are PrintableString or UTF8String. Strings of other types are
/// equal if they are octet by octet.
///
/// Two steps of the StringPrep profile of RFC 4518 are left out: Unicode normalization (NFKC), and the
/// mapping of characters to nothing. Cases are folded one character at a time. Names that may be
/// equal after these steps are unequal for `==`, so they do not chain and are in no permitted
/// subtree. An excluded subtree takes them for equal. Either way the chain is refused.
#[derive(Clone, Copy)]
pub struct Name<'a> {
    /// Tag, length and content.
    der: &'a [u8],
    /// The content.
    rdns: &'a [u8],
}

impl<'a> Name<'a> {
    /// Reads a Name and all that is in it.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let name = Self::peek(reader)?;
        let mut rdns = Reader::new(name.rdns);
        while !rdns.is_empty() {
            check_attributes(rdns.value(tag::SET)?)?;
        }
        Ok(name)
    }

    /// Reads a Name. One that is a copy of `known`, which has been read, needs no second look.
    #[inline]
    pub(crate) fn read_known(
        reader: &mut Reader<'a>,
        known: Option<Name<'_>>,
    ) -> Result<Self, Malformed> {
        if let Some(known) = known {
            let mut after = *reader;
            let name = Self::peek(&mut after)?;
            if known.is_copy(&name) {
                *reader = after;
                return Ok(name);
            }
        }
        Self::read(reader)
    }

    /// Finds a Name without looking into it; what is wrong in it ends its iteration.
    pub(crate) fn peek(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        reader.tlv(tag::SEQUENCE).map(|tlv| Self { der: tlv.raw, rdns: tlv.value })
    }

    /// Whether the octets are equal. Nearly always names that should be equal have been copied from
    /// each other.
    #[inline]
    pub(crate) fn is_copy(&self, other: &Name<'_>) -> bool {
        self.rdns == other.rdns
    }

    /// A part of a name that has been read; `nameRelativeToCRLIssuer` (RFC 5280 4.2.1.13).
    pub(crate) fn check_relative(set: &[u8]) -> Result<(), Malformed> {
        check_attributes(set)
    }

    /// Whether two relative names are the same.
    pub(crate) fn is_same_relative(ours: &[u8], theirs: &[u8]) -> bool {
        Rdn(ours).compare(&Rdn(theirs)) == Comparison::Same
    }

    /// The encoding with tag and length, which certificate hash data are made of.
    #[must_use]
    pub fn der(&self) -> &'a [u8] {
        self.der
    }

    /// Whether there is no relative name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// All attributes in the order of the encoding.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> + Clone {
        Rdns(self.rdns).flat_map(Rdn::attributes)
    }

    /// The values of the attributes of this type.
    pub(crate) fn values(self, kind: &'static [u8]) -> impl Iterator<Item = Attribute<'a>> + Clone {
        self.attributes().filter(move |attribute| attribute.kind == kind)
    }

    /// The commonName, if there is exactly one.
    #[must_use]
    pub fn common_name(&self) -> Option<&'a [u8]> {
        self.single(oid::COMMON_NAME)
    }

    /// The domainComponent, if there is exactly one.
    #[must_use]
    pub fn domain_component(&self) -> Option<&'a [u8]> {
        self.single(oid::DOMAIN_COMPONENT)
    }

    /// The commonName, if there is exactly one, and its type is read as UTF-8. In other types, the same
    /// octets are other characters.
    pub(crate) fn common_name_text(&self) -> Option<&'a str> {
        self.only(oid::COMMON_NAME)?.text()
    }

    fn single(&self, kind: &'static [u8]) -> Option<&'a [u8]> {
        self.only(kind).map(|attribute| attribute.value)
    }

    fn only(&self, kind: &'static [u8]) -> Option<Attribute<'a>> {
        let mut values = self.values(kind);
        let first = values.next()?;
        if values.next().is_some() { None } else { Some(first) }
    }

    /// Whether the first relative names are those of `base` (RFC 5280 4.2.1.10, directoryName).
    pub(crate) fn within(&self, base: &Name<'_>) -> Comparison {
        self.after(base).0
    }

    /// Whether this name is `base` with one more relative name, whose set is `last`.
    pub(crate) fn is_extended(&self, base: &Name<'_>, last: &[u8]) -> bool {
        let (Comparison::Same, mut rdns) = self.after(base) else { return false };
        rdns.next().is_some_and(|rdn| rdn.compare(&Rdn(last)) == Comparison::Same)
            && rdns.next().is_none()
    }

    /// Compares the beginning of this name with `base`; returns the rest as well.
    fn after(&self, base: &Name<'_>) -> (Comparison, Rdns<'a>) {
        if let Some(rest) = self.rdns.strip_prefix(base.rdns) {
            return (Comparison::Same, Rdns(rest));
        }
        let mut rdns = Rdns(self.rdns);
        // A peer chooses names, and how often they are compared.
        if self.rdns.len().max(base.rdns.len()) > LONGEST_COMPARED {
            return (Comparison::Unknown, rdns);
        }
        let comparison = Rdns(base.rdns).fold(Comparison::Same, |all, wanted| {
            all.and(|| rdns.next().map_or(Comparison::Different, |rdn| rdn.compare(&wanted)))
        });
        (comparison, rdns)
    }
}

/// Octets of the longest names that are compared and not copies of each other.
const LONGEST_COMPARED: usize = 1024;

/// Whether two names, or parts of them, are equal. The larger value is the better match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Comparison {
    Different,
    /// They may be equal under rules that are not implemented.
    Unknown,
    Same,
}

impl Comparison {
    /// Both are equal. The second is not asked if the first differs.
    fn and(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Different { self } else { self.min(other()) }
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Name<'_>) -> bool {
        if self.is_copy(other) {
            return true;
        }
        let (comparison, rest) = self.after(other);
        comparison == Comparison::Same && rest.0.is_empty()
    }
}

impl Eq for Name<'_> {}

/// One attribute of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    kind: &'a [u8],
    tag: u8,
    value: &'a [u8],
}

impl<'a> Attribute<'a> {
    /// The type, such as 2.5.4.3 for a commonName.
    #[must_use]
    pub fn kind(&self) -> Oid<'a> {
        Oid::from_content(self.kind)
    }

    /// The octets of the value without tag and length.
    #[must_use]
    pub fn value(&self) -> &'a [u8] {
        self.value
    }

    /// The value, if it is a string of a type that is read as UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        if text::is_text(self.tag) { core::str::from_utf8(self.value).ok() } else { None }
    }

    /// RFC 5280 7.1, and 7.3 for domain components: without regard to case.
    fn compare(&self, other: &Attribute<'_>) -> Comparison {
        if self.kind != other.kind {
            Comparison::Different
        } else if self.tag == other.tag && self.value == other.value {
            Comparison::Same
        } else if text::is_text(self.tag) && text::is_text(other.tag) {
            text::compare(self.value, other.value)
        } else {
            // BMPString, TeletexString and others can hold the same characters in other octets.
            Comparison::Unknown
        }
    }
}

/// Characters, or octets, of a value that are shown.
const MOST_TEXT: usize = 64;

/// Writes a value from the wire for terminals and logs: cut off, and what is neither ASCII nor a letter
/// or a number is escaped, such as marks that turn the direction of writing.
fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, character) in text.chars().enumerate() {
        if index == MOST_TEXT {
            return f.write_str("...");
        }
        match character {
            ',' | '=' | '\\' | '"' | '+' => write!(f, "\\{character}")?,
            ' '..='~' => write!(f, "{character}")?,
            _ if character.is_alphanumeric() => write!(f, "{character}")?,
            _ => character.escape_default().try_for_each(|c| write!(f, "{c}"))?,
        }
    }
    Ok(())
}

/// As RFC 4514 writes names, but in the order of the encoding, and cut off after 12 attributes.
impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A peer can send thousands, and errors are logged.
        const MOST: usize = 12;
        for (index, attribute) in self.attributes().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            if index == MOST {
                return f.write_str("...");
            }
            let label = LABELS.iter().find(|(kind, _)| *kind == attribute.kind);
            match label {
                Some((_, label)) => f.write_str(label)?,
                None => fmt::Display::fmt(&attribute.kind(), f)?,
            }
            f.write_str("=")?;
            match attribute.text() {
                // Names come from the wire and go to terminals and logs.
                Some(text) => write_text(text, f)?,
                None => {
                    f.write_str("#")?;
                    let shown = attribute.value.get(..MOST_TEXT).unwrap_or(attribute.value);
                    shown.iter().try_for_each(|octet| write!(f, "{octet:02x}"))?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

const LABELS: [(&[u8], &str); 9] = [
    (oid::COMMON_NAME, "CN"),
    (oid::DOMAIN_COMPONENT, "DC"),
    (oid::ORGANIZATION, "O"),
    (oid::ORGANIZATIONAL_UNIT, "OU"),
    (oid::COUNTRY, "C"),
    (oid::LOCALITY, "L"),
    (oid::STATE, "ST"),
    (oid::SERIAL_NUMBER, "serialNumber"),
    (oid::EMAIL_ADDRESS, "emailAddress"),
];

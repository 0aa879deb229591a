//! Relative distinguished names and their attributes, read and compared.

use super::Attribute;
use super::text::check_string;
use crate::der::{Malformed, Reader, Tlv, tag};

/// A relative name that has been checked.
#[derive(Clone, Copy)]
pub(super) struct Rdn<'a> {
    /// The content of the set.
    set: &'a [u8],
    /// Its attribute, if it was found at once that there is one; see [`Attributes`] otherwise.
    pub(super) only: Option<Attribute<'a>>,
}

/// The relative names of a name that has been checked.
#[derive(Clone)]
pub(super) struct Rdns<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Rdns<'a> {
    type Item = Rdn<'a>;

    #[inline]
    fn next(&mut self) -> Option<Rdn<'a>> {
        if let Some((rdn, after)) = split_only_attribute(self.0) {
            self.0 = after;
            return Some(rdn);
        }
        let mut reader = Reader::new(self.0);
        let set = reader.value(tag::SET).ok()?;
        self.0 = reader.rest();
        Some(Rdn::of_set(set))
    }
}

/// The attributes of all sets of a name that has been checked.
#[derive(Clone)]
pub(super) struct AllAttributes<'a> {
    rdns: Rdns<'a>,
    /// What is left of a set with several.
    set: Attributes<'a>,
}

impl<'a> AllAttributes<'a> {
    /// Takes the content of a name.
    pub(super) fn new(rdns: &'a [u8]) -> Self {
        Self { rdns: Rdns(rdns), set: Attributes(Reader::new(&[])) }
    }
}

impl<'a> Iterator for AllAttributes<'a> {
    type Item = Attribute<'a>;

    #[inline]
    fn next(&mut self) -> Option<Attribute<'a>> {
        loop {
            if let Some(attribute) = self.set.next() {
                return Some(attribute);
            }
            let rdn = self.rdns.next()?;
            if rdn.only.is_some() {
                return rdn.only;
            }
            self.set = Attributes(Reader::new(rdn.set));
        }
    }
}

/// Attributes of a set that has been checked.
#[derive(Clone)]
struct Attributes<'a>(Reader<'a>);

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        if self.0.is_empty() {
            None
        } else {
            read_attribute(&mut self.0).ok().map(|(found, _)| found)
        }
    }
}

#[inline]
fn read_attribute<'a>(reader: &mut Reader<'a>) -> Result<(Attribute<'a>, &'a [u8]), Malformed> {
    let sequence = reader.tlv(tag::SEQUENCE)?;
    let mut inner = Reader::new(sequence.value);
    let kind = inner.oid()?;
    let Tlv { tag, value, .. } = inner.any()?;
    inner.end()?;
    Ok((Attribute { kind, tag, value }, sequence.raw))
}

/// The first set and what follows it, if it has one attribute and less than 128 octets, as nearly
/// every set of a name has.
///
/// Nothing is known of the attribute's identifier and string.
#[inline]
pub(super) fn split_only_attribute(rdns: &[u8]) -> Option<(Rdn<'_>, &[u8])> {
    let [tag::SET, length @ 0..=0x7F, rest @ ..] = rdns else { return None };
    let (set, after) = rest.split_at_checked(usize::from(*length))?;
    let [tag::SEQUENCE, sequence, tag::OID, length, rest @ ..] = set else { return None };
    let (kind, rest) = rest.split_at_checked(usize::from(*length))?;
    let [tag, length, value @ ..] = rest else { return None };
    let is_whole = usize::from(*length) == value.len()
        && usize::from(*sequence) == set.len().wrapping_sub(2)
        && tag & 0x1F != 0x1F;
    let attribute = Attribute { kind, tag: *tag, value };
    is_whole.then_some((Rdn { set, only: Some(attribute) }, after))
}

/// What follows the first set, if that is right at a glance: one attribute of a type below id-at, or a
/// domainComponent, with a string of ASCII. Nearly every set of a name is.
#[inline]
pub(super) fn pass_usual(rdns: &[u8]) -> Option<&[u8]> {
    // Tags and lengths of set, sequence and identifier without a string, and the first octets of the
    // identifier.
    const AT: u64 = u64::from_le_bytes([tag::SET, 9, tag::SEQUENCE, 7, tag::OID, 3, 0x55, 4]);
    const DC: u64 = u64::from_le_bytes([tag::SET, 16, tag::SEQUENCE, 14, tag::OID, 10, 9, 0x92]);
    const DC_REST: u64 = u64::from_le_bytes([0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25]);
    // An octet of a string is one more in both lengths, which go up to 127.
    const OCTET: u64 = u64::from_le_bytes([0, 1, 0, 1, 0, 0, 0, 0]);
    const LONGEST: u8 = 0x7F - 16;
    const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

    let &[a, b, c, d, e, f, g, h, _, tag, length, ..] = rdns else { return None };
    let first = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    // Up to the string, and up to what may not be ASCII.
    let (start, header, known, tag, length) = if first >> 32 == AT >> 32 {
        (AT, 11_usize, 8, tag, length)
    } else {
        let [_, _, _, _, _, _, _, _, rest @ ..] = rdns else { return None };
        let (second, [tag, length, ..]) = rest.split_first_chunk()? else { return None };
        if u64::from_le_bytes(*second) != DC_REST {
            return None;
        }
        (DC, 18, 18, *tag, *length)
    };
    // What has one octet as its tag and is ASCII is right in every type.
    if tag >= 0x1F
        || length > LONGEST
        || first != start.wrapping_add(OCTET.wrapping_mul(u64::from(length)))
    {
        return None;
    }
    let (set, after) = rdns.split_at_checked(header.wrapping_add(usize::from(length)))?;
    // Eight octets at once, from the end. The last ones can begin in front of the string, where some of
    // domainComponent are not ASCII: no string so short, or so long, that they are met is usual.
    let mut rest = set;
    while rest.len() > known {
        let (before, octets) = rest.split_last_chunk()?;
        if u64::from_ne_bytes(*octets) & NOT_ASCII != 0 {
            return None;
        }
        rest = before;
    }
    Some(after)
}

/// Checks the content of a set.
#[inline(never)]
pub(super) fn check_attributes(set: &[u8]) -> Result<(), Malformed> {
    if set.is_empty() {
        return Err(Malformed::Empty);
    }
    let mut reader = Reader::new(set);
    let (attribute, mut last) = read_attribute(&mut reader)?;
    check_string(attribute.tag, attribute.value)?;
    while !reader.is_empty() {
        let (attribute, raw) = read_attribute(&mut reader)?;
        check_string(attribute.tag, attribute.value)?;
        if raw < last {
            return Err(Malformed::SetOrder);
        }
        last = raw;
    }
    Ok(())
}
impl<'a> Rdn<'a> {
    pub(super) fn of_set(set: &'a [u8]) -> Self {
        Self { set, only: None }
    }

    /// Whether two sets have the same attributes. They are as many, and each is in the other.
    pub(super) fn is_same(&self, other: &Rdn<'_>) -> bool {
        if self.set == other.set {
            return true;
        }
        if let (Some(one), Some(two)) = (self.only, other.only) {
            return one.is_same(&two);
        }
        let (set, other) = (Attributes(Reader::new(self.set)), Attributes(Reader::new(other.set)));
        // Sets of a name are small; a large one would make this quadratic.
        const MOST: usize = 8;
        let count = set.clone().count();
        count <= MOST
            && count == other.clone().count()
            && set.clone().all(|one| other.clone().any(|two| one.is_same(&two)))
            && other.clone().all(|one| set.clone().any(|two| one.is_same(&two)))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::oid;

    fn set(kind: &[u8], string: &[u8]) -> Vec<u8> {
        let tlv = |tag: u8, content: &[u8]| {
            let mut encoded = vec![tag, u8::try_from(content.len()).unwrap()];
            encoded.extend_from_slice(content);
            encoded
        };
        let attribute = [tlv(tag::OID, kind), tlv(tag::UTF8_STRING, string)].concat();
        tlv(tag::SET, &tlv(tag::SEQUENCE, &attribute))
    }

    /// What follows the first set, read by its elements.
    fn pass(rdns: &[u8]) -> Result<&[u8], Malformed> {
        let mut reader = Reader::new(rdns);
        check_attributes(reader.value(tag::SET)?)?;
        Ok(reader.rest())
    }

    #[test]
    fn what_is_right_at_a_glance_is_right_by_its_elements() {
        let mut usual = 0;
        for kind in [oid::COMMON_NAME, oid::DOMAIN_COMPONENT, oid::EMAIL_ADDRESS] {
            for length in 0..100 {
                let base = [&set(kind, &vec![b'x'; length])[..], &[tag::SET, 0]].concat();
                assert_eq!(pass(&base), Ok(&[tag::SET, 0][..]));
                for index in 0..base.len() {
                    for change in [0, 1, 2, 0x1F, 0x40, 0x80, 0xFF] {
                        let mut rdns = base.clone();
                        rdns[index] ^= change;
                        if let Some(after) = pass_usual(&rdns) {
                            assert_eq!(Ok(after), pass(&rdns), "{rdns:02x?}");
                            usual += 1;
                        }
                    }
                    assert!(pass_usual(&base[..index.min(base.len() - 3)]).is_none());
                }
            }
        }
        assert!(usual > 50_000, "{usual}");
    }
}

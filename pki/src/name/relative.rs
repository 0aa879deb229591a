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
    let [tag::SET, set @ 0..=0x7F, tag::SEQUENCE, sequence, tag::OID, length, rest @ ..] = rdns
    else {
        return None;
    };
    let (kind, rest) = rest.split_at_checked(usize::from(*length))?;
    let [tag, length, rest @ ..] = rest else { return None };
    let (value, after) = rest.split_at_checked(usize::from(*length))?;
    // The tags and lengths of the two values are four octets, that of the sequence two.
    let sum = kind.len().wrapping_add(value.len()).wrapping_add(4);
    let is_whole = usize::from(*sequence) == sum
        && usize::from(*set) == sum.wrapping_add(2)
        && tag & 0x1F != 0x1F;
    if !is_whole {
        return None;
    }
    let set = rdns.get(2..sum.wrapping_add(4))?;
    Some((Rdn { set, only: Some(Attribute { kind, tag: *tag, value }) }, after))
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

//! Relative distinguished names and their attributes, read and compared.

use super::text::check_string;
use super::{Attribute, Comparison};
use crate::der::{Malformed, Reader, Tlv, tag};

/// A relative name that has been checked: the content of its set.
#[derive(Clone, Copy)]
pub(super) struct Rdn<'a>(pub(super) &'a [u8]);

/// The relative names of a name that has been checked.
#[derive(Clone)]
pub(super) struct Rdns<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Rdns<'a> {
    type Item = Rdn<'a>;

    fn next(&mut self) -> Option<Rdn<'a>> {
        let mut reader = Reader::new(self.0);
        let set = reader.value(tag::SET).ok()?;
        self.0 = reader.rest();
        Some(Rdn(set))
    }
}

/// Attributes of a set that has been checked.
#[derive(Clone)]
pub(super) struct Attributes<'a>(Reader<'a>);

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

fn read_attribute<'a>(reader: &mut Reader<'a>) -> Result<(Attribute<'a>, &'a [u8]), Malformed> {
    let sequence = reader.tlv(tag::SEQUENCE)?;
    let mut inner = Reader::new(sequence.value);
    let kind = inner.oid()?;
    let Tlv { tag, value, .. } = inner.any()?;
    inner.end()?;
    Ok((Attribute { kind, tag, value }, sequence.raw))
}

/// Checks the content of a set.
pub(super) fn check_attributes(set: &[u8]) -> Result<(), Malformed> {
    if set.is_empty() {
        return Err(Malformed::Empty);
    }
    let mut reader = Reader::new(set);
    let mut last = None;
    while !reader.is_empty() {
        let (attribute, raw) = read_attribute(&mut reader)?;
        check_string(attribute.tag, attribute.value)?;
        if last.is_some_and(|last| raw < last) {
            return Err(Malformed::SetOrder);
        }
        last = Some(raw);
    }
    Ok(())
}

impl<'a> Rdn<'a> {
    pub(super) fn attributes(self) -> Attributes<'a> {
        Attributes(Reader::new(self.0))
    }

    /// Compares two sets: they have as many attributes, and each is in the other.
    pub(super) fn compare(&self, other: &Rdn<'_>) -> Comparison {
        if self.0 == other.0 {
            return Comparison::Same;
        }
        let count = self.attributes().count();
        if count != other.attributes().count() {
            return Comparison::Different;
        }
        // Sets of a name are small; a large one would make this quadratic.
        const MOST: usize = 3;
        if count > MOST {
            return Comparison::Unknown;
        }
        self.is_in(other).and(|| other.is_in(self))
    }

    /// Whether each attribute is in another set.
    fn is_in(&self, other: &Rdn<'_>) -> Comparison {
        self.attributes().fold(Comparison::Same, |all, one| {
            all.and(|| {
                let results = other.attributes().map(|two| one.compare(&two));
                results.max().unwrap_or(Comparison::Different)
            })
        })
    }
}

//! Name constraints (RFC 5280 4.2.1.10): the subtrees that a CA names.

use crate::der::{Malformed, Reader, tag};
use crate::x509::general_name::GeneralName;

/// nameConstraints that have been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameConstraints<'a> {
    permitted: Option<&'a [u8]>,
    excluded: Option<&'a [u8]>,
}

impl<'a> NameConstraints<'a> {
    pub(crate) fn parse(value: &'a [u8]) -> Result<Self, Malformed> {
        let constraints = Self::parse_content(Reader::only(value, tag::SEQUENCE)?.rest())?;
        // RFC 5280 4.2.1.10: never an empty sequence.
        if constraints.permitted.is_none() && constraints.excluded.is_none() {
            return Err(Malformed::Empty);
        }
        Ok(constraints)
    }

    /// Reads what is inside of the SEQUENCE, the form of `pki_types::TrustAnchor`.
    pub(crate) fn parse_content(content: &'a [u8]) -> Result<Self, Malformed> {
        let mut inner = Reader::new(content);
        let permitted = inner.optional(tag::context_constructed(0))?;
        let excluded = inner.optional(tag::context_constructed(1))?;
        inner.end()?;
        for subtrees in [permitted, excluded].into_iter().flatten() {
            if subtrees.is_empty() {
                return Err(Malformed::Empty);
            }
            let mut list = Reader::new(subtrees);
            while !list.is_empty() {
                check_base(subtree(&mut list)?)?;
            }
        }
        Ok(Self { permitted, excluded })
    }

    /// The subtrees in which names must be, if there are any of their kind.
    pub(crate) fn permitted(&self) -> impl Iterator<Item = GeneralName<'a>> {
        bases(self.permitted)
    }

    /// The subtrees in which no name may be.
    pub(crate) fn excluded(&self) -> impl Iterator<Item = GeneralName<'a>> {
        bases(self.excluded)
    }
}

fn subtree<'a>(list: &mut Reader<'a>) -> Result<GeneralName<'a>, Malformed> {
    let mut inner = list.nested(tag::SEQUENCE)?;
    let base = GeneralName::read(&mut inner)?;
    // RFC 5280 4.2.1.10: minimum is 0, which is its default, and maximum is absent.
    if inner.is_empty() { Ok(base) } else { Err(Malformed::Value) }
}

/// RFC 5280 4.2.1.10: addresses have a mask after them, of ones first and zeros after (CIDR).
fn check_base(base: GeneralName<'_>) -> Result<(), Malformed> {
    let GeneralName::Ip(octets) = base else { return Ok(()) };
    let mask = match octets.len() {
        8 | 32 => octets.get(octets.len().div_euclid(2)..).unwrap_or_default(),
        _ => return Err(Malformed::Value),
    };
    let ones: u32 = mask.iter().map(|octet| octet.leading_ones()).sum();
    let set: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    let is_prefix = ones == set
        && !mask.windows(2).any(|w| matches!(w, [low, high] if *low != 0xFF && *high != 0));
    if is_prefix { Ok(()) } else { Err(Malformed::Value) }
}

fn bases(subtrees: Option<&[u8]>) -> impl Iterator<Item = GeneralName<'_>> {
    let mut list = Reader::new(subtrees.unwrap_or_default());
    core::iter::from_fn(move || subtree(&mut list).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_of_ones_first() {
        use GeneralName::Ip;
        let checked = |mask: [u8; 4]| check_base(Ip(&[[1; 4], mask].concat()));
        assert_eq!(checked([255, 240, 0, 0]), Ok(()));
        assert_eq!(checked([0; 4]), Ok(()));
        for mask in [[255, 0, 255, 0], [0, 255, 0, 0], [250, 0, 0, 0], [254, 128, 0, 0]] {
            assert_eq!(checked(mask), Err(Malformed::Value), "{mask:?}");
        }
        assert_eq!(check_base(Ip(&[1; 4])), Err(Malformed::Value));
    }
}

//! certificatePolicies and policyMappings (RFC 5280 4.2.1.4, 4.2.1.5) as lists.

use crate::der::{Malformed, Reader, tag};

/// Checks certificatePolicies.
pub(super) fn check_policies(value: &[u8]) -> Result<(), Malformed> {
    let mut list = Reader::only(value, tag::SEQUENCE)?;
    if list.is_empty() {
        return Err(Malformed::Empty);
    }
    while !list.is_empty() {
        read_policy(&mut list)?;
    }
    Ok(())
}

fn read_policy<'a>(list: &mut Reader<'a>) -> Result<&'a [u8], Malformed> {
    let mut information = list.nested(tag::SEQUENCE)?;
    let policy = information.oid()?;
    if let Some(qualifiers) = information.optional(tag::SEQUENCE)? {
        let mut qualifiers = Reader::new(qualifiers);
        if qualifiers.is_empty() {
            return Err(Malformed::Empty);
        }
        while !qualifiers.is_empty() {
            let mut qualifier = qualifiers.nested(tag::SEQUENCE)?;
            qualifier.oid()?;
            qualifier.any()?;
            qualifier.end()?;
        }
    }
    information.end()?;
    Ok(policy)
}

/// Checks policyMappings.
pub(super) fn check_mappings(value: &[u8]) -> Result<(), Malformed> {
    let mut list = Reader::only(value, tag::SEQUENCE)?;
    if list.is_empty() {
        return Err(Malformed::Empty);
    }
    while !list.is_empty() {
        read_mapping(&mut list)?;
    }
    Ok(())
}

/// Issuer's and subject's policy.
fn read_mapping<'a>(list: &mut Reader<'a>) -> Result<(&'a [u8], &'a [u8]), Malformed> {
    let mut mapping = list.nested(tag::SEQUENCE)?;
    let pair = (mapping.oid()?, mapping.oid()?);
    mapping.end()?;
    Ok(pair)
}

/// The policies of a list that has been checked.
pub(crate) fn policies(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut list = Reader::new(list);
    core::iter::from_fn(move || read_policy(&mut list).ok())
}

/// The pairs of a list that has been checked: the policy of the issuer, and that of the subject.
pub(crate) fn policy_mappings(list: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut list = Reader::new(list);
    core::iter::from_fn(move || read_mapping(&mut list).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_are_in_the_form_of_their_type() {
        for (tag, expected) in [
            (tag::UTF8_STRING, Ok(())),
            (tag::SEQUENCE, Ok(())),
            (tag::UTF8_STRING | 0x20, Err(Malformed::Tag)),
            (tag::IA5_STRING | 0x20, Err(Malformed::Tag)),
            (tag::SEQUENCE & 0x1F, Err(Malformed::Tag)),
        ] {
            // Policy 1.2.3 with a qualifier 1.2.4 that is empty.
            let qualifier = [0x30, 8, 0x30, 6, tag::OID, 2, 0x2A, 4, tag, 0];
            let policies = [&[0x30, 16, 0x30, 14, tag::OID, 2, 0x2A, 3], &qualifier[..]].concat();
            assert_eq!(check_policies(&policies), expected, "{tag:02x}");
        }
    }
}

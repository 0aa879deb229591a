//! Lists of extensions in CRLs, their entries, and OCSP responses.

use crate::der::{Malformed, Reader, tag};

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

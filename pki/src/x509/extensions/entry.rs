//! Lists of extensions (RFC 5280 4.1): of each its identifier, whether it is critical, and its value.

use super::extension::Extension;
use crate::der::{DerError, InField, Malformed, Reader, tag};

/// The field of errors in the list itself.
pub(super) const FIELD: &str = "extensions";

/// Which extension it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Id<'a> {
    Known(Extension),
    Unknown(&'a [u8]),
}

/// An extension as it stands in the list.
pub(super) struct Entry<'a> {
    pub(super) id: Id<'a>,
    pub(super) is_critical: bool,
    pub(super) value: &'a [u8],
}

impl<'a> Entry<'a> {
    /// Reads the next extension.
    pub(super) fn read(list: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut inner = list.nested(tag::SEQUENCE).field(FIELD)?;
        let oid = inner.oid().field("extnID")?;
        let is_critical = inner.default_false().field("critical")?;
        let value = inner.value(tag::OCTET_STRING).field("extnValue")?;
        inner.end().field(FIELD)?;
        let id = Extension::from_oid(oid).map_or(Id::Unknown(oid), Id::Known);
        Ok(Self { id, is_critical, value })
    }
}

/// Goes over the extensions of a CRL, of an entry of one, or of an OCSP response, none of which is there twice.
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

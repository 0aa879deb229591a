//! One extension of a list (RFC 5280 4.1): its identifier, whether it is critical, and its value.

use super::extension::Extension;
use crate::der::{DerError, InField, Reader, tag};

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

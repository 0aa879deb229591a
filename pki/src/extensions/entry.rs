//! One extension of a list (RFC 5280 4.1): its identifier, whether it is critical, and its value.

use super::{Extension, FIELD};
use crate::der::{DerError, InField, Reader, tag};

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
    /// Reads an extension that this crate knows, of id-ce or authorityInfoAccess, and of less than 128
    /// octets, as nearly all are.
    ///
    /// What has another form is left where it is, to be read by its elements.
    #[inline]
    pub(super) fn read_short(list: &mut Reader<'a>) -> Option<Self> {
        // id-ce with its tag and length, and authorityInfoAccess.
        const CE: &[u8] = &[tag::OID, 3, 0x55, 0x1D];
        const ACCESS: &[u8] = &[tag::OID, 8, 0x2B, 6, 1, 5, 5, 7, 1, 1];
        let [tag::SEQUENCE, length @ 0..=0x7F, rest @ ..] = list.rest() else { return None };
        let (extension, after) = rest.split_at_checked(usize::from(*length))?;
        let (known, rest) = if let Some([arc, rest @ ..]) = extension.strip_prefix(CE) {
            (Extension::from_arc(*arc)?, rest)
        } else {
            (Extension::AuthorityInfoAccess, extension.strip_prefix(ACCESS)?)
        };
        let (is_critical, rest) = match rest {
            [tag::BOOLEAN, 1, 0xFF, rest @ ..] => (true, rest),
            _ => (false, rest),
        };
        let [tag::OCTET_STRING, length, value @ ..] = rest else { return None };
        if usize::from(*length) != value.len() {
            return None;
        }
        *list = Reader::new(after);
        Some(Self { id: Id::Known(known), is_critical, value })
    }

    /// Reads an extension of any form.
    #[inline(never)]
    pub(super) fn read_any(list: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut inner = list.nested(tag::SEQUENCE).field(FIELD)?;
        let oid = inner.oid().field("extnID")?;
        let is_critical = inner.default_false().field("critical")?;
        let value = inner.value(tag::OCTET_STRING).field("extnValue")?;
        inner.end().field(FIELD)?;
        let id = Extension::from_oid(oid).map_or(Id::Unknown(oid), Id::Known);
        Ok(Self { id, is_critical, value })
    }
}

//! Qualified names in the stream (EXI 1.0, 7.1.7).

use super::names::{NameId, Names, XMLNS, width};
use crate::error::{DecodeErrorKind, Facet, Malformed};
use crate::lexical::is_local_name;
use crate::reader::Reader;
use crate::writer::Writer;

/// Reads a qualified name (EXI 1.0, 7.1.7); the namespace may be known already.
pub(super) fn read_name<'n>(
    r: &mut Reader<'n, '_>,
    names: &mut Names<'n>,
    uri: Option<usize>,
) -> Option<NameId> {
    let uri = match uri {
        Some(uri) => uri,
        None => read_uri(r, names)?,
    };
    let at = r.position();
    let local = match r.uint().checked_sub(1) {
        None => {
            let count = names.local_count(uri);
            let index = match width(count) {
                0 => 0,
                width => r.bits(width) as usize,
            };
            names.first_local(uri, known(r, at, index, count)?)
        }
        Some(length) => {
            let text = r.characters(length);
            let end = r.position();
            if !r.exhausted() && !is_local_name(text) {
                r.fail(DecodeErrorKind::Facet(Facet::Lexical), at, end);
            }
            r.within(at, names.add_local(uri, text))?
        }
    };
    NameId::new(uri, local).filter(|_| !r.exhausted())
}

fn read_uri<'n>(r: &mut Reader<'n, '_>, names: &mut Names<'n>) -> Option<usize> {
    let at = r.position();
    let count = names.uri_count();
    match (r.bits(width(count + 1)) as usize).checked_sub(1) {
        Some(index) => Some(names.first_uri(known(r, at, index, count)?)),
        None => {
            let length = r.uint();
            let text = r.characters(length);
            if text == XMLNS {
                r.fail(DecodeErrorKind::Facet(Facet::Lexical), at, r.position());
            }
            r.within(at, names.add_uri(text))
        }
    }
}

/// Checks a compact identifier of a name.
fn known(r: &mut Reader<'_, '_>, at: usize, index: usize, count: usize) -> Option<usize> {
    if index >= count {
        r.fail(DecodeErrorKind::Malformed(Malformed::Name), at, r.position());
        return None;
    }
    Some(index)
}

/// Writes a qualified name (EXI 1.0, 7.1.7).
pub(super) fn write_name<'n>(
    w: &mut Writer<'n>,
    names: &mut Names<'n>,
    namespace: &'n str,
    name: &'n str,
) -> Option<NameId> {
    let width = width(names.uri_count() + 1);
    let uri = match names.find_uri(namespace) {
        Some(index) => {
            w.put(width, index as u64 + 1);
            index
        }
        None => {
            if namespace == XMLNS {
                w.fail(Facet::Lexical);
            }
            w.put(width, 0);
            w.literal(namespace, 0);
            w.within(names.add_uri(namespace))?
        }
    };
    write_local(w, names, uri, name)
}

pub(super) fn write_local<'n>(
    w: &mut Writer<'n>,
    names: &mut Names<'n>,
    uri: usize,
    name: &'n str,
) -> Option<NameId> {
    let local = match names.find_local(uri, name) {
        Some(index) => {
            w.put(8, 0);
            match width(names.local_count(uri)) {
                0 => {}
                width => w.put(width, index as u64),
            }
            index
        }
        None => {
            if !is_local_name(name) {
                w.fail(Facet::Lexical);
            }
            w.literal(name, 1);
            w.within(names.add_local(uri, name))?
        }
    };
    NameId::new(uri, local)
}

//! Errors that own what they say, for callers with a heap.

use alloc::boxed::Box;

use super::fault::{Fault, Position, Value};
use crate::der::{Oid, Reader};
use crate::profile::Rule;
use crate::x509::Name;

/// A [`Fault`] with copies of what it borrows.
#[derive(Clone, Debug)]
pub(super) struct OwnedFault {
    rule: Rule,
    position: Position,
    /// The encoding of a Name.
    subject: Option<Box<[u8]>>,
    value: OwnedValue,
}

#[derive(Clone, Debug)]
enum OwnedValue {
    Plain(Value<'static>),
    Oid(Box<[u8]>),
    Name(Box<[u8]>),
    Text(Box<[u8]>),
}

impl OwnedFault {
    pub(super) fn new(fault: Fault<'_>) -> Self {
        let Fault { rule, position, subject, value } = fault;
        let plain = OwnedValue::Plain;
        let value = match value {
            Value::Oid(oid) => OwnedValue::Oid(oid.content().into()),
            Value::Name(name) => OwnedValue::Name(name.der().into()),
            Value::Text(text) => OwnedValue::Text(text.into()),
            Value::None => plain(Value::None),
            Value::NoPeer => plain(Value::NoPeer),
            Value::Encoding(error) => plain(Value::Encoding(error)),
            Value::AtMost { found, limit } => plain(Value::AtMost { found, limit }),
            Value::Exactly { found, wanted } => plain(Value::Exactly { found, wanted }),
            Value::Time { found, compared } => plain(Value::Time { found, compared }),
            Value::Extension(extension) => plain(Value::Extension(extension)),
            Value::KeyUsage(usage) => plain(Value::KeyUsage(usage)),
            Value::Key(kind) => plain(Value::Key(kind)),
            Value::Version(version) => plain(Value::Version(version)),
            Value::Status(problem) => plain(Value::Status(problem)),
        };
        Self { rule, position, subject: subject.map(|name| name.der().into()), value }
    }

    pub(super) fn fault(&self) -> Fault<'_> {
        let value = match &self.value {
            OwnedValue::Plain(value) => *value,
            OwnedValue::Oid(content) => Value::Oid(Oid::from_content(content)),
            OwnedValue::Name(der) => name(der).map_or(Value::None, Value::Name),
            OwnedValue::Text(text) => Value::Text(text),
        };
        let subject = self.subject.as_deref().and_then(name);
        Fault { rule: self.rule, position: self.position, subject, value }
    }
}

/// A Name that was read before it was copied.
fn name(der: &[u8]) -> Option<Name<'_>> {
    Name::peek(&mut Reader::new(der)).ok()
}

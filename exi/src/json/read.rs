//! From JSON to EXI by the grammar's tables.
//!
//! The members of an object may come in any order: in each state of the grammar the first
//! production is taken whose member is there. What is left over at the end is an error, and so is a
//! state in which nothing fits and the element may not end.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::any::expanded;
use super::tree::Tree;
use crate::arena::Arena;
use crate::decode::Decode;
use crate::error::{DecodeError, EncodeError, Facet, Unsupported};
use crate::grammar::{
    Coding, ElementPath, Event, HasSchema, Lexical, Production, Schema, TEXT, Type,
    demands_wildcard,
};
use crate::options::EncodeOptions;
use crate::writer::Writer;

/// Why JSON could not become a message, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    kind: JsonErrorKind,
    path: ElementPath,
}

impl JsonError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &JsonErrorKind {
        &self.kind
    }

    /// The element it is wrong with.
    #[must_use]
    pub fn path(&self) -> &ElementPath {
        &self.path
    }
}

/// What is wrong with JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// Not JSON, or an object with two members of the same name: the parser's message.
    Syntax(String),
    /// The document is not an object with one member that is a message.
    NoMessage,
    /// A member that the element does not have, or not in this place or number.
    Unexpected(String),
    /// None of the members that must come next is there: the first one that could.
    Missing(String),
    /// A value of the wrong kind: what was expected, what is there.
    WrongKind {
        /// What the schema has here.
        expected: &'static str,
        /// What the JSON has.
        found: &'static str,
    },
    /// A string that is no value of its type: a literal of an enumeration, hexadecimal, base64 or
    /// a decimal number.
    BadText(String),
    /// A value that violates the schema.
    Facet(Facet),
    /// Something that the codec does not write.
    Unsupported(Unsupported),
    /// The arena is too small for the message.
    Capacity {
        /// Bytes that are needed to get past this point. The rest of the message may need more.
        needed: usize,
    },
}

// By hand: the text has the place after it.
impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            JsonErrorKind::Syntax(text) => return write!(f, "not readable as JSON: {text}"),
            JsonErrorKind::NoMessage => {
                f.write_str("not an object with one member that is a message")?;
            }
            JsonErrorKind::Unexpected(name) => write!(f, "unexpected member {name}")?,
            JsonErrorKind::Missing(name) => write!(f, "member {name} is missing")?,
            JsonErrorKind::WrongKind { expected, found } => {
                write!(f, "expected {expected}, found {found}")?;
            }
            JsonErrorKind::BadText(text) => write!(f, "{text:?} is no value of this type")?,
            JsonErrorKind::Facet(facet) => facet.fmt(f)?,
            JsonErrorKind::Unsupported(unsupported) => unsupported.fmt(f)?,
            JsonErrorKind::Capacity { needed } => {
                write!(f, "the arena is too small: at least {needed} bytes needed")?;
            }
        }
        if self.path.segments().next().is_some() { write!(f, ", in {}", self.path) } else { Ok(()) }
    }
}

impl core::error::Error for JsonError {}

/// Reads a message from JSON text into an arena.
///
/// # Errors
/// See [`JsonErrorKind`]; the checks are those of EXI.
pub fn from_str<'a, M>(text: &str, arena: &mut Arena<'a>) -> Result<M, JsonError>
where
    M: Decode<'a> + HasSchema,
{
    from_str_with(text, arena, EncodeOptions::new())
}

/// Like [`from_str`], with options.
///
/// # Errors
/// As for [`from_str`].
pub fn from_str_with<'a, M>(
    text: &str,
    arena: &mut Arena<'a>,
    options: EncodeOptions,
) -> Result<M, JsonError>
where
    M: Decode<'a> + HasSchema,
{
    decode(&to_exi(M::schema(), text, options)?, arena, options)
}

fn decode<'a, M: Decode<'a>>(
    exi: &[u8],
    arena: &mut Arena<'a>,
    options: EncodeOptions,
) -> Result<M, JsonError> {
    let decoded = M::decode_with(exi, arena, options.for_reading());
    decoded.map(|(message, _)| message).map_err(|error: DecodeError| {
        // The tables and the codec agree, so that only room can be missing.
        let kind = match error.kind() {
            crate::DecodeErrorKind::Capacity { needed } => {
                JsonErrorKind::Capacity { needed: needed.get() }
            }
            crate::DecodeErrorKind::Facet(facet) => JsonErrorKind::Facet(facet),
            other => JsonErrorKind::BadText(other.to_string()),
        };
        JsonError { kind, path: ElementPath::default() }
    })
}

impl<F> crate::Owned<F>
where
    F: crate::Family,
    for<'a> F::Of<'a>: Decode<'a> + HasSchema,
{
    /// Reads a message from JSON text into memory of its own.
    ///
    /// # Errors
    /// See [`JsonErrorKind`]; [`JsonErrorKind::Capacity`] if the message needs more memory than
    /// [`EncodeOptions::memory_limit`].
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        Self::from_json_with(text, EncodeOptions::new())
    }

    /// Like [`from_json`](Self::from_json), with options.
    ///
    /// # Errors
    /// As for [`from_json`](Self::from_json).
    pub fn from_json_with(text: &str, options: EncodeOptions) -> Result<Self, JsonError> {
        let exi = to_exi(<F::Of<'static> as HasSchema>::schema(), text, options)?;
        Self::build_growing(
            exi.len().saturating_mul(2).saturating_add(256),
            options.memory_limit,
            |arena| decode(&exi, arena, options),
            |error: &JsonError| match error.kind {
                JsonErrorKind::Capacity { needed } => Some(needed),
                _ => None,
            },
        )
    }
}

/// Encodes JSON text as EXI, by the tables alone.
///
/// # Errors
/// See [`JsonErrorKind`].
pub fn to_exi(
    schema: &Schema<'_>,
    text: &str,
    options: EncodeOptions,
) -> Result<Vec<u8>, JsonError> {
    let tree: Tree<'_> = serde_json::from_str(text).map_err(|error| JsonError {
        kind: JsonErrorKind::Syntax(error.to_string()),
        path: ElementPath::default(),
    })?;
    // Names and quotes make the text longer than the EXI in all but odd cases.
    let mut out = alloc::vec![0; text.len() + 64];
    loop {
        let mut writer = Writer::new(&mut out, options);
        writer.tables(schema);
        let mut encoder = Encoder { writer, path: ElementPath::default() };
        encoder.document(schema, &tree)?;
        let Encoder { writer, path } = encoder;
        match writer.finish() {
            Ok(report) => {
                out.truncate(report.bytes);
                return Ok(out);
            }
            Err(EncodeError::Capacity { needed }) => out.resize(needed, 0),
            Err(error) => {
                return Err(JsonError { kind: kind_of(error), path });
            }
        }
    }
}

/// What a failure of the writer is here. Missing room has been made.
fn kind_of(error: EncodeError) -> JsonErrorKind {
    match error {
        EncodeError::Facet { facet, .. } => JsonErrorKind::Facet(facet),
        EncodeError::Unsupported(unsupported) => JsonErrorKind::Unsupported(unsupported),
        EncodeError::Capacity { needed } => JsonErrorKind::Capacity { needed },
    }
}

pub(super) struct Encoder<'o> {
    pub(super) writer: Writer<'o>,
    pub(super) path: ElementPath,
}

/// The members of an element that have not been used yet, and how much of each list.
struct Members<'m, 'j> {
    open: Vec<(&'m str, &'m [Tree<'j>])>,
}

impl<'m, 'j> Members<'m, 'j> {
    fn position(&self, name: &str) -> Option<usize> {
        self.open.iter().position(|(other, _)| *other == name)
    }

    /// Takes the next value of a member; of a list, its next item.
    fn take(&mut self, name: &str) -> Option<&'m Tree<'j>> {
        let position = self.position(name)?;
        let (_, values) = self.open.get_mut(position)?;
        let (first, rest) = values.split_first()?;
        *values = rest;
        if rest.is_empty() {
            self.open.remove(position);
        }
        Some(first)
    }
}

impl<'o> Encoder<'o> {
    pub(super) fn error<T>(&self, kind: JsonErrorKind) -> Result<T, JsonError> {
        Err(JsonError { kind, path: self.path.clone() })
    }

    pub(super) fn wrong<T>(
        &self,
        expected: &'static str,
        found: &Tree<'_>,
    ) -> Result<T, JsonError> {
        self.error(JsonErrorKind::WrongKind { expected, found: found.kind() })
    }

    /// Reports a facet as soon as it is violated, while the path is known.
    pub(super) fn check(&self) -> Result<(), JsonError> {
        match self.writer.failure() {
            Some(error) => self.error(kind_of(error)),
            None => Ok(()),
        }
    }

    fn document(&mut self, schema: &'o Schema<'o>, tree: &'o Tree<'o>) -> Result<(), JsonError> {
        let Tree::Object(members) = tree else { return self.error(JsonErrorKind::NoMessage) };
        let [(name, content)] = members.as_slice() else {
            return self.error(JsonErrorKind::NoMessage);
        };
        let root = schema.documents.iter().find(|(_, element)| element.name == name);
        let Some((code, element)) = root else { return self.error(JsonErrorKind::NoMessage) };
        self.writer.document(schema.root_width, u64::from(*code));
        self.element(element.name, None, element.ty, content)?;
        if let Some((width, code)) = schema.end {
            self.writer.put(width, u64::from(code));
        }
        Ok(())
    }

    fn element(
        &mut self,
        name: &str,
        index: Option<usize>,
        ty: &'o Type<'o>,
        tree: &'o Tree<'o>,
    ) -> Result<(), JsonError> {
        self.path.push(name, index);
        self.content(ty, tree)?;
        self.path.pop();
        Ok(())
    }

    /// Writes from behind the `SE` of an element to its `EE`.
    fn content(&mut self, ty: &'o Type<'o>, tree: &'o Tree<'o>) -> Result<(), JsonError> {
        let members = match tree {
            Tree::Object(members) if !ty.simple => members.as_slice(),
            // A simple value; simple content may also come without the object around it.
            value if ty.simple || has_value(ty) => {
                let open = alloc::vec![(VALUE, core::slice::from_ref(value))];
                return self.members(ty, Members { open }, &[]);
            }
            other => return self.wrong("an object", other),
        };
        let is_list = |name: &str| is_list(ty, name);
        let mut open = Vec::new();
        let mut content: &'o [Tree<'o>] = &[];
        for (name, value) in members {
            match value {
                Tree::Null => {}
                Tree::List(items) if &**name == CONTENT => content = items,
                Tree::List(items) if is_list(name) => {
                    if !items.is_empty() {
                        open.push((&**name, items.as_slice()));
                    }
                }
                // A list with one item may come without the array around it.
                value => open.push((&**name, core::slice::from_ref(value))),
            }
        }
        if !content.is_empty() {
            // The same elements again in document order; only attributes are of use.
            open.retain(|(name, _)| ty.attributes.iter().any(|a| a.name == *name));
        }
        self.members(ty, Members { open }, content)
    }

    fn members(
        &mut self,
        ty: &'o Type<'o>,
        mut members: Members<'o, 'o>,
        mut content: &'o [Tree<'o>],
    ) -> Result<(), JsonError> {
        let mut state = 0;
        let mut count = 0;
        let mut list: (&str, usize) = ("", 0);
        loop {
            let Some(here) = ty.states.get(state) else { return Ok(()) };
            let (productions, width) = here.allowed(count);
            let next = self.choose(ty, productions, &mut members, &mut content)?;
            if next.is_none() && members.open.is_empty() && demands_wildcard(ty, productions) {
                // The escape and the second-level `EE`.
                self.writer.put(width, productions.len() as u64);
                self.writer.put(3, 0);
                return self.check();
            }
            let Some((code, value)) = next else {
                let missing = productions.iter().find_map(|p| event_name(ty, &p.event));
                return match members.open.first() {
                    Some((name, _)) if missing.is_none() || may_end(productions) => {
                        self.error(JsonErrorKind::Unexpected((*name).into()))
                    }
                    _ => self.error(JsonErrorKind::Missing(missing.unwrap_or_default().into())),
                };
            };
            let Some(production) = productions.get(code) else { return Ok(()) };
            if matches!(&production.event, Event::Element { element, .. } if element.is_abstract) {
                self.writer.abstract_element();
                self.check()?;
            }
            self.writer.put(width, here.code_of(code));
            match (&production.event, value) {
                (Event::Element { element, list: is_list }, Some(value)) => {
                    list = if *is_list && list.0 == element.name {
                        (element.name, list.1 + 1)
                    } else {
                        (element.name, 0)
                    };
                    self.element(element.name, is_list.then_some(list.1), element.ty, value)?;
                }
                (Event::Attribute(index), Some(value)) => {
                    if let Some(attribute) = ty.attributes.get(*index) {
                        self.path.push(&alloc::format!("@{}", attribute.name), None);
                        self.value(&attribute.coding, value)?;
                        self.path.pop();
                    }
                }
                (Event::Value(coding), Some(value)) => self.value(coding, value)?,
                (Event::Text, Some(value)) => self.value(&TEXT, value)?,
                (Event::Any { .. } | Event::AnyIn(_), Some(value)) => {
                    self.any(&production.event, value)?
                }
                // `End`; nothing else comes without a value.
                _ => return self.check(),
            }
            let counted = ty.states.get(production.next).is_some_and(|next| next.repeat.is_some());
            count = match counted {
                true if production.next == state => count + 1,
                true => 1,
                false => 0,
            };
            state = production.next;
        }
    }

    /// Chooses the production that fits what is there: its event code and its value.
    #[allow(clippy::type_complexity, reason = "a pair of what `members` needs, used once")]
    fn choose(
        &self,
        ty: &'o Type<'o>,
        productions: &'o [Production<'o>],
        members: &mut Members<'o, 'o>,
        content: &mut &'o [Tree<'o>],
    ) -> Result<Option<(usize, Option<&'o Tree<'o>>)>, JsonError> {
        // Attributes come first; then content in its order, if the order is told.
        for (code, production) in productions.iter().enumerate() {
            if let Event::Attribute(index) = production.event {
                let name = ty.attributes.get(index).map_or("", |attribute| attribute.name);
                if let Some(value) = members.take(name) {
                    return Ok(Some((code, Some(value))));
                }
            }
        }
        if let Some((first, rest)) = content.split_first() {
            *content = rest;
            return self.choose_item(productions, first).map(Some);
        }
        for (code, production) in productions.iter().enumerate() {
            let value = match &production.event {
                Event::Element { element, .. } => members.take(element.name),
                Event::Value(_) => members.take(VALUE),
                Event::End if members.open.is_empty() => return Ok(Some((code, None))),
                _ => None,
            };
            if value.is_some() {
                return Ok(Some((code, value)));
            }
        }
        Ok(None)
    }

    /// The production for one entry of `$content`: text, or an object with one member.
    fn choose_item(
        &self,
        productions: &'o [Production<'o>],
        item: &'o Tree<'o>,
    ) -> Result<(usize, Option<&'o Tree<'o>>), JsonError> {
        let found = match item {
            Tree::Text(_) => productions
                .iter()
                .position(|production| matches!(production.event, Event::Text))
                .map(|code| (code, Some(item))),
            Tree::Object(members) => match members.as_slice() {
                [(name, _)] if name.starts_with('{') => productions
                    .iter()
                    .position(|production| match &production.event {
                        Event::AnyIn(uri) => expanded(name).is_some_and(|(ns, _)| ns == *uri),
                        Event::Any { .. } => true,
                        _ => false,
                    })
                    .map(|code| (code, Some(item))),
                [(name, value)] => productions
                    .iter()
                    .position(|production| match &production.event {
                        Event::Element { element, .. } => element.name == name,
                        _ => false,
                    })
                    .map(|code| (code, Some(value))),
                _ => None,
            },
            _ => None,
        };
        match found {
            Some(found) => Ok(found),
            None => self.error(JsonErrorKind::Unexpected(CONTENT.into())),
        }
    }

    /// Writes a value behind its event code.
    fn value(&mut self, coding: &Coding<'_>, tree: &'o Tree<'o>) -> Result<(), JsonError> {
        match *coding {
            Coding::Boolean => match tree {
                Tree::Bool(value) => self.writer.put(1, u64::from(*value)),
                other => return self.wrong("a boolean", other),
            },
            Coding::Bits { width, min, max } => match i64::try_from(self.number(tree)?) {
                Ok(value) => {
                    let offset =
                        self.writer.bounded(value.wrapping_sub(min) as u64, max.abs_diff(min));
                    self.check()?;
                    if width > 0 {
                        self.writer.put(width, offset);
                    }
                }
                Err(_) => return self.error(JsonErrorKind::Facet(Facet::Range)),
            },
            Coding::Unsigned { min, max } => match u64::try_from(self.number(tree)?) {
                Ok(value) => self.writer.run_unsigned(0, 0, value, min, max),
                Err(_) => return self.error(JsonErrorKind::Facet(Facet::Range)),
            },
            Coding::Integer { min, max } => match i64::try_from(self.number(tree)?) {
                Ok(value) => self.writer.run_signed(0, 0, value, min, max),
                Err(_) => return self.error(JsonErrorKind::Facet(Facet::Range)),
            },
            Coding::Unbounded => self.unbounded(tree)?,
            Coding::Enumeration(literals) => {
                let text = self.text(tree)?;
                let Some(index) = literals.iter().position(|literal| *literal == text) else {
                    return self.error(JsonErrorKind::BadText(text.into()));
                };
                let width = literals.len().saturating_sub(1).checked_ilog2().map_or(0, |n| n + 1);
                if width > 0 {
                    self.writer.put(width, index as u64);
                }
            }
            Coding::String { min, max, lexical } => {
                let text = self.text(tree)?;
                match lexical {
                    Lexical::Any => self.writer.attribute(0, text, min, max),
                    Lexical::Uri => self.writer.attribute_uri(0, text, min, max),
                    Lexical::NcName => self.writer.attribute_nc_name(0, text, min, max),
                }
            }
            Coding::Binary { min, max, hex } => {
                let text = self.text(tree)?;
                let bytes =
                    if hex { crate::text::from_hex(text) } else { crate::text::from_base64(text) };
                let Some(bytes) = bytes else {
                    return self.error(JsonErrorKind::BadText(text.into()));
                };
                self.writer.binary_value(&bytes, min, max);
            }
        }
        self.check()
    }

    pub(super) fn text<'m>(&self, tree: &'m Tree<'_>) -> Result<&'m str, JsonError> {
        match tree {
            Tree::Text(text) => Ok(text),
            other => self.wrong("a string", other),
        }
    }

    /// An integer: a JSON number, or a decimal string.
    fn number(&self, tree: &Tree<'_>) -> Result<i128, JsonError> {
        match tree {
            Tree::Unsigned(value) => Ok(i128::from(*value)),
            Tree::Signed(value) => Ok(i128::from(*value)),
            Tree::Text(text) => match text.parse() {
                Ok(value) => Ok(value),
                Err(_) => self.error(JsonErrorKind::BadText(text.clone().into_owned())),
            },
            other => self.wrong("an integer", other),
        }
    }

    fn unbounded(&mut self, tree: &Tree<'_>) -> Result<(), JsonError> {
        let text: Cow<'_, str> = match tree {
            Tree::Unsigned(value) => value.to_string().into(),
            Tree::Signed(value) => value.to_string().into(),
            other => self.text(other)?.into(),
        };
        let mut memory = [0; crate::MAX_BYTES];
        match crate::Integer::from_decimal(&text, &mut memory) {
            Some(value) => {
                self.writer.integer(value);
                Ok(())
            }
            None => self.error(JsonErrorKind::BadText(text.into_owned())),
        }
    }
}

/// Member of simple content in a type with attributes.
const VALUE: &str = "value";
/// Member with mixed content in document order.
pub(super) const CONTENT: &str = "$content";

/// Character data of a simple type, perhaps with attributes.
fn has_value(ty: &Type<'_>) -> bool {
    ty.states
        .iter()
        .flat_map(|state| state.productions)
        .any(|production| matches!(production.event, Event::Value(_)))
}

fn may_end(productions: &[Production<'_>]) -> bool {
    productions.iter().any(|production| matches!(production.event, Event::End))
}

fn is_list(ty: &Type<'_>, name: &str) -> bool {
    ty.states.iter().flat_map(|state| state.productions).any(|production| {
        matches!(&production.event, Event::Element { element, list: true } if element.name == name)
    })
}

fn event_name<'t>(ty: &Type<'t>, event: &Event<'t>) -> Option<&'t str> {
    match event {
        // Nobody misses an abstract one.
        Event::Element { element, .. } => (!element.is_abstract).then_some(element.name),
        Event::Attribute(index) => ty.attributes.get(*index).map(|attribute| attribute.name),
        Event::Value(_) => Some(VALUE),
        Event::Any { .. } | Event::AnyIn(_) | Event::End | Event::Text => None,
    }
}

//! From JSON to EXI by the grammar's tables.
//!
//! The members of an object may come in any order: in each state of the grammar the first
//! production is taken whose member is there. What is left over at the end is an error, and so is a
//! state in which nothing fits and the element may not end.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::error::{JsonError, JsonErrorKind};
use super::tree::{CONTENT, Tree, expanded};
use crate::grammar::{
    Coding, ElementPath, Event, Level, Production, Schema, TEXT, Type, demands_wildcard,
    write_value,
};
use crate::writer::Writer;

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
            Some(error) => self.error(error.into()),
            None => Ok(()),
        }
    }

    pub(super) fn document(
        &mut self,
        schema: &'o Schema<'o>,
        tree: &'o Tree<'o>,
    ) -> Result<(), JsonError> {
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

    /// Writes from after the `SE` of an element to its `EE`.
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
        let mut level = Level::of_type(ty);
        loop {
            let Some((here, productions, width)) = level.here() else { return Ok(()) };
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
            level.take(production);
            match (&production.event, value) {
                (Event::Element { element, .. }, Some(value)) => {
                    self.element(element.name, level.index_of(production), element.ty, value)?;
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

    /// Writes a value after its event code.
    fn value(&mut self, coding: &Coding<'_>, tree: &'o Tree<'o>) -> Result<(), JsonError> {
        let text: Cow<'_, str> = match coding {
            Coding::Boolean => match tree {
                Tree::Bool(true) => "true".into(),
                Tree::Bool(false) => "false".into(),
                other => return self.wrong("a boolean", other),
            },
            // A JSON number, or a decimal string.
            Coding::Bits { .. }
            | Coding::Unsigned { .. }
            | Coding::Integer { .. }
            | Coding::Unbounded => match tree {
                Tree::Unsigned(value) => value.to_string().into(),
                Tree::Signed(value) => value.to_string().into(),
                Tree::Text(text) => text.as_ref().into(),
                other => return self.wrong("an integer", other),
            },
            Coding::Enumeration(_) | Coding::String { .. } | Coding::Binary { .. } => {
                self.text(tree)?.into()
            }
        };
        match write_value(&mut self.writer, coding, &text) {
            Some(()) => self.check(),
            None => self.error(JsonErrorKind::BadText(text.into_owned())),
        }
    }

    pub(super) fn text<'m>(&self, tree: &'m Tree<'_>) -> Result<&'m str, JsonError> {
        match tree {
            Tree::Text(text) => Ok(text),
            other => self.wrong("a string", other),
        }
    }
}

/// Member of simple content in a type with attributes.
const VALUE: &str = "value";
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

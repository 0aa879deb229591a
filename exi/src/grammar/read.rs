//! Reading a document event by event.

use super::level::{
    Grammar, Level, any_type, built_in, demands_wildcard, empty_value, is_excluded,
};
use super::names::{ANY_TYPE, CAST, Learned, NameId, Names, XSI_TYPE, name_number, width};
use super::qname::read_name;
use super::value::{self, TEXT};
use super::{Coding, Event, Lexical, Production, Schema};
use crate::any::{AnyAttribute, AnyElement, AnyItem};
use crate::error::{DecodeErrorKind, Facet, Unsupported};
use crate::reader::Reader;

/// The next event of an element.
#[cfg_attr(not(feature = "grammar"), allow(dead_code, reason = "places are for the walk"))]
#[derive(Debug)]
pub(crate) enum Met<'n> {
    /// The start of an element inside, which is read before anything else; `index` counts the items
    /// of a list.
    Start { inside: Level<'n>, index: Option<usize> },
    /// An attribute, whose value is at bit `at`.
    Attribute { namespace: &'n str, name: &'n str, value: &'n str, at: usize },
    /// The element is cast to `xsd:anyType`: says nothing of it.
    Cast,
    /// Character data.
    Text(&'n str),
    /// The end of the element.
    End,
}

impl<'n> Level<'n> {
    /// Reads the next event; `None` after a failure, which the reader has.
    pub(crate) fn read(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
    ) -> Option<Met<'n>> {
        self.attribute = None;
        let met = match self.grammar {
            Grammar::Type { .. } => self.read_typed(r, names),
            Grammar::AnyType { content } => self.read_any_type(r, names, content),
            Grammar::BuiltIn { index, content } => self.read_built_in(r, names, index, content),
        };
        met.filter(|_| !r.exhausted())
    }

    fn read_typed(&mut self, r: &mut Reader<'n, '_>, names: &mut Names<'n>) -> Option<Met<'n>> {
        let Grammar::Type { ty, state, count } = self.grammar else { return None };
        let here = ty.states.get(state)?;
        let (productions, width) = here.allowed(count);
        let start = r.position();
        let raw = r.bits(width);
        let code = here.index_of(raw);
        let Some(production) = productions.get(code) else {
            if r.exhausted() || code != productions.len() {
                r.code(u64::MAX, 0, start, width);
                return None;
            }
            // The escape: to nothing where the schema demands something, or to an empty value.
            if demands_wildcard(ty, productions) {
                r.escape_to_end(0);
                r.expect(1, 0);
                return Some(Met::End);
            }
            let Some((min, production)) = empty_value(productions) else {
                r.code(u64::MAX, 0, start, width);
                return None;
            };
            r.escape_to_end(min);
            if is_name(production) && !r.exhausted() {
                // The empty text is not a name.
                let end = r.position();
                r.violates(Facet::Lexical, start.saturating_add(width as usize), end);
            }
            self.take(production);
            return Some(Met::Text(""));
        };
        self.take(production);
        let own = self.number(r, names);
        match &production.event {
            Event::End => Some(Met::End),
            Event::Element { element, .. } => {
                if element.is_abstract {
                    r.abstract_element(start, width);
                }
                let mut inside = Level::of(element);
                inside.depth = r.within(start, self.depth_inside(false))?;
                Some(Met::Start { inside, index: self.index_of(production) })
            }
            Event::Any { not } => read_other(r, names, *not, self.depth_inside(true)),
            Event::AnyIn(uri) => read_any(r, names, Some(uri), self.depth_inside(true)),
            Event::Attribute(index) => {
                let attribute = ty.attributes.get(*index)?;
                let at = r.position();
                self.attribute = Some((at, attribute.name));
                let number = schema_number(r, attribute.namespace, attribute.name);
                let value = value::read(r, &attribute.coding, number);
                let (namespace, name) = (attribute.namespace, attribute.name);
                Some(Met::Attribute { namespace, name, value, at })
            }
            Event::Value(coding) => Some(Met::Text(value::read(r, coding, own))),
            Event::Text => Some(Met::Text(value::read(r, &TEXT, own))),
        }
    }

    fn read_any_type(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
        content: bool,
    ) -> Option<Met<'n>> {
        let start = r.position();
        let (width, first) = match content {
            false => (any_type::START_WIDTH, 0),
            true => (any_type::CONTENT_WIDTH, 1),
        };
        let code = r.bits(width) + first;
        match code {
            any_type::ATTRIBUTE => self.read_attribute(r, names, start).map(|(met, _)| met),
            any_type::ELEMENT => {
                self.enter_content();
                read_any(r, names, None, self.depth_inside(true))
            }
            any_type::END => Some(Met::End),
            any_type::TEXT => {
                self.enter_content();
                Some(self.read_text(r, names))
            }
            _ => {
                r.code(u64::MAX, 0, start, width);
                None
            }
        }
    }

    fn read_built_in(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
        index: u8,
        content: bool,
    ) -> Option<Met<'n>> {
        let start = r.position();
        let learned = names.learned(index, content).count();
        // Behind the learned productions: `EE`, but not at the start; then the second level.
        let first = width(learned + 1 + usize::from(content));
        let code = if first == 0 { 0 } else { r.bits(first) as usize };
        let known = names.learned(index, content).nth(code);
        if let Some(event) = known {
            return self.read_learned(r, names, event, start);
        }
        let second = match (content, code - learned) {
            (true, 0) => return Some(Met::End),
            (true, 1) => built_in::ELEMENT + r.bits(1),
            (false, 0) => r.bits(2),
            _ => {
                r.code(u64::MAX, 0, start, first);
                return None;
            }
        };
        if second == built_in::ATTRIBUTE {
            let (met, id) = self.read_attribute(r, names, start)?;
            r.within(start, names.learn(index, content, Learned::Attribute(id)))?;
            return Some(met);
        }
        if !names.learning {
            // Without grammars to learn every element is cast before anything else.
            let kind = DecodeErrorKind::Unsupported(Unsupported::BuiltInGrammar);
            r.fail(kind, start, r.position());
            return None;
        }
        self.enter_content();
        let (event, met) = match second {
            built_in::END => (Learned::End, Met::End),
            built_in::ELEMENT => {
                let met = read_any(r, names, None, self.depth_inside(true))?;
                let Met::Start { inside, .. } = &met else { return None };
                (Learned::Start(inside.id?), met)
            }
            _ => (Learned::Text, self.read_text(r, names)),
        };
        r.within(start, names.learn(index, content, event))?;
        Some(met)
    }

    /// Reads what follows the event code of a learned production.
    fn read_learned(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
        event: Learned,
        start: usize,
    ) -> Option<Met<'n>> {
        match event {
            Learned::End => Some(Met::End),
            Learned::Text => {
                self.enter_content();
                Some(self.read_text(r, names))
            }
            Learned::Start(id) => {
                self.enter_content();
                start_any(r, names, id, start, self.depth_inside(true))
            }
            CAST => self.read_cast(r, names),
            Learned::Attribute(id) => self.read_value(r, names, id, start),
        }
    }

    /// Reads text that nothing declares.
    fn read_text(&self, r: &mut Reader<'n, '_>, names: &Names<'n>) -> Met<'n> {
        let number = self.number(r, names);
        Met::Text(value::read(r, &TEXT, number))
    }

    /// The partition of the string table for the values of the element, if there is a table.
    fn number(&self, r: &Reader<'_, '_>, names: &Names<'_>) -> u32 {
        match self.id {
            Some(id) => number(r, names, id),
            None => schema_number(r, self.namespace, self.name),
        }
    }

    /// Reads an attribute that nothing declares, or the cast. Event code and name begin at `start`.
    fn read_attribute(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
        start: usize,
    ) -> Option<(Met<'n>, NameId)> {
        let id = read_name(r, names, None)?;
        if id == XSI_TYPE && matches!(self.grammar, Grammar::BuiltIn { .. }) {
            return Some((self.read_cast(r, names)?, id));
        }
        if !names.learning && matches!(self.grammar, Grammar::BuiltIn { .. }) {
            let kind = DecodeErrorKind::Unsupported(Unsupported::BuiltInGrammar);
            r.fail(kind, start, r.position());
            return None;
        }
        Some((self.read_value(r, names, id, start)?, id))
    }

    /// Reads the value of an attribute that nothing declares, whose event code begins at `start`.
    fn read_value(
        &mut self,
        r: &mut Reader<'n, '_>,
        names: &mut Names<'n>,
        id: NameId,
        start: usize,
    ) -> Option<Met<'n>> {
        if !r.within(start, names.add_attribute(id))? {
            r.fail(DecodeErrorKind::Facet(Facet::Attribute), start, r.position());
            return None;
        }
        let (namespace, name) = names.text(id);
        let at = r.position();
        self.attribute = Some((at, name));
        let number = number(r, names, id);
        let value = value::read(r, &TEXT, number);
        Some(Met::Attribute { namespace, name, value, at })
    }

    /// Reads the type that an element is cast to.
    fn read_cast(&mut self, r: &mut Reader<'n, '_>, names: &mut Names<'n>) -> Option<Met<'n>> {
        let at = r.position();
        self.attribute = Some((at, "xsi:type"));
        let ty = read_name(r, names, None)?;
        if ty != ANY_TYPE {
            r.fail(DecodeErrorKind::Unsupported(Unsupported::Cast), at, r.position());
            return None;
        }
        self.cast();
        Some(Met::Cast)
    }
}

/// True if the value of a production has to be a name.
fn is_name(production: &Production<'_>) -> bool {
    let Event::Value(Coding::String { lexical, .. }) = &production.event else { return false };
    *lexical == Lexical::NcName
}

/// The partition of the string table for the values of a name of the stream, if there is a table.
fn number(r: &Reader<'_, '_>, names: &Names<'_>, id: NameId) -> u32 {
    if r.table.is_some() { names.number(id) } else { 0 }
}

/// The partition of the string table for the values of a name of the schema, if there is a table.
fn schema_number(r: &Reader<'_, '_>, namespace: &str, name: &str) -> u32 {
    if r.table.is_some() { name_number(namespace, name) } else { 0 }
}

/// Reads the name of an element that a wildcard admits, in the namespace `uri` if the event code
/// says that.
pub(super) fn read_any<'n>(
    r: &mut Reader<'n, '_>,
    names: &mut Names<'n>,
    uri: Option<&str>,
    depth: Option<u8>,
) -> Option<Met<'n>> {
    let start = r.position();
    let uri = match uri {
        None => None,
        Some(uri) => Some(r.within(start, names.find_uri(uri))?),
    };
    let id = read_name(r, names, uri)?;
    start_any(r, names, id, start, depth)
}

/// Reads the name of an element that must be in another namespace than `not`, if that is given.
fn read_other<'n>(
    r: &mut Reader<'n, '_>,
    names: &mut Names<'n>,
    not: Option<&str>,
    depth: Option<u8>,
) -> Option<Met<'n>> {
    let start = r.position();
    let met = read_any(r, names, None, depth)?;
    if let Met::Start { inside, .. } = &met {
        if is_excluded(inside.namespace, not) {
            let end = r.position();
            r.violates(Facet::Content, start, end);
        }
    }
    Some(met)
}

fn start_any<'n>(
    r: &mut Reader<'n, '_>,
    names: &mut Names<'n>,
    id: NameId,
    start: usize,
    depth: Option<u8>,
) -> Option<Met<'n>> {
    if names.is_reserved(id) {
        r.fail(DecodeErrorKind::Facet(Facet::Lexical), start, r.position());
        return None;
    }
    let (mut inside, is_abstract) = r.within(start, Level::any(names, id))?;
    if is_abstract {
        let end = r.position();
        r.violates(Facet::Abstract, start, end);
    }
    inside.depth = r.within(start, depth)?;
    Some(Met::Start { inside, index: None })
}

impl<'a> Reader<'a, '_> {
    /// Notes a failure of the item from bit `start` if there was no room for what a wildcard admits.
    pub(super) fn within<T>(&mut self, start: usize, room: Option<T>) -> Option<T> {
        if room.is_none() {
            self.fail(DecodeErrorKind::Unsupported(Unsupported::Wildcard), start, self.position());
        }
        room
    }

    /// The tables of the document, for the content of wildcards.
    pub fn tables(&mut self, schema: &'a Schema<'a>) {
        self.schema = Some(schema);
    }

    /// Reads an element that a wildcard admits, after the event code of the wildcard. It must be
    /// in another namespace than `not`, if that is given, and in any at all.
    #[cold]
    #[inline(never)]
    pub fn any(&mut self, not: Option<&str>) -> AnyElement<'a> {
        self.any_of(|r, names| read_other(r, names, not, Some(1)))
    }

    /// Like [`any`](Self::any) in a namespace that the event code says.
    #[cold]
    #[inline(never)]
    pub fn any_in(&mut self, uri: &str) -> AnyElement<'a> {
        self.any_of(|r, names| read_any(r, names, Some(uri), Some(1)))
    }

    fn any_of(
        &mut self,
        start: impl FnOnce(&mut Self, &mut Names<'a>) -> Option<Met<'a>>,
    ) -> AnyElement<'a> {
        let Some(mut names) = self.take_names() else {
            let at = self.position();
            self.within(at, None::<()>);
            return AnyElement::NONE;
        };
        let element = match start(self, &mut names) {
            Some(Met::Start { inside, .. }) => self.any_content(&mut names, inside),
            _ => AnyElement::NONE,
        };
        self.names = Some(names);
        element
    }

    /// The names of the document so far. There are none without tables.
    pub(crate) fn take_names(&mut self) -> Option<Names<'a>> {
        let learning = self.learning;
        self.names.take().or_else(|| Some(Names::new(self.schema?, learning)))
    }

    /// Reads an element from after its name. Recursion ends at `MAX_DEPTH`.
    fn any_content(&mut self, names: &mut Names<'a>, mut level: Level<'a>) -> AnyElement<'a> {
        let mut behind = None;
        let attributes = self.items(|r| {
            loop {
                return match level.read(r, names) {
                    Some(Met::Cast) => continue,
                    Some(Met::Attribute { namespace, name, value, .. }) => {
                        Some(AnyAttribute { namespace, name, value })
                    }
                    other => {
                        behind = other;
                        None
                    }
                };
            }
        });
        let content = self.items(|r| {
            let met = behind.take().or_else(|| level.read(r, names));
            match met? {
                Met::Text(text) => Some(AnyItem::Text(text)),
                Met::Start { inside, .. } => Some(AnyItem::Element(r.any_content(names, inside))),
                // Attributes do not come after content.
                Met::End | Met::Cast | Met::Attribute { .. } => None,
            }
        });
        AnyElement { namespace: level.namespace, name: level.name, attributes, content }
    }
}

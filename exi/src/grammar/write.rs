//! Writing what a wildcard admits, event by event: the mirror of `read`.

use super::level::{
    Grammar, Level, any_type, built_in, demands_wildcard, empty_value, is_excluded,
};
use super::names::{ANY_TYPE, CAST, Learned, NameId, Names, XSI_TYPE, width};
use super::qname::{write_local, write_name};
use super::value::{self, TEXT};
use super::{Event, Production, Schema};
use crate::any::{AnyElement, AnyItem};
use crate::error::{Facet, Unsupported};
use crate::writer::Writer;

impl<'n> Level<'n> {
    /// Writes the name of an element that a wildcard admits outside of any other, after the event
    /// code of the wildcard, which may have said the namespace.
    pub(crate) fn write_root(
        w: &mut Writer<'n>,
        names: &mut Names<'n>,
        namespace: &'n str,
        name: &'n str,
        in_namespace: bool,
    ) -> Option<Self> {
        if !in_namespace {
            return write_any(w, names, namespace, name, Some(1));
        }
        let uri = w.within(names.find_uri(namespace))?;
        let id = write_local(w, names, uri, name)?;
        start_any(w, names, id, Some(1))
    }

    /// Writes the start of an element inside.
    pub(crate) fn write_start(
        &mut self,
        w: &mut Writer<'n>,
        names: &mut Names<'n>,
        namespace: &'n str,
        name: &'n str,
    ) -> Option<Self> {
        self.cast_if_needed(w, names);
        let depth = self.depth_inside(true);
        match self.grammar {
            Grammar::Type { .. } => {
                let production = self.put(w, |event| match event {
                    Event::Element { element, .. } => {
                        element.name == name && element.namespace == namespace
                    }
                    Event::AnyIn(uri) => *uri == namespace,
                    Event::Any { .. } => true,
                    _ => false,
                })?;
                match &production.event {
                    Event::Element { element, .. } => {
                        if element.is_abstract {
                            w.abstract_element();
                        }
                        let mut inside = Level::of(element);
                        inside.depth = w.within(depth)?;
                        Some(inside)
                    }
                    Event::AnyIn(_) => {
                        let uri = w.within(names.find_uri(namespace))?;
                        let id = write_local(w, names, uri, name)?;
                        start_any(w, names, id, depth)
                    }
                    Event::Any { not } => {
                        if is_excluded(namespace, *not) {
                            w.violates(Facet::Content);
                        }
                        write_any(w, names, namespace, name, depth)
                    }
                    _ => None,
                }
            }
            Grammar::AnyType { content } => {
                self.enter_content();
                put_any_type(w, content, any_type::ELEMENT);
                write_any(w, names, namespace, name, depth)
            }
            Grammar::BuiltIn { index, content } => {
                self.enter_content();
                let known = names.find(namespace, name).map(Learned::Start);
                if put_learned(w, names, index, content, known) {
                    let id = names.find(namespace, name)?;
                    return start_any(w, names, id, depth);
                }
                put_second(w, names, index, content, built_in::ELEMENT);
                let inside = write_any(w, names, namespace, name, depth)?;
                let id = names.find(namespace, name)?;
                w.within(names.learn(index, content, Learned::Start(id)))?;
                Some(inside)
            }
        }
    }

    /// Writes an attribute.
    pub(crate) fn write_attribute(
        &mut self,
        w: &mut Writer<'n>,
        names: &mut Names<'n>,
        namespace: &'n str,
        name: &'n str,
        value: &str,
    ) -> Option<()> {
        self.cast_if_needed(w, names);
        match self.grammar {
            Grammar::Type { ty, .. } => {
                let production = self.put(w, |event| match event {
                    Event::Attribute(index) => ty.attributes.get(*index).is_some_and(|attribute| {
                        attribute.name == name && attribute.namespace == namespace
                    }),
                    _ => false,
                })?;
                if let Event::Attribute(index) = production.event {
                    value::write(w, &ty.attributes.get(index)?.coding, value);
                }
            }
            Grammar::AnyType { content } => {
                if content {
                    w.bad_content();
                }
                put_any_type(w, false, any_type::ATTRIBUTE);
                let id = write_name(w, names, namespace, name)?;
                note_attribute(w, names, id)?;
                value::write(w, &TEXT, value);
            }
            Grammar::BuiltIn { index, content } => {
                if content {
                    w.bad_content();
                }
                let known = names.find(namespace, name);
                // Readers take it for a cast.
                if known == Some(XSI_TYPE) {
                    w.unsupported(Unsupported::Cast);
                    return None;
                }
                let event = known.map(Learned::Attribute);
                let id = match known {
                    Some(id) if put_learned(w, names, index, false, event) => id,
                    _ => {
                        put_second(w, names, index, false, built_in::ATTRIBUTE);
                        let id = write_name(w, names, namespace, name)?;
                        w.within(names.learn(index, false, Learned::Attribute(id)))?;
                        id
                    }
                };
                note_attribute(w, names, id)?;
                value::write(w, &TEXT, value);
            }
        }
        Some(())
    }

    /// Writes character data.
    pub(crate) fn write_text(
        &mut self,
        w: &mut Writer<'n>,
        names: &mut Names<'n>,
        text: &str,
    ) -> Option<()> {
        self.cast_if_needed(w, names);
        match self.grammar {
            Grammar::Type { .. } => {
                let is_text = |event: &Event<'n>| matches!(event, Event::Value(_) | Event::Text);
                match &self.put(w, is_text)?.event {
                    Event::Value(coding) => value::write(w, coding, text),
                    _ => value::write(w, &TEXT, text),
                }
            }
            Grammar::AnyType { content } => {
                self.enter_content();
                put_any_type(w, content, any_type::TEXT);
                value::write(w, &TEXT, text);
            }
            Grammar::BuiltIn { index, content } => {
                self.enter_content();
                if !put_learned(w, names, index, content, Some(Learned::Text)) {
                    put_second(w, names, index, content, built_in::TEXT);
                    w.within(names.learn(index, content, Learned::Text))?;
                }
                value::write(w, &TEXT, text);
            }
        }
        Some(())
    }

    /// Writes the end of the element.
    pub(crate) fn write_end(&mut self, w: &mut Writer<'n>, names: &mut Names<'n>) -> Option<()> {
        self.cast_if_needed(w, names);
        match self.grammar {
            Grammar::Type { ty, state, count } => {
                let (productions, width) = ty.states.get(state)?.allowed(count);
                let has_end = productions.iter().any(|p| matches!(p.event, Event::End));
                if !has_end && demands_wildcard(ty, productions) {
                    // The escape and the second-level `EE`.
                    w.put(width, productions.len() as u64);
                    w.put(3, 0);
                    return Some(());
                }
                if !has_end && empty_value(productions).is_some() {
                    // XML has no empty text; EXI has the value.
                    self.write_text(w, names, "")?;
                }
                self.put(w, |event| matches!(event, Event::End))?;
            }
            Grammar::AnyType { content } => put_any_type(w, content, any_type::END),
            Grammar::BuiltIn { index, content } => {
                if !put_learned(w, names, index, content, Some(Learned::End)) {
                    if content {
                        let learned = names.learned(index, true).count();
                        w.put(width(learned + 2), learned as u64);
                    } else {
                        put_second(w, names, index, false, built_in::END);
                        w.within(names.learn(index, false, Learned::End))?;
                    }
                }
            }
        }
        Some(())
    }

    /// Writes the event code of the first production that matches in the state of the type's
    /// grammar.
    fn put(
        &mut self,
        w: &mut Writer<'_>,
        matches: impl Fn(&Event<'n>) -> bool,
    ) -> Option<&'n Production<'n>> {
        let (here, productions, width) = self.here()?;
        let Some(index) = productions.iter().position(|p| matches(&p.event)) else {
            w.bad_content();
            return None;
        };
        let production = productions.get(index)?;
        w.put(width, here.code_of(index));
        self.take(production);
        Some(production)
    }

    /// Without grammars to learn an element that the schema does not know is cast to
    /// `xsd:anyType`, before anything else is said of it (EXI profile, 2.1).
    fn cast_if_needed(&mut self, w: &mut Writer<'n>, names: &mut Names<'n>) {
        let (Grammar::BuiltIn { index, .. }, false) = (&self.grammar, names.learning) else {
            return;
        };
        // EXIficient learns the cast but does not use what it has learned: each time there is
        // `AT(*)` with the name. Both are right by the grammar; the reader takes both.
        put_second(w, names, *index, false, built_in::ATTRIBUTE);
        w.within(names.learn(*index, false, CAST));
        for id in [XSI_TYPE, ANY_TYPE] {
            let (namespace, name) = names.text(id);
            write_name(w, names, namespace, name);
        }
        self.cast();
    }
}

/// Writes an event code of `xsd:anyType`.
fn put_any_type(w: &mut Writer<'_>, content: bool, code: u64) {
    if content {
        w.put(any_type::CONTENT_WIDTH, code - 1);
    } else {
        w.put(any_type::START_WIDTH, code);
    }
}

/// Writes the event code of a learned production; false if there is none for the event.
fn put_learned(
    w: &mut Writer<'_>,
    names: &Names<'_>,
    index: u8,
    content: bool,
    event: Option<Learned>,
) -> bool {
    let code = names.learned(index, content).position(|learned| Some(learned) == event);
    let count = names.learned(index, content).count() + 1 + usize::from(content);
    if let (Some(code), 1..) = (code, width(count)) {
        w.put(width(count), code as u64);
    }
    code.is_some()
}

/// Writes an event code of the second level of a built-in grammar.
fn put_second(w: &mut Writer<'_>, names: &Names<'_>, index: u8, content: bool, second: u64) {
    let learned = names.learned(index, content).count();
    // Behind the start `EE` has a code of its own in front.
    let first = learned + usize::from(content);
    if width(first + 1) > 0 {
        w.put(width(first + 1), first as u64);
    }
    if content {
        w.put(1, second - built_in::ELEMENT);
    } else {
        w.put(2, second);
    }
}

/// Writes the name of an element that a wildcard admits.
fn write_any<'n>(
    w: &mut Writer<'n>,
    names: &mut Names<'n>,
    namespace: &'n str,
    name: &'n str,
    depth: Option<u8>,
) -> Option<Level<'n>> {
    let id = write_name(w, names, namespace, name)?;
    start_any(w, names, id, depth)
}

fn start_any<'n>(
    w: &mut Writer<'n>,
    names: &mut Names<'n>,
    id: NameId,
    depth: Option<u8>,
) -> Option<Level<'n>> {
    if names.is_reserved(id) {
        w.fail(Facet::Lexical);
        return None;
    }
    let (mut inside, is_abstract) = w.within(Level::any(names, id))?;
    if is_abstract {
        w.abstract_element();
    }
    inside.depth = w.within(depth)?;
    Some(inside)
}

/// Notes an attribute of the element at hand, which must not have it already.
fn note_attribute(w: &mut Writer<'_>, names: &mut Names<'_>, id: NameId) -> Option<()> {
    if !w.within(names.add_attribute(id))? {
        w.fail(Facet::Attribute);
        return None;
    }
    Some(())
}

impl<'m> Writer<'m> {
    /// Notes a failure if there was no room for what a wildcard admits.
    pub(super) fn within<T>(&mut self, room: Option<T>) -> Option<T> {
        if room.is_none() {
            self.unsupported(Unsupported::Wildcard);
        }
        room
    }

    /// The tables of the document, for the content of wildcards.
    pub fn tables(&mut self, schema: &'m Schema<'m>) {
        self.schema = Some(schema);
    }

    /// Writes an element that a wildcard admits, after the event code of the wildcard. It must be
    /// in another namespace than `not`, if that is given, and in any at all.
    #[cold]
    #[inline(never)]
    pub fn any(&mut self, not: Option<&str>, element: &'m AnyElement<'m>) {
        if is_excluded(element.namespace, not) {
            self.violates(Facet::Content);
        }
        self.any_root(element, false);
    }

    /// Like [`any`](Self::any) in a namespace that the event code says.
    #[cold]
    #[inline(never)]
    pub fn any_in(&mut self, element: &'m AnyElement<'m>) {
        self.any_root(element, true);
    }

    fn any_root(&mut self, element: &'m AnyElement<'m>, in_namespace: bool) {
        let Some(mut names) = self.take_names() else {
            self.unsupported(Unsupported::Wildcard);
            return;
        };
        let (namespace, name) = (element.namespace, element.name);
        let level = Level::write_root(self, &mut names, namespace, name, in_namespace);
        self.any_content(&mut names, level, element);
        self.names = Some(names);
    }

    /// The names of the document so far. There are none without tables.
    pub(crate) fn take_names(&mut self) -> Option<Names<'m>> {
        let learning = self.learning;
        self.names.take().or_else(|| Some(Names::new(self.schema?, learning)))
    }

    /// Writes an element from after its name; without a level it has failed already, as any of
    /// these does that answers `None`. Recursion ends at `MAX_DEPTH`.
    fn any_content(
        &mut self,
        names: &mut Names<'m>,
        level: Option<Level<'m>>,
        element: &'m AnyElement<'m>,
    ) -> Option<()> {
        let mut level = level?;
        for attribute in element.attributes {
            level.write_attribute(
                self,
                names,
                attribute.namespace,
                attribute.name,
                attribute.value,
            )?;
        }
        for item in element.content {
            match item {
                AnyItem::Text(text) => level.write_text(self, names, text)?,
                AnyItem::Element(inside) => {
                    let start = level.write_start(self, names, inside.namespace, inside.name);
                    self.any_content(names, start, inside)?;
                }
            }
        }
        level.write_end(self, names)
    }
}

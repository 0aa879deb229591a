//! Following a grammar, one element inside the other, in both directions.
//!
//! A [`Level`] is one open element and its current grammar state. Callers keep one per nesting depth,
//! on a stack or in recursive calls.

use super::names::{NameId, Names};
use super::tables::State;
use super::value::may_be_empty;
use super::{Element, Event, Production, Type};

/// Elements inside each other in what a wildcard admits. Elsewhere the schema has an end.
pub(super) const MAX_DEPTH: u8 = 16;

/// An element that has begun.
#[derive(Debug)]
pub(crate) struct Level<'n> {
    pub(crate) namespace: &'n str,
    pub(crate) name: &'n str,
    /// The identifier of the name, for an element that a wildcard admits.
    pub(super) id: Option<NameId>,
    pub(super) grammar: Grammar<'n>,
    /// Elements that it is inside, from the one that a wildcard admits on; 0 outside of these.
    pub(super) depth: u8,
    /// The item that was met last of a list in it: its name, and how many there were before it.
    pub(super) list: (&'n str, usize),
    /// If the event at hand is an attribute: the bit of its value, and its name.
    pub(super) attribute: Option<(usize, &'n str)>,
}

/// The grammar of an element, and where in it.
#[derive(Debug)]
pub(super) enum Grammar<'n> {
    /// That of a type of the schema.
    Type {
        ty: &'n Type<'n>,
        state: usize,
        /// Items so far of the bounded list at hand.
        count: u32,
    },
    /// That of `xsd:anyType`, to which elements are cast that the schema does not know.
    AnyType {
        /// Behind the attributes.
        content: bool,
    },
    /// A built-in one, for elements that the schema does not know.
    BuiltIn {
        index: u8,
        /// Behind the start tag.
        content: bool,
    },
}

impl<'n> Level<'n> {
    /// An element of the schema.
    pub(crate) fn of(element: &Element<'n>) -> Self {
        let grammar = Grammar::Type { ty: element.ty, state: 0, count: 0 };
        Self::new(element.namespace, element.name, grammar)
    }

    /// An element of this type whose name does not matter.
    #[cfg(feature = "serde")]
    pub(crate) fn of_type(ty: &'n Type<'n>) -> Self {
        Self::new("", "", Grammar::Type { ty, state: 0, count: 0 })
    }

    /// The state of the type's grammar, its productions that are allowed, and the width of their
    /// event codes. `None` in a grammar that the schema does not have.
    pub(crate) fn here(&self) -> Option<(&'n State<'n>, &'n [Production<'n>], u32)> {
        let Grammar::Type { ty, state, count } = self.grammar else { return None };
        let here = ty.states.get(state)?;
        let (productions, width) = here.allowed(count);
        Some((here, productions, width))
    }

    fn new(namespace: &'n str, name: &'n str, grammar: Grammar<'n>) -> Self {
        Self { namespace, name, id: None, grammar, depth: 0, list: ("", 0), attribute: None }
    }

    /// An element that a wildcard admits, and whether it is abstract. `None` if there is no room for
    /// its grammar.
    pub(super) fn any(names: &mut Names<'n>, id: NameId) -> Option<(Self, bool)> {
        names.start_element();
        let (namespace, name) = names.text(id);
        let known = names
            .schema
            .globals
            .iter()
            .find(|element| element.name == name && element.namespace == namespace);
        let (level, is_abstract) = match known {
            Some(element) => (Self::of(element), element.is_abstract),
            None => {
                let grammar = Grammar::BuiltIn { index: names.grammar(id)?, content: false };
                (Self::new(namespace, name, grammar), false)
            }
        };
        Some((Self { id: Some(id), ..level }, is_abstract))
    }

    /// The depth of an element inside this one.
    pub(super) fn depth_inside(&self, by_wildcard: bool) -> Option<u8> {
        match self.depth {
            0 if !by_wildcard => Some(0),
            MAX_DEPTH.. => None,
            depth => Some(depth + 1),
        }
    }

    /// Takes a production of the type's grammar.
    pub(crate) fn take(&mut self, production: &Production<'n>) {
        if let Event::Element { element, list: true } = &production.event {
            let before = if self.list.0 == element.name { self.list.1 + 1 } else { 0 };
            self.list = (element.name, before);
        }
        let Grammar::Type { ty, state, count } = &mut self.grammar else { return };
        // An item of a bounded list leads to the state that counts it.
        let counted = ty.states.get(production.next).is_some_and(|next| next.repeat.is_some());
        *count = match counted {
            true if production.next == *state => *count + 1,
            true => 1,
            false => 0,
        };
        *state = production.next;
    }

    /// The place in its list of the element that was met last, if it is an item of one.
    pub(crate) fn index_of(&self, production: &Production<'n>) -> Option<usize> {
        matches!(&production.event, Event::Element { list: true, .. }).then_some(self.list.1)
    }

    /// Moves past the start tag, if it is not there yet, in a grammar that the schema does not have.
    pub(super) fn enter_content(&mut self) {
        match &mut self.grammar {
            Grammar::AnyType { content } | Grammar::BuiltIn { content, .. } => *content = true,
            Grammar::Type { .. } => {}
        }
    }

    /// Casts the element to `xsd:anyType`.
    pub(super) fn cast(&mut self) {
        self.grammar = Grammar::AnyType { content: false };
    }
}

/// First-level event codes of `xsd:anyType` (EXI 1.0, 8.5.4.1.3.3), at its start and after it.
/// Each has an escape to the second level after its last code.
pub(super) mod any_type {
    pub(in super::super) const START_WIDTH: u32 = 3;
    pub(in super::super) const ATTRIBUTE: u64 = 0;
    pub(in super::super) const CONTENT_WIDTH: u32 = 2;
    /// Less one after the start, as there is no `AT(*)`.
    pub(in super::super) const ELEMENT: u64 = 1;
    pub(in super::super) const END: u64 = 2;
    pub(in super::super) const TEXT: u64 = 3;
}

/// Second parts of the event codes of a built-in grammar (EXI 1.0, 8.4.3): two bits at the start,
/// where `EE` and `AT(*)` come first; one bit after it.
pub(super) mod built_in {
    pub(in super::super) const END: u64 = 0;
    pub(in super::super) const ATTRIBUTE: u64 = 1;
    /// Less two after the start.
    pub(in super::super) const ELEMENT: u64 = 2;
    pub(in super::super) const TEXT: u64 = 3;
}

/// True in the first state of content that has wildcards and text only, and must have some: there
/// are encoders that leave it empty.
pub(crate) fn demands_wildcard(ty: &Type<'_>, productions: &[Production<'_>]) -> bool {
    let no_elements = ty
        .states
        .iter()
        .flat_map(|state| state.productions)
        .all(|production| !matches!(production.event, Event::Element { .. } | Event::Value(_)));
    let wildcard =
        productions.iter().any(|p| matches!(p.event, Event::Any { .. } | Event::AnyIn(_)));
    let end = productions.iter().any(|p| matches!(p.event, Event::End));
    no_elements && wildcard && !end
}

/// `minLength` and the production of a value that may be empty, and then may be written as `EE` in
/// the second level.
pub(super) fn empty_value<'p, 'n>(
    productions: &'p [Production<'n>],
) -> Option<(u32, &'p Production<'n>)> {
    productions.iter().find_map(|production| match &production.event {
        Event::Value(coding) => may_be_empty(coding).map(|min| (min, production)),
        _ => None,
    })
}

/// True if a wildcard with `##other` and the target namespace `not` does not admit elements of a
/// namespace (XML Schema part 1, 3.10.1).
pub(crate) fn is_excluded(namespace: &str, not: Option<&str>) -> bool {
    not.is_some_and(|not| namespace.is_empty() || namespace == not)
}

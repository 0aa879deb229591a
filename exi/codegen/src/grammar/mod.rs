//! Stage 2: EXI grammars.
//!
//! Each type of the schema model becomes a schema-informed element grammar of EXI 1.0, sections
//! 8.5.4.1 to 8.5.4.3, for streams that are bit-packed and *not strict*: every state keeps an
//! escape to second-level event codes, so `n` first-level productions take `ceil(log2(n + 1))`
//! bits. Nothing here knows about Rust.
//!
//! A bounded repetition (`maxOccurs="1024"`) is one state with a counter ([`Repeat`]) instead of
//! 1024 copies; the event codes are those of the copies.

mod automaton;
mod coding;
mod fragment;
mod print;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::schema::{ElementId, Schema, SchemaError, Type, TypeId};

pub use coding::{Coding, Lexical};
pub use fragment::{FragmentGrammar, Relaxed};

/// The grammars of one schema: one [`Grammar`] a type, and the roots.
#[derive(Debug, Clone)]
pub struct GrammarSet {
    /// The schema that the grammars were made from.
    pub schema: Rc<Schema>,
    /// Grammar of each type.
    pub types: BTreeMap<TypeId, Grammar>,
    /// Global elements in the order of the document grammar's event codes (EXI 1.0, 8.4.1).
    pub roots: Vec<ElementId>,
}

/// The grammar of the content of one element of a given type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grammar {
    /// The states; the first one is the start.
    pub states: Vec<State>,
    /// Index of the state in which the content begins, after the last attribute.
    pub content: usize,
}

/// A state: what may come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// First-level productions in the order of their event codes.
    pub productions: Vec<Production>,
    /// Set for the state after an item of a bounded repetition.
    pub repeat: Option<Repeat>,
}

/// A counted repetition. The state comes after an item; the counter is the number of items so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The productions that start another item; allowed while the counter is below `max`.
    pub own: Range<usize>,
    /// The other productions are allowed once the counter has reached this.
    pub min: u32,
    /// Greatest number of items; `None` if only `min` bounds the list.
    pub max: Option<u32>,
}

/// A production: an event and the state after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Production {
    /// The event.
    pub event: Event,
    /// Index of the state that follows; meaningless after [`Event::End`].
    pub next: usize,
}

/// An event of EXI 1.0, table 4-1, as far as schema-informed content has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// `AT(qname)`: the attribute with this index in its type.
    Attribute(usize),
    /// `SE(qname)`.
    Element(ElementId),
    /// `SE(uri:*)`.
    AnyIn(Rc<str>),
    /// `SE(*)`. For `##other` with the target namespace, in which the element must not be; nor may
    /// it be in none.
    Any(Option<Rc<str>>),
    /// `EE`.
    End,
    /// `CH` with the value of this simple type.
    Value(TypeId),
    /// `CH` of mixed content.
    Text,
}

impl State {
    /// Width in bits of a first-level event code among `n` productions of a non-strict grammar.
    pub fn width(n: usize) -> u32 {
        usize::BITS - n.leading_zeros()
    }

    /// The productions that are allowed when `count` items of the repetition have been seen.
    pub fn allowed(&self, count: u32) -> Vec<&Production> {
        let Some(repeat) = &self.repeat else { return self.productions.iter().collect() };
        let more = repeat.max.is_none_or(|max| count < max);
        let done = count >= repeat.min;
        self.productions
            .iter()
            .enumerate()
            .filter(|(i, _)| if repeat.own.contains(i) { more } else { done })
            .map(|(_, production)| production)
            .collect()
    }
}

impl GrammarSet {
    /// Builds the grammars of all types of a schema.
    ///
    /// # Errors
    /// [`SchemaError::Unsupported`] for a content model whose event codes cannot be assigned, with
    /// the type's place.
    pub fn build(schema: Rc<Schema>) -> Result<Self, SchemaError> {
        let mut types = BTreeMap::new();
        for index in 0..schema.types.len() {
            let id = TypeId(index);
            let grammar = match schema.type_def(id) {
                Type::Simple(simple) => {
                    Coding::of(simple)?;
                    automaton::simple(id)
                }
                Type::Complex(complex) => automaton::complex(&schema, complex)?,
            };
            types.insert(id, grammar);
        }
        let mut roots: Vec<ElementId> = schema.global_elements.values().copied().collect();
        roots.sort_by(|a, b| {
            schema.element(*a).name.exi_order().cmp(&schema.element(*b).name.exi_order())
        });
        Ok(Self { schema, types, roots })
    }

    /// The grammar of a type.
    pub fn grammar(&self, id: TypeId) -> &Grammar {
        &self.types[&id]
    }

    /// The coding of a simple type's values.
    pub fn coding(&self, id: TypeId) -> Option<Coding> {
        match self.schema.type_def(id) {
            Type::Simple(simple) => Coding::of(simple).ok(),
            Type::Complex(_) => None,
        }
    }

    /// Width of the event code of the root element: all global elements and `SE(*)`. There is no
    /// second level, as comments, processing instructions and the DTD are not preserved.
    pub fn root_width(&self) -> u32 {
        State::width(self.roots.len())
    }
}

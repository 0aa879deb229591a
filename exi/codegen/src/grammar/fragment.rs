//! The fragment grammar (EXI 1.0, 8.4.2) and relaxed element fragments (8.5.3).
//!
//! XML signatures are made over fragments: an element alone, without the document around it. The
//! grammar of a fragment has an event code for every element name of the schema set, declared
//! globally or not.

use std::collections::{BTreeMap, BTreeSet};

use super::{GrammarSet, State};
use crate::schema::{ElementId, QName, Type, TypeId};

/// The fragment grammar of a schema set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentGrammar {
    /// Element names in the order of their event codes, with the types they are declared with.
    pub elements: Vec<(QName, Vec<ElementId>)>,
    /// Attribute names in the order in which relaxed element fragments offer them.
    pub attributes: Vec<QName>,
}

impl FragmentGrammar {
    /// Builds the fragment grammar of a set.
    pub fn build(set: &GrammarSet) -> Self {
        let mut elements: BTreeMap<(String, String), (QName, Vec<ElementId>)> = BTreeMap::new();
        for (index, element) in set.schema.elements.iter().enumerate() {
            let (local, namespace) = element.name.exi_order();
            let (_, declared) = elements
                .entry((local.to_owned(), namespace.to_owned()))
                .or_insert_with(|| (element.name.clone(), Vec::new()));
            if declared.iter().all(|id| set.schema.element(*id).type_id != element.type_id) {
                declared.push(ElementId(index));
            }
        }
        let mut attributes = BTreeSet::new();
        for definition in &set.schema.types {
            if let Type::Complex(complex) = definition {
                for attribute in &complex.attributes {
                    let (local, namespace) = attribute.name.exi_order();
                    attributes.insert((local.to_owned(), namespace.to_owned()));
                }
            }
        }
        Self {
            elements: elements.into_values().collect(),
            attributes: attributes.iter().map(|(local, ns)| QName::new(ns, local)).collect(),
        }
    }

    /// Width of the event codes around the element: all names, `SE(*)` and `ED`.
    pub fn width(&self) -> u32 {
        width_without_escape(self.elements.len() + 2)
    }

    /// Event code of the end of the fragment (`ED`).
    pub fn end(&self) -> usize {
        self.elements.len() + 1
    }

    /// Event code of an element name.
    pub fn code(&self, name: &QName) -> Option<usize> {
        self.elements.iter().position(|(other, _)| other == name)
    }

    /// The codes of a relaxed element fragment: an element name that is declared with several
    /// types and so has a grammar of its own, in which everything of the schema may stand.
    pub fn relaxed(&self) -> Relaxed {
        // AT(qname) for all attributes, AT(*), SE(qname) for all elements, SE(*), EE, CH.
        let after = self.elements.len() + 3;
        let first = self.attributes.len() + 1 + after;
        Relaxed {
            start_width: State::width(first),
            start_characters: first - 1,
            content_width: State::width(after),
            content_end: after - 2,
        }
    }

    /// Event code of an attribute at the start of a relaxed element fragment.
    pub fn attribute_code(&self, name: &QName) -> Option<usize> {
        self.attributes.iter().position(|other| other == name)
    }

    /// Event code of an attribute, or of the characters, in a relaxed element fragment; `event` is
    /// the index of the attribute in its type.
    pub fn slot_code(
        &self,
        set: &GrammarSet,
        owner: TypeId,
        event: usize,
        codes: Relaxed,
    ) -> usize {
        let Type::Complex(complex) = set.schema.type_def(owner) else {
            return codes.start_characters;
        };
        complex
            .attributes
            .get(event)
            .and_then(|attribute| self.attribute_code(&attribute.name))
            .unwrap_or(codes.start_characters)
    }

    /// The one type of an element name; `None` if it is declared with several.
    pub fn type_of(&self, set: &GrammarSet, name: &QName) -> Option<TypeId> {
        match self.elements.iter().find(|(other, _)| other == name)?.1.as_slice() {
            [one] => Some(set.schema.element(*one).type_id),
            _ => None,
        }
    }
}

/// Event codes of a relaxed element fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relaxed {
    /// Width in the first state and after attributes.
    pub start_width: u32,
    /// Code of `CH` there.
    pub start_characters: usize,
    /// Width after elements and characters.
    pub content_width: u32,
    /// Code of `EE` there.
    pub content_end: usize,
}

/// The fragment grammar has no second level.
fn width_without_escape(productions: usize) -> u32 {
    (productions - 1).checked_ilog2().map_or(0, |log| log + 1)
}

//! Structs with a list of items: mixed content, repeated choices and wildcards.

use std::collections::BTreeSet;

use super::{EventState, Slot, attribute_slots};
use crate::grammar::{Event, Grammar, GrammarSet, State};
use crate::schema::{ComplexType, Content, ElementId, Particle, Schema, SchemaError, Term};

/// A struct with attributes and a list of items.
#[derive(Debug, Clone)]
pub(in crate::emit) struct Items {
    /// Attributes, then one slot that stands for the content.
    pub(in crate::emit) attributes: Vec<Slot>,
    pub(in crate::emit) attribute_states: Vec<EventState>,
    /// Name of the item enum.
    pub(in crate::emit) name: String,
    pub(in crate::emit) elements: Vec<ElementId>,
    pub(in crate::emit) mixed: bool,
    /// States of the content alone, from its start.
    pub(in crate::emit) states: Vec<State>,
    /// Elements that may occur more than once.
    pub(in crate::emit) repeated: BTreeSet<ElementId>,
}

pub(super) fn items(
    set: &GrammarSet,
    complex: &ComplexType,
    grammar: &Grammar,
    name: &str,
) -> Result<Items, SchemaError> {
    let unsupported = |construct: &str| SchemaError::Unsupported {
        construct: construct.to_owned(),
        place: complex.place.clone(),
    };
    let merged = grammar.merged();
    let content = merged.content;
    let mut states: Vec<State> = merged.states[content..].to_vec();
    for state in &mut states {
        if state.repeat.is_some() {
            return Err(unsupported("a counted repetition inside a choice or mixed content"));
        }
        for production in &mut state.productions {
            // Behind `End` there is no state.
            production.next = production.next.saturating_sub(content);
        }
    }
    let attributes = attribute_slots(complex);
    // Events of the content's first state are numbered after the attributes.
    let attribute_states = merged.states[..content]
        .iter()
        .enumerate()
        .map(|(index, state)| EventState { first: index, count: state.productions.len() })
        .collect();
    let mut elements: Vec<ElementId> = Vec::new();
    for production in states.iter().flat_map(|state| &state.productions) {
        if let Event::Element(element) = production.event {
            let name = &set.schema.element(element).name;
            if !elements.iter().any(|e| set.schema.element(*e).name == *name) {
                elements.push(element);
            }
        }
    }
    let repeated = repeated(&set.schema, complex.mixed, &complex.content);
    Ok(Items {
        attributes,
        attribute_states,
        name: format!("{name}Item"),
        elements,
        mixed: complex.mixed,
        states,
        repeated,
    })
}

impl Items {
    /// Elements of any name can stand there.
    pub(in crate::emit) fn has_wildcard(&self) -> bool {
        self.states
            .iter()
            .flat_map(|state| &state.productions)
            .any(|production| matches!(production.event, Event::Any(_) | Event::AnyIn(_)))
    }

    /// Content of wildcards and text of which the schema demands some. There are encoders that leave
    /// it empty all the same, and write `EE` in the second level.
    pub(in crate::emit) fn may_be_empty_against_the_schema(&self) -> bool {
        self.elements.is_empty()
            && self
                .states
                .first()
                .is_some_and(|state| state.productions.iter().all(|p| p.event != Event::End))
    }

    /// The states of the attributes and the first one of the content, whose events are numbered
    /// after the attributes.
    pub(in crate::emit) fn states_with_attributes(&self) -> Vec<EventState> {
        let mut states = self.attribute_states.clone();
        let count = self.states.first().map_or(0, |state| state.productions.len());
        states.push(EventState { first: self.attributes.len(), count });
        states
    }
}

/// Elements that are arrays in JSON: those that may occur more than once, and all children of
/// mixed content.
pub(in crate::emit) fn repeated(
    schema: &Schema,
    mixed: bool,
    content: &Content,
) -> BTreeSet<ElementId> {
    let mut out = BTreeSet::new();
    if let Content::Particle(particle) = content {
        collect_repeated(schema, particle, mixed, &mut out);
    }
    out
}

fn collect_repeated(
    schema: &Schema,
    particle: &Particle,
    repeated: bool,
    out: &mut BTreeSet<ElementId>,
) {
    let repeated = repeated || particle.max != Some(1);
    match &particle.term {
        Term::Element(element) => {
            if repeated {
                out.extend(schema.alternatives(*element));
            }
        }
        Term::Sequence(parts) | Term::Choice(parts) => {
            for part in parts {
                collect_repeated(schema, part, repeated, out);
            }
        }
        Term::Any(_) => {}
    }
}

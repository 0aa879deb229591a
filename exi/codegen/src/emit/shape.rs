//! What each type looks like in Rust: which fields, in which order, and how the grammar's events
//! map to them.
//!
//! A type whose elements come in a fixed order, each by its own bounds, is a *record*: a struct
//! with a field for each attribute, element or choice ("slot"). A record without attributes that
//! is nothing but one choice is *flat*: the choice's enum stands for the type. Everything else
//! (mixed content, repeated choices, wildcards) is a struct with a list of *items*.

use std::collections::BTreeSet;

mod items;

pub(super) use items::{Items, repeated};

use super::names;
use crate::grammar::{Coding, Event, Grammar, GrammarSet, State};
use crate::schema::{ComplexType, Content, ElementId, Particle, SchemaError, Term, Type, TypeId};

/// The Rust form of a complex type.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Record(Record),
    Flat(Record),
    Items(Items),
}

/// A struct: slots in the order of the grammar.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) slots: Vec<Slot>,
    /// States of the grammar with events numbered in slot order; index 0 is the start.
    pub(super) states: Vec<EventState>,
    /// Number of the event that ends the element.
    pub(super) end: usize,
}

/// A state whose first-level productions are the events `first .. first + count` in this order.
#[derive(Debug, Clone)]
pub(super) struct EventState {
    pub(super) first: usize,
    pub(super) count: usize,
}

impl EventState {
    pub(super) fn width(&self) -> u32 {
        State::width(self.count)
    }
}

/// Bounds of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) min: u32,
    pub(super) max: Option<u32>,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// Name in the schema; of the head for a substitution group.
    pub(super) name: String,
    pub(super) field: String,
    pub(super) kind: SlotKind,
    pub(super) optional: bool,
    pub(super) list: Option<Bounds>,
    /// Number of its first event; one event for each alternative.
    pub(super) event: usize,
    /// State after it.
    pub(super) after: usize,
}

impl Slot {
    pub(super) fn events(&self) -> std::ops::Range<usize> {
        let count = match &self.kind {
            SlotKind::Choice(choice) => choice.alternatives.len(),
            _ => 1,
        };
        self.event..self.event + count
    }

    /// The variable for it in a decoder.
    pub(super) fn local(&self) -> String {
        names::local(&self.field)
    }

    /// The field in the expression that makes the struct.
    pub(super) fn initializer(&self) -> String {
        let local = self.local();
        if local == self.field { local } else { format!("{}: {local}", self.field) }
    }

    pub(super) fn is_choice(&self) -> bool {
        matches!(self.kind, SlotKind::Choice(_))
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(self.kind, SlotKind::Value(_))
    }
}

#[derive(Debug, Clone)]
pub(super) enum SlotKind {
    Attribute(TypeId),
    /// Character data of a type with simple content.
    Value(TypeId),
    Element(ElementId),
    Choice(Choice),
}

/// One of several elements.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// Name of the enum.
    pub(super) name: String,
    pub(super) alternatives: Vec<Alternative>,
}

#[derive(Debug, Clone)]
pub(super) struct Alternative {
    pub(super) element: ElementId,
    pub(super) variant: String,
    /// An abstract element, or one of abstract type: has an event code, but to stand there violates
    /// the schema.
    pub(super) is_abstract: bool,
}

impl Choice {
    /// True if both have the same alternatives.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.alternatives.len() == other.alternatives.len()
            && self
                .alternatives
                .iter()
                .zip(&other.alternatives)
                .all(|(a, b)| a.element == b.element)
    }

    pub(super) fn concrete(&self) -> impl Iterator<Item = (usize, &Alternative)> {
        self.alternatives.iter().enumerate().filter(|(_, a)| !a.is_abstract)
    }
}

pub(super) fn shape(
    set: &GrammarSet,
    complex: &ComplexType,
    id: TypeId,
    name: &str,
) -> Result<Shape, SchemaError> {
    let grammar = set.grammar(id);
    if let Some(record) = record(set, complex, grammar, name)? {
        let no_element = |slot: &Slot| match &slot.kind {
            SlotKind::Choice(choice) => choice.concrete().next().is_none(),
            _ => false,
        };
        if record.slots.iter().any(no_element) {
            return Err(SchemaError::Unsupported {
                construct: "an abstract element that nothing can stand for".to_owned(),
                place: complex.place.clone(),
            });
        }
        let flat = match record.slots.as_slice() {
            [slot] => matches!(slot.kind, SlotKind::Choice(_)) && slot.list.is_none(),
            _ => false,
        };
        return Ok(if flat { Shape::Flat(record) } else { Shape::Record(record) });
    }
    let items = items::items(set, complex, grammar, name)?;
    Ok(Shape::Items(items))
}

/// Slots of the attributes of a type.
fn attribute_slots(complex: &ComplexType) -> Vec<Slot> {
    complex
        .attributes
        .iter()
        .enumerate()
        .map(|(index, attribute)| Slot {
            name: attribute.name.local.to_string(),
            field: names::field(&attribute.name.local),
            kind: SlotKind::Attribute(attribute.type_id),
            optional: !attribute.required,
            list: None,
            event: index,
            after: index + 1,
        })
        .collect()
}

fn record(
    set: &GrammarSet,
    complex: &ComplexType,
    grammar: &Grammar,
    name: &str,
) -> Result<Option<Record>, SchemaError> {
    let mut slots = attribute_slots(complex);
    // Index of the slot that each position of the content model belongs to.
    let mut positions: Vec<usize> = Vec::new();
    match &complex.content {
        Content::Empty => {}
        Content::Simple(id) => {
            positions.push(slots.len());
            slots.push(Slot {
                name: "value".to_owned(),
                field: "value".to_owned(),
                kind: SlotKind::Value(*id),
                optional: false,
                list: None,
                event: 0,
                after: 0,
            });
        }
        Content::Particle(particle) => {
            if complex.mixed || !particle_slots(set, particle, name, &mut slots, &mut positions) {
                return Ok(None);
            }
        }
    }
    let mut event = 0;
    for (index, slot) in slots.iter_mut().enumerate() {
        slot.event = event;
        event = slot.events().end;
        if let Some(position) = positions.iter().position(|&p| p == index) {
            slot.after = grammar.content + position + 1;
        }
    }
    let mut record = Record { slots, states: Vec::new(), end: event };
    for state in &grammar.states {
        match record.event_state(set, grammar, &positions, state) {
            Some(state) => record.states.push(state),
            None => return Ok(None),
        }
    }
    let mut fields = BTreeSet::new();
    for slot in &record.slots {
        if !fields.insert(&slot.field) {
            return Err(SchemaError::Unsupported {
                construct: format!("two members of {name} that are both `{}` in Rust", slot.field),
                place: complex.place.clone(),
            });
        }
    }
    Ok(Some(record))
}

impl Record {
    /// The events of a state, if they are numbered without a gap.
    fn event_state(
        &self,
        set: &GrammarSet,
        grammar: &Grammar,
        positions: &[usize],
        state: &State,
    ) -> Option<EventState> {
        let mut events = Vec::new();
        for production in &state.productions {
            events.push(match &production.event {
                Event::End => self.end,
                Event::Attribute(index) => self.slots.get(*index)?.event,
                Event::Value(_) => {
                    self.slots.iter().find(|s| matches!(s.kind, SlotKind::Value(_)))?.event
                }
                Event::Element(element) => {
                    let position = production.next.checked_sub(grammar.content + 1)?;
                    let slot = self.slots.get(*positions.get(position)?)?;
                    match &slot.kind {
                        SlotKind::Choice(choice) => {
                            let name = &set.schema.element(*element).name;
                            slot.event
                                + choice
                                    .alternatives
                                    .iter()
                                    .position(|a| set.schema.element(a.element).name == *name)?
                        }
                        _ => slot.event,
                    }
                }
                Event::Any(_) | Event::AnyIn(_) | Event::Text => return None,
            });
        }
        let first = *events.first()?;
        if !events.iter().enumerate().all(|(i, &event)| event == first + i) {
            return None;
        }
        // Own items come first by their place in the model.
        if state.repeat.as_ref().is_some_and(|repeat| repeat.own.start != 0) {
            return None;
        }
        Some(EventState { first, count: events.len() })
    }

    /// The slot that an event belongs to; `None` for the end.
    pub(super) fn slot_of(&self, event: usize) -> Option<usize> {
        self.slots.iter().position(|slot| slot.events().contains(&event))
    }
}

/// Adds the slots of a particle; false if it is not in the form of a record.
fn particle_slots(
    set: &GrammarSet,
    particle: &Particle,
    name: &str,
    slots: &mut Vec<Slot>,
    positions: &mut Vec<usize>,
) -> bool {
    match &particle.term {
        Term::Sequence(parts) => {
            (particle.min, particle.max) == (1, Some(1))
                && parts.iter().all(|part| particle_slots(set, part, name, slots, positions))
        }
        Term::Element(element) => {
            positions.push(slots.len());
            let declared = set.schema.element(*element);
            let alternatives = alternatives(set, *element);
            let kind = if alternatives.len() == 1 && !alternatives[0].is_abstract {
                SlotKind::Element(*element)
            } else {
                SlotKind::Choice(Choice { name: choice_name(set, *element), alternatives })
            };
            let list = (particle.max != Some(1))
                .then_some(Bounds { min: particle.min, max: particle.max });
            slots.push(Slot {
                name: declared.name.local.to_string(),
                field: names::field(&declared.name.local),
                kind,
                optional: particle.min == 0,
                list,
                event: 0,
                after: 0,
            });
            true
        }
        Term::Choice(parts) => choice_slot(set, particle, parts, name, slots, positions),
        Term::Any(_) => false,
    }
}

/// The slot of an `xs:choice` of single elements.
fn choice_slot(
    set: &GrammarSet,
    particle: &Particle,
    parts: &[Particle],
    name: &str,
    slots: &mut Vec<Slot>,
    positions: &mut Vec<usize>,
) -> bool {
    if particle.max != Some(1) || particle.min > 1 {
        return false;
    }
    let mut all = Vec::new();
    for part in parts {
        let Term::Element(element) = part.term else { return false };
        if (part.min, part.max) != (1, Some(1)) {
            return false;
        }
        positions.push(slots.len());
        all.extend(alternatives(set, element));
    }
    let words: Vec<Vec<String>> =
        all.iter().map(|a| names::words(&set.schema.element(a.element).name.local)).collect();
    // `boolValue`, `byteValue` ...: what the alternatives have in common names the choice.
    let common = words.first().and_then(|first| first.last()).filter(|last| {
        words.iter().all(|w| w.len() > 1 && w.last().is_some_and(|word| word == *last))
    });
    let noun = common.map_or("Choice", |word| word.as_str());
    slots.push(Slot {
        name: noun.to_owned(),
        field: names::field(noun),
        kind: SlotKind::Choice(Choice {
            name: format!("{name}{}", names::pascal(noun)),
            alternatives: all,
        }),
        optional: particle.min == 0,
        list: None,
        event: 0,
        after: 0,
    });
    true
}

fn alternatives(set: &GrammarSet, element: ElementId) -> Vec<Alternative> {
    set.schema
        .alternatives(element)
        .into_iter()
        .map(|id| {
            let declared = set.schema.element(id);
            Alternative {
                element: id,
                variant: names::pascal(&declared.name.local),
                is_abstract: declared.is_abstract
                    || set.schema.type_def(declared.type_id).is_abstract(),
            }
        })
        .collect()
}

/// Name of the enum of a substitution group: that of its head, unless the head's type has it.
fn choice_name(set: &GrammarSet, head: ElementId) -> String {
    let declared = set.schema.element(head);
    let name = names::pascal(&declared.name.local);
    let taken = match set.schema.type_def(declared.type_id) {
        Type::Complex(complex) => {
            !complex.is_abstract
                && complex.name.as_ref().is_some_and(|n| names::type_name(&n.local) == name)
        }
        Type::Simple(_) => false,
    };
    if taken { format!("{name}Choice") } else { name }
}

/// True if values of this coding can be empty, and so be written as `EE` in the second level.
pub(super) fn may_be_empty(coding: &Coding) -> Option<u32> {
    match coding {
        Coding::String { min, .. } | Coding::Binary { min, .. } => Some(*min),
        _ => None,
    }
}

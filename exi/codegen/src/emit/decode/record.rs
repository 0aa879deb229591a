//! Records: slot after slot, through the states of the grammar.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::value::Tail;
use super::{At, Decoder, is_apart};
use crate::emit::shape::{Bounds, EventState, Record, Slot, SlotKind, may_be_empty};
use crate::grammar::Coding;
use crate::schema::{QName, Type, TypeId};

impl Decoder<'_, '_> {
    pub(super) fn record(&mut self, record: &Record) {
        if record.slots.is_empty() {
            self.line("r.zeros(lead);\nSelf {}");
            return;
        }
        let at = self.slots(record);
        if matches!(at, At::State(_)) {
            // The `EE` of this type.
            self.run.zero(1);
        }
        self.flush_fields();
        if self.run.lead.is_some() {
            self.flush();
        }
        let info = self.module.info(self.owner);
        assert_eq!(self.run.bits(), info.tail, "zero bits behind {}", info.name);
        if record.slots.last().is_some_and(|last| self.is_put_in_place(last)) {
            self.line("this");
            return;
        }
        let fields: Vec<String> = record.slots.iter().map(Slot::initializer).collect();
        let line = format!("Self {{ {} }}", fields.join(", "));
        self.line(&line);
    }

    /// Reads all slots of a record.
    pub(super) fn slots(&mut self, record: &Record) -> At {
        let mut at = At::State(0);
        for slot in &record.slots {
            at = match self.enter(record, at) {
                At::State(_) => self.slot(record, slot),
                At::Next(events) => {
                    let mine: BTreeSet<usize> =
                        events.iter().copied().filter(|e| slot.events().contains(e)).collect();
                    let others: BTreeSet<usize> = events.difference(&mine).copied().collect();
                    if let SlotKind::Value(id) = slot.kind {
                        self.value_behind_code(record, id);
                        At::State(slot.after)
                    } else if others.is_empty() {
                        self.slot(record, slot)
                    } else {
                        self.optional(record, slot, &mine, others)
                    }
                }
            };
        }
        at
    }

    /// Reads the event code of a state, unless there is only one event.
    pub(super) fn enter(&mut self, record: &Record, at: At) -> At {
        let At::State(index) = at else { return at };
        let state = &record.states[index];
        let slot = record.slot_of(state.first).and_then(|slot| record.slots.get(slot));
        if state.count == 1 && !slot.is_some_and(Slot::is_choice) {
            // The `CH` of a value belongs to it, because it can be an escape.
            self.run.zero(u32::from(!slot.is_some_and(Slot::is_value)));
            return at;
        }
        self.code(state.first, state.count, self.empty_value(record, state));
        At::Next((state.first..state.first + state.count).collect())
    }

    /// `minLength` of a value that can begin in this state and may be written as the escape to
    /// `EE`, and the event that stands for that.
    pub(super) fn empty_value(&self, record: &Record, state: &EventState) -> Option<(u32, usize)> {
        let slot = record.slots.last()?;
        let SlotKind::Value(id) = slot.kind else { return None };
        if !(state.first..state.first + state.count).contains(&slot.event) {
            return None;
        }
        may_be_empty(&self.module.coding(id)?).map(|min| (min, record.end + 1))
    }

    /// Reads a slot that stands here for certain.
    pub(super) fn slot(&mut self, record: &Record, slot: &Slot) -> At {
        match &slot.kind {
            _ if slot.list.is_some() => return self.list(record, slot),
            SlotKind::Attribute(id) => {
                let of = self.attribute_name(slot);
                self.simple(*id, &of, &slot.local(), false);
            }
            SlotKind::Value(id) => {
                let of = self.owner_name();
                self.simple(*id, &of, &slot.local(), true);
            }
            SlotKind::Element(element) => self.element(*element, &slot.local()),
            SlotKind::Choice(choice) => self.choice(choice, slot.event, &slot.local()),
        }
        At::State(slot.after)
    }

    pub(super) fn attribute_name(&self, slot: &Slot) -> QName {
        match self.module.set.schema.type_def(self.owner) {
            Type::Complex(complex) => complex.attributes[slot.event].name.clone(),
            Type::Simple(_) => QName::new("", &slot.name),
        }
    }

    /// The element whose character data the type at hand has; in the string table, its values
    /// have the name of the element.
    pub(super) fn owner_name(&self) -> QName {
        let elements = &self.module.set.schema.elements;
        elements.iter().find(|element| element.type_id == self.owner).map_or_else(
            || QName::new("", &self.module.info(self.owner).name),
            |element| element.name.clone(),
        )
    }

    /// Character data after a code that said whether it is there or empty.
    pub(super) fn value_behind_code(&mut self, record: &Record, id: TypeId) {
        let of = self.owner_name();
        let empty = match self.module.coding(id) {
            Some(Coding::Binary { .. }) => "&[][..]",
            Some(Coding::String { .. }) => "\"\"",
            // Nothing else can be empty.
            _ => {
                self.simple(id, &of, "value_", false);
                return;
            }
        };
        let line = format!("let value_ = if next == {} {{\n{empty}\n}} else {{", record.end + 1);
        self.line(&line);
        self.simple(id, &of, "text", false);
        self.flush();
        self.line("text\n};");
    }

    /// Reads a slot that `next` says the presence of, and the event code after it.
    pub(super) fn optional(
        &mut self,
        record: &Record,
        slot: &Slot,
        mine: &BTreeSet<usize>,
        mut others: BTreeSet<usize>,
    ) -> At {
        let condition = match (mine.first(), mine.last()) {
            (Some(first), Some(last)) if first == last => format!("next == {first}"),
            (Some(first), Some(last)) => format!("({first}..={last}).contains(&next)"),
            _ => return At::Next(others),
        };
        let is_last = record.slots.last().is_some_and(|last| last.event == slot.event);
        let in_place = is_last && self.is_put_in_place(slot);
        let line = if in_place {
            let mut fields: Vec<String> = record.slots.iter().map(Slot::initializer).collect();
            fields.pop();
            fields.push(format!("{}: None", slot.field));
            format!("let mut this = Self {{ {} }};\nif {condition} {{", fields.join(", "))
        } else {
            format!("let {} = if {condition} {{", slot.local())
        };
        self.line(&line);
        let plain = Slot { field: "present".to_owned(), ..slot.clone() };
        let at = self.slot(record, &plain);
        if in_place {
            let line = format!("this.{} = Some(present);", slot.field);
            self.line(&line);
        }
        let events = match at {
            At::State(state) => {
                let state = &record.states[state];
                let empty = self.empty_value(record, state);
                if state.count == 1 && empty.is_none() {
                    self.run.zero(1);
                    self.flush();
                    let line = format!("next = {};", state.first);
                    self.line(&line);
                } else {
                    self.code(state.first, state.count, empty);
                }
                (state.first..state.first + state.count).collect()
            }
            At::Next(events) => events,
        };
        if in_place {
            self.line("}");
        } else if slot.list.is_some() {
            self.line("present\n} else {\n&[][..]\n};");
        } else {
            self.line("Some(present)\n} else {\nNone\n};");
        }
        others.extend(events);
        At::Next(others)
    }

    /// True for the last member if it need not be there and is more than one value: the struct is
    /// made without it, and it is read to its place, so that it is on the stack only there.
    fn is_put_in_place(&self, last: &Slot) -> bool {
        let is_complex = match &last.kind {
            SlotKind::Element(element) => {
                let id = self.module.element_type(*element);
                matches!(self.module.set.schema.type_def(id), Type::Complex(_))
            }
            SlotKind::Choice(_) => true,
            SlotKind::Attribute(_) | SlotKind::Value(_) => false,
        };
        is_complex && last.optional && last.list.is_none() && is_apart(self.module, self.owner)
    }

    /// Reads a list and the event code that ends it.
    pub(super) fn list(&mut self, record: &Record, slot: &Slot) -> At {
        let Some(Bounds { min, max }) = slot.list else { return At::State(slot.after) };
        self.flush();
        let state = &record.states[slot.after];
        let own = slot.events();
        // Events that can end the list.
        let ends: BTreeSet<usize> =
            (state.first..state.first + state.count).filter(|e| !own.contains(e)).collect();
        let end = ends.first().copied().unwrap_or(record.end);
        if !self.declared {
            let line = format!("let mut next = {};", slot.event);
            self.line(&line);
            self.declared = true;
        }
        let counted = max.is_some() || min > 1;
        if counted {
            self.line("let mut count = 0_u32;");
        }
        let line = format!("let {} = r.list(|r, place| {{", slot.local());
        self.line(&line);
        match &slot.kind {
            SlotKind::Element(element) => self.element(*element, "item"),
            SlotKind::Choice(choice) => self.choice(choice, slot.event, "item"),
            SlotKind::Attribute(_) | SlotKind::Value(_) => {}
        }
        self.flush_fields();
        self.line("let item = place.write(item);");
        let run = std::mem::take(&mut self.run);
        if counted {
            self.line("count += 1;");
        }
        // Three regimes: more items are demanded, possible, or no longer allowed.
        let mut regimes = Vec::new();
        if min > 1 {
            regimes.push((format!("if count < {min} {{"), slot.event, own.len()));
        }
        if let Some(max) = max {
            regimes.push((format!("if count == {max} {{"), end, ends.len()));
        }
        for (condition, first, count) in &regimes {
            self.line(condition);
            self.run = run.clone();
            if *count == 1 {
                self.run.zero(1);
                self.flush();
                let line = format!("next = {first};");
                self.line(&line);
            } else {
                self.code(*first, *count, None);
            }
            self.out.push_str("} else ");
        }
        if !regimes.is_empty() {
            self.line("{");
        }
        self.run = run;
        self.code(slot.event, own.len() + ends.len(), None);
        if !regimes.is_empty() {
            self.line("}");
        }
        let more = if own.len() == 1 {
            format!("next == {}", slot.event)
        } else {
            format!("({}..{}).contains(&next)", own.start, own.end)
        };
        let line = format!("(item, {more})\n}});");
        self.line(&line);
        At::Next(ends)
    }

    /// A type that is one choice.
    pub(super) fn flat(&mut self, record: &Record) {
        let [slot] = record.slots.as_slice() else { return };
        let SlotKind::Choice(choice) = &slot.kind else { return };
        self.enter(record, At::State(0));
        // Behind each element stands the `EE` of this type; if none is there, it was the code.
        let mut arms = String::new();
        if slot.optional {
            let _ = writeln!(arms, "{} => {{\ntail = 0;\nSelf::Empty\n}}", record.end);
        }
        arms.push_str(&self.arms(choice, slot.event, "Self", Tail::Variable("tail", 1)));
        if self.module.has_role(self.owner) {
            self.line("r.message(next);");
        }
        let line = format!("let tail: u32;\nlet value = match next {{\n{arms}}};");
        self.line(&line);
        self.line("r.zeros(tail);\nvalue");
    }
}

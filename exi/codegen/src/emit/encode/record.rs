//! Records: slot after slot, through the states of the grammar.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::run::{Lead, Run};
use super::{At, Encoder, difference_from};
use crate::emit::decode::Tail;
use crate::emit::shape::{Bounds, EventState, Record, Slot, SlotKind};
use crate::grammar::State;

impl Encoder<'_, '_> {
    pub(super) fn record(&mut self, record: &Record) {
        if record.slots.is_empty() {
            self.line("w.zeros(lead);");
            return;
        }
        match self.slots(record) {
            // The `EE` of this type.
            At::State(_) => self.run.zero(1),
            At::Variable(_) => self.end(record.end),
        }
        self.flush_values();
        if self.run.lead.is_some() {
            self.flush();
        }
        let info = self.module.info(self.owner);
        assert_eq!(self.run.bits(), info.tail, "zero bits behind {}", info.name);
    }

    /// Writes the code of an event that ends the content.
    pub(super) fn end(&mut self, event: usize) {
        let line = format!("w.put(n, {event} - base);");
        self.line(&line);
    }

    pub(super) fn slots(&mut self, record: &Record) -> At {
        let mut at = At::State(0);
        for slot in &record.slots {
            at = match at {
                At::State(index) => {
                    let state = &record.states[index];
                    let own = slot.events();
                    if own.contains(&state.first) && own.contains(&(state.first + state.count - 1))
                    {
                        self.certain(record, slot, state)
                    } else {
                        self.variable(state.first, state.count);
                        let events = (state.first..state.first + state.count).collect();
                        self.maybe(record, slot, events)
                    }
                }
                At::Variable(events) => self.maybe(record, slot, events),
            };
        }
        at
    }

    /// Writes a slot that is the only one possible here.
    pub(super) fn certain(&mut self, record: &Record, slot: &Slot, state: &EventState) -> At {
        let place = format!("self.{}", slot.field);
        match &slot.kind {
            _ if slot.list.is_some() => {
                self.variable(state.first, state.count);
                self.list(record, slot)
            }
            SlotKind::Attribute(id) => {
                self.run.zero(1);
                self.simple(*id, &place, false, false);
                At::State(slot.after)
            }
            SlotKind::Value(id) => {
                self.simple(*id, &place, false, true);
                At::State(slot.after)
            }
            SlotKind::Element(element) => {
                self.run.zero(1);
                self.element(*element, &place, false);
                At::State(slot.after)
            }
            SlotKind::Choice(choice) => {
                self.flush_values();
                self.run.zero(state.width());
                let n = std::mem::take(&mut self.run).count();
                self.choice(choice, slot.event, &format!("&{place}"), &n, &state.first.to_string());
                At::State(slot.after)
            }
        }
    }

    /// Writes a slot with `n` and `base` known at run time only.
    pub(super) fn maybe(&mut self, record: &Record, slot: &Slot, events: BTreeSet<usize>) -> At {
        let own = slot.events();
        let mut others: BTreeSet<usize> =
            events.into_iter().filter(|event| !own.contains(event)).collect();
        if others.is_empty() || !slot.optional && slot.list.is_none_or(|bounds| bounds.min > 0) {
            return self.behind_variable(record, slot, &format!("self.{}", slot.field), false);
        }
        let line = if slot.list.is_some() {
            format!("if !self.{}.is_empty() {{", slot.field)
        } else {
            format!("if let Some(value) = &self.{} {{", slot.field)
        };
        self.line(&line);
        let place =
            if slot.list.is_some() { format!("self.{}", slot.field) } else { "value".to_owned() };
        match self.behind_variable(record, slot, &place, true) {
            At::State(index) => {
                let state = &record.states[index];
                self.variable(state.first, state.count);
                others.extend(state.first..state.first + state.count);
            }
            At::Variable(events) => others.extend(events),
        }
        self.line("}");
        At::Variable(others)
    }

    /// Writes a slot that stands here, with its event code in front.
    pub(super) fn behind_variable(
        &mut self,
        record: &Record,
        slot: &Slot,
        place: &str,
        pointer: bool,
    ) -> At {
        if slot.list.is_some() {
            return self.list(record, slot);
        }
        let lead = Lead { n: "n".to_owned(), value: Some(difference_from(slot.event)) };
        match &slot.kind {
            SlotKind::Choice(choice) => {
                let place = if pointer { place.to_owned() } else { format!("&{place}") };
                self.choice(choice, slot.event, &place, "n", "base");
            }
            SlotKind::Element(element) => {
                self.run.lead = Some(lead);
                self.element(*element, place, pointer);
            }
            SlotKind::Attribute(id) | SlotKind::Value(id) => {
                self.run.lead = Some(lead);
                self.simple(*id, place, pointer, false);
            }
        }
        At::State(slot.after)
    }

    /// Writes a list; `n` and `base` are those of the first item, and afterwards those of what
    /// follows the list.
    pub(super) fn list(&mut self, record: &Record, slot: &Slot) -> At {
        let Some(Bounds { min, max }) = slot.list else { return At::State(slot.after) };
        let state = &record.states[slot.after];
        let own = slot.events();
        let ends: BTreeSet<usize> =
            (state.first..state.first + state.count).filter(|e| !own.contains(e)).collect();
        let end = ends.first().copied().unwrap_or(record.end);
        let list = format!("self.{}", slot.field);
        let most = max.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
        let line =
            format!("w.occurs({list}.len(), {}, {most});", if slot.optional { 0 } else { min });
        self.line(&line);
        let counted = min > 1;
        let line = if counted {
            format!("for (index, item) in {list}.iter().enumerate() {{")
        } else {
            format!("for item in {list} {{")
        };
        self.line(&line);
        match &slot.kind {
            SlotKind::Choice(choice) => self.choice(choice, slot.event, "item", "n", "base"),
            SlotKind::Element(element) => {
                let value = Some(difference_from(slot.event));
                self.run.lead = Some(Lead { n: "n".to_owned(), value });
                self.element(*element, "item", true);
            }
            SlotKind::Attribute(_) | SlotKind::Value(_) => {}
        }
        self.flush_values();
        let run = self.run.clone();
        if counted {
            let line = format!("if index + 1 < {min} {{");
            self.line(&line);
            self.variable(slot.event, own.len());
            self.line("} else {");
            self.run = run.clone();
        }
        self.variable(slot.event, own.len() + ends.len());
        if counted {
            self.line("}");
        }
        self.line("}");
        if let Some(max) = max {
            let line = format!("if {list}.len() == {max} {{");
            self.line(&line);
            self.run = run;
            if self.run.lead.is_some() {
                // The zero bits after the last item are in `n` already.
                let line = format!(
                    "n = n - {} + {};\nbase = {end};",
                    State::width(own.len() + ends.len()),
                    State::width(ends.len())
                );
                self.run = Run::default();
                self.line(&line);
            } else {
                self.variable(end, ends.len());
            }
            self.line("}");
        }
        At::Variable(ends)
    }

    pub(super) fn flat(&mut self, record: &Record) {
        let [slot] = record.slots.as_slice() else { return };
        let SlotKind::Choice(choice) = &slot.kind else { return };
        let Some(state) = record.states.first() else { return };
        self.run.zero(state.width());
        let n = std::mem::take(&mut self.run).count();
        let mut arms = self.arms(choice, slot.event, "Self", &n, "0", Tail::Variable("tail", 1));
        if slot.optional {
            let _ = writeln!(arms, "Self::Empty => {{\nw.put({n}, {});\ntail = 0;\n}}", record.end);
        }
        if self.module.has_role(self.owner) {
            arms.push_str("_ => {\nw.other_role();\ntail = 0;\n}\n");
        }
        let line = format!("let tail: u32;\nmatch self {{\n{arms}}}\nw.zeros(tail);");
        self.line(&line);
    }
}

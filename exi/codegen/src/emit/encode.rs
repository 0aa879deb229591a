//! Encoders, the mirror of the decoders.
//!
//! For each type a function `write(&self, w, lead)` that begins behind the element's `SE`, with
//! `lead` zero bits still to be written, and leaves the type's `tail` of zero bits to its caller.
//! Between two branches the fixed bits are collected as [`Run`] and written at once.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::decode::{inline, length, limit, signed_limit};
use super::module::Module;
use super::names;
use super::shape::{Bounds, Choice, EventState, Items, Record, Shape, Slot, SlotKind};
use crate::grammar::{Coding, Event, State};
use crate::schema::{ElementId, TypeId};

pub(super) fn emit(module: &Module<'_>) -> String {
    let mut out = String::from(
        "//! Encoders: `write` begins behind the start of the element with `lead` zero bits to write.\n\n\
         use exi::{Encode, Writer};\n\nuse super::*;\n",
    );
    for id in module.local_types() {
        let info = module.info(id);
        let Some(shape) = &info.shape else { continue };
        let name = if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() };
        let inline = inline(module, id);
        let body = body(module, id, shape);
        let _ = writeln!(
            out,
            "impl {name} {{\n{inline}\npub(crate) fn write(&self, w: &mut Writer<'_>, lead: u32) {{\n{body}}}\n}}\n",
        );
    }
    out.push_str(&documents(module));
    out
}

fn documents(module: &Module<'_>) -> String {
    let width = module.set.root_width();
    let code =
        |element: ElementId| module.set.roots.iter().position(|root| *root == element).unwrap_or(0);
    let mut out = String::new();
    match module.documents.as_slice() {
        [] => {}
        [root] => {
            let info = module.info(module.element_type(*root));
            let name = if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() };
            let _ = writeln!(
                out,
                "impl Encode for {name} {{\n#[inline]\nfn write(&self, w: &mut Writer<'_>) {{\n\
                 w.document({width}, {});\nself.write(w, 0);\nw.zeros({});\n}}\n}}",
                code(*root),
                info.tail,
            );
        }
        many => {
            let mut arms = String::new();
            for root in many {
                let info = module.info(module.element_type(*root));
                let variant = names::pascal(&module.element_name(*root).local);
                let _ = writeln!(
                    arms,
                    "Self::{variant}(message) => {{ w.document({width}, {}); message.write(w, 0); w.zeros({}); }}",
                    code(*root),
                    info.tail,
                );
            }
            let _ = writeln!(
                out,
                "impl Encode for Message<'_> {{\n#[inline]\nfn write(&self, w: &mut Writer<'_>) {{\n\
                 match self {{\n{arms}}}\n}}\n}}",
            );
        }
    }
    out
}

fn body(module: &Module<'_>, id: TypeId, shape: &Shape) -> String {
    let mut encoder = Encoder::new(module, id);
    encoder.run.lead = Some(Lead { n: "lead".to_owned(), value: None });
    match shape {
        Shape::Record(record) => encoder.record(record),
        Shape::Flat(record) => encoder.flat(record),
        Shape::Items(items) => encoder.items(items),
    }
    encoder.out
}

/// Fixed bits that have not been written yet.
#[derive(Default, Clone)]
struct Run {
    lead: Option<Lead>,
    pieces: Vec<Piece>,
}

/// Bits in front of a run whose number is known at run time only.
#[derive(Clone)]
struct Lead {
    /// Expression for their number.
    n: String,
    /// Expression for their value; zero if there is none.
    value: Option<String>,
}

/// A piece of a run: its width, and an expression for its value unless it is zero.
#[derive(Clone)]
struct Piece {
    width: u32,
    value: Option<String>,
}

/// Longest run, and longest one in front of an integer; the decoder's are the same.
const MAX_RUN: u32 = 48;
const MAX_INTEGER_RUN: u32 = 32;

impl Run {
    fn bits(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.width).sum()
    }

    fn is_empty(&self) -> bool {
        self.lead.is_none() && self.pieces.is_empty()
    }

    fn has_value(&self) -> bool {
        self.pieces.iter().any(|piece| piece.value.is_some())
            || self.lead.as_ref().is_some_and(|lead| lead.value.is_some())
    }

    fn zero(&mut self, width: u32) {
        if width > 0 {
            self.pieces.push(Piece { width, value: None });
        }
    }

    /// An expression for the number of bits.
    fn count(&self) -> String {
        match (&self.lead, self.bits()) {
            (Some(lead), 0) => lead.n.clone(),
            (Some(lead), n) => format!("{} + {n}", lead.n),
            (None, n) => n.to_string(),
        }
    }

    /// An expression for the value.
    fn value(&self) -> String {
        let mut shift = self.bits();
        let mut parts = Vec::new();
        let mut part = |value: &str, shift: u32| {
            // `as` binds closer than the shift, everything else is a call or in parentheses.
            parts.push(if shift == 0 { value.to_owned() } else { format!("({value} << {shift})") });
        };
        if let Some(value) = self.lead.as_ref().and_then(|lead| lead.value.as_ref()) {
            part(value, shift);
        }
        for piece in &self.pieces {
            shift -= piece.width;
            if let Some(value) = &piece.value {
                part(value, shift);
            }
        }
        match parts.as_slice() {
            [] => "0".to_owned(),
            [one] => {
                one.strip_prefix('(').and_then(|p| p.strip_suffix(')')).unwrap_or(one).to_owned()
            }
            _ => parts.join(" | "),
        }
    }
}

/// Where writing stands between two slots.
#[derive(Clone)]
enum At {
    /// In a state whose event code is still to be written.
    State(usize),
    /// In one of several states: `n` bits, the code of event `e` being `e - base`, come next.
    Variable(BTreeSet<usize>),
}

struct Encoder<'m, 'g> {
    module: &'m Module<'g>,
    owner: TypeId,
    out: String,
    run: Run,
    tails: u32,
    /// `n` and `base` have been declared.
    declared: bool,
}

impl<'m, 'g> Encoder<'m, 'g> {
    fn new(module: &'m Module<'g>, owner: TypeId) -> Self {
        Self { module, owner, out: String::new(), run: Run::default(), tails: 0, declared: false }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    // Runs.

    fn put(&mut self, width: u32, value: String) {
        if self.run.bits() + width > MAX_RUN {
            self.flush_values();
            if self.run.bits() + width > MAX_RUN {
                self.flush();
            }
        }
        self.run.pieces.push(Piece { width, value: Some(value) });
    }

    /// Writes everything up to the last value; zeros behind it stay.
    fn flush_values(&mut self) {
        if !self.run.has_value() {
            return;
        }
        let last = self.run.pieces.iter().rposition(|piece| piece.value.is_some());
        let rest = self.run.pieces.split_off(last.map_or(0, |last| last + 1));
        self.flush();
        self.run.pieces = rest;
    }

    /// Writes everything.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let line = if run.has_value() {
            format!("w.put({}, {});", run.count(), run.value())
        } else {
            format!("w.zeros({});", run.count())
        };
        self.line(&line);
    }

    /// The zero bits of the run, as an argument, after everything before them is written.
    fn take_zeros(&mut self) -> String {
        self.flush_values();
        std::mem::take(&mut self.run).count()
    }

    /// Sets `n` and `base` so that the next event code is written in this state.
    fn variable(&mut self, first: usize, count: usize) {
        self.flush_values();
        self.run.zero(State::width(count));
        let n = std::mem::take(&mut self.run).count();
        let line = if self.declared {
            format!("(n, base) = ({n}, {first});")
        } else {
            format!("let (mut n, mut base): (u32, u64) = ({n}, {first});")
        };
        self.declared = true;
        self.line(&line);
    }

    // Values.

    /// Writes a simple value: of an element, with the `CH` in front, or of an attribute. `place` is
    /// an expression for the value, `pointer` if it is a reference.
    fn simple(&mut self, id: TypeId, place: &str, pointer: bool, element: bool) {
        let Some(coding) = self.module.coding(id) else { return };
        let value = if pointer { format!("*{place}") } else { place.to_owned() };
        let fixed = coding.fixed_width().is_some()
            || matches!(
                coding,
                Coding::Unsigned { .. } | Coding::Integer { .. } | Coding::Unbounded
            );
        if fixed && element {
            self.run.zero(1);
        }
        match coding {
            Coding::Boolean => self.put(1, format!("u64::from({value})")),
            Coding::Bits { width, min, max } => {
                let offset = if min == 0 {
                    format!("{value} as u64")
                } else {
                    format!("i64::from({value}).wrapping_sub({min}) as u64")
                };
                // A number of the whole type needs no check.
                let whole = (max - min) as u128 + 1 == 1_u128 << width && width % 8 == 0;
                let expression = match whole {
                    true => format!("({offset})"),
                    false => format!("w.bounded({offset}, {})", max - min),
                };
                if whole {
                    self.put(width, expression);
                } else {
                    // `w` can be borrowed only once in a statement.
                    let name = format!("bits{}", self.tails);
                    self.tails += 1;
                    let line = format!("let {name} = {expression};");
                    self.line(&line);
                    self.put(width, name);
                }
            }
            Coding::Enumeration { width, .. } => self.put(width, format!("({value} as u64)")),
            Coding::Unsigned { min, max } => {
                let value = format!("u64::from({value}), {min}, {}", limit(max));
                self.integer("run_unsigned", &value);
            }
            Coding::Integer { min, max } => {
                let value =
                    format!("i64::from({value}), {}, {}", signed_limit(min), signed_limit(max));
                self.integer("run_signed", &value);
            }
            Coding::Unbounded => {
                self.flush();
                let line = format!("w.integer({value});");
                self.line(&line);
            }
            Coding::String { min, max, uri } => {
                let lead = self.take_zeros();
                let method = if element { "string" } else { "attribute" };
                let uri = if uri { "_uri" } else { "" };
                let line = format!("w.{method}{uri}({lead}, {place}, {min}, {});", length(max));
                self.line(&line);
            }
            Coding::Binary { min, max, .. } => {
                let max = length(max);
                let line = if element {
                    let lead = self.take_zeros();
                    format!("w.binary({lead}, {place}, {min}, {max});")
                } else {
                    self.flush();
                    format!("w.binary_value({place}, {min}, {max});")
                };
                self.line(&line);
            }
        }
    }

    fn integer(&mut self, method: &str, args: &str) {
        if self.run.bits() > MAX_INTEGER_RUN {
            self.flush_values();
        }
        let run = std::mem::take(&mut self.run);
        let line = format!("w.{method}({}, {}, {args});", run.count(), run.value());
        self.line(&line);
    }

    /// Writes an element's content. Zero bits may stay pending.
    fn element(&mut self, element: ElementId, place: &str, pointer: bool) {
        let id = self.module.element_type(element);
        if self.module.coding(id).is_some() {
            self.simple(id, place, pointer, true);
            // The `EE` behind the value.
            self.run.zero(1);
        } else {
            let lead = self.take_zeros();
            let line = format!("{place}.write(w, {lead});");
            self.line(&line);
            self.run.zero(self.module.info(id).tail);
        }
    }

    /// Writes one of several elements with its event code. `n` is an expression for the number of
    /// bits in front of the content; the code is the event less `base`.
    fn choice(&mut self, choice: &Choice, event: usize, place: &str, n: &str, base: &str) {
        let tails: BTreeSet<u32> =
            choice.concrete().map(|(_, a)| self.module.element_tail(a.element)).collect();
        if let (1, Some(tail)) = (tails.len(), tails.first()) {
            let arms = self.arms(choice, event, &choice.name, n, base, None);
            let line = format!("match {place} {{\n{arms}}}");
            self.line(&line);
            self.run.zero(*tail);
            return;
        }
        // The alternatives leave different numbers of zero bits.
        let tail = format!("tail{}", self.tails);
        self.tails += 1;
        let arms = self.arms(choice, event, &choice.name, n, base, Some((&tail, 0)));
        let line = format!("let {tail}: u32;\nmatch {place} {{\n{arms}}}");
        self.line(&line);
        self.run.lead = Some(Lead { n: tail, value: None });
    }

    fn arms(
        &self,
        choice: &Choice,
        event: usize,
        ty: &str,
        n: &str,
        base: &str,
        tail: Option<(&str, u32)>,
    ) -> String {
        let mut arms = String::new();
        for (index, alternative) in choice.concrete() {
            let mut inner = Encoder::new(self.module, self.owner);
            let code = difference(event + index, base);
            inner.run.lead = Some(Lead { n: n.to_owned(), value: code });
            inner.element(alternative.element, "value", true);
            inner.flush_values();
            if let Some((tail, more)) = tail {
                inner.run.zero(more);
                let line = format!("{tail} = {};", inner.run.count());
                inner.line(&line);
            }
            let _ = writeln!(arms, "{ty}::{}(value) => {{\n{}}}", alternative.variant, inner.out);
        }
        arms
    }

    // Types.

    fn record(&mut self, record: &Record) {
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
    fn end(&mut self, event: usize) {
        let line = format!("w.put(n, {event} - base);");
        self.line(&line);
    }

    fn slots(&mut self, record: &Record) -> At {
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
    fn certain(&mut self, record: &Record, slot: &Slot, state: &EventState) -> At {
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
    fn maybe(&mut self, record: &Record, slot: &Slot, events: BTreeSet<usize>) -> At {
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
    fn behind_variable(&mut self, record: &Record, slot: &Slot, place: &str, pointer: bool) -> At {
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
    fn list(&mut self, record: &Record, slot: &Slot) -> At {
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
                // The zero bits behind the last item are in `n` already.
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

    fn flat(&mut self, record: &Record) {
        let [slot] = record.slots.as_slice() else { return };
        let SlotKind::Choice(choice) = &slot.kind else { return };
        let Some(state) = record.states.first() else { return };
        self.run.zero(state.width());
        let n = std::mem::take(&mut self.run).count();
        let mut arms = self.arms(choice, slot.event, "Self", &n, "0", Some(("tail", 1)));
        if slot.optional {
            let _ = writeln!(arms, "Self::Empty => {{\nw.put({n}, {});\ntail = 0;\n}}", record.end);
        }
        let line = format!("let tail: u32;\nmatch self {{\n{arms}}}\nw.zeros(tail);");
        self.line(&line);
    }

    /// Attributes and a list of items, with the states of the grammar at run time.
    fn items(&mut self, items: &Items) {
        let record = Record {
            slots: items.attributes.clone(),
            states: items.states_with_attributes(),
            end: usize::MAX,
        };
        if let At::State(index) = self.slots(&record) {
            let state = &record.states[index];
            self.variable(state.first, state.count);
        }
        let line = format!(
            "let mut state = 0_u8;\nbase = {} - base;\nfor item in self.content {{",
            items.attributes.len()
        );
        self.line(&line);
        self.line("let code = match (state, item) {");
        let mut arms: Vec<(String, Vec<String>)> = Vec::new();
        for (index, state) in items.states.iter().enumerate() {
            for (code, production) in state.productions.iter().enumerate() {
                let variant = match &production.event {
                    Event::Element(element) => {
                        names::pascal(&self.module.element_name(*element).local)
                    }
                    Event::Text => "Text".to_owned(),
                    _ => continue,
                };
                let pattern = format!("({index}, {}::{variant}(_))", items.name);
                let body = format!("{{ state = {}; {code} }}", production.next);
                match arms.iter_mut().find(|(other, _)| *other == body) {
                    Some((_, patterns)) => patterns.push(pattern),
                    None => arms.push((body, vec![pattern])),
                }
            }
        }
        for (body, patterns) in arms {
            let line = format!("{} => {body}", patterns.join(" | "));
            self.line(&line);
        }
        self.line("_ => { w.bad_content(); break; }\n};");
        self.line("w.put(n, base + code);\nbase = 0;\nmatch item {");
        for &element in &items.elements {
            let mut inner = Encoder::new(self.module, self.owner);
            inner.element(element, "value", true);
            inner.flush();
            let variant = names::pascal(&self.module.element_name(element).local);
            let line = format!("{}::{variant}(value) => {{\n{}}}", items.name, inner.out);
            self.line(&line);
        }
        if items.mixed {
            let line = format!("{}::Text(text) => w.attribute(0, text, 0, u32::MAX),", items.name);
            self.line(&line);
        }
        let widths: Vec<String> =
            items.states.iter().map(|s| State::width(s.productions.len()).to_string()).collect();
        let same = widths.iter().all(|w| *w == widths[0]);
        self.line("}");
        let line = if same {
            format!("n = {};", widths[0])
        } else {
            let n = widths.len();
            let list = widths.join(", ");
            format!(
                "const WIDTH: [u32; {n}] = [{list}];\nn = WIDTH.get(state as usize).copied().unwrap_or(1);"
            )
        };
        self.line(&line);
        self.line("}");
        // The end, where the content may end.
        let mut ends = String::new();
        for (index, state) in items.states.iter().enumerate() {
            if let Some(code) = state.productions.iter().position(|p| p.event == Event::End) {
                let _ = writeln!(ends, "{index} => w.put(n, base + {code}),");
            }
        }
        let line = format!("match state {{\n{ends}_ => w.bad_content(),\n}}");
        self.line(&line);
    }
}

fn difference_from(event: usize) -> String {
    format!("({event} - base)")
}

/// `event - base` if it is not zero for certain.
fn difference(event: usize, base: &str) -> Option<String> {
    match base.parse::<usize>() {
        Ok(base) if base == event => None,
        Ok(base) => Some((event - base).to_string()),
        Err(_) => Some(format!("({event} - {base})")),
    }
}

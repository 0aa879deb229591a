//! Decoders.
//!
//! For each type a function `read(r, lead)` that begins behind the element's `SE`, with `lead`
//! zero bits unread, and leaves the type's `tail` of zero bits unread. Between two branches the
//! fixed bits of the stream are collected as [`Run`] and read at once.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::module::{Module, int_type};
use super::shape::{
    Bounds, Choice, EventState, Items, Record, Shape, Slot, SlotKind, may_be_empty,
};
use crate::grammar::{Coding, Event, State};
use crate::schema::{ElementId, QName, Type, TypeId};

pub(super) fn emit(module: &Module<'_>) -> String {
    let mut out = String::from(
        "//! Decoders: `read` begins behind the start of the element with `lead` zero bits unread.\n\n\
         use exi::{Decode, Reader};\n\nuse super::*;\n",
    );
    for id in module.local_types() {
        let info = module.info(id);
        let Some(shape) = &info.shape else { continue };
        let lifetime = if info.borrows { "<'a>" } else { "" };
        let (generics, reader) =
            if info.borrows { ("<'a>", "Reader<'a, '_>") } else { ("", "Reader<'_, '_>") };
        let inline = inline(module, id);
        let body = body(module, id, shape);
        let _ = writeln!(
            out,
            "impl{generics} {}{lifetime} {{\n{inline}\npub(crate) fn read(r: &mut {reader}, lead: u32) -> Self {{\n{body}}}\n}}\n",
            info.name,
        );
    }
    out.push_str(&documents(module));
    out
}

/// Messages and types that several places use are out of line, so that there is one copy and the
/// stack of one message; what surrounds the messages is inline, so that they are not moved.
pub(super) fn inline(module: &Module<'_>, id: TypeId) -> &'static str {
    let info = module.info(id);
    match &info.shape {
        Some(Shape::Flat(_)) => "#[inline(always)]",
        _ if info.message || info.uses > 1 => "#[inline(never)]",
        _ if module.documents.iter().any(|root| module.element_type(*root) == id) => {
            if module.documents.len() > 1 { "#[inline(never)]" } else { "#[inline(always)]" }
        }
        _ => "#[inline]",
    }
}

fn documents(module: &Module<'_>) -> String {
    let roots = &module.set.roots;
    let width = module.set.root_width();
    let code = |element: ElementId| roots.iter().position(|root| *root == element).unwrap_or(0);
    let mut out = String::new();
    match module.documents.as_slice() {
        [] => {}
        [root] => {
            let info = module.info(module.element_type(*root));
            let (code, count) = (code(*root), roots.len());
            let _ = writeln!(
                out,
                "impl<'a> Decode<'a> for {} {{\n#[inline]\nfn read(r: &mut Reader<'a, '_>) -> Self {{\n\
                 if r.document({width}, {count}) != {code} {{ r.unknown_root({width}); }}\n\
                 let message = Self::read(r, 0);\nr.zeros({});\nmessage\n}}\n}}",
                rust_name(info.name.as_str(), info.borrows),
                info.tail,
            );
        }
        many => {
            let mut arms = String::new();
            for root in many.iter().skip(1) {
                let _ = writeln!(arms, "{} => {},", code(*root), document_arm(module, *root));
            }
            let first = many[0];
            let _ = writeln!(
                out,
                "impl<'a> Decode<'a> for Message<'a> {{\n#[inline]\nfn read(r: &mut Reader<'a, '_>) -> Self {{\n\
                 match r.document({width}, {}) {{\n{arms}code => {{\nif code != {} {{ r.unknown_root({width}); }}\n{}\n}}\n}}\n}}\n}}",
                roots.len(),
                code(first),
                document_arm(module, first),
            );
        }
    }
    out
}

fn document_arm(module: &Module<'_>, root: ElementId) -> String {
    let info = module.info(module.element_type(root));
    let variant = super::names::pascal(&module.element_name(root).local);
    format!(
        "{{ let message = {}::read(r, 0); r.zeros({}); Self::{variant}(message) }}",
        info.path, info.tail
    )
}

pub(super) fn rust_name(name: &str, borrows: bool) -> String {
    if borrows { format!("{name}<'a>") } else { name.to_owned() }
}

fn body(module: &Module<'_>, id: TypeId, shape: &Shape) -> String {
    let mut decoder = Decoder::new(module, id);
    decoder.run.lead = Some("lead".to_owned());
    match shape {
        Shape::Record(record) => decoder.record(record),
        Shape::Flat(record) => decoder.flat(record),
        Shape::Items(items) => decoder.items(items),
    }
    decoder.out
}

/// Fixed bits that have not been read yet.
#[derive(Default, Clone)]
struct Run {
    /// Name of a variable with a number of zero bits in front.
    lead: Option<String>,
    pieces: Vec<Piece>,
}

#[derive(Clone)]
enum Piece {
    Zero(u32),
    Field(Field),
}

/// A value of fixed width inside a run.
#[derive(Clone)]
struct Field {
    width: u32,
    /// `let NAME`, or an assignment to an existing variable.
    target: String,
    kind: FieldKind,
}

#[derive(Clone)]
enum FieldKind {
    Bool,
    Bits {
        ty: &'static str,
        min: i128,
        max: i128,
    },
    Enumeration {
        path: String,
    },
    /// Event code.
    Code(Code),
}

/// How an event code becomes the number of an event.
#[derive(Clone)]
struct Code {
    /// The event with code 0.
    first: usize,
    count: usize,
    /// Events of abstract elements.
    abstracts: Vec<usize>,
    /// The escape leads to an empty value with this `minLength`, which is this event.
    empty: Option<(u32, usize)>,
}

/// Longest run; a window has 57 bits, and there must be room for `lead`.
const MAX_RUN: u32 = 48;
/// Longest run in front of an integer.
const MAX_INTEGER_RUN: u32 = 32;

impl Run {
    fn bits(&self) -> u32 {
        self.pieces.iter().map(Piece::width).sum()
    }

    fn is_empty(&self) -> bool {
        self.lead.is_none() && self.pieces.is_empty()
    }

    fn zero(&mut self, n: u32) {
        if let Some(Piece::Zero(last)) = self.pieces.last_mut() {
            *last += n;
        } else if n > 0 {
            self.pieces.push(Piece::Zero(n));
        }
    }

    /// An expression for the number of bits, all of which are zero.
    fn count(&self) -> String {
        match (&self.lead, self.bits()) {
            (Some(lead), 0) => lead.clone(),
            (Some(lead), n) => format!("{lead} + {n}"),
            (None, n) => n.to_string(),
        }
    }
}

impl Piece {
    fn width(&self) -> u32 {
        match self {
            Self::Zero(n) => *n,
            Self::Field(field) => field.width,
        }
    }
}

/// Where reading stands between two slots.
#[derive(Clone)]
enum At {
    /// In a state whose event code is still to be read.
    State(usize),
    /// Behind an event code; `next` is one of these events.
    Next(BTreeSet<usize>),
}

struct Decoder<'m, 'g> {
    module: &'m Module<'g>,
    owner: TypeId,
    out: String,
    run: Run,
    /// Events of abstract elements in the type at hand.
    abstracts: BTreeSet<usize>,
    /// Number of variables called `tail`.
    tails: u32,
    /// `next` has been declared.
    declared: bool,
}

impl<'m, 'g> Decoder<'m, 'g> {
    fn new(module: &'m Module<'g>, owner: TypeId) -> Self {
        let mut abstracts = BTreeSet::new();
        if let Some(Shape::Record(record) | Shape::Flat(record)) = &module.info(owner).shape {
            for slot in &record.slots {
                if let SlotKind::Choice(choice) = &slot.kind {
                    let all = choice.alternatives.iter().enumerate().filter(|(_, a)| a.is_abstract);
                    abstracts.extend(all.map(|(index, _)| slot.event + index));
                }
            }
        }
        Self {
            module,
            owner,
            out: String::new(),
            run: Run::default(),
            abstracts,
            tails: 0,
            declared: false,
        }
    }

    /// A decoder for a part of its own, in which `next` is known.
    fn inner(&self) -> Self {
        let mut inner = Self::new(self.module, self.owner);
        inner.declared = true;
        inner
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    // Runs.

    fn field(&mut self, field: Field) {
        if self.run.bits() + field.width > MAX_RUN {
            self.flush_fields();
            if self.run.bits() + field.width > MAX_RUN {
                self.flush();
            }
        }
        self.run.pieces.push(Piece::Field(field));
    }

    /// Reads everything up to the last field; zeros behind it stay.
    fn flush_fields(&mut self) {
        let Some(last) = self.run.pieces.iter().rposition(|p| matches!(p, Piece::Field(_))) else {
            return;
        };
        let rest = self.run.pieces.split_off(last + 1);
        self.flush();
        self.run.pieces = rest;
    }

    /// Reads everything.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        if !run.pieces.iter().any(|p| matches!(p, Piece::Field(_))) {
            let line = format!("r.zeros({});", run.count());
            self.line(&line);
            return;
        }
        self.mark(&run);
        let line = format!("let bits = r.run({}, {});", run.count(), mask(&run));
        self.line(&line);
        self.extract(&run);
    }

    /// Notes where the run begins if one of its fields can be wrong.
    fn mark(&mut self, run: &Run) {
        let checked = run.pieces.iter().any(|piece| match piece {
            Piece::Zero(_) => false,
            Piece::Field(field) => field.is_checked(),
        });
        if checked {
            let lead =
                run.lead.as_ref().map(|lead| format!(" + {lead} as usize")).unwrap_or_default();
            let line = format!("let at = r.position(){lead};");
            self.line(&line);
        }
    }

    /// Takes the fields out of `bits`.
    fn extract(&mut self, run: &Run) {
        let total = run.bits();
        let mut offset = 0;
        for piece in &run.pieces {
            let width = piece.width();
            if let Piece::Field(field) = piece {
                let shift = total - offset - width;
                let line = field.extract(offset, shift);
                self.line(&line);
            }
            offset += width;
        }
    }

    /// Event code among `count` events from `first`, for `next`.
    fn code(&mut self, first: usize, count: usize, empty: Option<(u32, usize)>) {
        let target = if self.declared { "next" } else { "let mut next" }.to_owned();
        self.declared = true;
        let abstracts = self.abstracts.range(first..first + count).copied().collect();
        let kind = FieldKind::Code(Code { first, count, abstracts, empty });
        self.field(Field { width: State::width(count), target, kind });
        self.flush();
    }

    // Values.

    /// Reads a simple value into a new variable `name`: of an element, with the `CH` in front, or of
    /// an attribute. Fixed-width values may stay pending.
    fn simple(&mut self, id: TypeId, of: &QName, name: &str, element: bool) {
        let Some(coding) = self.module.coding(id) else { return };
        let names = self.module.name_id(of);
        let event = u32::from(element);
        let target = format!("let {name}");
        match coding {
            Coding::Boolean => {
                self.run.zero(event);
                self.field(Field { width: 1, target, kind: FieldKind::Bool });
            }
            Coding::Bits { width, min, max } => {
                self.run.zero(event);
                let ty = self.int(id);
                self.field(Field { width, target, kind: FieldKind::Bits { ty, min, max } });
            }
            Coding::Enumeration { width, .. } => {
                self.run.zero(event);
                let path = self.module.info(id).path.clone();
                self.field(Field { width, target, kind: FieldKind::Enumeration { path } });
            }
            Coding::Unsigned { min, max } => {
                self.run.zero(event);
                let args = format!("{min}, {}", limit(max));
                self.integer_run("run_unsigned", &args, name, self.int(id));
            }
            Coding::Integer { min, max } => {
                self.run.zero(event);
                let args = format!("{}, {}", signed_limit(min), signed_limit(max));
                self.integer_run("run_signed", &args, name, self.int(id));
            }
            Coding::Unbounded => {
                self.run.zero(event);
                self.flush();
                let line = format!("{target} = r.integer();");
                self.line(&line);
            }
            Coding::String { min, max, uri } => {
                self.flush_fields();
                let lead = std::mem::take(&mut self.run).count();
                let method = if element { "string" } else { "attribute" };
                let uri = if uri { "_uri" } else { "" };
                let line = format!(
                    "{target} = r.{method}{uri}({lead}, {min}, {}, {names:#x});",
                    length(max)
                );
                self.line(&line);
            }
            Coding::Binary { min, max, .. } => {
                self.flush_fields();
                if element {
                    let lead = std::mem::take(&mut self.run).count();
                    let line = format!("{target} = r.binary({lead}, {min}, {});", length(max));
                    self.line(&line);
                } else {
                    self.flush();
                    let line = format!("{target} = r.binary_value({min}, {});", length(max));
                    self.line(&line);
                }
            }
        }
    }

    fn int(&self, id: TypeId) -> &'static str {
        match self.module.set.schema.type_def(id) {
            Type::Simple(simple) => int_type(simple.primitive),
            Type::Complex(_) => "i64",
        }
    }

    /// A run with an integer behind it.
    fn integer_run(&mut self, method: &str, args: &str, name: &str, ty: &str) {
        if self.run.bits() > MAX_INTEGER_RUN {
            self.flush_fields();
        }
        let run = std::mem::take(&mut self.run);
        let fields = run.pieces.iter().any(|p| matches!(p, Piece::Field(_)));
        self.mark(&run);
        let bits = if fields { "bits" } else { "_" };
        let line =
            format!("let ({bits}, value) = r.{method}({}, {}, {args});", run.count(), mask(&run));
        self.line(&line);
        self.extract(&run);
        let cast = if matches!(ty, "u64" | "i64") { String::new() } else { format!(" as {ty}") };
        let line = format!("let {name} = value{cast};");
        self.line(&line);
    }

    /// Reads an element's content into a new variable. Zero bits may stay pending.
    fn element(&mut self, element: ElementId, name: &str) {
        let id = self.module.element_type(element);
        match self.module.set.schema.type_def(id) {
            Type::Simple(_) => {
                let of = self.module.element_name(element).clone();
                self.simple(id, &of, name, true);
                // The `EE` behind the value.
                self.run.zero(1);
            }
            Type::Complex(_) => {
                self.flush_fields();
                let lead = std::mem::take(&mut self.run).count();
                let info = self.module.info(id);
                let line = format!("let {name} = {}::read(r, {lead});", info.path);
                self.line(&line);
                self.run.zero(info.tail);
            }
        }
    }

    /// Reads one of several elements, of which `next` says which.
    fn choice(&mut self, choice: &Choice, event: usize, name: &str) {
        self.flush();
        let tails: BTreeSet<u32> =
            choice.concrete().map(|(_, a)| self.module.element_tail(a.element)).collect();
        if let (1, Some(tail)) = (tails.len(), tails.first()) {
            let arms = self.arms(choice, event, &choice.name, None);
            let line = format!("let {name} = match next {{\n{arms}}};");
            self.line(&line);
            self.run.zero(*tail);
            return;
        }
        // The alternatives leave different numbers of zero bits.
        let tail = format!("tail{}", self.tails);
        self.tails += 1;
        let arms = self.arms(choice, event, &choice.name, Some((&tail, 0)));
        let line = format!("let {tail}: u32;\nlet {name} = match next {{\n{arms}}};");
        self.line(&line);
        self.run.lead = Some(tail);
    }

    /// The arms of a choice, which assign the number of zero bits behind the alternative, and some
    /// more, to a variable. The first alternative is the one for all other events: abstract
    /// elements, which have been noted as failures.
    fn arms(
        &mut self,
        choice: &Choice,
        event: usize,
        ty: &str,
        tail: Option<(&str, u32)>,
    ) -> String {
        let mut arms = String::new();
        let mut first = None;
        for (index, alternative) in choice.concrete() {
            let mut inner = self.inner();
            inner.element(alternative.element, "value");
            inner.flush_fields();
            if let Some((tail, more)) = tail {
                inner.run.zero(more);
                let line = format!("{tail} = {};", inner.run.count());
                inner.line(&line);
            }
            let body = format!("{{\n{}{ty}::{}(value)\n}}", inner.out, alternative.variant);
            if first.is_none() {
                first = Some(body);
            } else {
                let _ = writeln!(arms, "{} => {body}", event + index);
            }
        }
        let _ = writeln!(arms, "_ => {}", first.unwrap_or_default());
        arms
    }

    // Types.

    fn record(&mut self, record: &Record) {
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
        let fields: Vec<&str> = record.slots.iter().map(|slot| slot.field.as_str()).collect();
        let line = format!("Self {{ {} }}", fields.join(", "));
        self.line(&line);
    }

    /// Reads all slots of a record.
    fn slots(&mut self, record: &Record) -> At {
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
    fn enter(&mut self, record: &Record, at: At) -> At {
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
    fn empty_value(&self, record: &Record, state: &EventState) -> Option<(u32, usize)> {
        let slot = record.slots.last()?;
        let SlotKind::Value(id) = slot.kind else { return None };
        if !(state.first..state.first + state.count).contains(&slot.event) {
            return None;
        }
        may_be_empty(&self.module.coding(id)?).map(|min| (min, record.end + 1))
    }

    /// Reads a slot that stands here for certain.
    fn slot(&mut self, record: &Record, slot: &Slot) -> At {
        match &slot.kind {
            _ if slot.list.is_some() => return self.list(record, slot),
            SlotKind::Attribute(id) => {
                let of = self.attribute_name(slot);
                self.simple(*id, &of, &slot.field, false);
            }
            SlotKind::Value(id) => {
                let of = self.owner_name();
                self.simple(*id, &of, &slot.field, true);
            }
            SlotKind::Element(element) => self.element(*element, &slot.field),
            SlotKind::Choice(choice) => self.choice(choice, slot.event, &slot.field),
        }
        At::State(slot.after)
    }

    fn attribute_name(&self, slot: &Slot) -> QName {
        match self.module.set.schema.type_def(self.owner) {
            Type::Complex(complex) => complex.attributes[slot.event].name.clone(),
            Type::Simple(_) => QName::new("", &slot.name),
        }
    }

    /// The element whose character data the type at hand has; in the string table, its values
    /// have the name of the element.
    fn owner_name(&self) -> QName {
        let elements = &self.module.set.schema.elements;
        elements.iter().find(|element| element.type_id == self.owner).map_or_else(
            || QName::new("", &self.module.info(self.owner).name),
            |element| element.name.clone(),
        )
    }

    /// Character data behind a code that said whether it is there or empty.
    fn value_behind_code(&mut self, record: &Record, id: TypeId) {
        let of = self.owner_name();
        let empty = match self.module.coding(id) {
            Some(Coding::Binary { .. }) => "&[][..]",
            _ => "\"\"",
        };
        let line = format!("let value = if next == {} {{\n{empty}\n}} else {{", record.end + 1);
        self.line(&line);
        self.simple(id, &of, "value", false);
        self.flush();
        self.line("value\n};");
    }

    /// Reads a slot that `next` says the presence of, and the event code behind it.
    fn optional(
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
        let line = format!("let {} = if {condition} {{", slot.field);
        self.line(&line);
        let plain = Slot { field: "value".to_owned(), ..slot.clone() };
        let events = match self.slot(record, &plain) {
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
        let (some, none) =
            if slot.list.is_some() { ("value", "&[][..]") } else { ("Some(value)", "None") };
        let line = format!("{some}\n}} else {{\n{none}\n}};");
        self.line(&line);
        others.extend(events);
        At::Next(others)
    }

    /// Reads a list and the event code that ends it.
    fn list(&mut self, record: &Record, slot: &Slot) -> At {
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
        let line = format!("let {} = r.list(|r| {{", slot.field);
        self.line(&line);
        match &slot.kind {
            SlotKind::Element(element) => self.element(*element, "item"),
            SlotKind::Choice(choice) => self.choice(choice, slot.event, "item"),
            SlotKind::Attribute(_) | SlotKind::Value(_) => {}
        }
        self.flush_fields();
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
    fn flat(&mut self, record: &Record) {
        let [slot] = record.slots.as_slice() else { return };
        let SlotKind::Choice(choice) = &slot.kind else { return };
        self.enter(record, At::State(0));
        // Behind each element stands the `EE` of this type; if none is there, it was the code.
        let mut arms = String::new();
        if slot.optional {
            let _ = writeln!(arms, "{} => {{\ntail = 0;\nSelf::Empty\n}}", record.end);
        }
        arms.push_str(&self.arms(choice, slot.event, "Self", Some(("tail", 1))));
        let line = format!("let tail: u32;\nlet value = match next {{\n{arms}}};");
        self.line(&line);
        self.line("r.zeros(tail);\nvalue");
    }

    /// Attributes and a list of items, with the states of the grammar at run time.
    fn items(&mut self, items: &Items) {
        let record = Record {
            slots: items.attributes.clone(),
            states: items.states_with_attributes(),
            end: usize::MAX,
        };
        if let At::State(_) = self.slots(&record) {
            let count = items.states.first().map_or(0, |state| state.productions.len());
            self.code(items.attributes.len(), count, None);
        }
        let line = format!(
            "let mut code = next - {};\nlet mut state = 0_u8;\nlet mut first = true;",
            items.attributes.len()
        );
        self.line(&line);
        self.line("let content = r.items(|r| {");
        let (width, count) = self.item_shape(items);
        let line = format!(
            "if !first {{\nlet at = r.position();\nlet bits = r.bits({width});\n\
             code = r.code(bits, {count}, at, {width});\n}}\nfirst = false;\nmatch (state, code) {{"
        );
        self.line(&line);
        let arms = self.item_arms(items, &width);
        self.line(&arms);
        self.line("_ => None,\n}\n});");
        let mut fields: Vec<&str> =
            items.attributes.iter().map(|slot| slot.field.as_str()).collect();
        fields.push("content");
        let line = format!("Self {{ {} }}", fields.join(", "));
        self.line(&line);
    }

    /// Width and number of event codes, by state where they differ.
    fn item_shape(&mut self, items: &Items) -> (String, String) {
        let shapes: Vec<(u32, usize)> = items
            .states
            .iter()
            .map(|state| (State::width(state.productions.len()), state.productions.len()))
            .collect();
        if let [(width, count), rest @ ..] = shapes.as_slice() {
            if rest.iter().all(|other| other == &(*width, *count)) {
                return (width.to_string(), count.to_string());
            }
        }
        let line = format!(
            "const SHAPE: [(u32, u64); {}] = {shapes:?};\n\
             let (width, count) = SHAPE.get(state as usize).copied().unwrap_or(SHAPE[0]);",
            shapes.len(),
        );
        self.line(&line);
        ("width".to_owned(), "count".to_owned())
    }

    fn item_arms(&mut self, items: &Items, width: &str) -> String {
        // The same event in several states is one arm.
        let mut arms: Vec<(String, Vec<String>)> = Vec::new();
        for (index, state) in items.states.iter().enumerate() {
            for (code, production) in state.productions.iter().enumerate() {
                let pattern = format!("({index}, {code})");
                let body = self.item_arm(items, &production.event, production.next, width);
                match arms.iter_mut().find(|(other, _)| *other == body) {
                    Some((_, patterns)) => patterns.push(pattern),
                    None => arms.push((body, vec![pattern])),
                }
            }
        }
        arms.into_iter()
            .map(|(body, patterns)| format!("{} => {body}\n", patterns.join(" | ")))
            .collect()
    }

    fn item_arm(&mut self, items: &Items, event: &Event, next: usize, width: &str) -> String {
        let mut inner = self.inner();
        match event {
            Event::Element(element) => {
                inner.element(*element, "value");
                inner.flush();
                let variant = super::names::pascal(&self.module.element_name(*element).local);
                format!(
                    "{{\n{}state = {next};\nSome({}::{variant}(value))\n}}",
                    inner.out, items.name
                )
            }
            Event::Text => {
                let of = self.owner_name();
                format!(
                    "{{\nstate = {next};\nlet value = r.attribute(0, 0, u32::MAX, {:#x});\nSome({}::Text(value))\n}}",
                    self.module.name_id(&of),
                    items.name
                )
            }
            Event::End => "None,".to_owned(),
            Event::Any | Event::AnyIn(_) => format!("{{\nr.wildcard({width});\nNone\n}}"),
            Event::Attribute(_) | Event::Value(_) => "None,".to_owned(),
        }
    }
}

impl Slot {
    pub(super) fn is_choice(&self) -> bool {
        matches!(self.kind, SlotKind::Choice(_))
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(self.kind, SlotKind::Value(_))
    }
}

impl Field {
    fn is_checked(&self) -> bool {
        match &self.kind {
            FieldKind::Bool => false,
            FieldKind::Bits { min, max, .. } => (max - min) as u128 + 1 != 1_u128 << self.width,
            FieldKind::Enumeration { .. } | FieldKind::Code(_) => true,
        }
    }

    /// The statement that takes the field out of `bits`, `offset` bits behind `at`.
    fn extract(&self, offset: u32, shift: u32) -> String {
        let (target, width) = (&self.target, self.width);
        let shifted = if shift == 0 { "bits".to_owned() } else { format!("(bits >> {shift})") };
        let raw = format!("{shifted} & {:#x}", (1_u64 << width) - 1);
        let at = if offset == 0 { "at".to_owned() } else { format!("at + {offset}") };
        match &self.kind {
            FieldKind::Bool => format!("{target} = {raw} != 0;"),
            FieldKind::Bits { ty, min, max } => {
                let raw = if self.is_checked() {
                    format!("r.bounded({raw}, {}, {at}, {width})", max - min)
                } else {
                    format!("({raw})")
                };
                let value = format!("{raw} as {ty}");
                if *min == 0 {
                    format!("{target} = {value};")
                } else {
                    format!("{target} = ({value}).wrapping_add({min});")
                }
            }
            FieldKind::Enumeration { path } => {
                format!("{target} = r.enumeration(&{path}::ALL, {raw}, {at}, {width});")
            }
            FieldKind::Code(Code { first, count, abstracts, empty }) => {
                let plus = if *first == 0 { String::new() } else { format!("{first} + ") };
                let code = format!("{plus}r.code({raw}, {count}, {at}, {width})");
                let code = match empty {
                    None => code,
                    Some((min, event)) => format!(
                        "if {raw} == {count} {{ r.escape_to_end({min}); {event} }} else {{ {code} }}"
                    ),
                };
                let mut line = format!("{target} = {code};");
                if !abstracts.is_empty() {
                    let events: Vec<String> = abstracts.iter().map(ToString::to_string).collect();
                    let _ = write!(
                        line,
                        "\nif matches!(next, {}) {{ r.abstract_element({at}, {width}); }}",
                        events.join(" | "),
                    );
                }
                line
            }
        }
    }
}

/// The bits of a run that must be zero; those above its known part too.
fn mask(run: &Run) -> String {
    let mut mask = 0_u64;
    for piece in &run.pieces {
        mask <<= piece.width();
        if let Piece::Zero(n) = piece {
            mask |= (1_u64 << n) - 1;
        }
    }
    if run.lead.is_some() {
        mask |= u64::MAX << run.bits();
    }
    format!("{mask:#x}")
}

pub(super) fn length(max: Option<u32>) -> String {
    max.map_or_else(|| "u32::MAX".to_owned(), |max| max.to_string())
}

pub(super) fn limit(max: u64) -> String {
    match max {
        u64::MAX => "u64::MAX".to_owned(),
        _ => max.to_string(),
    }
}

pub(super) fn signed_limit(limit: i64) -> String {
    match limit {
        i64::MIN => "i64::MIN".to_owned(),
        i64::MAX => "i64::MAX".to_owned(),
        _ => limit.to_string(),
    }
}

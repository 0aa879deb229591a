//! Values, elements and choices.

use std::fmt::Write;

use super::Decoder;
use super::run::{Field, FieldKind, MAX_INTEGER_RUN, Piece, mask};
use crate::emit::literal::{length, limit, signed_limit, suffix};
use crate::emit::module::int_type;
use crate::emit::name_number;
use crate::emit::shape::{Choice, EventState, Shape};
use crate::grammar::Coding;
use crate::schema::{ElementId, QName, Type, TypeId};

impl Decoder<'_, '_> {
    /// Reads a simple value into a new variable `name`: of an element, with the `CH` in front, or of
    /// an attribute. Fixed-width values may stay pending.
    pub(super) fn simple(&mut self, id: TypeId, of: &QName, name: &str, element: bool) {
        let Some(coding) = self.module.coding(id) else { return };
        let names = name_number::of(of);
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
                let room = self.has_room(id, min, width);
                self.field(Field { width, target, kind: FieldKind::Bits { ty, min, max, room } });
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
            Coding::String { min, max, lexical } => {
                self.flush_fields();
                let lead = std::mem::take(&mut self.run).count();
                let method = if element { "string" } else { "attribute" };
                let form = suffix(lexical);
                let line = format!(
                    "{target} = r.{method}{form}({lead}, {min}, {}, {names:#x});",
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

    /// True if the Rust type of a number holds all that `width` bits can say.
    fn has_room(&self, id: TypeId, min: i128, width: u32) -> bool {
        let Type::Simple(simple) = self.module.set.schema.type_def(id) else { return false };
        let most = min + (1_i128 << width) - 1;
        simple.primitive.range().is_some_and(|(_, max)| most <= max)
    }

    pub(super) fn int(&self, id: TypeId) -> &'static str {
        match self.module.set.schema.type_def(id) {
            Type::Simple(simple) => int_type(simple.primitive),
            Type::Complex(_) => "i64",
        }
    }

    /// A run with an integer after it.
    pub(super) fn integer_run(&mut self, method: &str, args: &str, name: &str, ty: &str) {
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
        let read = if method == "run_unsigned" { "u64" } else { "i64" };
        let cast = if ty == read { String::new() } else { format!(" as {ty}") };
        let line = format!("let {name} = value{cast};");
        self.line(&line);
    }

    /// Reads an element's content into a new variable. Zero bits may stay pending.
    pub(super) fn element(&mut self, element: ElementId, name: &str) {
        let id = self.module.element_type(element);
        match self.module.set.schema.type_def(id) {
            Type::Simple(_) => {
                let of = self.module.element_name(element).clone();
                self.simple(id, &of, name, true);
                // The `EE` after the value.
                self.run.zero(1);
            }
            Type::Complex(_) => {
                self.flush_fields();
                let lead = std::mem::take(&mut self.run).count();
                let info = self.module.info(id);
                let role = if self.module.has_role(id) { "::<ROLE>" } else { "" };
                let line = format!("let {name} = {}::read{role}(r, {lead});", info.path);
                self.line(&line);
                self.run.zero(info.tail);
            }
        }
    }

    /// Reads one of several elements, of which `next` says which.
    pub(super) fn choice(&mut self, choice: &Choice, event: usize, name: &str) {
        self.flush();
        let which = if event == 0 { "next".to_owned() } else { format!("next - {event}") };
        let line = format!("let {name} = {}::read(r, {which});", choice.name);
        self.line(&line);
        self.run.zero(self.module.choice_tail(choice));
    }

    /// The body of the function that reads a choice. It is one of its own so that the alternatives
    /// are made where the value is wanted, and do not all have a place on the stack of the type
    /// around them.
    pub(super) fn choice_body(&mut self, choice: &Choice) {
        let tail = self.module.choice_tail(choice);
        let arms = self.arms(choice, 0, "Self", Tail::Common(tail));
        let line = format!("match which {{\n{arms}}}");
        self.line(&line);
    }

    /// The arms of a choice. The first alternative that is not abstract is the one for all other
    /// events, which have been noted as failures.
    pub(super) fn arms(
        &mut self,
        choice: &Choice,
        event: usize,
        ty: &str,
        tail: Tail<'_>,
    ) -> String {
        let mut arms = String::new();
        let mut first = None;
        for (index, alternative) in choice.alternatives.iter().enumerate() {
            let mut inner = self.inner();
            inner.element(alternative.element, "value");
            inner.flush_fields();
            match tail {
                Tail::Variable(tail, more) => {
                    inner.run.zero(more);
                    let line = format!("{tail} = {};", inner.run.count());
                    inner.line(&line);
                }
                Tail::Common(tail) => {
                    let more = self.module.element_tail(alternative.element) - tail;
                    if more > 0 {
                        let line = format!("r.zeros({more});");
                        inner.line(&line);
                    }
                }
            }
            let body = format!("{{\n{}{ty}::{}(value)\n}}", inner.out, alternative.variant);
            let body = self.for_role(alternative.element, body);
            if first.is_none() && !alternative.is_abstract {
                first = Some(body);
            } else {
                let _ = writeln!(arms, "{} => {body}", event + index);
            }
        }
        let _ = writeln!(arms, "_ => {}", first.unwrap_or_default());
        arms
    }

    /// The body of an arm, for a message only if the role has it. A condition in the arm costs
    /// nothing where both roles are decoded; guards of the arms cost a copy of the message there.
    fn for_role(&self, element: ElementId, body: String) -> String {
        let Some(role) = self.module.role(element) else { return body };
        let Some(Shape::Flat(record)) = &self.module.info(self.owner).shape else { return body };
        if !self.module.has_role(self.owner) {
            return body;
        }
        let width = record.states.first().map_or(0, EventState::width);
        format!(
            "if ROLE != {} {body} else {{\nr.other_role({width});\ntail = 0;\nSelf::Empty\n}}",
            role.without(),
        )
    }
}

/// The zero bits that the alternatives of a choice leave unread.
#[derive(Clone, Copy)]
pub(in crate::emit) enum Tail<'t> {
    /// This number.
    Common(u32),
    /// A number for the variable of this name, to which some more are added.
    Variable(&'t str, u32),
}

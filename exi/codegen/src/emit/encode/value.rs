//! Values, elements and choices.

use std::fmt::Write;

use super::run::{Lead, MAX_INTEGER_RUN};
use super::{Encoder, difference};
use crate::emit::decode::Tail;
use crate::emit::literal::{length, limit, signed_limit, suffix};
use crate::emit::shape::Choice;
use crate::grammar::Coding;
use crate::schema::{ElementId, TypeId};

impl Encoder<'_, '_> {
    /// Writes a simple value: of an element, with the `CH` in front, or of an attribute. `place` is
    /// an expression for the value, `pointer` if it is a reference.
    pub(super) fn simple(&mut self, id: TypeId, place: &str, pointer: bool, element: bool) {
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
                    format!("({value} as i64).wrapping_sub({min}) as u64")
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
                // A negative number becomes one that is too large.
                let value = format!("{value} as u64, {min}, {}", limit(max));
                self.integer("run_unsigned", &value);
            }
            Coding::Integer { min, max } => {
                let value = format!("{value} as i64, {}, {}", signed_limit(min), signed_limit(max));
                self.integer("run_signed", &value);
            }
            Coding::Unbounded => {
                self.flush();
                let line = format!("w.integer({value});");
                self.line(&line);
            }
            Coding::String { min, max, lexical } => {
                let lead = self.take_zeros();
                let method = if element { "string" } else { "attribute" };
                let form = suffix(lexical);
                let line = format!("w.{method}{form}({lead}, {place}, {min}, {});", length(max));
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

    pub(super) fn integer(&mut self, method: &str, args: &str) {
        if self.run.bits() > MAX_INTEGER_RUN {
            self.flush_values();
        }
        let run = std::mem::take(&mut self.run);
        let line = format!("w.{method}({}, {}, {args});", run.count(), run.value());
        self.line(&line);
    }

    /// Writes an element's content. Zero bits may stay pending.
    pub(super) fn element(&mut self, element: ElementId, place: &str, pointer: bool) {
        let id = self.module.element_type(element);
        if self.module.coding(id).is_some() {
            self.simple(id, place, pointer, true);
            // The `EE` after the value.
            self.run.zero(1);
        } else {
            let lead = self.take_zeros();
            let role = if self.module.has_role(id) { "::<ROLE>" } else { "" };
            let line = format!("{place}.write{role}(w, {lead});");
            self.line(&line);
            self.run.zero(self.module.info(id).tail);
        }
    }

    /// Writes one of several elements with its event code. `n` is an expression for the number of
    /// bits in front of the content; the code is the event less `base`.
    pub(super) fn choice(
        &mut self,
        choice: &Choice,
        event: usize,
        place: &str,
        n: &str,
        base: &str,
    ) {
        let tail = self.module.choice_tail(choice);
        let arms = self.arms(choice, event, &choice.name, n, base, Tail::Common(tail));
        let line = format!("match {place} {{\n{arms}}}");
        self.line(&line);
        self.run.zero(tail);
    }

    pub(super) fn arms(
        &self,
        choice: &Choice,
        event: usize,
        ty: &str,
        n: &str,
        base: &str,
        tail: Tail<'_>,
    ) -> String {
        let mut arms = String::new();
        for (index, alternative) in choice.alternatives.iter().enumerate() {
            let mut inner = Encoder::new(self.module, self.owner);
            if alternative.is_abstract {
                inner.line("w.abstract_element();");
            }
            let code = difference(event + index, base);
            inner.run.lead = Some(Lead { n: n.to_owned(), value: code });
            inner.element(alternative.element, "value", true);
            inner.flush_values();
            match tail {
                Tail::Variable(tail, more) => {
                    inner.run.zero(more);
                    let line = format!("{tail} = {};", inner.run.count());
                    inner.line(&line);
                }
                Tail::Common(tail) => {
                    let more = self.module.element_tail(alternative.element) - tail;
                    if more > 0 {
                        let line = format!("w.zeros({more});");
                        inner.line(&line);
                    }
                }
            }
            let guard = match self.module.has_role(self.owner) {
                true => self.module.role_guard(alternative.element),
                false => String::new(),
            };
            let _ = writeln!(
                arms,
                "{ty}::{}(value){guard} => {{\n{}}}",
                alternative.variant, inner.out
            );
        }
        arms
    }
}

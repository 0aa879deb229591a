//! Types with a list of items, whose grammar is followed by states at run time.

use std::fmt::Write;

use super::{At, Encoder};
use crate::emit::names;
use crate::emit::shape::{Items, Record};
use crate::grammar::{Event, State};

impl Encoder<'_, '_> {
    /// Attributes and a list of items, with the states of the grammar at run time.
    pub(super) fn items(&mut self, items: &Items) {
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
                    Event::Any(_) | Event::AnyIn(_) => "Any".to_owned(),
                    _ => continue,
                };
                // `SE(uri:*)` comes before `SE(*)`.
                let pattern = match &production.event {
                    Event::AnyIn(uri) => format!(
                        "({index}, {}::Any(value)) if value.namespace == {uri:?}",
                        items.name
                    ),
                    _ => format!("({index}, {}::{variant}(_))", items.name),
                };
                let body = format!("{{ state = {}; {code} }}", production.next);
                let has_guard = pattern.contains(" if ");
                match arms
                    .iter_mut()
                    .find(|(other, p)| *other == body && !has_guard && !p[0].contains(" if "))
                {
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
        if items.has_wildcard() {
            let productions = items.states.iter().flat_map(|state| &state.productions);
            let mut not = None;
            let mut uris = std::collections::BTreeSet::new();
            for production in productions {
                match &production.event {
                    Event::AnyIn(uri) => drop(uris.insert(format!("{uri:?}"))),
                    Event::Any(other) => not = other.clone(),
                    _ => {}
                }
            }
            if !uris.is_empty() {
                let uris = uris.into_iter().collect::<Vec<_>>().join(" | ");
                let line = format!(
                    "{}::Any(value) if matches!(value.namespace, {uris}) => w.any_in(value),",
                    items.name,
                );
                self.line(&line);
            }
            let line = format!("{}::Any(value) => w.any({not:?}, value),", items.name);
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
        if items.may_be_empty_against_the_schema() {
            // Escape and the second-level `EE`.
            let count = items.states.first().map_or(0, |state| state.productions.len());
            let _ = writeln!(
                ends,
                "0 if self.content.is_empty() => {{ w.put(n, base + {count}); w.put(3, 0); }}"
            );
        }
        let line = format!("match state {{\n{ends}_ => w.bad_content(),\n}}");
        self.line(&line);
    }
}

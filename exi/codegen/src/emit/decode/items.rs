//! Types with a list of items, whose grammar is followed by states at run time.

use super::{At, Decoder};
use crate::emit::name_number;
use crate::emit::names;
use crate::emit::shape::{Items, Record, Slot};
use crate::grammar::{Event, State};

impl Decoder<'_, '_> {
    /// Attributes and a list of items, with the states of the grammar at run time.
    pub(super) fn items(&mut self, items: &Items) {
        let record = Record {
            slots: items.attributes.clone(),
            states: items.states_with_attributes(),
            end: usize::MAX,
        };
        if let At::State(_) = self.slots(&record) {
            let count = items.states.first().map_or(0, |state| state.productions.len());
            let event = items.attributes.len() + count;
            let empty = items.may_be_empty_against_the_schema().then_some((0, event));
            self.code(items.attributes.len(), count, empty);
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
        let arms = self.item_arms(items);
        self.line(&arms);
        self.line("_ => None,\n}\n});");
        if items.may_be_empty_against_the_schema() {
            let count = items.states.first().map_or(0, |state| state.productions.len());
            // The last bit of the second-level `EE`.
            let line = format!("if state == 0 && code == {count} {{ r.zeros(1); }}");
            self.line(&line);
        }
        let mut fields: Vec<String> = items.attributes.iter().map(Slot::initializer).collect();
        fields.push("content".to_owned());
        let line = format!("Self {{ {} }}", fields.join(", "));
        self.line(&line);
    }

    /// Width and number of event codes, by state where they differ.
    pub(super) fn item_shape(&mut self, items: &Items) -> (String, String) {
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

    pub(super) fn item_arms(&mut self, items: &Items) -> String {
        // The same event in several states is one arm.
        let mut arms: Vec<(String, Vec<String>)> = Vec::new();
        for (index, state) in items.states.iter().enumerate() {
            for (code, production) in state.productions.iter().enumerate() {
                let pattern = format!("({index}, {code})");
                let body = self.item_arm(items, &production.event, production.next);
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

    pub(super) fn item_arm(&mut self, items: &Items, event: &Event, next: usize) -> String {
        let mut inner = self.inner();
        match event {
            Event::Element(element) => {
                inner.element(*element, "value");
                inner.flush();
                let variant = names::pascal(&self.module.element_name(*element).local);
                format!(
                    "{{\n{}state = {next};\nSome({}::{variant}(value))\n}}",
                    inner.out, items.name
                )
            }
            Event::Text => {
                let of = self.owner_name();
                format!(
                    "{{\nstate = {next};\nlet value = r.attribute(0, 0, u32::MAX, {:#x});\nSome({}::Text(value))\n}}",
                    name_number::of(&of),
                    items.name
                )
            }
            Event::End => "None,".to_owned(),
            Event::Any(not) => {
                format!("{{\nstate = {next};\nSome({}::Any(r.any({not:?})))\n}}", items.name)
            }
            Event::AnyIn(uri) => {
                let item = &items.name;
                format!("{{\nstate = {next};\nSome({item}::Any(r.any_in({uri:?})))\n}}")
            }
            Event::Attribute(_) | Event::Value(_) => "None,".to_owned(),
        }
    }
}

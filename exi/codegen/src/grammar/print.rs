//! A text form of grammars, for people and for tests.

use std::fmt;

use super::{Event, GrammarSet, Production, State};
use crate::schema::{Type, TypeId};

impl GrammarSet {
    /// The grammar of a type as text: one line a state, with the width of its event code and
    /// `event -> next state` for each production.
    pub fn describe(&self, id: TypeId) -> String {
        use fmt::Write;
        let grammar = self.grammar(id);
        let mut out = String::new();
        for (index, state) in grammar.states.iter().enumerate() {
            let mark = if index == grammar.content { "*" } else { " " };
            let width = State::width(state.productions.len());
            let _ = write!(out, "{mark}{index} [{width} bit]");
            if let Some(repeat) = &state.repeat {
                let max = repeat.max.map_or("unbounded".to_owned(), |max| max.to_string());
                let _ = write!(out, " {}..{max} times", repeat.min);
            }
            for production in &state.productions {
                let _ = write!(out, " | {}", self.production(id, production));
            }
            out.push('\n');
        }
        out
    }

    fn production(&self, id: TypeId, production: &Production) -> String {
        let next = production.next;
        match &production.event {
            Event::Attribute(index) => {
                let name = match self.schema.type_def(id) {
                    Type::Complex(complex) => &*complex.attributes[*index].name.local,
                    Type::Simple(_) => "?",
                };
                format!("AT({name}) -> {next}")
            }
            Event::Element(element) => {
                format!("SE({}) -> {next}", self.schema.element(*element).name.local)
            }
            Event::AnyIn(uri) => format!("SE({uri}:*) -> {next}"),
            Event::Any(_) => format!("SE(*) -> {next}"),
            Event::End => "EE".to_owned(),
            Event::Value(_) => format!("CH(value) -> {next}"),
            Event::Text => format!("CH(text) -> {next}"),
        }
    }
}

//! XML documents: their events, and their JSON form.

use std::collections::BTreeMap;

use exi::grammar::{StepKind, Trace};
use exi_codegen::grammar::{Coding, GrammarSet};
use exi_codegen::schema::{
    ComplexType, Content, ElementId, Particle, QName, Schema, Term, Type, TypeId,
};
use roxmltree::{Document, Node};
use serde_json::{Map, Number, Value};

use super::lower::lists;

/// The events of a document, one line each: `SE {urn:t}a`, `AT {}b = 1`, `CH text`, `EE`.
pub fn events(document: &Document<'_>) -> Vec<String> {
    let mut out = Vec::new();
    element_events(document.root_element(), &mut out);
    out
}

fn element_events(node: Node<'_, '_>, out: &mut Vec<String>) {
    out.push(format!("SE {}", name(node)));
    // In the order of EXI.
    let attributes: BTreeMap<(&str, &str), &str> = node
        .attributes()
        .map(|a| ((a.name(), a.namespace().unwrap_or_default()), a.value()))
        .collect();
    for ((local, namespace), value) in attributes {
        out.push(format!("AT {{{namespace}}}{local} = {value}"));
    }
    for child in node.children() {
        match child.text() {
            Some(text) if child.is_text() => out.push(format!("CH {text}")),
            _ => element_events(child, out),
        }
    }
    out.push("EE".to_owned());
}

/// The events of a trace over tables with expanded names, in the same form. An empty value is no
/// event in XML; their number comes second.
pub fn traced_events(trace: &Trace) -> (Vec<String>, usize) {
    let mut out = Vec::new();
    let mut empty = 0;
    for step in &trace.steps {
        let name = trace.name(step).trim_start_matches('@');
        let value = step.value.as_deref().unwrap_or_default();
        match step.kind {
            StepKind::Start => out.push(format!("SE {name}")),
            StepKind::Attribute => out.push(format!("AT {name} = {value}")),
            StepKind::Characters if value.is_empty() => empty += 1,
            StepKind::Characters => out.push(format!("CH {value}")),
            end => out.push(end.to_string()),
        }
    }
    (out, empty)
}

/// A document in the JSON form that `exi::json` reads.
pub fn json(set: &GrammarSet, document: &Document<'_>) -> Value {
    let root = document.root_element();
    let id = set.schema.global_elements[&name(root)];
    let content = element_json(set, set.schema.element(id).type_id, root);
    Value::Object(Map::from_iter([(root.tag_name().name().to_owned(), content)]))
}

fn element_json(set: &GrammarSet, id: TypeId, node: Node<'_, '_>) -> Value {
    let complex = match set.schema.type_def(id) {
        Type::Simple(_) => return value_json(set, id, &text(node)),
        Type::Complex(complex) => complex,
    };
    let mut members = Map::new();
    for attribute in node.attributes() {
        let name = QName::new(attribute.namespace().unwrap_or_default(), attribute.name());
        let declared = complex.attributes.iter().find(|a| a.name == name).expect("an attribute");
        let value = value_json(set, declared.type_id, attribute.value());
        members.insert(attribute.name().to_owned(), value);
    }
    if let Content::Simple(id) = complex.content {
        members.insert("value".to_owned(), value_json(set, id, &text(node)));
    }
    let repeated = lists(&set.schema, &complex.content, complex.mixed);
    let in_order = complex.mixed || has_repeated_group(&complex.content);
    let mut ordered = Vec::new();
    for child in node.children() {
        if !child.is_element() {
            if in_order {
                ordered.push(Value::String(child.text().unwrap_or_default().to_owned()));
            }
            continue;
        }
        let id = child_element(&set.schema, complex, &name(child));
        let value = element_json(set, set.schema.element(id).type_id, child);
        let name = child.tag_name().name().to_owned();
        if in_order {
            ordered.push(Value::Object(Map::from_iter([(name, value)])));
        } else if !repeated.contains(&id) {
            members.insert(name, value);
        } else if let Value::Array(items) =
            members.entry(name).or_insert_with(|| Value::Array(Vec::new()))
        {
            items.push(value);
        }
    }
    if !ordered.is_empty() {
        members.insert("$content".to_owned(), Value::Array(ordered));
    }
    Value::Object(members)
}

fn value_json(set: &GrammarSet, id: TypeId, text: &str) -> Value {
    let number = || -> Option<Number> {
        text.parse::<i64>()
            .map(Number::from)
            .or_else(|_| text.parse::<u64>().map(Number::from))
            .ok()
    };
    match set.coding(id).expect("a simple type") {
        Coding::Boolean => Value::Bool(text == "true"),
        Coding::Bits { .. } | Coding::Unsigned { .. } | Coding::Integer { .. } => {
            Value::Number(number().expect("an integer of 64 bits"))
        }
        Coding::Unbounded
        | Coding::Enumeration { .. }
        | Coding::String { .. }
        | Coding::Binary { .. } => Value::String(text.to_owned()),
    }
}

fn text(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text()).collect()
}

fn name(node: Node<'_, '_>) -> QName {
    QName::new(node.tag_name().namespace().unwrap_or_default(), node.tag_name().name())
}

/// Where the members of JSON, sorted by name, would lose the order of the elements.
fn has_repeated_group(content: &Content) -> bool {
    fn search(particle: &Particle) -> bool {
        match &particle.term {
            Term::Sequence(parts) | Term::Choice(parts) => {
                particle.max != Some(1) || parts.iter().any(search)
            }
            Term::Element(_) | Term::Any(_) => false,
        }
    }
    matches!(content, Content::Particle(particle) if search(particle))
}

/// The declaration of a child by its name.
fn child_element(schema: &Schema, complex: &ComplexType, name: &QName) -> ElementId {
    fn search(schema: &Schema, particle: &Particle, name: &QName) -> Option<ElementId> {
        match &particle.term {
            Term::Element(id) => {
                schema.alternatives(*id).into_iter().find(|id| schema.element(*id).name == *name)
            }
            Term::Sequence(parts) | Term::Choice(parts) => {
                parts.iter().find_map(|part| search(schema, part, name))
            }
            Term::Any(_) => None,
        }
    }
    match &complex.content {
        Content::Particle(particle) => search(schema, particle, name),
        Content::Empty | Content::Simple(_) => None,
    }
    .unwrap_or_else(|| panic!("no child {name}"))
}

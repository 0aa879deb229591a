//! JSON output: `serde::Serialize` for every type, from its fields.
//!
//! Written from the values and not by way of EXI, so that a value in the wrong field is seen when
//! the JSON of a message is compared with another implementation's.

use std::fmt::Write;

use super::fragments::Fragments;
use super::module::Module;
use super::names;
use super::shape::{Choice, Items, Record, Shape, Slot, SlotKind};
use crate::grammar::Coding;
use crate::schema::{ElementId, TypeId};

pub(super) fn emit(module: &Module<'_>, fragments: &Fragments) -> String {
    let mut out = String::from(
        "//! JSON output in the form of Josev and EXIficient.\n\n\
         use exi::codegen::{self as json, Serialize, Serializer};\n\nuse super::*;\n\n",
    );
    for id in module.local_types() {
        let info = module.info(id);
        let name = if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() };
        let members = match &info.shape {
            // The macro of enumerations has it.
            None => continue,
            Some(Shape::Record(record)) => record_body(module, record),
            Some(Shape::Flat(record)) => flat_body(module, record),
            Some(Shape::Items(items)) => items_body(module, items),
        };
        let root = module.documents.iter().find(|root| module.element_type(**root) == id);
        let (Some(root), [_]) = (root, module.documents.as_slice()) else {
            let _ = writeln!(out, "{}", serialize(&name, &object(&members)));
            continue;
        };
        // The one document of the set: its content is an object inside.
        let document = &module.element_name(*root).local;
        let content = name.replace("'_", "'m");
        let inner = serialize("Content<'_>", "self.0.members(s)");
        let outer = format!(
            "struct Content<'m>(&'m {content});\n{inner}\
             let mut o = json::Object::new(s)?;\no.member({document:?}, &Content(self))?;\no.end()",
        );
        let _ = writeln!(
            out,
            "impl {name} {{\nfn members<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{\n{}\n}}\n}}\n\n{}",
            object(&members),
            serialize(&name, &outer),
        );
    }
    if module.documents.len() > 1 {
        let names = module.documents.iter().map(|root| &*module.element_name(*root).local);
        wrapper("Message", names, &mut out);
    }
    if !fragments.is_empty() {
        wrapper("Fragment", fragments.elements.iter().map(|f| &*f.name.local), &mut out);
    }
    out
}

/// An enum of elements: an object with the one that stands there.
fn wrapper<'n>(name: &str, elements: impl Iterator<Item = &'n str>, out: &mut String) {
    let mut arms = String::new();
    for element in elements {
        let variant = names::pascal(element);
        let _ = writeln!(arms, "Self::{variant}(value) => o.member({element:?}, value)?,");
    }
    let body = object(&format!("match self {{\n{arms}}}\n"));
    let _ = writeln!(out, "{}", serialize(&format!("{name}<'_>"), &body));
}

fn serialize(name: &str, body: &str) -> String {
    format!(
        "impl Serialize for {name} {{\nfn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{\n{body}\n}}\n}}\n"
    )
}

fn object(body: &str) -> String {
    format!("let mut o = json::Object::new(s)?;\n{body}o.end()")
}

fn record_body(module: &Module<'_>, record: &Record) -> String {
    let mut out = String::new();
    for slot in &record.slots {
        member(module, slot, &mut out);
    }
    out
}

fn member(module: &Module<'_>, slot: &Slot, out: &mut String) {
    let field = format!("self.{}", slot.field);
    let (name, list) = (&slot.name, slot.list.is_some());
    let id = match &slot.kind {
        SlotKind::Attribute(id) | SlotKind::Value(id) => *id,
        SlotKind::Element(element) => module.element_type(*element),
        SlotKind::Choice(choice) => {
            choice_member(module, choice, &field, slot.optional, list, out);
            return;
        }
    };
    let _ = match (list, slot.optional) {
        (true, _) => {
            let form = form(module, id).map(|form| format!(".map(|item| {form}(item))"));
            writeln!(out, "o.members({name:?}, {field}.iter(){})?;", form.unwrap_or_default())
        }
        (false, true) => {
            let form = form(module, id).map(|form| format!("map({form})"));
            let form = form.unwrap_or("as_ref()".to_owned());
            writeln!(out, "o.optional({name:?}, {field}.{form})?;")
        }
        (false, false) => {
            writeln!(out, "o.member({name:?}, {})?;", value(module, id, &format!("&{field}")))
        }
    };
}

/// The text form of a binary.
fn form(module: &Module<'_>, id: TypeId) -> Option<&'static str> {
    match module.coding(id) {
        Some(Coding::Binary { hex: true, .. }) => Some("json::Hex"),
        Some(Coding::Binary { hex: false, .. }) => Some("json::Base64"),
        _ => None,
    }
}

/// The expression for a value; binaries get the text form of their type.
fn value(module: &Module<'_>, id: TypeId, place: &str) -> String {
    match form(module, id) {
        Some(form) => format!("&{form}({place})"),
        None => place.to_owned(),
    }
}

fn choice_member(
    module: &Module<'_>,
    choice: &Choice,
    field: &str,
    optional: bool,
    list: bool,
    out: &mut String,
) {
    let mut arms = String::new();
    for alternative in &choice.alternatives {
        let name = &module.element_name(alternative.element).local;
        let pattern = format!("{}::{}(value)", choice.name, alternative.variant);
        let value = value(module, module.element_type(alternative.element), "value");
        if list {
            // An array for each alternative.
            let value = value.strip_prefix('&').unwrap_or(&value);
            let _ = writeln!(
                out,
                "o.members({name:?}, {field}.iter().filter_map(|item| match item {{ {pattern} => Some({value}), _ => None }}))?;",
            );
        } else {
            let _ = writeln!(arms, "{pattern} => o.member({name:?}, {value})?,");
        }
    }
    let _ = match (list, optional) {
        (true, _) => Ok(()),
        (false, true) => {
            writeln!(out, "if let Some(choice) = &{field} {{\nmatch choice {{\n{arms}}}\n}}")
        }
        (false, false) => writeln!(out, "match &{field} {{\n{arms}}}"),
    };
}

fn flat_body(module: &Module<'_>, record: &Record) -> String {
    let [Slot { kind: SlotKind::Choice(choice), optional, .. }] = record.slots.as_slice() else {
        return String::new();
    };
    let mut arms = String::new();
    for alternative in &choice.alternatives {
        let name = &module.element_name(alternative.element).local;
        let value = value(module, module.element_type(alternative.element), "value");
        let _ =
            writeln!(arms, "Self::{}(value) => o.member({name:?}, {value})?,", alternative.variant);
    }
    if *optional {
        arms.push_str("Self::Empty => {}\n");
    }
    format!("match self {{\n{arms}}}\n")
}

/// Items grouped by name, and in document order where that says more.
fn items_body(module: &Module<'_>, items: &Items) -> String {
    let mut out = String::new();
    for slot in &items.attributes {
        member(module, slot, &mut out);
    }
    let value_of = |element: ElementId| value(module, module.element_type(element), "value");
    for &element in &items.elements {
        let name = &module.element_name(element).local;
        let variant = names::pascal(name);
        let value = value_of(element);
        let pattern = format!("{}::{variant}(value)", items.name);
        let _ = if items.repeated.contains(&element) {
            writeln!(
                out,
                "o.members({name:?}, self.content.iter().filter_map(|item| match item {{ {pattern} => Some({}), _ => None }}))?;",
                // Owned, because the iterator hands out its items.
                value.strip_prefix('&').unwrap_or(&value),
            )
        } else {
            writeln!(
                out,
                "for item in self.content {{\nif let {pattern} = item {{ o.member({name:?}, {value})?; }}\n}}"
            )
        };
    }
    let mut order = String::new();
    let mut arms = String::new();
    for (index, &element) in items.elements.iter().enumerate() {
        let name = &module.element_name(element).local;
        let variant = names::pascal(name);
        let _ = writeln!(order, "{}::{variant}(_) => Some({index}),", items.name);
        let value = value_of(element);
        let _ = writeln!(
            arms,
            "{}::{variant}(value) => {{ let mut o = json::Object::new(s)?; o.member({name:?}, {value})?; o.end() }}",
            items.name
        );
    }
    if items.has_wildcard() {
        let _ = writeln!(order, "{}::Any(_) => None,", items.name);
        let _ = writeln!(arms, "{}::Any(element) => element.serialize(s),", items.name);
    }
    if items.mixed {
        let _ = writeln!(order, "{}::Text(_) => None,", items.name);
        let _ = writeln!(arms, "{}::Text(text) => s.serialize_str(text),", items.name);
    }
    let item =
        if items.item_borrows(module) { format!("{}<'i>", items.name) } else { items.name.clone() };
    let _ = writeln!(
        out,
        "if json::Order::matters(self.content.iter().map(|item| match item {{\n{order}}})) {{\n\
         struct Item<'i>(&'i {item});\n\
         impl Serialize for Item<'_> {{\nfn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{\n\
         match self.0 {{\n{arms}}}\n}}\n}}\n\
         o.members(\"$content\", self.content.iter().map(Item))?;\n}}",
    );
    out
}

impl Items {
    /// Values of the item enum borrow from the arena.
    pub(super) fn item_borrows(&self, module: &Module<'_>) -> bool {
        self.mixed
            || self.has_wildcard()
            || self.elements.iter().any(|element| module.borrows(module.element_type(*element)))
    }
}

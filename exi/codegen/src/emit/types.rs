//! Declarations: structs, enums and their documentation.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::docs::{comment, doc_of, member_doc, sentence, type_doc};
use super::kinds;
use super::messages::messages;
use super::module::Module;
use super::names::{self, rust_name};
use super::shape::{Choice, Items, Record, Shape, Slot, SlotKind};
use crate::grammar::Coding;
use crate::schema::{ElementId, Literal, Type, TypeId};

/// Lints that the crate around the module may have switched on.
const LINTS: &str = "\
#![allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    unreachable_patterns,
    unreachable_pub,
    unused,
    unused_qualifications,
    reason = \"generated: what a schema does not use, or uses in an odd place, is not worth a case\"
)]

";

pub(super) fn emit(module: &Module<'_>) -> String {
    let mut out = format!(
        "{LINTS}mod constructors;\nmod decode;\nmod encode;\n\n\
         exi::with_tables! {{\n    pub(crate) mod grammar;\n}}\n\
         exi::with_json! {{\n    mod json;\n}}\n\n",
    );
    if !module.options.fragments.is_empty() {
        out.push_str("mod fragment;\n\npub use fragment::Fragment;\n");
        out.push_str("exi::with_tables! {\n    pub use grammar::FRAGMENTS;\n}\n\n");
    }
    if module.local_types().any(|id| uses_integer(module, id)) {
        out.push_str("use exi::Integer;\n\n");
    }
    if !module.documents.is_empty() {
        out.push_str("exi::with_tables! {\n    pub use grammar::SCHEMA;\n}\n\n");
    }
    documents(module, &mut out);
    let mut choices = BTreeSet::new();
    for id in module.local_types() {
        let info = module.info(id);
        match (&info.shape, module.set.schema.type_def(id)) {
            (None, Type::Simple(simple)) => {
                let doc = type_doc(module, id);
                enumeration(module, &info.name, &doc, &simple.enumeration, &mut out);
            }
            (Some(Shape::Record(record)), _) => {
                for slot in &record.slots {
                    if let SlotKind::Choice(choice) = &slot.kind {
                        if choices.insert(choice.name.clone()) {
                            choice_enum(module, choice, &mut out);
                        }
                    }
                }
                record_struct(module, id, record, &mut out);
            }
            (Some(Shape::Flat(record)), _) => flat_enum(module, id, record, &mut out),
            (Some(Shape::Items(items)), _) => items_struct(module, id, items, &mut out),
            (None, Type::Complex(_)) => {}
        }
    }
    out
}

const DERIVE: &str = "#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n";

/// The derives of a struct: without equality if that is written by hand.
fn derive(module: &Module<'_>, id: TypeId) -> &'static str {
    let name = module.set.schema.type_def(id).name();
    match name.is_some_and(|name| module.options.manual_eq.contains(&*name.local)) {
        true => "#[derive(Debug, Clone, Copy)]\n",
        false => DERIVE,
    }
}

fn uses_integer(module: &Module<'_>, id: TypeId) -> bool {
    let Some(shape) = &module.info(id).shape else { return false };
    let is_integer = |id| matches!(module.coding(id), Some(Coding::Unbounded));
    shape.value_types().into_iter().any(is_integer)
        || shape.elements().into_iter().any(|element| is_integer(module.element_type(element)))
}

/// The entry type of the set.
fn documents(module: &Module<'_>, out: &mut String) {
    let family = |name: &str| {
        format!(
            "impl exi::Family for {name}<'_> {{\ntype Of<'a> = {name}<'a>;\n\
             fn shorten<'short, 'long: 'short>(message: &'short Self::Of<'long>) -> &'short Self::Of<'short> {{ message }}\n}}\n\n"
        )
    };
    match module.documents.as_slice() {
        [] => {}
        [root] => {
            let info = module.info(module.element_type(*root));
            if info.borrows {
                out.push_str(&family(&info.name));
                methods(module, &info.name, out);
            }
        }
        many => {
            let _ = writeln!(
                out,
                "/// A message: one of the documents of this set.\n{DERIVE}pub enum Message<'a> {{"
            );
            for root in many {
                let name = &module.element_name(*root).local;
                let ty = module.rust_type(module.element_type(*root));
                let doc = doc_of(module, name, "").unwrap_or_else(|| format!("`{name}`."));
                let _ = writeln!(out, "{}{}({ty}),", comment(&doc), names::pascal(name));
            }
            let _ = writeln!(out, "}}\n");
            let variants: Vec<Variant> = many
                .iter()
                .map(|root| {
                    Variant::new(module, *root, names::pascal(&module.element_name(*root).local))
                })
                .collect();
            variant_impls("Message<'a>", "<'a>", &variants, None, out);
            let roots: Vec<ElementId> = many.to_vec();
            common_members(module, "Message<'a>", "<'a>", &roots, false, out);
            out.push_str(&family("Message"));
            methods(module, "Message", out);
        }
    }
}

/// The methods of the entry type, and the kinds of its messages.
fn methods(module: &Module<'_>, name: &str, out: &mut String) {
    let _ = writeln!(out, "exi::message_methods!({name});");
    if let Some(messages) = messages(module) {
        let _ = writeln!(out, "exi::role_methods!({name});\n");
        kinds::emit(module, &messages, out);
    }
    out.push('\n');
}

fn enumeration(module: &Module<'_>, name: &str, doc: &str, literals: &[Literal], out: &mut String) {
    // What is inside of a macro, rustfmt leaves alone.
    let indented = |text: &str, indent: &str| -> String {
        text.lines().map(|line| format!("{indent}{line}\n")).collect()
    };
    let _ = writeln!(out, "exi::enumeration! {{\n{}    pub enum {name} {{", indented(doc, "    "),);
    for literal in literals {
        let text = doc_of(module, name, &literal.value)
            .or_else(|| literal.documentation.as_ref().map(|text| sentence(text)));
        if let Some(text) = text {
            out.push_str(&indented(&comment(&text), "        "));
        }
        let variant = names::pascal(&literal.value);
        let _ = writeln!(out, "        {variant} = {:?},", literal.value);
    }
    out.push_str("    }\n}\n\n");
}

fn choice_enum(module: &Module<'_>, choice: &Choice, out: &mut String) {
    let borrows = module.choice_borrows(choice);
    let sentence =
        doc_of(module, &choice.name, "").unwrap_or_else(|| "One of these elements.".to_owned());
    let name = rust_name(&choice.name, borrows);
    let _ = writeln!(out, "{}{DERIVE}pub enum {name} {{", comment(&sentence));
    variants(module, choice, out);
    let _ = writeln!(out, "}}\n");
}

fn variants(module: &Module<'_>, choice: &Choice, out: &mut String) {
    for alternative in &choice.alternatives {
        let id = module.element_type(alternative.element);
        let name = &module.element_name(alternative.element).local;
        let doc = if alternative.is_abstract {
            format!(
                "`{name}`: abstract, so against the schema; read and written only with \
                 `report_facets`."
            )
        } else {
            member_doc(module, &choice.name, name, id, Some(alternative.element))
        };
        let _ =
            writeln!(out, "{}{}({}),", comment(&doc), alternative.variant, module.rust_type(id));
    }
}

fn flat_enum(module: &Module<'_>, id: TypeId, record: &Record, out: &mut String) {
    let info = module.info(id);
    let [Slot { kind: SlotKind::Choice(choice), optional, .. }] = record.slots.as_slice() else {
        return;
    };
    let name = rust_name(&info.name, info.borrows);
    let _ = writeln!(out, "{}{DERIVE}pub enum {name} {{", type_doc(module, id));
    variants(module, choice, out);
    if *optional {
        let _ = writeln!(out, "/// No element.\nEmpty,");
    }
    let _ = writeln!(out, "}}\n");
    let variants: Vec<Variant> = choice
        .alternatives
        .iter()
        .map(|a| Variant::new(module, a.element, a.variant.clone()))
        .collect();
    let generics = if info.borrows { "<'a>" } else { "" };
    variant_impls(&name, generics, &variants, optional.then_some("Empty"), out);
    let elements: Vec<ElementId> = choice.alternatives.iter().map(|a| a.element).collect();
    common_members(module, &name, generics, &elements, *optional, out);
}

/// Members that messages have in common, so that what handles all of them need not name each.
const COMMON: [(&str, &str); 2] = [
    ("Header", "The header, which every message has."),
    ("ResponseCode", "The result that a response carries; `None` for requests."),
];

/// Access to the members that several elements of a choice have in common.
fn common_members(
    module: &Module<'_>,
    name: &str,
    generics: &str,
    elements: &[ElementId],
    may_be_empty: bool,
    out: &mut String,
) {
    for (member, doc) in COMMON {
        let mut types = BTreeSet::new();
        let mut arms = String::new();
        let mut field = String::new();
        let mut having = 0;
        for &element in elements {
            let variant = names::pascal(&module.element_name(element).local);
            let slot = match &module.info(module.element_type(element)).shape {
                Some(Shape::Record(record)) => record.slots.iter().find(|slot| slot.name == member),
                _ => None,
            };
            let Some(slot) = slot.filter(|slot| !slot.optional && slot.list.is_none()) else {
                continue;
            };
            let SlotKind::Element(element) = slot.kind else { continue };
            let id = module.element_type(element);
            // A struct by reference, an enumeration as it is.
            let reference = if module.coding(id).is_none() { "&" } else { "" };
            types.insert(format!("{reference}{}", module.rust_type(id)));
            field.clone_from(&slot.field);
            having += 1;
            let _ = writeln!(arms, "Self::{variant}(message) => Some({reference}message.{field}),");
        }
        // One of them is no community, and different types have no common access.
        let (Some(ty), true) = (types.first(), types.len() == 1 && having > 1) else { continue };
        let all = having == elements.len() && !may_be_empty;
        let (ty, arms) = if all {
            (ty.clone(), arms.replace("Some(", "").replace("),\n", ",\n"))
        } else {
            (format!("Option<{ty}>"), arms + "_ => None,\n")
        };
        let _ = writeln!(
            out,
            "impl{generics} {name} {{\n/// {doc}\n#[must_use]\npub fn {field}(&self) -> {ty} {{\nmatch self {{\n{arms}}}\n}}\n}}\n"
        );
    }
}

/// A variant that holds an element.
struct Variant {
    name: String,
    variant: String,
    ty: String,
}

impl Variant {
    fn new(module: &Module<'_>, element: ElementId, variant: String) -> Self {
        Self {
            name: module.element_name(element).local.to_string(),
            variant,
            ty: module.rust_type(module.element_type(element)),
        }
    }
}

/// The name of the element that stands there, and conversions into the enum.
fn variant_impls(
    name: &str,
    generics: &str,
    variants: &[Variant],
    empty: Option<&str>,
    out: &mut String,
) {
    let mut arms: String =
        variants.iter().map(|v| format!("Self::{}(_) => {:?},\n", v.variant, v.name)).collect();
    if let Some(empty) = empty {
        let _ = writeln!(arms, "Self::{empty} => \"\",");
    }
    let nothing = if empty.is_some() { "; empty if none does" } else { "" };
    let _ = writeln!(
        out,
        "impl{generics} {name} {{\n/// The name of the element that stands there{nothing}.\n\
         #[must_use]\npub fn name(&self) -> &'static str {{\nmatch self {{\n{arms}}}\n}}\n}}\n"
    );
    for Variant { variant, ty, .. } in variants {
        // Two elements of the same type cannot both convert.
        if variants.iter().filter(|other| other.ty == *ty).count() == 1 {
            let _ = writeln!(
                out,
                "impl{generics} From<{ty}> for {name} {{\nfn from(value: {ty}) -> Self {{ Self::{variant}(value) }}\n}}\n"
            );
        }
    }
}

/// Abstract types stand in no valid document, so the documentation does not list them.
fn hidden(module: &Module<'_>, id: TypeId) -> &'static str {
    if module.set.schema.type_def(id).is_abstract() { "#[doc(hidden)]\n" } else { "" }
}

fn record_struct(module: &Module<'_>, id: TypeId, record: &Record, out: &mut String) {
    let info = module.info(id);
    let name = rust_name(&info.name, info.borrows);
    if record.slots.is_empty() {
        let doc = type_doc(module, id);
        let hidden = hidden(module, id);
        let _ = writeln!(out, "{doc}{hidden}{DERIVE}#[derive(Default)]\npub struct {name};\n");
        return;
    }
    let (hidden, derive) = (hidden(module, id), derive(module, id));
    let _ = writeln!(out, "{}{hidden}{derive}pub struct {name} {{", type_doc(module, id));
    for slot in &record.slots {
        field(module, &info.name, slot, out);
    }
    let _ = writeln!(out, "}}\n");
}

fn field(module: &Module<'_>, owner: &str, slot: &Slot, out: &mut String) {
    let (ty, mut doc) = match &slot.kind {
        SlotKind::Attribute(id) | SlotKind::Value(id) => {
            (module.rust_type(*id), member_doc(module, owner, &slot.name, *id, None))
        }
        SlotKind::Element(element) => {
            let id = module.element_type(*element);
            (module.rust_type(id), member_doc(module, owner, &slot.name, id, Some(*element)))
        }
        SlotKind::Choice(choice) => {
            let borrows = module.choice_borrows(choice);
            let doc = doc_of(module, owner, &slot.name).map_or_else(
                || format!("`{}`: one of the elements that can stand for it.", slot.name),
                |text| format!("`{}`: {text}", slot.name),
            );
            (rust_name(&choice.name, borrows), doc)
        }
    };
    let ty = match (slot.list, slot.optional) {
        (Some(bounds), _) => {
            let _ = match bounds.max {
                Some(max) => write!(doc, " {} to {max} items.", bounds.min),
                None if bounds.min == 0 => write!(doc, " Any number of items."),
                None if bounds.min == 1 => write!(doc, " At least 1 item."),
                None => write!(doc, " At least {} items.", bounds.min),
            };
            format!("&'a [{ty}]")
        }
        (None, true) => format!("Option<{ty}>"),
        (None, false) => ty,
    };
    let _ = writeln!(out, "{}pub {}: {ty},", comment(&doc), slot.field);
}

fn items_struct(module: &Module<'_>, id: TypeId, items: &Items, out: &mut String) {
    let info = module.info(id);
    let borrows = items.item_borrows(module);
    let item = rust_name(&items.name, borrows);
    let _ = writeln!(out, "{}{DERIVE}pub struct {}<'a> {{", type_doc(module, id), info.name);
    for slot in &items.attributes {
        field(module, &info.name, slot, out);
    }
    let order = if items.mixed { "Elements and the text between them" } else { "Elements" };
    let _ = writeln!(out, "/// {order}, in document order.\npub content: &'a [{item}],\n}}\n");
    let _ =
        writeln!(out, "/// What can stand inside [`{}`].\n{DERIVE}pub enum {item} {{", info.name);
    for &element in &items.elements {
        let name = &module.element_name(element).local;
        let ty = module.element_type(element);
        let doc = member_doc(module, &items.name, name, ty, Some(element));
        let _ =
            writeln!(out, "{}{}({}),", comment(&doc), names::pascal(name), module.rust_type(ty));
    }
    if items.has_wildcard() {
        let _ =
            writeln!(out, "/// An element that the schema leaves open.\nAny(exi::AnyElement<'a>),");
    }
    if items.mixed {
        let _ = writeln!(out, "/// Text between the elements.\nText(&'a str),");
    }
    let _ = writeln!(out, "}}\n");
}

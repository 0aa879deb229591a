//! Constructors: `new` with the members that the schema requires, and the smallest response that
//! carries a response code.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::messages::{Messages, messages};
use super::module::Module;
use super::names::rust_name;
use super::role::{Role, stem};
use super::shape::{Shape, Slot, SlotKind};
use super::smallest::Smallest;
use crate::schema::{SchemaError, TypeId};

pub(super) fn emit(module: &Module<'_>) -> Result<String, SchemaError> {
    let mut out = String::from(
        "//! Constructors: `new` takes the members that the schema requires. The others come by struct\n\
         //! update: `Type { member: Some(value), ..Type::new(required) }`.\n\n\
         use super::*;\n\n",
    );
    let messages = messages(module);
    for id in module.local_types() {
        let (slots, content) = match &module.info(id).shape {
            Some(Shape::Record(record)) => (record.slots.as_slice(), None),
            Some(Shape::Items(items)) => (items.attributes.as_slice(), Some("content: &[]")),
            Some(Shape::Flat(_)) | None => continue,
        };
        let is_message = messages.as_ref().is_some_and(|messages| {
            messages.all.iter().any(|message| module.element_type(message.element) == id)
        });
        let has_optional = content.is_some() || slots.iter().any(|slot| !is_required(slot));
        // A literal is as short and clearer where every member is required; a message has `new` in
        // any case.
        if !slots.is_empty() && is_message || has_optional {
            new(module, id, slots, content, &mut out);
        }
    }
    if let Some(messages) = &messages {
        failed(module, messages, &mut out)?;
    }
    Ok(out)
}

/// True if a member has to be there.
pub(super) fn is_required(slot: &Slot) -> bool {
    match slot.list {
        Some(bounds) => bounds.min > 0 && !slot.optional,
        None => !slot.optional,
    }
}

/// The value of a member that need not be there.
pub(super) fn absent(slot: &Slot) -> &'static str {
    if slot.list.is_some() { "&[]" } else { "None" }
}

pub(super) fn slot_type(module: &Module<'_>, slot: &Slot) -> String {
    let ty = match &slot.kind {
        SlotKind::Attribute(id) | SlotKind::Value(id) => module.rust_type(*id),
        SlotKind::Element(element) => module.rust_type(module.element_type(*element)),
        SlotKind::Choice(choice) => rust_name(&choice.name, module.choice_borrows(choice)),
    };
    if slot.list.is_some() { format!("&'a [{ty}]") } else { ty }
}

fn new(module: &Module<'_>, id: TypeId, slots: &[Slot], content: Option<&str>, out: &mut String) {
    let info = module.info(id);
    let generics = if info.borrows { "<'a>" } else { "" };
    let mut parameters = Vec::new();
    let mut fields = Vec::new();
    for slot in slots {
        let field = &slot.field;
        if is_required(slot) {
            parameters.push(format!("{field}: {}", slot_type(module, slot)));
            fields.push(field.clone());
        } else {
            fields.push(format!("{field}: {}", absent(slot)));
        }
    }
    fields.extend(content.map(str::to_owned));
    let only = fields.len() > parameters.len();
    let sentence = match (parameters.is_empty(), only) {
        (true, _) => "Makes a value without the optional members.",
        (false, true) => "Makes a value of the required members, without the optional ones.",
        (false, false) => "Makes a value of its members.",
    };
    let _ = writeln!(
        out,
        "impl{generics} {}{generics} {{\n/// {sentence}\n#[must_use]\n\
         pub const fn new({}) -> Self {{\nSelf {{ {} }}\n}}\n}}\n",
        info.name,
        parameters.join(", "),
        fields.join(", "),
    );
}

/// Emits the responses with nothing but a response code, and which of them answers a request.
fn failed(module: &Module<'_>, messages: &Messages, out: &mut String) -> Result<(), SchemaError> {
    let smallest = Smallest::new(module);
    let stem_of = |element, patterns: &[String], usual| {
        stem(patterns, usual, &module.element_name(element).local).map(str::to_owned)
    };
    let stem_of_request = |element| stem_of(element, &module.options.requests, "Req");
    let stem_of_response = |element| stem_of(element, &module.options.responses, "Res");
    let mut arms = String::new();
    let mut common: Option<(String, Option<String>)> = None;
    let mut missing = false;
    let mut done = BTreeSet::new();
    for message in messages.all.iter().filter(|message| message.role == Role::Response) {
        let id = module.element_type(message.element);
        let Some(response) = smallest.response(message.element)? else {
            missing = true;
            continue;
        };
        let info = module.info(id);
        let generics = if info.borrows { "<'a>" } else { "" };
        let (parameter, argument) = match &response.header {
            Some(ty) => (format!("header: {ty}, "), "header, "),
            None => (String::new(), ""),
        };
        let code = &response.code;
        // Two messages can have the same type.
        if done.insert(id) {
            let _ = writeln!(
                out,
                "impl{generics} {}{generics} {{\n\
             /// Makes the smallest response that is valid, with a response code such as `FAILED`. The\n\
             /// other required members have values without a meaning.\n\
             #[must_use]\npub const fn failed({parameter}response_code: {code}) -> Self {{\n{}\n}}\n}}\n",
                info.name, response.body,
            );
        }
        let name = stem_of_response(message.element);
        let request = messages.all.iter().find(|other| {
            other.role == Role::Request && name.is_some() && stem_of_request(other.element) == name
        });
        if let Some(request) = request {
            let _ = writeln!(
                arms,
                "Self::{} => Some({}::{}({}::failed({argument}response_code))),",
                request.variant, messages.name, message.variant, info.path,
            );
        }
        let signature = (response.code, response.header);
        missing |= common.get_or_insert_with(|| signature.clone()) != &signature;
    }
    smallest.check_values()?;
    let (Some((code, header)), false) = (common, missing) else { return Ok(()) };
    let (parameter, lifetime) = match header {
        Some(ty) => (format!("header: {ty}, "), "'a"),
        None => (String::new(), "'static"),
    };
    if arms.is_empty() {
        return Ok(());
    }
    let generics = if lifetime == "'a" { "<'a>" } else { "" };
    let _ = writeln!(
        out,
        "impl MessageKind {{\n\
         /// Makes the response to a request of this kind that has a response code and otherwise as\n\
         /// little as the schema allows. `None` for responses, and for requests without a response.\n\
         #[must_use]\npub const fn failed{generics}(self, {parameter}response_code: {code}) -> Option<{}<{lifetime}>> {{\n\
         match self {{\n{arms}_ => None,\n}}\n}}\n}}\n",
        messages.name,
    );
    Ok(())
}

//! Constructors: `new` with the members that the schema requires, and the smallest response that
//! carries a response code.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::messages::{Messages, messages};
use super::module::Module;
use super::names::{self, rust_name};
use super::role::Role;
use super::shape::{Choice, Shape, Slot, SlotKind};
use crate::grammar::{Coding, Lexical};
use crate::schema::{ElementId, Type, TypeId};

pub(super) fn emit(module: &Module<'_>) -> String {
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
        failed(module, messages, &mut out);
    }
    out
}

/// True if a member has to be there.
fn is_required(slot: &Slot) -> bool {
    match slot.list {
        Some(bounds) => bounds.min > 0 && !slot.optional,
        None => !slot.optional,
    }
}

/// The value of a member that need not be there.
fn absent(slot: &Slot) -> &'static str {
    if slot.list.is_some() { "&[]" } else { "None" }
}

fn slot_type(module: &Module<'_>, slot: &Slot) -> String {
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
fn failed(module: &Module<'_>, messages: &Messages, out: &mut String) {
    let mut arms = String::new();
    let mut common: Option<(String, Option<String>)> = None;
    let mut missing = false;
    let mut done = BTreeSet::new();
    for message in messages.all.iter().filter(|message| message.role == Role::Response) {
        let id = module.element_type(message.element);
        let Some(response) = smallest(module, id) else {
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
        let request = messages.all.iter().find(|other| {
            other.role == Role::Request && is_answered_by(&other.variant, &message.variant)
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
    let (Some((code, header)), false) = (common, missing) else { return };
    let (parameter, lifetime) = match header {
        Some(ty) => (format!("header: {ty}, "), "'a"),
        None => (String::new(), "'static"),
    };
    let generics = if lifetime == "'a" { "<'a>" } else { "" };
    let _ = writeln!(
        out,
        "impl MessageKind {{\n\
         /// Makes the response to a request of this kind that has a response code and otherwise as\n\
         /// little as the schema allows. `None` for responses.\n\
         #[must_use]\npub const fn failed{generics}(self, {parameter}response_code: {code}) -> Option<{}<{lifetime}>> {{\n\
         match self {{\n{arms}_ => None,\n}}\n}}\n}}\n",
        messages.name,
    );
}

/// `SessionSetupReq` is answered by `SessionSetupRes`.
fn is_answered_by(request: &str, response: &str) -> bool {
    match (request.strip_suffix("Req"), response.strip_suffix("Res")) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// The smallest response of a type.
struct Smallest {
    /// Type of the response code.
    code: String,
    /// Type of the header, if the message has one.
    header: Option<String>,
    body: String,
}

fn smallest(module: &Module<'_>, id: TypeId) -> Option<Smallest> {
    let Some(Shape::Record(record)) = &module.info(id).shape else { return None };
    let mut header = None;
    let mut code = None;
    let mut fields = Vec::new();
    for slot in &record.slots {
        let is_plain = slot.list.is_none() && !slot.optional;
        match slot.name.as_str() {
            "Header" if is_plain => {
                header = Some(slot_type(module, slot));
                fields.push(slot.field.clone());
            }
            "ResponseCode" if is_plain => {
                code = Some(slot_type(module, slot));
                fields.push("response_code".to_owned());
            }
            _ => fields.push(format!("{}: {}", slot.field, smallest_member(module, slot)?)),
        }
    }
    Some(Smallest { code: code?, header, body: format!("Self {{ {} }}", fields.join(", ")) })
}

/// The smallest value of a member as an expression of constants.
fn smallest_member(module: &Module<'_>, slot: &Slot) -> Option<String> {
    if !is_required(slot) {
        return Some(absent(slot).to_owned());
    }
    let value = match &slot.kind {
        SlotKind::Attribute(id) | SlotKind::Value(id) => smallest_value(module, *id)?,
        SlotKind::Element(element) => smallest_value(module, module.element_type(*element))?,
        SlotKind::Choice(choice) => smallest_choice(module, choice)?,
    };
    Some(match slot.list {
        Some(bounds) => format!("&[{}]", vec![value; bounds.min as usize].join(", ")),
        None => value,
    })
}

fn smallest_choice(module: &Module<'_>, choice: &Choice) -> Option<String> {
    let preferred = |element: ElementId| {
        module.options.prefer.iter().any(|name| **name == *module.element_name(element).local)
    };
    choice
        .concrete()
        .filter_map(|(_, alternative)| {
            let value = smallest_value(module, module.element_type(alternative.element))?;
            let text = format!("{}::{}({value})", choice.name, alternative.variant);
            Some((!preferred(alternative.element), text.len(), text))
        })
        .min()
        .map(|(_, _, text)| text)
}

fn smallest_value(module: &Module<'_>, id: TypeId) -> Option<String> {
    if let Type::Simple(simple) = module.set.schema.type_def(id) {
        if let Some(first) = simple.enumeration.first() {
            return Some(format!("{}::{}", module.info(id).path, names::pascal(&first.value)));
        }
    }
    match module.coding(id) {
        Some(Coding::Boolean) => Some("false".to_owned()),
        Some(Coding::Bits { min, max, .. }) => Some(nearest_to_zero(min, max)),
        Some(Coding::Unsigned { min, .. }) => Some(min.to_string()),
        Some(Coding::Integer { min, max }) => Some(nearest_to_zero(min.into(), max.into())),
        Some(Coding::Unbounded) => Some("Integer::ZERO".to_owned()),
        Some(Coding::String { min, lexical, .. }) => {
            let letter = if lexical == Lexical::Any { "0" } else { "a" };
            let least = usize::from(lexical == Lexical::NcName).max(min as usize);
            Some(format!("{:?}", letter.repeat(least)))
        }
        Some(Coding::Binary { min, .. }) => Some(format!("&[0; {min}]")),
        Some(Coding::Enumeration { .. }) => None,
        None => smallest_struct(module, id),
    }
}

fn smallest_struct(module: &Module<'_>, id: TypeId) -> Option<String> {
    let info = module.info(id);
    match info.shape.as_ref()? {
        Shape::Record(record) if record.slots.is_empty() => Some(info.path.clone()),
        Shape::Record(record) => {
            let fields: Option<Vec<String>> = record
                .slots
                .iter()
                .map(|slot| Some(format!("{}: {}", slot.field, smallest_member(module, slot)?)))
                .collect();
            Some(format!("{} {{ {} }}", info.path, fields?.join(", ")))
        }
        Shape::Items(items) => {
            let mut fields = Vec::new();
            for slot in &items.attributes {
                fields.push(format!("{}: {}", slot.field, smallest_member(module, slot)?));
            }
            fields.push("content: &[]".to_owned());
            Some(format!("{} {{ {} }}", info.path, fields.join(", ")))
        }
        Shape::Flat(record) => {
            let [Slot { kind: SlotKind::Choice(choice), .. }] = record.slots.as_slice() else {
                return None;
            };
            let named =
                Choice { name: info.path.clone(), alternatives: choice.alternatives.clone() };
            smallest_choice(module, &named)
        }
    }
}

fn nearest_to_zero(min: i128, max: i128) -> String {
    0_i128.clamp(min, max).to_string()
}

//! Documentation comments of the generated types.

use super::module::Module;
use crate::grammar::Coding;
use crate::schema::{ElementId, Primitive, Type, TypeId};

/// The sentence for abstract types.
const ABSTRACT: &str =
    "Content of an element without `xsi:type` where the schema wants a type that is not abstract.";

pub(super) fn doc_of(module: &Module<'_>, ty: &str, member: &str) -> Option<String> {
    let key = if member.is_empty() { ty.to_owned() } else { format!("{ty}.{member}") };
    let docs = &module.options.docs;
    docs.get(&key).or_else(|| docs.get(&format!("*.{member}"))).cloned()
}

/// The sentence for a type, and where it is defined.
pub(super) fn type_doc(module: &Module<'_>, id: TypeId) -> String {
    let definition = module.set.schema.type_def(id);
    let info = module.info(id);
    let (name, place, text) = match definition {
        Type::Simple(simple) => (&simple.name, &simple.place, &simple.documentation),
        Type::Complex(complex) => (&complex.name, &complex.place, &complex.documentation),
    };
    let schema = name.as_ref().map_or(info.name.as_str(), |name| &name.local);
    let sentence = doc_of(module, &info.name, "")
        .or_else(|| text.as_ref().map(|text| sentence(text)))
        .or_else(|| definition.is_abstract().then(|| ABSTRACT.to_owned()))
        .unwrap_or_else(|| format!("`{schema}`."));
    let what = if name.is_some() { format!("`{schema}`") } else { "Anonymous type".to_owned() };
    format!("{}///\n/// {what} in {}.\n", comment(&sentence), place.file)
}

/// A documentation comment in lines of at most 100 columns, four of them for the indentation.
pub(super) fn comment(text: &str) -> String {
    let mut out = String::new();
    let mut line = String::from("///");
    for word in text.split_whitespace() {
        if line.len() + 1 + word.len() > 96 {
            out.push_str(&line);
            out.push('\n');
            line = String::from("///");
        }
        line.push(' ');
        line.push_str(word);
    }
    out + &line + "\n"
}

pub(super) fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// What a member is, and within which bounds.
pub(super) fn member_doc(
    module: &Module<'_>,
    owner: &str,
    name: &str,
    id: TypeId,
    element: Option<ElementId>,
) -> String {
    let text = element.and_then(|element| module.set.schema.element(element).documentation.clone());
    // What a type is says what a member is that has no sentence of its own.
    let of_type = match module.set.schema.type_def(id) {
        Type::Complex(_) => doc_of(module, &module.info(id).name, ""),
        Type::Simple(_) => None,
    };
    let sentence = doc_of(module, owner, name)
        .or_else(|| text.map(|text| sentence(&text)))
        .or(of_type)
        .map_or_else(|| format!("`{name}`."), |text| format!("`{name}`: {text}"));
    let bounds = bounds(module, id);
    if bounds.is_empty() { sentence } else { format!("{sentence} {bounds}") }
}

/// The facets of a simple type as a sentence.
fn bounds(module: &Module<'_>, id: TypeId) -> String {
    let Type::Simple(simple) = module.set.schema.type_def(id) else { return String::new() };
    let unit = match simple.primitive {
        primitive if primitive.is_text() => "characters",
        _ => "bytes",
    };
    match module.coding(id) {
        Some(Coding::String { min, max, .. } | Coding::Binary { min, max, .. }) => match (min, max)
        {
            (0, Some(max)) => format!("At most {max} {unit}."),
            (min, Some(max)) if min == max => format!("Exactly {max} {unit}."),
            (min, Some(max)) => format!("{min} to {max} {unit}."),
            (0, None) => String::new(),
            (min, None) => format!("At least {min} {unit}."),
        },
        Some(Coding::Bits { min, max, .. }) => range(simple.primitive, min, max),
        Some(Coding::Unsigned { min, max }) => range(simple.primitive, min.into(), max.into()),
        Some(Coding::Integer { min, max }) => range(simple.primitive, min.into(), max.into()),
        _ => String::new(),
    }
}

/// The range of a number if it is not that of its Rust type.
fn range(primitive: Primitive, min: i128, max: i128) -> String {
    if primitive.range() == Some((min, max)) { String::new() } else { format!("{min} to {max}.") }
}

//! What the tests of this folder share: small schemas in memory, and their models as text.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::std_instead_of_alloc,
    reason = "code of tests"
)]

pub mod lower;
pub mod xml;

use std::path::Path;

use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema::{
    ComplexType, Content, Element, Loader, Particle, QName, Schema, SchemaError, SimpleType, Term,
    Type, TypeId, Wildcard,
};

/// Target namespace of the small schemas.
pub const NS: &str = "urn:t";

/// A schema file around `body`; the first line after that of the quotation mark is line 2.
pub fn file(body: &str) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"{NS}\" \
         xmlns=\"{NS}\" elementFormDefault=\"qualified\">{body}</xs:schema>"
    )
}

/// Loads the first of these files (path and text), which may import the others.
pub fn try_load_files(files: &[(&str, &str)]) -> Result<Schema, SchemaError> {
    let find = |path: &Path| {
        // `a/../b.xsd` is `b.xsd` on a disk, too.
        let mut parts: Vec<&str> = Vec::new();
        for part in path.to_str()?.split('/') {
            match part {
                "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        let path = parts.join("/");
        files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
    };
    let read = |path: &Path| find(path).ok_or_else(|| "no such file".to_owned());
    Loader::new(read).load(Path::new(files[0].0))
}

pub fn load_files(files: &[(&str, &str)]) -> Schema {
    try_load_files(files).unwrap_or_else(|error| panic!("{error}"))
}

/// Loads `body` as `t.xsd`.
pub fn load(body: &str) -> Schema {
    load_files(&[("t.xsd", &file(body))])
}

/// The grammars of `body`.
pub fn grammars(body: &str) -> GrammarSet {
    GrammarSet::build(load(body).into()).unwrap_or_else(|error| panic!("{error}"))
}

/// Why `body` is refused, by the schema stage or the grammar stage.
pub fn error(body: &str) -> String {
    try_load_files(&[("t.xsd", &file(body))])
        .and_then(|schema| GrammarSet::build(schema.into()))
        .map_or_else(|error| error.to_string(), |_| panic!("accepted: {body}"))
}

/// A test for each schema that is refused, with the whole text of the error.
#[macro_export]
macro_rules! refused {
    ($($name:ident: $body:expr => $message:literal;)*) => {
        $(
            #[test]
            fn $name() {
                assert_eq!(support::error($body), $message);
            }
        )*
    };
}

pub fn name(local: &str) -> QName {
    QName::new(NS, local)
}

/// A global type or, if there is none of this name, that of a global element.
pub fn type_id(schema: &Schema, local: &str) -> TypeId {
    let element = || schema.global_elements.get(&name(local));
    schema
        .global_types
        .get(&name(local))
        .copied()
        .or_else(|| element().map(|id| schema.element(*id).type_id))
        .unwrap_or_else(|| panic!("no type or element {local}"))
}

pub fn element<'s>(schema: &'s Schema, local: &str) -> &'s Element {
    schema.element(schema.global_elements[&name(local)])
}

pub fn simple<'s>(schema: &'s Schema, local: &str) -> &'s SimpleType {
    match schema.type_def(type_id(schema, local)) {
        Type::Simple(simple) => simple,
        Type::Complex(_) => panic!("{local} is complex"),
    }
}

pub fn complex<'s>(schema: &'s Schema, local: &str) -> &'s ComplexType {
    match schema.type_def(type_id(schema, local)) {
        Type::Simple(_) => panic!("{local} is simple"),
        Type::Complex(complex) => complex,
    }
}

/// The content model of a type in the notation of DTDs: `(a, b?, (c | d)*)`, with `{2,3}` for
/// other bounds.
pub fn model(schema: &Schema, local: &str) -> String {
    match &complex(schema, local).content {
        Content::Empty => "EMPTY".to_owned(),
        Content::Simple(id) => match schema.type_def(*id).name() {
            Some(name) => name.local.to_string(),
            None => "anonymous".to_owned(),
        },
        Content::Particle(particle) => particle_text(schema, particle),
    }
}

fn particle_text(schema: &Schema, particle: &Particle) -> String {
    let group = |parts: &[Particle], separator: &str| {
        let parts: Vec<String> = parts.iter().map(|part| particle_text(schema, part)).collect();
        format!("({})", parts.join(separator))
    };
    let term = match &particle.term {
        Term::Element(id) => schema.element(*id).name.local.to_string(),
        Term::Sequence(parts) => group(parts, ", "),
        Term::Choice(parts) => group(parts, " | "),
        Term::Any(Wildcard::Any) => "any".to_owned(),
        Term::Any(Wildcard::Other(uri)) => format!("any(not {uri})"),
        Term::Any(Wildcard::Namespaces(uris)) => format!("any({})", uris.join(" ")),
    };
    let bounds = match (particle.min, particle.max) {
        (1, Some(1)) => String::new(),
        (0, Some(1)) => "?".to_owned(),
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (min, Some(max)) => format!("{{{min},{max}}}"),
        (min, None) => format!("{{{min},}}"),
    };
    term + &bounds
}

/// The attributes of a type in their order, `!` for required ones.
pub fn attributes(schema: &Schema, local: &str) -> Vec<String> {
    complex(schema, local)
        .attributes
        .iter()
        .map(|a| format!("{}{}", a.name, if a.required { "!" } else { "" }))
        .collect()
}

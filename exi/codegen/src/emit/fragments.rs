//! Fragments: single elements with the grammar that XML signatures are made over.

use std::fmt::Write;

use super::literal::{length, suffix};
use super::module::Module;
use super::name_number;
use super::names;
use super::shape::{Record, Shape, SlotKind};
use crate::grammar::{Coding, FragmentGrammar, Relaxed};
use crate::schema::{ElementId, QName, SchemaError, Type, TypeId};

/// The fragments of a module.
pub(super) struct Fragments {
    pub(super) grammar: FragmentGrammar,
    pub(super) elements: Vec<Fragment>,
}

/// An element that can be a fragment.
pub(super) struct Fragment {
    pub(super) name: QName,
    pub(super) element: ElementId,
    pub(super) code: usize,
    /// Declared with several types: it has the relaxed grammar.
    pub(super) relaxed: bool,
}

impl Fragments {
    /// The fragments among the elements of a set, by their local names.
    pub(super) fn new(module: &Module<'_>) -> Self {
        let grammar = FragmentGrammar::build(module.set);
        let mut elements = Vec::new();
        for (code, (name, declared)) in grammar.elements.iter().enumerate() {
            if !module.options.fragments.iter().any(|fragment| **fragment == *name.local) {
                continue;
            }
            // Of several types, the complex one: a signature refers to it by its `Id`.
            let element = declared
                .iter()
                .copied()
                .find(|element| match module.set.schema.type_def(module.element_type(*element)) {
                    Type::Complex(_) => true,
                    Type::Simple(_) => false,
                })
                .unwrap_or(declared[0]);
            let relaxed = declared.len() > 1;
            elements.push(Fragment { name: name.clone(), element, code, relaxed });
        }
        Self { grammar, elements }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }
}

/// The file `fragment.rs`.
pub(super) fn emit(module: &Module<'_>, fragments: &Fragments) -> Result<String, SchemaError> {
    let mut out = String::from(
        "//! Fragments: elements alone, as XML signatures are made over them.\n\n\
         use exi::codegen::{Reader, Writer};\nuse exi::{Decode, Encode};\n\nuse super::*;\n\n",
    );
    let mut variants = String::new();
    let mut names_of = String::new();
    let mut read = String::new();
    let mut write = String::new();
    let mut froms = String::new();
    let types: Vec<String> = fragments
        .elements
        .iter()
        .map(|f| module.rust_type(module.element_type(f.element)))
        .collect();
    for (fragment, ty) in fragments.elements.iter().zip(&types) {
        let name = &fragment.name.local;
        let variant = names::pascal(name);
        let _ = writeln!(variants, "/// `{name}`.\n{variant}({ty}),");
        let _ = writeln!(names_of, "Self::{variant}(_) => {name:?},");
        let id = module.element_type(fragment.element);
        // The last one stands for every other code too, after the failure has been noted.
        let last = fragments.elements.last().is_some_and(|last| last.code == fragment.code);
        let (pattern, unknown) = if last {
            (
                "code".to_owned(),
                format!(
                    "if code != {} {{ r.unknown_root({}); }}\n",
                    fragment.code,
                    fragments.grammar.width()
                ),
            )
        } else {
            (fragment.code.to_string(), String::new())
        };
        if fragment.relaxed {
            let record = relaxed_record(module, fragment, id)?;
            let codes = fragments.grammar.relaxed();
            let _ = writeln!(
                read,
                "{pattern} => {{\n{unknown}{}}}",
                relaxed_read(module, fragments, record, id, codes, &variant)
            );
            let _ = writeln!(
                write,
                "{}",
                relaxed_write(module, fragments, fragment, record, id, codes, &variant)
            );
        } else {
            let info = module.info(id);
            let zeros = |codec: char| match info.tail {
                0 => String::new(),
                tail => format!("{codec}.zeros({tail});\n"),
            };
            let _ = writeln!(
                read,
                "{pattern} => {{\n{unknown}let value = {}::read(r, 0);\n{}Self::{variant}(value)\n}}",
                info.path,
                zeros('r'),
            );
            let _ = writeln!(
                write,
                "Self::{variant}(value) => {{\nw.document({}, {});\nvalue.write(w, 0);\n{}}}",
                fragments.grammar.width(),
                fragment.code,
                zeros('w'),
            );
        }
        if types.iter().filter(|other| *other == ty).count() == 1 {
            let _ = writeln!(
                froms,
                "impl<'a> From<{ty}> for Fragment<'a> {{\nfn from(value: {ty}) -> Self {{ Self::{variant}(value) }}\n}}\n"
            );
        }
    }
    let width = fragments.grammar.width();
    let end = fragments.grammar.end();
    let count = fragments.grammar.elements.len();
    let _ = writeln!(
        out,
        "/// An element alone, as XML signatures are made over it.\n///\n\
         /// Encoded with the fragment grammar of this set (EXI 1.0, 8.4.2); the digest of a\n\
         /// `Reference` is that of the bytes.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Fragment<'a> {{\n{variants}}}\n\n\
         impl Fragment<'_> {{\n/// The name of the element.\n#[must_use]\npub fn name(&self) -> &'static str {{\nmatch self {{\n{names_of}}}\n}}\n}}\n\n\
         {froms}exi::message_methods!(Fragment);\n\n\
         impl exi::Family for Fragment<'_> {{\ntype Of<'a> = Fragment<'a>;\n\
         fn shorten<'short, 'long: 'short>(message: &'short Self::Of<'long>) -> &'short Self::Of<'short> {{ message }}\n}}\n\n\
         impl<'a> Decode<'a> for Fragment<'a> {{\nfn read<const ROLE: u8>(r: &mut Reader<'a, '_>) -> Self {{\n\
         {}let fragment = match r.document({width}, {count}) {{\n{read}}};\n\
         r.expect({width}, {end});\nfragment\n}}\n}}\n\n\
         impl Encode for Fragment<'_> {{\nfn write<'m, const ROLE: u8>(&'m self, w: &mut Writer<'m>) {{\n\
         {}match self {{\n{write}}}\nw.put({width}, {end});\n}}\n}}\n",
        module.tables("r", "FRAGMENTS"),
        module.tables("w", "FRAGMENTS"),
    );
    Ok(out)
}

/// What the relaxed grammar is generated for: attributes and a string.
fn relaxed_record<'m>(
    module: &'m Module<'_>,
    fragment: &Fragment,
    id: TypeId,
) -> Result<&'m Record, SchemaError> {
    let unsupported = || SchemaError::Unsupported {
        construct: format!(
            "the fragment {}, an element declared with several types one of which is not a string \
             with attributes,",
            fragment.name.local
        ),
        place: module.set.schema.element(fragment.element).place.clone(),
    };
    let Type::Complex(_) = module.set.schema.type_def(id) else { return Err(unsupported()) };
    let Some(Shape::Record(record)) = &module.info(id).shape else { return Err(unsupported()) };
    for slot in &record.slots {
        let (SlotKind::Attribute(id) | SlotKind::Value(id)) = slot.kind else {
            return Err(unsupported());
        };
        if slot.optional || !matches!(module.coding(id), Some(Coding::String { .. })) {
            return Err(unsupported());
        }
    }
    Ok(record)
}

fn relaxed_read(
    module: &Module<'_>,
    fragments: &Fragments,
    record: &Record,
    owner: TypeId,
    codes: Relaxed,
    variant: &str,
) -> String {
    let mut out = String::new();
    for slot in &record.slots {
        let (SlotKind::Attribute(id) | SlotKind::Value(id)) = slot.kind else { continue };
        let code = fragments.grammar.slot_code(module.set, owner, slot.event, codes);
        let Some(Coding::String { min, max, lexical }) = module.coding(id) else { continue };
        let _ = writeln!(
            out,
            "r.expect({}, {code});\nlet {} = r.attribute{}(0, {min}, {}, {:#x});",
            codes.start_width,
            slot.field,
            suffix(lexical),
            length(max),
            name_number::of(&fragments.elements[0].name),
        );
    }
    let fields: Vec<&str> = record.slots.iter().map(|slot| slot.field.as_str()).collect();
    let _ = writeln!(
        out,
        "r.expect({}, {});\nSelf::{variant}({} {{ {} }})",
        codes.content_width,
        codes.content_end,
        module.info(owner).path,
        fields.join(", "),
    );
    out
}

fn relaxed_write(
    module: &Module<'_>,
    fragments: &Fragments,
    fragment: &Fragment,
    record: &Record,
    owner: TypeId,
    codes: Relaxed,
    variant: &str,
) -> String {
    let mut out = format!(
        "Self::{variant}(value) => {{\nw.document({}, {});\n",
        fragments.grammar.width(),
        fragment.code
    );
    for slot in &record.slots {
        let (SlotKind::Attribute(id) | SlotKind::Value(id)) = slot.kind else { continue };
        let code = fragments.grammar.slot_code(module.set, owner, slot.event, codes);
        let Some(Coding::String { min, max, lexical }) = module.coding(id) else { continue };
        let _ = writeln!(
            out,
            "w.put({}, {code});\nw.attribute{}(0, value.{}, {min}, {});",
            codes.start_width,
            suffix(lexical),
            slot.field,
            length(max),
        );
    }
    let _ = writeln!(out, "w.put({}, {});\n}}", codes.content_width, codes.content_end);
    out
}

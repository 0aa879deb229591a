//! Decoders.
//!
//! For each type a function `read(r, lead)` that begins after the element's `SE`, with `lead`
//! zero bits unread, and leaves the type's `tail` of zero bits unread. Between two branches the
//! fixed bits of the stream are collected as [`Run`] and read at once.

mod items;
mod record;
mod run;
mod value;

use std::collections::BTreeSet;
use std::fmt::Write;

use run::Run;
pub(super) use value::Tail;

use super::module::Module;
use super::names::rust_name;
use super::role::Role;
use super::shape::{Shape, SlotKind};
use crate::schema::{ElementId, TypeId};

pub(super) fn emit(module: &Module<'_>) -> String {
    let mut out = String::from(
        "//! Decoders: `read` begins after the start of the element with `lead` zero bits unread.\n\
         //!\n\
         //! How to read them:\n\
         //!\n\
         //! - `run(n, mask)` reads `n` bits at once: event codes and values of fixed width. The bits\n\
         //!   of `mask` must be zero, because they are event codes. Values are cut out with shifts.\n\
         //! - `lead` is the number of zero bits that the caller has left unread, such as the `EE` of\n\
         //!   the element before. A function leaves those at its own end to its caller, who knows how\n\
         //!   many there are; `tail` is their number where it depends on the message.\n\
         //! - `next` is the event that was read last: its number in the order of the members, of\n\
         //!   which a choice has several; the last one is the end of the element.\n\
         //! - `at` is the position of the item at hand in bits, for errors.\n\
         //! - `ROLE` selects requests, responses or both.\n\n\
         use exi::Decode;\nuse exi::codegen::{REQUESTS, RESPONSES, Reader};\n\nuse super::*;\n",
    );
    let mut done = BTreeSet::new();
    for id in module.local_types() {
        let info = module.info(id);
        let Some(shape) = &info.shape else { continue };
        let lifetime = if info.borrows { "<'a>" } else { "" };
        let (generics, reader) =
            if info.borrows { ("<'a>", "Reader<'a, '_>") } else { ("", "Reader<'_, '_>") };
        let inline = if is_apart(module, id) { "#[inline(never)]" } else { inline(module, id) };
        let body = body(module, id, shape);
        let role = if module.has_role(id) { "<const ROLE: u8>" } else { "" };
        let _ = writeln!(
            out,
            "impl{generics} {}{lifetime} {{\n{inline}\npub(crate) fn read{role}(r: &mut {reader}, lead: u32) -> Self {{\n{body}}}\n}}\n",
            info.name,
        );
        for choice in shape.choices() {
            // Several types may have the same choice.
            if !done.insert(choice.name.as_str()) {
                continue;
            }
            let mut decoder = Decoder::new(module, id);
            decoder.declared = true;
            decoder.choice_body(choice);
            let (generics, lifetime, reader) = if module.choice_borrows(choice) {
                ("<'a>", "<'a>", "Reader<'a, '_>")
            } else {
                ("", "", "Reader<'_, '_>")
            };
            let _ = writeln!(
                out,
                "impl{generics} {}{lifetime} {{\n#[inline(never)]\nfn read(r: &mut {reader}, which: u64) -> Self {{\n{}}}\n}}\n",
                choice.name, decoder.out,
            );
        }
    }
    out.push_str(&documents(module));
    out
}

/// True if a type is read by a function that is not inlined. Beside what is shared, these are the
/// types that would take much of the stack: of a choice, one alternative is on it then, not all of
/// them; and what other sets use is not on it in each of their messages.
fn is_apart(module: &Module<'_>, id: TypeId) -> bool {
    module.info(id).large_alternative || module.documents.is_empty() || is_shared(module, id)
}

/// Messages and types that several places use are out of line, so that there is one copy and the
/// stack of one message.
fn is_shared(module: &Module<'_>, id: TypeId) -> bool {
    let info = module.info(id);
    match info.shape {
        Some(Shape::Flat(_)) => false,
        _ if info.message || info.uses > 1 => true,
        _ => module.documents.len() > 1 && is_document(module, id),
    }
}

fn is_document(module: &Module<'_>, id: TypeId) -> bool {
    module.documents.iter().any(|root| module.element_type(*root) == id)
}

/// What surrounds the messages is inline, so that they are not moved.
pub(super) fn inline(module: &Module<'_>, id: TypeId) -> &'static str {
    match module.info(id).shape {
        Some(Shape::Flat(_)) => "#[inline(always)]",
        _ if is_shared(module, id) => "#[inline(never)]",
        _ if is_document(module, id) => "#[inline(always)]",
        _ => "#[inline]",
    }
}

fn documents(module: &Module<'_>) -> String {
    let roots = &module.set.roots;
    let width = module.set.root_width();
    let tables = module.tables("r", "SCHEMA");
    let code = |element: ElementId| roots.iter().position(|root| *root == element).unwrap_or(0);
    let mut out = String::new();
    match module.documents.as_slice() {
        [] => {}
        [root] => {
            let id = module.element_type(*root);
            let info = module.info(id);
            let role = if module.has_role(id) { "::<ROLE>" } else { "" };
            let (code, count) = (code(*root), roots.len());
            let _ = writeln!(
                out,
                "impl<'a> Decode<'a> for {} {{\n#[inline]\nfn read<const ROLE: u8>(r: &mut Reader<'a, '_>) -> Self {{\n\
                 {tables}if r.document({width}, {count}) != {code} {{ r.unknown_root({width}); }}\n\
                 let message = Self::read{role}(r, 0);\nr.zeros({});\nmessage\n}}\n}}",
                rust_name(info.name.as_str(), info.borrows),
                info.tail,
            );
        }
        many => {
            let _ = writeln!(
                out,
                "impl<'a> Decode<'a> for Message<'a> {{\n#[inline]\nfn read<const ROLE: u8>(r: &mut Reader<'a, '_>) -> Self {{\n\
                 {tables}let code = r.document({width}, {});\nr.message(code);\nmatch code {{\n{}}}\n}}\n}}",
                roots.len(),
                document_arms(module, many, width, code),
            );
        }
    }
    out
}

/// The arms of the documents. The first one of each role also stands for all other codes, which are
/// noted as failures, because a decoder has to return a value.
fn document_arms(
    module: &Module<'_>,
    documents: &[ElementId],
    width: u32,
    code: impl Fn(ElementId) -> usize,
) -> String {
    let has_role = |role| documents.iter().copied().find(|root| module.role(*root) == Some(role));
    let (request, response) = (has_role(Role::Request), has_role(Role::Response));
    let fallback = request.unwrap_or(documents[0]);
    let mut arms = String::new();
    for &root in documents.iter().filter(|root| **root != fallback) {
        let guard = module.role_guard(root);
        let _ = writeln!(arms, "{}{guard} => {},", code(root), document_arm(module, root));
    }
    let codes = |role: Role| -> String {
        let roots = documents.iter().filter(|root| module.role(**root) == Some(role));
        roots.map(|root| code(*root).to_string()).collect::<Vec<_>>().join(" | ")
    };
    if let (Some(_), Some(response)) = (request, response) {
        // The response that stands for the others has an arm above, for its own code.
        let _ = writeln!(
            arms,
            "code if ROLE == RESPONSES => {{\nif matches!(code, {}) {{ r.other_role({width}); }} \
             else {{ r.unknown_root({width}); }}\n{}\n}}",
            codes(Role::Request),
            document_arm(module, response),
        );
        let _ = writeln!(
            arms,
            "code => {{\nif code != {} {{\nif ROLE == REQUESTS && matches!(code, {}) \
             {{ r.other_role({width}); }} else {{ r.unknown_root({width}); }}\n}}\n{}\n}}",
            code(fallback),
            codes(Role::Response),
            document_arm(module, fallback),
        );
    } else {
        let _ = writeln!(
            arms,
            "code => {{\nif code != {} {{ r.unknown_root({width}); }}\n{}\n}}",
            code(fallback),
            document_arm(module, fallback),
        );
    }
    arms
}

fn document_arm(module: &Module<'_>, root: ElementId) -> String {
    let info = module.info(module.element_type(root));
    let variant = super::names::pascal(&module.element_name(root).local);
    format!(
        "{{ let message = {}::read(r, 0); r.zeros({}); Self::{variant}(message) }}",
        info.path, info.tail
    )
}

fn body(module: &Module<'_>, id: TypeId, shape: &Shape) -> String {
    let mut decoder = Decoder::new(module, id);
    decoder.run.lead = Some("lead".to_owned());
    match shape {
        Shape::Record(record) => decoder.record(record),
        Shape::Flat(record) => decoder.flat(record),
        Shape::Items(items) => decoder.items(items),
    }
    decoder.out
}
/// Where reading stands between two slots.
#[derive(Clone)]
enum At {
    /// In a state whose event code is still to be read.
    State(usize),
    /// Behind an event code; `next` is one of these events.
    Next(BTreeSet<usize>),
}

struct Decoder<'m, 'g> {
    module: &'m Module<'g>,
    owner: TypeId,
    out: String,
    run: Run,
    /// Events of abstract elements in the type at hand.
    abstracts: BTreeSet<usize>,
    /// `next` has been declared.
    declared: bool,
}

impl<'m, 'g> Decoder<'m, 'g> {
    fn new(module: &'m Module<'g>, owner: TypeId) -> Self {
        let mut abstracts = BTreeSet::new();
        if let Some(Shape::Record(record) | Shape::Flat(record)) = &module.info(owner).shape {
            for slot in &record.slots {
                if let SlotKind::Choice(choice) = &slot.kind {
                    let all = choice.alternatives.iter().enumerate().filter(|(_, a)| a.is_abstract);
                    abstracts.extend(all.map(|(index, _)| slot.event + index));
                }
            }
        }
        Self { module, owner, out: String::new(), run: Run::default(), abstracts, declared: false }
    }

    /// A decoder for a part of its own, in which `next` is known.
    fn inner(&self) -> Self {
        let mut inner = Self::new(self.module, self.owner);
        inner.declared = true;
        inner
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

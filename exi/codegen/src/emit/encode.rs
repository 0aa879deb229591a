//! Encoders, the mirror of the decoders.
//!
//! For each type a function `write(&self, w, lead)` that begins after the element's `SE`, with
//! `lead` zero bits still to be written, and leaves the type's `tail` of zero bits to its caller.
//! Between two branches the fixed bits are collected as [`Run`] and written at once.

mod items;
mod record;
mod run;
mod value;

use std::collections::BTreeSet;
use std::fmt::Write;

use run::{Lead, Run};

use super::decode::inline;
use super::module::Module;
use super::names;
use super::shape::Shape;
use crate::schema::{ElementId, TypeId};

pub(super) fn emit(module: &Module<'_>) -> String {
    let mut out = String::from(
        "//! Encoders: `write` begins after the start of the element with `lead` zero bits to write.\n\n\
         use exi::Encode;\nuse exi::codegen::{REQUESTS, RESPONSES, Writer};\n\nuse super::*;\n",
    );
    for id in module.local_types() {
        let info = module.info(id);
        let Some(shape) = &info.shape else { continue };
        let name = if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() };
        let inline = inline(module, id);
        let body = body(module, id, shape);
        let role = if module.has_role(id) { ", const ROLE: u8" } else { "" };
        let _ = writeln!(
            out,
            "impl {name} {{\n{inline}\npub(crate) fn write<'m{role}>(&'m self, w: &mut Writer<'m>, lead: u32) {{\n{body}}}\n}}\n",
        );
    }
    out.push_str(&documents(module));
    out
}

fn documents(module: &Module<'_>) -> String {
    let width = module.set.root_width();
    let tables = module.tables("w", "SCHEMA");
    let code =
        |element: ElementId| module.set.roots.iter().position(|root| *root == element).unwrap_or(0);
    let mut out = String::new();
    match module.documents.as_slice() {
        [] => {}
        [root] => {
            let id = module.element_type(*root);
            let info = module.info(id);
            let role = if module.has_role(id) { "::<ROLE>" } else { "" };
            let name = if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() };
            let _ = writeln!(
                out,
                "impl Encode for {name} {{\n#[inline]\nfn write<'m, const ROLE: u8>(&'m self, w: &mut Writer<'m>) {{\n\
                 {tables}w.document({width}, {});\nself.write{role}(w, 0);\nw.zeros({});\n}}\n}}",
                code(*root),
                info.tail,
            );
        }
        many => {
            let mut arms = String::new();
            for root in many {
                let info = module.info(module.element_type(*root));
                let variant = names::pascal(&module.element_name(*root).local);
                let guard = module.role_guard(*root);
                let _ = writeln!(
                    arms,
                    "Self::{variant}(message){guard} => {{ w.document({width}, {}); message.write(w, 0); w.zeros({}); }}",
                    code(*root),
                    info.tail,
                );
            }
            if many.iter().any(|root| module.role(*root).is_some()) {
                arms.push_str("_ => w.other_role(),\n");
            }
            let _ = writeln!(
                out,
                "impl Encode for Message<'_> {{\n#[inline]\nfn write<'m, const ROLE: u8>(&'m self, w: &mut Writer<'m>) {{\n\
                 {tables}match self {{\n{arms}}}\n}}\n}}",
            );
        }
    }
    out
}

fn body(module: &Module<'_>, id: TypeId, shape: &Shape) -> String {
    let mut encoder = Encoder::new(module, id);
    encoder.run.lead = Some(Lead { n: "lead".to_owned(), value: None });
    match shape {
        Shape::Record(record) => encoder.record(record),
        Shape::Flat(record) => encoder.flat(record),
        Shape::Items(items) => encoder.items(items),
    }
    encoder.out
}
/// Where writing stands between two slots.
#[derive(Clone)]
enum At {
    /// In a state whose event code is still to be written.
    State(usize),
    /// In one of several states: `n` bits, the code of event `e` being `e - base`, come next.
    Variable(BTreeSet<usize>),
}

struct Encoder<'m, 'g> {
    module: &'m Module<'g>,
    owner: TypeId,
    out: String,
    run: Run,
    tails: u32,
    /// `n` and `base` have been declared.
    declared: bool,
}

impl<'m, 'g> Encoder<'m, 'g> {
    fn new(module: &'m Module<'g>, owner: TypeId) -> Self {
        Self { module, owner, out: String::new(), run: Run::default(), tails: 0, declared: false }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

fn difference_from(event: usize) -> String {
    format!("({event} - base)")
}

/// `event - base` if it is not zero for certain.
fn difference(event: usize, base: &str) -> Option<String> {
    match base.parse::<usize>() {
        Ok(base) if base == event => None,
        Ok(base) => Some((event - base).to_string()),
        Err(_) => Some(format!("({event} - {base})")),
    }
}

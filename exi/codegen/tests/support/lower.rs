//! From grammars to the tables of `exi::codegen::tables`, whose trace by `exi::grammar` is then an interpreter of them.
//!
//! The tables live as long as the tests: they are leaked.

use std::collections::{BTreeMap, BTreeSet};

use exi::codegen::tables as run_time;
use exi_codegen::grammar::{Coding, Event, GrammarSet, Lexical, Production, State};
use exi_codegen::schema::{Content, ElementId, Particle, QName, Schema, Term, Type, TypeId};

/// What the tables call elements and attributes.
#[derive(Clone, Copy)]
pub enum Names {
    /// By local name, as the tables of generated modules do.
    Local,
    /// By local name and namespace, so that a trace shows both.
    Expanded,
}

/// The tables of all documents of a set.
pub fn lower(set: &GrammarSet, names: Names) -> &'static run_time::Schema<'static> {
    let mut lowering = Lowering { set, names, types: BTreeMap::new() };
    let mut documents = Vec::new();
    for (code, &root) in (0..).zip(&set.roots) {
        if !is_abstract(&set.schema, root) {
            documents.push((code, lowering.element(root)));
        }
    }
    leak(run_time::Schema {
        root_width: set.root_width(),
        root_count: u32::try_from(set.roots.len()).unwrap(),
        documents: leak_slice(documents),
        end: None,
        // The schemas of these tests have no wildcards that are followed.
        globals: &[],
        names: &[],
    })
}

struct Lowering<'g> {
    set: &'g GrammarSet,
    names: Names,
    types: BTreeMap<TypeId, &'static run_time::Type<'static>>,
}

impl Lowering<'_> {
    fn name(&self, name: &QName) -> &'static str {
        leak_str(match self.names {
            Names::Local => name.local.to_string(),
            Names::Expanded => name.to_string(),
        })
    }

    fn element(&mut self, id: ElementId) -> run_time::Element<'static> {
        let element = self.set.schema.element(id);
        run_time::Element {
            name: self.name(&element.name),
            namespace: leak_str(element.name.namespace.to_string()),
            is_abstract: is_abstract(&self.set.schema, id),
            ty: self.ty(element.type_id),
        }
    }

    fn ty(&mut self, id: TypeId) -> &'static run_time::Type<'static> {
        if let Some(ty) = self.types.get(&id) {
            return ty;
        }
        let set = self.set;
        let (attributes, mixed, simple, lists) = match set.schema.type_def(id) {
            Type::Simple(_) => (Vec::new(), false, true, BTreeSet::new()),
            Type::Complex(complex) => {
                let attribute = |attribute: &exi_codegen::schema::Attribute| run_time::Attribute {
                    name: self.name(&attribute.name),
                    namespace: leak_str(attribute.name.namespace.to_string()),
                    coding: self.coding(attribute.type_id),
                };
                let attributes = complex.attributes.iter().map(attribute).collect();
                let lists = lists(&set.schema, &complex.content, complex.mixed);
                (attributes, complex.mixed, false, lists)
            }
        };
        let states = set.grammar(id).states.iter().map(|state| self.state(state, &lists)).collect();
        let ty = leak(run_time::Type {
            attributes: leak_slice(attributes),
            mixed,
            simple,
            states: leak_slice(states),
        });
        self.types.insert(id, ty);
        ty
    }

    fn state(&mut self, state: &State, lists: &BTreeSet<ElementId>) -> run_time::State<'static> {
        let repeat = state.repeat.as_ref().map(|repeat| {
            assert_eq!(repeat.own.start, 0, "the tables have the items of a list in front");
            run_time::Repeat {
                own: repeat.own.len(),
                min: repeat.min,
                max: repeat.max.unwrap_or(u32::MAX),
            }
        });
        let productions =
            state.productions.iter().map(|production| self.production(production, lists)).collect();
        run_time::State { productions: leak_slice(productions), repeat, relaxed: None }
    }

    fn production(
        &mut self,
        production: &Production,
        lists: &BTreeSet<ElementId>,
    ) -> run_time::Production<'static> {
        let event = match &production.event {
            Event::Attribute(index) => run_time::Event::Attribute(*index),
            Event::Element(id) => {
                run_time::Event::Element { element: self.element(*id), list: lists.contains(id) }
            }
            Event::Any(not) => {
                run_time::Event::Any { not: not.as_ref().map(|uri| leak_str(uri.to_string())) }
            }
            Event::AnyIn(uri) => run_time::Event::AnyIn(leak_str(uri.to_string())),
            Event::End => run_time::Event::End,
            Event::Value(id) => run_time::Event::Value(self.coding(*id)),
            Event::Text => run_time::Event::Text,
        };
        run_time::Production { event, next: production.next }
    }

    fn coding(&self, id: TypeId) -> run_time::Coding<'static> {
        match self.set.coding(id).expect("a simple type") {
            Coding::Boolean => run_time::Coding::Boolean,
            Coding::Bits { width, min, max } => run_time::Coding::Bits {
                width,
                min: min.try_into().unwrap(),
                max: max.try_into().unwrap(),
            },
            Coding::Unsigned { min, max } => run_time::Coding::Unsigned { min, max },
            Coding::Integer { min, max } => run_time::Coding::Integer { min, max },
            Coding::Unbounded => run_time::Coding::Unbounded,
            Coding::Enumeration { literals, .. } => run_time::Coding::Enumeration(leak_slice(
                literals.into_iter().map(|literal| leak_str(literal.value)).collect(),
            )),
            Coding::String { min, max, lexical } => {
                let lexical = match lexical {
                    Lexical::Any => run_time::Lexical::Any,
                    Lexical::Uri => run_time::Lexical::Uri,
                    Lexical::NcName => run_time::Lexical::NcName,
                };
                run_time::Coding::String { min, max: max.unwrap_or(u32::MAX), lexical }
            }
            Coding::Binary { min, max, hex } => {
                run_time::Coding::Binary { min, max: max.unwrap_or(u32::MAX), hex }
            }
        }
    }
}

/// It is abstract, or its type is.
fn is_abstract(schema: &Schema, id: ElementId) -> bool {
    let element = schema.element(id);
    element.is_abstract
        || matches!(schema.type_def(element.type_id), Type::Complex(complex) if complex.is_abstract)
}

/// The elements of a content model that may occur more than once, members of substitution groups
/// included. In mixed content all of them count as such.
pub fn lists(schema: &Schema, content: &Content, mixed: bool) -> BTreeSet<ElementId> {
    let mut out = BTreeSet::new();
    if let Content::Particle(particle) = content {
        collect_lists(schema, particle, mixed, &mut out);
    }
    out
}

fn collect_lists(
    schema: &Schema,
    particle: &Particle,
    repeated: bool,
    out: &mut BTreeSet<ElementId>,
) {
    let repeated = repeated || particle.max != Some(1);
    match &particle.term {
        Term::Element(id) if repeated => out.extend(schema.alternatives(*id)),
        Term::Element(_) | Term::Any(_) => {}
        Term::Sequence(parts) | Term::Choice(parts) => {
            parts.iter().for_each(|part| collect_lists(schema, part, repeated, out));
        }
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_slice<T>(values: Vec<T>) -> &'static [T] {
    values.leak()
}

fn leak_str(text: String) -> &'static str {
    text.leak()
}

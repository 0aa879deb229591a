//! The grammar as tables for the run time (`exi::codegen::tables`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::fragments::Fragments;
use super::module::Module;
use super::name_number::names_by_namespace;
use super::names;
use super::shape::repeated;
use crate::grammar::{Coding, Event, Production, State};
use crate::schema::{Content, ElementId, Type, TypeId};

pub(super) fn emit(module: &Module<'_>, fragments: &Fragments) -> String {
    let mut tables = Tables { module, constants: BTreeMap::new(), order: Vec::new() };
    for &root in &tables.starts() {
        tables.visit(module.element_type(root), &module.element_name(root).local);
    }
    if module.documents.is_empty() {
        for (name, &id) in &module.set.schema.global_types {
            tables.visit(id, &name.local);
        }
    }
    for fragment in &fragments.elements {
        tables.visit(module.element_type(fragment.element), &fragment.name.local);
    }
    let mut out = String::from(
        "//! The grammar as tables: element paths, traces and JSON input.\n\n\
         #![allow(clippy::wildcard_imports, reason = \"short names for the lines of the tables\")]\n\n\
         use exi::codegen::tables::*;\nuse exi::grammar::HasSchema;\n\n",
    );
    let namespaces = tables.namespaces(fragments);
    for (uri, name) in &namespaces {
        let _ = writeln!(out, "const {name}: &str = {uri:?};");
    }
    out.push('\n');
    for id in tables.order.clone() {
        if tables.is_local(id) {
            tables.type_table(id, &namespaces, &mut out);
        }
    }
    let has_schema = !module.documents.is_empty() || !fragments.is_empty();
    tables.wildcards(has_schema, &namespaces, &mut out);
    if !module.documents.is_empty() {
        tables.schema(&namespaces, &mut out);
    }
    if !fragments.is_empty() {
        tables.fragments(fragments, &namespaces, &mut out);
    }
    out
}

struct Tables<'m, 'g> {
    module: &'m Module<'g>,
    /// Name of the constant of each type.
    constants: BTreeMap<TypeId, String>,
    order: Vec<TypeId>,
}

impl Tables<'_, '_> {
    fn starts(&self) -> Vec<ElementId> {
        match self.module.documents.as_slice() {
            // A wildcard admits all global elements.
            documents if documents.is_empty() || self.module.has_wildcards() => {
                self.module.set.roots.clone()
            }
            documents => documents.to_vec(),
        }
    }

    /// Constants for what wildcards admit: global elements, and the names that have identifiers.
    fn wildcards(&self, has_schema: bool, namespaces: &BTreeMap<String, String>, out: &mut String) {
        if !self.module.has_wildcards() {
            return;
        }
        let mut lists = String::new();
        let mut own = 0;
        for (namespace, names) in names_by_namespace(&self.module.set.schema) {
            let list = match self.module.options.externs.get(&namespace) {
                // Another module has one namespace of its own.
                Some(path) => format!("{path}::grammar::NAMES_0"),
                None if namespace.is_empty() => {
                    if has_schema {
                        name_list("static NAMES", "no namespace", &names, out);
                    }
                    "NAMES".to_owned()
                }
                None => {
                    let constant = format!("NAMES_{own}");
                    own += 1;
                    name_list(&format!("pub(crate) static {constant}"), &namespace, &names, out);
                    constant
                }
            };
            let _ = writeln!(lists, "({namespace:?}, {list}),");
        }
        if !has_schema {
            // For other modules only.
            return;
        }
        let _ = writeln!(
            out,
            "/// All names by namespace.\nstatic ALL_NAMES: &[(&str, &[&str])] = &[{lists}];\n",
        );
        let mut globals = String::new();
        for &root in &self.module.set.roots {
            let name = self.module.element_name(root);
            let namespace = namespaces.get(&*name.namespace).map_or("\"\"", String::as_str);
            let function = if self.is_abstract(root) { "global_abs" } else { "global" };
            let ty = self.reference(self.module.element_type(root));
            let _ = write!(globals, "{function}({:?}, {namespace}, {ty}), ", name.local);
        }
        let _ = writeln!(
            out,
            "/// All global elements.\n#[rustfmt::skip]\nstatic GLOBALS: &[Element<'static>] = &[\n{}];\n",
            wrapped(&globals, "), "),
        );
    }

    /// The members of `Schema` for wildcards.
    fn wildcard_members(&self) -> &'static str {
        if self.module.has_wildcards() {
            "globals: GLOBALS, names: ALL_NAMES"
        } else {
            "globals: &[], names: &[]"
        }
    }

    /// Enters a type, after those it refers to.
    fn visit(&mut self, id: TypeId, element: &str) {
        if self.constants.contains_key(&id) {
            return;
        }
        let set = self.module.set;
        let own = set.schema.type_def(id).name();
        let base = names::constant(own.map_or(element, |name| &name.local));
        // Taken already by a type of another namespace or an anonymous one: number it. (Another
        // module has one namespace, in which no name is taken twice.)
        let local = self.is_local(id);
        let taken: BTreeSet<&String> = self
            .constants
            .iter()
            .filter(|(other, _)| self.is_local(**other) == local)
            .map(|(_, name)| name)
            .collect();
        let name = (1..)
            .map(|n| if n == 1 { base.clone() } else { format!("{base}_{n}") })
            .find(|name| !taken.contains(name))
            .unwrap_or(base);
        self.constants.insert(id, name);
        for production in set.grammar(id).states.iter().flat_map(|state| &state.productions) {
            if let Event::Element(child) = production.event {
                self.visit(self.module.element_type(child), &self.module.element_name(child).local);
            }
        }
        self.order.push(id);
    }

    fn is_abstract(&self, element: ElementId) -> bool {
        let declared = self.module.set.schema.element(element);
        declared.is_abstract || self.module.set.schema.type_def(declared.type_id).is_abstract()
    }

    /// The namespace that a type belongs to, if another module has it.
    fn external(&self, id: TypeId) -> Option<&str> {
        let name = self.module.set.schema.type_def(id).name()?;
        self.module.options.externs.get(&*name.namespace).map(String::as_str)
    }

    fn is_local(&self, id: TypeId) -> bool {
        self.external(id).is_none()
    }

    fn reference(&self, id: TypeId) -> String {
        let constant = self.constants.get(&id).map_or("", String::as_str);
        match self.external(id) {
            // The name in the other module, which numbers its own.
            Some(path) => format!("&{path}::grammar::{constant}"),
            None => format!("&{constant}"),
        }
    }

    /// Constants for the namespaces of all elements.
    fn namespaces(&self, fragments: &Fragments) -> BTreeMap<String, String> {
        let mut uris: BTreeSet<String> =
            fragments.elements.iter().map(|f| f.name.namespace.to_string()).collect();
        for root in self.starts() {
            uris.insert(self.module.element_name(root).namespace.to_string());
        }
        for &id in &self.order {
            for production in
                self.module.set.grammar(id).states.iter().flat_map(|state| &state.productions)
            {
                if let Event::Element(element) = production.event {
                    uris.insert(self.module.element_name(element).namespace.to_string());
                }
            }
        }
        uris.into_iter().enumerate().map(|(n, uri)| (uri, format!("NS{n}"))).collect()
    }

    fn type_table(&self, id: TypeId, namespaces: &BTreeMap<String, String>, out: &mut String) {
        let set = self.module.set;
        let definition = set.schema.type_def(id);
        let (attributes, mixed, simple) = match definition {
            Type::Simple(_) => (String::new(), false, true),
            Type::Complex(complex) => {
                let attributes: String = complex
                    .attributes
                    .iter()
                    .map(|attribute| {
                        format!(
                            "\n    attribute({:?}, {:?}, {}),",
                            attribute.name.local,
                            attribute.name.namespace,
                            self.coding(attribute.type_id),
                        )
                    })
                    .collect();
                (attributes, complex.mixed, false)
            }
        };
        let repeated = match definition {
            Type::Complex(complex) => repeated(&set.schema, complex.mixed, &complex.content),
            Type::Simple(_) => BTreeSet::new(),
        };
        let mut states = String::new();
        for state in &set.grammar(id).states {
            states.push_str(&wrapped(
                &format!("{},", self.state(state, &repeated, namespaces)),
                "), ",
            ));
        }
        let constant = &self.constants[&id];
        let constructor = match (simple, mixed) {
            (true, _) => "simple(&".to_owned(),
            (_, true) => format!("mixed(&[{attributes}], &"),
            (_, false) => format!("complex(&[{attributes}], &"),
        };
        let doc = definition
            .name()
            .map_or_else(|| "An anonymous type.".to_owned(), |n| format!("`{}`.", n.local));
        let _ = writeln!(
            out,
            "/// {doc}\n#[rustfmt::skip]\npub(crate) static {constant}: Type<'static> = {constructor}[\n{states}]);\n",
        );
    }

    fn state(
        &self,
        state: &State,
        repeated: &BTreeSet<ElementId>,
        namespaces: &BTreeMap<String, String>,
    ) -> String {
        let productions: Vec<String> = state
            .productions
            .iter()
            .map(|production| self.production(production, repeated, namespaces))
            .collect();
        let productions = productions.join(", ");
        match &state.repeat {
            None => format!("st(&[{productions}])"),
            Some(repeat) => {
                let max = repeat.max.map_or("u32::MAX".to_owned(), |max| max.to_string());
                format!("rep({}, {}, {max}, &[{productions}])", repeat.own.len(), repeat.min)
            }
        }
    }

    fn production(
        &self,
        production: &Production,
        repeated: &BTreeSet<ElementId>,
        namespaces: &BTreeMap<String, String>,
    ) -> String {
        let next = production.next;
        match &production.event {
            Event::Attribute(index) => format!("at({index}, {next})"),
            Event::Element(element) => {
                let name = self.module.element_name(*element);
                let namespace = namespaces.get(&*name.namespace).map_or("\"\"", String::as_str);
                let ty = self.reference(self.module.element_type(*element));
                let function = match repeated.contains(element) {
                    _ if self.is_abstract(*element) => "abs",
                    true => "li",
                    false => "el",
                };
                format!("{function}({:?}, {namespace}, {ty}, {next})", name.local)
            }
            Event::AnyIn(uri) => format!("any_in({uri:?}, {next})"),
            Event::Any(None) => format!("any({next})"),
            Event::Any(Some(uri)) => {
                let uri = namespaces.get(&**uri).cloned().unwrap_or(format!("{uri:?}"));
                format!("any_other({uri}, {next})")
            }
            Event::End => "ee()".to_owned(),
            Event::Value(id) => format!("ch({}, {next})", self.coding(*id)),
            Event::Text => format!("text({next})"),
        }
    }

    fn coding(&self, id: TypeId) -> String {
        let length = |max: Option<u32>| max.map_or("u32::MAX".to_owned(), |max| max.to_string());
        match self.module.coding(id) {
            None | Some(Coding::Unbounded) => "Coding::Unbounded".to_owned(),
            Some(Coding::Boolean) => "Coding::Boolean".to_owned(),
            Some(Coding::Bits { width, min, max }) => {
                format!("Coding::Bits {{ width: {width}, min: {min}, max: {max} }}")
            }
            Some(Coding::Unsigned { min, max }) => {
                format!("Coding::Unsigned {{ min: {min}, max: {max} }}")
            }
            Some(Coding::Integer { min, max }) => {
                format!("Coding::Integer {{ min: {min}, max: {max} }}")
            }
            Some(Coding::Enumeration { literals, .. }) => {
                let literals: Vec<&String> = literals.iter().map(|l| &l.value).collect();
                format!("Coding::Enumeration(&{literals:?})")
            }
            Some(Coding::String { min, max, lexical }) => {
                let max = length(max);
                format!(
                    "Coding::String {{ min: {min}, max: {max}, lexical: Lexical::{lexical:?} }}"
                )
            }
            Some(Coding::Binary { min, max, hex }) => {
                format!("Coding::Binary {{ min: {min}, max: {}, hex: {hex} }}", length(max))
            }
        }
    }

    /// The tables of the fragments, with the relaxed grammars that only they have.
    fn fragments(
        &self,
        fragments: &Fragments,
        namespaces: &BTreeMap<String, String>,
        out: &mut String,
    ) {
        let mut elements = String::new();
        for fragment in &fragments.elements {
            let id = self.module.element_type(fragment.element);
            let ty = if fragment.relaxed {
                let constant = format!("RELAXED_{}", names::constant(&fragment.name.local));
                self.relaxed(&constant, fragments, id, out);
                format!("&{constant}")
            } else {
                self.reference(id)
            };
            let namespace =
                namespaces.get(&*fragment.name.namespace).map_or("\"\"", String::as_str);
            let element = format!("global({:?}, {namespace}, {ty})", fragment.name.local);
            let _ = write!(elements, "({}, {element}), ", fragment.code);
        }
        let grammar = &fragments.grammar;
        let _ = writeln!(
            out,
            "\n/// The fragments of this set.\n#[rustfmt::skip]\npub static FRAGMENTS: Schema<'static> = Schema {{ root_width: {}, root_count: {}, documents: &[\n{}], end: Some(({}, {})), {} }};\n\n\
             impl HasSchema for super::Fragment<'_> {{\nfn schema() -> &'static Schema<'static> {{ &FRAGMENTS }}\n}}",
            grammar.width(),
            grammar.elements.len(),
            wrapped(&elements, "), "),
            grammar.width(),
            grammar.end(),
            self.wildcard_members(),
        );
    }

    /// The table of a type with attributes and a string in the relaxed grammar.
    fn relaxed(&self, constant: &str, fragments: &Fragments, id: TypeId, out: &mut String) {
        let Type::Complex(complex) = self.module.set.schema.type_def(id) else { return };
        let Content::Simple(value) = complex.content else { return };
        let codes = fragments.grammar.relaxed();
        let width = codes.start_width;
        let mut attributes = String::new();
        let mut states = String::new();
        for (index, attribute) in complex.attributes.iter().enumerate() {
            let _ = write!(
                attributes,
                "\n    attribute({:?}, {:?}, {}),",
                attribute.name.local,
                attribute.name.namespace,
                self.coding(attribute.type_id),
            );
            let code = fragments.grammar.slot_code(self.module.set, id, index, codes);
            let _ =
                writeln!(states, "    relaxed({width}, &[{code}], &[at({index}, {})]),", index + 1);
        }
        let behind = complex.attributes.len() + 1;
        let _ = writeln!(
            states,
            "    relaxed({width}, &[{}], &[ch({}, {behind})]),\n    relaxed({}, &[{}], &[ee()]),",
            codes.start_characters,
            self.coding(value),
            codes.content_width,
            codes.content_end,
        );
        let _ = writeln!(
            out,
            "/// The same name is declared with several types: the relaxed grammar (EXI 1.0, 8.5.3).\n\
             #[rustfmt::skip]\npub(crate) static {constant}: Type<'static> = complex(&[{attributes}], &[\n{states}]);\n",
        );
    }

    fn schema(&self, namespaces: &BTreeMap<String, String>, out: &mut String) {
        let roots = &self.module.set.roots;
        let mut documents = String::new();
        for &root in &self.module.documents {
            let code = roots.iter().position(|other| *other == root).unwrap_or(0);
            let name = self.module.element_name(root);
            let namespace = namespaces.get(&*name.namespace).map_or("\"\"", String::as_str);
            let ty = self.reference(self.module.element_type(root));
            let _ = write!(documents, "({code}, global({:?}, {namespace}, {ty})), ", name.local);
        }
        let _ = writeln!(
            out,
            "/// The documents of this set.\n#[rustfmt::skip]\npub static SCHEMA: Schema<'static> = Schema {{ root_width: {}, root_count: {}, documents: &[\n{}], end: None, {} }};",
            self.module.set.root_width(),
            roots.len(),
            wrapped(&documents, "), "),
            self.wildcard_members(),
        );
        let message = match self.module.documents.as_slice() {
            [root] => {
                let info = self.module.info(self.module.element_type(*root));
                if info.borrows { format!("{}<'_>", info.name) } else { info.name.clone() }
            }
            _ => "Message<'_>".to_owned(),
        };
        let _ = writeln!(
            out,
            "\nimpl HasSchema for super::{message} {{\nfn schema() -> &'static Schema<'static> {{ &SCHEMA }}\n}}",
        );
    }
}

/// A list of names.
fn name_list(constant: &str, of: &str, names: &BTreeSet<String>, out: &mut String) {
    let quoted: String = names.iter().map(|name| format!("{name:?}, ")).collect();
    let lines = if names.is_empty() { String::new() } else { wrapped(&quoted, ", ") };
    let _ = writeln!(
        out,
        "/// Names in {of}.\n#[rustfmt::skip]\n{constant}: &[&str] = &[\n{lines}];\n",
    );
}

/// A state on a line of its own, or on several of at most 100 columns, cut between productions,
/// which end like `end`.
fn wrapped(state: &str, end: &str) -> String {
    let mut out = String::new();
    let mut line = String::from("   ");
    for production in state.split_inclusive(end) {
        if line.len() + production.trim_end().len() > 100 && !line.trim().is_empty() {
            out.push_str(line.trim_end());
            out.push('\n');
            line = String::from("        ");
        } else if line.len() == 3 {
            line.push(' ');
        }
        line.push_str(production);
    }
    out + line.trim_end() + "\n"
}

//! Finds the components in the files and drives their resolution.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use roxmltree::{Document, Node};

use super::xs::{XS, line};
use super::{Content, ElementId, Particle, Place, QName, Schema, SchemaError, Term, Type, TypeId};

/// Attributes of `xs:schema` that are read or mean nothing to the model.
const SCHEMA_ATTRIBUTES: &[&str] =
    &["targetNamespace", "elementFormDefault", "attributeFormDefault", "version", "id"];

/// A node with the file it is in.
#[derive(Clone, Copy)]
pub(super) struct Source<'d, 't> {
    pub(super) node: Node<'d, 't>,
    pub(super) file: usize,
}

/// What each file says about itself.
pub(super) struct File {
    pub(super) name: Rc<str>,
    pub(super) target: Rc<str>,
    pub(super) qualified_elements: bool,
    pub(super) qualified_attributes: bool,
}

/// Turns nodes into components, each once and in the order in which they are first needed.
pub(super) struct Resolver<'d, 't> {
    pub(super) files: Vec<File>,
    pub(super) element_nodes: BTreeMap<QName, Source<'d, 't>>,
    pub(super) type_nodes: BTreeMap<QName, Source<'d, 't>>,
    pub(super) attribute_nodes: BTreeMap<QName, Source<'d, 't>>,
    /// Global elements whose type is being resolved.
    pub(super) open_elements: BTreeSet<QName>,
    /// Named types that are being resolved.
    pub(super) open_types: BTreeSet<QName>,
    pub(super) schema: Schema,
}

impl<'d, 't> Resolver<'d, 't> {
    /// Enters the global components of all files.
    pub(super) fn index(documents: &'d [(Rc<str>, Document<'t>)]) -> Result<Self, SchemaError> {
        let mut resolver = Self {
            files: Vec::new(),
            element_nodes: BTreeMap::new(),
            type_nodes: BTreeMap::new(),
            attribute_nodes: BTreeMap::new(),
            open_elements: BTreeSet::new(),
            open_types: BTreeSet::new(),
            schema: Schema::default(),
        };
        for (file, (name, document)) in documents.iter().enumerate() {
            let at = Source { node: document.root_element(), file };
            resolver.files.push(File {
                name: Rc::clone(name),
                target: at.node.attribute("targetNamespace").unwrap_or("").into(),
                qualified_elements: false,
                qualified_attributes: false,
            });
            resolver.allow(at, SCHEMA_ATTRIBUTES)?;
            let elements = resolver.form(at, "elementFormDefault")?.unwrap_or(false);
            let attributes = resolver.form(at, "attributeFormDefault")?.unwrap_or(false);
            resolver.files[file].qualified_elements = elements;
            resolver.files[file].qualified_attributes = attributes;
            for child in Self::children(at) {
                resolver.index_one(child)?;
            }
        }
        Ok(resolver)
    }

    fn index_one(&mut self, at: Source<'d, 't>) -> Result<(), SchemaError> {
        let tag = at.node.tag_name().name();
        match tag {
            "element" | "complexType" | "simpleType" | "attribute" => {}
            "import" => {
                self.allow(at, &["namespace", "schemaLocation", "id"])?;
                return self.no_children(at);
            }
            "include" => {
                self.allow(at, &["schemaLocation", "id"])?;
                self.required(at, "schemaLocation")?;
                return self.no_children(at);
            }
            _ => return Err(self.unsupported(at, format!("xs:{tag}"))),
        }
        let name = QName::new(&self.files[at.file].target, self.name(at)?);
        let table = match tag {
            "element" => &mut self.element_nodes,
            "attribute" => &mut self.attribute_nodes,
            _ => &mut self.type_nodes,
        };
        if table.insert(name.clone(), at).is_some() {
            return Err(self.invalid(at, format!("{tag} {name} is declared twice")));
        }
        Ok(())
    }

    /// Resolves all components. Global attributes are left alone: no reference to one is supported.
    pub(super) fn resolve_all(mut self) -> Result<Schema, SchemaError> {
        let elements: Vec<QName> = self.element_nodes.keys().cloned().collect();
        for name in &elements {
            let source = self.element_nodes[name];
            self.global_element(name, source)?;
        }
        let types: Vec<QName> = self.type_nodes.keys().cloned().collect();
        for name in &types {
            let source = self.type_nodes[name];
            self.named_type(name, source)?;
        }
        self.substitution_groups()?;
        self.check_recursion()?;
        Ok(self.schema)
    }

    /// Collects the members of every substitution group, transitively.
    fn substitution_groups(&mut self) -> Result<(), SchemaError> {
        let mut direct: BTreeMap<QName, Vec<ElementId>> = BTreeMap::new();
        for &id in self.schema.global_elements.values() {
            let element = self.schema.element(id);
            if let Some(head) = &element.substitution_group {
                if !self.schema.global_elements.contains_key(head) {
                    return Err(SchemaError::Unresolved {
                        what: "substitution group head",
                        name: head.clone(),
                        place: element.place.clone(),
                    });
                }
                direct.entry(head.clone()).or_default().push(id);
            }
        }
        for head in direct.keys() {
            let mut members: Vec<ElementId> = Vec::new();
            let mut queue = VecDeque::from([head.clone()]);
            while let Some(name) = queue.pop_front() {
                for &id in direct.get(&name).into_iter().flatten() {
                    let member = self.schema.element(id);
                    if member.name == *head {
                        return Err(SchemaError::Invalid {
                            reason: format!("{head} is in its own substitution group"),
                            place: member.place.clone(),
                        });
                    }
                    if !members.contains(&id) {
                        members.push(id);
                        queue.push_back(member.name.clone());
                    }
                }
            }
            self.schema.substitutions.insert(head.clone(), members);
        }
        Ok(())
    }

    /// Finds the types that contain themselves only by way of a substitution group; the others have
    /// been met while they were open.
    fn check_recursion(&self) -> Result<(), SchemaError> {
        let mut open = BTreeSet::new();
        let mut done = BTreeSet::new();
        (0..self.schema.types.len())
            .try_for_each(|id| self.check_recursion_of(TypeId(id), &mut open, &mut done))
    }

    fn check_recursion_of(
        &self,
        id: TypeId,
        open: &mut BTreeSet<TypeId>,
        done: &mut BTreeSet<TypeId>,
    ) -> Result<(), SchemaError> {
        let Type::Complex(complex) = self.schema.type_def(id) else { return Ok(()) };
        if done.contains(&id) {
            return Ok(());
        }
        if !open.insert(id) {
            let name = complex.name.as_ref().map_or("without a name".to_owned(), QName::to_string);
            return Err(SchemaError::Unsupported {
                construct: format!("the recursive type {name}"),
                place: complex.place.clone(),
            });
        }
        let mut elements = Vec::new();
        if let Content::Particle(particle) = &complex.content {
            collect_elements(particle, &mut elements);
        }
        for element in elements.into_iter().flat_map(|id| self.schema.alternatives(id)) {
            self.check_recursion_of(self.schema.element(element).type_id, open, done)?;
        }
        open.remove(&id);
        done.insert(id);
        Ok(())
    }

    pub(super) fn type_by_reference(
        &mut self,
        at: Source<'d, 't>,
        text: &str,
    ) -> Result<TypeId, SchemaError> {
        let name = self.reference(at, text)?;
        if &*name.namespace == XS {
            return self.builtin_type(at, &name);
        }
        match self.type_nodes.get(&name).copied() {
            Some(source) => self.named_type(&name, source),
            None => Err(SchemaError::Unresolved { what: "type", name, place: self.place(at) }),
        }
    }

    /// Expands a `prefix:local` reference with the namespaces in scope at its node.
    pub(super) fn reference(&self, at: Source<'_, '_>, text: &str) -> Result<QName, SchemaError> {
        let (prefix, local) = text.split_once(':').map_or((None, text), |(p, l)| (Some(p), l));
        match at.node.lookup_namespace_uri(prefix) {
            Some(namespace) => Ok(QName::new(namespace, local)),
            None if prefix.is_none() => Ok(QName::new("", local)),
            None => Err(self.invalid(at, format!("no namespace is bound to the prefix of {text}"))),
        }
    }

    /// The name that a node declares.
    pub(super) fn name(&self, at: Source<'d, 't>) -> Result<&'d str, SchemaError> {
        let name = self.required(at, "name")?;
        let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !starts || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
            return Err(self.invalid(at, format!("\"{name}\" is no name")));
        }
        Ok(name)
    }

    /// An attribute that must be there.
    pub(super) fn required(
        &self,
        at: Source<'d, 't>,
        attribute: &str,
    ) -> Result<&'d str, SchemaError> {
        at.node.attribute(attribute).ok_or_else(|| {
            let tag = at.node.tag_name().name();
            self.invalid(at, format!("xs:{tag} without the attribute {attribute}"))
        })
    }

    /// An attribute that is true or false; false if it is absent.
    pub(super) fn flag(&self, at: Source<'_, '_>, name: &str) -> Result<bool, SchemaError> {
        match at.node.attribute(name) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(other) => Err(self.invalid(at, format!("{name}=\"{other}\""))),
        }
    }

    /// An attribute that says whether names are qualified.
    pub(super) fn form(&self, at: Source<'_, '_>, name: &str) -> Result<Option<bool>, SchemaError> {
        match at.node.attribute(name) {
            None => Ok(None),
            Some("qualified") => Ok(Some(true)),
            Some("unqualified") => Ok(Some(false)),
            Some(other) => Err(self.invalid(at, format!("{name}=\"{other}\""))),
        }
    }

    pub(super) fn occurs(&self, at: Source<'_, '_>) -> Result<(u32, Option<u32>), SchemaError> {
        let number = |name: &str, text: &str| {
            text.parse::<u32>().map_err(|_| self.invalid(at, format!("{name}=\"{text}\"")))
        };
        let min = match at.node.attribute("minOccurs") {
            Some(text) => number("minOccurs", text)?,
            None => 1,
        };
        let max = match at.node.attribute("maxOccurs") {
            Some("unbounded") => None,
            Some(text) => Some(number("maxOccurs", text)?),
            None => Some(1),
        };
        if max.is_some_and(|max| max < min) {
            return Err(self.invalid(at, "maxOccurs is below minOccurs".to_owned()));
        }
        Ok((min, max))
    }

    /// Allows only the named attributes on a node, so that nothing is overlooked in silence.
    pub(super) fn allow(&self, at: Source<'_, '_>, allowed: &[&str]) -> Result<(), SchemaError> {
        match at.node.attributes().find(|a| a.namespace().is_none() && !allowed.contains(&a.name()))
        {
            Some(other) => {
                let tag = at.node.tag_name().name();
                Err(self.unsupported(at, format!("attribute {} of xs:{tag}", other.name())))
            }
            None => Ok(()),
        }
    }

    /// Element children without annotations.
    pub(super) fn children(at: Source<'d, 't>) -> impl Iterator<Item = Source<'d, 't>> {
        at.node
            .children()
            .filter(|n| n.is_element() && n.tag_name().name() != "annotation")
            .map(move |node| Source { node, file: at.file })
    }

    /// Allows nothing but an annotation inside a node.
    pub(super) fn no_children(&self, at: Source<'d, 't>) -> Result<(), SchemaError> {
        match Self::children(at).next() {
            Some(child) => Err(self.unexpected(child, at)),
            None => Ok(()),
        }
    }

    /// The one element in a node, annotations aside.
    pub(super) fn only_child(&self, at: Source<'d, 't>) -> Result<Source<'d, 't>, SchemaError> {
        let mut children = Self::children(at);
        let Some(child) = children.next() else {
            let tag = at.node.tag_name().name();
            return Err(self.invalid(at, format!("xs:{tag} without a derivation")));
        };
        match children.next() {
            Some(second) => Err(self.unexpected(second, at)),
            None => Ok(child),
        }
    }

    /// The error for a child that is not supported in its place.
    pub(super) fn unexpected(&self, child: Source<'_, '_>, at: Source<'_, '_>) -> SchemaError {
        let (child_tag, tag) = (child.node.tag_name().name(), at.node.tag_name().name());
        self.unsupported(child, format!("xs:{child_tag} in this place of xs:{tag}"))
    }

    /// The documentation of a node on one line.
    pub(super) fn documentation(at: Source<'_, '_>) -> Option<String> {
        let text: String = at
            .node
            .children()
            .filter(|n| n.has_tag_name((XS, "annotation")))
            .flat_map(|annotation| annotation.children())
            .filter(|n| n.has_tag_name((XS, "documentation")))
            .flat_map(|documentation| documentation.descendants())
            .filter(Node::is_text)
            .filter_map(|n| n.text())
            .collect::<Vec<_>>()
            .join(" ");
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }

    pub(super) fn place(&self, at: Source<'_, '_>) -> Place {
        Place { file: Rc::clone(&self.files[at.file].name), line: line(at.node) }
    }

    pub(super) fn unsupported(&self, at: Source<'_, '_>, construct: String) -> SchemaError {
        SchemaError::Unsupported { construct, place: self.place(at) }
    }

    pub(super) fn invalid(&self, at: Source<'_, '_>, reason: String) -> SchemaError {
        SchemaError::Invalid { reason, place: self.place(at) }
    }
}

fn collect_elements(particle: &Particle, out: &mut Vec<ElementId>) {
    match &particle.term {
        Term::Element(id) => out.push(*id),
        Term::Sequence(parts) | Term::Choice(parts) => {
            parts.iter().for_each(|part| collect_elements(part, out));
        }
        Term::Any(_) => {}
    }
}

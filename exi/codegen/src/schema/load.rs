//! Reads XSD files, follows their imports and drives the resolution of components.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use roxmltree::{Document, Node, ParsingOptions};

use super::{ElementId, Place, QName, Schema, SchemaError, TypeId};

/// Namespace of XML Schema itself.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// Loads the schema whose root is the file `root`, with everything it imports.
///
/// # Errors
/// See [`SchemaError`].
pub fn load(root: &Path) -> Result<Schema, SchemaError> {
    Loader::new(|path| std::fs::read_to_string(path).map_err(|e| e.to_string())).load(root)
}

/// A schema loader over any source of files.
///
/// An import is looked up next to the importing file first, then in the folders above it: the
/// DIN 70121 and ISO 15118-20 schemas import the xmldsig schema from their own folder, but are
/// distributed with it one folder up.
pub struct Loader<F> {
    read: F,
}

impl<F: Fn(&Path) -> Result<String, String>> Loader<F> {
    /// Makes a loader that gets the text of a file from `read`.
    pub fn new(read: F) -> Self {
        Self { read }
    }

    /// Loads the schema whose root is the file `root`, with everything it imports.
    ///
    /// # Errors
    /// See [`SchemaError`].
    pub fn load(&self, root: &Path) -> Result<Schema, SchemaError> {
        let texts = self.read_all(root)?;
        let mut documents = Vec::new();
        for (path, text) in &texts {
            documents.push((file_name(path), parse(path, text)?));
        }
        let mut resolver = Resolver::index(&documents)?;
        resolver.resolve_all()?;
        Ok(resolver.schema)
    }

    fn read_all(&self, root: &Path) -> Result<Vec<(PathBuf, String)>, SchemaError> {
        let mut texts: Vec<(PathBuf, String)> = Vec::new();
        let mut seen = BTreeSet::from([normalise(root)]);
        let mut queue = VecDeque::from([(root.to_path_buf(), self.read_file(root)?)]);
        while let Some((path, text)) = queue.pop_front() {
            let document = parse(&path, &text)?;
            for node in document.root_element().children().filter(Node::is_element) {
                if !matches!(node.tag_name().name(), "import" | "include") {
                    continue;
                }
                let Some(location) = node.attribute("schemaLocation") else { continue };
                let (found, text) = self.find(&path, location, &node)?;
                if seen.insert(normalise(&found)) {
                    queue.push_back((found, text));
                }
            }
            drop(document);
            texts.push((path, text));
        }
        Ok(texts)
    }

    fn read_file(&self, path: &Path) -> Result<String, SchemaError> {
        (self.read)(path)
            .map_err(|reason| SchemaError::Read { path: path.display().to_string(), reason })
    }

    /// Looks for `location` beside `importer`, then in the folders above.
    fn find(
        &self,
        importer: &Path,
        location: &str,
        node: &Node<'_, '_>,
    ) -> Result<(PathBuf, String), SchemaError> {
        let mut folder = importer.parent();
        while let Some(here) = folder {
            let candidate = here.join(location);
            if let Ok(text) = (self.read)(&candidate) {
                return Ok((candidate, text));
            }
            folder = here.parent();
        }
        let line = node.document().text_pos_at(node.range().start).row;
        Err(SchemaError::Read {
            path: location.to_owned(),
            reason: format!(
                "imported by {}:{line}, and found neither beside it nor in a folder above",
                importer.display()
            ),
        })
    }
}

fn file_name(path: &Path) -> Rc<str> {
    path.file_name().map_or_else(|| "?".into(), |name| name.to_string_lossy().into())
}

/// Removes `.` and `x/..` so that one file reached by two ways is read once.
fn normalise(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// Parses one file. The DTD of the xmldsig schema is read over, its external part never fetched.
fn parse<'t>(path: &Path, text: &'t str) -> Result<Document<'t>, SchemaError> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let xml_error =
        |reason: String| SchemaError::Xml { path: path.display().to_string(), reason };
    let document =
        Document::parse_with_options(text, options).map_err(|e| xml_error(e.to_string()))?;
    let root = document.root_element();
    if root.tag_name().namespace() != Some(XS) || root.tag_name().name() != "schema" {
        return Err(xml_error(format!("the root element is not {{{XS}}}schema")));
    }
    Ok(document)
}

/// A top-level component that has been found but perhaps not resolved yet.
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
    pub(super) open_types: BTreeSet<QName>,
    pub(super) schema: Schema,
}

impl<'d, 't> Resolver<'d, 't> {
    fn index(documents: &'d [(Rc<str>, Document<'t>)]) -> Result<Self, SchemaError> {
        let mut resolver = Self {
            files: Vec::new(),
            element_nodes: BTreeMap::new(),
            type_nodes: BTreeMap::new(),
            attribute_nodes: BTreeMap::new(),
            open_types: BTreeSet::new(),
            schema: Schema::default(),
        };
        for (index, (name, document)) in documents.iter().enumerate() {
            let root = document.root_element();
            resolver.files.push(File {
                name: Rc::clone(name),
                target: root.attribute("targetNamespace").unwrap_or("").into(),
                qualified_elements: root.attribute("elementFormDefault") == Some("qualified"),
                qualified_attributes: root.attribute("attributeFormDefault") == Some("qualified"),
            });
            for node in root.children().filter(Node::is_element) {
                resolver.index_one(index, node)?;
            }
        }
        Ok(resolver)
    }

    fn index_one(&mut self, file: usize, node: Node<'d, 't>) -> Result<(), SchemaError> {
        let source = Source { node, file };
        let tag = node.tag_name().name();
        let table = match tag {
            "element" => &mut self.element_nodes,
            "complexType" | "simpleType" => &mut self.type_nodes,
            "attribute" => &mut self.attribute_nodes,
            "import" | "include" | "annotation" => return Ok(()),
            _ => return Err(self.unsupported(source, format!("xs:{tag}"))),
        };
        let name = QName::new(&self.files[file].target, node.attribute("name").unwrap_or(""));
        if table.insert(name.clone(), source).is_some() {
            return Err(self.invalid(source, format!("{tag} {name} is declared twice")));
        }
        Ok(())
    }

    fn resolve_all(&mut self) -> Result<(), SchemaError> {
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
        self.substitution_groups()
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
                    if !members.contains(&id) {
                        members.push(id);
                        queue.push_back(self.schema.element(id).name.clone());
                    }
                }
            }
            self.schema.substitutions.insert(head.clone(), members);
        }
        Ok(())
    }

    pub(super) fn place(&self, source: Source<'_, '_>) -> Place {
        let node = source.node;
        Place {
            file: Rc::clone(&self.files[source.file].name),
            line: node.document().text_pos_at(node.range().start).row,
        }
    }

    pub(super) fn unsupported(&self, at: Source<'_, '_>, construct: String) -> SchemaError {
        SchemaError::Unsupported { construct, place: self.place(at) }
    }

    pub(super) fn invalid(&self, at: Source<'_, '_>, reason: String) -> SchemaError {
        SchemaError::Invalid { reason, place: self.place(at) }
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

    /// Allows only the named attributes on a node, so that nothing is overlooked in silence.
    pub(super) fn allow(&self, at: Source<'_, '_>, allowed: &[&str]) -> Result<(), SchemaError> {
        match at
            .node
            .attributes()
            .find(|a| a.namespace().is_none() && !allowed.contains(&a.name()))
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

    /// The text of a node's annotation on one line.
    pub(super) fn documentation(at: Source<'_, '_>) -> Option<String> {
        let annotation = at.node.children().find(|n| n.has_tag_name((XS, "annotation")))?;
        let text: String = annotation
            .descendants()
            .filter(Node::is_text)
            .filter_map(|n| n.text())
            .collect::<Vec<_>>()
            .join(" ");
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
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
}

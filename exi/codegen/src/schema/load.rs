//! Reads XSD files and follows their imports and includes.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use roxmltree::{Document, Node, ParsingOptions};

use super::resolve::Resolver;
use super::xs::{XS, line};
use super::{Place, Schema, SchemaError};

/// Loads the schema whose root is the file `root`, with everything it imports.
///
/// # Errors
/// See [`SchemaError`].
pub fn load(root: &Path) -> Result<Schema, SchemaError> {
    // Absolute, so that there are folders above a root that was named without its folder.
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    Loader::new(|path| std::fs::read_to_string(path).map_err(|e| e.to_string())).load(&root)
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
        Resolver::index(&documents)?.resolve_all()
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
                let (found, text) = self.find(&path, location, node)?;
                check_namespace(&path, node, parse(&found, &text)?.root_element())?;
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
        node: Node<'_, '_>,
    ) -> Result<(PathBuf, String), SchemaError> {
        let mut beside = None;
        let mut folder = importer.parent();
        while let Some(here) = folder {
            let candidate = here.join(location);
            match (self.read)(&candidate) {
                Ok(text) => return Ok((candidate, text)),
                Err(reason) => {
                    beside.get_or_insert(reason);
                }
            }
            folder = here.parent();
        }
        Err(SchemaError::Read {
            path: location.to_owned(),
            reason: format!(
                "imported by {}:{}, and found neither beside it ({}) nor in a folder above",
                importer.display(),
                line(node),
                beside.unwrap_or_default(),
            ),
        })
    }
}

/// An import names the namespace of what it imports; an included schema has that of its includer.
fn check_namespace(
    importer: &Path,
    import: Node<'_, '_>,
    found: Node<'_, '_>,
) -> Result<(), SchemaError> {
    let tag = import.tag_name().name();
    let expected = match tag {
        "import" => import.attribute("namespace"),
        _ => import.document().root_element().attribute("targetNamespace"),
    };
    let actual = found.attribute("targetNamespace");
    if actual == expected {
        return Ok(());
    }
    let place = Place { file: file_name(importer), line: line(import) };
    if tag == "include" && actual.is_none() {
        let construct = "xs:include of a schema without a target namespace".to_owned();
        return Err(SchemaError::Unsupported { construct, place });
    }
    let name = |namespace: Option<&str>| match namespace {
        Some(uri) => format!("the namespace {uri}"),
        None => "no namespace".to_owned(),
    };
    let reason = format!("xs:{tag} for {}, but the file has {}", name(expected), name(actual));
    Err(SchemaError::Invalid { reason, place })
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
    let document = Document::parse_with_options(text, options).map_err(|error| {
        SchemaError::Xml { path: path.display().to_string(), reason: error.to_string() }
    })?;
    let root = document.root_element();
    if !root.has_tag_name((XS, "schema")) {
        let reason = format!("the root element is not {{{XS}}}schema");
        let place = Place { file: file_name(path), line: line(root) };
        return Err(SchemaError::Invalid { reason, place });
    }
    check_elements(path, root)?;
    Ok(document)
}

/// Elements of other namespaces have their place in annotations only.
fn check_elements(path: &Path, parent: Node<'_, '_>) -> Result<(), SchemaError> {
    for node in parent.children().filter(Node::is_element) {
        if node.tag_name().namespace() != Some(XS) {
            let reason = format!("{} is no element of XML Schema", node.tag_name().name());
            let place = Place { file: file_name(path), line: line(node) };
            return Err(SchemaError::Invalid { reason, place });
        }
        if node.tag_name().name() != "annotation" {
            check_elements(path, node)?;
        }
    }
    Ok(())
}

//! Stage 1: the schema component model.
//!
//! XSD files become element declarations, type definitions and particles with every reference
//! resolved: extension has been applied, substitution groups have their members, and each
//! component knows the file and line it came from. Nothing here knows about EXI or Rust.

mod builtin;
mod complex;
mod load;
mod resolve;
mod simple;
mod xs;

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

pub use builtin::Primitive;
pub use load::{Loader, load};

/// An expanded XML name: namespace URI (empty for "no namespace") and local name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// Namespace URI, empty when the name is in no namespace.
    pub namespace: Rc<str>,
    /// Local part.
    pub local: Rc<str>,
}

impl QName {
    /// Makes a name from its two parts.
    pub fn new(namespace: &str, local: &str) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }

    /// The key by which EXI sorts names: local name first, then namespace (EXI 1.0, 8.5.4.1.6).
    pub fn exi_order(&self) -> (&str, &str) {
        (&self.local, &self.namespace)
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}{}", self.namespace, self.local)
    }
}

/// Where a component was written: file name as given to the loader, and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// File name (last path component).
    pub file: Rc<str>,
    /// Line, counted from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why the schemas could not be turned into a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// A file could not be read.
    #[error("cannot read {path}: {reason}")]
    Read {
        /// Path as it was tried.
        path: String,
        /// Reason given by the system.
        reason: String,
    },
    /// A file is not well-formed XML.
    #[error("{path} is not well-formed XML: {reason}")]
    Xml {
        /// Path of the file.
        path: String,
        /// Parser's message with line and column.
        reason: String,
    },
    /// A construct of XML Schema that this generator does not support.
    #[error("{place}: {construct} is not supported by this generator")]
    Unsupported {
        /// The construct, for example `xs:list` or `facet xs:pattern`.
        construct: String,
        /// Where it is written.
        place: Place,
    },
    /// A reference to a component that no schema declares.
    #[error("{place}: no schema declares the {what} {name}")]
    Unresolved {
        /// Kind of the component: `type`, `element` or `substitution group head`.
        what: &'static str,
        /// Its name.
        name: QName,
        /// Where the reference is written.
        place: Place,
    },
    /// The schema contradicts itself or the XML Schema specification.
    #[error("{place}: {reason}")]
    Invalid {
        /// What is wrong.
        reason: String,
        /// Where it is written.
        place: Place,
    },
    /// Two names of the set have the same number for the decoder's string table. The numbers are a
    /// hash of the names, so another name for one of them helps.
    #[error("{} and {} have the same number for the string table: rename one", names[0], names[1])]
    SameNumber {
        /// The names.
        names: [String; 2],
    },
}

/// Index of an element declaration in [`Schema::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub usize);

/// Index of a type definition in [`Schema::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// All components of one root schema and everything it imports.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Element declarations, global and local, in the order in which they were resolved.
    pub elements: Vec<Element>,
    /// Type definitions, named and anonymous.
    pub types: Vec<Type>,
    /// Global elements by name.
    pub global_elements: BTreeMap<QName, ElementId>,
    /// Named types by name.
    pub global_types: BTreeMap<QName, TypeId>,
    /// Members of each substitution group by head, transitive, without the head itself.
    pub substitutions: BTreeMap<QName, Vec<ElementId>>,
}

impl Schema {
    /// The declaration with this index.
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0]
    }

    /// The definition with this index.
    pub fn type_def(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// What can stand where the element `id` is referred to: the element itself and, for a global
    /// element, all members of its substitution group, sorted as EXI sorts them.
    ///
    /// The head takes an event code even when it is abstract (EXI 1.0, 8.5.4.1.6).
    pub fn alternatives(&self, id: ElementId) -> Vec<ElementId> {
        let element = self.element(id);
        let mut all = vec![id];
        if element.global {
            all.extend(self.substitutions.get(&element.name).into_iter().flatten());
        }
        all.sort_by(|a, b| {
            self.element(*a).name.exi_order().cmp(&self.element(*b).name.exi_order())
        });
        all
    }
}

/// An element declaration.
#[derive(Debug, Clone)]
pub struct Element {
    /// Expanded name.
    pub name: QName,
    /// Its type.
    pub type_id: TypeId,
    /// Declared at the top of a schema.
    pub global: bool,
    /// `abstract="true"`.
    pub is_abstract: bool,
    /// Head of the substitution group it belongs to.
    pub substitution_group: Option<QName>,
    /// Text of its annotation.
    pub documentation: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A type definition.
#[derive(Debug, Clone)]
pub enum Type {
    /// Character data only.
    Simple(SimpleType),
    /// Attributes, elements or both.
    Complex(ComplexType),
}

impl Type {
    /// Name of the type; an anonymous one has none.
    pub fn name(&self) -> Option<&QName> {
        match self {
            Self::Simple(simple) => simple.name.as_ref(),
            Self::Complex(complex) => complex.name.as_ref(),
        }
    }

    /// True if no element can have it without `xsi:type`.
    pub fn is_abstract(&self) -> bool {
        matches!(self, Self::Complex(complex) if complex.is_abstract)
    }
}

/// A simple type: a primitive with facets.
#[derive(Debug, Clone)]
pub struct SimpleType {
    /// Name; an anonymous type has none.
    pub name: Option<QName>,
    /// What the values are.
    pub primitive: Primitive,
    /// Smallest number of characters or bytes.
    pub min_length: Option<u32>,
    /// Greatest number of characters or bytes.
    pub max_length: Option<u32>,
    /// Smallest value of a number.
    pub min_inclusive: Option<i128>,
    /// Greatest value of a number.
    pub max_inclusive: Option<i128>,
    /// Literals in schema order; empty when the type is not an enumeration.
    pub enumeration: Vec<Literal>,
    /// Text of its annotation.
    pub documentation: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The value as the schema spells it.
    pub value: String,
    /// Text of its annotation.
    pub documentation: Option<String>,
}

/// A complex type with extension already applied.
#[derive(Debug, Clone)]
pub struct ComplexType {
    /// Name; an anonymous type has none.
    pub name: Option<QName>,
    /// `abstract="true"`.
    pub is_abstract: bool,
    /// `mixed="true"`.
    pub mixed: bool,
    /// Type it extends.
    pub base: Option<TypeId>,
    /// Attributes, inherited ones included, sorted as EXI sorts them.
    pub attributes: Vec<Attribute>,
    /// Content, inherited content first.
    pub content: Content,
    /// Text of its annotation.
    pub documentation: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// An attribute use.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Expanded name (qualified or not, as the schema's form says).
    pub name: QName,
    /// Its simple type.
    pub type_id: TypeId,
    /// `use="required"`.
    pub required: bool,
}

/// Content of a complex type.
#[derive(Debug, Clone)]
pub enum Content {
    /// No content.
    Empty,
    /// Character data of a simple type.
    Simple(TypeId),
    /// Elements.
    Particle(Particle),
}

/// A particle: a term with its bounds.
#[derive(Debug, Clone)]
pub struct Particle {
    /// `minOccurs`.
    pub min: u32,
    /// `maxOccurs`, `None` for `unbounded`.
    pub max: Option<u32>,
    /// What is repeated.
    pub term: Term,
}

/// What a particle repeats.
#[derive(Debug, Clone)]
pub enum Term {
    /// An element.
    Element(ElementId),
    /// All of these, in order.
    Sequence(Vec<Particle>),
    /// One of these.
    Choice(Vec<Particle>),
    /// `xs:any`.
    Any(Wildcard),
}

/// The namespaces that an element wildcard admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wildcard {
    /// `##any`.
    Any,
    /// `##other`: any namespace but this one. EXI codes it like `##any` (EXI 1.0, 8.5.4.1.7).
    Other(Rc<str>),
    /// A list of namespaces.
    Namespaces(Vec<Rc<str>>),
}

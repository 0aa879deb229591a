//! The form of the tables: schemas, types, states and productions.
//!
//! Generated code makes them, with constructors of few letters. [`Schema`] alone is public.

pub use crate::lexical::Lexical;

/// The tables of a schema set: its documents.
#[derive(Debug)]
pub struct Schema<'t> {
    /// Width in bits of the event code of the root element.
    #[doc(hidden)]
    pub root_width: u32,
    /// Number of global elements, which all have an event code.
    #[doc(hidden)]
    pub root_count: u32,
    /// The elements that are messages (or fragments), with their event codes.
    #[doc(hidden)]
    pub documents: &'t [(u32, Element<'t>)],
    /// For fragments: width and event code of what follows the element, `ED`.
    #[doc(hidden)]
    pub end: Option<(u32, u32)>,
    /// All global elements, which are what wildcards admit with a type. Empty if there are no
    /// wildcards.
    #[doc(hidden)]
    pub globals: &'t [Element<'t>],
    /// For wildcards the names of elements, attributes and types, sorted: first those in no
    /// namespace, then by namespace, which are sorted too (EXI 1.0, appendix D).
    #[doc(hidden)]
    pub names: &'t [(&'t str, &'t [&'t str])],
}

impl Schema<'_> {
    /// Nothing.
    #[cfg(test)]
    pub(crate) const EMPTY: Self =
        Self { root_width: 0, root_count: 0, documents: &[], end: None, globals: &[], names: &[] };
}

/// An element declaration.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    /// Local name.
    pub name: &'t str,
    /// Namespace URI.
    pub namespace: &'t str,
    /// It is abstract, or its type is: it has an event code, but to stand in a document violates the
    /// schema.
    pub is_abstract: bool,
    /// Its type.
    pub ty: &'t Type<'t>,
}

/// A type: attributes and the states of its grammar.
#[derive(Debug)]
pub struct Type<'t> {
    /// Attributes in the order of the grammar.
    pub attributes: &'t [Attribute<'t>],
    /// Elements and text in any order.
    pub mixed: bool,
    /// Character data only, without attributes: values are plain in JSON.
    pub simple: bool,
    /// The states; the first one is the start.
    pub states: &'t [State<'t>],
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute<'t> {
    /// Local name.
    pub name: &'t str,
    /// Namespace URI, empty for none.
    pub namespace: &'t str,
    /// How its values are written.
    pub coding: Coding<'t>,
}

/// A state of a grammar.
#[derive(Debug)]
pub struct State<'t> {
    /// First-level productions in the order of their event codes.
    pub productions: &'t [Production<'t>],
    /// Set after the item of a bounded list.
    pub repeat: Option<Repeat>,
    /// Set in relaxed element fragments, which have codes for every name of the schema set.
    pub relaxed: Option<Relaxed<'t>>,
}

/// Event codes of a state of a relaxed element fragment (EXI 1.0, 8.5.3).
#[derive(Debug, Clone, Copy)]
pub struct Relaxed<'t> {
    /// Width of the codes in bits.
    pub width: u32,
    /// Code of each production of the state.
    pub codes: &'t [u32],
}

/// Bounds of a list whose items so far have been counted.
#[derive(Debug, Clone, Copy)]
pub struct Repeat {
    /// Number of productions, from the first, that begin another item.
    pub own: usize,
    /// The other productions are there from this number of items on.
    pub min: u32,
    /// The own productions are there below this number of items; `u32::MAX` for no bound.
    pub max: u32,
}

/// A production.
#[derive(Debug)]
pub struct Production<'t> {
    /// The event.
    pub event: Event<'t>,
    /// Index of the state after it.
    pub next: usize,
}

/// An event of EXI 1.0, table 4-1.
#[derive(Debug)]
pub enum Event<'t> {
    /// `AT(qname)`: the attribute with this index.
    Attribute(usize),
    /// `SE(qname)`.
    Element {
        /// The element.
        element: Element<'t>,
        /// It can occur more than once here: a list in JSON.
        list: bool,
    },
    /// `SE(*)`.
    Any {
        /// For `##other` the target namespace, in which the element must not be; nor may it be in
        /// none.
        not: Option<&'t str>,
    },
    /// `SE(uri:*)`.
    AnyIn(&'t str),
    /// `EE`.
    End,
    /// `CH` with a typed value.
    Value(Coding<'t>),
    /// `CH` of mixed content.
    Text,
}

/// How the values of a simple type are written, and which values it has.
#[derive(Debug, Clone, Copy)]
pub enum Coding<'t> {
    /// One bit.
    Boolean,
    /// n-bit unsigned integer with offset.
    Bits {
        /// Width in bits.
        width: u32,
        /// Smallest value, written as 0.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Unsigned Integer.
    Unsigned {
        /// Smallest value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// Integer.
    Integer {
        /// Smallest value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Integer without bounds.
    Unbounded,
    /// One of these literals.
    Enumeration(&'t [&'t str]),
    /// Characters.
    String {
        /// Smallest number of characters.
        min: u32,
        /// Greatest number of characters.
        max: u32,
        /// The form that the text must have.
        lexical: Lexical,
    },
    /// Bytes.
    Binary {
        /// Smallest number of bytes.
        min: u32,
        /// Greatest number of bytes.
        max: u32,
        /// `xs:hexBinary`, otherwise `xs:base64Binary`.
        hex: bool,
    },
}

impl<'t> State<'t> {
    /// The productions that are there after `count` items of the list, and the width of their
    /// event codes.
    pub(crate) fn allowed(&self, count: u32) -> (&'t [Production<'t>], u32) {
        let all = self.productions;
        let some = match self.repeat {
            Some(repeat) if count >= repeat.max => all.get(repeat.own..),
            Some(repeat) if count < repeat.min => all.get(..repeat.own),
            _ => None,
        };
        let productions = some.unwrap_or(all);
        let width = match self.relaxed {
            Some(relaxed) => relaxed.width,
            // `n` productions and the escape to the second level.
            None => usize::BITS - productions.len().leading_zeros(),
        };
        (productions, width)
    }

    /// Index of the production with this event code, among those allowed.
    pub(crate) fn index_of(&self, code: u64) -> usize {
        match self.relaxed {
            Some(relaxed) => relaxed
                .codes
                .iter()
                .position(|other| u64::from(*other) == code)
                .unwrap_or(usize::MAX),
            None => usize::try_from(code).unwrap_or(usize::MAX),
        }
    }

    /// Event code of a production, given its index among those allowed.
    pub(crate) fn code_of(&self, index: usize) -> u64 {
        match self.relaxed {
            Some(relaxed) => relaxed.codes.get(index).copied().unwrap_or_default().into(),
            None => index as u64,
        }
    }
}

// Constructors with short names, so that a line of a generated table is one state.

/// A type of character data without attributes.
#[must_use]
pub const fn simple<'t>(states: &'t [State<'t>]) -> Type<'t> {
    Type { attributes: &[], mixed: false, simple: true, states }
}

/// A type of elements, or of character data with attributes.
#[must_use]
pub const fn complex<'t>(attributes: &'t [Attribute<'t>], states: &'t [State<'t>]) -> Type<'t> {
    Type { attributes, mixed: false, simple: false, states }
}

/// A type of elements with text between them.
#[must_use]
pub const fn mixed<'t>(attributes: &'t [Attribute<'t>], states: &'t [State<'t>]) -> Type<'t> {
    Type { attributes, mixed: true, simple: false, states }
}

/// An attribute.
#[must_use]
pub const fn attribute<'t>(name: &'t str, namespace: &'t str, coding: Coding<'t>) -> Attribute<'t> {
    Attribute { name, namespace, coding }
}

/// A state without bounds.
#[must_use]
pub const fn st<'t>(productions: &'t [Production<'t>]) -> State<'t> {
    State { productions, repeat: None, relaxed: None }
}

/// A state of a relaxed element fragment.
#[must_use]
pub const fn relaxed<'t>(
    width: u32,
    codes: &'t [u32],
    productions: &'t [Production<'t>],
) -> State<'t> {
    State { productions, repeat: None, relaxed: Some(Relaxed { width, codes }) }
}

/// A state after an item of a list of `min..=max` items.
#[must_use]
pub const fn rep<'t>(
    own: usize,
    min: u32,
    max: u32,
    productions: &'t [Production<'t>],
) -> State<'t> {
    State { productions, repeat: Some(Repeat { own, min, max }), relaxed: None }
}

const fn start<'t>(element: Element<'t>, list: bool, next: usize) -> Production<'t> {
    Production { event: Event::Element { element, list }, next }
}

/// An element.
#[must_use]
pub const fn el<'t>(
    name: &'t str,
    namespace: &'t str,
    ty: &'t Type<'t>,
    next: usize,
) -> Production<'t> {
    start(Element { name, namespace, is_abstract: false, ty }, false, next)
}

/// An element that may occur more than once.
#[must_use]
pub const fn li<'t>(
    name: &'t str,
    namespace: &'t str,
    ty: &'t Type<'t>,
    next: usize,
) -> Production<'t> {
    start(Element { name, namespace, is_abstract: false, ty }, true, next)
}

/// An abstract element.
#[must_use]
pub const fn abs<'t>(
    name: &'t str,
    namespace: &'t str,
    ty: &'t Type<'t>,
    next: usize,
) -> Production<'t> {
    start(Element { name, namespace, is_abstract: true, ty }, false, next)
}

/// The attribute with this index.
#[must_use]
pub const fn at<'t>(index: usize, next: usize) -> Production<'t> {
    Production { event: Event::Attribute(index), next }
}

/// A typed value.
#[must_use]
pub const fn ch<'t>(coding: Coding<'t>, next: usize) -> Production<'t> {
    Production { event: Event::Value(coding), next }
}

/// Text of mixed content.
#[must_use]
pub const fn text<'t>(next: usize) -> Production<'t> {
    Production { event: Event::Text, next }
}

/// Any element.
#[must_use]
pub const fn any<'t>(next: usize) -> Production<'t> {
    Production { event: Event::Any { not: None }, next }
}

/// Any element of another namespace than this one.
#[must_use]
pub const fn any_other<'t>(not: &'t str, next: usize) -> Production<'t> {
    Production { event: Event::Any { not: Some(not) }, next }
}

/// Any element of a namespace.
#[must_use]
pub const fn any_in<'t>(uri: &'t str, next: usize) -> Production<'t> {
    Production { event: Event::AnyIn(uri), next }
}

/// An element without a place: a global one.
#[must_use]
pub const fn global<'t>(name: &'t str, namespace: &'t str, ty: &'t Type<'t>) -> Element<'t> {
    Element { name, namespace, is_abstract: false, ty }
}

/// An abstract global element.
#[must_use]
pub const fn global_abs<'t>(name: &'t str, namespace: &'t str, ty: &'t Type<'t>) -> Element<'t> {
    Element { name, namespace, is_abstract: true, ty }
}

/// The end of the element.
#[must_use]
pub const fn ee<'t>() -> Production<'t> {
    Production { event: Event::End, next: 0 }
}

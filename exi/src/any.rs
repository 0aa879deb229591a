//! Elements where a schema has a wildcard (`xs:any`).

/// An element where the schema admits any: in XML signatures for example the content of `Object`.
///
/// It is a tree of names and texts, whether the schema knows the element or not. Values of elements
/// that it knows are in their XML form (`true`, `-3`, `0A1B`, base64) and have to be to be encoded.
///
/// Reading and writing needs the feature `wildcard`; without it, there is a typed error
/// ([`Unsupported::Wildcard`](crate::Unsupported::Wildcard)). Limits, for each document and in both
/// directions: 16 elements inside each other, 8 namespaces and 48 other names that the schema does
/// not have. Limits for each element that the schema does not know: 48 attributes.
///
/// It is always well-formed as XML: names are names, and no attribute stands twice. A document that
/// has something else is refused ([`Facet::Lexical`](crate::Facet::Lexical),
/// [`Facet::Attribute`](crate::Facet::Attribute)).
///
/// Elements that the schema does not know have the form of the EXI profile, as ISO 15118 stacks
/// write them: each is cast to `xsd:anyType`, and no grammar is learned
/// (`maximumNumberOfBuiltInElementGrammars` is 0). The cast is not among the attributes here.
/// Streams of encoders without that option are read and written with `learning_grammars`
/// ([`DecodeOptions`](crate::DecodeOptions), [`EncodeOptions`](crate::EncodeOptions)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyElement<'a> {
    /// Namespace URI; empty for none.
    pub namespace: &'a str,
    /// Local name.
    pub name: &'a str,
    /// The attributes in the order of the stream.
    pub attributes: &'a [AnyAttribute<'a>],
    /// Elements and text in document order.
    pub content: &'a [AnyItem<'a>],
}

/// An attribute of an [`AnyElement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyAttribute<'a> {
    /// Namespace URI; empty for none.
    pub namespace: &'a str,
    /// Local name.
    pub name: &'a str,
    /// The value as XML has it.
    pub value: &'a str,
}

/// The content of an [`AnyElement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyItem<'a> {
    /// An element.
    Element(AnyElement<'a>),
    /// Text, or the value of an element that has no elements.
    Text(&'a str),
}

impl AnyElement<'_> {
    /// The value that a failed decode goes on with.
    pub(crate) const NONE: Self = Self { namespace: "", name: "", attributes: &[], content: &[] };
}

//! Grammars as tables: what the generated codecs know, but with names.
//!
//! The codecs themselves need none of this but for what wildcards admit. The tables serve what needs
//! names and may be slow: with the feature `grammar` the element path of an error ([`path()`]), the
//! trace of a whole document ([`trace()`]) and XML ([`to_xml`]), with the feature `serde` reading
//! JSON. `exi-codegen` writes one set of tables for each schema set.

mod level;
mod names;
#[cfg(feature = "grammar")]
mod path;
mod qname;
mod read;
#[doc(hidden)]
pub mod tables;
#[cfg(feature = "grammar")]
mod trace;
mod value;
#[cfg(feature = "grammar")]
mod walk;
mod write;
#[cfg(feature = "grammar")]
mod xml;

#[cfg(feature = "serde")]
pub(crate) use level::{Level, demands_wildcard, is_excluded};
pub(crate) use names::Names;
#[cfg(feature = "grammar")]
pub use path::{ElementPath, path, path_with};
#[doc(inline)]
pub use tables::Schema;
pub(crate) use tables::{Coding, Element, Event, Lexical, Production, Type};
#[cfg(feature = "grammar")]
pub use trace::{Step, StepKind, Trace, trace, trace_with};
#[cfg(feature = "serde")]
pub(crate) use value::{TEXT, write_form as write_value};
#[cfg(feature = "grammar")]
pub use xml::{to_xml, to_xml_with};

/// A message type whose schema set has tables.
pub trait HasSchema {
    /// The tables of the set that the message belongs to.
    fn schema() -> &'static Schema<'static>;
}

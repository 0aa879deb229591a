//! XML: a document or fragment as the tools of the field show it.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::Schema;
use super::walk::{Met, Visitor, walk};
use crate::error::DecodeError;
use crate::options::DecodeOptions;

/// A document or fragment as XML text, with the names and namespaces of the schema.
///
/// Namespaces are declared where they change, elements without prefixes; an attribute that is in a
/// namespace has the prefix `a`. No white space is added.
///
/// # Errors
/// [`DecodeError`] where decoding fails.
pub fn to_xml(schema: &Schema<'_>, input: &[u8]) -> Result<String, DecodeError> {
    to_xml_with(schema, input, DecodeOptions::new())
}

/// Like [`to_xml`], with options. A character that XML does not have, which
/// [`DecodeOptions::report_facets`] lets pass, comes out as it is: no XML parser reads that.
///
/// # Errors
/// As for [`to_xml`].
pub fn to_xml_with(
    schema: &Schema<'_>,
    input: &[u8],
    options: DecodeOptions,
) -> Result<String, DecodeError> {
    let mut writer =
        Xml { out: String::new(), open: Vec::new(), start_is_open: false, prefixed: "" };
    walk(schema, input, options, &mut writer)?;
    Ok(writer.out)
}

struct Xml<'t> {
    out: String,
    /// Name and namespace of the elements that have not ended.
    open: Vec<(&'t str, &'t str)>,
    /// The start tag at the end of the text lacks its `>`.
    start_is_open: bool,
    /// Namespace that the prefix of attributes stands for in this start tag.
    prefixed: &'t str,
}

impl Xml<'_> {
    fn close_start(&mut self) {
        if self.start_is_open {
            self.out.push('>');
            self.start_is_open = false;
        }
    }

    /// Adds text with the characters replaced that mean something in XML, or that a parser would
    /// change.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\t' => self.out.push_str("&#9;"),
                '\n' => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                c => self.out.push(c),
            }
        }
    }

    fn add_attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escaped(value);
        self.out.push('"');
    }
}

impl<'t> Visitor<'t> for Xml<'t> {
    fn meet(&mut self, _bits: (usize, usize), met: Met<'_, 't>) -> ControlFlow<()> {
        match met {
            Met::Start { element, .. } => {
                self.close_start();
                self.out.push('<');
                self.out.push_str(element.name);
                self.start_is_open = true;
                self.prefixed = "";
                let outer = self.open.last().map_or("", |(_, namespace)| namespace);
                if outer != element.namespace {
                    self.add_attribute("xmlns", element.namespace);
                }
                self.open.push((element.name, element.namespace));
            }
            Met::Attribute { name, namespace: "", value } => self.add_attribute(name, &value),
            Met::Attribute { name, namespace, value } => {
                // The attributes of one element are in one namespace, if in any.
                if self.prefixed != namespace {
                    self.add_attribute("xmlns:a", namespace);
                    self.prefixed = namespace;
                }
                self.add_attribute(&alloc::format!("a:{name}"), &value);
            }
            Met::Value(text) => {
                if !text.is_empty() {
                    self.close_start();
                    self.escaped(&text);
                }
            }
            Met::End => {
                let Some((name, _)) = self.open.pop() else { return ControlFlow::Continue(()) };
                if self.start_is_open {
                    self.out.push_str("/>");
                    self.start_is_open = false;
                } else {
                    self.out.push_str("</");
                    self.out.push_str(name);
                    self.out.push('>');
                }
            }
            Met::EndOfFragment | Met::Violation(_) => {}
        }
        ControlFlow::Continue(())
    }

    fn at(&mut self, _bit: usize) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn attribute(&mut self, _bit: usize, _name: &str) {}
}

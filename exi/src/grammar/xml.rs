//! XML: a document or fragment as the tools of the field show it.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::Schema;
use super::names::XML;
use super::walk::{Seen, Visitor, memory_for, walk};
use crate::error::{DecodeError, DecodeErrorKind, Facet};
use crate::options::DecodeOptions;
use crate::reader::string::is_xml_char;

/// A document or fragment as XML text, with the names and namespaces of the schema.
///
/// The text is always well-formed. Namespaces are declared where they change, elements without
/// prefixes; an attribute that is in a namespace has the prefix `a`, or `a1`, `a2` ... if there are
/// several in one element. No white space is added.
///
/// # Errors
/// [`DecodeError`] where decoding fails.
pub fn to_xml(schema: &Schema<'_>, input: &[u8]) -> Result<String, DecodeError> {
    to_xml_with(schema, input, DecodeOptions::new())
}

/// Like [`to_xml`], with options.
///
/// # Errors
/// As for [`to_xml`]; also [`Facet::Character`] for a character that XML does not have, which
/// [`DecodeOptions::report_facets`] lets a decode pass.
pub fn to_xml_with(
    schema: &Schema<'_>,
    input: &[u8],
    options: DecodeOptions,
) -> Result<String, DecodeError> {
    let mut memory = memory_for(input, options);
    let mut writer = Xml {
        out: String::new(),
        open: Vec::new(),
        start_is_open: false,
        prefixed: Vec::new(),
        has_bad_character: false,
        failure: None,
    };
    walk(schema, input, options, &mut memory, &mut writer)?;
    match writer.failure {
        Some(error) => Err(error),
        None => Ok(writer.out),
    }
}

struct Xml<'n> {
    out: String,
    /// Name and namespace of the elements that have not ended.
    open: Vec<(&'n str, &'n str)>,
    /// The start tag at the end of the text lacks its `>`.
    start_is_open: bool,
    /// Namespaces that prefixes of attributes stand for in this start tag.
    prefixed: Vec<&'n str>,
    /// The event at hand has a character that XML does not have.
    has_bad_character: bool,
    /// Why there is no XML.
    failure: Option<DecodeError>,
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
                c if is_xml_char(c) => self.out.push(c),
                _ => self.has_bad_character = true,
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

impl<'n> Xml<'n> {
    /// The prefix of an attribute in a namespace, declared if it is new.
    fn prefix(&mut self, namespace: &'n str) -> String {
        if namespace == XML {
            return "xml".into();
        }
        let known = self.prefixed.iter().position(|other| *other == namespace);
        let index = known.unwrap_or(self.prefixed.len());
        let prefix = if index == 0 { "a".into() } else { alloc::format!("a{index}") };
        if known.is_none() {
            self.add_attribute(&alloc::format!("xmlns:{prefix}"), namespace);
            self.prefixed.push(namespace);
        }
        prefix
    }
}

impl<'n> Visitor<'n> for Xml<'n> {
    fn see(&mut self, (bit, _): (usize, usize), seen: Seen<'n>) -> ControlFlow<()> {
        match seen {
            Seen::Start { namespace, name, .. } => {
                self.close_start();
                self.out.push('<');
                self.out.push_str(name);
                self.start_is_open = true;
                self.prefixed.clear();
                let outer = self.open.last().map_or("", |(_, namespace)| namespace);
                if outer != namespace {
                    self.add_attribute("xmlns", namespace);
                }
                self.open.push((name, namespace));
            }
            Seen::Attribute { name, namespace: "", value, .. } => self.add_attribute(name, value),
            Seen::Attribute { name, namespace, value, .. } => {
                let prefix = self.prefix(namespace);
                self.add_attribute(&alloc::format!("{prefix}:{name}"), value);
            }
            Seen::Text(text) => {
                if !text.is_empty() {
                    self.close_start();
                    self.escaped(text);
                }
            }
            Seen::End => {
                let Some((name, _)) = self.open.pop() else {
                    return ControlFlow::Continue(());
                };
                if self.start_is_open {
                    self.out.push_str("/>");
                    self.start_is_open = false;
                } else {
                    self.out.push_str("</");
                    self.out.push_str(name);
                    self.out.push('>');
                }
            }
            Seen::Cast | Seen::EndOfFragment | Seen::Violation(_) => {}
        }
        if self.has_bad_character {
            let kind = DecodeErrorKind::Facet(Facet::Character);
            self.failure = Some(DecodeError { kind, bit, message: 0 });
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn at(&mut self, _bit: usize) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn broken_attribute(&mut self, _bit: usize, _name: &'n str) {}
}

//! Decoding by the tables: slow, generic, and independent of the generated code.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::{Coding, Element, Event, Lexical, Schema, Type};
use crate::arena::Arena;
use crate::document::MAX_INPUT;
use crate::error::{DecodeError, DecodeErrorKind, Facet, Unsupported};
use crate::options::DecodeOptions;
use crate::reader::Reader;

/// What a walk through a document meets.
pub(crate) enum Met<'e, 't> {
    /// The start of an element; `index` counts the items of a list.
    Start { element: &'e Element<'t>, index: Option<usize> },
    /// An attribute with its value.
    Attribute { name: &'t str, namespace: &'t str, value: String },
    /// Character data.
    Value(String),
    /// The end of the current element.
    End,
    /// The end of a fragment, behind its element.
    EndOfFragment,
    /// What was met just before violates the schema (only with the option to report that).
    Violation(Facet),
}

/// Follows a walk. Each event comes with the bit at which it begins and the bit behind it.
pub(crate) trait Visitor<'t> {
    /// Looks at an event. `Break` ends the walk.
    fn meet(&mut self, bits: (usize, usize), met: Met<'_, 't>) -> ControlFlow<()>;
    /// The event code at this bit is about to be read.
    fn at(&mut self, bit: usize) -> ControlFlow<()>;
    /// The value of an attribute is about to be read.
    fn attribute(&mut self, bit: usize, name: &str);
}

/// Why a walk ended early.
enum Stop {
    Error(DecodeError),
    Visitor,
}

/// Walks through a document; `Ok` if the document was read or the visitor stopped.
pub(crate) fn walk<'t>(
    schema: &Schema<'t>,
    input: &[u8],
    options: DecodeOptions,
    visitor: &mut impl Visitor<'t>,
) -> Result<(), DecodeError> {
    if input.len() > MAX_INPUT {
        let kind = DecodeErrorKind::Unsupported(Unsupported::LongInput);
        return Err(DecodeError { kind, bit: 0 });
    }
    // Every character takes at least a byte of input and at most 4/3 of it as UTF-8; entries of
    // the string table take about 40 bytes for at least one byte each.
    let factor = if options.string_table_hits { 64 } else { 2 };
    let mut memory: Vec<MaybeUninit<u8>> = Vec::new();
    memory.resize(factor * input.len() + 64, MaybeUninit::uninit());
    let reader = Reader::new(input, Arena::new(&mut memory), options);
    let mut walk = Walk { reader, visitor };
    match walk.document(schema) {
        Ok(()) | Err(Stop::Visitor) => Ok(()),
        Err(Stop::Error(error)) => Err(error),
    }
}

struct Walk<'a, 'b, 'v, V> {
    reader: Reader<'a, 'b>,
    visitor: &'v mut V,
}

impl<'t, V: Visitor<'t>> Walk<'_, '_, '_, V> {
    fn document(&mut self, schema: &Schema<'t>) -> Result<(), Stop> {
        let code = self.reader.document(schema.root_width, u64::from(schema.root_count));
        self.check()?;
        let root = schema.documents.iter().find(|(root, _)| u64::from(*root) == code);
        let Some((_, element)) = root else {
            self.reader.unknown_root(schema.root_width);
            return self.check();
        };
        let bits = (8, self.reader.position());
        self.meet(bits, Met::Start { element, index: None })?;
        self.content(element)?;
        let Some((width, code)) = schema.end else { return Ok(()) };
        let start = self.reader.position();
        if self.visitor.at(start).is_break() {
            return Err(Stop::Visitor);
        }
        self.reader.expect(width, u64::from(code));
        self.check()?;
        self.meet((start, self.reader.position()), Met::EndOfFragment)
    }

    /// Stops at the first failure.
    fn check(&self) -> Result<(), Stop> {
        self.reader.finish().map(drop).map_err(Stop::Error)
    }

    fn meet(&mut self, bits: (usize, usize), met: Met<'_, 't>) -> Result<(), Stop> {
        let mut flow = self.visitor.meet(bits, met);
        if let Some(violation) = self.reader.take_violation() {
            if flow.is_continue() {
                flow = self.visitor.meet(bits, Met::Violation(violation.facet));
            }
        }
        match flow {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Visitor),
        }
    }

    /// Reads from behind the `SE` of an element to its `EE`. Recursion ends with the schema, whose
    /// types do not contain themselves.
    fn content(&mut self, element: &Element<'t>) -> Result<(), Stop> {
        let ty: &'t Type<'t> = element.ty;
        let own_name = name_id(element.namespace, element.name);
        let mut state = 0;
        let mut count = 0;
        // Items so far of the list at hand, by element name.
        let mut list: (&str, usize) = ("", 0);
        loop {
            let Some(here) = ty.states.get(state) else { return Ok(()) };
            let (productions, width) = here.allowed(count);
            let start = self.reader.position();
            if self.visitor.at(start).is_break() {
                return Err(Stop::Visitor);
            }
            let raw = self.reader.bits(width);
            self.check()?;
            let code = here.index_of(raw);
            let production = match productions.get(code) {
                Some(production) => production,
                None if code == productions.len() && demands_wildcard(ty, productions) => {
                    // Nothing where the schema demands something that no codec here reads.
                    self.reader.escape_to_end(0);
                    self.reader.expect(1, 0);
                    self.check()?;
                    let bits = (start, self.reader.position());
                    return self.meet(bits, Met::End);
                }
                None => match productions.iter().find_map(empty_value) {
                    // The escape leads to an empty value.
                    Some((min, next)) if code == productions.len() => {
                        self.reader.escape_to_end(min);
                        self.check()?;
                        let bits = (start, self.reader.position());
                        self.meet(bits, Met::Value(String::new()))?;
                        state = next;
                        continue;
                    }
                    _ => {
                        self.reader.code(u64::MAX, 0, start, width);
                        return self.check();
                    }
                },
            };
            match &production.event {
                Event::End => {
                    let bits = (start, self.reader.position());
                    return self.meet(bits, Met::End);
                }
                Event::Element { element, list: is_list } => {
                    if element.is_abstract {
                        self.reader.abstract_element(start, width);
                        self.check()?;
                    }
                    list = if *is_list && list.0 == element.name {
                        (element.name, list.1 + 1)
                    } else {
                        (element.name, 0)
                    };
                    let bits = (start, self.reader.position());
                    let index = is_list.then_some(list.1);
                    self.meet(bits, Met::Start { element, index })?;
                    self.content(element)?;
                }
                Event::Any => {
                    self.reader.wildcard(width);
                    return self.check();
                }
                Event::Attribute(index) => {
                    let Some(attribute) = ty.attributes.get(*index) else { return Ok(()) };
                    self.visitor.attribute(self.reader.position(), attribute.name);
                    let value = self
                        .value(&attribute.coding, name_id(attribute.namespace, attribute.name))?;
                    let bits = (start, self.reader.position());
                    self.meet(
                        bits,
                        Met::Attribute {
                            name: attribute.name,
                            namespace: attribute.namespace,
                            value,
                        },
                    )?;
                }
                Event::Value(coding) => {
                    let value = self.value(coding, own_name)?;
                    let bits = (start, self.reader.position());
                    self.meet(bits, Met::Value(value))?;
                }
                Event::Text => {
                    let value = self.value(&TEXT, own_name)?;
                    let bits = (start, self.reader.position());
                    self.meet(bits, Met::Value(value))?;
                }
            }
            // An item of a bounded list leads to the state that counts it.
            let counted = ty.states.get(production.next).is_some_and(|next| next.repeat.is_some());
            count = match counted {
                true if production.next == state => count + 1,
                true => 1,
                false => 0,
            };
            state = production.next;
        }
    }

    /// Reads a value behind its event code, as the text that XML would have.
    fn value(&mut self, coding: &Coding<'_>, name: u16) -> Result<String, Stop> {
        let reader = &mut self.reader;
        let at = reader.position();
        let mut out = String::new();
        let written = match *coding {
            Coding::Boolean => write!(out, "{}", reader.bits(1) != 0),
            Coding::Bits { width, min, max } => {
                let raw = if width == 0 { 0 } else { reader.bits(width) };
                let offset = reader.bounded(raw, max.abs_diff(min), at, width);
                write!(out, "{}", min.wrapping_add_unsigned(offset))
            }
            Coding::Unsigned { min, max } => {
                write!(out, "{}", reader.unsigned(min, max))
            }
            Coding::Integer { min, max } => write!(out, "{}", reader.signed(min, max)),
            Coding::Unbounded => write!(out, "{}", reader.integer()),
            Coding::Enumeration(literals) => {
                let width = literals.len().saturating_sub(1).checked_ilog2().map_or(0, |n| n + 1);
                let index = if width == 0 { 0 } else { reader.bits(width) };
                match literals.get(index as usize) {
                    Some(literal) => write!(out, "{literal}"),
                    None => {
                        reader.bad_enumeration(at, width);
                        Ok(())
                    }
                }
            }
            Coding::String { min, max, lexical } => {
                let text = match lexical {
                    Lexical::Any => reader.attribute(0, min, max, name),
                    Lexical::Uri => reader.attribute_uri(0, min, max, name),
                    Lexical::NcName => reader.attribute_nc_name(0, min, max, name),
                };
                write!(out, "{text}")
            }
            Coding::Binary { min, max, hex } => {
                let bytes = reader.binary_value(min, max);
                if hex {
                    crate::text::hex(&mut out, bytes)
                } else {
                    crate::text::base64(&mut out, bytes)
                }
            }
        };
        // Writing to a string does not fail.
        let _: core::fmt::Result = written;
        self.check()?;
        Ok(out)
    }
}

/// True in the first state of content that has wildcards and text only, and must have some.
pub(crate) fn demands_wildcard(ty: &Type<'_>, productions: &[super::Production<'_>]) -> bool {
    let no_elements = ty
        .states
        .iter()
        .flat_map(|state| state.productions)
        .all(|production| !matches!(production.event, Event::Element { .. } | Event::Value(_)));
    let wildcard = productions.iter().any(|p| matches!(p.event, Event::Any));
    let end = productions.iter().any(|p| matches!(p.event, Event::End));
    no_elements && wildcard && !end
}

const TEXT: Coding<'static> = Coding::String { min: 0, max: u32::MAX, lexical: Lexical::Any };

/// `minLength` and next state of a production whose value may be empty, and then may be written
/// as `EE` in the second level.
fn empty_value(production: &super::Production<'_>) -> Option<(u32, usize)> {
    match &production.event {
        Event::Value(coding) => may_be_empty(coding).map(|min| (min, production.next)),
        _ => None,
    }
}

/// `minLength` of values that may be empty.
pub(crate) fn may_be_empty(coding: &Coding<'_>) -> Option<u32> {
    match coding {
        Coding::String { min, .. } | Coding::Binary { min, .. } => Some(*min),
        _ => None,
    }
}

/// The partition of the string table for a name; names only have to differ.
fn name_id(namespace: &str, name: &str) -> u16 {
    // FNV-1a, folded.
    let hash = namespace
        .bytes()
        .chain(name.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    ((hash >> 16) ^ hash) as u16
}

//! Decoding by the tables: slow, generic, and independent of the generated code.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::level::Level;
use super::names::Names;
use super::read::Met;
use super::{Element, Schema};
use crate::arena::Arena;
use crate::decode::MAX_INPUT;
use crate::error::{DecodeError, DecodeErrorKind, Facet, Unsupported};
use crate::options::DecodeOptions;
use crate::reader::Reader;
use crate::string_table;

/// Something in a document.
pub(crate) enum Seen<'n> {
    /// The start of an element; `index` counts the items of a list.
    Start { namespace: &'n str, name: &'n str, index: Option<usize> },
    /// An attribute, whose value is at bit `at`.
    Attribute { namespace: &'n str, name: &'n str, value: &'n str, at: usize },
    /// An element that the schema does not know is cast to `xsd:anyType`.
    Cast,
    /// Character data.
    Text(&'n str),
    /// The end of the current element.
    End,
    /// The end of a fragment, after its element.
    EndOfFragment,
    /// The event just before violates the schema (only with the option to report that).
    Violation(Facet),
}

/// Follows a walk. Each event comes with the bit at which it begins and the bit after it.
pub(crate) trait Visitor<'n> {
    /// Looks at an event. `Break` ends the walk.
    fn see(&mut self, bits: (usize, usize), seen: Seen<'n>) -> ControlFlow<()>;
    /// The event code at this bit is about to be read.
    fn at(&mut self, bit: usize) -> ControlFlow<()>;
    /// The value of an attribute, at this bit, could not be read.
    fn broken_attribute(&mut self, bit: usize, name: &'n str);
}

/// Why a walk ended early.
enum Stop {
    Error(DecodeError),
    Visitor,
}

/// Memory for the values of a document; none for an input that is too long to be read.
pub(crate) fn memory_for(input: &[u8], options: DecodeOptions) -> Vec<MaybeUninit<u8>> {
    if input.len() > MAX_INPUT {
        return Vec::new();
    }
    alloc::vec![MaybeUninit::uninit(); memory_needed(input.len(), options.string_table_hits)]
}

/// The most bytes that the values of a document of `input` bytes need, with a string table or
/// without. No more than a vector can have.
fn memory_needed(input: usize, table: bool) -> usize {
    // A character takes at least a byte of input and at most 3/2 of it as UTF-8 (two bytes, and
    // three as UTF-8), a byte two digits, a number of ten bits three.
    let values = input.saturating_mul(8).saturating_add(64);
    let table = if table { string_table::memory_for(input) } else { 0 };
    values.saturating_add(table).min(isize::MAX as usize)
}

/// Walks through a document; `Ok` if the document was read or the visitor stopped.
pub(crate) fn walk<'n>(
    schema: &'n Schema<'n>,
    input: &[u8],
    options: DecodeOptions,
    memory: &'n mut [MaybeUninit<u8>],
    visitor: &mut impl Visitor<'n>,
) -> Result<(), DecodeError> {
    if input.len() > MAX_INPUT {
        let kind = DecodeErrorKind::Unsupported(Unsupported::LongInput);
        return Err(DecodeError::at_start(kind));
    }
    let reader = Reader::new(input, Arena::new(memory), options);
    let names = Names::new(schema, options.learning_grammars);
    match (Walk { reader, names, visitor }).document(schema) {
        Ok(()) | Err(Stop::Visitor) => Ok(()),
        Err(Stop::Error(error)) => Err(error),
    }
}

struct Walk<'n, 'b, 'v, V> {
    reader: Reader<'n, 'b>,
    names: Names<'n>,
    visitor: &'v mut V,
}

impl<'n, V: Visitor<'n>> Walk<'n, '_, '_, V> {
    fn document(&mut self, schema: &'n Schema<'n>) -> Result<(), Stop> {
        let code = self.reader.document(schema.root_width, u64::from(schema.root_count));
        self.check()?;
        let root = schema.documents.iter().find(|(root, _)| u64::from(*root) == code);
        let Some((_, element)) = root else {
            self.reader.unknown_root(schema.root_width);
            return self.check();
        };
        self.see(8, Seen::Start { namespace: element.namespace, name: element.name, index: None })?;
        self.element(element)?;
        let Some((width, code)) = schema.end else { return Ok(()) };
        let start = self.reader.position();
        if self.visitor.at(start).is_break() {
            return Err(Stop::Visitor);
        }
        self.reader.expect(width, u64::from(code));
        self.check()?;
        self.see(start, Seen::EndOfFragment)
    }

    /// Reads from after the `SE` of an element to its `EE`.
    fn element(&mut self, element: &'n Element<'n>) -> Result<(), Stop> {
        let mut levels = alloc::vec![Level::of(element)];
        while let Some(level) = levels.last_mut() {
            let start = self.reader.position();
            if self.visitor.at(start).is_break() {
                return Err(Stop::Visitor);
            }
            let met = level.read(&mut self.reader, &mut self.names);
            if let (Err(_), Some((bit, name))) = (self.reader.end(), level.attribute) {
                self.visitor.broken_attribute(bit, name);
            }
            self.check()?;
            let seen = match met {
                Some(Met::Start { inside, index }) => {
                    let (namespace, name) = (inside.namespace, inside.name);
                    levels.push(inside);
                    Seen::Start { namespace, name, index }
                }
                Some(Met::End) => {
                    levels.pop();
                    Seen::End
                }
                Some(Met::Attribute { namespace, name, value, at }) => {
                    Seen::Attribute { namespace, name, value, at }
                }
                Some(Met::Cast) => Seen::Cast,
                Some(Met::Text(text)) => Seen::Text(text),
                // Only tables that contradict themselves lead here.
                None => return Ok(()),
            };
            self.see(start, seen)?;
        }
        Ok(())
    }

    /// Stops at the first failure.
    fn check(&self) -> Result<(), Stop> {
        self.reader.end().map(drop).map_err(Stop::Error)
    }

    /// Shows what lies between `start` and the position.
    fn see(&mut self, start: usize, seen: Seen<'n>) -> Result<(), Stop> {
        let bits = (start, self.reader.position());
        let mut flow = self.visitor.see(bits, seen);
        if let Some(violation) = self.reader.take_violation() {
            if flow.is_continue() {
                flow = self.visitor.see(bits, Seen::Violation(violation.facet));
            }
        }
        match flow {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Visitor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_for_any_input_is_a_number_that_a_vector_can_have() {
        for input in [0, 1, MAX_INPUT, usize::MAX / 16, usize::MAX] {
            for table in [false, true] {
                assert!(isize::try_from(memory_needed(input, table)).is_ok(), "{input}");
            }
        }
    }
}

//! Traces: every event of a document with its place.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use super::walk::{Seen, Visitor, memory_for, walk};
use super::{ElementPath, Schema};
use crate::error::{DecodeError, Facet};
use crate::options::DecodeOptions;

/// The events of a document up to its end or the first error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The events in document order.
    pub steps: Vec<Step>,
    /// Why the trace ends early.
    pub error: Option<DecodeError>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// First bit: that of the event code.
    pub bit: usize,
    /// Bits of event code and value together.
    pub width: usize,
    /// What kind of event it is.
    pub kind: StepKind,
    /// The element (or attribute) it belongs to.
    pub path: ElementPath,
    /// The value as XML would have it, of attributes and character data.
    pub value: Option<String>,
    /// The rule of the schema that it violates, if the options let that pass.
    pub violation: Option<Facet>,
}

/// Kinds of events, as EXI 1.0 names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Start of an element.
    Start,
    /// End of an element.
    End,
    /// Attribute.
    Attribute,
    /// Character data.
    Characters,
    /// End of a fragment, behind its element.
    EndOfFragment,
}

/// Writes the abbreviation of EXI 1.0, table 4-1: `SE`, `EE`, `AT`, `CH` or `ED`.
impl fmt::Display for StepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Start => "SE",
            Self::End => "EE",
            Self::Attribute => "AT",
            Self::Characters => "CH",
            Self::EndOfFragment => "ED",
        })
    }
}

/// Reads a document event by event.
///
/// The time is that of a slow decode, the memory a few hundred bytes for each event.
#[must_use]
pub fn trace(schema: &Schema<'_>, input: &[u8]) -> Trace {
    trace_with(schema, input, DecodeOptions::new())
}

/// Like [`trace`], with options: violations of the schema that they let pass are marked.
#[must_use]
pub fn trace_with(schema: &Schema<'_>, input: &[u8], options: DecodeOptions) -> Trace {
    let mut tracer = Tracer { steps: Vec::new(), path: ElementPath::default() };
    let error = walk(schema, input, options, &mut memory_for(input, options), &mut tracer).err();
    Trace { steps: tracer.steps, error }
}

struct Tracer {
    steps: Vec<Step>,
    path: ElementPath,
}

impl<'n> Visitor<'n> for Tracer {
    fn see(&mut self, (start, end): (usize, usize), seen: Seen<'n>) -> ControlFlow<()> {
        let mut add = |kind, path: &ElementPath, value| {
            let (bit, width) = (start, end - start);
            self.steps.push(Step { bit, width, kind, path: path.clone(), value, violation: None });
        };
        match seen {
            Seen::Start { name, index, .. } => {
                self.path.push(name, index);
                add(StepKind::Start, &self.path, None);
            }
            Seen::End => {
                add(StepKind::End, &self.path, None);
                self.path.pop();
            }
            Seen::Attribute { name, value, .. } => {
                self.path.push(&alloc::format!("@{name}"), None);
                add(StepKind::Attribute, &self.path, Some(value.into()));
                self.path.pop();
            }
            Seen::Cast => {
                self.path.push("@xsi:type", None);
                add(StepKind::Attribute, &self.path, Some("xsd:anyType".into()));
                self.path.pop();
            }
            Seen::Text(value) => add(StepKind::Characters, &self.path, Some(value.into())),
            Seen::EndOfFragment => add(StepKind::EndOfFragment, &self.path, None),
            Seen::Violation(facet) => {
                if let Some(step) = self.steps.last_mut() {
                    step.violation = Some(facet);
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn at(&mut self, _bit: usize) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn broken_attribute(&mut self, _bit: usize, _name: &'n str) {}
}

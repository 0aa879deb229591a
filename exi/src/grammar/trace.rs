//! Traces: every event of a document with its place.

use alloc::collections::BTreeMap;
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
    places: Places,
}

/// One event. [`Trace::path`] tells where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// First bit: the event code begins here.
    pub bit: usize,
    /// Bits of event code and value together.
    pub width: usize,
    /// The kind of event.
    pub kind: StepKind,
    /// The value as XML would have it, of attributes and character data.
    pub value: Option<String>,
    /// The rule of the schema that it violates, if the options let that pass.
    pub violation: Option<Facet>,
    place: Option<Place>,
}

impl Trace {
    /// Returns the path of the element or attribute that a step of this trace belongs to.
    #[must_use]
    pub fn path(&self, step: &Step) -> ElementPath {
        let mut path = ElementPath::default();
        for (name, index) in self.places.names_down_to(step.place) {
            path.push(name, index);
        }
        path
    }

    /// Returns the name of the element or attribute that a step of this trace belongs to. An
    /// attribute has `@` in front of its name. The end of a fragment has an empty name.
    #[must_use]
    pub fn name(&self, step: &Step) -> &str {
        step.place.and_then(|place| self.places.get(place)).map_or("", |(name, _, _)| name)
    }
}

/// An element or attribute of a trace.
type Place = usize;

/// The elements and attributes of a trace, each with the element around it. Names are kept once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Places {
    places: Vec<(Option<Place>, usize, Option<usize>)>,
    names: Vec<String>,
}

impl Places {
    fn get(&self, place: Place) -> Option<(&str, Option<usize>, Option<Place>)> {
        let (around, name, index) = *self.places.get(place)?;
        Some((self.names.get(name)?, index, around))
    }

    fn names_down_to(&self, place: Option<Place>) -> impl Iterator<Item = (&str, Option<usize>)> {
        let mut found = Vec::new();
        let mut next = place;
        while let Some((name, index, around)) = next.and_then(|place| self.get(place)) {
            found.push((name, index));
            next = around;
        }
        found.into_iter().rev()
    }
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
    /// End of a fragment, after its element.
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
/// This takes the time of a slow decode, and about 150 bytes for each event besides the values.
#[must_use]
pub fn trace(schema: &Schema<'_>, input: &[u8]) -> Trace {
    trace_with(schema, input, DecodeOptions::new())
}

/// Like [`trace`], with options: violations of the schema that they let pass are marked.
#[must_use]
pub fn trace_with(schema: &Schema<'_>, input: &[u8], options: DecodeOptions) -> Trace {
    let mut memory = memory_for(input, options);
    let mut tracer = Tracer::default();
    let error = walk(schema, input, options, &mut memory, &mut tracer).err();
    Trace { steps: tracer.steps, error, places: tracer.places }
}

#[derive(Default)]
struct Tracer<'n> {
    steps: Vec<Step>,
    places: Places,
    names: BTreeMap<(&'static str, &'n str), usize>,
    /// The element at hand.
    place: Option<Place>,
}

impl<'n> Tracer<'n> {
    /// Adds an element or attribute inside the element at hand.
    fn enter(&mut self, prefix: &'static str, name: &'n str, index: Option<usize>) {
        let names = &mut self.places.names;
        let name = *self.names.entry((prefix, name)).or_insert_with(|| {
            names.push(alloc::format!("{prefix}{name}"));
            names.len() - 1
        });
        self.places.places.push((self.place, name, index));
        self.place = Some(self.places.places.len() - 1);
    }

    fn leave(&mut self) {
        self.place = self.place.and_then(|place| self.places.get(place)?.2);
    }
}

impl<'n> Visitor<'n> for Tracer<'n> {
    fn see(&mut self, (start, end): (usize, usize), seen: Seen<'n>) -> ControlFlow<()> {
        let (kind, value) = match seen {
            Seen::Start { name, index, .. } => {
                self.enter("", name, index);
                (StepKind::Start, None)
            }
            Seen::End => (StepKind::End, None),
            Seen::Attribute { name, value, .. } => {
                self.enter("@", name, None);
                (StepKind::Attribute, Some(value))
            }
            Seen::Cast => {
                self.enter("@", "xsi:type", None);
                (StepKind::Attribute, Some("xsd:anyType"))
            }
            Seen::Text(value) => (StepKind::Characters, Some(value)),
            Seen::EndOfFragment => (StepKind::EndOfFragment, None),
            Seen::Violation(facet) => {
                if let Some(step) = self.steps.last_mut() {
                    step.violation = Some(facet);
                }
                return ControlFlow::Continue(());
            }
        };
        self.steps.push(Step {
            bit: start,
            width: end - start,
            kind,
            value: value.map(String::from),
            violation: None,
            place: self.place,
        });
        if matches!(kind, StepKind::End | StepKind::Attribute) {
            self.leave();
        }
        ControlFlow::Continue(())
    }

    fn at(&mut self, _bit: usize) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn broken_attribute(&mut self, _bit: usize, _name: &'n str) {}
}

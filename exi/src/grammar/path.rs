//! Element paths: where in the document a bit is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use super::Schema;
use super::walk::{Seen, Visitor, memory_for, walk};
use crate::options::DecodeOptions;

/// The path of an element or attribute, such as
/// `V2G_Message/Body/ChargeParameterDiscoveryRes/SAScheduleList/SAScheduleTuple[1]`.
///
/// Items of a list are counted from 0; an attribute has `@` in front of its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ElementPath {
    segments: Vec<String>,
}

impl ElementPath {
    /// The names from the root on, with the index of list items in brackets.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().map(String::as_str)
    }

    pub(crate) fn push(&mut self, name: &str, index: Option<usize>) {
        self.segments.push(match index {
            Some(index) => alloc::format!("{name}[{index}]"),
            None => name.into(),
        });
    }

    pub(crate) fn pop(&mut self) {
        self.segments.pop();
    }
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            f.write_str(segment)?;
        }
        Ok(())
    }
}

/// The path of the element in which bit `bit` of a document lies, for example that of
/// [`DecodeError::bit_offset`](crate::DecodeError::bit_offset). The event code of an element
/// belongs to its parent.
///
/// The document is decoded again from its start; it need not be right after the bit. The same
/// works for what an encoder had written when it failed.
#[must_use]
pub fn path(schema: &Schema<'_>, input: &[u8], bit: usize) -> ElementPath {
    path_with(schema, input, bit, DecodeOptions::new())
}

/// Like [`path()`], with the options of the decode that failed.
#[must_use]
pub fn path_with(
    schema: &Schema<'_>,
    input: &[u8],
    bit: usize,
    options: DecodeOptions,
) -> ElementPath {
    let mut finder = Finder { bit, path: ElementPath::default() };
    // The path up to a failure is what is asked for.
    let _ = walk(schema, input, options, &mut memory_for(input, options), &mut finder);
    finder.path
}

struct Finder {
    bit: usize,
    path: ElementPath,
}

impl<'n> Visitor<'n> for Finder {
    fn see(&mut self, bits: (usize, usize), seen: Seen<'n>) -> ControlFlow<()> {
        let is_before = bits.1 <= self.bit;
        match seen {
            Seen::Start { name, index, .. } if is_before => self.path.push(name, index),
            Seen::End if is_before => self.path.pop(),
            Seen::Attribute { name, at, .. } if !is_before => {
                self.broken_attribute(at, name);
                return ControlFlow::Break(());
            }
            Seen::Start { .. } | Seen::End => return ControlFlow::Break(()),
            Seen::Attribute { .. }
            | Seen::Cast
            | Seen::Text(_)
            | Seen::EndOfFragment
            | Seen::Violation(_) => {}
        }
        ControlFlow::Continue(())
    }

    fn at(&mut self, bit: usize) -> ControlFlow<()> {
        if bit > self.bit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn broken_attribute(&mut self, bit: usize, name: &'n str) {
        // Its event code belongs to the element.
        if bit <= self.bit {
            self.path.push(&alloc::format!("@{name}"), None);
        }
    }
}

//! Runs: the fixed bits between two branches, composed into one number and written at once.

use super::Encoder;
use crate::grammar::State;

/// Fixed bits that have not been written yet.
#[derive(Default, Clone)]
pub(super) struct Run {
    pub(super) lead: Option<Lead>,
    pub(super) pieces: Vec<Piece>,
}

/// Bits in front of a run whose number is known at run time only.
#[derive(Clone)]
pub(super) struct Lead {
    /// Expression for their number.
    pub(super) n: String,
    /// Expression for their value; zero if there is none.
    pub(super) value: Option<String>,
}

/// A piece of a run: its width, and an expression for its value unless it is zero.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) width: u32,
    pub(super) value: Option<String>,
}

/// Longest run, and longest one in front of an integer; the decoder's are the same.
pub(super) const MAX_RUN: u32 = 48;
pub(super) const MAX_INTEGER_RUN: u32 = 32;

impl Run {
    pub(super) fn bits(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.width).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lead.is_none() && self.pieces.is_empty()
    }

    pub(super) fn has_value(&self) -> bool {
        self.pieces.iter().any(|piece| piece.value.is_some())
            || self.lead.as_ref().is_some_and(|lead| lead.value.is_some())
    }

    pub(super) fn zero(&mut self, width: u32) {
        if width > 0 {
            self.pieces.push(Piece { width, value: None });
        }
    }

    /// An expression for the number of bits.
    pub(super) fn count(&self) -> String {
        match (&self.lead, self.bits()) {
            (Some(lead), 0) => lead.n.clone(),
            (Some(lead), n) => format!("{} + {n}", lead.n),
            (None, n) => n.to_string(),
        }
    }

    /// An expression for the value.
    pub(super) fn value(&self) -> String {
        let mut shift = self.bits();
        let mut parts = Vec::new();
        let mut part = |value: &str, shift: u32| {
            // `as` binds closer than the shift, everything else is a call or in parentheses.
            parts.push(if shift == 0 { value.to_owned() } else { format!("({value} << {shift})") });
        };
        if let Some(value) = self.lead.as_ref().and_then(|lead| lead.value.as_ref()) {
            part(value, shift);
        }
        for piece in &self.pieces {
            shift -= piece.width;
            if let Some(value) = &piece.value {
                part(value, shift);
            }
        }
        match parts.as_slice() {
            [] => "0".to_owned(),
            [one] => {
                one.strip_prefix('(').and_then(|p| p.strip_suffix(')')).unwrap_or(one).to_owned()
            }
            _ => parts.join(" | "),
        }
    }
}
impl Encoder<'_, '_> {
    pub(super) fn put(&mut self, width: u32, value: String) {
        if self.run.bits() + width > MAX_RUN {
            self.flush_values();
            if self.run.bits() + width > MAX_RUN {
                self.flush();
            }
        }
        self.run.pieces.push(Piece { width, value: Some(value) });
    }

    /// Writes everything up to the last value; zeros after it stay.
    pub(super) fn flush_values(&mut self) {
        if !self.run.has_value() {
            return;
        }
        let last = self.run.pieces.iter().rposition(|piece| piece.value.is_some());
        let rest = self.run.pieces.split_off(last.map_or(0, |last| last + 1));
        self.flush();
        self.run.pieces = rest;
    }

    /// Writes everything.
    pub(super) fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let line = if run.has_value() {
            format!("w.put({}, {});", run.count(), run.value())
        } else {
            format!("w.zeros({});", run.count())
        };
        self.line(&line);
    }

    /// The zero bits of the run, as an argument, after everything before them is written.
    pub(super) fn take_zeros(&mut self) -> String {
        self.flush_values();
        std::mem::take(&mut self.run).count()
    }

    /// Sets `n` and `base` so that the next event code is written in this state.
    pub(super) fn variable(&mut self, first: usize, count: usize) {
        self.flush_values();
        self.run.zero(State::width(count));
        let n = std::mem::take(&mut self.run).count();
        let line = if self.declared {
            format!("(n, base) = ({n}, {first});")
        } else {
            format!("let (mut n, mut base): (u32, u64) = ({n}, {first});")
        };
        self.declared = true;
        self.line(&line);
    }
}

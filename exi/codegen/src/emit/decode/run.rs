//! Runs: the fixed bits between two branches, collected and read at once.

use std::fmt::Write;

use super::Decoder;
use crate::grammar::State;

/// Fixed bits that have not been read yet.
#[derive(Default, Clone)]
pub(super) struct Run {
    /// Name of a variable with a number of zero bits in front.
    pub(super) lead: Option<String>,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Clone)]
pub(super) enum Piece {
    Zero(u32),
    Field(Field),
}

/// A value of fixed width inside a run.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) width: u32,
    /// `let NAME`, or an assignment to an existing variable.
    pub(super) target: String,
    pub(super) kind: FieldKind,
}

#[derive(Clone)]
pub(super) enum FieldKind {
    Bool,
    Bits {
        ty: &'static str,
        min: i128,
        max: i128,
        /// The type holds all that the field can.
        room: bool,
    },
    Enumeration {
        path: String,
    },
    /// Event code.
    Code(Code),
}

/// How an event code becomes the number of an event.
#[derive(Clone)]
pub(super) struct Code {
    /// The event with code 0.
    pub(super) first: usize,
    pub(super) count: usize,
    /// Events of abstract elements.
    pub(super) abstracts: Vec<usize>,
    /// The escape leads to an empty value with this `minLength`, which is this event.
    pub(super) empty: Option<(u32, usize)>,
}

/// Longest run; a window has 57 bits, and there must be room for `lead`.
pub(super) const MAX_RUN: u32 = 48;
/// Longest run in front of an integer.
pub(super) const MAX_INTEGER_RUN: u32 = 32;

impl Run {
    pub(super) fn bits(&self) -> u32 {
        self.pieces.iter().map(Piece::width).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lead.is_none() && self.pieces.is_empty()
    }

    pub(super) fn zero(&mut self, n: u32) {
        if let Some(Piece::Zero(last)) = self.pieces.last_mut() {
            *last += n;
        } else if n > 0 {
            self.pieces.push(Piece::Zero(n));
        }
    }

    /// An expression for the number of bits, all of which are zero.
    pub(super) fn count(&self) -> String {
        match (&self.lead, self.bits()) {
            (Some(lead), 0) => lead.clone(),
            (Some(lead), n) => format!("{lead} + {n}"),
            (None, n) => n.to_string(),
        }
    }
}

impl Piece {
    pub(super) fn width(&self) -> u32 {
        match self {
            Self::Zero(n) => *n,
            Self::Field(field) => field.width,
        }
    }
}
impl Decoder<'_, '_> {
    pub(super) fn field(&mut self, field: Field) {
        if self.run.bits() + field.width > MAX_RUN {
            self.flush_fields();
            if self.run.bits() + field.width > MAX_RUN {
                self.flush();
            }
        }
        self.run.pieces.push(Piece::Field(field));
    }

    /// Reads everything up to the last field; zeros after it stay.
    pub(super) fn flush_fields(&mut self) {
        let Some(last) = self.run.pieces.iter().rposition(|p| matches!(p, Piece::Field(_))) else {
            return;
        };
        let rest = self.run.pieces.split_off(last + 1);
        self.flush();
        self.run.pieces = rest;
    }

    /// Reads everything.
    pub(super) fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        if !run.pieces.iter().any(|p| matches!(p, Piece::Field(_))) {
            let line = format!("r.zeros({});", run.count());
            self.line(&line);
            return;
        }
        self.mark(&run);
        let line = format!("let bits = r.run({}, {});", run.count(), mask(&run));
        self.line(&line);
        self.extract(&run);
    }

    /// Notes where the run begins if one of its fields can be wrong.
    pub(super) fn mark(&mut self, run: &Run) {
        let checked = run.pieces.iter().any(|piece| match piece {
            Piece::Zero(_) => false,
            Piece::Field(field) => field.is_checked(),
        });
        if checked {
            let lead =
                run.lead.as_ref().map(|lead| format!(" + {lead} as usize")).unwrap_or_default();
            let line = format!("let at = r.position(){lead};");
            self.line(&line);
        }
    }

    /// Takes the fields out of `bits`.
    pub(super) fn extract(&mut self, run: &Run) {
        let total = run.bits();
        let mut offset = 0;
        for piece in &run.pieces {
            let width = piece.width();
            if let Piece::Field(field) = piece {
                let shift = total - offset - width;
                let line = field.extract(offset, shift);
                self.line(&line);
            }
            offset += width;
        }
    }

    /// Event code among `count` events from `first`, for `next`.
    pub(super) fn code(&mut self, first: usize, count: usize, empty: Option<(u32, usize)>) {
        let target = if self.declared { "next" } else { "let mut next" }.to_owned();
        self.declared = true;
        let abstracts = self.abstracts.range(first..first + count).copied().collect();
        let kind = FieldKind::Code(Code { first, count, abstracts, empty });
        self.field(Field { width: State::width(count), target, kind });
        self.flush();
    }
}

impl Field {
    pub(super) fn is_checked(&self) -> bool {
        match &self.kind {
            FieldKind::Bool => false,
            FieldKind::Bits { min, max, .. } => (max - min) as u128 + 1 != 1_u128 << self.width,
            FieldKind::Enumeration { .. } | FieldKind::Code(_) => true,
        }
    }

    /// The statement that takes the field out of `bits`, `offset` bits after `at`.
    pub(super) fn extract(&self, offset: u32, shift: u32) -> String {
        let (target, width) = (&self.target, self.width);
        let shifted = if shift == 0 { "bits".to_owned() } else { format!("(bits >> {shift})") };
        let raw = format!("{shifted} & {:#x}", (1_u64 << width) - 1);
        let at = if offset == 0 { "at".to_owned() } else { format!("at + {offset}") };
        match &self.kind {
            FieldKind::Bool => format!("{target} = {raw} != 0;"),
            FieldKind::Bits { ty, min, max, room } => {
                let raw = if self.is_checked() {
                    // Whether the type can hold what the schema forbids but the field has.
                    let method = if *room { "bounded" } else { "limited" };
                    format!("r.{method}({raw}, {}, {at}, {width})", max - min)
                } else {
                    format!("({raw})")
                };
                let value = format!("{raw} as {ty}");
                if *min == 0 {
                    format!("{target} = {value};")
                } else {
                    format!("{target} = ({value}).wrapping_add({min});")
                }
            }
            FieldKind::Enumeration { path } => {
                format!("{target} = r.enumeration(&{path}::ALL, {raw}, {at}, {width});")
            }
            FieldKind::Code(Code { first, count, abstracts, empty }) => {
                let plus = if *first == 0 { String::new() } else { format!("{first} + ") };
                let code = format!("{plus}r.code({raw}, {count}, {at}, {width})");
                let code = match empty {
                    None => code,
                    Some((min, event)) => format!(
                        "if {raw} == {count} {{ r.escape_to_end({min}); {event} }} else {{ {code} }}"
                    ),
                };
                let mut line = format!("{target} = {code};");
                if !abstracts.is_empty() {
                    let events: Vec<String> = abstracts.iter().map(ToString::to_string).collect();
                    let _ = write!(
                        line,
                        "\nif matches!(next, {}) {{ r.abstract_element({at}, {width}); }}",
                        events.join(" | "),
                    );
                }
                line
            }
        }
    }
}
/// The bits of a run that must be zero; those above its known part too.
pub(super) fn mask(run: &Run) -> String {
    let mut mask = 0_u64;
    for piece in &run.pieces {
        mask <<= piece.width();
        if let Piece::Zero(n) = piece {
            mask |= (1_u64 << n) - 1;
        }
    }
    if run.lead.is_some() {
        mask |= u64::MAX << run.bits();
    }
    format!("{mask:#x}")
}

//! How to read: strict or tolerant, and how much; and the report of what was tolerated.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::tolerance::Tolerance;

/// How to treat what the schemas do not allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Refuse it.
    #[default]
    Strict,
    /// Accept what is seen in the field and can only mean one thing, and report it.
    /// [`Tolerance`] has the table.
    Tolerant,
}

/// How to read a frame or a payload.
///
/// ```
/// # use ocpp16::{Mode, Options};
/// let options = Options::tolerant().with_max_frame(16 * 1024);
/// assert_eq!(options.mode, Mode::Tolerant);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How to treat what the schemas do not allow.
    pub mode: Mode,
    /// The longest frame in bytes. Longer ones are refused unread. Default 1 MiB: OCPP-J sets no
    /// limit, and legal Plug & Charge frames have 70 kB.
    pub max_frame: usize,
    /// How deep arrays and objects may be nested where any JSON may stand: in details of a
    /// CALLERROR and in what is skipped. Messages themselves are as deep as their schema. Default
    /// and maximum 64.
    pub max_depth: u32,
    /// The most elements of any list. Default 16 384.
    pub max_list: usize,
    /// The most entries of a [`Report`]; further ones are counted. Default 16, maximum 65,535. To
    /// find the path of an entry takes one walk through the frame up to it, so that many entries in
    /// long frames take long: 8,000 in one of 1 MiB some tenths of a second.
    pub max_report: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self::strict()
    }
}

impl Options {
    /// Everything by the schemas, with the default limits.
    #[must_use]
    pub const fn strict() -> Self {
        Self {
            mode: Mode::Strict,
            max_frame: 1 << 20,
            max_depth: 64,
            max_list: 16_384,
            max_report: 16,
        }
    }

    /// What the field sends, with the default limits.
    #[must_use]
    pub const fn tolerant() -> Self {
        Self { mode: Mode::Tolerant, ..Self::strict() }
    }

    /// Sets [`Self::mode`].
    #[must_use]
    pub const fn with_mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// Sets [`Self::max_frame`], in bytes.
    #[must_use]
    pub const fn with_max_frame(self, max_frame: usize) -> Self {
        Self { max_frame, ..self }
    }

    /// Sets [`Self::max_depth`]; more than 64 is 64.
    #[must_use]
    pub const fn with_max_depth(self, max_depth: u32) -> Self {
        Self { max_depth: if max_depth > 64 { 64 } else { max_depth }, ..self }
    }

    /// Sets [`Self::max_list`], in elements.
    #[must_use]
    pub const fn with_max_list(self, max_list: usize) -> Self {
        Self { max_list, ..self }
    }

    /// Sets [`Self::max_report`], in entries.
    #[must_use]
    pub const fn with_max_report(self, max_report: usize) -> Self {
        Self { max_report, ..self }
    }
}

/// What was let pass, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tolerated {
    /// What.
    pub what: Tolerance,
    /// Where in the payload, as in `meterValue[2].sampledValue[0].unit`; empty in front of it.
    pub path: String,
    /// Where in the input, in bytes.
    pub offset: usize,
}

impl fmt::Display for Tolerated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, path, offset } = self;
        if path.is_empty() {
            write!(f, "{what}, at byte {offset}")
        } else {
            write!(f, "{path}: {what}, at byte {offset}")
        }
    }
}

/// All that the tolerant reader has let pass, up to [`Options::max_report`] entries. Empty from
/// the strict reader, but for the form of a CALLERROR. An empty report takes one pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Option<Box<Entries>>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entries {
    entries: Vec<Tolerated>,
    more: usize,
}

impl Report {
    pub(crate) fn new(entries: Vec<Tolerated>, more: usize) -> Self {
        let is_empty = entries.is_empty() && more == 0;
        Self((!is_empty).then(|| Box::new(Entries { entries, more })))
    }

    /// Whether everything was by the schemas.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The first entries, in the order of the input.
    #[must_use]
    pub fn entries(&self) -> &[Tolerated] {
        self.0.as_ref().map_or(&[], |inner| &inner.entries)
    }

    /// How many there were besides [`Self::entries`].
    #[must_use]
    pub fn more(&self) -> usize {
        self.0.as_ref().map_or(0, |inner| inner.more)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, entry) in self.entries().iter().enumerate() {
            write!(f, "{}{entry}", if index == 0 { "" } else { "; " })?;
        }
        match self.more() {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

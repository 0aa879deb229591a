//! The table of string values (EXI 1.0, 7.3), for streams that contain hits.
//!
//! ISO 15118 sets `valuePartitionCapacity` to 0, so no table exists and every value is a literal.
//! Encoders that leave the option at its default write hits; reading those is an option of the
//! decoder (`DecodeOptions::string_table_hits`).
//!
//! A hit can take one byte of input, so each lookup has to be cheap whatever was sent before:
//!
//! - The global partition is an array. A lookup is one access.
//! - The local partition of a name is a stack of entries with jump pointers (Myers, "An applicative
//!   random-access stack", 1983). A lookup takes at most about `2 * log2(n)` steps.
//! - The newest entry of a name is found by the name's number, which is a hash.
//! - An entry remembers its number of characters and the lexical checks that it has passed, so
//!   that a hit does not look at the text again.
//!
//! Without the feature `string-table` there is no table, and none of its code.
#![cfg_attr(
    not(feature = "string-table"),
    allow(dead_code, reason = "types that the decoder names in either case")
)]

use crate::arena::Full;
use crate::lexical::{is_nc_name, is_uri_reference};

#[cfg(not(feature = "string-table"))]
mod none;
#[cfg(feature = "string-table")]
mod table;

#[cfg(not(feature = "string-table"))]
pub(crate) use none::NoTable;
#[cfg(all(not(feature = "string-table"), feature = "grammar"))]
pub(crate) use none::memory_for;
#[cfg(feature = "string-table")]
pub(crate) use table::StringTable;
#[cfg(all(feature = "string-table", feature = "grammar"))]
pub(crate) use table::memory_for;

/// The table of a reader, in the arena, so that a reader without it is small.
#[cfg(feature = "string-table")]
pub(crate) type Table<'a> = &'a mut StringTable<'a>;
/// The table of a reader: never there.
#[cfg(not(feature = "string-table"))]
pub(crate) type Table<'a> = NoTable<'a>;

/// Why a value was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAdded {
    /// There are [`MAX_ENTRIES`] already.
    TableFull,
    /// The arena has no room.
    ArenaFull,
}

impl From<Full> for NotAdded {
    fn from(Full: Full) -> Self {
        Self::ArenaFull
    }
}

/// A value that a hit has found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit<'a> {
    pub(crate) text: &'a str,
    /// Code points.
    pub(crate) characters: u32,
}

/// A rule for texts whose result an entry remembers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    NcName = 1,
    Uri = 2,
}

impl Check {
    #[inline(always)]
    pub(crate) fn accepts(self, text: &str) -> bool {
        match self {
            Self::NcName => is_nc_name(text),
            Self::Uri => is_uri_reference(text),
        }
    }
}

//! The table of string values (EXI 1.0, 7.3), for streams that contain hits.
//!
//! ISO 15118 sets `valuePartitionCapacity` to 0, so no table exists and every value is a literal.
//! Encoders that leave the option at its default write hits; reading those is an option of the
//! decoder ([`DecodeOptions::string_table_hits`](crate::DecodeOptions::string_table_hits)).
//!
//! Entries lie in the arena as a chain, newest first. A lookup walks the chain; that is linear in
//! the number of entries, but each hit costs the sender at least ten bits of input, and
//! [`MAX_ENTRIES`] bounds the work.

use crate::arena::{Arena, Full};

/// Entries after which no more are accepted, so that a hostile input cannot make lookups slow.
/// The largest legal ISO 15118 messages have a few thousand strings.
const MAX_ENTRIES: u32 = 4096;

/// All values seen so far.
#[derive(Debug, Default)]
pub(crate) struct StringTable<'a> {
    newest: Option<&'a Entry<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    text: &'a str,
    /// Element or attribute that had the value first.
    name: u16,
    /// Index in the global partition.
    global: u32,
    /// Index in the partition of `name`.
    local: u32,
    older: Option<&'a Entry<'a>>,
}

impl<'a> StringTable<'a> {
    fn entries(&self) -> impl Iterator<Item = &'a Entry<'a>> {
        core::iter::successors(self.newest, |entry| entry.older)
    }

    pub(crate) fn global_len(&self) -> u64 {
        self.newest.map_or(0, |entry| u64::from(entry.global) + 1)
    }

    pub(crate) fn local_len(&self, name: u16) -> u64 {
        let newest = self.entries().find(|entry| entry.name == name);
        newest.map_or(0, |entry| u64::from(entry.local) + 1)
    }

    pub(crate) fn global(&self, index: u64) -> Option<&'a str> {
        self.entries().find(|entry| u64::from(entry.global) == index).map(|entry| entry.text)
    }

    pub(crate) fn local(&self, name: u16, index: u64) -> Option<&'a str> {
        self.entries()
            .find(|entry| entry.name == name && u64::from(entry.local) == index)
            .map(|entry| entry.text)
    }

    /// Adds a literal. The specification adds every miss, also one that is there already under
    /// another name.
    pub(crate) fn add(
        &mut self,
        arena: &mut Arena<'a>,
        text: &'a str,
        name: u16,
    ) -> Result<(), Full> {
        let global = self.newest.map_or(0, |entry| entry.global + 1);
        if global >= MAX_ENTRIES {
            return Err(Full);
        }
        let local = self.local_len(name) as u32;
        self.newest = Some(arena.value(Entry { text, name, global, local, older: self.newest })?);
        Ok(())
    }
}

//! The table itself.

use core::num::NonZeroU16;

use super::{Check, Hit, NotAdded};
use crate::arena::{Arena, Full};

/// Entries after which no more are accepted. The largest legal ISO 15118 messages have a few
/// thousand strings.
pub(crate) const MAX_ENTRIES: usize = 4096;

/// Bytes of text that all hits of one document may repeat. It bounds the output of those who copy
/// the values, such as XML.
pub(crate) const MAX_REPEATED: usize = 1 << 20;

/// The most bytes of the arena that the table takes for an entry, when there are many.
#[cfg(any(feature = "grammar", test))]
const ENTRY_MEMORY: usize = 4 * size_of::<Entry<'_>>() + 8 * size_of::<Option<Name>>();
/// The bytes of the arena that the first entry takes, and the alignment of all.
#[cfg(any(feature = "grammar", test))]
const FIRST_MEMORY: usize = 8 * (size_of::<Entry<'_>>() + size_of::<Option<Name>>()) + 256;
/// The most bytes of the arena that the whole table takes.
#[cfg(any(feature = "grammar", test))]
const MAX_MEMORY: usize = MAX_ENTRIES * ENTRY_MEMORY + FIRST_MEMORY;

/// The most bytes that the table of a document of `input` bytes takes.
#[cfg(any(feature = "grammar", test))]
pub(crate) fn memory_for(input: usize) -> usize {
    // Each string that an entry is for has at least two bytes.
    MAX_MEMORY.min(input.saturating_mul(ENTRY_MEMORY / 2).saturating_add(FIRST_MEMORY))
}

impl Name {
    /// Number of values.
    pub(crate) fn len(self) -> usize {
        self.len.get().into()
    }
}

/// All values seen so far.
#[derive(Debug, Default)]
pub(crate) struct StringTable<'a> {
    entries: Growing<'a, Entry<'a>>,
    names: Names<'a>,
    /// The entry that the last value is; the number of entries if it is none.
    last: usize,
    /// Bytes of text that hits have repeated.
    repeated: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry<'a> {
    text: &'a str,
    characters: u32,
    /// Index in the partition of its name.
    local: u16,
    /// The entry before it in that partition; itself if it is the first.
    older: u16,
    /// An entry further back in that partition; itself if it is the first.
    jump: u16,
    /// Bits of [`Check`] that the text has passed.
    passed: u8,
}

/// A name that has values: the newest one, and how many there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    number: u32,
    newest: u16,
    len: NonZeroU16,
}

impl<'a> StringTable<'a> {
    /// Number of values in the global partition.
    pub(crate) fn global_len(&self) -> usize {
        self.entries.len
    }

    /// The partition of a name; `None` if it is empty.
    pub(crate) fn partition(&self, name: u32) -> Option<Name> {
        self.names.get(name)
    }

    /// Finds a value of the global partition.
    pub(crate) fn global(&mut self, index: u64) -> Option<Hit<'a>> {
        self.hit(usize::try_from(index).ok()?)
    }

    /// Finds a value in a partition.
    pub(crate) fn local(&mut self, partition: Option<Name>, index: u64) -> Option<Hit<'a>> {
        let partition = partition?;
        let index = u16::try_from(index).ok().filter(|index| *index < partition.len.get())?;
        let mut at = partition.newest;
        let mut entry = self.entry(at)?;
        while entry.local != index {
            let jump = self.entry(entry.jump)?;
            (at, entry) = match jump.local >= index {
                true => (entry.jump, jump),
                false => (entry.older, self.entry(entry.older)?),
            };
        }
        self.hit(at.into())
    }

    fn hit(&mut self, index: usize) -> Option<Hit<'a>> {
        let entry = self.entries.items.get(index).filter(|_| index < self.entries.len)?;
        self.last = index;
        self.repeated = self.repeated.saturating_add(entry.text.len());
        Some(Hit { text: entry.text, characters: entry.characters })
    }

    /// True if the hits have repeated more text than is accepted.
    pub(crate) fn repeats_too_much(&self) -> bool {
        self.repeated > MAX_REPEATED
    }

    /// Adds a literal. The specification adds every miss, also one that is there already under
    /// another name.
    pub(crate) fn add(
        &mut self,
        arena: &mut Arena<'a>,
        text: &'a str,
        characters: u32,
        name: u32,
    ) -> Result<(), NotAdded> {
        if self.global_len() >= MAX_ENTRIES {
            return Err(NotAdded::TableFull);
        }
        // `MAX_ENTRIES` fits.
        let index = self.global_len() as u16;
        let newest = self.partition(name).map(|partition| partition.newest);
        let (local, older, jump) = match newest.and_then(|newest| self.after(newest)) {
            Some((local, jump)) => (local, newest.unwrap_or(index), jump),
            None => (0, index, index),
        };
        let entry = Entry { text, characters, local, older, jump, passed: 0 };
        self.entries.push(arena, entry)?;
        // There are at most `MAX_ENTRIES`.
        let len = NonZeroU16::MIN.saturating_add(local);
        self.names.set(arena, Name { number: name, newest: index, len })?;
        self.last = index.into();
        Ok(())
    }

    /// Forgets which entry the last value was: it is none.
    pub(crate) fn not_an_entry(&mut self) {
        self.last = self.entries.len;
    }

    /// True if the last value has passed a check before.
    #[inline]
    pub(crate) fn has_passed(&self, rule: Check) -> bool {
        // Behind the last entry there is none that has passed.
        self.entries.items.get(self.last).is_some_and(|entry| entry.passed & rule as u8 != 0)
    }

    /// Checks `text`, the last value, and remembers that it has passed.
    pub(crate) fn passes(&mut self, text: &str, rule: Check) -> bool {
        let passes = rule.accepts(text);
        if let (true, Some(entry)) = (passes, self.entries.get_mut().get_mut(self.last)) {
            entry.passed |= rule as u8;
        }
        passes
    }

    #[inline]
    fn entry(&self, index: u16) -> Option<&Entry<'a>> {
        // An index of an entry is less than the length.
        self.entries.items.get(usize::from(index))
    }

    /// Index in its partition and jump of an entry that comes after `newest`.
    fn after(&self, newest: u16) -> Option<(u16, u16)> {
        let entry = self.entry(newest)?;
        let jump = self.entry(entry.jump)?;
        let further = self.entry(jump.jump)?;
        // Two jumps of the same length are joined to one of twice the length.
        let is_pair = entry.local - jump.local == jump.local - further.local;
        let jump = if is_pair && entry.local > 0 { jump.jump } else { newest };
        Some((entry.local + 1, jump))
    }
}

/// The newest entry of each name: a hash table in which the next free place is taken. At most half of
/// the places are taken.
#[derive(Debug, Default)]
struct Names<'a> {
    places: &'a mut [Option<Name>],
    len: usize,
}

impl<'a> Names<'a> {
    /// The place of a name, or the one that it would take. The number of places is a power of two.
    fn place(&self, number: u32) -> Option<usize> {
        let mask = self.places.len().checked_sub(1)?;
        let mut at = number as usize & mask;
        while self.places.get(at)?.is_some_and(|name| name.number != number) {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    fn get(&self, number: u32) -> Option<Name> {
        *self.places.get(self.place(number)?)?
    }

    fn set(&mut self, arena: &mut Arena<'a>, name: Name) -> Result<(), Full> {
        if 2 * (self.len + 1) > self.places.len() {
            let count = (2 * self.places.len()).max(8);
            let old = core::mem::replace(&mut self.places, arena.filled(None, count)?);
            self.len = 0;
            for name in old.iter().flatten() {
                self.put(*name);
            }
        }
        self.put(name);
        Ok(())
    }

    fn put(&mut self, name: Name) {
        let place = self.place(name.number).and_then(|at| self.places.get_mut(at));
        if let Some(place) = place {
            self.len += usize::from(place.is_none());
            *place = Some(name);
        }
    }
}

/// A list in the arena that takes twice the room when it is full.
#[derive(Debug)]
struct Growing<'a, T> {
    items: &'a mut [T],
    len: usize,
}

impl<T> Default for Growing<'_, T> {
    fn default() -> Self {
        Self { items: &mut [], len: 0 }
    }
}

impl<'a, T: Copy + Default + 'a> Growing<'a, T> {
    fn get(&self) -> &[T] {
        self.items.get(..self.len).unwrap_or(&[])
    }

    fn get_mut(&mut self) -> &mut [T] {
        self.items.get_mut(..self.len).unwrap_or(&mut [])
    }

    fn push(&mut self, arena: &mut Arena<'a>, item: T) -> Result<(), Full> {
        if self.len == self.items.len() {
            let items = arena.filled(T::default(), (2 * self.len).max(8))?;
            for (place, item) in items.iter_mut().zip(self.get()) {
                *place = *item;
            }
            self.items = items;
        }
        if let Some(place) = self.items.get_mut(self.len) {
            *place = item;
            self.len += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::mem::MaybeUninit;

    #[test]
    fn every_entry_is_found_in_both_partitions() {
        let mut memory = alloc::vec![MaybeUninit::uninit(); 1 << 20];
        let mut arena = Arena::new(&mut memory);
        let texts: Vec<String> = (0..MAX_ENTRIES).map(|n| format!("value {n}")).collect();
        let mut table = StringTable::default();
        // Names in an order in which each place of the sorted list is filled.
        let name_of = |n: usize| if n % 3 == 0 { 7 } else { (n * 37 % 101) as u32 };
        let mut model: Vec<(u32, &str)> = Vec::new();
        for (n, text) in texts.iter().enumerate() {
            table.add(&mut arena, text, text.len() as u32, name_of(n)).unwrap();
            model.push((name_of(n), text));
        }
        let more = table.add(&mut arena, "one too many", 12, 1);
        assert_eq!(more, Err(NotAdded::TableFull));
        assert_eq!(table.global_len(), MAX_ENTRIES);
        for (n, (_, text)) in model.iter().enumerate() {
            assert_eq!(table.global(n as u64).unwrap().text, *text);
        }
        assert!(table.global(MAX_ENTRIES as u64).is_none());
        for name in 0..101 {
            let own: Vec<&str> =
                model.iter().filter(|(other, _)| *other == name).map(|(_, text)| *text).collect();
            let newest = table.partition(name);
            assert_eq!(newest.map_or(0, |name| name.len()), own.len());
            for (n, text) in own.iter().enumerate() {
                assert_eq!(table.local(newest, n as u64).unwrap().text, *text, "{name} {n}");
            }
            assert!(table.local(newest, own.len() as u64).is_none());
        }
    }

    #[test]
    fn a_lookup_takes_a_logarithmic_number_of_steps() {
        let mut memory = alloc::vec![MaybeUninit::uninit(); 1 << 20];
        let mut arena = Arena::new(&mut memory);
        let mut table = StringTable::default();
        for _ in 0..MAX_ENTRIES {
            table.add(&mut arena, "x", 1, 5).unwrap();
        }
        for index in 0..MAX_ENTRIES as u16 {
            let mut steps = 0;
            let mut entry = table.entry(table.partition(5).unwrap().newest).unwrap();
            while entry.local != index {
                let jump = table.entry(entry.jump).unwrap();
                entry = if jump.local >= index { jump } else { table.entry(entry.older).unwrap() };
                steps += 1;
            }
            assert!(steps <= 2 * 12, "{steps} steps to {index}");
        }
    }

    #[test]
    fn memory_grows_with_the_entries() {
        for entries in [1_usize, 8, 9, 100, 1000, MAX_ENTRIES] {
            let mut memory = alloc::vec![MaybeUninit::uninit(); 1 << 20];
            let mut arena = Arena::new(&mut memory);
            let before = arena.free();
            let mut table = StringTable::default();
            for n in 0..entries {
                table.add(&mut arena, "x", 1, n as u32).unwrap();
            }
            let taken = before - arena.free();
            assert!(taken <= ENTRY_MEMORY * entries + FIRST_MEMORY, "{taken} for {entries}");
            assert!(taken <= MAX_MEMORY, "{taken} for {entries}");
        }
    }

    /// The numbers are those in the documentation of `DecodeOptions::string_table_hits`.
    #[test]
    fn memory_is_what_the_option_says() {
        let (start, value, name) =
            if size_of::<usize>() == 4 { (300, 80, 100) } else { (400, 130, 100) };
        for names in [1_usize, 4, 5, 17, 33, 65, 500] {
            let mut memory = alloc::vec![MaybeUninit::uninit(); 1 << 20];
            let mut arena = Arena::new(&mut memory);
            let before = arena.free();
            let mut table = StringTable::default();
            for n in 0..MAX_ENTRIES {
                table.add(&mut arena, "x", 1, (n % names) as u32).unwrap();
                let taken = before - arena.free();
                let most = start + value * (n + 1) + name * names.min(n + 1);
                assert!(taken <= most, "{taken} for {} values of {names} names", n + 1);
            }
        }
    }

    #[test]
    fn the_memory_for_a_document_is_bounded() {
        assert_eq!(memory_for(0), FIRST_MEMORY);
        assert_eq!(memory_for(100), 50 * ENTRY_MEMORY + FIRST_MEMORY);
        assert_eq!(memory_for(usize::MAX), MAX_MEMORY);
    }

    #[test]
    fn a_full_arena_is_told_apart_from_a_full_table() {
        let mut memory = [MaybeUninit::uninit(); 600];
        let mut arena = Arena::new(&mut memory);
        let mut table = StringTable::default();
        let error = (0..100).find_map(|n| table.add(&mut arena, "x", 1, n).err());
        assert_eq!(error, Some(NotAdded::ArenaFull));
    }

    #[test]
    fn a_check_is_made_once_for_an_entry() {
        let mut memory = [MaybeUninit::uninit(); 600];
        let mut arena = Arena::new(&mut memory);
        let mut table = StringTable::default();
        table.add(&mut arena, "urn:x", 5, 1).unwrap();
        assert!(table.passes("urn:x", Check::Uri));
        assert_eq!(table.global(0).unwrap().characters, 5);
        assert!(table.has_passed(Check::Uri));
        assert!(!table.has_passed(Check::NcName));
        assert!(!table.passes("urn:x", Check::NcName));
        assert!(!table.has_passed(Check::NcName));
        table.not_an_entry();
        assert!(!table.has_passed(Check::Uri));
        assert!(!table.passes("%", Check::Uri));
    }

    #[test]
    fn repeated_text_is_counted() {
        let mut memory = [MaybeUninit::uninit(); 600];
        let mut arena = Arena::new(&mut memory);
        let mut table = StringTable::default();
        let text = "x".repeat(MAX_REPEATED / 2);
        table.add(&mut arena, &text, text.len() as u32, 1).unwrap();
        table.global(0).unwrap();
        table.local(table.partition(1), 0).unwrap();
        assert!(!table.repeats_too_much());
        table.global(0).unwrap();
        assert!(table.repeats_too_much());
    }
}

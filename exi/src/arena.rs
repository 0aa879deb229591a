//! The memory that decoded messages live in, and messages that own it.
//!
//! This is the one file of the crate with `unsafe` code. Each block says why it is sound. The
//! ideas that the soundness rests on:
//!
//! - An [`Arena<'a>`] is an exclusive loan of a buffer for `'a`, cut into a used part in front, a
//!   used part at the back and the free part between them: `start <= front <= back <= end`.
//! - What is handed out lies in front of `front`, has been written completely, and is never
//!   touched again; so it can be lent as `&'a`.
//! - The back holds the items of lists that are still growing. Nothing there is handed out.
//! - The buffer is `MaybeUninit`, because structs have padding: bytes of moved items must never be
//!   seen as integers.
#![allow(unsafe_code)]

use core::marker::PhantomData;
use core::mem::{MaybeUninit, align_of, size_of};
use core::ptr::{self, NonNull};

/// The arena has no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// A buffer for decoded messages: `ArenaBuf::<4096>::new()`.
///
/// It lies on the stack, or in a `static` by way of a cell that hands out `&mut` once, such as
/// `static_cell::ConstStaticCell`:
///
/// ```ignore
/// static MEMORY: ConstStaticCell<ArenaBuf<4096>> = ConstStaticCell::new(ArenaBuf::new());
/// let memory: &'static mut ArenaBuf<4096> = MEMORY.take();
/// ```
///
/// # Size
/// The bytes needed depend on the message. Messages of normal sessions need at most 7 bytes for each
/// byte of EXI, often less than one. Hostile ones that obey the schema need up to 110, lists of empty
/// elements for example. A message that does not fit is a [`Capacity`](crate::DecodeErrorKind::Capacity) error,
/// which says how much was needed up to there; `Owned::arena_len` (feature `alloc`) finds the size
/// that a message needs.
#[repr(C, align(16))]
pub struct ArenaBuf<const N: usize>([MaybeUninit<u8>; N]);

impl<const N: usize> ArenaBuf<N> {
    /// An empty buffer of `N` bytes.
    #[must_use]
    pub const fn new() -> Self {
        Self([MaybeUninit::uninit(); N])
    }

    /// Lends the whole buffer. What was decoded into it before is gone.
    pub fn arena(&mut self) -> Arena<'_> {
        Arena::new(&mut self.0)
    }
}

impl<const N: usize> Default for ArenaBuf<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> core::fmt::Debug for ArenaBuf<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ArenaBuf<{N}>")
    }
}

/// Memory lent by the caller, from which a message takes what it needs.
#[derive(Debug)]
pub struct Arena<'a> {
    front: NonNull<u8>,
    back: NonNull<u8>,
    end: NonNull<u8>,
    /// Bytes that were missing when the arena last had no room.
    missing: usize,
    lent: PhantomData<&'a mut [MaybeUninit<u8>]>,
}

// SAFETY: an arena is an exclusive borrow of plain bytes, like `&'a mut [MaybeUninit<u8>]`, which
// is `Send` and `Sync`; `&Arena` offers nothing that touches the memory.
unsafe impl Send for Arena<'_> {}
// SAFETY: as above.
unsafe impl Sync for Arena<'_> {}

impl<'a> Arena<'a> {
    /// Borrows `buffer`; it need not be aligned.
    pub fn new(buffer: &'a mut [MaybeUninit<u8>]) -> Self {
        let bytes = buffer.as_mut_ptr_range();
        // SAFETY: both ends of a slice are non-null, and `MaybeUninit<u8>` is laid out as `u8`.
        let (front, end) = unsafe {
            (NonNull::new_unchecked(bytes.start.cast()), NonNull::new_unchecked(bytes.end.cast()))
        };
        Self { front, back: end, end, missing: 0, lent: PhantomData }
    }

    /// Bytes that are still free.
    #[must_use]
    pub fn free(&self) -> usize {
        self.back.as_ptr().addr() - self.front.as_ptr().addr()
    }

    /// Copies a string into the arena.
    ///
    /// # Errors
    /// [`Full`] if it does not fit.
    pub fn str(&mut self, text: &str) -> Result<&'a str, Full> {
        let bytes = self.copy(text.as_bytes())?;
        // SAFETY: the bytes are those of a `str`.
        Ok(unsafe { core::str::from_utf8_unchecked(bytes) })
    }

    /// Copies values into the arena, for example the bytes of a certificate or the items of a list.
    ///
    /// # Errors
    /// [`Full`] if they do not fit.
    pub fn copy<T: Copy + 'a>(&mut self, items: &[T]) -> Result<&'a [T], Full> {
        let target = self.take(size_of_val(items), align_of::<T>())?.cast::<T>();
        // SAFETY: `take` returned room for `items`, aligned for `T`, that overlaps nothing else;
        // after the copy it holds `items.len()` values of `T`, and nobody writes to it for `'a`.
        unsafe {
            ptr::copy_nonoverlapping(items.as_ptr(), target.as_ptr(), items.len());
            Ok(core::slice::from_raw_parts(target.as_ptr(), items.len()))
        }
    }

    /// Puts one value into the arena.
    ///
    /// # Errors
    /// [`Full`] if it does not fit.
    pub fn value<T: Copy + 'a>(&mut self, value: T) -> Result<&'a T, Full> {
        let target = self.take(size_of::<T>(), align_of::<T>())?.cast::<T>();
        // SAFETY: as in `copy`, for one value.
        unsafe {
            target.as_ptr().write(value);
            Ok(&*target.as_ptr())
        }
    }

    /// Collects items into the arena as a list. If the iterator panics, the room that its items
    /// have taken is not given back.
    ///
    /// # Errors
    /// [`Full`] if they do not fit.
    pub fn list<T: Copy + 'a>(
        &mut self,
        items: impl IntoIterator<Item = T>,
    ) -> Result<&'a [T], Full> {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return Ok(&[]);
        }
        grow_list(self, |_, place| match items.next() {
            Some(item) if items.peek().is_some() => Step::Item(place.write(item)),
            Some(item) => Step::Last(place.write(item)),
            None => Step::End,
        })
    }

    /// Takes `n` bytes out of a bit-shifted stream: those that begin `shift` bits (0 to 7) into
    /// `source`. The caller has checked that `source` has all those bits.
    #[inline(never)]
    pub(crate) fn bytes_at(
        &mut self,
        source: &[u8],
        shift: u32,
        n: usize,
    ) -> Result<&'a [u8], Full> {
        let (bytes, _) = self.shifted(source, shift, n)?;
        Ok(bytes)
    }

    /// Like [`Arena::bytes_at`] for text: `None`, with nothing taken, if a byte is not ASCII or is
    /// a control character (of which XML has tab, line feed and carriage return: these are left to
    /// the slow path as well).
    #[inline(never)]
    pub(crate) fn ascii_at(
        &mut self,
        source: &[u8],
        shift: u32,
        n: usize,
    ) -> Result<Option<&'a str>, Full> {
        let before = self.front;
        let (bytes, plain) = self.shifted(source, shift, n)?;
        if !plain {
            self.front = before;
            return Ok(None);
        }
        // SAFETY: `shifted` says that every byte is below 0x80.
        Ok(Some(unsafe { core::str::from_utf8_unchecked(bytes) }))
    }

    /// Copies `n` bytes from a bit-shifted stream, a word in a step; also says whether all of them
    /// are between 0x20 and 0x7f.
    #[inline(always)]
    fn shifted(&mut self, source: &[u8], shift: u32, n: usize) -> Result<(&'a [u8], bool), Full> {
        let target = self.take(n, 1)?.as_ptr();
        // The last word may go beyond the `n` bytes: what it writes there is free.
        let room = if self.free() < WORD { n / WORD } else { n.div_ceil(WORD) };
        let words = room.min(source.len().saturating_sub(1) / WORD);
        // Each byte has its high bits from one byte of the source and its `shift` low ones from the
        // next. Words do that for all of their bytes at once, in whatever order these are; vectors,
        // into which the compiler makes the loop, for several words.
        let high = repeated((0xff_u32 << shift) as u8);
        let word_at = |at: usize| {
            // SAFETY: called with `at + WORD <= words * WORD + 1 <= source.len()`.
            unsafe { source.as_ptr().add(at).cast::<usize>().read_unaligned() }
        };
        let (mut seen, mut last) = (0, repeated(0x20));
        for index in 0..words {
            let at = index * WORD;
            let word = ((word_at(at) << shift) & high) | ((word_at(at + 1) >> (8 - shift)) & !high);
            seen |= controls(last);
            last = word;
            // SAFETY: `at + WORD` is at most `n`, or for the last word less than `n + WORD`; behind
            // the `n` bytes that `take` returned are `WORD` free ones then.
            unsafe { target.add(at).cast::<usize>().write_unaligned(word) };
        }
        let done = n.min(words * WORD);
        // Blanks in place of the bytes of the last word that do not count.
        let beyond = 8 * (words * WORD - done) as u32;
        if beyond > 0 {
            let used = usize::MAX.to_le() >> beyond;
            last = usize::from_le((last.to_le() & used) | (repeated(0x20) & !used));
        }
        seen |= controls(last);
        // What is left at the end of the input or of the arena: less than a word or two.
        let mut rest = source.get(done..).unwrap_or(&[]).iter();
        let mut byte = rest.next().copied().unwrap_or(0);
        for at in done..n {
            let next = rest.next().copied().unwrap_or(0);
            let value = ((((u32::from(byte) << 8) | u32::from(next)) << shift) >> 8) as u8;
            seen |= controls(repeated(value));
            // SAFETY: `at < n`.
            unsafe { target.add(at).write(value) };
            byte = next;
        }
        // SAFETY: all `n` bytes were written just now, and nobody writes to them for `'a`.
        let bytes = unsafe { core::slice::from_raw_parts(target, n) };
        Ok((bytes, seen & repeated(0x80) == 0))
    }

    /// Takes room for `size` bytes of UTF-8.
    pub(crate) fn take_utf8(&mut self, size: usize) -> Result<Utf8<'a>, Full> {
        let start = self.take(size, 1)?;
        Ok(Utf8 { start, len: 0, size, lent: PhantomData })
    }

    /// Takes the whole arena and leaves an empty one.
    pub(crate) fn take_all(&mut self) -> Self {
        core::mem::replace(self, Arena::new(&mut []))
    }

    /// Puts one value into the arena, to be changed there. It is not dropped.
    #[cfg(feature = "string-table")]
    pub(crate) fn one<T: 'a>(&mut self, value: T) -> Result<&'a mut T, Full> {
        let target = self.take(size_of::<T>(), align_of::<T>())?.cast::<T>();
        // SAFETY: `take` returned room for a `T`, aligned, that overlaps nothing else and that the
        // arena never hands out again; after the write it holds a `T`.
        unsafe {
            target.as_ptr().write(value);
            Ok(&mut *target.as_ptr())
        }
    }

    /// Takes room for `count` values at the front and fills it with copies of `value`.
    #[cfg(feature = "string-table")]
    pub(crate) fn filled<T: Copy + 'a>(
        &mut self,
        value: T,
        count: usize,
    ) -> Result<&'a mut [T], Full> {
        let Some(size) = size_of::<T>().checked_mul(count) else { return Err(Full) };
        let target = self.take(size, align_of::<T>())?.cast::<T>();
        // SAFETY: `take` returned room for `count` values, aligned for `T`, that overlaps nothing
        // else and that the arena never hands out again; after the loop it holds values of `T`.
        unsafe {
            for index in 0..count {
                target.as_ptr().add(index).write(value);
            }
            Ok(core::slice::from_raw_parts_mut(target.as_ptr(), count))
        }
    }

    /// Bytes that were missing when the arena last had no room; 0 if it always had.
    #[inline]
    pub(crate) fn missing(&self) -> usize {
        self.missing
    }

    /// Notes how much is missing.
    #[cold]
    #[inline(never)]
    fn refuse<T>(&mut self, padding: usize, size: usize) -> Result<T, Full> {
        self.missing = size.saturating_add(padding).saturating_sub(self.free());
        Err(Full)
    }

    /// Takes `size` bytes, aligned, from the front.
    #[inline]
    fn take(&mut self, size: usize, align: usize) -> Result<NonNull<u8>, Full> {
        let padding = self.front.as_ptr().addr().wrapping_neg() & (align - 1);
        let free = self.free();
        if padding > free || size > free - padding {
            return self.refuse(padding, size);
        }
        // SAFETY: `padding + size <= free`, so both pointers stay between `front` and `back`.
        unsafe {
            let at = self.front.add(padding);
            self.front = at.add(size);
            Ok(at)
        }
    }

    /// Takes room for the next item of a growing list from the back. `size` is a multiple of
    /// `align`, so that all items of one list lie next to each other. If there is none, the items
    /// below `top` are given up.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline)]
    fn take_back(
        &mut self,
        top: NonNull<u8>,
        size: usize,
        align: usize,
    ) -> Result<NonNull<u8>, Full> {
        let waste = self.back.as_ptr().addr() & (align - 1);
        let free = self.free();
        if waste > free || size > free - waste {
            let refused = self.refuse(waste, size);
            self.back = top;
            return refused;
        }
        // SAFETY: `waste + size <= free`, so the pointer stays between `front` and `back`.
        self.back = unsafe { self.back.sub(waste + size) };
        Ok(self.back)
    }

    /// Moves `count` items of `size` bytes, which lie at the back in reverse order below `top`, to
    /// the front in order; gives them up if there is no room. Not generic, so that there is one copy
    /// of it.
    fn settle(
        &mut self,
        top: NonNull<u8>,
        count: usize,
        size: usize,
        align: usize,
    ) -> Result<NonNull<u8>, Full> {
        let source = self.back;
        let padding = self.front.as_ptr().addr().wrapping_neg() & (align - 1);
        if padding > self.free() {
            let refused = self.refuse(padding, 0);
            self.back = top;
            return refused;
        }
        // SAFETY: items lie at `source .. source + count * size <= top`, all inside the buffer.
        // The target begins at or below `source` (checked above) and therefore ends inside too.
        // Items are moved as uninitialised bytes: their padding is never read as a value.
        unsafe {
            let target = self.front.add(padding);
            let item =
                |base: NonNull<u8>, i: usize| base.add(i * size).as_ptr().cast::<MaybeUninit<u8>>();
            if target.as_ptr().addr() + count * size <= source.as_ptr().addr() {
                for i in 0..count {
                    ptr::copy_nonoverlapping(item(source, count - 1 - i), item(target, i), size);
                }
            } else {
                for i in 0..count / 2 {
                    ptr::swap_nonoverlapping(item(source, i), item(source, count - 1 - i), size);
                }
                ptr::copy(item(source, 0), item(target, 0), count * size);
            }
            self.front = target.add(count * size);
            self.back = top;
            Ok(target)
        }
    }
}

/// Bytes of a word of the machine.
pub(crate) const WORD: usize = size_of::<usize>();

/// A word with this value in each byte.
#[inline(always)]
pub(crate) const fn repeated(byte: u8) -> usize {
    usize::MAX / 0xff * byte as usize
}

/// The high bit of each byte is set if the byte is not ASCII or below 0x20.
///
/// The subtraction borrows into the high bit of each byte below 0x20, and behind such a byte
/// perhaps of others; a byte from 0x20 to 0x7f alone never sets it.
#[inline(always)]
pub(crate) fn controls(word: usize) -> usize {
    word | word.wrapping_sub(repeated(0x20))
}

/// Room for a string in an arena, filled character by character.
pub(crate) struct Utf8<'a> {
    start: NonNull<u8>,
    len: usize,
    size: usize,
    lent: PhantomData<&'a mut [MaybeUninit<u8>]>,
}

#[cfg(feature = "wildcard")]
impl core::fmt::Write for Utf8<'_> {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        text.chars().for_each(|c| self.push(c));
        Ok(())
    }
}

impl<'a> Utf8<'a> {
    /// Adds a character if there is room for it.
    pub(crate) fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        if bytes.len() > self.size - self.len {
            return;
        }
        // SAFETY: `len + bytes.len() <= size`, which is what `take_utf8` took at `start`.
        unsafe {
            let target = self.start.add(self.len).as_ptr();
            ptr::copy_nonoverlapping(bytes.as_ptr(), target, bytes.len());
        }
        self.len += bytes.len();
    }

    /// The string so far.
    pub(crate) fn finish(self) -> &'a str {
        // SAFETY: the first `len` bytes were written by `push`, as UTF-8, and nobody writes to them
        // any more: `self` ends here and the room is the arena's no longer.
        unsafe {
            core::str::from_utf8_unchecked(core::slice::from_raw_parts(
                self.start.as_ptr(),
                self.len,
            ))
        }
    }
}

/// Something that holds an arena, so that the items of a list can use it while they are made.
pub(crate) trait HasArena<'a> {
    fn arena(&mut self) -> &mut Arena<'a>;
}

impl<'a> HasArena<'a> for Arena<'a> {
    fn arena(&mut self) -> &mut Arena<'a> {
        self
    }
}

/// What the maker of list items answers; the items are what it has written to their places.
pub(crate) enum Step<'p, T> {
    /// An item; ask again.
    Item(&'p mut T),
    /// The last item.
    Last(&'p mut T),
    /// No more items; this place is not used.
    End,
}

/// Makes a list: `next` is called for one item after the other, writes it to the place that it is
/// given, and may itself take memory and make lists.
///
/// An item is made where it lies, because a large one that is returned and moved would be on the
/// stack several times.
///
/// Nesting is last in, first out by construction, because an inner list lives inside one call of
/// `next`. `next` could exchange the arena in `holder` for another one (`mem::swap`), or answer
/// with a value that lies somewhere else; both are noticed by addresses, before anything is moved,
/// and answered with [`Full`].
#[inline]
pub(crate) fn grow_list<'a, S: HasArena<'a>, T: Copy + 'a>(
    holder: &mut S,
    mut next: impl for<'p> FnMut(&mut S, &'p mut MaybeUninit<T>) -> Step<'p, T>,
) -> Result<&'a [T], Full> {
    let (size, align) = (size_of::<T>(), align_of::<T>());
    let top = holder.arena().back;
    let end = holder.arena().end;
    let mut count = 0_usize;
    loop {
        // The first item may leave some bytes unused below `top`; later ones never do.
        let arena = holder.arena();
        let before = arena.back;
        let place = arena.take_back(top, size, align)?.cast::<MaybeUninit<T>>();
        // SAFETY: `take_back` returned room for one `T`, aligned, which the arena hands out to
        // nobody else as long as `back` is not raised.
        let step = next(holder, unsafe { &mut *place.as_ptr() });
        let arena = holder.arena();
        if arena.end != end || arena.back != place.cast() {
            return Err(Full);
        }
        let (item, more) = match step {
            Step::Item(item) => (item, true),
            Step::Last(item) => (item, false),
            Step::End => {
                arena.back = before;
                break;
            }
        };
        // If this is the place, a `T` lies there now.
        if NonNull::from(item) != place.cast() {
            return Err(Full);
        }
        count += 1;
        if !more {
            break;
        }
    }
    let target = holder.arena().settle(top, count, size, align)?;
    // SAFETY: `settle` moved `count` values of `T` to `target`, in front of `front`; nobody writes
    // to them for `'a`. For a zero-sized `T` any aligned pointer will do.
    Ok(unsafe { core::slice::from_raw_parts(target.cast::<T>().as_ptr(), count) })
}

/// Links the types of one message with different lifetimes: implemented by `V2gMessage<'static>`
/// with `Of<'a> = V2gMessage<'a>`.
pub trait Family {
    /// The message with its memory borrowed for `'a`.
    type Of<'a>: Copy;

    /// Shortens the lifetime; always just `message`, which compiles because messages only hold
    /// shared references.
    ///
    /// `Owned` passes a message here whose lifetime is longer than that of its memory. That is
    /// sound because an implementation has to work for every `'long`, so that it cannot keep
    /// anything of the message beyond `'short`.
    fn shorten<'short, 'long: 'short>(message: &'short Self::Of<'long>)
    -> &'short Self::Of<'short>;
}

#[cfg(feature = "alloc")]
pub use owned::Owned;

#[cfg(feature = "alloc")]
mod owned {
    use alloc::boxed::Box;
    use alloc::vec::Vec;
    use core::mem::MaybeUninit;
    use core::ptr::NonNull;

    use super::{Arena, Family};

    /// A message together with the memory it lives in: `'static`, `Send` and `Sync` like its
    /// contents, so that a task or a map can keep it.
    pub struct Owned<F: Family> {
        /// Always initialised. A plain field would hold references into `buffer` that count as
        /// arguments of each function that an `Owned` is moved into; such a function must not free
        /// the buffer, and dropping the `Owned` does. References inside of `MaybeUninit` do not
        /// count (`yoke` does the same; RFC 3336 is the language's answer, not yet stable).
        message: MaybeUninit<F::Of<'static>>,
        buffer: NonNull<[MaybeUninit<u8>]>,
    }

    // SAFETY: `Owned` owns its buffer alone and is otherwise a value of the message type.
    unsafe impl<F: Family> Send for Owned<F> where for<'a> F::Of<'a>: Send {}
    // SAFETY: `&Owned` gives `&F::Of<'_>` only.
    unsafe impl<F: Family> Sync for Owned<F> where for<'a> F::Of<'a>: Sync {}

    impl<F: Family> Owned<F> {
        /// Builds a message in a new arena of `capacity` bytes. If there is no memory for it, the
        /// arena is empty, so that `build` finds it [`Full`](super::Full).
        ///
        /// # Errors
        /// Returns the error of `build`.
        pub fn build<E>(
            capacity: usize,
            build: impl for<'a> FnOnce(&mut Arena<'a>) -> Result<F::Of<'a>, E>,
        ) -> Result<Self, E> {
            let mut memory = Vec::<MaybeUninit<u8>>::new();
            if memory.try_reserve_exact(capacity).is_ok() {
                // SAFETY: there is room for `capacity` items, which may be uninitialised.
                unsafe { memory.set_len(capacity) };
            }
            let buffer = Box::into_raw(memory.into_boxed_slice());
            // From here on the buffer is freed in every case, a panic of `build` included.
            let guard = Guard(buffer);
            // SAFETY: the buffer is alive until the `Owned` (or the guard) is dropped, and no
            // other reference to it exists. `'static` does not escape: `build` must work for
            // every lifetime, so it can keep nothing, and the message is only lent out through
            // `get` with the lifetime of `&self`.
            let mut arena: Arena<'static> = Arena::new(unsafe { &mut *buffer });
            let message = build(&mut arena)?;
            core::mem::forget(guard);
            // SAFETY: a pointer out of a box is not null.
            let buffer = unsafe { NonNull::new_unchecked(buffer) };
            Ok(Self { message: MaybeUninit::new(message), buffer })
        }

        /// Builds a message in an arena that is made again with twice the size, up to `limit`
        /// bytes, as long as `needed` finds in the error that room was missing.
        pub(crate) fn build_growing<E>(
            capacity: usize,
            limit: usize,
            mut build: impl for<'a> FnMut(&mut Arena<'a>) -> Result<F::Of<'a>, E>,
            needed: impl Fn(&E) -> Option<usize>,
        ) -> Result<Self, E> {
            let mut capacity = capacity.min(limit);
            loop {
                let error = match Self::build(capacity, &mut build) {
                    Ok(owned) => return Ok(owned),
                    Err(error) => error,
                };
                match needed(&error) {
                    Some(needed) if capacity < limit => {
                        capacity = capacity.saturating_mul(2).max(needed).min(limit);
                    }
                    _ => return Err(error),
                }
            }
        }

        /// The message.
        pub fn get(&self) -> &F::Of<'_> {
            // SAFETY: `build` has initialised it, and nothing else writes to it.
            F::shorten(unsafe { self.message.assume_init_ref() })
        }

        /// Bytes of memory that the message lies in, the unused ones included.
        pub fn capacity(&self) -> usize {
            self.buffer.len()
        }
    }

    struct Guard(*mut [MaybeUninit<u8>]);

    impl Drop for Guard {
        fn drop(&mut self) {
            // SAFETY: came from `Box::into_raw` and is freed once: `build` forgets the guard when
            // an `Owned` takes over.
            drop(unsafe { Box::from_raw(self.0) });
        }
    }

    impl<F: Family> Drop for Owned<F> {
        fn drop(&mut self) {
            // SAFETY: came from `Box::into_raw` in `build`. The message has no drop glue (`Copy`),
            // so nothing looks at the memory any more.
            drop(unsafe { Box::from_raw(self.buffer.as_ptr()) });
        }
    }

    impl<F: Family> core::fmt::Debug for Owned<F>
    where
        for<'a> F::Of<'a>: core::fmt::Debug,
    {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            self.get().fmt(f)
        }
    }
}

/// The soundness of `Owned` rests on this: nothing that borrows from its memory gets out. None of
/// these compiles.
///
/// The arena, in a variable outside of `build`:
/// ```compile_fail,E0521
/// let mut outside: Option<exi::Arena<'static>> = None;
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     outside = Some(core::mem::replace(arena, exi::Arena::new(&mut [])));
///     Ok::<_, exi::Full>(Text(""))
/// });
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, in a variable outside of `build`:
/// ```compile_fail,E0521
/// let mut outside: &str = "";
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     outside = arena.str("inside")?;
///     Ok::<_, exi::Full>(Text(outside))
/// });
/// println!("{outside}");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, in the error of `build`:
/// ```compile_fail
/// let error = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Err::<Text<'_>, &str>(arena.str("inside").unwrap_or("full"))
/// });
/// println!("{:?}", error.map(|_| ()));
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, after the `Owned` is gone:
/// ```compile_fail,E0505
/// let owned = exi::Owned::<Text<'static>>::build(64, |arena| Ok::<_, exi::Full>(Text(arena.str("inside")?)));
/// let owned = owned.unwrap();
/// let text: &str = owned.get().0;
/// drop(owned);
/// println!("{text}");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message that claims to be `'static`:
/// ```compile_fail
/// fn text(owned: &exi::Owned<Text<'static>>) -> &'static str {
///     owned.get().0
/// }
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A `shorten` that keeps the longer lifetime of what it is given:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// thread_local!(static KEPT: core::cell::Cell<&'static str> = const { core::cell::Cell::new("") });
/// impl exi::Family for Text<'static> {
///     type Of<'a> = Text<'a>;
///     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> {
///         KEPT.with(|kept| kept.set(m.0));
///         m
///     }
/// }
/// ```
/// A type whose `Of` is not made with the lifetime, so that `build` could return anything:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// impl exi::Family for Text<'static> {
///     type Of<'a> = Text<'static>;
///     fn shorten<'short, 'long: 'short>(m: &'short Text<'static>) -> &'short Text<'static> { m }
/// }
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Ok::<_, exi::Full>(Text(arena.str("inside")?))
/// });
/// ```
/// A type that only mutable memory could shorten:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Cells<'a>(&'a core::cell::Cell<&'a str>);
/// impl exi::Family for Cells<'_> {
///     type Of<'a> = Cells<'a>;
///     fn shorten<'short, 'long: 'short>(m: &'short Cells<'long>) -> &'short Cells<'short> { m }
/// }
/// ```
/// The same code without the mistakes does compile:
/// ```
/// let owned = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Ok::<_, exi::Full>(Text(arena.str("inside")?))
/// });
/// let owned = owned.unwrap();
/// fn text<'o>(owned: &'o exi::Owned<Text<'static>>) -> &'o str {
///     owned.get().0
/// }
/// assert_eq!(text(&owned), "inside");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
#[cfg(all(doctest, feature = "alloc"))]
struct NothingEscapes;

#[cfg(test)]
#[path = "arena_tests.rs"]
mod tests;

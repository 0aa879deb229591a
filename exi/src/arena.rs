//! The memory that decoded messages live in.
//!
//! `unsafe` code lies here and in the files of the folder `arena`, one invariant to a file. Each
//! block says why it is sound. The invariant of this file:
//!
//! - An [`Arena<'a>`] is an exclusive loan of a buffer for `'a`. It has a used part in front, a used
//!   part at the back and the free part between them: `start <= front <= back <= end`.
//! - Memory that was handed out lies in front of `front`, has been written completely, and is never
//!   touched again, so it can be lent as `&'a`.
//! - The back holds the items of lists that are still growing ([`list`]). Nothing there is handed
//!   out.
//! - The buffer is `MaybeUninit`, because structs have padding: bytes of moved items must never be
//!   seen as integers.
#![allow(unsafe_code)]

use core::marker::PhantomData;
use core::mem::{MaybeUninit, align_of, size_of};
use core::ptr::{self, NonNull};

mod list;
#[cfg(all(doctest, feature = "alloc"))]
mod nothing_escapes;
mod owned;
mod shift;

pub(crate) use list::{HasArena, Step, grow_list};
pub use owned::Family;
#[cfg(feature = "alloc")]
pub use owned::Owned;
pub(crate) use shift::{WORD, controls, repeated};

/// The arena has no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the arena is full")]
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

#[cfg(test)]
mod tests;

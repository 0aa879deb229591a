//! Lists whose number of items is not known before they are read.
//!
//! The invariant: items pile up at the back of the arena in reverse order, next to each other, and
//! are moved to the front in order when the list ends. Nobody sees them before.
#![allow(unsafe_code)]

use core::mem::{MaybeUninit, align_of, size_of};
use core::ptr::{self, NonNull};

use super::{Arena, Full};

impl Arena<'_> {
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

/// Something that holds an arena, so that the items of a list can use it while they are made.
pub(crate) trait HasArena<'a> {
    fn arena(&mut self) -> &mut Arena<'a>;
}

impl<'a> HasArena<'a> for Arena<'a> {
    fn arena(&mut self) -> &mut Arena<'a> {
        self
    }
}

/// The answer of the maker of list items, which it has written to their places.
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

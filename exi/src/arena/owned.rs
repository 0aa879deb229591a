//! Messages that own the memory they live in.
//!
//! The invariant: the memory is neither freed nor written to as long as a message that borrows from
//! it exists, and a message is lent out for no longer than its [`Owned`] is borrowed.
#![allow(unsafe_code)]

/// Links the types of one message with different lifetimes.
///
/// Every message type implements it: for `V2gMessage<'_>`, `Of<'a>` is `V2gMessage<'a>`.
pub trait Family {
    /// The message with its memory borrowed for `'a`.
    type Of<'a>: Copy;

    /// Shortens the lifetime. The body is always `message`, which compiles because messages hold
    /// shared references only.
    ///
    /// `Owned` passes a message here whose lifetime is longer than the lifetime of its memory. That
    /// is sound because an implementation has to work for every `'long`, so it cannot keep any part
    /// of the message beyond `'short`.
    fn shorten<'short, 'long: 'short>(message: &'short Self::Of<'long>)
    -> &'short Self::Of<'short>;
}

#[cfg(feature = "alloc")]
pub use with_heap::Owned;

#[cfg(feature = "alloc")]
mod with_heap {
    use alloc::boxed::Box;
    use alloc::vec::Vec;
    use core::fmt;
    use core::mem::MaybeUninit;
    use core::ptr::NonNull;

    use super::super::Arena;
    use super::Family;

    /// Without atomic reference counts there are no clones.
    #[cfg(not(target_has_atomic = "ptr"))]
    use alloc::boxed::Box as Shared;
    /// Memory is shared by the clones of a message.
    #[cfg(target_has_atomic = "ptr")]
    use alloc::sync::Arc as Shared;

    /// A message together with the memory it lives in.
    ///
    /// It is `'static`, and `Send` and `Sync` like its contents, so that a task, a channel or a map
    /// can keep it. A clone shares the memory and costs a reference count. Targets without atomic
    /// reference counts, such as `thumbv6m`, have no `Clone`.
    pub struct Owned<F: Family> {
        /// Always initialised. A plain field would hold references into the memory that count as
        /// arguments of each function that an `Owned` is moved into. Such a function must not free
        /// the memory, and dropping the `Owned` does. References inside of `MaybeUninit` do not
        /// count (`yoke` does the same; RFC 3336 is the language's answer, not yet stable).
        message: MaybeUninit<F::Of<'static>>,
        memory: Shared<Memory>,
    }

    /// A buffer that is freed when it is dropped. It is a pointer and not a `Box`, because moving a
    /// `Box` would claim that nothing else points into it.
    struct Memory(NonNull<[MaybeUninit<u8>]>);

    // SAFETY: `Memory` owns plain bytes and gives no access to them.
    unsafe impl Send for Memory {}
    // SAFETY: as above.
    unsafe impl Sync for Memory {}

    impl Memory {
        /// Allocates `capacity` bytes; none if there is no memory for them.
        fn new(capacity: usize) -> Self {
            let mut memory = Vec::<MaybeUninit<u8>>::new();
            if memory.try_reserve_exact(capacity).is_ok() {
                // SAFETY: there is room for `capacity` items, which may be uninitialised.
                unsafe { memory.set_len(capacity) };
            }
            let buffer = Box::into_raw(memory.into_boxed_slice());
            // SAFETY: a pointer out of a box is not null.
            Self(unsafe { NonNull::new_unchecked(buffer) })
        }
    }

    impl Drop for Memory {
        fn drop(&mut self) {
            // SAFETY: the pointer came from `Box::into_raw` in `new` and is freed once. Messages in
            // it have no drop glue (`Copy`), so nothing looks at the memory any more.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }

    // SAFETY: an `Owned` is a value of the message type and memory that nobody writes to any more.
    // A clone in another thread is a copy of the message there, which `Send` allows.
    unsafe impl<F: Family> Send for Owned<F> where for<'a> F::Of<'a>: Send {}
    // SAFETY: `&Owned` gives `&F::Of<'_>`, and by `Clone` a copy of the message.
    unsafe impl<F: Family> Sync for Owned<F> where for<'a> F::Of<'a>: Send + Sync {}

    impl<F: Family> Owned<F> {
        /// Builds a message in a new arena of `capacity` bytes. If there is no memory for it, the
        /// arena is empty, so that `build` finds it [`Full`](crate::Full).
        ///
        /// # Errors
        /// Returns the error of `build`.
        pub fn build<E>(
            capacity: usize,
            build: impl for<'a> FnOnce(&mut Arena<'a>) -> Result<F::Of<'a>, E>,
        ) -> Result<Self, E> {
            let memory = Shared::new(Memory::new(capacity));
            // SAFETY: the buffer is alive until the last clone is dropped, or this function is left,
            // and no other reference into it exists. `'static` does not escape: `build` must work
            // for every lifetime, so it can keep nothing, and the message is only lent out through
            // `get` with the lifetime of `&self`.
            let mut arena: Arena<'static> = Arena::new(unsafe { &mut *memory.0.as_ptr() });
            let message = build(&mut arena)?;
            Ok(Self { message: MaybeUninit::new(message), memory })
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

        /// Returns the message.
        #[must_use]
        pub fn get(&self) -> &F::Of<'_> {
            // SAFETY: `build` has initialised it, and nothing else writes to it.
            F::shorten(unsafe { self.message.assume_init_ref() })
        }

        /// Returns the bytes of memory that the message lies in, the unused ones included.
        #[must_use]
        pub fn capacity(&self) -> usize {
            self.memory.0.len()
        }
    }

    #[cfg(target_has_atomic = "ptr")]
    impl<F: Family> Clone for Owned<F> {
        fn clone(&self) -> Self {
            // The message is `Copy`, and both copies keep the memory alive.
            Self { message: self.message, memory: Shared::clone(&self.memory) }
        }
    }

    impl<F: Family> fmt::Debug for Owned<F>
    where
        for<'a> F::Of<'a>: fmt::Debug,
    {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.get().fmt(f)
        }
    }

    impl<F: Family> PartialEq for Owned<F>
    where
        for<'a> F::Of<'a>: PartialEq,
    {
        fn eq(&self, other: &Self) -> bool {
            self.get() == other.get()
        }
    }

    impl<F: Family> Eq for Owned<F> where for<'a> F::Of<'a>: Eq {}

    /// Writes the JSON that the message itself writes.
    #[cfg(feature = "serde")]
    impl<F: Family> serde::Serialize for Owned<F>
    where
        for<'a> F::Of<'a>: serde::Serialize,
    {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.get().serialize(serializer)
        }
    }
}

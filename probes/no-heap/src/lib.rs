//! A global allocator that counts what each thread asks of it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    // Constant and without a destructor, so that counting does not allocate.
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator with a counter; use it as `#[global_allocator]`.
#[derive(Debug)]
pub struct Counting;

impl Counting {
    fn count() {
        // At the end of a thread the counter may be gone; nobody reads it then.
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
    }
}

// SAFETY: everything is passed on unchanged to `System`, which fulfils the contract. Counting does
// not allocate and does not unwind.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count();
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: as above; `ptr` came from `System`.
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::count();
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        Self::count();
        // SAFETY: as above; `ptr` came from `System`.
        unsafe { System.realloc(ptr, layout, new_size) }
    }
}

/// Runs `work` and says how often this thread allocated in it.
///
/// Counts only where [`Counting`] is the global allocator.
pub fn allocations<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = CALLS.get();
    let result = work();
    (CALLS.get() - before, result)
}

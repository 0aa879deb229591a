//! How an operation is counted: instructions by callgrind, allocations here. See `callgrind.py`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls in one measurement.
pub const CALLS: usize = 10;

/// Counts allocations, reallocations included.
pub struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code, reason = "an allocator is unsafe; this one passes everything on")]
// SAFETY: everything is passed on to the allocator of the system.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Measures an operation after a warm call, and prints a line with its input, who does it, what, and
/// how often it allocates.
pub fn measure(input: &str, who: &str, what: &str, mut operation: impl FnMut()) {
    operation();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    measured_operation(&mut operation);
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("{input}\t{who}\t{what}\t{}", allocations as f64 / CALLS as f64);
}

/// What callgrind counts; each return makes callgrind write a profile.
#[inline(never)]
fn measured_operation(operation: &mut dyn FnMut()) {
    for _ in 0..CALLS {
        operation();
    }
}

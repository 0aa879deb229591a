//! What the measured programs share: the frames, the operations that are counted, the allocator.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls in one measurement.
pub const CALLS: usize = 10;

/// The frames by name: three CALLs with one to thirty values, one with a list, a CALLRESULT.
pub const FRAMES: [(&str, &str); 5] = [
    ("boot", include_str!("../data/boot.json")),
    ("meter", include_str!("../data/meter.json")),
    ("profile", include_str!("../data/profile.json")),
    ("start", include_str!("../data/start.json")),
    ("hbres", include_str!("../data/hbres.json")),
];

/// The text of a frame.
///
/// # Panics
///
/// If there is no such frame.
#[must_use]
pub fn frame(name: &str) -> &'static str {
    let found = FRAMES.iter().find(|(of, _)| *of == name);
    found.expect("a frame has this name").1
}

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

/// Measures an operation after a warm call, and prints a line with the frame, who does it, what,
/// and how often it allocates.
pub fn measure(frame: &str, who: &str, what: &str, mut operation: impl FnMut()) {
    operation();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    measured_operation(&mut operation);
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("{frame}\t{who}\t{what}\t{}", allocations as f64 / CALLS as f64);
}

/// What `icount-ocpp` counts; each return makes callgrind write a profile.
#[inline(never)]
fn measured_operation(operation: &mut dyn FnMut()) {
    for _ in 0..CALLS {
        operation();
    }
}

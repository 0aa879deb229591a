//! How much stack a function takes.
//!
//! The free part of the stack is filled with a pattern before the call. Afterwards the lowest word
//! without it is the deepest that anything was written. What a function reserves but never writes,
//! below everything that is written, is not seen.

#[cfg(target_arch = "arm")]
pub(crate) use arm::{calibrated, used};

/// Only does the work: an operating system has its own use for the stack.
#[cfg(not(target_arch = "arm"))]
pub(crate) fn used<J>(work: extern "C" fn(&mut J), job: &mut J) -> Option<usize> {
    work(job);
    None
}

/// Nothing is measured here, and nothing is wrong with that.
#[cfg(not(target_arch = "arm"))]
pub(crate) fn calibrated() -> bool {
    true
}

#[cfg(target_arch = "arm")]
mod arm {
    use core::arch::{asm, global_asm};
    use core::ptr;

    /// The part of the stack that is watched, in bytes. The machine has megabytes.
    const DEPTH: usize = 64 * 1024;

    /// No address and no likely number.
    const PATTERN: u32 = 0xa53c_965a;

    /// Calls `work` and returns the bytes of stack that it and all that it calls have written to, or
    /// all that is watched if it may have been more.
    #[inline(never)]
    pub(crate) fn used<J>(work: extern "C" fn(&mut J), job: &mut J) -> Option<usize> {
        let top: usize;
        // SAFETY: the words below the stack pointer belong to nobody, since there are no interrupts,
        // and are far from everything else in the memory of this machine. The call follows the
        // convention of C: `job` goes into r0, the stack pointer is aligned, and what the function
        // may change is declared; r4, r5, r8 and r10 are not part of that.
        unsafe {
            asm!(
                "mov r4, sp",
                "sub r5, r4, r5",
                "2:",
                "str r8, [r5], #4",
                "cmp r5, r4",
                "blo 2b",
                "blx r10",
                out("r4") top,
                inout("r5") DEPTH => _,
                in("r8") PATTERN,
                in("r10") work,
                inout("r0") ptr::from_mut(job) => _,
                clobber_abi("C"),
            );
        }
        let untouched = |at: usize| {
            let word = ptr::with_exposed_provenance::<u32>(at);
            // SAFETY: a word of memory, as above, which nothing else uses now.
            unsafe { word.read_volatile() == PATTERN }
        };
        let bottom = top - DEPTH;
        let deepest = (bottom..top).step_by(4).find(|&at| !untouched(at)).unwrap_or(top);
        Some(top - deepest)
    }

    global_asm!(
        ".thumb_func",
        "takes_1000_bytes_of_stack:",
        "sub sp, #1000",
        "str r0, [sp]",
        "add sp, #1000",
        "bx lr",
    );

    // SAFETY: it is the function above, which follows the convention of C, restores the stack pointer
    // and writes to nothing but its own stack.
    unsafe extern "C" {
        safe fn takes_1000_bytes_of_stack(_: &mut u32);
    }

    /// Whether a function is measured right of which it is known.
    pub(crate) fn calibrated() -> bool {
        used(takes_1000_bytes_of_stack, &mut 0) == Some(1000)
    }
}

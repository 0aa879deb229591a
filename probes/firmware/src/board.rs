//! The program on a Cortex-M4: start, output and exit by semihosting.

use core::fmt::Write as _;
use core::panic::PanicInfo;

use cortex_m_rt::{ExceptionFrame, entry, exception};
use cortex_m_semihosting::{debug, hio};

use crate::job::{Memory, OUTPUT_SIZE, Output};

#[entry]
fn main() -> ! {
    static mut MEMORY: Memory = Memory::new();
    static mut OUTPUT: Output = [0; OUTPUT_SIZE];
    let good = hio::hstdout().is_ok_and(|mut out| crate::run(MEMORY, OUTPUT, &mut out) == Ok(true));
    exit(if good { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE })
}

fn exit(status: debug::ExitStatus) -> ! {
    loop {
        debug::exit(status);
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    if let Ok(mut out) = hio::hstderr() {
        let _ = writeln!(out, "{info}");
    }
    exit(debug::EXIT_FAILURE)
}

// SAFETY: it does not return, so it does not matter in what state the program was.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    if let Ok(mut out) = hio::hstderr() {
        let _ = writeln!(out, "{frame:?}");
    }
    exit(debug::EXIT_FAILURE)
}

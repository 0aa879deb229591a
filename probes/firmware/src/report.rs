//! The table of what each message took, and the verdict.

use core::fmt;

use crate::job::{ARENA_SIZE, Measured};
use crate::{MESSAGES, stack};

/// The most that the worst message may take of the stack, decode and encode together, in either
/// build.
const GOAL: usize = 2048;

/// Prints and says whether everything is as it should be.
pub(crate) fn print(results: &[Measured], out: &mut dyn fmt::Write) -> Result<bool, fmt::Error> {
    let mut good = true;
    writeln!(
        out,
        "{:<13} {:<34} {:>6} {:>6} {:>10} {:>6}",
        "set", "message", "bytes", "arena", "arena/byte", "stack"
    )?;
    for (message, result) in MESSAGES.iter().zip(results) {
        let bytes = message.exi.len();
        write!(out, "{:<13} {:<34} {bytes:>6} ", message.set, message.name)?;
        let tenths = (result.arena * 10 + bytes / 2) / bytes;
        write!(out, "{:>6} {:>8}.{} ", result.arena, tenths / 10, tenths % 10)?;
        match result.stack {
            Some(stack) => write!(out, "{stack:>6}")?,
            None => write!(out, "{:>6}", "-")?,
        }
        match result.failure {
            Some(failure) => writeln!(out, "  FAILED: {failure}")?,
            None => writeln!(out)?,
        }
        good &= result.failure.is_none();
    }
    let failed = results.iter().filter(|result| result.failure.is_some()).count();
    writeln!(out, "\n{} messages, {failed} failed", results.len())?;
    let arena = results.iter().map(|result| result.arena).max().unwrap_or(0);
    writeln!(out, "arena: {arena} bytes for the largest message, of {ARENA_SIZE}")?;
    good &= stack_is_good(results, out)?;
    Ok(good)
}

fn stack_is_good(results: &[Measured], out: &mut dyn fmt::Write) -> Result<bool, fmt::Error> {
    let Some(worst) = results.iter().filter_map(|result| result.stack).max() else {
        writeln!(out, "stack: not measured on this machine")?;
        return Ok(true);
    };
    let calibrated = stack::calibrated();
    if !calibrated {
        writeln!(out, "FAILED: a function whose stack is known is measured otherwise")?;
    }
    write!(out, "stack: {worst} bytes for the worst message; goal {GOAL}, ")?;
    match worst.checked_sub(GOAL) {
        None | Some(0) => writeln!(out, "which is reached")?,
        Some(excess) => writeln!(out, "FAILED: which is missed by {excess}")?,
    }
    Ok(calibrated && worst <= GOAL)
}

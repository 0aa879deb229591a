//! What is measured: one message from bytes and back to bytes.

use exi::{ArenaBuf, Decode, Encode, Family};
use iso15118_messages::{din, iso2, iso20, sap};

use crate::{Message, stack};

/// The arena, used for one message after the other.
pub(crate) type Memory = ArenaBuf<ARENA_SIZE>;
pub(crate) const ARENA_SIZE: usize = 16 * 1024;

/// Where messages are encoded.
pub(crate) type Output = [u8; OUTPUT_SIZE];
pub(crate) const OUTPUT_SIZE: usize = 8 * 1024;

/// What a message took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Measured {
    /// Bytes of the arena.
    pub(crate) arena: usize,
    /// Bytes of stack below the caller's, where that can be measured.
    pub(crate) stack: Option<usize>,
    /// What went wrong.
    pub(crate) failure: Option<&'static str>,
}

/// Input and result of [`round_trip`].
struct Job<'m> {
    exi: &'static [u8],
    memory: &'m mut Memory,
    output: &'m mut Output,
    arena: usize,
    length: Result<usize, &'static str>,
}

pub(crate) fn measure(message: &Message, memory: &mut Memory, output: &mut Output) -> Measured {
    let work = match message.set {
        "sap" => round_trip::<sap::Message<'static>>,
        "din" => round_trip::<din::V2gMessage<'static>>,
        "iso2" => round_trip::<iso2::V2gMessage<'static>>,
        "iso20-common" => round_trip::<iso20::common::Message<'static>>,
        "iso20-ac" => round_trip::<iso20::ac::Message<'static>>,
        "iso20-dc" => round_trip::<iso20::dc::Message<'static>>,
        "iso20-wpt" => round_trip::<iso20::wpt::Message<'static>>,
        "iso20-acdp" => round_trip::<iso20::acdp::Message<'static>>,
        _ => no_codec,
    };
    // Not what the message before has left there.
    output.fill(0);
    let mut job =
        Job { exi: message.exi, memory, output, arena: 0, length: Err("the work was not done") };
    let stack = stack::used(work, &mut job);
    let failure = match job.length {
        Ok(length) if job.output.get(..length) != Some(message.exi) => Some("encoded otherwise"),
        Ok(_) => None,
        Err(failure) => Some(failure),
    };
    Measured { arena: job.arena, stack, failure }
}

/// Decodes and encodes. The message is a local variable here, as it is in a program that answers
/// it; nothing is formatted or compared.
#[inline(never)]
extern "C" fn round_trip<F: Family>(job: &mut Job<'_>)
where
    for<'a> F::Of<'a>: Decode<'a> + Encode,
{
    let mut arena = job.memory.arena();
    let free = arena.free();
    let decoded = F::Of::decode(job.exi, &mut arena);
    job.arena = free - arena.free();
    job.length = match &decoded {
        Ok(message) => message.encode(job.output).map_err(|_| "not encoded"),
        Err(_) => Err("not decoded"),
    };
}

extern "C" fn no_codec(job: &mut Job<'_>) {
    job.length = Err("no codec for the set");
}

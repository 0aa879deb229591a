//! Proof by linking: the entry points below need no `std`, no heap and cannot panic.
//!
//! `../check` builds this library and links it with no other library. What a leak looks like:
//!
//! * `std` anywhere in the graph: error E0152, `panic_impl` is there twice;
//! * `alloc` anywhere: "no global memory allocator found";
//! * a panic that the optimiser cannot rule out: undefined reference to
//!   `no_std_probe_must_not_panic`.
//!
//! The last one is a statement about this compiler and optimisation level. That is what is wanted:
//! it is the code that runs. Each function starts with `probe_`, by which `../check` finds it, and
//! then names the protocol, by which sizes are summed up.
#![no_std]

use exi::{Arena, Decode, DecodeError, DecodeOptions, Encode, EncodeError, Report};
use iso15118_messages::{iso2, sap};
use v2gtp::{Event, Frame, FrameDecoder, FrameError, HeaderError, PayloadType};

unsafe extern "C" {
    /// Defined nowhere. Reached from the panic handler only.
    safe fn no_std_probe_must_not_panic() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    no_std_probe_must_not_panic()
}

// SAFETY (of every `no_mangle` below): the prefix `probe_` keeps the names apart from any other
// symbol. The functions are called by nobody, and have the Rust calling convention for that reason.

/// `supportedAppProtocolReq` or `-Res` from bytes.
#[unsafe(no_mangle)]
pub fn probe_sap_decode<'a>(
    input: &[u8],
    arena: &mut Arena<'a>,
) -> Result<sap::Message<'a>, DecodeError> {
    sap::Message::decode(input, arena)
}

/// `supportedAppProtocolReq` or `-Res` to bytes.
#[unsafe(no_mangle)]
pub fn probe_sap_encode(
    message: &sap::Message<'_>,
    output: &mut [u8],
) -> Result<usize, EncodeError> {
    message.encode(output)
}

/// `V2G_Message` of ISO 15118-2 from bytes.
#[unsafe(no_mangle)]
pub fn probe_iso2_decode<'a>(
    input: &[u8],
    arena: &mut Arena<'a>,
) -> Result<iso2::V2gMessage<'a>, DecodeError> {
    iso2::V2gMessage::decode(input, arena)
}

/// As above, with options that are not known when this is compiled.
#[unsafe(no_mangle)]
pub fn probe_iso2_decode_with<'a>(
    input: &[u8],
    arena: &mut Arena<'a>,
    options: DecodeOptions,
) -> Result<(iso2::V2gMessage<'a>, Report), DecodeError> {
    iso2::V2gMessage::decode_with(input, arena, options)
}

/// `V2G_Message` of ISO 15118-2 to bytes.
#[unsafe(no_mangle)]
pub fn probe_iso2_encode(
    message: &iso2::V2gMessage<'_>,
    output: &mut [u8],
) -> Result<usize, EncodeError> {
    message.encode(output)
}

/// Frames from a stream.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_decode<'a, 'i: 'a>(
    decoder: &'a mut FrameDecoder<&'a mut [u8]>,
    input: &mut &'i [u8],
) -> Result<Option<Event<&'a [u8]>>, HeaderError> {
    decoder.decode(input, PayloadType::is_exi)
}

/// A frame from a datagram.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_datagram(input: &[u8]) -> Result<Frame<&[u8]>, FrameError> {
    Frame::parse_datagram(input)
}

/// A frame around bytes that exist.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_encode<'b>(
    frame: Frame<&[u8]>,
    output: &'b mut [u8],
) -> Result<&'b [u8], v2gtp::EncodeError> {
    frame.encode(output)
}

/// A frame around a message that is encoded in its place: how firmware sends.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_encode_iso2<'b>(
    message: &iso2::V2gMessage<'_>,
    output: &'b mut [u8],
) -> Result<&'b [u8], v2gtp::EncodeError<EncodeError>> {
    v2gtp::write_frame(output, PayloadType::V2G_EXI, |room| message.encode(room))
}

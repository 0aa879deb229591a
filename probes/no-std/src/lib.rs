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
//! it is the code that runs. Each function starts with `probe_`, by which `../check` finds it; those
//! of a message set are named `probe_SET_decode` and `probe_SET_encode`, by which `../sizes` does.
#![no_std]

#[cfg(feature = "pki")]
pub mod certificates;
pub mod codecs;

use core::time::Duration;

use v2gtp::{Event, Frame, FrameDecoder, FrameError, HeaderError, PayloadType, sdp};

unsafe extern "C" {
    /// Defined nowhere. Reached from the panic handler only.
    safe fn no_std_probe_must_not_panic() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    no_std_probe_must_not_panic()
}

// SAFETY (of every `no_mangle` here, in `codecs` and in `certificates`): the prefix `probe_` keeps the names apart from
// any other symbol. The functions are called by nobody, and have the Rust calling convention for
// that reason.

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

/// Discovery, the side of the vehicle: time.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_poll(client: &mut sdp::Client, now: Duration) -> sdp::Output {
    client.poll_output(now)
}

/// Discovery, the side of the vehicle: an answer.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_answered(client: &mut sdp::Client, datagram: &[u8]) -> sdp::Event {
    client.handle_datagram(datagram)
}

/// Discovery, the side of the station: its address and ports.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_server(
    address: core::net::Ipv6Addr,
    offer: sdp::Offer,
) -> Result<sdp::Server, sdp::OfferError> {
    sdp::Server::new(address, offer)
}

/// Discovery, the side of the station: an answer.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_answer(
    server: &sdp::Server,
    datagram: &[u8],
) -> Result<[u8; sdp::Response::LEN], sdp::NoAnswer> {
    server.answer(datagram)
}

/// Discovery on wireless links, there and back.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_wireless(
    datagram: &[u8],
) -> Result<[u8; sdp::WirelessResponse::LEN], sdp::SdpError> {
    sdp::WirelessResponse::parse(datagram).map(sdp::WirelessResponse::encode)
}

/// Discovery of eMSPs.
#[unsafe(no_mangle)]
pub fn probe_v2gtp_sdp_emsp<'b>(datagram: &[u8], output: &'b mut [u8]) -> Option<&'b [u8]> {
    sdp::EmspResponse::parse(datagram).ok()?.encode(output).ok()
}

/// A frame around a message that is encoded in its place: how firmware sends.
#[cfg(feature = "iso2")]
#[unsafe(no_mangle)]
pub fn probe_v2gtp_encode_iso2<'b>(
    message: &iso15118_messages::iso2::V2gMessage<'_>,
    output: &'b mut [u8],
) -> Result<&'b [u8], v2gtp::EncodeError<exi::EncodeError>> {
    v2gtp::write_frame(output, PayloadType::V2G_EXI, |room| message.encode(room))
}

/// Numbers: rounded from an integer, compared. `../check` makes sure that no floating point is linked.
#[cfg(feature = "iso2")]
#[unsafe(no_mangle)]
pub fn probe_integer_numbers(
    mantissa: i64,
    exponent: i8,
    rounding: iso15118_messages::Rounding,
    limit: iso15118_messages::iso2::PhysicalValue,
) -> Result<bool, iso15118_messages::NumberError> {
    let value = iso15118_messages::Decimal::new(mantissa, exponent);
    let value = iso15118_messages::iso2::PhysicalValue::round(value, limit.unit, rounding)?;
    Ok(value <= limit)
}

/// Numbers from floating point, by their bits.
#[cfg(feature = "iso2")]
#[unsafe(no_mangle)]
pub fn probe_float_numbers(
    value: f64,
) -> Result<iso15118_messages::iso2::PhysicalValue, iso15118_messages::NumberError> {
    let unit = iso15118_messages::iso2::UnitSymbol::A;
    iso15118_messages::iso2::PhysicalValue::from_f64(value, unit)
}

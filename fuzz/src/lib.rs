//! What the fuzz targets do, as ordinary functions, so that `tests/replay.rs` can call them on a
//! stable toolchain.

mod exi_document;
mod framing;
mod json_text;
mod ocpp_endpoint;
mod ocpp_frame;

use iso15118_messages::{iso2, sap};

/// A fuzz target: panics if something is wrong.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("iso2", iso2),
    ("json", json),
    ("ocpp_endpoint", ocpp_endpoint),
    ("ocpp_frame", ocpp_frame),
    ("sap", sap),
    ("v2gtp_framing", v2gtp_framing),
];

/// Any bytes as a `V2G_Message` of ISO 15118-2: see [`sap`].
pub fn iso2(data: &[u8]) {
    exi_document::check::<iso2::V2gMessage<'static>>(data);
}

/// Any text as a `V2G_Message` of ISO 15118-2 in JSON.
///
/// What is read can be written, and reads as the same message again; and since JSON is subject to
/// the same facets, it can be encoded, and decodes to the same message.
pub fn json(data: &[u8]) {
    json_text::check(data);
}

/// Anything that may happen to an OCPP-J endpoint: calls, answers, times, reconnects, and frames of
/// a peer that keeps to no rule.
///
/// Every CALL ends exactly once, one is on its way at a time, ids are used once, an answer is to a
/// CALL that is open, and the bounds hold.
pub fn ocpp_endpoint(data: &[u8]) {
    ocpp_endpoint::check(data);
}

/// Any bytes as a frame of OCPP-J. The first byte is the action of a CALLRESULT.
///
/// * What the strict reader accepts, the tolerant one reads as the same; what only the tolerant one
///   accepts is in its report.
/// * What is read can be printed and reads as the same, borrowed or owned, into a buffer that grows
///   or one that is lent.
/// * An error lies inside of the frame, and the CALLERROR that it is answered with is one.
pub fn ocpp_frame(data: &[u8]) {
    ocpp_frame::check(data);
}

/// Any bytes as `supportedAppProtocolReq` or `-Res`.
///
/// * A failure lies inside the input.
/// * What is decoded can be encoded, with exactly the room that an encoder without room asked for;
///   the encoding decodes to the same message, and each shorter one is truncated.
/// * The memory needed is bounded by the length of the input.
/// * An owned message is the same as a borrowed one, and accepting string table hits changes
///   nothing where there are none.
pub fn sap(data: &[u8]) {
    exi_document::check::<sap::Message<'static>>(data);
}

/// Any bytes as a stream of V2GTP frames, cut into chunks.
///
/// The input is the cap, the number of cuts, the distances between the cuts (one byte each), and
/// the stream. Whole, cut, in one [`bytes::BytesMut`] and read naively, the stream gives the same
/// events.
pub fn v2gtp_framing(data: &[u8]) {
    framing::check(data);
}

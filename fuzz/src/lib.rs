//! What the fuzz targets do, as ordinary functions, so that `tests/replay.rs` can call them on a
//! stable toolchain.

mod certificate_requests;
mod certificates;
mod exi_document;
mod framing;
mod json_text;
mod ocpp_endpoint;
mod ocpp_frame;
mod ocpp_schedule;
mod pem_text;
mod sdp;
mod string_table;
mod xml;

use iso15118_messages::iso20::{ac, acdp, common, dc, wpt};
use iso15118_messages::{din, iso2, sap, xmldsig};

/// A fuzz target: panics if something is wrong.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 19] = [
    ("certificate", certificate),
    ("certificate_request", certificate_request),
    ("crl", crl),
    ("din", din),
    ("fragments", fragments),
    ("iso2", iso2),
    ("iso20", iso20),
    ("json", json),
    ("ocpp_endpoint", ocpp_endpoint),
    ("ocpp_frame", ocpp_frame),
    ("ocpp_schedule", ocpp_schedule),
    ("ocsp", ocsp),
    ("pem", pem),
    ("sap", sap),
    ("sdp", sdp),
    ("string_table", string_table),
    ("v2gtp_framing", v2gtp_framing),
    ("validation", validation),
    ("xml", xml),
];

/// Any bytes as a `V2G_Message` of DIN 70121: see [`sap`].
pub fn din(data: &[u8]) {
    exi_document::check::<din::V2gMessage<'static>>(data);
}

/// Any bytes as a fragment, the form in which elements are signed: see [`sap`]. The first byte is the
/// set of messages.
pub fn fragments(data: &[u8]) {
    let Some((set, exi)) = data.split_first() else { return };
    match set % 8 {
        0 => exi_document::check::<din::Fragment<'static>>(exi),
        1 => exi_document::check::<iso2::Fragment<'static>>(exi),
        2 => exi_document::check::<xmldsig::Fragment<'static>>(exi),
        3 => exi_document::check::<common::Fragment<'static>>(exi),
        4 => exi_document::check::<ac::Fragment<'static>>(exi),
        5 => exi_document::check::<dc::Fragment<'static>>(exi),
        6 => exi_document::check::<wpt::Fragment<'static>>(exi),
        _ => exi_document::check::<acdp::Fragment<'static>>(exi),
    }
}

/// Any bytes as a certificate: what is read is the whole input, and can be printed and walked.
pub fn certificate(data: &[u8]) {
    certificates::certificate(data);
}

/// Any bytes as a request for a certificate, and as PEM.
///
/// What is read is the whole input; put together again from its parts, and written as PEM and read
/// from that, it is the same. Text gives a chain that fits into its buffer, or an error.
pub fn certificate_request(data: &[u8]) {
    certificate_requests::check(data);
}

/// Any bytes as a CRL.
pub fn crl(data: &[u8]) {
    certificates::crl(data);
}

/// Any bytes as a `V2G_Message` of ISO 15118-2: see [`sap`].
pub fn iso2(data: &[u8]) {
    exi_document::check::<iso2::V2gMessage<'static>>(data);
}

/// Any bytes as a message of ISO 15118-20: see [`sap`]. The first byte is the set of messages.
pub fn iso20(data: &[u8]) {
    let Some((set, exi)) = data.split_first() else { return };
    match set % 5 {
        0 => exi_document::check::<common::Message<'static>>(exi),
        1 => exi_document::check::<ac::Message<'static>>(exi),
        2 => exi_document::check::<dc::Message<'static>>(exi),
        3 => exi_document::check::<wpt::Message<'static>>(exi),
        _ => exi_document::check::<acdp::Message<'static>>(exi),
    }
}

/// Any text as a `V2G_Message` of ISO 15118-2 in JSON.
///
/// What is read can be written, and reads as the same message again; and since JSON is subject to
/// the same facets, it can be encoded, and decodes to the same message.
pub fn json(data: &[u8]) {
    json_text::check(data);
}

/// Anything that may happen to an OCPP-J endpoint of either role: calls, answers, times, reconnects,
/// a program that does not poll, and frames of a peer that keeps to no rule. The first byte is the
/// role and the mode.
///
/// * Every CALL ends exactly once, one is on its way at a time, and ids are used once.
/// * No queue is longer than its bound, and a full lane does not fill the other.
/// * The peer gets the answers that it is owed, in order, each over the connection of its CALL.
///   Frames of other connections change nothing.
/// * The program hears of a CALL once. One that comes again after its answer gets the same text.
/// * A CALL of the peer ends no CALL of this side, however broken it is; an answer is never answered.
/// * A time to wait for is later than now.
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

/// Any bytes as charging profiles, of which the composite schedule is made.
///
/// It begins at once, has no period that changes nothing, and covers the span that was asked for; its
/// rest is the schedule of the rest of the span; and a station takes no more than its connectors.
pub fn ocpp_schedule(data: &[u8]) {
    ocpp_schedule::check(data);
}

/// Any bytes as an OCSP response.
pub fn ocsp(data: &[u8]) {
    certificates::ocsp(data);
}

/// Any bytes as a file that is PEM or DER, and as a bundle.
///
/// A bundle has as many certificates as boundaries, with a byte-order mark or a comment in front as
/// well; written and read again they are the same.
pub fn pem(data: &[u8]) {
    pem_text::check(data);
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

/// Any datagrams at any time, to both sides of SECC discovery.
///
/// Requests keep their distance and their number; what is found can be used and is what the datagram
/// says; what is no request gets no answer.
pub fn sdp(data: &[u8]) {
    sdp::check(data);
}

/// Any bytes as a stream of V2GTP frames, cut into chunks.
///
/// The input is the cap, the number of cuts, the distances between the cuts (one byte each), and
/// the stream. Whole, cut, in one [`bytes::BytesMut`] and read naively, the stream gives the same
/// events.
pub fn v2gtp_framing(data: &[u8]) {
    framing::check(data);
}

/// Any bytes as a profile, numbers of certificates and CRLs, and these with two octets of length in
/// front of each; signatures are by a stub.
///
/// A path that is accepted is linked by its names and ends at an anchor; no budget is exceeded; the
/// order of the intermediates changes nothing.
pub fn validation(data: &[u8]) {
    certificates::validation(data);
}

/// Operations that make a stream of string values: literals, and hits in both partitions.
///
/// The decoder finds what a plain list finds, and knows the same limits.
pub fn string_table(data: &[u8]) {
    string_table::check(data);
}

/// Any bytes as a document or fragment, to become XML. The first byte is the set of messages and the
/// options.
///
/// A document that decodes becomes XML that a parser reads, and no other one does. A trace covers every
/// bit.
pub fn xml(data: &[u8]) {
    let Some((first, exi)) = data.split_first() else { return };
    let options = first >> 5;
    match first % 16 {
        0 => xml::check::<sap::Message<'static>>(options, exi),
        1 => xml::check::<din::V2gMessage<'static>>(options, exi),
        2 => xml::check::<common::Message<'static>>(options, exi),
        3 => xml::check::<ac::Message<'static>>(options, exi),
        4 => xml::check::<dc::Message<'static>>(options, exi),
        5 => xml::check::<wpt::Message<'static>>(options, exi),
        6 => xml::check::<acdp::Message<'static>>(options, exi),
        7 => xml::check::<xmldsig::Fragment<'static>>(options, exi),
        8 => xml::check::<din::Fragment<'static>>(options, exi),
        9 => xml::check::<common::Fragment<'static>>(options, exi),
        _ => xml::check::<iso2::V2gMessage<'static>>(options, exi),
    }
}

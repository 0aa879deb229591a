//! Whole messages in bytes that are all at hand, and the way back into step where some are lost.
//!
//! The header itself is read by the crate `v2gtp`. A live receiver would use its `FrameDecoder`,
//! which treats a wrong version byte as final; a recording may have holes, and goes on behind them.

use v2gtp::{Frame, FrameError, Header};

/// A larger length is not believed when looking for a header among unknown bytes.
///
/// The longest legal messages carry certificate chains and stay far below it. A header that
/// follows a complete message is believed whatever it says.
const PLAUSIBLE_PAYLOAD: u32 = 1 << 20;

/// What stands at the beginning of some bytes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A whole message.
    Message {
        /// Payload type and payload.
        frame: Frame<&'a [u8]>,
        /// Bytes of header and payload together.
        size: usize,
    },
    /// The beginning of a message; `size` is its full size once the header is complete.
    Incomplete {
        /// Bytes of header and payload together, if the header is there.
        size: Option<u64>,
    },
    /// Not a V2GTP header: the stream is out of step, or carries something else.
    NoHeader,
}

/// Reads the message at the beginning of `bytes`.
#[must_use]
pub(crate) fn next_message(bytes: &[u8]) -> Step<'_> {
    match Frame::parse_first(bytes) {
        Ok((frame, rest)) => Step::Message { frame, size: bytes.len() - rest.len() },
        Err(FrameError::Incomplete { needed }) => {
            let size = count(bytes.len()) + u64::from(needed);
            Step::Incomplete { size: (bytes.len() >= Header::LEN).then_some(size) }
        }
        Err(_) => Step::NoHeader,
    }
}

/// Finds the first place that can only be a V2GTP header: known payload type, believable length.
///
/// For streams whose beginning is missing, and for going on after a gap.
#[must_use]
pub(crate) fn find_header(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).find(|at| bytes.get(*at..).is_some_and(begins_plausibly))
}

/// Whether bytes begin with a header that nobody would write by chance.
#[must_use]
pub(crate) fn begins_plausibly(bytes: &[u8]) -> bool {
    let header = bytes.first_chunk().and_then(|head| Header::parse(head).ok());
    header.is_some_and(|header| {
        header.payload_type.name().is_some() && header.payload_length <= PLAUSIBLE_PAYLOAD
    })
}

/// Says why bytes at the end of a stream are no message.
#[must_use]
pub(crate) fn describe_rest(bytes: &[u8]) -> String {
    let have = bytes.len();
    match next_message(bytes) {
        Step::NoHeader => format!("{have} bytes that do not begin with a V2GTP header (01 fe)"),
        Step::Incomplete { size: Some(size) } => {
            format!("incomplete message, {have} of {size} bytes")
        }
        Step::Incomplete { size: None } => {
            format!("incomplete message, {have} of {} header bytes", Header::LEN)
        }
        Step::Message { size, .. } => format!("{} bytes behind the message", have - size),
    }
}

/// A length as a number that arithmetic with sizes off the wire cannot overflow.
#[must_use]
pub(crate) fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use v2gtp::PayloadType;

    use super::*;

    #[test]
    fn a_message_ends_where_its_length_says() {
        let bytes = [0x01, 0xFE, 0x90, 0x00, 0, 0, 0, 2, 0x10, 0x00, 0xAA];
        let frame = Frame { payload_type: PayloadType::SDP_REQUEST, payload: &bytes[8..10] };
        assert_eq!(next_message(&bytes), Step::Message { frame, size: 10 });
        assert_eq!(describe_rest(&bytes), "1 bytes behind the message");
    }

    #[test]
    fn every_prefix_is_incomplete() {
        let bytes = [0x01, 0xFE, 0x80, 0x01, 0, 0, 0, 2, 0x80, 0x00];
        for end in 0..bytes.len() {
            let expected = (end >= Header::LEN).then_some(10);
            assert_eq!(next_message(&bytes[..end]), Step::Incomplete { size: expected }, "{end}");
        }
        assert_eq!(describe_rest(&bytes[..9]), "incomplete message, 9 of 10 bytes");
        assert_eq!(describe_rest(&bytes[..3]), "incomplete message, 3 of 8 header bytes");
    }

    #[test]
    fn a_wrong_version_is_no_header() {
        assert_eq!(next_message(&[0x02]), Step::NoHeader);
        assert_eq!(next_message(&[0x01, 0xFF, 0x80, 0x01, 0, 0, 0, 0]), Step::NoHeader);
    }

    #[test]
    fn the_search_wants_a_known_type_and_a_believable_length() {
        let mut bytes = vec![0x01, 0xFE, 0x12, 0x34, 0, 0, 0, 2];
        bytes.extend([0x01, 0xFE, 0x80, 0x01, 0xFF, 0, 0, 0]);
        bytes.extend([0x01, 0xFE, 0x80, 0x02, 0, 0, 0, 0]);
        assert_eq!(find_header(&bytes), Some(16));
        assert_eq!(find_header(&bytes[..23]), None);
        assert_eq!(find_header(&[]), None);
    }
}

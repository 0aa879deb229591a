//! V2GTP headers in a byte stream: the one place of this package that reads them.
//!
//! The layout is eight bytes: version `0x01`, its inverse `0xFE`, payload type and payload length
//! in big endian. Payload types are not judged here, because an unknown one still says how long
//! it is and the stream stays in step.

/// Bytes of a V2GTP header.
pub const HEADER_LEN: usize = 8;

/// A larger length is not believed when looking for a header among unknown bytes.
///
/// The longest legal messages carry certificate chains and stay far below it. A header that
/// follows a complete message is believed whatever it says.
const PLAUSIBLE_PAYLOAD: u32 = 1 << 20;

/// What stands at the beginning of some bytes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A whole message.
    Message {
        /// Payload type of the header.
        payload_type: u16,
        /// The bytes behind the header.
        payload: &'a [u8],
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
pub fn next_message(bytes: &[u8]) -> Step<'_> {
    if !b"\x01\xFE".starts_with(bytes.get(..2).unwrap_or(bytes)) {
        return Step::NoHeader;
    }
    let Some((header, body)) = bytes.split_first_chunk::<HEADER_LEN>() else {
        return Step::Incomplete { size: None };
    };
    let [_, _, type_high, type_low, l0, l1, l2, l3] = *header;
    let length = u32::from_be_bytes([l0, l1, l2, l3]);
    let payload = usize::try_from(length).ok().and_then(|length| body.get(..length));
    match payload {
        Some(payload) => Step::Message {
            payload_type: u16::from_be_bytes([type_high, type_low]),
            payload,
            size: HEADER_LEN + payload.len(),
        },
        None => Step::Incomplete { size: Some(HEADER_LEN as u64 + u64::from(length)) },
    }
}

/// Finds the first place that can only be a V2GTP header: known payload type, believable length.
///
/// For streams whose beginning is missing, and for going on after a gap.
#[must_use]
pub fn find_header(bytes: &[u8]) -> Option<usize> {
    bytes.windows(HEADER_LEN).position(|window| match *window {
        [0x01, 0xFE, high, low, l0, l1, l2, l3] => {
            is_assigned(u16::from_be_bytes([high, low]))
                && u32::from_be_bytes([l0, l1, l2, l3]) <= PLAUSIBLE_PAYLOAD
        }
        _ => false,
    })
}

/// Whether a payload type is one that a standard or amendment has given a meaning.
fn is_assigned(payload_type: u16) -> bool {
    matches!(
        payload_type,
        0x8001..=0x8006 | 0x8010 | 0x8011 | 0x8101..=0x8104 | 0x9000..=0x9005
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_where_its_length_says() {
        let bytes = [0x01, 0xFE, 0x90, 0x00, 0, 0, 0, 2, 0x10, 0x00, 0xAA];
        let step = next_message(&bytes);
        assert_eq!(
            step,
            Step::Message { payload_type: 0x9000, payload: &[0x10, 0x00], size: 10 }
        );
    }

    #[test]
    fn every_prefix_is_incomplete() {
        let bytes = [0x01, 0xFE, 0x80, 0x01, 0, 0, 0, 2, 0x80, 0x00];
        for end in 0..bytes.len() {
            let expected = (end >= HEADER_LEN).then_some(10);
            assert_eq!(next_message(&bytes[..end]), Step::Incomplete { size: expected }, "{end}");
        }
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
    }
}

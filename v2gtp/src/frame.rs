//! One frame, and reading it from a slice that holds the whole of it.

use crate::{Header, HeaderError, PayloadType};

/// A frame: payload type and payload. The length in the header is the length of the payload.
///
/// `P` is how the payload is held: `&[u8]` from [`FrameDecoder`](crate::FrameDecoder) and from the
/// slice parsers below, `bytes::Bytes` from `BytesDecoder` (feature `bytes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame<P> {
    /// Kind of the payload.
    pub payload_type: PayloadType,
    /// The payload without the header. It may have no bytes at all.
    ///
    /// For an EXI type it holds one document. Bytes after the end of that document are counted in
    /// the length too: a Tesla Model 3 appends one zero byte to some messages.
    pub payload: P,
}

impl<'a> Frame<&'a [u8]> {
    /// Parses the frame at the start of `input` and returns it with the bytes after it.
    ///
    /// For a byte stream whose start is at a frame. Nothing is copied. For frames that come in
    /// pieces [`FrameDecoder`](crate::FrameDecoder) is the better tool: it has a cap and passes
    /// over what is not wanted.
    ///
    /// # Errors
    ///
    /// * [`FrameError::Header`] as soon as one of the two version bytes is there and wrong.
    /// * [`FrameError::Incomplete`] when `input` ends before the frame does.
    #[inline]
    pub fn parse_first(input: &'a [u8]) -> Result<(Self, &'a [u8]), FrameError> {
        let Some((head, rest)) = input.split_first_chunk() else {
            Header::check_prefix(input)?;
            let needed = Header::LEN.saturating_sub(input.len());
            return Err(FrameError::Incomplete { needed: saturate(needed) });
        };
        let header = Header::parse(head)?;
        let Some((payload, rest)) = rest.split_at_checked(header.payload_len()) else {
            let needed = header.payload_length.saturating_sub(saturate(rest.len()));
            return Err(FrameError::Incomplete { needed });
        };
        Ok((Self { payload_type: header.payload_type, payload }, rest))
    }

    /// Parses a datagram, which holds exactly one frame.
    ///
    /// For SDP over UDP. Nothing is copied.
    ///
    /// # Errors
    ///
    /// Each means that the datagram is to be dropped, and that the socket goes on.
    ///
    /// * [`FrameError::Header`] when a version byte is wrong.
    /// * [`FrameError::Incomplete`] when the datagram is shorter than its header says, or than a
    ///   header.
    /// * [`FrameError::Trailing`] when it is longer.
    #[inline]
    pub fn parse_datagram(datagram: &'a [u8]) -> Result<Self, FrameError> {
        let (frame, rest) = Self::parse_first(datagram)?;
        if rest.is_empty() { Ok(frame) } else { Err(FrameError::Trailing { excess: rest.len() }) }
    }
}

/// Lengths above `u32::MAX` do not occur where this is used: they are smaller than a payload
/// length.
fn saturate(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Reason why a slice is not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The bytes are not V2GTP. On a stream: close it. As a datagram: drop it.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The bytes are a prefix of a frame. On a stream: wait for more. As a datagram: drop it.
    #[error("V2GTP frame is incomplete, {needed} more bytes needed")]
    Incomplete {
        /// How many bytes are missing: up to the end of the header while that is not complete, then
        /// up to the end of the frame.
        ///
        /// A claim of the peer, up to 2^32 - 1. Compare it with a cap before reserving memory.
        needed: u32,
    },
    /// The datagram goes on after the frame: drop it.
    #[error("datagram has {excess} bytes after the V2GTP frame")]
    Trailing {
        /// How many bytes too many there are.
        excess: usize,
    },
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    /// SDP request for TLS over TCP.
    const SDP_REQUEST: [u8; 10] = [0x01, 0xfe, 0x90, 0x00, 0, 0, 0, 2, 0x00, 0x00];

    #[test]
    fn datagram_is_one_whole_frame() {
        let frame = Frame::parse_datagram(&SDP_REQUEST).unwrap();
        assert_eq!(frame.payload_type, PayloadType::SDP_REQUEST);
        assert_eq!(frame.payload, [0x00, 0x00]);
    }

    #[test]
    fn datagram_must_have_the_exact_length() {
        let mut long = [0; 12];
        long[..10].copy_from_slice(&SDP_REQUEST);
        assert_eq!(Frame::parse_datagram(&long), Err(FrameError::Trailing { excess: 2 }));
        assert_eq!(
            Frame::parse_datagram(&SDP_REQUEST[..9]),
            Err(FrameError::Incomplete { needed: 1 })
        );
        assert_eq!(Frame::parse_datagram(&[]), Err(FrameError::Incomplete { needed: 8 }));
    }

    #[test]
    fn first_frame_comes_with_the_rest() {
        let mut two = [0; 20];
        two[..10].copy_from_slice(&SDP_REQUEST);
        two[10..].copy_from_slice(&SDP_REQUEST);
        let (first, rest) = Frame::parse_first(&two).unwrap();
        assert_eq!(first.payload.len(), 2);
        assert_eq!(rest, SDP_REQUEST);
        assert!(Frame::parse_first(rest).unwrap().1.is_empty());
    }

    #[test]
    fn every_prefix_is_incomplete_and_says_how_much_is_missing() {
        for len in 0..SDP_REQUEST.len() {
            let needed = if len < 8 { 8 - len } else { 10 - len };
            assert_eq!(
                Frame::parse_first(&SDP_REQUEST[..len]),
                Err(FrameError::Incomplete { needed: u32::try_from(needed).unwrap() })
            );
        }
    }

    #[test]
    fn four_gibibytes_are_only_a_number() {
        let input = [0x01, 0xfe, 0x80, 0x01, 0xff, 0xff, 0xff, 0xff, 0x80];
        let needed = u32::MAX - 1;
        assert_eq!(Frame::parse_first(&input), Err(FrameError::Incomplete { needed }));
    }

    #[test]
    fn zero_length_is_a_frame() {
        let input = [0x01, 0xfe, 0x80, 0x01, 0, 0, 0, 0];
        let (frame, rest) = Frame::parse_first(&input).unwrap();
        assert!(frame.payload.is_empty());
        assert!(rest.is_empty());
    }

    #[test]
    fn wrong_version_shows_at_the_first_byte() {
        let error = FrameError::Header(HeaderError::Version { found: 0x16 });
        assert_eq!(Frame::parse_first(&[0x16]), Err(error));
        assert_eq!(error.to_string(), HeaderError::Version { found: 0x16 }.to_string());
    }
}

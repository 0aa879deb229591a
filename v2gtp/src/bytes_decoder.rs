//! Incremental decoder over [`bytes`]: the same rules, payloads that own themselves.

use bytes::{Buf, Bytes};

use crate::stream::{Source, Step, Stream};
use crate::{Event, Frame, HeaderError, PayloadType};

/// Cuts a byte stream into frames whose payloads are [`Bytes`].
///
/// For servers that read into a [`BytesMut`](bytes::BytesMut) and pass messages on to other tasks.
/// It gives the same events as [`FrameDecoder`](crate::FrameDecoder), and the same rule drives it:
/// after every read call [`decode`](Self::decode) until it returns `None`.
///
/// The decoder has no buffer. While a wanted body is not complete, its bytes stay in the input, and
/// the caller appends to that. Bodies that are not wanted or longer than the cap are dropped from
/// the input as they arrive, so between two calls the input holds at most cap - 1 bytes. Nothing is
/// reserved on the word of a length field.
///
/// A payload shares the memory of the read that it came with, and keeps all of it alive while it
/// lives.
///
/// ```
/// use bytes::BytesMut;
/// use v2gtp::{BytesDecoder, Event, PayloadType};
///
/// let mut decoder = BytesDecoder::new(8192);
/// let mut input = BytesMut::new();
/// // Two reads.
/// input.extend_from_slice(&[1, 0xFE, 0x80, 1, 0, 0, 0, 4, 0x80]);
/// assert_eq!(decoder.decode(&mut input, PayloadType::is_exi)?, None);
/// input.extend_from_slice(&[0x40, 0, 0x40]);
/// let Some(Event::Frame(frame)) = decoder.decode(&mut input, PayloadType::is_exi)? else {
///     panic!("the frame is complete")
/// };
/// assert_eq!(frame.payload, [0x80, 0x40, 0, 0x40].as_slice());
/// # Ok::<_, v2gtp::HeaderError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BytesDecoder {
    cap: usize,
    stream: Stream,
}

impl BytesDecoder {
    /// Creates a decoder that stands at the start of a stream and accepts payloads of up to `cap`
    /// bytes.
    #[must_use]
    pub const fn new(cap: usize) -> Self {
        Self { cap, stream: Stream::START }
    }

    /// Takes bytes from the front of `input` up to the next event, and returns that; `None` when
    /// more bytes are needed.
    ///
    /// Payloads of a [`BytesMut`](bytes::BytesMut) or [`Bytes`] are handed out without copying;
    /// another [`Buf`] may copy each payload once. After `None` the input may hold the start of a
    /// body: append to it and keep it for the next call.
    ///
    /// `wanted` decides by its type whether a frame is handed out or passed over; it is asked once
    /// per frame, when the header is complete.
    ///
    /// # Errors
    ///
    /// Returns the first wrong version byte, as soon as that byte is there. The stream cannot be
    /// brought back into step: every later call returns the same error, until
    /// [`reset`](Self::reset). How much of `input` was taken is then unspecified.
    pub fn decode(
        &mut self,
        input: &mut impl Buf,
        wanted: impl FnOnce(PayloadType) -> bool,
    ) -> Result<Option<Event<Bytes>>, HeaderError> {
        let header = match self.stream.advance(&mut BufSource(input), wanted)? {
            Step::NeedMore => return Ok(None),
            Step::Skipped(header) => return Ok(Some(Event::Skipped(header))),
            Step::Body(header) => header,
        };
        let len = header.payload_len();
        // The cap comes before waiting for the body, so that the input never grows on behalf of a
        // body that is too long. The second half matters only where `usize` cannot hold the length
        // and the cap is `usize::MAX`.
        if len > self.cap || len == usize::MAX {
            self.stream.skip(header.payload_length);
            return Ok(Some(Event::TooLong { header, cap: self.cap }));
        }
        if input.remaining() < len {
            return Ok(None);
        }
        self.stream.restart();
        let payload = input.copy_to_bytes(len);
        Ok(Some(Event::Frame(Frame { payload_type: header.payload_type, payload })))
    }

    /// Forgets the stream and stands at the start of a new one; for a new connection.
    pub fn reset(&mut self) {
        self.stream.restart();
    }

    /// The longest payload in bytes that is accepted.
    #[must_use]
    pub const fn cap(&self) -> usize {
        self.cap
    }

    /// Whether the stream may end here: the bytes taken so far are whole frames.
    ///
    /// At the end of a connection, `false` means that its last frame was cut off.
    #[must_use]
    pub const fn is_between_frames(&self) -> bool {
        self.stream.is_between_frames()
    }
}

/// Any [`Buf`] as a source; a wrapper, because `&[u8]` is one too and has a source of its own.
struct BufSource<'b, B>(&'b mut B);

impl<B: Buf> Source for BufSource<'_, B> {
    fn take_into(&mut self, dst: &mut [u8]) -> usize {
        let len = dst.len().min(self.0.remaining());
        if let Some(dst) = dst.get_mut(..len) {
            self.0.copy_to_slice(dst);
        }
        len
    }

    fn discard(&mut self, limit: u32) -> u32 {
        let len = usize::try_from(limit).unwrap_or(usize::MAX).min(self.0.remaining());
        self.0.advance(len);
        // `len` is at most `limit`.
        u32::try_from(len).unwrap_or(limit)
    }
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;

    use super::*;
    use crate::Header;

    const FRAME: [u8; 12] = [0x01, 0xfe, 0x80, 0x01, 0, 0, 0, 4, 0x80, 0x40, 0x00, 0x40];

    #[test]
    fn payload_of_bytes_mut_is_not_copied() {
        let mut input = BytesMut::from(FRAME.as_slice());
        let body = input[8..].as_ptr();
        let mut decoder = BytesDecoder::new(4);
        let Ok(Some(Event::Frame(frame))) = decoder.decode(&mut input, |_| true) else {
            panic!("no frame")
        };
        assert_eq!(frame.payload.as_ptr(), body);
        assert!(input.is_empty());
    }

    #[test]
    fn payload_of_bytes_is_not_copied() {
        let mut input = Bytes::from_static(&FRAME);
        let body = input[8..].as_ptr();
        let mut decoder = BytesDecoder::new(4);
        let Ok(Some(Event::Frame(frame))) = decoder.decode(&mut input, |_| true) else {
            panic!("no frame")
        };
        assert_eq!(frame.payload.as_ptr(), body);
    }

    #[test]
    fn header_may_cross_the_pieces_of_a_chain() {
        let mut input = (&FRAME[..3]).chain(&FRAME[3..9]).chain(&FRAME[9..]);
        let mut decoder = BytesDecoder::new(4);
        let Ok(Some(Event::Frame(frame))) = decoder.decode(&mut input, |_| true) else {
            panic!("no frame")
        };
        assert_eq!(frame.payload, FRAME[8..]);
    }

    #[test]
    fn too_long_body_is_dropped_as_it_arrives() {
        let mut decoder = BytesDecoder::new(3);
        let mut input = BytesMut::from(&FRAME[..8]);
        let header = Header { payload_type: PayloadType::V2G_EXI, payload_length: 4 };
        assert_eq!(
            decoder.decode(&mut input, |_| true),
            Ok(Some(Event::TooLong { header, cap: 3 }))
        );
        for byte in &FRAME[8..] {
            assert!(!decoder.is_between_frames());
            input.extend_from_slice(&[*byte]);
            assert_eq!(decoder.decode(&mut input, |_| true), Ok(None));
            assert!(input.is_empty());
        }
        assert!(decoder.is_between_frames());
    }

    #[test]
    fn four_gibibytes_reserve_nothing() {
        let mut decoder = BytesDecoder::new(usize::MAX);
        let mut input = BytesMut::from([1, 0xfe, 0x80, 1, 0xff, 0xff, 0xff, 0xff].as_slice());
        let result = decoder.decode(&mut input, |_| true);
        // Nothing to take, and nothing kept but the header.
        #[cfg(target_pointer_width = "64")]
        assert_eq!(result, Ok(None));
        #[cfg(not(target_pointer_width = "64"))]
        assert!(matches!(result, Ok(Some(Event::TooLong { .. }))), "{result:?}");
    }
}

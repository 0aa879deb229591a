//! Incremental decoder: chunks of a TCP stream in, frames out.

use core::fmt;

use crate::stream::{Source, Step, Stream};
use crate::{Frame, Header, HeaderError, PayloadType};

/// Cuts a byte stream into frames, with a buffer that the caller lends.
///
/// Sans-IO: bytes come in as they were received, cut anywhere; frames come out. The rule that
/// drives it:
///
/// **After every read call [`decode`](Self::decode) until it returns `None`.**
///
/// What it promises:
///
/// * The events do not depend on how the stream was cut into chunks.
/// * The length of `S` is the cap: a payload of that length is accepted, one byte more is
///   [`Event::TooLong`], also where it could have been handed out without buffering.
/// * A frame that lies whole in the chunk is handed out borrowed from the chunk. Only a frame that
///   is cut is copied, each byte once.
/// * The body of a frame that is not wanted or too long is counted down, never stored. The stream
///   stays in step.
/// * Time is linear in the bytes that arrive. A length field of 4 GiB costs as much as one of 4
///   bytes.
///
/// `S` is what the caller has: `[u8; N]`, `&mut [u8]`, `Vec<u8>`. It counts with its length (not
/// its capacity), and its content is of no interest.
///
/// No source states a largest legal payload. Certificate chains and schedules dominate: up to five
/// certificates of 800 bytes in ISO 15118-2 (1600 bytes in ISO 15118-20) and schedules of 1024
/// entries. Seen in use are 8192 bytes (EVerest EvseV2G) and 1 MiB (crate `iso15118`).
///
/// ```
/// use v2gtp::{Event, FrameDecoder, PayloadType};
///
/// let mut decoder = FrameDecoder::new([0; 16]);
/// // An empty manufacturer specific frame, then a message; cut after the first byte of the body.
/// let chunks: [&[u8]; 2] =
///     [&[1, 0xFE, 0xA0, 0, 0, 0, 0, 0, 1, 0xFE, 0x80, 1, 0, 0, 0, 4, 0x80], &[0x40, 0, 0x40]];
/// let (mut frames, mut skipped) = (0, 0);
/// for chunk in chunks {
///     let mut input = chunk;
///     while let Some(event) = decoder.decode(&mut input, PayloadType::is_exi)? {
///         match event {
///             Event::Frame(frame) => {
///                 assert_eq!(frame.payload, [0x80, 0x40, 0, 0x40]);
///                 frames += 1;
///             }
///             Event::Skipped(_) => skipped += 1,
///             Event::TooLong { header, cap } => panic!("{header:?} is longer than {cap}"),
///         }
///     }
/// }
/// assert_eq!((frames, skipped), (1, 1));
/// # Ok::<_, v2gtp::HeaderError>(())
/// ```
#[derive(Clone)]
pub struct FrameDecoder<S> {
    storage: S,
    /// Bytes of the current body that are in `storage`; 0 outside a body.
    filled: usize,
    stream: Stream,
}

impl<S: AsRef<[u8]> + AsMut<[u8]>> FrameDecoder<S> {
    /// Creates a decoder that stands at the start of a stream and buffers in `storage`.
    #[must_use]
    pub const fn new(storage: S) -> Self {
        Self { storage, filled: 0, stream: Stream::START }
    }

    /// Takes bytes from the front of `input` up to the next event, and returns that; `None` when
    /// `input` is used up.
    ///
    /// `wanted` decides by its type whether a frame is handed out or passed over. It is asked once
    /// per frame, when the header is complete, and may answer otherwise for the next frame: what
    /// applies depends on the phase of the session. Passing over is what \[V2G2-800\] is cited for
    /// (crate `iso15118` 0.7.0; not compared with the standard): a frame with an unknown or not
    /// applicable type is ignored.
    ///
    /// What is left in `input` after an event has not been looked at.
    ///
    /// # Errors
    ///
    /// Returns the first wrong version byte, as soon as that byte is there. The stream cannot be
    /// brought back into step: every later call returns the same error, until
    /// [`reset`](Self::reset). How much of `input` was taken is then unspecified.
    pub fn decode<'a, 'i: 'a>(
        &'a mut self,
        input: &mut &'i [u8],
        wanted: impl FnOnce(PayloadType) -> bool,
    ) -> Result<Option<Event<&'a [u8]>>, HeaderError> {
        let header = match self.stream.advance(input, wanted)? {
            Step::NeedMore => return Ok(None),
            Step::Skipped(header) => return Ok(Some(Event::Skipped(header))),
            Step::Body(header) => header,
        };
        let Header { payload_type, payload_length } = header;
        let len = header.payload_len();

        // The cap. It comes before the first byte of the body is stored, and before the body is
        // looked for in the chunk: a frame must not pass or fail by the way the stream was cut.
        let storage = self.storage.as_mut();
        let cap = storage.len();
        let Some(body) = storage.get_mut(..len) else {
            // `filled` is 0 here, but for storage that has shrunk in the middle of a body.
            let filled = u32::try_from(self.filled).unwrap_or(payload_length);
            self.stream.skip(payload_length.saturating_sub(filled));
            self.filled = 0;
            return Ok(Some(Event::TooLong { header, cap }));
        };

        if self.filled == 0 {
            if let Some((payload, rest)) = input.split_at_checked(len) {
                *input = rest;
                self.stream.restart();
                return Ok(Some(Event::Frame(Frame { payload_type, payload })));
            }
        }

        let missing = body.get_mut(self.filled..).unwrap_or_default();
        self.filled = self.filled.saturating_add(input.take_into(missing));
        if self.filled < len {
            return Ok(None);
        }
        self.filled = 0;
        self.stream.restart();
        Ok(Some(Event::Frame(Frame { payload_type, payload: body })))
    }

    /// Forgets the stream and stands at the start of a new one; for a new connection.
    pub fn reset(&mut self) {
        self.filled = 0;
        self.stream.restart();
    }

    /// The longest payload in bytes that is accepted: the length of the storage.
    #[must_use]
    pub fn cap(&self) -> usize {
        self.storage.as_ref().len()
    }

    /// Whether the stream may end here: the bytes so far are whole frames.
    ///
    /// At the end of a connection, `false` means that its last frame was cut off.
    #[must_use]
    pub const fn is_between_frames(&self) -> bool {
        self.stream.is_between_frames()
    }

    /// Gives the storage back.
    #[must_use]
    pub fn into_storage(self) -> S {
        self.storage
    }
}

/// Shows cap and position, not the content of the buffer, which may hold personal data.
impl<S: AsRef<[u8]>> fmt::Debug for FrameDecoder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameDecoder")
            .field("cap", &self.storage.as_ref().len())
            .field("filled", &self.filled)
            .field("stream", &self.stream)
            .finish_non_exhaustive()
    }
}

/// What a decoder found in the stream. None of the three stops it: calling `decode` again goes on
/// after the frame.
///
/// The enum is exhaustive on purpose: a receiver that does not decide about
/// [`TooLong`](Self::TooLong) should not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event<P> {
    /// A whole frame of a wanted type.
    Frame(Frame<P>),
    /// The header of a frame whose type is not wanted. Its body is dropped as it arrives.
    Skipped(Header),
    /// The header of a frame whose type is wanted and whose payload is longer than the cap.
    ///
    /// This is the bound of the receiver, not necessarily a fault of the peer. Close the
    /// connection, or go on: the body is dropped as it arrives.
    TooLong {
        /// The header with the type and the length that the peer claims.
        header: Header,
        /// The longest payload in bytes that would have been accepted.
        cap: usize,
    },
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const FRAME: [u8; 12] = [0x01, 0xfe, 0x80, 0x01, 0, 0, 0, 4, 0x80, 0x40, 0x00, 0x40];

    #[test]
    fn debug_does_not_show_the_payload() {
        let mut decoder = FrameDecoder::new([0xab; 4]);
        let mut input = &FRAME[..10];
        assert_eq!(decoder.decode(&mut input, |_| true), Ok(None));
        let text = format!("{decoder:?}");
        assert!(text.contains("cap: 4"), "{text}");
        assert!(!text.contains("storage"), "{text}");
    }

    #[test]
    fn can_live_in_a_static_and_gives_its_storage_back() {
        static DECODER: FrameDecoder<[u8; 4]> = FrameDecoder::new([0; 4]);
        assert_eq!(DECODER.cap(), 4);
        assert!(DECODER.is_between_frames());
        assert_eq!(DECODER.clone().into_storage(), [0; 4]);
    }

    /// The figure that README gives.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_decoder_is_its_storage_and_32_bytes() {
        assert_eq!(size_of::<FrameDecoder<[u8; 0]>>(), 32);
        assert_eq!(size_of::<FrameDecoder<[u8; 64]>>(), 64 + 32);
    }

    /// `AsMut` promises nothing about the length from call to call.
    #[test]
    fn storage_that_shrinks_in_a_body_is_too_long_and_in_step() {
        struct Shrinking([u8; 4], usize);
        impl AsRef<[u8]> for Shrinking {
            fn as_ref(&self) -> &[u8] {
                &self.0[..self.1]
            }
        }
        impl AsMut<[u8]> for Shrinking {
            fn as_mut(&mut self) -> &mut [u8] {
                &mut self.0[..self.1]
            }
        }

        let mut decoder = FrameDecoder::new(Shrinking([0; 4], 4));
        let mut input = &FRAME[..10];
        assert_eq!(decoder.decode(&mut input, |_| true), Ok(None));
        decoder.storage.1 = 3;
        let mut input = &FRAME[10..];
        let event = decoder.decode(&mut input, |_| true).unwrap();
        assert!(matches!(event, Some(Event::TooLong { cap: 3, .. })));
        assert_eq!(decoder.decode(&mut input, |_| true), Ok(None));
        assert!(decoder.is_between_frames());
    }
}

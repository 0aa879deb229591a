//! Writing frames: body first, in its place, then the header in front of it.

use core::convert::Infallible;

use crate::stream::copy;
use crate::{Frame, Header, PayloadType};

/// Writes a frame into `buf` without copying its body, and returns the frame.
///
/// `write_body` gets the part of `buf` after the header, writes the body at its start and returns
/// the body's length in bytes. Then the header is filled in. An encoder that reports a lack of room
/// by returning the length it would have needed, as `snprintf` does, fits too: see the first error.
///
/// ```
/// use v2gtp::{PayloadType, write_frame};
///
/// let mut buf = [0; 64];
/// let frame = write_frame(&mut buf, PayloadType::V2G_EXI, |room| {
///     room[..4].copy_from_slice(&[0x80, 0x40, 0x00, 0x40]);
///     Ok::<_, core::convert::Infallible>(4)
/// })?;
/// assert_eq!(frame, [0x01, 0xFE, 0x80, 0x01, 0, 0, 0, 4, 0x80, 0x40, 0x00, 0x40]);
/// # Ok::<_, v2gtp::EncodeError>(())
/// ```
///
/// # Errors
///
/// The first eight bytes of `buf` stay as they were; what `write_body` wrote after them stays too.
///
/// * [`EncodeError::BufferTooSmall`] when `buf` has no room for a header (then `write_body` is not
///   called), or when `write_body` returns more than the room it was given.
/// * [`EncodeError::Body`] with the error of `write_body`.
/// * [`EncodeError::PayloadTooLong`] when the body does not fit the 32-bit length field.
#[inline]
pub fn write_frame<E>(
    buf: &mut [u8],
    payload_type: PayloadType,
    write_body: impl FnOnce(&mut [u8]) -> Result<usize, E>,
) -> Result<&[u8], EncodeError<E>> {
    let Some(room) = buf.get_mut(Header::LEN..) else {
        return Err(EncodeError::BufferTooSmall { needed: Header::LEN });
    };
    let len = write_body(room).map_err(EncodeError::Body)?;
    let Ok(payload_length) = u32::try_from(len) else {
        return Err(EncodeError::PayloadTooLong { len });
    };
    let needed = len.saturating_add(Header::LEN);
    let Some(frame) = buf.get_mut(..needed) else {
        return Err(EncodeError::BufferTooSmall { needed });
    };
    if let Some(head) = frame.first_chunk_mut() {
        *head = Header { payload_type, payload_length }.encode();
    }
    Ok(frame)
}

impl<P: AsRef<[u8]>> Frame<P> {
    /// Writes the frame into `buf`, copying the payload, and returns what was written.
    ///
    /// For bodies that exist already. [`write_frame`] saves the copy where the body can be written
    /// in place.
    ///
    /// # Errors
    ///
    /// `buf` stays as it was.
    ///
    /// * [`EncodeError::PayloadTooLong`] when the payload does not fit the 32-bit length field.
    /// * [`EncodeError::BufferTooSmall`] with the exact size needed.
    pub fn encode<'b>(&self, buf: &'b mut [u8]) -> Result<&'b [u8], EncodeError> {
        let payload = self.payload.as_ref();
        ready(buf, payload.len())?;
        write_frame(buf, self.payload_type, |room| {
            copy(room, payload);
            Ok(payload.len())
        })
    }
}

/// Whether a body of that length can be framed in `buf`, before any of it is written.
pub(crate) fn ready(buf: &[u8], len: usize) -> Result<(), EncodeError> {
    if u32::try_from(len).is_err() {
        return Err(EncodeError::PayloadTooLong { len });
    }
    let needed = len.saturating_add(Header::LEN);
    if buf.len() < needed { Err(EncodeError::BufferTooSmall { needed }) } else { Ok(()) }
}

/// Reason why a frame was not written. `E` is the error of the body's encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError<E = Infallible> {
    /// The buffer is too small for the frame.
    #[error("buffer is too small for the V2GTP frame, {needed} bytes needed")]
    BufferTooSmall {
        /// Size of the whole frame in bytes, header included.
        ///
        /// While the body has not been written its size is not known: then this is 8, the size of
        /// the header.
        needed: usize,
    },
    /// The body is longer than the length field can say, 2^32 - 1 bytes.
    #[error("V2GTP payload of {len} bytes is longer than the length field allows")]
    PayloadTooLong {
        /// Length of the body in bytes.
        len: usize,
    },
    /// The body's encoder failed.
    #[error(transparent)]
    Body(E),
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[derive(Debug, PartialEq, Eq)]
    struct NoIdea;

    #[test]
    fn body_is_written_in_place() {
        let mut buf = [0xaa; 12];
        let start = buf.as_ptr();
        let frame = write_frame(&mut buf, PayloadType::DC_MAIN_STREAM, |room| {
            assert_eq!(room.len(), 4);
            room[..3].copy_from_slice(&[1, 2, 3]);
            Ok::<_, NoIdea>(3)
        })
        .unwrap();
        assert_eq!(frame, [0x01, 0xfe, 0x80, 0x04, 0, 0, 0, 3, 1, 2, 3]);
        assert_eq!(frame.as_ptr(), start);
        assert_eq!(buf[11], 0xaa);
    }

    #[test]
    fn empty_body_fits_a_buffer_of_one_header() {
        let mut buf = [0; 8];
        let frame = write_frame(&mut buf, PayloadType::V2G_EXI, |_| Ok::<_, NoIdea>(0)).unwrap();
        assert_eq!(frame, [0x01, 0xfe, 0x80, 0x01, 0, 0, 0, 0]);
    }

    #[test]
    fn no_room_for_a_header() {
        let mut buf = [0; 7];
        let result = write_frame(&mut buf, PayloadType::V2G_EXI, |_| -> Result<usize, NoIdea> {
            panic!("must not be called")
        });
        assert_eq!(result, Err(EncodeError::BufferTooSmall { needed: 8 }));
    }

    #[test]
    fn a_length_past_the_room_is_the_size_needed() {
        let mut buf = [0x55; 12];
        let result = write_frame(&mut buf, PayloadType::V2G_EXI, |_| Ok::<_, NoIdea>(5));
        assert_eq!(result, Err(EncodeError::BufferTooSmall { needed: 13 }));
        assert_eq!(buf, [0x55; 12]);
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_body_past_the_length_field() {
        let mut buf = [0; 12];
        let len = 1 << 32;
        let result = write_frame(&mut buf, PayloadType::V2G_EXI, |_| Ok::<_, NoIdea>(len));
        assert_eq!(result, Err(EncodeError::PayloadTooLong { len }));
    }

    #[test]
    fn the_error_of_the_body_is_passed_through() {
        let mut buf = [0x55; 12];
        let result = write_frame(&mut buf, PayloadType::V2G_EXI, |_| Err(NoIdea));
        assert_eq!(result, Err(EncodeError::Body(NoIdea)));
        assert_eq!(buf, [0x55; 12]);
    }

    #[test]
    fn ready_payload_is_copied_or_the_exact_size_reported() {
        let frame = Frame { payload_type: PayloadType::SDP_REQUEST, payload: [0x10, 0x00] };
        let mut buf = [0; 10];
        assert_eq!(frame.encode(&mut buf[..9]), Err(EncodeError::BufferTooSmall { needed: 10 }));
        assert_eq!(buf, [0; 10]);
        assert_eq!(frame.encode(&mut buf).unwrap(), [1, 0xfe, 0x90, 0, 0, 0, 0, 2, 0x10, 0]);
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_length_past_the_field_is_seen_before_anything_is_written() {
        let len = 1 << 32;
        assert_eq!(ready(&[0; 8], len), Err(EncodeError::PayloadTooLong { len }));
        assert_eq!(ready(&[0; 8], len - 1), Err(EncodeError::BufferTooSmall { needed: len + 7 }));
        assert_eq!(ready(&[0; 8], 0), Ok(()));
    }

    #[test]
    fn errors_say_what_is_needed() {
        assert_eq!(
            EncodeError::<Infallible>::BufferTooSmall { needed: 13 }.to_string(),
            "buffer is too small for the V2GTP frame, 13 bytes needed"
        );
        assert_eq!(EncodeError::Body("no").to_string(), "no");
    }
}

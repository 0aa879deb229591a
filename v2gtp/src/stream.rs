//! Where a byte stream stands: in a header, in a body that is wanted, or in one that is passed
//! over.
//!
//! Both decoders are this machine and a way to get hold of a body. There is no loop in it, and the
//! length field only ever becomes a number to compare or to count down.

use crate::{Header, HeaderError, PayloadType};

/// Bytes that arrive. Both operations take from the front.
pub(crate) trait Source {
    /// Moves bytes into `dst`, as many as it holds or as there are, and returns how many.
    fn take_into(&mut self, dst: &mut [u8]) -> usize;

    /// Drops up to `limit` bytes and returns how many.
    fn discard(&mut self, limit: u32) -> u32;
}

/// Position in the stream.
#[derive(Clone, Debug)]
pub(crate) enum Stream {
    /// Inside a header of which `filled` bytes are here. With none, between two frames.
    Header { bytes: [u8; Header::LEN], filled: usize },
    /// Behind the header of a frame that the caller wants.
    Body(Header),
    /// Inside a body that nobody wants; never with `left` at 0 between two calls.
    Skip { left: u32 },
    /// Behind a bad header. There is no way out but a new stream.
    Failed(HeaderError),
}

/// What the caller of the machine has to do.
pub(crate) enum Step {
    /// Wait: the input is used up.
    NeedMore,
    /// Report a frame that is being passed over.
    Skipped(Header),
    /// Get hold of the body, then call [`Stream::restart`] or [`Stream::skip`].
    Body(Header),
}

impl Stream {
    pub(crate) const START: Self = Self::Header { bytes: [0; Header::LEN], filled: 0 };

    /// Takes bytes until there is something to do. `wanted` is asked once per frame, when its
    /// header is complete.
    #[inline]
    pub(crate) fn advance(
        &mut self,
        input: &mut impl Source,
        wanted: impl FnOnce(PayloadType) -> bool,
    ) -> Result<Step, HeaderError> {
        if let Self::Skip { left } = self {
            *left = left.saturating_sub(input.discard(*left));
            if *left > 0 {
                return Ok(Step::NeedMore);
            }
            self.restart();
        }
        if let Self::Header { bytes, filled } = self {
            let header = match read_header(bytes, filled, input) {
                Ok(Some(header)) => header,
                Ok(None) => return Ok(Step::NeedMore),
                Err(error) => {
                    *self = Self::Failed(error);
                    return Err(error);
                }
            };
            if !wanted(header.payload_type) {
                self.skip(header.payload_length);
                return Ok(Step::Skipped(header));
            }
            *self = Self::Body(header);
        }
        match *self {
            Self::Body(header) => Ok(Step::Body(header)),
            Self::Failed(error) => Err(error),
            // Both were left above.
            Self::Header { .. } | Self::Skip { .. } => Ok(Step::NeedMore),
        }
    }

    /// The body is out: the next byte is the first of a header.
    pub(crate) fn restart(&mut self) {
        *self = Self::START;
    }

    /// The next `left` bytes are of no interest; a header follows them.
    pub(crate) fn skip(&mut self, left: u32) {
        *self = if left == 0 { Self::START } else { Self::Skip { left } };
    }

    pub(crate) const fn is_between_frames(&self) -> bool {
        matches!(self, Self::Header { filled: 0, .. })
    }
}

/// Adds what has arrived to a header; gives the header when it is complete.
fn read_header(
    bytes: &mut [u8; Header::LEN],
    filled: &mut usize,
    input: &mut impl Source,
) -> Result<Option<Header>, HeaderError> {
    let missing = bytes.get_mut(*filled..).unwrap_or_default();
    *filled = filled.saturating_add(input.take_into(missing));
    if *filled >= Header::LEN {
        return Header::parse(bytes).map(Some);
    }
    // A wrong version is reported at once: its sender may wait for an answer and send nothing more.
    Header::check_prefix(bytes.get(..*filled).unwrap_or_default())?;
    Ok(None)
}

/// Copies as many bytes as both slices have and returns how many.
///
/// `copy_from_slice` would need equal lengths, and keep its panic wherever the compiler does not see
/// that they are. This loop becomes the same `memcpy`.
pub(crate) fn copy(dst: &mut [u8], src: &[u8]) -> usize {
    for (to, from) in dst.iter_mut().zip(src) {
        *to = *from;
    }
    dst.len().min(src.len())
}

impl Source for &[u8] {
    #[inline]
    fn take_into(&mut self, dst: &mut [u8]) -> usize {
        let len = copy(dst, self);
        *self = self.get(len..).unwrap_or_default();
        len
    }

    #[inline]
    fn discard(&mut self, limit: u32) -> u32 {
        let len = usize::try_from(limit).unwrap_or(usize::MAX).min(self.len());
        *self = self.get(len..).unwrap_or_default();
        // `len` is at most `limit`.
        u32::try_from(len).unwrap_or(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_takes_what_is_there() {
        let mut input: &[u8] = &[1, 2, 3, 4, 5];
        let mut dst = [0; 2];
        assert_eq!(input.take_into(&mut dst), 2);
        assert_eq!(dst, [1, 2]);
        assert_eq!(input.discard(1), 1);
        assert_eq!(input.discard(u32::MAX), 2);
        assert_eq!(input.discard(u32::MAX), 0);
        assert_eq!(input.take_into(&mut dst), 0);
    }

    #[test]
    fn skipping_nothing_is_between_frames() {
        let mut stream = Stream::START;
        stream.skip(0);
        assert!(stream.is_between_frames());
        stream.skip(1);
        assert!(!stream.is_between_frames());
    }

    #[test]
    fn the_end_of_a_skipped_body_is_between_frames() {
        let mut stream = Stream::START;
        stream.skip(3);
        let mut input: &[u8] = &[0; 3];
        assert!(matches!(stream.advance(&mut input, |_| true), Ok(Step::NeedMore)));
        assert!(stream.is_between_frames());
    }
}

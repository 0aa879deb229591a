//! Documents: the entry points of decoding and encoding.

#[cfg(feature = "alloc")]
use core::mem::MaybeUninit;

use crate::arena::Arena;
use crate::error::{ByteCount, DecodeError, DecodeErrorKind, EncodeError, Unsupported};
use crate::options::{DecodeOptions, EncodeOptions, Report};
use crate::reader::Reader;
use crate::writer::Writer;

/// Longest input in bytes. Bit positions have to fit 32 bits on small machines, and nothing that
/// V2GTP carries comes near it.
pub const MAX_INPUT: usize = 1 << 28;

/// A message that can be read from an EXI document.
pub trait Decode<'a>: Sized {
    /// Reads the body of a document, header included. Generated code; call
    /// [`decode`](Self::decode) instead.
    fn read(reader: &mut Reader<'a, '_>) -> Self;

    /// Decodes an EXI document, header byte included. The message borrows from the memory behind
    /// `arena` and from nothing else.
    ///
    /// Bytes behind the end of the document are ignored;
    /// [`decode_with`](Self::decode_with) says how many were used.
    ///
    /// # Errors
    /// See [`DecodeErrorKind`]. What the decode took from the arena up to the failure stays taken.
    #[inline]
    fn decode(input: &[u8], arena: &mut Arena<'a>) -> Result<Self, DecodeError> {
        check_length(input)?;
        let mut reader = Reader::new(input, arena.take_all(), DecodeOptions::new());
        // Where it is wanted, and on the stack only there.
        let mut result = Ok(Self::read(&mut reader));
        *arena = reader.arena.take_all();
        if let Err(error) = reader.end() {
            result = Err(error);
        }
        result
    }

    /// Decodes with options; also returns the number of bytes that the document takes, and the
    /// rules of the schema that it violates if the options let them pass.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    #[inline]
    fn decode_with(
        input: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), DecodeError> {
        check_length(input)?;
        let mut reader = Reader::new(input, arena.take_all(), options);
        let message = Self::read(&mut reader);
        *arena = reader.arena.take_all();
        Ok((message, reader.finish()?))
    }

    /// Decodes an EXI document only if it is canonical: every byte of `input` is what
    /// [`Encode::encode`] writes for the message. For conformance tests, and for devices that shall
    /// not accept what [`DecodeOptions`] names as accepted in any case.
    ///
    /// The message is encoded into `scratch` and compared, so that the usual way of decoding pays
    /// nothing for this one. `scratch` must be as long as `input`; what is in it afterwards is of
    /// no use.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode), and [`DecodeErrorKind::NonCanonical`] with the first bit
    /// that differs; [`DecodeErrorKind::Scratch`] if `scratch` is shorter than `input`.
    fn decode_canonical(
        input: &[u8],
        arena: &mut Arena<'a>,
        scratch: &mut [u8],
    ) -> Result<Self, DecodeError>
    where
        Self: Encode,
    {
        let message = Self::decode(input, arena)?;
        let Some(scratch) = scratch.get_mut(..input.len()) else {
            let kind = DecodeErrorKind::Scratch { needed: ByteCount::new(input.len()) };
            return Err(DecodeError { kind, bit: 0 });
        };
        let needed = match message.encode(scratch) {
            Ok(length) | Err(EncodeError::Capacity { needed: length }) => length,
            // What has been decoded obeys the schema, so this is not reached; whatever it were, the
            // encoder would not write the input.
            Err(EncodeError::Facet { bit, .. }) => {
                return Err(DecodeError { kind: DecodeErrorKind::NonCanonical, bit });
            }
            // Nor this: what was read of a wildcard is within the limits of both directions.
            Err(EncodeError::Unsupported(unsupported)) => {
                return Err(DecodeError {
                    kind: DecodeErrorKind::Unsupported(unsupported),
                    bit: 0,
                });
            }
        };
        match first_difference(input, scratch, needed) {
            None => Ok(message),
            Some(bit) => Err(DecodeError { kind: DecodeErrorKind::NonCanonical, bit }),
        }
    }
}

#[inline]
fn check_length(input: &[u8]) -> Result<(), DecodeError> {
    if input.len() > MAX_INPUT {
        let kind = DecodeErrorKind::Unsupported(Unsupported::LongInput);
        return Err(DecodeError { kind, bit: 0 });
    }
    Ok(())
}

/// The first bit in which `input` is not the encoding of the message it decoded to.
#[inline(never)]
fn first_difference(input: &[u8], written: &[u8], needed: usize) -> Option<usize> {
    let common = input.len().min(needed);
    let pairs = input.iter().zip(written).take(common);
    for (byte, (theirs, ours)) in pairs.enumerate() {
        let different = theirs ^ ours;
        if different != 0 {
            return Some(8 * byte + different.leading_zeros() as usize);
        }
    }
    // All the same as far as both go. An encoding that is longer differs before that, because a
    // document says itself where it ends; what can be left are bytes behind the document.
    (input.len() != needed).then_some(8 * common)
}

/// A message that can be written as an EXI document.
pub trait Encode {
    /// Writes the body of a document, header included. Generated code; call
    /// [`encode`](Self::encode) instead.
    fn write<'m>(&'m self, writer: &mut Writer<'m>);

    /// Encodes the message as an EXI document at the start of `output`; returns its length in
    /// bytes. No string table is used, as ISO 15118 demands.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] if a value violates the schema, [`EncodeError::Unsupported`] if the
    /// content of a wildcard cannot be written, [`EncodeError::Capacity`] with the length needed if
    /// `output` is too small. After an error `output` holds nothing of use.
    #[inline]
    fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        let mut writer = Writer::new(output, EncodeOptions::new());
        self.write(&mut writer);
        writer.end()
    }

    /// Encodes with options, for example to send on what was read with the same ones; also returns
    /// the rules of the schema that the message violates if the options let them pass.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode). What no option lets pass is what the grammar has no bits
    /// for: a list with too few or too many items, a number beyond the width of its field.
    #[inline]
    fn encode_with(
        &self,
        output: &mut [u8],
        options: EncodeOptions,
    ) -> Result<Report, EncodeError> {
        let mut writer = Writer::new(output, options);
        self.write(&mut writer);
        writer.finish()
    }

    /// The length in bytes of the message as an EXI document.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] and [`EncodeError::Unsupported`] as for [`encode`](Self::encode).
    fn encoded_len(&self) -> Result<usize, EncodeError> {
        match self.encode(&mut []) {
            Err(EncodeError::Capacity { needed }) => Ok(needed),
            other => other,
        }
    }

    /// Encodes into a new vector.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] and [`EncodeError::Unsupported`] as for [`encode`](Self::encode).
    #[cfg(feature = "alloc")]
    fn encode_to_vec(&self) -> Result<alloc::vec::Vec<u8>, EncodeError> {
        self.encode_to_vec_with(EncodeOptions::new())
    }

    /// Encodes into a new vector, with options.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] and [`EncodeError::Unsupported`] as for
    /// [`encode_with`](Self::encode_with).
    #[cfg(feature = "alloc")]
    fn encode_to_vec_with(
        &self,
        options: EncodeOptions,
    ) -> Result<alloc::vec::Vec<u8>, EncodeError> {
        let len = match self.encode_with(&mut [], options) {
            Err(EncodeError::Capacity { needed }) => needed,
            Err(error) => return Err(error),
            Ok(report) => report.bytes,
        };
        let mut output = alloc::vec![0; len];
        self.encode_with(&mut output, options)?;
        Ok(output)
    }
}

#[cfg(feature = "alloc")]
impl<F> crate::Owned<F>
where
    F: crate::Family,
    for<'a> F::Of<'a>: Decode<'a>,
{
    /// Decodes an EXI document into memory of its own, of at most
    /// [`DEFAULT_MEMORY_LIMIT`](crate::DEFAULT_MEMORY_LIMIT) bytes. One allocation in the usual
    /// case; it is made again with twice the size while the message does not fit.
    ///
    /// # Errors
    /// See [`DecodeErrorKind`]; [`DecodeErrorKind::Capacity`] if the message needs more memory than
    /// the limit.
    pub fn decode(input: &[u8]) -> Result<Self, DecodeError> {
        let (message, _) = Self::decode_with(input, DecodeOptions::new())?;
        Ok(message)
    }

    /// Like [`decode`](Self::decode), with options, of which
    /// [`DecodeOptions::memory_limit`] is the limit; also returns what
    /// [`Decode::decode_with`] reports.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub fn decode_with(
        input: &[u8],
        options: DecodeOptions,
    ) -> Result<(Self, Report), DecodeError> {
        // Schedules need three times their length; what is longer are certificates, which need
        // little more than once.
        let twice = input.len().saturating_mul(2);
        let mut report = Report::default();
        let owned = Self::build_growing(
            twice.saturating_add(256 + twice.min(1536)),
            options.memory_limit,
            |arena| {
                let (message, told) =
                    <F::Of<'_> as Decode<'_>>::decode_with(input, arena, options)?;
                report = told;
                Ok(message)
            },
            |error: &DecodeError| match error.kind {
                DecodeErrorKind::Capacity { needed } => Some(needed.get()),
                _ => None,
            },
        )?;
        Ok((owned, report))
    }

    /// Finds the smallest arena that `input` decodes into: the length in bytes of an
    /// [`ArenaBuf`](crate::ArenaBuf), a multiple of 16.
    ///
    /// This is for tests and tools that choose the size of an arena, on a machine with the same
    /// size of pointers. It decodes about twenty times.
    ///
    /// # Errors
    /// As for [`decode_with`](Self::decode_with).
    pub fn arena_len(input: &[u8], options: DecodeOptions) -> Result<usize, DecodeError> {
        let fits = |units: usize| {
            let mut memory = alloc::vec![MaybeUninit::uninit(); UNIT * units + UNIT];
            let padding = memory.as_ptr().addr().wrapping_neg() % UNIT;
            let room = memory.get_mut(padding..padding + UNIT * units).unwrap_or_default();
            <F::Of<'_> as Decode<'_>>::decode_with(input, &mut Arena::new(room), options).map(drop)
        };
        // Lists grow at the end of the arena, so only arenas whose ends are aligned alike compare.
        let limit = options.memory_limit / UNIT;
        let (mut low, mut high) = (0, limit.min(8));
        loop {
            match fits(high) {
                Ok(()) => break,
                Err(DecodeError { kind: DecodeErrorKind::Capacity { .. }, .. }) if high < limit => {
                    (low, high) = (high + 1, high.saturating_mul(2).min(limit));
                }
                Err(error) => return Err(error),
            }
        }
        while low < high {
            let middle = low + (high - low) / 2;
            match fits(middle) {
                Ok(()) => high = middle,
                Err(_) => low = middle + 1,
            }
        }
        Ok(UNIT * high)
    }
}

/// Alignment of [`ArenaBuf`](crate::ArenaBuf).
#[cfg(feature = "alloc")]
const UNIT: usize = 16;

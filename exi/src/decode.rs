//! Decoding: from an EXI document to a message.

#[cfg(feature = "alloc")]
use core::mem::MaybeUninit;

use crate::arena::Arena;
use crate::codegen::ALL;
use crate::encode::Encode;
use crate::error::{ByteCount, DecodeError, DecodeErrorKind, EncodeError, Unsupported};
use crate::options::{DecodeOptions, Report};
use crate::reader::Reader;

/// Longest input in bytes. Bit positions have to fit 32 bits on small machines, and nothing that
/// V2GTP carries comes near it.
pub const MAX_INPUT: usize = 1 << 28;

/// A message that can be read from an EXI document.
///
/// Message types have the same methods of their own, so that the trait need not be imported. It is
/// for code that works with any message.
pub trait Decode<'a>: Sized {
    /// Reads the body of a document, header included. Generated code; call
    /// [`decode`](Self::decode) instead.
    #[doc(hidden)]
    fn read<const ROLE: u8>(reader: &mut Reader<'a, '_>) -> Self;

    /// Decodes an EXI document, header byte included. The message borrows from the memory of
    /// `arena` and from nothing else.
    ///
    /// Bytes after the end of the document are ignored. [`decode_with`](Self::decode_with) says how
    /// many were used.
    ///
    /// # Errors
    /// See [`DecodeErrorKind`]. Memory that the decode took from the arena up to the failure stays
    /// taken.
    #[inline]
    fn decode(input: &[u8], arena: &mut Arena<'a>) -> Result<Self, DecodeError> {
        decode::<Self, ALL>(input, arena)
    }

    /// Decodes with options. Also returns the number of bytes that the document takes, and the
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
        decode_with::<Self, ALL>(input, arena, options)
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
            return Err(DecodeError::at_start(kind));
        };
        let needed = match message.encode(scratch) {
            Ok(length) | Err(EncodeError::Capacity { needed: length }) => length,
            // What has been decoded obeys the schema, so this is not reached; whatever it were, the
            // encoder would not write the input.
            Err(EncodeError::Facet { bit, .. }) => {
                return Err(not_canonical(bit));
            }
            // Nor this: what was read of a wildcard is within the limits of both directions.
            Err(EncodeError::Unsupported(unsupported)) => {
                return Err(DecodeError::at_start(DecodeErrorKind::Unsupported(unsupported)));
            }
        };
        match first_difference(input, scratch, needed) {
            None => Ok(message),
            Some(bit) => Err(not_canonical(bit)),
        }
    }
}

/// Decodes a document with the messages of one role, or of both.
///
/// # Errors
/// See [`Decode::decode`].
#[inline]
pub fn decode<'a, T: Decode<'a>, const ROLE: u8>(
    input: &[u8],
    arena: &mut Arena<'a>,
) -> Result<T, DecodeError> {
    check_length(input)?;
    let mut reader = Reader::new(input, arena.take_all(), DecodeOptions::new());
    // Where it is wanted, and on the stack only there.
    let mut result = Ok(T::read::<ROLE>(&mut reader));
    *arena = reader.arena.take_all();
    if let Err(error) = reader.end() {
        result = Err(error);
    }
    result
}

/// Decodes a document with options, with the messages of one role, or of both.
///
/// # Errors
/// See [`Decode::decode_with`].
#[inline]
pub fn decode_with<'a, T: Decode<'a>, const ROLE: u8>(
    input: &[u8],
    arena: &mut Arena<'a>,
    options: DecodeOptions,
) -> Result<(T, Report), DecodeError> {
    check_length(input)?;
    let mut reader = Reader::new(input, arena.take_all(), options);
    let message = T::read::<ROLE>(&mut reader);
    *arena = reader.arena.take_all();
    Ok((message, reader.finish()?))
}

#[inline]
fn check_length(input: &[u8]) -> Result<(), DecodeError> {
    if input.len() > MAX_INPUT {
        let kind = DecodeErrorKind::Unsupported(Unsupported::LongInput);
        return Err(DecodeError::at_start(kind));
    }
    Ok(())
}

fn not_canonical(bit: usize) -> DecodeError {
    DecodeError { kind: DecodeErrorKind::NonCanonical, bit, message: 0 }
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
    // document says itself where it ends; what can be left are bytes after the document.
    (input.len() != needed).then_some(8 * common)
}

/// Decodes into memory that grows up to the limit of the options, as long as `cause` finds in the
/// error that room was missing.
///
/// # Errors
/// Returns the last error of `decode`.
#[cfg(feature = "alloc")]
pub fn decode_growing<F: crate::Family, E>(
    input: &[u8],
    options: DecodeOptions,
    decode: impl for<'a> FnMut(&mut Arena<'a>) -> Result<F::Of<'a>, E>,
    cause: impl Fn(&E) -> Option<DecodeError>,
) -> Result<crate::Owned<F>, E> {
    // Schedules need three times their length; longer messages have certificates, which need little
    // more than once.
    let twice = input.len().saturating_mul(2);
    let capacity = twice.saturating_add(256 + twice.min(1536));
    crate::Owned::build_growing(capacity, options.memory_limit, decode, |error| {
        match cause(error)?.kind {
            DecodeErrorKind::Capacity { needed } => Some(needed.get()),
            _ => None,
        }
    })
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
        let mut report = Report::default();
        let owned = decode_growing(
            input,
            options,
            |arena| {
                let (message, told) =
                    <F::Of<'_> as Decode<'_>>::decode_with(input, arena, options)?;
                report = told;
                Ok(message)
            },
            |error: &DecodeError| Some(*error),
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

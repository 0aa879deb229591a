//! Documents: the entry points of decoding and encoding.

use crate::arena::Arena;
use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Unsupported};
use crate::reader::Reader;
use crate::writer::Writer;

/// Longest input in bytes. Bit positions have to fit 32 bits on small machines, and nothing that
/// V2GTP carries comes near it.
pub const MAX_INPUT: usize = 1 << 28;

/// What the decoder accepts beyond the coding options of ISO 15118.
///
/// Accepted in any case, because real devices send it and it harms nobody: bytes behind the
/// document, padding bits other than zero in its last byte, an empty value as `EE` or as an empty
/// `CH`, integers with more octets than needed. [`Decode::decode_canonical`] refuses all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DecodeOptions {
    string_table_hits: bool,
}

impl DecodeOptions {
    /// The defaults: what the coding options and the schema forbid is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { string_table_hits: false }
    }

    /// Accepts hits in the string table, from encoders that leave `valuePartitionCapacity` at its
    /// default instead of the 0 that ISO 15118 sets. Default: off.
    ///
    /// The table needs memory of the arena: about 40 bytes for each string value.
    #[must_use]
    pub const fn string_table_hits(mut self, accept: bool) -> Self {
        self.string_table_hits = accept;
        self
    }

    #[cfg(feature = "grammar")]
    pub(crate) const fn accepts_hits(self) -> bool {
        self.string_table_hits
    }
}

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
        match Self::decode_with(input, arena, DecodeOptions::new()) {
            Ok((message, _)) => Ok(message),
            Err(error) => Err(error),
        }
    }

    /// Decodes with options; also returns the number of bytes that the document takes.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    #[inline]
    fn decode_with(
        input: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, usize), DecodeError> {
        if input.len() > MAX_INPUT {
            let kind = DecodeErrorKind::Unsupported(Unsupported::LongInput);
            return Err(DecodeError { kind, bit: 0 });
        }
        let mut reader = Reader::new(input, arena.take_all(), options.string_table_hits);
        let message = Self::read(&mut reader);
        *arena = reader.arena.take_all();
        match reader.finish() {
            Ok(used) => Ok((message, used)),
            Err(error) => Err(error),
        }
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
    /// that differs; [`DecodeErrorKind::Capacity`] also if `scratch` is shorter than `input`.
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
            return Err(DecodeError { kind: DecodeErrorKind::Capacity, bit: 0 });
        };
        let needed = match message.encode(scratch) {
            Ok(length) | Err(EncodeError::Capacity { needed: length }) => length,
            // What has been decoded obeys the schema, so this is not reached; whatever it were, the
            // encoder would not write the input.
            Err(EncodeError::Facet { bit, .. }) => {
                return Err(DecodeError { kind: DecodeErrorKind::NonCanonical, bit });
            }
        };
        match first_difference(input, scratch, needed) {
            None => Ok(message),
            Some(bit) => Err(DecodeError { kind: DecodeErrorKind::NonCanonical, bit }),
        }
    }
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
    fn write(&self, writer: &mut Writer<'_>);

    /// Encodes the message as an EXI document at the start of `output`; returns its length in
    /// bytes. No string table is used, as ISO 15118 demands.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] if a value violates the schema, [`EncodeError::Capacity`] with the
    /// length needed if `output` is too small. What is in `output` is then of no use.
    #[inline]
    fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        let mut writer = Writer::new(output);
        self.write(&mut writer);
        writer.finish()
    }

    /// The length in bytes of the message as an EXI document.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] as for [`encode`](Self::encode).
    fn encoded_len(&self) -> Result<usize, EncodeError> {
        match self.encode(&mut []) {
            Err(EncodeError::Capacity { needed }) => Ok(needed),
            other => other,
        }
    }

    /// Encodes into a new vector.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] as for [`encode`](Self::encode).
    #[cfg(feature = "alloc")]
    fn encode_to_vec(&self) -> Result<alloc::vec::Vec<u8>, EncodeError> {
        let mut output = alloc::vec![0; self.encoded_len()?];
        let len = self.encode(&mut output)?;
        output.truncate(len);
        Ok(output)
    }
}

#[cfg(feature = "alloc")]
impl<F> crate::Owned<F>
where
    F: crate::Family,
    for<'a> F::Of<'a>: Decode<'a>,
{
    /// Decodes an EXI document into memory of its own. One allocation in the usual case; it is
    /// made again with twice the size while the message does not fit.
    ///
    /// # Errors
    /// See [`DecodeErrorKind`]; never [`DecodeErrorKind::Capacity`].
    pub fn decode(input: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_with(input, DecodeOptions::new())
    }

    /// Like [`decode`](Self::decode), with options.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub fn decode_with(input: &[u8], options: DecodeOptions) -> Result<Self, DecodeError> {
        // Messages need a small multiple of their EXI length, so the loop ends after a few turns.
        let mut capacity = 256 + 2 * input.len();
        loop {
            let owned = Self::build(capacity, |arena| {
                <F::Of<'_> as Decode<'_>>::decode_with(input, arena, options).map(|(m, _)| m)
            });
            match owned {
                Err(error) if error.kind == DecodeErrorKind::Capacity => capacity *= 2,
                other => return other,
            }
        }
    }
}

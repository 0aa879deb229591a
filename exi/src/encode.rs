//! Encoding: from a message to an EXI document.

use crate::codegen::ALL;
use crate::error::EncodeError;
use crate::options::{EncodeOptions, Report};
use crate::writer::Writer;

/// A message that can be written as an EXI document.
///
/// Message types have the same methods of their own, so that the trait need not be imported. It is
/// for code that works with any message.
pub trait Encode {
    /// Writes the body of a document, header included. Generated code; call
    /// [`encode`](Self::encode) instead.
    #[doc(hidden)]
    fn write<'m, const ROLE: u8>(&'m self, writer: &mut Writer<'m>);

    /// Encodes the message as an EXI document at the start of `output`. Returns its length in
    /// bytes. It uses no string table, as ISO 15118 demands.
    ///
    /// # Errors
    /// [`EncodeError::Facet`] if a value violates the schema, [`EncodeError::Unsupported`] if the
    /// content of a wildcard cannot be written, [`EncodeError::Capacity`] with the length needed if
    /// `output` is too small. After an error `output` holds nothing of use.
    #[inline]
    fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        encode::<Self, ALL>(self, output)
    }

    /// Encodes with options, for example to send on a message that was read with the same ones.
    /// Also returns the rules of the schema that the message violates if the options let them pass.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode). No option can encode what the grammar has no bits for: a
    /// list with too few or too many items, or a number too wide for its field.
    #[inline]
    fn encode_with(
        &self,
        output: &mut [u8],
        options: EncodeOptions,
    ) -> Result<Report, EncodeError> {
        encode_with::<Self, ALL>(self, output, options)
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

/// Encodes a message of one role, or of both.
///
/// # Errors
/// See [`Encode::encode`]; also [`Unsupported::OtherRole`](crate::Unsupported::OtherRole).
#[inline]
pub fn encode<T: Encode + ?Sized, const ROLE: u8>(
    message: &T,
    output: &mut [u8],
) -> Result<usize, EncodeError> {
    let mut writer = Writer::new(output, EncodeOptions::new());
    message.write::<ROLE>(&mut writer);
    writer.end()
}

/// Encodes a message of one role, or of both, with options.
///
/// # Errors
/// See [`Encode::encode_with`]; also [`Unsupported::OtherRole`](crate::Unsupported::OtherRole).
#[inline]
pub fn encode_with<T: Encode + ?Sized, const ROLE: u8>(
    message: &T,
    output: &mut [u8],
    options: EncodeOptions,
) -> Result<Report, EncodeError> {
    let mut writer = Writer::new(output, options);
    message.write::<ROLE>(&mut writer);
    writer.finish()
}

#[cfg(feature = "alloc")]
impl<F> crate::Owned<F>
where
    F: crate::Family,
    for<'a> F::Of<'a>: Encode,
{
    /// Encodes the message, see [`Encode::encode`].
    ///
    /// # Errors
    /// As for [`Encode::encode`].
    pub fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        self.get().encode(output)
    }

    /// Encodes the message with options, see [`Encode::encode_with`].
    ///
    /// # Errors
    /// As for [`Encode::encode_with`].
    pub fn encode_with(
        &self,
        output: &mut [u8],
        options: EncodeOptions,
    ) -> Result<Report, EncodeError> {
        self.get().encode_with(output, options)
    }

    /// Encodes the message into a new vector.
    ///
    /// # Errors
    /// As for [`Encode::encode_to_vec`].
    pub fn encode_to_vec(&self) -> Result<alloc::vec::Vec<u8>, EncodeError> {
        self.get().encode_to_vec()
    }
}

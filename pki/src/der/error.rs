//! Encodings that are not DER.

use thiserror::Error;

/// What is wrong with an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Malformed {
    /// The input ends inside a value.
    #[error("is cut off")]
    Truncated,
    /// Another tag than the type has, a tag of more than one octet, or a universal type in a form that
    /// DER does not have for it, such as a constructed string (X.690 10.2).
    #[error("has another tag")]
    Tag,
    /// A length that is indefinite, not in its shortest form, or beyond four octets.
    #[error("has a length that is not DER")]
    Length,
    /// Octets after the end of a value.
    #[error("is followed by more octets")]
    TrailingData,
    /// A BOOLEAN that is neither 00 nor FF (X.690 11.1).
    #[error("is not a DER BOOLEAN")]
    Boolean,
    /// An INTEGER without octets, not in its shortest form, or out of range.
    #[error("is not a DER INTEGER of its range")]
    Integer,
    /// An OBJECT IDENTIFIER without octets, cut off, or with padded arcs.
    #[error("is not a DER OBJECT IDENTIFIER")]
    Oid,
    /// A BIT STRING whose unused bits are set, or, for named bits, with zeros at its end (11.2).
    #[error("is not a DER BIT STRING")]
    BitString,
    /// A string with characters that its type does not have.
    #[error("has characters that its type does not have")]
    Characters,
    /// A time that is not in the form of RFC 5280 4.1.2.5, or is none of the calendar.
    #[error("is not a time of RFC 5280")]
    Time,
    /// A value that equals its DEFAULT and must be left out (X.690 11.5).
    #[error("is encoded although it is the default")]
    DefaultEncoded,
    /// The elements of a SET OF are not in order (X.690 11.6).
    #[error("is a set out of order")]
    SetOrder,
    /// A list that must have an element and has none.
    #[error("is empty")]
    Empty,
    /// An element or extension that is there twice.
    #[error("is there twice")]
    Duplicate,
    /// More elements than are looked at.
    #[error("has too many elements")]
    TooMany,
    /// A version that does not exist, or has not the fields that are there.
    #[error("has a version that does not fit")]
    Version,
    /// A value that its type does not have.
    #[error("has a value that does not exist")]
    Value,
    /// A value that the standard has and this crate does not support.
    #[error("is not supported")]
    Unsupported,
}

/// An encoding that is not DER, or not what it should be, and the field it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{field} {malformed}")]
pub struct DerError {
    field: &'static str,
    malformed: Malformed,
}

impl DerError {
    pub(crate) fn new(field: &'static str, malformed: Malformed) -> Self {
        Self { field, malformed }
    }

    /// The field in the notation of the standard's ASN.1 module, such as `notAfter`.
    #[must_use]
    pub fn field(self) -> &'static str {
        self.field
    }

    /// What is wrong with it.
    #[must_use]
    pub fn malformed(self) -> Malformed {
        self.malformed
    }
}

/// Names the field of an error.
pub(crate) trait InField<T> {
    fn field(self, field: &'static str) -> Result<T, DerError>;
}

impl<T> InField<T> for Result<T, Malformed> {
    fn field(self, field: &'static str) -> Result<T, DerError> {
        self.map_err(|malformed| DerError { field, malformed })
    }
}

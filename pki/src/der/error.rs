//! Encodings that are not DER.

use core::fmt;

/// What is wrong with an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Malformed {
    /// The input ends inside a value.
    Truncated,
    /// Another tag than the type has, a tag of more than one octet, or a universal type in a form that
    /// DER does not have for it, such as a constructed string (X.690 10.2).
    Tag,
    /// A length that is indefinite, not in its shortest form, or beyond four octets.
    Length,
    /// Octets after the end of a value.
    TrailingData,
    /// A BOOLEAN that is neither 00 nor FF (X.690 11.1).
    Boolean,
    /// An INTEGER without octets, not in its shortest form, or out of range.
    Integer,
    /// An OBJECT IDENTIFIER without octets, cut off, or with padded arcs.
    Oid,
    /// A BIT STRING whose unused bits are set, or, for named bits, with zeros at its end (11.2).
    BitString,
    /// A string with characters that its type does not have.
    Characters,
    /// A time that is not in the form of RFC 5280 4.1.2.5, or is none of the calendar.
    Time,
    /// A value that equals its DEFAULT and must be left out (X.690 11.5).
    DefaultEncoded,
    /// The elements of a SET OF are not in order (X.690 11.6).
    SetOrder,
    /// A list that must have an element and has none.
    Empty,
    /// An element or extension that is there twice.
    Duplicate,
    /// More elements than are looked at.
    TooMany,
    /// A version that does not exist, or has not the fields that are there.
    Version,
    /// A value that its type does not have.
    Value,
    /// A value that the standard has and this crate does not support.
    Unsupported,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "is cut off",
            Self::Tag => "has another tag",
            Self::Length => "has a length that is not DER",
            Self::TrailingData => "is followed by more octets",
            Self::Boolean => "is not a DER BOOLEAN",
            Self::Integer => "is not a DER INTEGER of its range",
            Self::Oid => "is not a DER OBJECT IDENTIFIER",
            Self::BitString => "is not a DER BIT STRING",
            Self::Characters => "has characters that its type does not have",
            Self::Time => "is not a time of RFC 5280",
            Self::DefaultEncoded => "is encoded although it is the default",
            Self::SetOrder => "is a set out of order",
            Self::Empty => "is empty",
            Self::Duplicate => "is there twice",
            Self::TooMany => "has too many elements",
            Self::Version => "has a version that does not fit",
            Self::Value => "has a value that does not exist",
            Self::Unsupported => "is not supported",
        })
    }
}

/// An encoding that is not DER, or not what it should be, and the field it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl fmt::Display for DerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.malformed)
    }
}

impl core::error::Error for DerError {}

/// Names the field of an error.
pub(crate) trait InField<T> {
    fn field(self, field: &'static str) -> Result<T, DerError>;
}

impl<T> InField<T> for Result<T, Malformed> {
    fn field(self, field: &'static str) -> Result<T, DerError> {
        self.map_err(|malformed| DerError { field, malformed })
    }
}

//! How the values of a simple type are written (EXI 1.0, section 7.1).

use crate::schema::{Literal, Primitive, SchemaError, SimpleType};

/// The datatype representation of a simple type, with the facets that its values must satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coding {
    /// One bit.
    Boolean,
    /// n-bit unsigned integer with offset: the range has at most 4096 values (EXI 1.0, 7.1.9).
    Bits {
        /// Width in bits.
        width: u32,
        /// Smallest value, written as 0.
        min: i128,
        /// Greatest value.
        max: i128,
    },
    /// Unsigned Integer without offset (7.1.6): the smallest value is not negative.
    Unsigned {
        /// Smallest value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// Integer with sign (7.1.5).
    Integer {
        /// Smallest value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Integer with sign and without bounds.
    Unbounded,
    /// Index of a literal in schema order (7.2).
    Enumeration {
        /// Width in bits.
        width: u32,
        /// The literals.
        literals: Vec<Literal>,
    },
    /// Length in characters and code points (7.1.10), never a table hit.
    String {
        /// Smallest number of characters.
        min: u32,
        /// Greatest number of characters.
        max: Option<u32>,
        /// What the text must look like.
        lexical: Lexical,
    },
    /// Length in bytes and the bytes (7.1.1), of `xs:hexBinary` or `xs:base64Binary`.
    Binary {
        /// Smallest number of bytes.
        min: u32,
        /// Greatest number of bytes.
        max: Option<u32>,
        /// `xs:hexBinary`; the stream is the same, the text form is not.
        hex: bool,
    },
}

/// What the text of a string must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lexical {
    /// Anything.
    Any,
    /// A URI reference.
    Uri,
    /// A name without colon.
    NcName,
}

/// Greatest number of values that a bounded integer may have to be written with n bits.
const MAX_BITS_RANGE: i128 = 4096;

impl Coding {
    /// The coding of a simple type.
    ///
    /// # Errors
    /// [`SchemaError::Unsupported`] for an integer with bounds outside 64 bits.
    pub fn of(simple: &SimpleType) -> Result<Self, SchemaError> {
        let (min, max) = (simple.min_length.unwrap_or(0), simple.max_length);
        Ok(match simple.primitive {
            Primitive::Boolean => Self::Boolean,
            primitive if primitive.is_text() && !simple.enumeration.is_empty() => {
                Self::Enumeration {
                    width: width_for(simple.enumeration.len() as u128),
                    literals: simple.enumeration.clone(),
                }
            }
            Primitive::String => Self::String { min, max, lexical: Lexical::Any },
            Primitive::AnyUri => Self::String { min, max, lexical: Lexical::Uri },
            Primitive::NcName => Self::String { min, max, lexical: Lexical::NcName },
            Primitive::HexBinary => Self::Binary { min, max, hex: true },
            Primitive::Base64Binary => Self::Binary { min, max, hex: false },
            _ => Self::number(simple)?,
        })
    }

    fn number(simple: &SimpleType) -> Result<Self, SchemaError> {
        let unsupported = || SchemaError::Unsupported {
            construct: "an integer with bounds on one side only or outside 64 bits".to_owned(),
            place: simple.place.clone(),
        };
        let (min, max) = match (simple.min_inclusive, simple.max_inclusive) {
            (None, None) => return Ok(Self::Unbounded),
            (Some(min), Some(max)) => (min, max),
            _ => return Err(unsupported()),
        };
        let signed = i64::try_from(min).ok().zip(i64::try_from(max).ok());
        let unsigned = u64::try_from(min).ok().zip(u64::try_from(max).ok());
        let values = max.checked_sub(min).and_then(|values| values.checked_add(1));
        Ok(match (values, unsigned, signed) {
            (Some(values), _, Some(_)) if values <= MAX_BITS_RANGE => {
                Self::Bits { width: width_for(values as u128), min, max }
            }
            (Some(values), Some((min, max)), _) if values > MAX_BITS_RANGE => {
                Self::Unsigned { min, max }
            }
            (Some(_), None, Some((min, max))) => Self::Integer { min, max },
            _ => return Err(unsupported()),
        })
    }

    /// Width in bits if every value has the same.
    pub fn fixed_width(&self) -> Option<u32> {
        match self {
            Self::Boolean => Some(1),
            Self::Bits { width, .. } | Self::Enumeration { width, .. } => Some(*width),
            _ => None,
        }
    }
}

/// `ceil(log2(values))`.
fn width_for(values: u128) -> u32 {
    values.saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1)
}

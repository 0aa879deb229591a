//! Built-in simple types of XML Schema that have an EXI representation here.

/// What the values of a simple type are, and so how EXI codes them (EXI 1.0, section 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Primitive {
    /// `xs:string` and the types derived from it.
    String,
    /// `xs:anyURI`.
    AnyUri,
    /// `xs:NCName`, `xs:ID` and `xs:IDREF`.
    NcName,
    /// `xs:boolean`.
    Boolean,
    /// `xs:hexBinary`.
    HexBinary,
    /// `xs:base64Binary`.
    Base64Binary,
    /// `xs:integer`, without bounds of its own.
    Integer,
    /// `xs:byte`.
    I8,
    /// `xs:short`.
    I16,
    /// `xs:int`.
    I32,
    /// `xs:long`.
    I64,
    /// `xs:unsignedByte`.
    U8,
    /// `xs:unsignedShort`.
    U16,
    /// `xs:unsignedInt`.
    U32,
    /// `xs:unsignedLong`.
    U64,
}

impl Primitive {
    /// The primitive after a built-in type, by local name; `None` for one that is not supported.
    pub fn of(local: &str) -> Option<Self> {
        Some(match local {
            "string" | "normalizedString" | "token" | "Name" | "NMTOKEN" | "language" => {
                Self::String
            }
            "ID" | "IDREF" | "NCName" => Self::NcName,
            "anyURI" => Self::AnyUri,
            "boolean" => Self::Boolean,
            "hexBinary" => Self::HexBinary,
            "base64Binary" => Self::Base64Binary,
            "integer" => Self::Integer,
            "byte" => Self::I8,
            "short" => Self::I16,
            "int" => Self::I32,
            "long" => Self::I64,
            "unsignedByte" => Self::U8,
            "unsignedShort" => Self::U16,
            "unsignedInt" => Self::U32,
            "unsignedLong" => Self::U64,
            _ => return None,
        })
    }

    /// Smallest and greatest value of a bounded integer type.
    pub fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::String
            | Self::AnyUri
            | Self::NcName
            | Self::Boolean
            | Self::HexBinary
            | Self::Base64Binary
            | Self::Integer => {
                return None;
            }
        })
    }

    /// True for numbers, which can have `minInclusive` and its kin.
    pub fn is_number(self) -> bool {
        self == Self::Integer || self.range().is_some()
    }

    /// True for strings and binaries, which can have length facets.
    pub fn has_length(self) -> bool {
        self.is_text() || matches!(self, Self::HexBinary | Self::Base64Binary)
    }

    /// True for strings of all kinds.
    pub fn is_text(self) -> bool {
        matches!(self, Self::String | Self::AnyUri | Self::NcName)
    }
}

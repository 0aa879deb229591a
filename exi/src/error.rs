//! Errors, as decisions that a caller can make.

use core::fmt;

/// Why a document could not be decoded, and at which bit.
///
/// The element path is not part of the error, so that it costs nothing while decoding; the feature
/// `grammar` finds it from the bytes and the bit (`grammar::path`).
///
/// Two errors are equal if kind and bit are.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{kind} at bit {bit} (byte {})", bit / 8)]
pub struct DecodeError {
    pub(crate) kind: DecodeErrorKind,
    pub(crate) bit: usize,
    /// Event code of the message plus one; 0 if it is not known.
    pub(crate) message: u32,
}

impl DecodeError {
    /// An error of a document of which nothing has been read.
    pub(crate) const fn at_start(kind: DecodeErrorKind) -> Self {
        Self { kind, bit: 0, message: 0 }
    }

    /// Returns the event code of the message, as the generated `MessageKind::of` takes it.
    #[doc(hidden)]
    #[must_use]
    pub fn message_code(&self) -> Option<u32> {
        self.message.checked_sub(1)
    }

    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// Returns the first bit of the item that could not be read, counted from the start of the
    /// input (bit 0 is the highest bit of byte 0). For [`DecodeErrorKind::Truncated`] it is at most
    /// the last bit of the input.
    #[must_use]
    pub fn bit_offset(&self) -> usize {
        self.bit
    }
}

// The message is left out: codecs know it, and the tables do not.
impl PartialEq for DecodeError {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.bit) == (other.kind, other.bit)
    }
}

impl Eq for DecodeError {}

/// Kinds of errors of a decode: what to do about the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The input ends before the document does. The payload of a V2GTP frame is whole, so there it
    /// means a broken message; a reader of a stream waits for more.
    Truncated,
    /// The bits are not an EXI document of this schema.
    Malformed(Malformed),
    /// Well-formed, but a value violates the schema.
    Facet(Facet),
    /// Correct EXI that this codec does not read.
    Unsupported(Unsupported),
    /// Another encoding of the message than the canonical one, where only that is accepted
    /// ([`Decode::decode_canonical`](crate::Decode::decode_canonical)).
    NonCanonical,
    /// The arena is too small for the message. This is a limit of the caller, not an error of the
    /// peer.
    Capacity {
        /// Bytes that had to be free in the arena at the start to get past this point, see
        /// [`ByteCount`]. The rest of the message may need more; [`Owned::arena_len`](crate::Owned::arena_len) finds the size
        /// for the whole message.
        needed: ByteCount,
    },
    /// The scratch buffer of [`Decode::decode_canonical`](crate::Decode::decode_canonical) is
    /// shorter than the input.
    Scratch {
        /// The length of the input in bytes.
        needed: ByteCount,
    },
}

/// A number of bytes in an error, exact up to 16,777,215; that number also stands for any greater one.
///
/// It has three octets, so that errors keep their size: with a 32-bit number the stack of a decode on
/// Cortex-M4 grew by 300 bytes (`probes/firmware/run`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteCount([u8; 3]);

impl ByteCount {
    pub(crate) fn new(bytes: usize) -> Self {
        match u32::try_from(bytes).map(u32::to_be_bytes) {
            Ok([0, a, b, c]) => Self([a, b, c]),
            _ => Self([0xff; 3]),
        }
    }

    /// Returns the number.
    #[must_use]
    pub fn get(self) -> usize {
        let [a, b, c] = self.0;
        u32::from_be_bytes([0, a, b, c]) as usize
    }
}

impl fmt::Display for ByteCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// How a stream is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Malformed {
    /// The first byte is not an EXI header (EXI 1.0, section 5).
    Header,
    /// An event code that the grammar does not have in this state, or one that the schema allows
    /// only outside its rules (a deviation).
    Event,
    /// An integer that needs more than 64 bits where the type has fewer.
    Integer,
    /// An index beyond the end of an enumeration.
    Enumeration,
    /// A number that is not a Unicode code point.
    CodePoint,
    /// A hit in the string table for an entry that is not there.
    StringTable,
    /// A compact identifier for a name that is not there.
    Name,
}

/// Which rule of the schema a value violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Facet {
    /// `length`, `minLength` or `maxLength`: characters of a string or bytes of a binary.
    #[error("a length outside the schema's bounds")]
    Length,
    /// `minInclusive`, `maxInclusive` or the range of the type.
    #[error("a number outside the schema's range")]
    Range,
    /// `minOccurs` or `maxOccurs` of a list.
    #[error("a number of list items outside the schema's bounds")]
    Occurs,
    /// A character that XML 1.0 does not have (`Char`), such as U+0001 or U+FFFE.
    #[error("a character that XML does not have")]
    Character,
    /// The lexical form of the type: an `xs:anyURI` that is not a URI reference, an `xs:ID` that is
    /// not a name. In the content of a wildcard: a text that is not a value of its type; and, refused
    /// with any options, an element or attribute whose name is not a name of XML or whose namespace
    /// is reserved.
    #[error("a text without the form of its type")]
    Lexical,
    /// An element in a place where the content model does not have it.
    #[error("an element that the content model does not have here")]
    Content,
    /// An abstract element, whose type would have to come from `xsi:type`.
    #[error("an abstract element")]
    Abstract,
    /// In the content of a wildcard, an attribute that the element has already, or one called
    /// `xmlns`, which XML takes for the declaration of a namespace. Refused with any options.
    #[error("an attribute that stands twice, or is called xmlns")]
    Attribute,
}

/// EXI features that the decoder does not support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unsupported {
    /// A header with the `$EXI` cookie, with options or of a later version.
    #[error("an EXI header with cookie, options or another version (not supported)")]
    Header,
    /// A document whose root is not one of the messages.
    #[error("a root element that is not a message")]
    Root,
    /// A response where only requests are decoded or encoded, or the reverse. The generated
    /// `MessageKind::of` says which message it was.
    #[error("a message of the other role (a response for a request, or the reverse)")]
    OtherRole,
    /// A hit in the string table while the option for it is off (it needs the feature
    /// `string-table`); ISO 15118 sets
    /// `valuePartitionCapacity` to 0.
    #[error("a string table hit (valuePartitionCapacity is 0)")]
    StringTable,
    /// More strings than the string table has room for, 4,096, or hits that repeat more than 1 MiB
    /// of text; only with `DecodeOptions::string_table_hits`.
    #[error(
        "more strings than the string table holds (4,096), or hits that repeat more than 1 MiB of text"
    )]
    StringTableFull,
    /// An element where the schema has a wildcard (`xs:any`): the feature `wildcard` is off, or
    /// what stands there is beyond the limits of [`AnyElement`](crate::AnyElement).
    #[error("wildcard content (not supported, or too much of it)")]
    Wildcard,
    /// An element without the cast that the EXI profile demands while the option for learned
    /// grammars is off; ISO 15118 stacks set `maximumNumberOfBuiltInElementGrammars` to 0.
    #[error("an element with a built-in grammar (the EXI profile has none)")]
    BuiltInGrammar,
    /// An element that the schema does not know, cast to another type than `xsd:anyType`.
    #[error("a cast to another type than xsd:anyType (not supported)")]
    Cast,
    /// An unbounded integer of more than 256 bytes.
    #[error("an integer of more than 256 bytes")]
    LongInteger,
    /// An input of more than 2^28 bytes.
    #[error("an input of more than 2^28 bytes")]
    LongInput,
}

// By hand: its variants spell out those of other types, in one list.
impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the input ends inside the document",
            Self::Capacity { needed } => {
                return write!(f, "the arena is too small: at least {needed} bytes needed");
            }
            Self::Scratch { needed } => {
                return write!(f, "the scratch buffer is too small: {needed} bytes needed");
            }
            Self::NonCanonical => "not the canonical encoding",
            Self::Malformed(Malformed::Header) => "no EXI header",
            Self::Malformed(Malformed::Event) => {
                "an event code that the grammar does not have here"
            }
            Self::Malformed(Malformed::Integer) => "an integer of more than 64 bits",
            Self::Malformed(Malformed::Enumeration) => "an index beyond the enumeration",
            Self::Malformed(Malformed::CodePoint) => "a number that is not a code point",
            Self::Malformed(Malformed::StringTable) => "a string table hit without an entry",
            Self::Malformed(Malformed::Name) => "an identifier of a name that is not there",
            Self::Facet(facet) => return facet.fmt(f),
            Self::Unsupported(unsupported) => return unsupported.fmt(f),
        })
    }
}

impl EncodeError {
    /// Returns the bit of the output at which the value that violates the schema would have begun.
    ///
    /// The path of its element: `grammar::path` with the output and this bit (feature `grammar`).
    #[must_use]
    pub const fn bit_offset(&self) -> Option<usize> {
        match self {
            Self::Facet { bit, .. } => Some(*bit),
            Self::Unsupported(_) | Self::Capacity { .. } => None,
        }
    }
}

/// Why a message could not be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A value violates the schema.
    #[error("{facet}, at bit {bit} of the output")]
    Facet {
        /// The rule.
        facet: Facet,
        /// Bit of the output at which the value would have begun, see
        /// [`bit_offset`](Self::bit_offset).
        bit: usize,
    },
    /// Something that the codec does not write: content of a wildcard, see
    /// [`Unsupported::Wildcard`].
    #[error(transparent)]
    Unsupported(Unsupported),
    /// The output is too small.
    #[error("the output is too small: {needed} bytes needed")]
    Capacity {
        /// Bytes that the document needs.
        needed: usize,
    },
}

//! Errors of PEM: the cause, the line, and the remedy.

use core::fmt;

use thiserror::Error;

use super::content_kind::ContentKind;

/// Says why a text is refused, and at which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PemError {
    kind: PemErrorKind,
    /// Zero if the error is not about one line.
    line: usize,
}

impl PemError {
    pub(crate) const fn new(kind: PemErrorKind) -> Self {
        Self { kind, line: 0 }
    }

    pub(crate) const fn at(line: usize, kind: PemErrorKind) -> Self {
        Self { kind, line }
    }

    /// Returns the cause.
    #[must_use]
    pub const fn kind(&self) -> PemErrorKind {
        self.kind
    }

    /// Returns the line, counted from 1, unless the error is about the whole text.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        if self.line == 0 { None } else { Some(self.line) }
    }
}

// By hand, since not every error has a line.
impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line() {
            write!(f, "line {line}: ")?;
        }
        fmt::Display::fmt(&self.kind, f)
    }
}

impl core::error::Error for PemError {}

/// Names the cause of a [`PemError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum PemErrorKind {
    /// Text in front of `-----BEGIN` or `-----END` on the same line.
    #[error("text in front of -----BEGIN or -----END; put the boundary on a line of its own")]
    TextBefore,
    /// Text after the dashes that close a boundary, such as the next `-----BEGIN`.
    #[error("text after -----BEGIN or -----END; put the boundary on a line of its own")]
    TextAfter,
    /// A line that is meant as a boundary and is not one: four dashes, dashes of a word processor,
    /// dashes missing at the end.
    #[error(
        "a damaged -----BEGIN or -----END; write five hyphens in front of it and five after its label"
    )]
    Boundary,
    /// Line feeds that are written as `\n`, two characters, as in JSON that was not decoded.
    #[error("line feeds written as \\n; decode the JSON or shell string before")]
    EscapedLineEnd,
    /// A block without its `-----END`. The line is that of its `-----BEGIN`.
    #[error("-----BEGIN without its -----END; the text is cut off")]
    Unterminated,
    /// An `-----END` with another label than the `-----BEGIN` above it.
    #[error("-----END with another label than its -----BEGIN; a block is damaged or missing")]
    OtherEnd,
    /// An `-----END` without a `-----BEGIN`.
    #[error("-----END without -----BEGIN; a block is cut off at its beginning")]
    NoBegin,
    /// Base64 or hexadecimal digits of DER outside of a block.
    #[error("base64 or hex outside of a block; put base64 between -----BEGIN and -----END lines")]
    BareBase64,
    /// A character in a block that base64 does not have, or padding in the wrong place.
    #[error("not base64; a block is damaged, or has headers, which mean encryption")]
    Base64,
    /// Octets outside of a block that are not text.
    #[error(fmt = not_text)]
    NotText(ContentKind),
    /// A DER value and PEM in one file.
    #[error("DER and PEM in one file; convert the DER to PEM")]
    DerAndPem,
    /// Not a single block where there must be one.
    #[error(fmt = no_block)]
    NoBlock(ContentKind),
    /// Another kind of value than was asked for, such as a private key in a chain.
    #[error("{found} where {wanted} must be; leave it out or convert it")]
    NotWanted {
        /// The kind that the label or the octets show.
        found: ContentKind,
        /// The kind that was asked for.
        wanted: ContentKind,
    },
    /// The buffer has fewer octets than needed.
    #[error("no room for {needed} octets; give a larger buffer")]
    Capacity {
        /// Octets that are needed at most.
        needed: usize,
    },
    /// More blocks than are looked at.
    #[error("more than {bound} PEM blocks; leave out the others")]
    TooMany {
        /// Blocks that may be there.
        bound: usize,
    },
}

fn not_text(found: &ContentKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match found {
        ContentKind::Utf16 => f.write_str("UTF-16 text; save it as UTF-8"),
        found => write!(f, "not PEM but {}; convert it to PEM", InDer(*found)),
    }
}

fn no_block(found: &ContentKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match found {
        ContentKind::Empty => f.write_str("an empty text; there must be a PEM block"),
        found => write!(f, "not a single PEM block; this looks like {}", InDer(*found)),
    }
}

/// Writes `in DER` after the kinds that come in PEM as well.
struct InDer(ContentKind);

impl fmt::Display for InDer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)?;
        f.write_str(if self.0.is_structure() { " in DER" } else { "" })
    }
}

//! Blocks of a text.

#[cfg(test)]
mod tests;

use super::content_kind::ContentKind;
use super::error::{PemError, PemErrorKind};
use super::line::{Boundary, Line, Lines};
use super::{base64, sniff};

/// A block between `-----BEGIN …-----` and `-----END …-----`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PemBlock<'a> {
    label: &'a str,
    body: &'a [u8],
    line: usize,
}

/// Splits a text into its blocks, in their order.
///
/// Explanatory text between the blocks is passed over, and so is a UTF-8 byte-order mark at the
/// beginning of a line. Whatever could be a damaged block is an error. After an error the iterator
/// goes on with the next line that begins a block; a program that wants all of a text stops at the
/// first error. A text without a block gives no item: see [`encodings`](super::encodings) for files.
///
/// OCPP and charging stations exchange chains as bundles, leaf first:
///
/// ```
/// let bundle = "subject=CN = a\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n\
///               -----BEGIN CERTIFICATE-----\nMAMCAQc=\n-----END CERTIFICATE-----\n";
/// let mut room = [0; 16];
/// let mut lengths = Vec::new();
/// for block in v2g_pki::pem::pem_blocks(bundle.as_bytes()) {
///     let block = block?;
///     assert_eq!(block.label(), "CERTIFICATE");
///     lengths.push(block.decode(&mut room)?.len());
/// }
/// assert_eq!(lengths, [2, 5]);
/// # Ok::<_, v2g_pki::pem::PemError>(())
/// ```
pub fn pem_blocks(text: &[u8]) -> impl Iterator<Item = Result<PemBlock<'_>, PemError>> + Clone {
    Blocks { text, lines: Lines::new(text), is_first: true, is_lost: false }
}

impl<'a> PemBlock<'a> {
    /// Returns the label, such as `CERTIFICATE`.
    #[must_use]
    pub fn label(&self) -> &'a str {
        self.label
    }

    /// Returns the kind that the label stands for.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        ContentKind::of_label(self.label)
    }

    /// Returns the line of `-----BEGIN`, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the most octets that decoding gives.
    #[must_use]
    pub fn max_len(&self) -> usize {
        base64::max_len(self.body)
    }

    /// Decodes the block to the beginning of `out`.
    ///
    /// # Errors
    ///
    /// Says whether the block is not base64 or the buffer too small.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], PemError> {
        base64::Decoder::new(out).decode(self.body, self.line)
    }

    /// Checks that the label stands for this kind.
    pub(crate) fn wanted(self, wanted: ContentKind) -> Result<Self, PemError> {
        let found = self.kind();
        if found == wanted {
            return Ok(self);
        }
        Err(PemError::at(self.line, PemErrorKind::NotWanted { found, wanted }))
    }
}

/// The blocks of a text.
#[derive(Clone, Debug)]
struct Blocks<'a> {
    text: &'a [u8],
    lines: Lines<'a>,
    /// Whether there has been neither a block nor an error.
    is_first: bool,
    /// Whether lines are passed over up to the next block, since an error has been reported.
    is_lost: bool,
}

impl<'a> Blocks<'a> {
    /// Checks a line outside of a block; returns its label if a block begins.
    fn outside(&self, line: &Line<'a>) -> Result<Option<&'a str>, PemError> {
        let error = |kind| Err(PemError::at(line.number, kind));
        if line.is_binary() {
            return Err(self.not_text(line));
        }
        match line.boundary() {
            Some(Ok(Boundary::Begin(label))) => Ok(Some(label)),
            Some(Ok(Boundary::End(_))) => error(PemErrorKind::NoBegin),
            Some(Err(kind)) => error(kind),
            None if line.is_bare_base64() => error(PemErrorKind::BareBase64),
            None => Ok(None),
        }
    }

    /// Says what the text is if its beginning shows it, or else what begins at this line.
    fn not_text(&self, line: &Line<'_>) -> PemError {
        let whole = if self.is_first { sniff::binary(self.text) } else { None };
        match whole {
            Some(kind) => PemError::new(PemErrorKind::NotText(kind)),
            None => {
                let kind = sniff::binary(line.onward).unwrap_or(ContentKind::Binary);
                PemError::at(line.number, PemErrorKind::NotText(kind))
            }
        }
    }

    /// Reads a block up to its end.
    fn block(&mut self, label: &'a str, line: usize) -> Result<PemBlock<'a>, PemError> {
        let start = self.lines;
        loop {
            let before = self.lines;
            let next = self.lines.next().ok_or(PemError::at(line, PemErrorKind::Unterminated))?;
            match next.boundary() {
                None => {}
                Some(Ok(Boundary::End(end))) if end == label => {
                    return Ok(PemBlock { label, body: start.until(before), line });
                }
                Some(Ok(Boundary::End(_))) => {
                    return Err(PemError::at(next.number, PemErrorKind::OtherEnd));
                }
                Some(Ok(Boundary::Begin(_))) => {
                    self.lines = before;
                    return Err(PemError::at(line, PemErrorKind::Unterminated));
                }
                Some(Err(PemErrorKind::Boundary)) if next.is_open => {
                    return Err(PemError::at(line, PemErrorKind::Unterminated));
                }
                Some(Err(kind)) => return Err(PemError::at(next.number, kind)),
            }
        }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Result<PemBlock<'a>, PemError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.lines.next()?;
            let item = match self.outside(&line) {
                Ok(None) => continue,
                Ok(Some(label)) => self.block(label, line.number),
                Err(_) if self.is_lost => continue,
                Err(error) => Err(error),
            };
            self.is_first = false;
            self.is_lost = item.is_err();
            return Some(item);
        }
    }
}

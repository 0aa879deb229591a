//! Reading of literals in another form than the usual one.

use crate::error::ErrorKind;
use crate::json::{Failed, Reader};
use crate::tolerance::Tolerance;
use crate::values::OtherLiteral;

/// What a text means where a literal belongs.
pub(crate) enum Found {
    /// The literal at this place of the enumeration.
    Known(usize),
    /// None of them.
    Other(OtherLiteral),
}

impl Reader<'_> {
    /// Reads a text with escapes, one that means a literal, or one that the enumeration does not
    /// have. It begins at `start`. Behind each of the `literals` is a comma.
    #[cold]
    #[inline(never)]
    pub(crate) fn unusual_literal(
        &mut self,
        start: usize,
        literals: &'static str,
    ) -> Result<Found, Failed> {
        self.go_back_to(start);
        let text = self.text(usize::MAX)?;
        let place = |is_it: &dyn Fn(&str) -> bool| literals.split_terminator(',').position(is_it);
        if let Some(place) = place(&|literal| literal == text) {
            return Ok(Found::Known(place));
        }
        let means = text.trim();
        if let Some(place) = place(&|literal| literal.eq_ignore_ascii_case(means)) {
            self.tolerate(Tolerance::LiteralForm, ErrorKind::UnknownLiteral, start)?;
            return Ok(Found::Known(place));
        }
        self.tolerate(Tolerance::UnknownLiteral, ErrorKind::UnknownLiteral, start)?;
        Ok(Found::Other(OtherLiteral::new(&text)))
    }
}

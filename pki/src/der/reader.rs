//! Strict reading of DER (ITU-T X.690 clauses 8, 10 and 11) from a borrowed slice.
//!
//! Everything is read by [`Reader::any`], which refuses what only BER has: lengths that are indefinite
//! or not in their shortest form, and constructed forms of types that are primitive in DER, also in
//! values that nobody looks into. What a type allows is checked where its content is read.
//!
//! The crate `der` is not used for reading. A trial measured `der` 0.8.3 in place of the primitives here:
//!
//! * It lets 8 of 12 entry points panic, as far as the linker sees. Here none can.
//! * It loses two rules of DER: it accepts arcs that are padded with octets of 80, and unused bits of a
//!   BIT STRING that are set.
//! * It refuses legal certificates: arcs beyond 32 bits, times before 1970, a UniversalString in a name.
//! * It takes 3.4 times the instructions to read a leaf, and 3.5 kB more of code on a Cortex-M4, at
//!   opt-level `s`.

#[cfg(test)]
mod tests;

use super::error::Malformed;
use super::tag;

/// A tag, its content, and both with the length in between as they stand in the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// A position in a slice of encodings that follow each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    /// The content of the only value in `input`.
    pub(crate) fn only(input: &'a [u8], tag: u8) -> Result<Self, Malformed> {
        let mut reader = Self::new(input);
        let content = reader.nested(tag)?;
        reader.end()?;
        Ok(content)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Everything that has not been read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next tag, if there is one.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(crate) fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::TrailingData) }
    }

    /// Reads any value.
    pub(crate) fn any(&mut self) -> Result<Tlv<'a>, Malformed> {
        let input = self.rest;
        let [tag, first, rest @ ..] = input else { return Err(Malformed::Truncated) };
        // X.690 8.1.2.4: tags from 31 have more octets; no type here has one.
        if tag & 0x1F == 0x1F || !is_form_of_der(*tag) {
            return Err(Malformed::Tag);
        }
        // 8.1.3.4: one octet, as nearly all lengths have.
        let (length, rest) =
            if *first < 0x80 { (usize::from(*first), rest) } else { long_length(*first, rest)? };
        let (value, after) = rest.split_at_checked(length).ok_or(Malformed::Truncated)?;
        let used = input.len().saturating_sub(after.len());
        // It never defaults. Without an error of its own, it costs nothing where nobody uses it.
        let raw = input.get(..used).unwrap_or_default();
        self.rest = after;
        Ok(Tlv { tag: *tag, value, raw })
    }

    /// Reads a value with this tag.
    pub(crate) fn tlv(&mut self, tag: u8) -> Result<Tlv<'a>, Malformed> {
        match self.peek() {
            Some(found) if found == tag => self.any(),
            Some(_) => Err(Malformed::Tag),
            None => Err(Malformed::Truncated),
        }
    }

    /// Reads the content of a value with this tag.
    pub(crate) fn value(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        self.tlv(tag).map(|tlv| tlv.value)
    }

    /// Reads the content of a value if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Malformed> {
        if self.peek() == Some(tag) { self.value(tag).map(Some) } else { Ok(None) }
    }

    /// Enters a constructed value with this tag.
    pub(crate) fn nested(&mut self, tag: u8) -> Result<Self, Malformed> {
        self.value(tag).map(Self::new)
    }

    /// Reads a BOOLEAN with `DEFAULT FALSE`, which is there only if it is true.
    pub(crate) fn default_false(&mut self) -> Result<bool, Malformed> {
        match self.optional(tag::BOOLEAN)? {
            None => Ok(false),
            Some(content) => true_only(content),
        }
    }

    /// Reads an OBJECT IDENTIFIER.
    pub(crate) fn oid(&mut self) -> Result<&'a [u8], Malformed> {
        let content = self.value(tag::OID)?;
        check_oid(content)?;
        Ok(content)
    }

    /// Reads an INTEGER of any size; its octets in two's complement.
    pub(crate) fn integer(&mut self) -> Result<&'a [u8], Malformed> {
        let content = self.value(tag::INTEGER)?;
        check_integer(content)?;
        Ok(content)
    }

    /// Reads a BIT STRING that is made of whole octets.
    pub(crate) fn octets_in_bits(&mut self) -> Result<&'a [u8], Malformed> {
        match self.value(tag::BIT_STRING)? {
            [0, octets @ ..] => Ok(octets),
            _ => Err(Malformed::BitString),
        }
    }
}

/// Whether a type of the universal class is in its only form (X.690 8 and 10.2): constructed if it is
/// made of other values, primitive otherwise. The tags of other classes do not say which type it is.
fn is_form_of_der(tag: u8) -> bool {
    // The numbers (X.680 8.4) of EXTERNAL, EMBEDDED PDV, SEQUENCE, SET and CHARACTER STRING.
    const CONSTRUCTED: u32 = 1 << 8 | 1 << 11 | 1 << 16 | 1 << 17 | 1 << 29;
    let is_constructed = tag & 0x20 != 0;
    // A shift looks at five bits, which are the number.
    tag >= 0x40 || is_constructed == (CONSTRUCTED.wrapping_shr(tag.into()) & 1 != 0)
}

/// A length of more than one octet (X.690 8.1.3.5), and what follows it.
#[inline(never)]
fn long_length(first: u8, rest: &[u8]) -> Result<(usize, &[u8]), Malformed> {
    let (length, least, rest) = match (first, rest) {
        (0x82, [a, b, rest @ ..]) => (u32::from_be_bytes([0, 0, *a, *b]), 0x100, rest),
        (0x81, [a, rest @ ..]) => (u32::from(*a), 0x80, rest),
        (0x83, [a, b, c, rest @ ..]) => (u32::from_be_bytes([0, *a, *b, *c]), 0x1_0000, rest),
        (0x84, [a, b, c, d, rest @ ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 0x100_0000, rest),
        (0x81..=0x84, _) => return Err(Malformed::Truncated),
        _ => return Err(Malformed::Length),
    };
    if length < least {
        return Err(Malformed::Length);
    }
    let length = usize::try_from(length).map_err(|_| Malformed::Length)?;
    Ok((length, rest))
}

/// The content of a BOOLEAN that is true, since false is its default.
pub(crate) fn true_only(content: &[u8]) -> Result<bool, Malformed> {
    match content {
        [0xFF] => Ok(true),
        [0] => Err(Malformed::DefaultEncoded),
        _ => Err(Malformed::Boolean),
    }
}

/// X.690 8.3.2: at least one octet, and the first nine bits are not all alike.
pub(crate) fn check_integer(content: &[u8]) -> Result<(), Malformed> {
    match content {
        [] | [0, 0..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..] => Err(Malformed::Integer),
        _ => Ok(()),
    }
}

/// The magnitude of an INTEGER that is not negative, without a leading zero octet.
pub(crate) fn unsigned(content: &[u8]) -> Result<&[u8], Malformed> {
    check_integer(content)?;
    match content {
        [0, rest @ ..] if !rest.is_empty() => Ok(rest),
        [0x80..=0xFF, ..] => Err(Malformed::Integer),
        _ => Ok(content),
    }
}

/// An INTEGER from 0 to `u32::MAX`.
pub(crate) fn small(content: &[u8]) -> Result<u32, Malformed> {
    let magnitude = unsigned(content)?;
    if magnitude.len() > 4 {
        return Err(Malformed::Integer);
    }
    Ok(magnitude.iter().fold(0, |number, octet| number << 8 | u32::from(*octet)))
}

/// X.690 8.19.2: every arc in the fewest octets, the last one ended.
pub(crate) fn check_oid(content: &[u8]) -> Result<(), Malformed> {
    let is_whole = content.last().is_some_and(|last| *last < 0x80);
    // Padding is an octet of 80 at the beginning of an arc: first, or after the last one of an arc.
    let before = |at: usize| at.checked_sub(1).and_then(|before| content.get(before));
    let is_padded = content
        .iter()
        .enumerate()
        .any(|(at, octet)| *octet == 0x80 && before(at).is_none_or(|before| *before < 0x80));
    if is_whole && !is_padded { Ok(()) } else { Err(Malformed::Oid) }
}

/// A BIT STRING of up to 16 named bits; bit 0 is the most significant of the result.
pub(crate) fn named_bits(content: &[u8]) -> Result<u16, Malformed> {
    let (unused, bits) = content.split_first().ok_or(Malformed::BitString)?;
    let (first, second) = match bits {
        [] if *unused == 0 => return Ok(0),
        [first] => (*first, 0),
        [first, second] => (*first, *second),
        _ => return Err(Malformed::BitString),
    };
    // X.690 11.2.2: the last bit is a one. With that, 11.2.1 follows too.
    let last = bits.last().copied().unwrap_or_default();
    if last == 0 || u32::from(*unused) != last.trailing_zeros() {
        return Err(Malformed::BitString);
    }
    Ok(u16::from_be_bytes([first, second]))
}

//! Values of simple types between their EXI form and the text that XML has.

use core::fmt::{self, Display, Write};

use super::{Coding, Lexical, names::width};
use crate::error::Facet;
use crate::integer::{Integer, MAX_BYTES};
use crate::reader::Reader;
use crate::text::{Base64, Hex, bytes_of_base64, bytes_of_hex};
use crate::writer::Writer;

/// Text of mixed content and of elements without a type.
pub(crate) const TEXT: Coding<'static> =
    Coding::String { min: 0, max: u32::MAX, lexical: Lexical::Any };

/// Reads a value after its event code; `name` is for hits in the string table.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, coding: &Coding<'a>, name: u32) -> &'a str {
    let at = reader.position();
    match *coding {
        Coding::Boolean => match reader.bits(1) {
            0 => "false",
            _ => "true",
        },
        Coding::Bits { width, min, max } => {
            let raw = if width == 0 { 0 } else { reader.bits(width) };
            let offset = reader.bounded(raw, max.abs_diff(min), at, width);
            text(reader, &min.wrapping_add_unsigned(offset))
        }
        Coding::Unsigned { min, max } => {
            let value = reader.unsigned(min, max);
            text(reader, &value)
        }
        Coding::Integer { min, max } => {
            let value = reader.signed(min, max);
            text(reader, &value)
        }
        Coding::Unbounded => {
            let value = reader.integer();
            text(reader, &value)
        }
        Coding::Enumeration(literals) => {
            let width = width(literals.len());
            let index = if width == 0 { 0 } else { reader.bits(width) };
            literals.get(index as usize).copied().unwrap_or_else(|| {
                reader.bad_enumeration(at, width);
                ""
            })
        }
        Coding::String { min, max, lexical } => match lexical {
            Lexical::Any => reader.attribute(0, min, max, name),
            Lexical::Uri => reader.attribute_uri(0, min, max, name),
            Lexical::NcName => reader.attribute_nc_name(0, min, max, name),
        },
        Coding::Binary { min, max, hex } => {
            let bytes = reader.binary_value(min, max);
            if hex { text(reader, &Hex(bytes)) } else { text(reader, &Base64(bytes)) }
        }
    }
}

/// Puts the text of a value into the arena.
fn text<'a>(reader: &mut Reader<'a, '_>, value: &dyn Display) -> &'a str {
    /// How long a text is.
    struct Length(usize);

    impl Write for Length {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }

    if reader.exhausted() {
        return "";
    }
    let mut length = Length(0);
    // Neither of the two fails.
    let _: fmt::Result = write!(length, "{value}");
    let Ok(mut room) = reader.arena.take_utf8(length.0) else {
        reader.full();
        return "";
    };
    let _: fmt::Result = write!(room, "{value}");
    room.finish()
}

/// Writes a value after its event code. White space around a value other than a string is not part
/// of it.
pub(super) fn write(w: &mut Writer<'_>, coding: &Coding<'_>, text: &str) {
    let text = if matches!(coding, Coding::String { .. }) { text } else { text.trim_ascii() };
    if write_form(w, coding, text).is_none() {
        w.fail(Facet::Lexical);
    }
}

/// Writes a value after its event code, if the text has the form of its type: `None` otherwise.
/// Violations of facets are noted by the writer.
pub(crate) fn write_form(w: &mut Writer<'_>, coding: &Coding<'_>, text: &str) -> Option<()> {
    match *coding {
        Coding::String { min, max, lexical } => match lexical {
            Lexical::Any => w.attribute(0, text, min, max),
            Lexical::Uri => w.attribute_uri(0, text, min, max),
            Lexical::NcName => w.attribute_nc_name(0, text, min, max),
        },
        Coding::Boolean => match text {
            "false" | "0" => w.put(1, 0),
            "true" | "1" => w.put(1, 1),
            _ => return None,
        },
        Coding::Bits { width, min, max } => {
            if let Some(value) = number(w, text, i64::try_from)? {
                let offset = w.bounded(value.wrapping_sub(min) as u64, max.abs_diff(min));
                if width > 0 {
                    w.put(width, offset);
                }
            }
        }
        Coding::Unsigned { min, max } => {
            if let Some(value) = number(w, text, u64::try_from)? {
                w.run_unsigned(0, 0, value, min, max);
            }
        }
        Coding::Integer { min, max } => {
            if let Some(value) = number(w, text, i64::try_from)? {
                w.run_signed(0, 0, value, min, max);
            }
        }
        Coding::Unbounded => {
            let mut memory = [0; MAX_BYTES];
            w.integer(Integer::from_decimal(text, &mut memory)?);
        }
        Coding::Enumeration(literals) => {
            let index = literals.iter().position(|literal| *literal == text)?;
            match width(literals.len()) {
                0 => {}
                width => w.put(width, index as u64),
            }
        }
        Coding::Binary { min, max, hex: true } => binary(w, bytes_of_hex(text), min, max)?,
        Coding::Binary { min, max, hex: false } => binary(w, bytes_of_base64(text), min, max)?,
    }
    Some(())
}

/// A number of the type that the coding has. One that does not fit is out of range in any case, and
/// a text that is not a number is `None`.
fn number<T, E>(
    w: &mut Writer<'_>,
    text: &str,
    narrow: impl Fn(i128) -> Result<T, E>,
) -> Option<Option<T>> {
    let value = narrow(text.parse().ok()?).ok();
    if value.is_none() {
        w.fail(Facet::Range);
    }
    Some(value)
}

/// `minLength` of values that may be empty.
pub(super) fn may_be_empty(coding: &Coding<'_>) -> Option<u32> {
    match coding {
        Coding::String { min, .. } | Coding::Binary { min, .. } => Some(*min),
        _ => None,
    }
}

/// Writes the bytes of a text, of which `None` is one that the text is wrong at.
fn binary(
    w: &mut Writer<'_>,
    bytes: impl Iterator<Item = Option<u8>> + Clone,
    min: u32,
    max: u32,
) -> Option<()> {
    let mut length = 0_u64;
    for byte in bytes.clone() {
        byte?;
        length += 1;
    }
    w.binary_length(length, min, max);
    for byte in bytes.flatten() {
        w.put(8, u64::from(byte));
    }
    Some(())
}

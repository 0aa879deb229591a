//! From JSON to a message: to EXI by the grammar's tables, and from there by the codec.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::encoder::Encoder;
use super::error::{JsonError, JsonErrorKind};
use super::tree::Tree;
use crate::arena::Arena;
use crate::decode::Decode;
use crate::error::{DecodeError, EncodeError};
use crate::grammar::{ElementPath, HasSchema, Schema};
use crate::options::EncodeOptions;
use crate::writer::Writer;

/// Reads a message from JSON text into an arena.
///
/// # Errors
/// See [`JsonErrorKind`]; the checks are those of EXI.
pub fn from_str<'a, M>(text: &str, arena: &mut Arena<'a>) -> Result<M, JsonError>
where
    M: Decode<'a> + HasSchema,
{
    from_str_with(text, arena, EncodeOptions::new())
}

/// Like [`from_str`], with options.
///
/// # Errors
/// As for [`from_str`].
pub fn from_str_with<'a, M>(
    text: &str,
    arena: &mut Arena<'a>,
    options: EncodeOptions,
) -> Result<M, JsonError>
where
    M: Decode<'a> + HasSchema,
{
    decode(&to_exi(M::schema(), text, options)?, arena, options)
}

fn decode<'a, M: Decode<'a>>(
    exi: &[u8],
    arena: &mut Arena<'a>,
    options: EncodeOptions,
) -> Result<M, JsonError> {
    let decoded = M::decode_with(exi, arena, options.for_reading());
    decoded.map(|(message, _)| message).map_err(|error: DecodeError| {
        // The tables and the codec agree, so that only room can be missing.
        let kind = match error.kind() {
            crate::DecodeErrorKind::Capacity { needed } => {
                JsonErrorKind::Capacity { needed: needed.get() }
            }
            crate::DecodeErrorKind::Facet(facet) => JsonErrorKind::Facet(facet),
            other => JsonErrorKind::BadText(other.to_string()),
        };
        JsonError { kind, path: ElementPath::default() }
    })
}

impl<F> crate::Owned<F>
where
    F: crate::Family,
    for<'a> F::Of<'a>: Decode<'a> + HasSchema,
{
    /// Reads a message from JSON text into memory of its own.
    ///
    /// # Errors
    /// See [`JsonErrorKind`]; [`JsonErrorKind::Capacity`] if the message needs more memory than
    /// [`EncodeOptions::memory_limit`].
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        Self::from_json_with(text, EncodeOptions::new())
    }

    /// Like [`from_json`](Self::from_json), with options.
    ///
    /// # Errors
    /// As for [`from_json`](Self::from_json).
    pub fn from_json_with(text: &str, options: EncodeOptions) -> Result<Self, JsonError> {
        let exi = to_exi(<F::Of<'static> as HasSchema>::schema(), text, options)?;
        Self::build_growing(
            exi.len().saturating_mul(2).saturating_add(256),
            options.memory_limit,
            |arena| decode(&exi, arena, options),
            |error: &JsonError| match error.kind {
                JsonErrorKind::Capacity { needed } => Some(needed),
                _ => None,
            },
        )
    }
}

/// Encodes JSON text as EXI, by the tables alone.
///
/// # Errors
/// See [`JsonErrorKind`].
pub fn to_exi(
    schema: &Schema<'_>,
    text: &str,
    options: EncodeOptions,
) -> Result<Vec<u8>, JsonError> {
    let tree: Tree<'_> = serde_json::from_str(text).map_err(|error| JsonError {
        kind: JsonErrorKind::Syntax(error.to_string()),
        path: ElementPath::default(),
    })?;
    // Names and quotes make the text longer than the EXI in all but odd cases.
    let mut out = alloc::vec![0; text.len() + 64];
    loop {
        let mut writer = Writer::new(&mut out, options);
        writer.tables(schema);
        let mut encoder = Encoder { writer, path: ElementPath::default() };
        encoder.document(schema, &tree)?;
        let Encoder { writer, path } = encoder;
        match writer.finish() {
            Ok(report) => {
                out.truncate(report.bytes);
                return Ok(out);
            }
            Err(EncodeError::Capacity { needed }) => out.resize(needed, 0),
            Err(error) => {
                return Err(JsonError { kind: error.into(), path });
            }
        }
    }
}

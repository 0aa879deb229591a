//! One EXI grammar, whatever type its messages have.

use exi::grammar::{HasSchema, Schema};
use exi::{Decode, Encode, Family, Owned};
use serde::Serialize;

use crate::problem::Problem;

/// The documents of a message set, or its fragments.
pub(crate) struct Grammar {
    schema: fn() -> &'static Schema<'static>,
    decode: fn(&[u8]) -> Result<String, Problem>,
    encode: fn(&str) -> Result<Vec<u8>, Problem>,
}

impl Grammar {
    /// The grammar of a message type.
    pub(crate) const fn of<M>() -> Self
    where
        M: Family,
        for<'a> M::Of<'a>: Decode<'a> + Encode + HasSchema + Serialize,
    {
        Self { schema: M::Of::schema, decode: decode::<M>, encode: encode::<M> }
    }

    /// Whether an element of this name can stand alone.
    pub(crate) fn has(&self, name: &str) -> bool {
        (self.schema)().documents.iter().any(|(_, element)| element.name == name)
    }

    /// From EXI to JSON.
    pub(crate) fn decode(&self, exi: &[u8]) -> Result<String, Problem> {
        (self.decode)(exi)
    }

    /// From JSON to EXI.
    pub(crate) fn encode(&self, json: &str) -> Result<Vec<u8>, Problem> {
        (self.encode)(json)
    }
}

fn decode<M>(exi: &[u8]) -> Result<String, Problem>
where
    M: Family,
    for<'a> M::Of<'a>: Decode<'a> + HasSchema + Serialize,
{
    let message =
        Owned::<M>::decode(exi).map_err(|error| Problem::decoding(&error, M::Of::schema(), exi))?;
    serde_json::to_string(message.get()).map_err(|error| Problem::new("other", error.to_string()))
}

fn encode<M>(json: &str) -> Result<Vec<u8>, Problem>
where
    M: Family,
    for<'a> M::Of<'a>: Decode<'a> + Encode + HasSchema,
{
    let message = Owned::<M>::from_json(json).map_err(|error| Problem::reading(&error))?;
    message.get().encode_to_vec().map_err(|error| Problem::encoding(&error))
}

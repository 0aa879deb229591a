//! The one file of this package that knows EXI: a thin layer over `exi` and `iso15118-messages`.
//!
//! A new message set needs a line in [`schema`] and one in [`decode`].

use exi::grammar::{self, Schema};
use exi::{DecodeError, Owned};
use iso15118_messages::{iso2, sap};
use serde::Serialize;
use serde_json::Value;

use crate::decode::{DecodeProblem, Place, TraceStep};
use crate::protocol::Protocol;

/// The grammar of a message set, if this version has it.
fn schema(protocol: Protocol) -> Option<&'static Schema<'static>> {
    match protocol {
        Protocol::Sap => Some(&sap::SCHEMA),
        Protocol::Iso2 => Some(&iso2::SCHEMA),
        Protocol::Din | Protocol::Iso20(_) | Protocol::XmlDsig => None,
    }
}

/// Whether this version decodes a message set.
pub(crate) fn is_supported(protocol: Protocol) -> bool {
    schema(protocol).is_some()
}

/// Decodes a document into the JSON form of the standard's names.
pub(crate) fn decode(protocol: Protocol, exi: &[u8]) -> Result<Value, DecodeProblem> {
    match protocol {
        Protocol::Sap => {
            let message = Owned::<sap::Message<'static>>::decode(exi);
            json(message.map_err(|error| problem(&sap::SCHEMA, exi, &error))?.get())
        }
        Protocol::Iso2 => {
            let message = Owned::<iso2::V2gMessage<'static>>::decode(exi);
            json(message.map_err(|error| problem(&iso2::SCHEMA, exi, &error))?.get())
        }
        Protocol::Din | Protocol::Iso20(_) | Protocol::XmlDsig => {
            Err(DecodeProblem::new(format!("there is no decoder for {}", protocol.title())))
        }
    }
}

/// Lists the items of a document.
pub(crate) fn trace(protocol: Protocol, exi: &[u8]) -> Vec<TraceStep> {
    let Some(schema) = schema(protocol) else { return Vec::new() };
    let step = |step: grammar::Step| TraceStep {
        place: Place { bit: step.bit, path: step.path.to_string() },
        width: step.width,
        event: step.kind.to_string(),
        value: step.value,
    };
    grammar::trace(schema, exi).steps.into_iter().map(step).collect()
}

fn json(message: &impl Serialize) -> Result<Value, DecodeProblem> {
    serde_json::to_value(message)
        .map_err(|error| DecodeProblem::new(format!("was decoded, but has no JSON form: {error}")))
}

/// Adds the element to an error that knows its bit.
fn problem(schema: &Schema<'_>, exi: &[u8], error: &DecodeError) -> DecodeProblem {
    let bit = error.bit_offset();
    let path = grammar::path(schema, exi, bit).to_string();
    let text = error.kind().to_string();
    DecodeProblem { place: Some(Place { bit, path }), ..DecodeProblem::new(text) }
}

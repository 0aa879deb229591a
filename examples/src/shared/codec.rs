//! Which type of `iso15118-messages` belongs to which message set, behind one interface.
//!
//! The programs name a set at run time, the crate names it by type: [`Codec`] is the bridge. A new
//! set needs a line in [`Codec::document`], and in [`Codec::fragment`] where parts of its messages
//! are signed.

use alloc::boxed::Box;

use exi::grammar::{self, HasSchema, Schema};
use exi::{Decode, DecodeError, DecodeOptions, Encode, EncodeError, EncodeOptions, Family, Owned};
use iso15118_messages::iso20::{ac, acdp, common, dc, wpt};
use iso15118_messages::{din, iso2, sap, xmldsig};
use serde::Serialize;
use serde_json::Value;

use super::problem::{DecodeProblem, Place, TraceStep};
use super::protocol::{Iso20Set, Protocol};

/// A decoded message of any set.
pub(crate) trait Message {
    /// The JSON form of the standard's names.
    fn json(&self) -> Result<Value, serde_json::Error>;

    /// The EXI form.
    fn encode(&self, options: EncodeOptions) -> Result<Vec<u8>, EncodeError>;
}

impl<F: Family> Message for Owned<F>
where
    for<'a> F::Of<'a>: Encode + Serialize,
{
    fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self.get())
    }

    fn encode(&self, options: EncodeOptions) -> Result<Vec<u8>, EncodeError> {
        self.get().encode_to_vec_with(options)
    }
}

/// What is decoded of some EXI: the message, and how much of it is against the schema.
type Decoding = (Box<dyn Message>, exi::Report);

/// Decodes a message of one type.
type Decoder = fn(&[u8], DecodeOptions) -> Result<Decoding, DecodeError>;

/// The codec of one kind of EXI: the documents or the fragments of one message set.
#[derive(Clone, Copy)]
pub(crate) struct Codec {
    decode: Decoder,
    schema: fn() -> &'static Schema<'static>,
}

impl Codec {
    /// The codec for the documents of a set. Signature parts are never documents.
    pub(crate) fn document(protocol: Protocol) -> Option<Self> {
        Some(match protocol {
            Protocol::Sap => Self::of::<sap::Message<'static>>(),
            Protocol::Din => Self::of::<din::V2gMessage<'static>>(),
            Protocol::Iso2 => Self::of::<iso2::V2gMessage<'static>>(),
            Protocol::Iso20(Iso20Set::Common) => Self::of::<common::Message<'static>>(),
            Protocol::Iso20(Iso20Set::Ac) => Self::of::<ac::Message<'static>>(),
            Protocol::Iso20(Iso20Set::Dc) => Self::of::<dc::Message<'static>>(),
            Protocol::Iso20(Iso20Set::Wpt) => Self::of::<wpt::Message<'static>>(),
            Protocol::Iso20(Iso20Set::Acdp) => Self::of::<acdp::Message<'static>>(),
            Protocol::XmlDsig => return None,
        })
    }

    /// The codec for the fragments of a set. Nothing in a handshake is ever signed.
    pub(crate) fn fragment(protocol: Protocol) -> Option<Self> {
        Some(match protocol {
            Protocol::Sap => return None,
            Protocol::Din => Self::of::<din::Fragment<'static>>(),
            Protocol::Iso2 => Self::of::<iso2::Fragment<'static>>(),
            Protocol::Iso20(Iso20Set::Common) => Self::of::<common::Fragment<'static>>(),
            Protocol::Iso20(Iso20Set::Ac) => Self::of::<ac::Fragment<'static>>(),
            Protocol::Iso20(Iso20Set::Dc) => Self::of::<dc::Fragment<'static>>(),
            Protocol::Iso20(Iso20Set::Wpt) => Self::of::<wpt::Fragment<'static>>(),
            Protocol::Iso20(Iso20Set::Acdp) => Self::of::<acdp::Fragment<'static>>(),
            Protocol::XmlDsig => Self::of::<xmldsig::Fragment<'static>>(),
        })
    }

    fn of<F: Family + 'static>() -> Self
    where
        for<'a> F::Of<'a>: Decode<'a> + Encode + Serialize,
        F::Of<'static>: HasSchema,
    {
        Self {
            decode: |exi, options| {
                let (message, report) = Owned::<F>::decode_with(exi, options)?;
                Ok((Box::new(message), report))
            },
            schema: <F::Of<'static> as HasSchema>::schema,
        }
    }

    /// Decodes a message.
    pub(crate) fn decode(
        self,
        exi: &[u8],
        options: DecodeOptions,
    ) -> Result<Decoding, DecodeError> {
        (self.decode)(exi, options)
    }

    /// Adds the element to an error that knows its bit.
    pub(crate) fn problem(
        self,
        exi: &[u8],
        options: DecodeOptions,
        error: &DecodeError,
    ) -> DecodeProblem {
        let bit = error.bit_offset();
        let path = grammar::path_with((self.schema)(), exi, bit, options).to_string();
        let text = error.kind().to_string();
        DecodeProblem { place: Some(Place { bit, path }), ..DecodeProblem::new(text) }
    }

    /// Lists the items of a message.
    pub(crate) fn trace(self, exi: &[u8], options: DecodeOptions) -> Vec<TraceStep> {
        let trace = grammar::trace_with((self.schema)(), exi, options);
        let step = |step: &grammar::Step| TraceStep {
            place: Place { bit: step.bit, path: trace.path(step).to_string() },
            width: step.width,
            event: step.kind.to_string(),
            value: step.value.clone(),
            violation: step.violation.map(|facet| facet.to_string()),
        };
        trace.steps.iter().map(step).collect()
    }
}

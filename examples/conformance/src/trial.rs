//! What the codec makes of some EXI.

use exi::{DecodeErrorKind, DecodeOptions, EncodeError, EncodeOptions, Violations};
use serde_json::Value;

use super::report::{ByteDifference, Failure, Report};
use super::values;
use crate::shared::codec::Codec;
use crate::shared::problem::DecodeProblem;

/// A message that was decoded, as JSON and encoded again.
pub(super) struct Accepted {
    json: Result<Value, serde_json::Error>,
    exi: Result<Vec<u8>, EncodeError>,
    /// Values against the schema, if the options let them pass.
    pub(super) violations: Violations,
}

/// A message that was not decoded.
pub(super) struct Refused {
    /// What went wrong and where.
    pub(super) problem: DecodeProblem,
    /// Whether it is that the input ends too early, at one of its bits.
    pub(super) is_truncated: bool,
}

/// The options of both directions.
#[derive(Clone, Copy, Default)]
pub(super) struct Options {
    pub(super) decode: DecodeOptions,
    pub(super) encode: EncodeOptions,
}

/// Decodes a message and encodes it again.
pub(super) fn run(codec: Codec, exi: &[u8], options: Options) -> Result<Accepted, Refused> {
    let Options { decode: options, encode } = options;
    match codec.decode(exi, options) {
        Ok((message, report)) => Ok(Accepted {
            json: message.json(),
            exi: message.encode(encode),
            violations: report.violations,
        }),
        Err(error) => Err(Refused {
            problem: codec.problem(exi, options, &error),
            is_truncated: error.kind() == DecodeErrorKind::Truncated
                && error.bit_offset() / 8 < exi.len(),
        }),
    }
}

impl Accepted {
    /// Compares the values with those of an XML document.
    pub(super) fn has_values_of_xml(&self, xml: &str) -> Result<(), Failure> {
        values::compare_with_xml(self.json()?, xml).map_err(Failure::Values)
    }

    /// Compares the values with JSON of another codec.
    pub(super) fn has_values_of_json(&self, json: &Value) -> Result<(), Failure> {
        values::compare(self.json()?, json).map_err(Failure::Values)
    }

    /// Compares with another message.
    pub(super) fn is_same_as(&self, other: &Self) -> Result<(), Failure> {
        self.has_values_of_json(other.json()?)?;
        self.encodes_to(other.exi()?)
    }

    /// Compares the encoding with the one that is right.
    pub(super) fn encodes_to(&self, exi: &[u8]) -> Result<(), Failure> {
        ByteDifference::find(self.exi()?, exi).map_or(Ok(()), |d| Err(Failure::Bytes(d)))
    }

    fn json(&self) -> Result<&Value, Failure> {
        self.json.as_ref().map_err(|error| Failure::NoJson(error.to_string()))
    }

    fn exi(&self) -> Result<&[u8], Failure> {
        self.exi.as_deref().map_err(|error| Failure::NotEncoded(*error))
    }

    /// Adds the message to a report.
    pub(super) fn report(self, report: Report) -> Report {
        Report { json: self.json.ok(), exi: self.exi.ok(), ..report }
    }
}

//! From a record to a named message.
//!
//! A [`Session`] is fed the records in order, because some payload types do not say which grammar
//! applies. On `0x8001` it is that of the supportedAppProtocol handshake first, and then that of the
//! generation the two sides agreed on. On `0x8101` of ISO 15118-20, messages of several sets travel.
//! The EXI crates are behind the module `codec`.

use alloc::collections::BTreeMap;
use core::fmt;

use exi::DecodeOptions;
use serde_json::Value;
use v2gtp::PayloadType;

use crate::discovery_payload;
use crate::inspect::record::{Direction, Record};
use crate::shared::codec::Codec;
use crate::shared::problem::{DecodeProblem, Place, TraceStep};
use crate::shared::protocol::{Iso20Set, Protocol};

/// A message with a name and values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decoded {
    /// Element name of the message, `SessionSetupReq`.
    pub(crate) name: String,
    /// The grammar it was read with; absent for SDP.
    pub(crate) protocol: Option<Protocol>,
    /// All values, with the names of the standard.
    pub(crate) json: Value,
    /// Values that are against the schema, in the order of their bits.
    pub(crate) violations: Vec<Violation>,
}

/// A value that is against the schema. It could be read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The first bit of the value, and its element.
    pub(crate) place: Place,
    /// What is wrong with it.
    pub(crate) text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// What became of a record.
pub(crate) type Outcome = Result<Decoded, DecodeProblem>;

/// The name of a message: its own, what the input calls it, or how far decoding got.
#[must_use]
pub(crate) fn name<'o>(record: &'o Record, outcome: &'o Outcome) -> Option<&'o str> {
    match outcome {
        Ok(decoded) => Some(&decoded.name),
        Err(problem) => record.label.as_deref().or_else(|| problem.message()),
    }
}

/// Who sent a message: what the input says, or what its name says.
#[must_use]
pub(crate) fn direction(record: &Record, outcome: &Outcome) -> Option<Direction> {
    record.direction.or_else(|| Direction::of_message(name(record, outcome)?))
}

/// Lists the items of an EXI payload, up to its end or to the first that is wrong.
#[must_use]
pub(crate) fn trace(protocol: Protocol, record: &Record) -> Vec<TraceStep> {
    codec(protocol, record).map_or_else(Vec::new, |codec| codec.trace(&record.payload, READ_ON))
}

/// Decodes records in order and remembers what each connection agreed on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    /// What the input leaves open is read with this grammar.
    fallback: Option<Protocol>,
    connections: BTreeMap<u32, Connection>,
}

/// What is known of a connection.
#[derive(Clone, Debug, Default)]
struct Connection {
    /// Schema ids with their namespaces, as the vehicle offered them in the handshake.
    offers: Vec<(u64, String)>,
    /// The namespace that the station chose.
    agreed: Option<String>,
    /// The set of the last main stream of ISO 15118-20 that belongs to one kind of charging.
    service: Option<Iso20Set>,
}

impl Session {
    /// Makes a session; `fallback` is the grammar for payloads whose protocol nothing tells.
    #[must_use]
    pub(crate) fn new(fallback: Option<Protocol>) -> Self {
        Self { fallback, connections: BTreeMap::new() }
    }

    /// Decodes the next record.
    ///
    /// # Errors
    ///
    /// Returns a problem where the payload is not a message of the grammar that applies, or there
    /// is no telling which applies. The session goes on: the next record can be decoded.
    pub(crate) fn decode(&mut self, record: &Record) -> Outcome {
        if let Some(payload_type) = record.payload_type {
            if payload_type.is_sdp() {
                return discovery_payload::decode(payload_type, &record.payload);
            }
            if !payload_type.is_exi() {
                let text = format!("payload type {payload_type} has no meaning that is known here");
                return Err(DecodeProblem::new(text));
            }
        }
        let protocol = self.protocol_of(record)?;
        if let (Some(payload_type), Protocol::Iso20(set)) = (record.payload_type, protocol) {
            if payload_type.is_main_stream() && set != Iso20Set::Common {
                self.connections.entry(record.connection).or_default().service = Some(set);
            }
        }
        // A second handshake on one connection is against the rules, but recordings may have
        // several sessions behind each other. Messages of ISO 15118-20 can look like one.
        let is_new_handshake = matches!(protocol, Protocol::Din | Protocol::Iso2)
            && record.protocol.is_none()
            && Protocol::from_first_bytes(&record.payload) == Some(Protocol::Sap);
        let handshake = is_new_handshake
            .then(|| decode_as(Protocol::Sap, record, DecodeOptions::new()).ok())
            .flatten();
        let decoded = match handshake {
            Some(handshake) => handshake,
            None => decode_as(protocol, record, READ_ON)?,
        };
        self.learn(record.connection, &decoded);
        Ok(decoded)
    }

    /// Which grammar applies: what the input says, then the payload type, then the handshake, and
    /// without all of them the caller or the first bytes.
    fn protocol_of(&self, record: &Record) -> Result<Protocol, DecodeProblem> {
        if let Some(protocol) = record.protocol {
            return Ok(protocol);
        }
        let is_v2g_exi = record.payload_type == Some(PayloadType::V2G_EXI);
        if let Some(payload_type) = record.payload_type.filter(|_| !is_v2g_exi) {
            let by_type = Protocol::from_payload_type(payload_type);
            let by_contents = || self.renegotiation(payload_type, record);
            return by_type.or_else(by_contents).or(self.fallback).ok_or_else(|| {
                let text = format!("payload type {payload_type}: nothing tells the message set");
                DecodeProblem::new(text)
            });
        }
        let connection = self.connections.get(&record.connection);
        let agreed = connection.and_then(|connection| connection.agreed.as_deref());
        match agreed.map(|namespace| (namespace, Protocol::from_hint(namespace))) {
            // With -20 this payload type is for handshakes only.
            Some((_, Some(Protocol::Iso20(_)))) if is_v2g_exi => Ok(Protocol::Sap),
            Some((_, Some(protocol))) => Ok(protocol),
            Some((namespace, None)) => self.fallback.ok_or_else(|| {
                let text =
                    format!("the two sides agreed on {namespace:?}, which is not known here");
                DecodeProblem::new(text)
            }),
            None => self
                .fallback
                .or_else(|| Protocol::from_first_bytes(&record.payload))
                // A connection begins with the handshake.
                .or_else(|| is_v2g_exi.then_some(Protocol::Sap))
                .ok_or_else(|| {
                    let words: Vec<_> = Protocol::words().collect();
                    DecodeProblem::new(format!(
                        "nothing tells which message set this is; name it with --protocol ({})",
                        words.join(", ")
                    ))
                }),
        }
    }

    /// The set of a message on the stream for schedule renegotiation. What does not belong there
    /// is taken for a message of the service in use.
    fn renegotiation(&self, payload_type: PayloadType, record: &Record) -> Option<Protocol> {
        if payload_type != PayloadType::SCHEDULE_RENEGOTIATION {
            return None;
        }
        let service = || self.connections.get(&record.connection)?.service;
        Iso20Set::of_renegotiation(&record.payload).or_else(service).map(Protocol::Iso20)
    }

    /// Remembers what a handshake message says.
    fn learn(&mut self, connection: u32, decoded: &Decoded) {
        if decoded.protocol != Some(Protocol::Sap) {
            return;
        }
        let message = &decoded.json[&decoded.name];
        match decoded.name.as_str() {
            "supportedAppProtocolReq" => {
                let offer = |entry: &Value| {
                    let namespace = entry["ProtocolNamespace"].as_str()?;
                    Some((entry["SchemaID"].as_u64()?, namespace.to_owned()))
                };
                let list = message["AppProtocol"].as_array();
                let offers = list.into_iter().flatten().filter_map(offer).collect();
                let fresh = Connection { offers, ..Connection::default() };
                self.connections.insert(connection, fresh);
            }
            "supportedAppProtocolRes" => {
                let connection = self.connections.entry(connection).or_default();
                // A refusal has no schema id, or one without a meaning.
                let is_ok = message["ResponseCode"].as_str().is_some_and(|c| c.starts_with("OK"));
                let chosen = message["SchemaID"].as_u64().filter(|_| is_ok);
                connection.agreed = chosen.and_then(|chosen| {
                    let offer = connection.offers.iter().find(|(id, _)| *id == chosen)?;
                    Some(offer.1.clone())
                });
            }
            _ => {}
        }
    }
}

/// The codec for the payload of a record. Parts of signatures are nowhere documents.
fn codec(protocol: Protocol, record: &Record) -> Option<Codec> {
    if record.fragment || protocol == Protocol::XmlDsig {
        Codec::fragment(protocol)
    } else {
        Codec::document(protocol)
    }
}

/// Real devices send values that their schema forbids; whoever looks at recordings wants to see the
/// rest of the message too.
const READ_ON: DecodeOptions = DecodeOptions::new().report_facets(true);

/// Decodes the payload of a record with a grammar.
fn decode_as(protocol: Protocol, record: &Record, options: DecodeOptions) -> Outcome {
    let of_protocol = |problem| DecodeProblem { protocol: Some(protocol), ..problem };
    let exi = &record.payload;
    let codec = codec(protocol, record).ok_or_else(|| {
        of_protocol(DecodeProblem::new(format!("{} has no EXI fragments", protocol.title())))
    })?;
    let (message, report) = codec
        .decode(exi, options)
        .map_err(|error| of_protocol(codec.problem(exi, options, &error)))?;
    let json = message.json().map_err(|error| {
        of_protocol(DecodeProblem::new(format!("was decoded, but has no JSON form: {error}")))
    })?;
    let violations = match report.violations.is_empty() {
        true => Vec::new(),
        false => codec.trace(exi, options).into_iter().filter_map(Violation::of_step).collect(),
    };
    Ok(Decoded { name: message_name(&json), protocol: Some(protocol), json, violations })
}

impl Violation {
    fn of_step(step: TraceStep) -> Option<Self> {
        step.violation.map(|text| Self { place: step.place, text })
    }
}

/// The name of a message: its element, or the element in its body.
fn message_name(json: &Value) -> String {
    let first = |value: &Value| value.as_object()?.keys().next().cloned();
    let root = first(json).unwrap_or_default();
    match json.get("V2G_Message") {
        // The schema allows a body without a message.
        Some(message) => first(&message["Body"]).unwrap_or(root),
        None => root,
    }
}

#[cfg(test)]
mod tests;

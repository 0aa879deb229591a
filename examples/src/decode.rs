//! From a record to a named message. **The one place of this package that knows EXI.**
//!
//! A [`Session`] is fed the records in order, because `0x8001` does not say which grammar applies:
//! before the supportedAppProtocol handshake it is the handshake's own, afterwards that of the
//! generation the two sides agreed on. The rest of the package sees [`Decoded`] and
//! [`DecodeProblem`] only.

use alloc::collections::BTreeMap;
use core::error::Error;
use core::fmt;

use serde_json::Value;

use crate::input::{Direction, Record};
use crate::sdp;

/// A set of messages that share one EXI grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// The supportedAppProtocol handshake.
    Sap,
    /// DIN SPEC 70121.
    Din,
    /// ISO 15118-2.
    Iso2,
    /// One of the message sets of ISO 15118-20.
    Iso20(Iso20Set),
    /// XML signature parts alone, as signatures are made over.
    XmlDsig,
}

/// The message sets of ISO 15118-20, each with a grammar of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Iso20Set {
    /// CommonMessages.
    Common,
    /// AC charging.
    Ac,
    /// DC charging.
    Dc,
    /// Wireless power transfer.
    Wpt,
    /// Automated connection device, pantograph.
    Acdp,
}

impl Protocol {
    /// Every protocol with the word for the command line and the names that recordings use.
    const NAMES: [(Self, &'static str, &'static [&'static str]); 9] = [
        (Self::Sap, "sap", &["SAP", "urn:iso:15118:2:2010:AppProtocol"]),
        (Self::Din, "din", &["DIN70121", "urn:din:70121:2012:MsgDef"]),
        (Self::Iso2, "iso2", &["ISO15118-2", "urn:iso:15118:2:2013:MsgDef"]),
        (
            Self::Iso20(Iso20Set::Common),
            "iso20-common",
            &["ISO15118-20:CommonMessages", "urn:iso:std:iso:15118:-20:CommonMessages"],
        ),
        (
            Self::Iso20(Iso20Set::Ac),
            "iso20-ac",
            &["ISO15118-20:AC", "urn:iso:std:iso:15118:-20:AC"],
        ),
        (
            Self::Iso20(Iso20Set::Dc),
            "iso20-dc",
            &["ISO15118-20:DC", "urn:iso:std:iso:15118:-20:DC"],
        ),
        (
            Self::Iso20(Iso20Set::Wpt),
            "iso20-wpt",
            &["ISO15118-20:WPT", "urn:iso:std:iso:15118:-20:WPT"],
        ),
        (
            Self::Iso20(Iso20Set::Acdp),
            "iso20-acdp",
            &["ISO15118-20:ACDP", "urn:iso:std:iso:15118:-20:ACDP"],
        ),
        (Self::XmlDsig, "xmldsig", &["http://www.w3.org/2000/09/xmldsig#"]),
    ];

    /// The word for the command line and the JSON form.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::NAMES.iter().find(|(protocol, ..)| *protocol == self).map_or("", |(_, word, _)| word)
    }

    /// All words, for a message that lists them.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(_, word, _)| *word)
    }

    /// Reads the name a recording or a person gives: a word, a namespace, or a longer name.
    #[must_use]
    pub fn from_hint(hint: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, word, others)| *word == hint || others.contains(&hint))
            .map(|(protocol, ..)| *protocol)
    }

    /// The grammar that a payload type alone decides, which is so for the -20 main streams.
    ///
    /// The renegotiation stream `0x8101` is not here: AC, DC, WPT and common messages share it.
    #[must_use]
    pub fn from_payload_type(payload_type: u16) -> Option<Self> {
        Some(Self::Iso20(match payload_type {
            0x8002 | 0x8102 => Iso20Set::Common,
            0x8003 => Iso20Set::Ac,
            0x8004 => Iso20Set::Dc,
            0x8005 | 0x8103 => Iso20Set::Acdp,
            0x8006 => Iso20Set::Wpt,
            _ => return None,
        }))
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A message with a name and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Element name of the message, `SessionSetupReq`.
    pub name: String,
    /// The grammar it was read with; absent for SDP.
    pub protocol: Option<Protocol>,
    /// The values that matter, for one line.
    pub summary: String,
    /// All values, with the names of the standard.
    pub json: Value,
}

impl Decoded {
    /// Who sends a message of this name, for inputs that do not tell.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        if self.name.ends_with("Req") || self.name.ends_with("Request") {
            Some(Direction::FromEv)
        } else if self.name.ends_with("Res") || self.name.ends_with("Response") {
            Some(Direction::FromEvse)
        } else {
            None
        }
    }
}

/// Why a record could not become a message; the text is for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeProblem {
    /// One sentence without a full stop.
    pub text: String,
    /// The grammar that was tried.
    pub protocol: Option<Protocol>,
}

impl fmt::Display for DecodeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for DecodeProblem {}

/// Decodes records in order and remembers what each connection agreed on.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// What the input leaves open is read with this grammar.
    fallback: Option<Protocol>,
    /// Outcome of the supportedAppProtocol handshake, per connection.
    negotiated: BTreeMap<u32, Protocol>,
}

impl Session {
    /// Makes a session; `fallback` is the grammar for payloads whose protocol nothing tells.
    #[must_use]
    pub fn new(fallback: Option<Protocol>) -> Self {
        Self { fallback, negotiated: BTreeMap::new() }
    }

    /// Decodes the next record.
    ///
    /// # Errors
    ///
    /// Returns a problem where the payload is not a message of the grammar that applies. The
    /// session goes on: the next record can be decoded.
    pub fn decode(&mut self, record: &Record) -> Result<Decoded, DecodeProblem> {
        match record.payload_type {
            Some(payload_type @ 0x9000..=0x9FFF) => sdp::decode(payload_type, &record.payload),
            Some(0x8001..=0x8FFF) | None => self.decode_exi(record),
            Some(payload_type) => Err(DecodeProblem {
                text: format!("payload type 0x{payload_type:04x} has no meaning in any standard"),
                protocol: None,
            }),
        }
    }

    /// Decodes an EXI payload.
    fn decode_exi(&mut self, record: &Record) -> Result<Decoded, DecodeProblem> {
        let protocol = self.protocol_of(record);
        let text = format!("EXI payload of {} bytes, not decoded", record.payload.len());
        Err(DecodeProblem { text, protocol })
    }

    /// Which grammar applies: what the input says, then the payload type, then the handshake.
    fn protocol_of(&self, record: &Record) -> Option<Protocol> {
        record
            .protocol
            .or_else(|| Protocol::from_payload_type(record.payload_type?))
            .or_else(|| self.negotiated.get(&record.connection).copied())
            .or(self.fallback)
            // A connection begins with the handshake.
            .or_else(|| (record.payload_type == Some(0x8001)).then_some(Protocol::Sap))
    }
}

/// Whether bytes can be the beginning of an EXI document: distinguishing bits `10`, or the cookie.
#[must_use]
pub fn is_exi_header(bytes: &[u8]) -> bool {
    bytes.starts_with(b"$EXI") || bytes.first().is_some_and(|first| first >> 6 == 0b10)
}

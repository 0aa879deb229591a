//! The suite `captures`: the messages of captured and recorded sessions.

use exi::{DecodeOptions, EncodeOptions};
use serde::Deserialize;
use serde_json::Value;

use super::Case;
use super::report::{Failure, Report};
use super::trial::{self, Accepted, Options};
use crate::shared::codec::Codec;
use crate::shared::framing::{self, Step};
use crate::shared::hex::from_hex;
use crate::shared::protocol::Protocol;

/// One line of a capture or session.
pub(super) struct Record {
    id: Option<String>,
    content: Content,
}

/// What a line is about.
enum Content {
    Message(Message),
    /// Something that is not judged: what.
    Other(&'static str),
}

/// A V2GTP message with an EXI payload.
struct Message {
    protocol: Protocol,
    exi: Vec<u8>,
    /// Header and payload.
    frame: Option<Vec<u8>>,
    /// The values in one of two forms, by an independent codec.
    xml: Option<String>,
    json: Option<Value>,
    /// Whether that codec encoded what it had decoded to the same bytes.
    returns: bool,
    note: Option<String>,
}

/// A line as it stands in the file.
#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    layer: Option<String>,
    kind: Option<String>,
    element: Option<String>,
    protocol: Option<String>,
    namespace: Option<String>,
    payload_type: Option<String>,
    exi: Option<String>,
    frame: Option<String>,
    xml: Option<String>,
    json: Option<Value>,
    reencode_identical_vp0: Option<bool>,
    note: Option<String>,
}

impl Record {
    /// Reads a line; the error says what is wrong with it.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let mut line: Line = serde_json::from_str(line)
            .map_err(|error| format!("is not a line of a session (see --help): {error}"))?;
        let id = line.id.take();
        let content = match line.other() {
            Some(other) => Content::Other(other),
            None => Content::Message(line.message()?),
        };
        Ok(Self { id, content })
    }
}

impl Line {
    /// What the line is about if not a message.
    fn other(&self) -> Option<&'static str> {
        // Discovery has payload types of its own.
        let is_discovery = self.payload_type.as_ref().is_some_and(|code| code.starts_with("0x90"));
        match self.layer.as_deref() {
            Some("slac") => Some("SLAC"),
            Some("sdp") => Some("discovery"),
            _ if is_discovery => Some("discovery"),
            _ if self.element.is_some() => Some("fragment"),
            _ if self.kind.as_deref() == Some("fragment") => Some("fragment"),
            // Certificates, and the parts of a signature.
            _ if self.exi.is_none() || self.payload_type.is_none() => Some("not a V2GTP message"),
            _ => None,
        }
    }

    fn message(self) -> Result<Message, String> {
        let bytes = |name: &str, text: Option<String>| match text {
            Some(text) => from_hex(&text).map(Some).ok_or_else(|| format!("`{name}` is not hex")),
            None => Ok(None),
        };
        let name = self.protocol.or(self.namespace).unwrap_or_default();
        let protocol = Protocol::from_hint(&name)
            .ok_or_else(|| format!("`protocol` or `namespace` is {name:?}, which is not known"))?;
        Ok(Message {
            protocol,
            exi: bytes("exi", self.exi)?.unwrap_or_default(),
            frame: bytes("frame", self.frame)?,
            xml: self.xml,
            json: self.json,
            returns: self.reencode_identical_vp0 != Some(false),
            note: self.note,
        })
    }
}

impl Case for Record {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn tags(&self) -> Vec<String> {
        vec![match &self.content {
            Content::Message(message) => message.protocol.word().to_owned(),
            Content::Other(other) => (*other).to_owned(),
        }]
    }

    fn judge(&self) -> Report {
        match &self.content {
            Content::Message(message) => message.judge(),
            Content::Other(other) => Report::skip(*other),
        }
    }
}

impl Message {
    fn judge(&self) -> Report {
        let Some(codec) = Codec::document(self.protocol) else {
            return Report::skip(format!("{} has no documents", self.protocol.title()));
        };
        let options = Options {
            decode: DecodeOptions::new().report_facets(true),
            encode: EncodeOptions::new().report_facets(true),
        };
        match trial::run(codec, &self.exi, options) {
            Ok(accepted) => {
                let report = Report::from(self.check(&accepted));
                accepted.report(report)
            }
            Err(refused) => Failure::Refused(refused.problem).into(),
        }
    }

    /// Looks for what is wrong; otherwise tells what was not compared.
    fn check(&self, accepted: &Accepted) -> Result<String, Failure> {
        self.check_frame()?;
        match (&self.xml, &self.json) {
            (Some(xml), _) => accepted.has_values_of_xml(xml)?,
            (None, Some(json)) => accepted.has_values_of_json(json)?,
            (None, None) => {
                accepted.encodes_to(&self.exi)?;
                return Ok("no values to compare with".to_owned());
            }
        }
        if self.returns {
            accepted.encodes_to(&self.exi)?;
            return Ok(match accepted.violations.first {
                None => String::new(),
                Some(first) => format!("against the schema at bit {}: {}", first.bit, first.facet),
            });
        }
        let note = self.note.as_deref().unwrap_or("no reason is given");
        Ok(format!("encoding not compared: {note}"))
    }

    /// Header and length are right, and the payload is the EXI.
    fn check_frame(&self) -> Result<(), Failure> {
        let Some(bytes) = &self.frame else { return Ok(()) };
        match framing::next_message(bytes) {
            Step::Message { frame, size } if size == bytes.len() => {
                if frame.payload == self.exi {
                    return Ok(());
                }
                Err(Failure::Frame("its payload is not `exi`".to_owned()))
            }
            _ => Err(Failure::Frame(framing::describe_rest(bytes))),
        }
    }
}

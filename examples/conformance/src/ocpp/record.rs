//! Lines of the suite `ocpp16`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp16::Action;
use ocpp16::messages::plug_and_charge;
use serde::Deserialize;

/// One message, and what is asked about it.
#[derive(Debug)]
pub(in super::super) struct Record {
    pub(super) id: Option<String>,
    pub(super) question: Question,
}

/// What is asked.
#[derive(Debug)]
pub(super) enum Question {
    Payload(Payload),
    Grey(Grey),
    Frame(Frame),
    Wrapped(Wrapped),
    WrappedFrame(WrappedFrame),
    Hash,
}

/// The payload of a frame, valid or not.
#[derive(Debug)]
pub(super) struct Payload {
    pub(super) action: Action,
    pub(super) is_response: bool,
    pub(super) json: String,
    pub(super) valid: bool,
}

/// A payload on which text, schema and practice disagree.
#[derive(Debug)]
pub(super) struct Grey {
    pub(super) payload: Payload,
    pub(super) strict: String,
    pub(super) tolerant: String,
}

/// A frame.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) bytes: Vec<u8>,
    pub(super) class: String,
    pub(super) expect: String,
}

/// What is inside of a DataTransfer.
#[derive(Debug)]
pub(super) struct Wrapped {
    pub(super) action: plug_and_charge::Action,
    pub(super) is_response: bool,
    pub(super) json: String,
    pub(super) valid: bool,
}

/// A DataTransfer.
#[derive(Debug)]
pub(super) struct WrappedFrame {
    pub(super) text: String,
    pub(super) message: String,
    pub(super) valid: bool,
    pub(super) inner_valid: Option<bool>,
    pub(super) expect: String,
    /// Whether the side that sends this message has received it.
    pub(super) is_wrong_way: bool,
}

/// All fields of all kinds of lines.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: Option<String>,
    kind: Option<String>,
    action: Option<String>,
    message_id: Option<String>,
    direction: Option<String>,
    valid: Option<bool>,
    inner_valid: Option<bool>,
    strict: Option<String>,
    tolerant: Option<String>,
    json: Option<String>,
    frame: Option<String>,
    #[serde(rename = "frame_b64")]
    frame_base64: Option<String>,
    class: Option<String>,
    expect: Option<serde_json::Value>,
    why: Option<String>,
}

impl Record {
    /// Reads a line; the error says what is wrong with it.
    pub(in super::super) fn parse(line: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let id = line.id.clone();
        Ok(Self { id, question: line.question()? })
    }
}

impl Line {
    fn question(self) -> Result<Question, String> {
        match self.kind.as_deref() {
            Some("payload") => {
                let name = need(self.message_id.as_deref(), "messageId")?;
                let action = plug_and_charge::Action::from_name(name);
                let action = action.ok_or_else(|| format!("no message {name:?}"))?;
                let (is_response, valid) = (self.is_response()?, need(self.valid, "valid")?);
                let json = need(self.json, "json")?;
                return Ok(Question::Wrapped(Wrapped { action, is_response, json, valid }));
            }
            Some("frame") => {
                let expect = self.expect()?;
                let why = self.why.unwrap_or_default();
                return Ok(Question::WrappedFrame(WrappedFrame {
                    text: need(self.frame, "frame")?,
                    message: need(self.message_id, "messageId")?,
                    valid: need(self.valid, "valid")?,
                    inner_valid: self.inner_valid,
                    expect,
                    is_wrong_way: why.starts_with("wrong direction"),
                }));
            }
            Some("hash") => return Ok(Question::Hash),
            Some(other) => return Err(format!("no kind {other:?}")),
            None => {}
        }
        if self.frame.is_some() || self.frame_base64.is_some() {
            let expect = self.expect()?;
            let bytes = match (self.frame, self.frame_base64) {
                (Some(text), _) => text.into_bytes(),
                (None, base64) => {
                    let bytes = STANDARD.decode(base64.unwrap_or_default());
                    bytes.map_err(|error| format!("`frame_b64`: {error}"))?
                }
            };
            let class = self.class.unwrap_or_default();
            return Ok(Question::Frame(Frame { bytes, class, expect }));
        }
        let name = need(self.action.as_deref(), "action")?;
        let payload = Payload {
            action: name.parse().map_err(|_| format!("no action {name:?}"))?,
            is_response: self.is_response()?,
            valid: need(self.valid, "valid")?,
            json: need(self.json, "json")?,
        };
        Ok(match (self.strict, self.tolerant) {
            (Some(strict), Some(tolerant)) => Question::Grey(Grey { payload, strict, tolerant }),
            _ => Question::Payload(payload),
        })
    }

    fn is_response(&self) -> Result<bool, String> {
        match self.direction.as_deref() {
            Some("request") => Ok(false),
            Some("response") => Ok(true),
            _ => Err("`direction` is not request or response".to_owned()),
        }
    }

    fn expect(&self) -> Result<String, String> {
        let expect = self.expect.as_ref().and_then(serde_json::Value::as_str);
        need(expect.map(str::to_owned), "expect")
    }
}

fn need<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("no `{name}`"))
}
